"""What a year's money would come to if things changed, and how long it lasts. Knows no Django; nothing is kept.

Everything is reckoned by `finance.reckoning` from the rows as they would be, so that a what-if and the budget can't
come to different sums.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from finance.reckoning import Reckoning, Sum, added, as_it_stands, balance, reckon, rounded, with_values
from finance.years import next_label, on_by
from kit import periods
from kit.wording import counted, left, listed, opening, pounds

MOST = 30  # years that are looked ahead
ONCE = ("brought-forward", "non-recurrent")


@dataclass(frozen=True)
class Money:
    """The rows of a year: its lines as they stand, who pays what, and what is shared out, if that was set."""

    lines: tuple
    contributions: tuple
    whole: Decimal | None = None

    def reckoned(self) -> Reckoning:
        return reckon(self.lines, self.contributions, self.whole)


def plan(found: Reckoning, whole: Decimal | None) -> Money:
    """A year as it is planned now: by what was revised, where something was."""
    return Money(tuple(as_it_stands(line) for line, _ in found.lines), found.contributions, whole)


class Supposed(NamedTuple):
    """One thing that may change: in words, and what becomes of the money."""

    words: str
    made: Callable[[Money], Money]


@dataclass(frozen=True)
class Post:
    """A line of spending that isn't in the budget."""

    description: str
    estimate: Decimal
    side: str = "expenditure"
    heading: str = ""
    revised: Decimal | None = None
    outturn: Decimal | None = None
    from_contributions: bool = False
    confirmed: bool = True
    recurrence: str = "recurrent"


def unconfirmed_fails(money: Money) -> Money:
    """What of the income is subject to confirmation doesn't come."""
    lines = tuple(
        line
        if line.confirmed or line.side != "income"
        else with_values(line, estimate=Decimal(0), from_contributions=False)
        for line in money.lines
    )
    return Money(lines, money.contributions, money.whole)


def leaves(row) -> Callable[[Money], Money]:
    """A partner pays nothing any more, and the others pay what they paid."""

    def made(money):
        return instead(money, row, share=None, amount=Decimal(0))

    return made


def share_is(row, share: Decimal, planned: Money) -> Callable[[Money], Money]:
    """A partner pays another share of what all pay as planned, whatever else changes; the others pay what they paid."""
    base = planned.whole if planned.whole is not None else planned.reckoned().contributed.amount
    amount = None if base is None else rounded(base * share / 100)

    def made(money):
        return instead(money, row, share=share, amount=amount)

    return made


def instead(money: Money, row, **values) -> Money:
    """The money with other values of one contribution, which is a share or a sum from then on."""
    values |= {"basis": "share"}
    rows = tuple(with_values(each, **values) if each.key == row.key else each for each in money.contributions)
    return Money(money.lines, rows, money.whole)


def post_is_added(description: str, cost: Decimal) -> Callable[[Money], Money]:
    def made(money):
        return Money((*money.lines, Post(description, cost)), money.contributions, money.whole)

    return made


def all_of(changes: Iterable[Supposed], money: Money) -> Money:
    """The money if all of these change, one after the other."""
    for change in changes:
        money = change.made(money)
    return money


def unconfirmed(money: Money) -> Supposed | None:
    """That what is subject to confirmation doesn't come; None if all of the income is sure."""
    lines = [f"{line}, {found.words}" for line, found in money.reckoned().unconfirmed if line.side == "income"]
    return Supposed(f"without {listed(lines)}", unconfirmed_fails) if lines else None


# How long it lasts


class YearEnd(NamedTuple):
    """What is left at the end of a year."""

    year: str
    left: Decimal


@dataclass(frozen=True)
class Outlook:
    """What every year by itself leaves, and what is left at the end of this one and of each year to come.

    The years to come are as long as this one and like it, without what comes once. `lasts` says in words until when
    the reserve lasts.
    """

    found: Reckoning
    yearly: Decimal | None
    ends: tuple[YearEnd, ...]
    lasts: str


