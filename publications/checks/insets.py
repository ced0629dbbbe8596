"""What the office put into sections: whether the totals of its tables add up, and whether these count few people."""

import re
from decimal import Decimal

from kit import wording
from kit.wording import counted
from publications import grids
from publications.content.insets import OwnTable
from publications.passages import Place, things

from .finding import WARNING, CheckFinding, found

# 3, 3*, 3 (8%): a count by itself, with what people write behind one.
COUNT = re.compile(r"([0-9]{1,6})(?:[*†‡§¹²³]|\([^()]*\)|\[[^\[\]]*\]|\s)*")


def own_tables(document):
    """Every table that no record is behind, with where it stands."""
    for thing, at in things(document):
        if isinstance(thing, OwnTable):
            yield thing, Place(words=at.name, anchor=at.anchor, record=at.record)


def totals(document, today):
    """The last row of a table that sums up is what the rows above it come to."""
    for table, place in own_tables(document):
        *lines, last = table.lines or [None]
        if not (table.sums_up and lines):
            continue
        for head in table.heads[1:]:
            above = [grids.number(words) for line in lines if (words := of(line, head))]
            stands = grids.number(of(last, head))
            if not above or None in above or stands is None or "%" in of(last, head):
                continue
            if sum(above, Decimal()) != stands:
                yield CheckFinding(
                    check="totals",
                    severity=WARNING,
                    words=f"In the table “{table.caption}” the column “{head.words}” adds up to "
                    f"{wording.plain(sum(above, Decimal()))}, and {of(last, head)} stands there.",
                    places=(place,),
                )


def of(line, head):
    """What stands in a row under a head."""
    return next((cell.words for cell in line.cells if cell.key == head.key), "")


def few_people(document, rules=None):
    """Tables with a count that a rule for small numbers would hold back if it were recorded. No count is repeated.

    `rules` are those rules by the keys of indicator and breakdown. Without one the board holds nothing back.
    """
    most = max((rule.most for rule in (rules or {}).values() if rule and rule.most is not None), default=0)
    places = [place for table, place in own_tables(document) if any(is_few(words, most) for words in cells(table))]
    yield from found(
        "few people",
        places,
        f"{counted(len(places), 'table')} of your own {'holds' if len(places) == 1 else 'hold'} a count so small that "
        "a figure like it would not be shown. If it counts people, write “fewer than” and the number, or leave it out.",
    )


def cells(table):
    return (cell.words for line in table.lines for cell in line.cells)


def is_few(words, most):
    """Whether a cell holds nothing but a whole number from one to `most`, and perhaps a mark or a share behind it."""
    count = COUNT.fullmatch(words)
    return bool(count) and 0 < int(count[1]) <= most
