"""Adding up the board's money. Decimal throughout, pounds and pence, rounded here and nowhere else."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from kit.wording import per_cent, pounds

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


def disagreement(share: Decimal | None, amount: Decimal | None, whole: Decimal) -> str:
    """How a share of the whole and the amount given for it differ, as far as a share with so few decimals can say.

    Empty where they agree, or where one of them isn't known.
    """
    if share is None or amount is None:
        return ""
    places = max(1, -share.as_tuple().exponent)
    # A whole unit of the last decimal: shares are rounded, and one of them is bent so that all make a hundred.
    tolerance = max(whole * Decimal(1).scaleb(-places) / 100, Decimal(1))
    due = rounded(share * whole / 100)
    if abs(share * whole / 100 - amount) <= tolerance:
        return ""
    return f"{per_cent(share)} of {pounds(whole)} would be {pounds(due)}, and {pounds(amount)} is given"


def balance(income: Decimal, expenditure: Decimal) -> Decimal:
    """What is left of the income; below nought where more is spent than comes in."""
    return rounded(income - expenditure)
