"""A figure as a cell of a table of whole numbers: what it counts, what of that is small, what was read. No Django."""

import re
from dataclasses import dataclass

from priorities.disclosure import PROTECTS, SHOWN, SMALL, CountCell, CountLimits

TOTAL = re.compile(r"(all|total|overall|whole|everybody|everyone|sum)\b", re.IGNORECASE)
RELEASED = "released"
UNDER = "under"  # qualifies a figure that says below what a count lies
SUPPRESSED = "suppressed"
HIDDEN = (SUPPRESSED, "withheld")
SHARES = ("per-cent", "rate")
ELSEWHERE = ("england", "region")  # too large for a small number


@dataclass(frozen=True, kw_only=True)
class CountRule:
    """What a source holds back: counts from `least` to `most`, none if these are empty.

    Every other count is rounded to `base`, every share to so many `decimals`, and no share of fewer than `least_base`
    is shown.
    """

    name: str = ""
    least: int | None = None
    most: int | None = None
    base: int = 1
    decimals: int | None = None
    least_base: int = 0

    @property
    def limits(self):
        if self.most is None:
            return CountLimits(least=0, most=-1, base=self.base)
        return CountLimits(least=self.least or 0, most=self.most, base=self.base)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of a figure in public: shown, released, or held back because it is small or to protect another.

    One that is `exposed` is held back though what is public already gives it away.
    """

    how: str = SHOWN
    rule: CountRule | None = None
    exposed: bool = False

    @property
    def is_held_back(self):
        return self.how in (SMALL, PROTECTS)


@dataclass(frozen=True, kw_only=True)
class LineOf:
    """A breakdown with all its figures and its rule, or None where nobody has said one."""

    key: object
    name: str
    compares: str
    seen: tuple
    rule: CountRule | None


def whole(number):
    """A number as a whole one; None for one that isn't, or is below nought."""
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def count_of(seen, unit):
    """The count that a figure tells: itself, or what is counted behind a share or rate; None if nobody recorded it."""
    if unit in SHARES:
        return whole(seen.numerator) if seen.value is not None else None
    return whole(seen.value) if unit == "number" and seen.qualifier != UNDER else None


def period_of(seen):
    """A name for the time of a figure that is the same for all breakdowns."""
    if seen.ends or seen.starts:
        return seen.starts, seen.ends
    return " ".join(seen.period_as_printed.casefold().split())


def name_of(line, seen):
    """The name of a figure's cell: what says the same of the same time in one breakdown is one."""
    return line.key, period_of(seen), seen.value, seen.qualifier == UNDER


def is_held(cell):
    """Whether a figure is small, or somebody else held it back."""
    return cell.is_hidden or is_small(cell)


def is_small(cell):
    return cell.number is not None and cell.limits is not None and cell.limits.hold(cell.number)


def cell_of(seen, unit, line, published, is_released):
    limits = None
    if line.rule and line.compares not in ELSEWHERE:
        limits = limits_of(seen, unit, line.rule)
    return CountCell(
        number=count_of(seen, unit),
        limits=limits,
        is_hidden=(seen.value is None and seen.state in HIDDEN) or is_under(seen, unit, limits),
        is_released=is_released,
        known=frozenset(known(published, seen, unit)),
        rank=(bool(TOTAL.match(line.name)),),
    )


def is_under(seen, unit, limits):
    """Whether a figure says that a count lies below what is no more than just above the small ones."""
    is_bound = unit == "number" and seen.value is not None and seen.qualifier == UNDER
    return is_bound and limits is not None and limits.most >= 0 and seen.value <= limits.most + 1


def says_the_rule(seen, unit, limits):
    """Whether a figure says no more than the rule itself, such as “under 6” where 1 to 5 are held back."""
    return is_under(seen, unit, limits) and seen.value == limits.most + 1


def limits_of(seen, unit, rule):
    """What is small of a figure: by its rule, or any share of too few."""
    limits = rule.limits
    if unit not in SHARES:
        return limits
    if seen.denominator is not None and seen.denominator < rule.least_base:
        return CountLimits(least=0, most=max(int(seen.denominator), 1))
    return CountLimits(least=limits.least, most=limits.most)


def known(published, seen, unit):
    """The counts that a reader has seen: of a share the count behind it, if it is the same share still."""
    for value in published:
        if unit in SHARES:
            if seen.value is not None and value == round(seen.value, places(value)) and seen.numerator is not None:
                yield int(seen.numerator)
        elif (number := whole(value)) is not None:
            yield number


def places(value):
    return max(0, -value.as_tuple().exponent)


def joined(one, other):
    """One cell of two figures that tell the same of the same time."""
    if one is None:
        return other
    return CountCell(
        number=other.number,
        limits=one.limits or other.limits,
        is_hidden=one.is_hidden or other.is_hidden,
        is_released=one.is_released or other.is_released,
        known=one.known | other.known,
        rank=one.rank,
    )
