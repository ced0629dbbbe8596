"""What is asked about a figure before it is saved: it is a slip, or right all the same. Knows no Django."""

from decimal import ROUND_HALF_UP, Decimal

from kit import periods
from kit.wording import in_unit, is_share, per_cent, plain
from priorities import spans

HUNDRED = Decimal(100)
ROUNDED = Decimal("0.5")  # that parts of a hundred may come to more or less


def of_value(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """What is odd about a figure by itself; empty if nothing is."""
    if value is None:
        return ""
    if unit == "per-cent" and not is_share(value):
        return f"{per_cent(value, 0)} is no share of a whole: those lie between 0% and 100%."
    if unit in ("number", "days") and value < 0:
        return f"{plain(value)} is below nought."
    if unit == "number" and not decimals and value % 1:
        return f"{plain(value)} is no whole number, and this counts whole ones."
    return ""


def of_base(value: Decimal | None, unit: str, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """That a figure is above the number it is counted out of."""
    counted = numerator if numerator is not None else value if unit == "number" else None
    if counted is None or denominator is None or counted <= denominator:
        return ""
    return f"{plain(counted)} out of {plain(denominator)}: the part is larger than the whole."


def of_counts(
    value: Decimal | None, unit: str, decimals: int, numerator: Decimal | None, denominator: Decimal | None
) -> str:
    """That a share isn't what its two counts come to, as it is rounded."""
    if unit != "per-cent" or None in (value, numerator, denominator) or not denominator:
        return ""
    places = max(decimals, -value.normalize().as_tuple().exponent, 0)
    comes_to = (numerator / denominator * HUNDRED).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if comes_to == value.quantize(Decimal(1).scaleb(-places)):
        return ""
    return (
        f"{plain(numerator)} out of {plain(denominator)} is {per_cent(comes_to, places)}, "
        f"and the figure says {in_unit(value, unit, decimals)}."
    )


def of_period(words: str, starts, ends, timing: str, year_type: str) -> str:
    """That the days of a period aren't those that its name says."""
    named = spans.doesnt_fit(words, starts, ends, timing, year_type)
    if not named:
        return ""
    days = f"{periods.day(starts)} to {periods.day(ends)}" if starts else periods.day(ends)
    return f"“{words}” is {named}, and the days are {days}."


def comes_to(values) -> Decimal | None:
    """What the shares of a whole come to in a period; None if one is missing, or if they are no parts of one whole."""
    if len(values) < 2 or None in values:
        return None
    total = sum(values, Decimal(0))
    return total if abs(total - HUNDRED) <= 10 else None


def is_rounded(total: Decimal) -> bool:
    """Whether what shares come to differs from a hundred by no more than rounding makes it."""
    return abs(total - HUNDRED) <= ROUNDED
