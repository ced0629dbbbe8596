"""By which formula partners share a cost that the budget doesn't hold, such as a review. Knows no Django.

It is the one that they pay by: their shares or, where nobody has a share, their amounts. What each is asked for is
kept as it was asked for, so that a letter stays true if the contributions change.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from finance.apportioning import apportioned
from kit.wording import per_cent, plain, pounds

PER_CENT, POUNDS = "share", "amount"
MOST_SHARES = 101  # that shares come to, as each is rounded; amounts of a year come to far more


class Weight(NamedTuple):
    """One who pays, by its name in the contributions (empty if none is named), and by what."""

    payer: str
    weight: Decimal


class Formula(NamedTuple):
    """Who shares a cost by what; `by` says of what the weights are. Those in `without` have none, and pay nothing."""

    by: str
    weights: list[Weight]
    without: list[str]

    def parts(self, cost: Decimal) -> list[tuple[Weight, Decimal]]:
        """What each pays of a cost, to the penny. Raises ValueError, in a sentence, if it can't be parted."""
        return list(zip(self.weights, apportioned(cost, [each.weight for each in self.weights]), strict=True))

    def words(self, weight: Decimal) -> str:
        return per_cent(weight) if self.by == PER_CENT else pounds(weight)


def in_words(weight: Decimal, of: Iterable[Decimal]) -> str:
    """A weight as it is read beside the others: in per cent if these come to no more than the whole."""
    return per_cent(weight) if sum(of) < MOST_SHARES else plain(weight)


def formula(contributions: Iterable) -> Formula:
    """The formula of a year's contributions."""
    rows = list(contributions)
    by = PER_CENT if any(row.share for row in rows) else POUNDS
    weights = [(row.payer_name, getattr(row, by)) for row in rows]
    return Formula(
        by,
        [Weight(name, weight) for name, weight in weights if weight is not None and weight >= 0],
        [name for name, weight in weights if weight is None or weight < 0],
    )
