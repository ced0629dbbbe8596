"""What a budget comes to: its lines, sides, total, balance and gaps. Knows no Django.

Every page, sheet, document and file asks this module, so that all of them say the same. Money is Decimal, pounds and
pence, and is rounded here and nowhere else. A sum over amounts that nobody entered is never £0 and never looks exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from kit.wording import left, per_cent, pounds, summed

PENNY = Decimal("0.01")


def rounded(amount: Decimal) -> Decimal:
    """To the penny, half up, as invoices are."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Sum:
    """What some amounts come to.

    `amount` is exact, and None as long as one of them is missing. `at_least` is what the given ones come to, beside
    `not_given` missing ones; it is None if one of those given is below nought, since then nothing can be said of the
    whole. Nothing set at all: no amount is recorded.
    """

    amount: Decimal | None = None
    at_least: Decimal | None = None
    not_given: int = 0

    @property
    def known(self) -> Decimal | None:
        """What it comes to, or comes to at least."""
        return self.at_least if self.amount is None else self.amount

    @property
    def gaps(self) -> int:
        """How many amounts are missing; a sum of which nothing is recorded is one missing amount."""
        return 0 if self.amount is not None else self.not_given or 1

    @property
    def words(self) -> str:
        return summed(self.amount, self.at_least, self.not_given)


def of(amount: Decimal | None) -> Sum:
    """One amount as a sum, to the penny; nothing recorded if it isn't given."""
    return Sum() if amount is None else Sum(rounded(amount))


def added(parts: Iterable[Sum]) -> Sum:
    """The sum of sums."""
    parts = list(parts)
    recorded = [part.known for part in parts if part != Sum()]
    if not recorded:
        return Sum()
    gaps = sum(part.gaps for part in parts)
    if not gaps:
        return Sum(sum(recorded))
    is_floor = all(amount is not None and amount >= 0 for amount in recorded)
    return Sum(at_least=sum(recorded) if is_floor else None, not_given=gaps)


def total(amounts: Iterable[Decimal | None]) -> Sum:
    return added(of(amount) for amount in amounts)


def total_share(contributions: Iterable) -> Sum:
    """What the shares come to, in per cent. Who pays a fixed sum, or part of a joint payment, owes no share."""
    rows = [row for row in contributions if row.share is not None or row.basis == "share"]
    return added(Sum(row.share) for row in rows)


@dataclass(frozen=True)
class Side:
    """Income or spending: each line with what it comes to, and what all of them come to."""

    lines: tuple[tuple[Any, Sum], ...]

    @property
    def estimate(self) -> Sum:
        return added(estimate for _, estimate in self.lines)

    @property
    def outturn(self) -> Sum:
        return total(line.outturn for line, _ in self.lines)

    @property
    def headings(self) -> list[tuple[str, list[tuple[Any, Sum]]]]:
        """The lines below each heading, in their order."""
        return [(heading, list(under)) for heading, under in groupby(self.lines, lambda pair: pair[0].heading)]


