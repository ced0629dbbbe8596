"""The walk through two contents side by side. It knows structs, rows and values, and nothing of goals or budgets."""

from bisect import bisect_left
from collections import Counter
from datetime import time
from itertools import groupby, takewhile

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kit import called, wording
from publications.content import Content
from publications.content.codes import NOT_STATED
from publications.content.document import Document, Section
from publications.content.earlier import EarlierDocuments
from publications.content.says import quoted, says_of
from publications.content.site import Site

from .texts import MarkedPiece, as_words, compared, whole

CHANGED, ADDED, LEFT_OUT, MOVED = "changed", "added", "left out", "moved"

# Under which heading that stands which belongs to no section.
OUTSIDE_SECTIONS = {
    Document: "Cover",
    Site: "The site’s own words",
    EarlierDocuments: "Earlier documents",
}

INNER = " – "

SHOWN = wording.SHOWN | {time: lambda value: f"{value:%H:%M}", type(None): lambda value: NOT_STATED}

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


class Difference(Struct, frozen=True, kw_only=True):
    """One difference: in which section, of what, and the words before and after, the changed ones marked.

    `path` is where it lies in the content: fields, and keys of rows. What was added has no old words, what was left out
    no new ones; of what moved, they say after what it stands. `is_fact`: more than the board's wording differs.
    `sum`: whether it is one that follows from other changes (see `Says`).
    """

    section: str
    what: str
    kind: str
    old: tuple[MarkedPiece, ...] = ()
    new: tuple[MarkedPiece, ...] = ()
    path: tuple[str, ...] = ()
    is_fact: bool = False
    sum: str = ""


class Spot(Struct, frozen=True, kw_only=True):
    """Where the walk is: the path, the words that name it, and the things it stands in, in both contents."""

    section: str = ""
    path: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    olds: tuple[Struct, ...] = ()
    news: tuple[Struct, ...] = ()

    def on(self, step, *words):
        return replace(self, path=(*self.path, step), words=(*self.words, *words))

    def inside(self, old, new):
        """In a pair of things; a thing that only one content has stands for both. A section is named by the heading."""
        place = replace(self, olds=(*self.olds, old), news=(*self.news, new))
        if isinstance(new, Section):
            outer = self.section if any(isinstance(thing, Section) for thing in self.news) else ""
            return replace(place, section=INNER.join(filter(None, (outer, new.full_heading))), words=())
        return replace(place, words=(*self.words, new.known_as(self.news)))

    def change(self, kind, old=(), new=(), *, is_fact=False, follows=""):
        what = ", ".join(words for words, _ in groupby(filter(None, self.words))) or self.section
        return Difference(
            section=self.section,
            what=wording.opening(what),
            kind=kind,
            old=old,
            new=new,
            path=self.path,
            is_fact=is_fact,
            sum=follows,
        )


def changes(old: Content, new: Content) -> tuple[Difference, ...]:
    """All that differs between two contents, in the order of the new one and in its words; what was left out follows
    what stayed."""
    # Nobody asks for the words of the list of earlier documents: it names nothing that the law decides.
    with called.using(lambda: new.words):
        return tuple(_things(old, new, Spot(section=OUTSIDE_SECTIONS[type(new)])))


def _things(old, new, place):
    if type(old) is not type(new):
        yield from _alone(old, LEFT_OUT, place)
        yield from _alone(new, ADDED, place)
        return
    # Most of a document stays as it was: what has the same text needs no walk.
    if _encoder.encode(old) == _encoder.encode(new):
        return
    place = place.inside(old, new)
    # The key of a thing is the same by now: a thing with another key is another thing.
    for field, says in says_of(type(new)).items():
        if not says.echoes or any(getattr(thing, field) != getattr(thing, says.echoes) for thing in (old, new)):
            yield from _values(getattr(old, field), getattr(new, field), says, place.on(field, says.said))


