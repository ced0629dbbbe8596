"""A sum of money parted by weights, to the penny. Knows no Django.

The parts come to the whole whatever the weights: each gets its whole pennies, and the pennies that are left go to those
that lost most by it, the first in the list where several lost as much (the largest remainder). So a larger share never
pays less than a smaller one, and who has no share pays nothing.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

PENNIES = 100


def apportioned(whole: Decimal, weights: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """The part of each weight in a whole of pounds and pence. Raises ValueError, in a sentence, if there is none."""
    weights = [Fraction(weight) for weight in weights]
    pennies = Fraction(whole) * PENNIES
    if whole < 0:
        raise ValueError("A sum below nought can’t be parted.")
    if pennies.denominator != 1:
        raise ValueError("The sum has parts of a penny.")
    if any(weight < 0 for weight in weights):
        raise ValueError("A share below nought can’t pay.")
    if not sum(weights):
        raise ValueError("Nobody has a share.")
    exact = [pennies * weight / sum(weights) for weight in weights]
    parts = [int(each) for each in exact]
    by_loss = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_loss[: int(pennies) - sum(parts)]:
        parts[place] += 1
    return tuple(Decimal(part).scaleb(-2) for part in parts)