def yearly(found: Reckoning) -> Decimal | None:
    """What a year leaves by itself: the income that comes every year, less the spending that does."""

    def recurring(side) -> Sum:
        found = [amount for line, amount in side.lines if line.recurrence not in ONCE]
        # A side all of which comes once comes to nothing in a later year; one without a line isn't recorded.
        return added(found) if found or not side.lines else Sum(Decimal(0))

    return balance(recurring(found.income).amount, recurring(found.expenditure).amount)


def outlook(money: Money, year: Any) -> Outlook:
    """The outlook from the end of a year, of which name and last day may not be known."""
    found = money.reckoned()
    now, gap = found.balance, yearly(found)
    if now is None or gap is None:
        return Outlook(found, gap, (), "not known")
    ends, name, last, remaining = [], year.financial_year, year.ends, now
    months = periods.months_of(year.starts, year.ends) or 12
    while len(ends) < MOST:
        ends.append((YearEnd(name, remaining), last))
        if remaining < 0 or gap >= 0:
            break
        name = next_label(name) or f"{counted(len(ends), 'year')} later"
        last, remaining = last and on_by(last, months), remaining + gap
    return Outlook(found, gap, tuple(end for end, _ in ends), until(ends, gap))


def years_ahead(several: list[Outlook]) -> tuple[list[str], list[list[Decimal | None]]]:
    """The years over which one of several outlooks runs out, and what is left in each of them: None after it ran out.

    An outlook that lasts goes along as far as the others. No year is named if none of them is known.
    """
    years = [end.year for end in max((seen.ends for seen in several), key=len, default=())]

    def left_at(seen, place):
        if place < len(seen.ends):
            return seen.ends[place].left
        lasts = seen.ends and seen.yearly >= 0
        return seen.ends[0].left + place * seen.yearly if lasts else None

    return years, [[left_at(seen, place) for place in range(len(years))] for seen in several]


def until(ends: list[tuple[YearEnd, date | None]], gap: Decimal) -> str:
    """Until when the reserve lasts, in words."""
    lasting = [(end, last) for end, last in ends if end.left >= 0]
    if not lasting:
        return "not to the end of this year"
    if gap >= 0:
        return "beyond the years recorded"
    if len(lasting) == MOST:
        return f"for {MOST} years and more"
    end, last = lasting[-1]
    return f"to {periods.month(last.year, last.month)}" if last else f"to the end of {end.year}"


def cells(words: str, seen: Outlook) -> tuple[str, ...]:
    """An outlook on one line: what it is of, income, spending, what is left, the year by itself, how long it lasts."""
    found = seen.found
    return (
        words,
        found.income.estimate.words,
        found.expenditure.estimate.words,
        left(found.balance),
        left(seen.yearly),
        seen.lasts,
    )


def sentences(money: Money, year: Any, changes: list[Supposed]) -> Iterable[str]:
    """How a year stands by itself and how long its reserve lasts: as planned, and if all of these change."""
    yield said("", outlook(money, year))
    if changes:
        yield said(f"{opening(listed([each.words for each in changes]))}: ", outlook(all_of(changes, money), year))


def lasting(found: Reckoning, year: Any) -> Iterable[str]:
    """How a year stands by itself and how long its reserve lasts: as planned, and without what isn't confirmed.

    Nothing if what a year leaves by itself isn't known.
    """
    money = plan(found, year.shared_out)
    if yearly(money.reckoned()) is None:
        return ()
    fails = unconfirmed(money)
    return sentences(money, year, [fails] if fails else [])


def said(what: str, seen: Outlook) -> str:
    """An outlook in a sentence: £13,850 a year short; the reserve lasts to March 2021."""
    if seen.yearly is None:
        return f"{what}what the year leaves by itself is not known."
    if not seen.yearly:
        gap = "as much comes in each year as is spent"
    else:
        gap = f"{pounds(abs(seen.yearly))} a year {'short' if seen.yearly < 0 else 'over'}"
    words = f"{what}{gap}; what is left lasts {seen.lasts}."
    return words if what else opening(words)