@dataclass(frozen=True)
class Reckoning:
    """All that can be reckoned of a budget: from its lines, and from who pays what."""

    contributions: tuple
    contributed: Sum
    shares: Sum
    income: Side
    expenditure: Side

    @property
    def lines(self) -> tuple[tuple[Any, Sum], ...]:
        return self.income.lines + self.expenditure.lines

    @property
    def balance(self) -> Decimal | None:
        """What is left of the income."""
        return balance(self.income.estimate.amount, self.expenditure.estimate.amount)

    @property
    def sums(self) -> tuple[tuple[str, str], ...]:
        """What the budget comes to, each figure with its name."""
        income, expenditure = self.income.estimate.words, self.expenditure.estimate.words
        return ("Income", income), ("Spending", expenditure), ("Balance", left(self.balance))

    @property
    def overspent(self) -> str:
        """By how much the spending is more than the income, in words; empty as long as it may not be."""
        income, spent = self.income.estimate.amount, self.expenditure.estimate
        if income is None or spent.known is None or spent.known <= income:
            return ""
        return f"{'At least ' if spent.amount is None else ''}{pounds(spent.known - income)}"

    @property
    def gaps(self) -> int:
        """How many amounts are missing: lines without an estimate, and contributions on which a line rests."""
        return sum(found.gaps for _, found in self.lines)

    @property
    def brought_forward(self) -> Sum:
        """What of the income comes from earlier years."""
        return added(found for line, found in self.income.lines if line.recurrence == "brought-forward")

    @property
    def own_income(self) -> Sum:
        """What of the income is the year's own: all but what comes from earlier years."""
        return added(found for line, found in self.income.lines if line.recurrence != "brought-forward")

    @property
    def own_balance(self) -> Decimal | None:
        """What the year's own income leaves; below nought where the year lives on what it has from earlier."""
        return balance(self.own_income.amount, self.expenditure.estimate.amount)

    @property
    def unconfirmed_income(self) -> Sum:
        """What of the income is subject to confirmation."""
        return added(found for line, found in self.income.lines if not line.confirmed)

    @property
    def not_agreed(self) -> Sum:
        """What of the income rests on contributions that aren't recorded as agreed."""
        if not any(line.from_contributions for line, _ in self.income.lines):
            return Sum()
        return total(row.amount for row in self.contributions if row.status != "agreed")

    @property
    def status(self) -> str:
        """How the contributions stand together: proposed or agreed, partly if some are agreed, empty if not said."""
        found = {row.status for row in self.contributions}
        return (
            "partly"
            if "agreed" in found and len(found) > 1
            else "proposed"
            if "proposed" in found
            else min(found, default="")
        )

    @property
    def unconfirmed(self) -> list[tuple[Any, Sum]]:
        """The lines that are subject to confirmation, with what they come to."""
        return [(line, found) for line, found in self.lines if not line.confirmed]

    @property
    def without_estimate(self) -> list:
        """The lines of which nothing is recorded."""
        return [line for line, found in self.lines if found == Sum()]

    def of_status(self, status) -> tuple[list, Sum]:
        """The contributions of one status, and what they come to."""
        rows = [row for row in self.contributions if row.status == status]
        return rows, total(row.amount for row in rows)


def reckon(lines: Iterable, contributions: Iterable) -> Reckoning:
    """Reckon a budget from its lines and from who pays what."""
    lines, contributions = list(lines), tuple(contributions)
    contributed = total(row.amount for row in contributions)
    income, expenditure = (
        Side(tuple((line, estimate(line, contributed)) for line in lines if line.side == side))
        for side in ("income", "expenditure")
    )
    return Reckoning(contributions, contributed, total_share(contributions), income, expenditure)


def estimate(line, contributed: Sum) -> Sum:
    """What a line comes to, which may be what all contributions come to."""
    return contributed if line.from_contributions else of(line.estimate)


def balance(income: Decimal | None, expenditure: Decimal | None) -> Decimal | None:
    """What is left of the income, below nought if more is spent than comes in; None unless both are known."""
    return None if income is None or expenditure is None else income - expenditure


def disagreements(rows: Iterable, shares: Decimal | None, whole: Decimal | None):
    """Each contribution of which share and amount differ, with how; nothing unless the shares make a whole.

    A share has few decimals, and one of them may be bent so that all make a hundred: a difference of a whole unit of
    its last decimal is none.
    """
    if shares != 100 or whole is None:
        return
    for row in rows:
        if row.share is None or row.amount is None:
            continue
        places = max(1, -row.share.as_tuple().exponent)
        tolerance = max(whole * Decimal(1).scaleb(-places) / 100, Decimal(1))
        due = row.share * whole / 100
        if abs(due - row.amount) > tolerance:
            yield (
                row,
                f"{per_cent(row.share)} of {pounds(whole)} would be {pounds(rounded(due))}, "
                f"and {pounds(row.amount)} is given",
            )
