"""Adding up the board's money. Decimal throughout, pounds and pence, rounded here and nowhere else."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


def rounded(amount: Decimal) -> Decimal:
    """To the penny, half up, as invoices are."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum; what is not known adds nothing."""
    return rounded(sum((amount for amount in amounts if amount is not None), Decimal(0)))


def total_share(shares: Iterable[Decimal | None]) -> Decimal:
    """The sum of shares in per cent, to three places. It may differ from a hundred; a check says so."""
    return sum((share for share in shares if share is not None), Decimal(0)).quantize(Decimal("0.001"))


def missing_share(total: Decimal) -> Decimal:
    """What shares lack of a hundred per cent; below nought where there is more."""
    return Decimal(100) - total


def balance(income: Decimal, expenditure: Decimal) -> Decimal:
    """What is left of the income; below nought where more is spent than comes in."""
    return rounded(income - expenditure)
