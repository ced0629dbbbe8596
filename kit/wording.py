"""Figures in words fit to print. Knows no Django; the one place where money and shares become text."""

from decimal import Decimal


def pounds(amount: Decimal) -> str:
    """An amount: £43,065, or £43,065.50 where there are pennies. A minus stands before the pound sign."""
    sign = "-" if amount < 0 else ""
    pence = amount != amount.to_integral_value()
    return f"{sign}£{abs(amount):,.2f}" if pence else f"{sign}£{abs(amount):,.0f}"


def per_cent(share: Decimal, at_least: int = 1) -> str:
    """A share of a hundred with at least so many decimals, and more where it has more: 49.5%, 26.0%, 7.25%."""
    decimals = max(at_least, -share.normalize().as_tuple().exponent)
    return f"{share:.{decimals}f}%"


def plain(number: Decimal) -> str:
    """A number without needless noughts, thousands parted: 1,234 or 0.5."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 priority, 6 priorities."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
