"""What changed between two contents, field by field, in words that a resident understands. Knows no Django.

Things are found by their keys: a section or a row with another place has moved, one with another key is another one.
How each field is called and shown is said at the field (`publications.content.says`), so that none is missed.
"""

from itertools import groupby
from typing import NamedTuple

from .walk import ADDED, CHANGED, LEFT_OUT, MOVED, Difference, changes

__all__ = [
    "ADDED",
    "CHANGED",
    "LEFT_OUT",
    "MOVED",
    "Difference",
    "by_section",
    "changes",
    "difference_in_words",
    "facts",
    "sorted_out",
]


RECKONED, CARRIED = "reckoned", "carried"


class SortedOut(NamedTuple):
    """The changes by what a reader wants to know: what was decided, what is worded anew, which sums follow."""

    decided: tuple[Difference, ...]
    worded: tuple[Difference, ...]
    follow: tuple[Difference, ...]


def by_section(found: tuple[Difference, ...]) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """The changes in groups, each under the heading of its section, in the order in which they were found."""
    return tuple((heading, tuple(group)) for heading, group in groupby(found, key=lambda change: change.section))


def sorted_out(found: tuple[Difference, ...]) -> SortedOut:
    """The changes apart: facts, wording, and sums that follow from the facts.

    A line of a budget may carry a sum: it then changed from the same amount to the same amount as a sum elsewhere.
    """
    sums = {(texts(change.old), texts(change.new)) for change in found if change.sum == RECKONED}

    def follows(change):
        return change.sum == RECKONED or (change.sum == CARRIED and (texts(change.old), texts(change.new)) in sums)

    rest = [change for change in found if not follows(change)]
    return SortedOut(
        decided=tuple(change for change in rest if change.is_fact),
        worded=tuple(change for change in rest if not change.is_fact),
        follow=tuple(filter(follows, found)),
    )


def texts(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def facts(groups) -> tuple[Difference, ...]:
    """Those of the changes in groups that are more than words: amounts, figures, dates, people, what came or went."""
    return tuple(change for _, found in groups for change in found if change.is_fact)


def difference_in_words(change: Difference) -> str:
    """A change on one line, for a mail or a report: CCG contribution: £22,620 → £21,000."""
    old, new = texts(change.old), texts(change.new)
    told = {ADDED: new, LEFT_OUT: old}.get(change.kind, f"{old or NOTHING} → {new or NOTHING}")
    return f"{change.what}: {told}" if told else change.what


NOTHING = "nothing"
