"""What a budget comes to: its lines, sides, total, balance and gaps. Knows no Django.

Every page, sheet, document and file asks this module, so that all of them say the same. Money is Decimal, pounds and
pence, and is rounded here and nowhere else. A sum over amounts that nobody entered is never £0 and never looks exact.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from finance.apportioning import apportioned
from kit.wording import left, per_cent, pounds, summed

PENNY, TENTH = Decimal("0.01"), Decimal("0.1")


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


# Who pays what


@dataclass(frozen=True)
class Paid:
    """What one partner pays, as far as it is typed, and the third figure, which is reckoned from the other two.

    `by_share` is what its share of the whole comes to, or its part of a joint payment; `of_all` is its amount in per
    cent of all contributions, to a tenth. Neither takes the place of what is typed; `told` says how the two differ.
    """

    row: Any
    by_share: Decimal | None = None
    of_all: Decimal | None = None
    told: str = ""

    @property
    def amount(self) -> Decimal | None:
        """What it pays: as typed, or else as its share says."""
        return self.by_share if self.row.amount is None else rounded(self.row.amount)


def paying(contributions: Iterable, whole: Decimal | None) -> tuple[Paid, ...]:
    """Each contribution with its third figure; `whole` is what is shared out, if that was set."""
    rows = list(contributions)
    sharing = [place for place, row in enumerate(rows) if not is_joint(row) and (row.share or 0) > 0]
    base = shared([rows[place] for place in sharing], whole)
    due = dict(zip(sharing, by_shares([rows[place].share for place in sharing], base), strict=False))
    parts = [of_joint(row) if is_joint(row) else due.get(place) for place, row in enumerate(rows)]
    found = [Paid(row, part, told=differing(row, part, base)) for row, part in zip(rows, parts, strict=True)]
    together = total(each.amount for each in found).amount
    return tuple(replace(each, of_all=of_all(each.amount, together)) for each in found)


def is_joint(row) -> bool:
    """Whether it is a known part of a known payment to two boards."""
    if row.basis != "joint" or row.joint_whole is None or row.joint_part is None:
        return False
    return row.joint_whole >= 0 and 0 <= row.joint_part <= 100


def of_joint(row) -> Decimal:
    """Our part of one payment to two boards, to the penny: the rest is the other's."""
    return apportioned(rounded(row.joint_whole), [row.joint_part, 100 - row.joint_part])[0]


def shared(rows: list, whole: Decimal | None) -> Decimal | None:
    """What shares are shares of: the whole that was set, or else what all who have one pay, if they make a hundred."""
    if whole is not None:
        return rounded(whole)
    if sum(row.share for row in rows) != 100:
        return None
    return total(row.amount for row in rows).amount


def by_shares(shares: list[Decimal], whole: Decimal | None) -> list[Decimal]:
    """What each of these shares of a whole comes to. Shares that don't make a hundred leave some of it, or ask more."""
    together = sum(shares)
    if whole is None or whole < 0 or not together:
        return []
    return list(apportioned(rounded(whole * together / 100), shares))


