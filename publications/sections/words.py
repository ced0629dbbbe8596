"""What several sections share: anchors, sentences, and tables whose columns appear only if something stands in them."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from kit import periods, prose
from kit.called import say
from kit.wording import SHOWN
from publications.blocks import Prose, TableColumn
from publications.content.codes import NOT_STATED
from publications.content.says import says_of


def anchor(section, key):
    """Where a row can be linked to: #progress-bullying."""
    return f"{section.key}-{key}"


def said(*parts):
    """What there is to say of a thing, a paragraph to each; empty where there is nothing."""
    return "\n\n".join(filter(None, parts))


def beside(thing):
    """What is printed below the words of a thing because its fields say so: Commentary: …"""
    for field, says in says_of(type(thing)).items():
        value = getattr(thing, field)
        if says.beside and value not in ("", None):
            words = says.show(value, thing, ()) if says.show else SHOWN.get(type(value), str)(value)
            if words:
                yield f"{say(says.beside)}: {words}"


def own_words(text):
    """A text that the board wrote into a plain field, as running words; none if it is empty."""
    if text:
        yield Prose(html=prose.in_elements(text), own_words=True)


def span(starts, ends):
    """From when to when something is, as far as that is known: April 2016 to March 2017, or from April 2016."""
    if starts and ends:
        return periods.span(starts, ends)
    months = [f"{word} {periods.month(on.year, on.month)}" for word, on in (("from", starts), ("until", ends)) if on]
    return "".join(months)


def when(thing):
    """When something was, as the board words it; or from its first day until its last, or on its one day."""
    if thing.when_in_words:
        return thing.when_in_words
    starts, ends = (periods.day(on) if on else "" for on in (thing.starts, thing.ends))
    if starts and ends and starts != ends:
        return f"{starts} to {ends}"
    return f"from {starts}" if starts and not ends else ends


class Cells(Struct, frozen=True, kw_only=True):
    """A column of a table: its heading, its weight among the widths, and what its cell says of a thing.

    A rare column is left out if no cell of it says anything; `absent` is what an empty cell of it says; `least` is how
    wide it is in any case, in steps of five per cent.
    """

    heading: str
    width: int
    of: Callable[[Any], str]
    holds: str = "text"
    rare: bool = False
    absent: str = NOT_STATED
    least: int = 1


def in_use(columns, things):
    """The columns of a table about these things."""
    return [column for column in columns if not column.rare or any(column.of(thing) for thing in things)]


def headed(columns):
    """The heads of the columns, with widths in steps of five per cent that make a hundred."""
    whole = sum(column.width for column in columns)
    exact = [20 * column.width / whole for column in columns]
    steps = [max(column.least, int(width)) for column, width in zip(columns, exact, strict=True)]
    while sum(steps) > 20:
        steps[steps.index(max(steps))] -= 1
    # What is left of the hundred goes to those that lost most.
    for place in sorted(range(len(steps)), key=lambda place: steps[place] - exact[place])[: 20 - sum(steps)]:
        steps[place] += 1
    return tuple(
        TableColumn(heading=say(column.heading), holds=column.holds, width=5 * step)
        for column, step in zip(columns, steps, strict=True)
    )


def cells(columns, thing):
    """What the columns say of a thing."""
    return tuple(column.of(thing) or column.absent for column in columns)