def _values(old, new, says, place):
    if says.show:
        # One value, or a thing that is worded as one.
        yield from _leaves(old, new, says, place)
    elif isinstance(old, tuple) or isinstance(new, tuple):
        yield from _rows(old, new, place)
    elif isinstance(old, Struct) and isinstance(new, Struct) and old.identity == new.identity:
        yield from _things(old, new, place)
    elif isinstance(old, Struct) or isinstance(new, Struct):
        place = replace(place, words=(*place.words, says.alone))
        yield from _alone(old, LEFT_OUT, place)
        yield from _alone(new, ADDED, place)
    elif isinstance(old, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _leaves(old.get(key), new.get(key), says, place.on(key, key))
    else:
        yield from _leaves(old, new, says, place)


def _leaves(old, new, says, place):
    # 26.0 and 26.00 are one number and two ways of writing it, which have two check codes.
    if old == new and str(old) == str(new):
        return
    ours, theirs = as_printed(old, says, place.olds), as_printed(new, says, place.news)
    if ours == theirs:
        # Two values that read the same still differ: they are shown as they are stored.
        place = replace(place, words=(*place.words, "set out in another way" if says.html else "as stored"))
        ours, theirs = str(old), str(new)
    yield place.change(CHANGED, *compared(ours, theirs), is_fact=says.fact, follows=says.sum)


def as_printed(value, says, parents):
    """A value as the document prints it, or as its kind is written."""
    if says.show:
        return says.show(value, parents[-1], parents[:-1])
    return as_words(value) if says.html else SHOWN.get(type(value), str)(value)


def _rows(old, new, place):
    ours, theirs = _identified(old), _identified(new)
    moved = _moved(list(ours), list(theirs))
    for identity, row in theirs.items():
        at = place.on(identity)
        if identity not in ours:
            yield from _alone(row, ADDED, at)
            continue
        if identity in moved:
            before, after = (
                _stands(identity, rows, moved, parents) for rows, parents in ((ours, place.olds), (theirs, place.news))
            )
            yield at.inside(ours[identity], row).change(MOVED, whole(before), whole(after))
        yield from _things(ours[identity], row, at)
    for identity, row in ours.items():
        if identity not in theirs:
            yield from _alone(row, LEFT_OUT, place.on(identity))


def _identified(rows):
    """Rows by what they are recognised by; of two that are alike in that, the second is the second in both contents."""
    seen, found = Counter(), {}
    for row in rows:
        identity = row.identity
        seen[identity] += 1
        found[identity if seen[identity] == 1 else f"{identity} {seen[identity]}"] = row
    return found


def _moved(old, new):
    """The fewest rows that have to move so that one order becomes the other; the same ones, whichever is the older."""
    shared = set(old) & set(new)
    old, new = [key for key in old if key in shared], [key for key in new if key in shared]
    return shared - set(min(_in_both_orders(old, new), _in_both_orders(new, old), key=sorted))


def _in_both_orders(one, other):
    """A longest series of keys that stand in the same order in both lists."""
    places = {key: place for place, key in enumerate(other)}
    ends, keys, before = [], [], {}
    for key in one:
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        keys[length : length + 1] = [key]
        before[key] = keys[length - 1] if length else None
    series, key = [], keys[-1] if keys else None
    while key is not None:
        series.append(key)
        key = before[key]
    return series


def _stands(identity, rows, moved, parents):
    """Where a row stands: after which of those that did not move."""
    before = [row for other, row in takewhile(lambda one: one[0] != identity, rows.items()) if other not in moved]
    return f"after {before[-1].known_as(parents) or quoted(in_full(before[-1], parents))}" if before else "at the start"


def _alone(thing, kind, place):
    """A thing that only one of the contents has, told whole."""
    if thing is None:
        return
    parents = place.news if kind == ADDED else place.olds
    words = whole(in_full(thing, parents))
    place = replace(place, news=parents).inside(thing, thing)
    # What is there or isn't is never a matter of its wording.
    yield place.change(kind, **({"new": words} if kind == ADDED else {"old": words}), is_fact=True)


def in_full(thing, parents):
    """All the words of a thing, one line for each value; values that don't speak for themselves are named. A thing that
    says so is told in brief."""
    return "\n".join(dict.fromkeys(_lines(thing, parents)))


def _lines(thing, parents):
    if brief := getattr(thing, "in_brief", ""):
        yield brief
        return
    for field, says in says_of(type(thing)).items():
        value = getattr(thing, field)
        if value in ("", None, (), {}):
            continue
        if isinstance(value, Struct | tuple) and not says.show:
            for part in value if isinstance(value, tuple) else (value,):
                yield from _lines(part, (*parents, thing))
        elif isinstance(value, dict):
            yield from (f"{says.said}, {key}: {number}" for key, number in value.items())
        elif words := as_printed(value, says, (*parents, thing)):
            yield words if says.plainly or not says.said else f"{says.said}: {words}"
