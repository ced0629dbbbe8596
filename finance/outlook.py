"""What a budget comes to and what in it is not certain yet. Knows no Django; the adding is done in `totals`."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from finance import totals


@dataclass(frozen=True)
class Proposed:
    """The contributions that are proposed and not agreed: how many of how many, and what they come to."""

    number: int
    of: int
    amount: Decimal | None


@dataclass(frozen=True)
class Outlook:
    """Income, spending and what is left, with all that could still change them."""

    income: Decimal | None  # None where no estimate is recorded, which is not nought
    expenditure: Decimal | None
    balance: Decimal | None
    brought_forward: Decimal | None
    proposed: Proposed
    unconfirmed: tuple[tuple[Any, Decimal | None], ...]  # each line with its estimate
    unknown: int  # lines without an estimate, and contributions without an amount


def outlook(lines: Iterable, contributions: Iterable) -> Outlook:
    """Reckon a budget from its lines and from who pays what."""
    lines, contributions = list(lines), list(contributions)
    contributed = known_total(row.amount for row in contributions)
    estimates = [(line, contributed if line.from_contributions else line.estimate) for line in lines]

    def total(holds):
        return known_total(estimate for line, estimate in estimates if holds(line))

    income = total(lambda line: line.side == "income")
    expenditure = total(lambda line: line.side == "expenditure")
    proposed = [row for row in contributions if row.status == "proposed"]
    rest_on_them = contributed is not None and any(line.from_contributions for line in lines)
    return Outlook(
        income=income,
        expenditure=expenditure,
        balance=None if income is None or expenditure is None else totals.balance(income, expenditure),
        brought_forward=total(lambda line: line.side == "income" and line.recurrence == "brought-forward"),
        proposed=Proposed(len(proposed), len(contributions), known_total(row.amount for row in proposed)),
        unconfirmed=tuple((line, estimate) for line, estimate in estimates if not line.confirmed),
        unknown=sum(estimate is None for _, estimate in estimates)
        + (sum(row.amount is None for row in contributions) if rest_on_them else 0),
    )


def known_total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return totals.total(known) if known else None