def of_all(amount: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """An amount in per cent of all of them, to a tenth; None if one of them isn't known."""
    return (amount * 100 / whole).quantize(TENTH, rounding=ROUND_HALF_UP) if amount is not None and whole else None


def differing(row, due: Decimal | None, base: Decimal | None) -> str:
    """How an amount that is typed differs from what the share says; empty if it doesn't.

    A share has few decimals, and one of them may be bent so that all make a hundred: a difference of a whole unit of
    its last decimal is none, nor is one of a pound. A part of a joint payment is exact.
    """
    if row.amount is None or due is None:
        return ""
    if is_joint(row):
        part, of, tolerance = row.joint_part, f"one payment of {pounds(row.joint_whole)}", Decimal(0)
    else:
        unit = Decimal(1).scaleb(min(-1, row.share.as_tuple().exponent))
        part, of, tolerance = row.share, pounds(base), max(base * unit / 100, Decimal(1))
    if abs(due - row.amount) <= tolerance:
        return ""
    return f"{per_cent(part)} of {of} would be {pounds(due)}, and {pounds(row.amount)} is given"


# The budget


def with_values(row, **values):
    """A row as it would be with other values; the row itself stays as it is."""
    made = copy(row)
    vars(made).update(values)
    return made


def as_it_stands(line):
    """A line with what was revised since the budget was agreed in the place of its estimate."""
    return line if line.revised is None else with_values(line, estimate=line.revised, from_contributions=False)


@dataclass(frozen=True)
class Side:
    """Income, spending or what is given in kind: each line with what it comes to, and what all of them come to."""

    lines: tuple[tuple[Any, Sum], ...]

    @property
    def estimate(self) -> Sum:
        return added(estimate for _, estimate in self.lines)

    @property
    def outturn(self) -> Sum:
        return total(line.outturn for line, _ in self.lines)

    @property
    def is_revised(self) -> bool:
        return any(line.revised is not None for line, _ in self.lines)

    @property
    def standing(self) -> "Side":
        """The same with what each line comes to as it stands: as revised or, if it wasn't, as estimated."""
        return Side(tuple((line, standing(line, found)) for line, found in self.lines))

    @property
    def revised(self) -> Sum:
        return self.standing.estimate

    @property
    def variance(self) -> Decimal | None:
        """By how much the outturn is more than the budget as it stands; None unless both are known."""
        return balance(self.outturn.amount, self.revised.amount)

    @property
    def headings(self) -> list[tuple[str, list[tuple[Any, Sum]]]]:
        """The lines below each heading, in their order."""
        return [(heading, list(under)) for heading, under in groupby(self.lines, lambda pair: pair[0].heading)]

    @property
    def by_heading(self) -> list[tuple[str, "Side"]]:
        """The lines of each heading that has several of them, as a side of their own, for its sub-total."""
        under = {}
        for pair in self.lines:
            under.setdefault(pair[0].heading, []).append(pair)
        return [(heading, Side(tuple(pairs))) for heading, pairs in under.items() if heading and len(pairs) > 1]


@dataclass(frozen=True)
class Latest:
    """Lines with the latest that is known of each."""

    lines: tuple[tuple[Any, Sum], ...]

    @property
    def total(self) -> Sum:
        return added(found for _, found in self.lines)


def standing(line, found: Sum) -> Sum:
    """What a line comes to as it stands: as revised or, if it wasn't, as estimated."""
    return found if line.revised is None else of(line.revised)


def variance(line, found: Sum) -> Decimal | None:
    """By how much the outturn of a line is more than the line as it stands; None unless both are known."""
    return balance(of(line.outturn).amount, standing(line, found).amount)


@dataclass(frozen=True)
class Reckoning:
    """All that can be reckoned of a budget: from its lines, and from who pays what.

    What is given `in_kind` is listed and in no total.
    """

    paying: tuple[Paid, ...]
    contributed: Sum
    shares: Sum
    income: Side
    expenditure: Side
    in_kind: Side = Side(())

    @property
    def contributions(self) -> tuple:
        return tuple(each.row for each in self.paying)

    @property
    def lines(self) -> tuple[tuple[Any, Sum], ...]:
        return self.income.lines + self.expenditure.lines

    @property
    def every_line(self) -> tuple:
        """The rows of all lines, those in kind too."""
        return tuple(line for line, _ in (*self.lines, *self.in_kind.lines))

    @property
    def balance(self) -> Decimal | None:
        """What is left of the income."""
        return balance(self.income.estimate.amount, self.expenditure.estimate.amount)

    @property
    def sums(self) -> tuple[tuple[str, str], ...]:
        """What the budget comes to, each figure with its name."""
        income, expenditure = self.income.estimate.words, self.expenditure.estimate.words
        return (
            ("Income", income),
            ("Spending", expenditure),
            ("Balance", left(self.balance)),
            *((("Balance as revised", left(self.revised_balance)),) if self.is_revised else ()),
            *((("Outturn", left(self.outturn)),) if self.outturn is not None else ()),
        )

    @property
    def standing(self) -> "Reckoning":
        """The same as it stands, with what was revised in the place of its estimate."""
        return replace(self, income=self.income.standing, expenditure=self.expenditure.standing)

    @property
    def is_revised(self) -> bool:
        return self.income.is_revised or self.expenditure.is_revised

    @property
    def revised_balance(self) -> Decimal | None:
        """What is left of the income as the budget stands."""
        return balance(self.income.revised.amount, self.expenditure.revised.amount)

    @property
    def outturn(self) -> Decimal | None:
        """What was really left of the income; None unless all that came in and was spent is recorded."""
        return balance(self.income.outturn.amount, self.expenditure.outturn.amount)

    @property
    def carried_forward(self) -> Decimal | None:
        """What goes on to the next year: what was really left, or what is planned to be as long as that isn't known."""
        return self.revised_balance if self.outturn is None else self.outturn

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
    def own_balance_confirmed(self) -> Decimal | None:
        """What the year's own income leaves if what is subject to confirmation doesn't come."""
        return balance(self.own_balance, self.unconfirmed_own_income.amount)

    @property
    def unconfirmed_own_income(self) -> Sum:
        return added(
            found for line, found in self.income.lines if not line.confirmed and line.recurrence != "brought-forward"
        )

    @property
    def unconfirmed_income(self) -> Sum:
        """What of the income is subject to confirmation."""
        return added(found for line, found in self.income.lines if not line.confirmed)

    @property
    def not_agreed(self) -> Sum:
        """What of the income rests on contributions that aren't recorded as agreed."""
        if not any(line.from_contributions for line, _ in self.income.lines):
            return Sum()
        return total(each.amount for each in self.paying if each.row.status != "agreed")

    @property
    def agreed(self) -> Sum:
        """What of the income rests on contributions that are recorded as agreed."""
        if not any(line.from_contributions for line, _ in self.income.lines):
            return Sum()
        return total(each.amount for each in self.paying if each.row.status == "agreed")

    @property
    def latest(self) -> tuple[str, "Latest", "Latest"]:
        """The latest that is known of the year, and income and spending by it: outturn, revised or estimate."""
        sides = self.income, self.expenditure
        if any(side.outturn != Sum() for side in sides):
            return "outturn", *(Latest(tuple((line, of(line.outturn)) for line, _ in side.lines)) for side in sides)
        name = "revised" if self.is_revised else "estimate"
        return name, *(Latest(tuple((line, standing(line, found)) for line, found in side.lines)) for side in sides)

    @property
    def latest_balance(self) -> Decimal | None:
        _, income, expenditure = self.latest
        return balance(income.total.amount, expenditure.total.amount)

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
        found = [each for each in self.paying if each.row.status == status]
        return [each.row for each in found], total(each.amount for each in found)


def reckon(lines: Iterable, contributions: Iterable, whole: Decimal | None = None) -> Reckoning:
    """Reckon a budget from its lines and from who pays what; `whole` is what is shared out, if that was set."""
    lines, paid = list(lines), paying(contributions, whole)
    contributed = total(each.amount for each in paid)
    sides = (
        Side(tuple((line, estimate(line, contributed)) for line in lines if line.side == side))
        for side in ("income", "expenditure", "in-kind")
    )
    return Reckoning(paid, contributed, total_share([each.row for each in paid]), *sides)


def estimate(line, contributed: Sum) -> Sum:
    """What a line comes to, which may be what all contributions come to."""
    return contributed if line.from_contributions else of(line.estimate)


def balance(income: Decimal | None, expenditure: Decimal | None) -> Decimal | None:
    """What is left of the income, below nought if more is spent than comes in; None unless both are known."""
    return None if income is None or expenditure is None else income - expenditure


@dataclass(frozen=True)
class CarriedOver:
    """What a year left beside what the next one brings forward from it; `is_outturn` unless it is only planned."""

    left: Decimal
    brought: Decimal
    is_outturn: bool

    @property
    def difference(self) -> Decimal:
        """How much more is brought forward than was left; below nought if it is less."""
        return self.brought - self.left


def carried(before: Reckoning, after: Reckoning) -> CarriedOver | None:
    """What goes from one year into the next; None unless both years say."""
    left_over, brought = before.carried_forward, after.standing.brought_forward.amount
    if left_over is None or brought is None:
        return None
    return CarriedOver(left_over, brought, before.outturn is not None)
