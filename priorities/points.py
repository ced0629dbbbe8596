"""A series as points in time: what a line is drawn through, and what an XmR chart is reckoned from. Knows no Django.

A figure that can't be placed isn't placed: one without a date, or for a span of another length. How many these are is
said, so that nobody takes the line for the whole.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kit import periods
from kit.wording import STATES

from .reading import in_order, months_between

MISSING = "missing"
NOT_EXACT = "not exact"
CHANGED = "counted in another way"
MOST = 400  # places of a line: more gaps than that are no gaps, but figures of two different times
A_MONTH = 30.4375  # days


class Placed(NamedTuple):
    """An observation as far as it is placed in time: a tenth of the effort that a whole row takes."""

    series_id: int
    position: int
    pk: int
    starts: date | None
    ends: date | None
    period_as_printed: str
    value: Decimal | None
    qualifier: str
    state: str
    new_start: str
    baseline: int | None


class Point(Struct, frozen=True, kw_only=True):
    """One period of a series: its words, the day it ends, and its figure or why there is none.

    `breaks` says what changed just before it, so that what stands before can't be compared with it. `baseline` is how
    many figures from it on somebody fixed as those that say what is usual.
    """

    label: str
    ends: date
    value: Decimal | None = None
    why: str = ""
    breaks: str = ""
    baseline: int | None = None
    seen: Any = None  # the observation


@dataclass(frozen=True, kw_only=True)
class Line:
    """A series in time. `without_date` and `of_other_spans` are how many of its figures have no place in it."""

    points: tuple[Point, ...] = field(default=())
    without_date: int = 0
    of_other_spans: int = 0

    @property
    def values(self) -> list[Decimal | None]:
        return [point.value for point in self.points]

    @property
    def figures(self) -> int:
        return sum(point.value is not None for point in self.points)

    @property
    def breaks(self) -> list[int]:
        """The places at which something changed."""
        return [place for place, point in enumerate(self.points) if point.breaks]

    @property
    def baselines(self) -> dict[int, int]:
        """By the place from which it holds, how many figures somebody fixed as the baseline."""
        return {place: point.baseline for place, point in enumerate(self.points) if point.baseline}


def in_time(observations: Iterable, breaks: Iterable[tuple[date, str]] = ()) -> Line:
    """The observations of one series as points in time, the oldest first, with a point for each period left out.

    `breaks` are the days from which on something else was counted, and in words what. An observation has `value` or
    `state`, `qualifier`, `starts`, `ends`, `position`, and in `new_start` why it is reckoned anew from there. Of two
    for the same day the later recorded counts.
    """
    ordered = in_order(observations)
    dated = [seen for seen in ordered if seen.ends]
    undated = sum(1 for seen in ordered if not seen.ends and seen.value is not None)
    spans = Counter(span(seen) for seen in dated if seen.value is not None)
    # The commonest length of span; of two as common, the shorter.
    usual = max(spans, key=lambda months: (spans[months], -months), default=0)
    kept = {seen.ends: seen for seen in dated if not seen.starts or span(seen) == usual}
    others = sum(number for months, number in spans.items() if months != usual)
    known = list(with_gaps([point(seen) for seen in kept.values()]))
    return Line(points=tuple(broken(known, breaks)), without_date=undated, of_other_spans=others)


def span(seen):
    """How many months a figure is for; 0 for one as at a day, or if nobody says."""
    return round(((seen.ends - seen.starts).days + 1) / A_MONTH) if seen.starts else 0


def point(seen):
    is_exact = seen.value is not None and not seen.qualifier
    return Point(
        label=label(seen),
        ends=seen.ends,
        value=seen.value if is_exact else None,
        why="" if is_exact else NOT_EXACT if seen.qualifier else STATES.get(seen.state, MISSING).lower(),
        breaks=seen.new_start,
        baseline=seen.baseline,
        seen=seen,
    )


def label(seen):
    """A period in a few letters: as it is printed if that is short, else its last month."""
    printed = seen.period_as_printed
    return printed if 0 < len(printed) <= 9 else short(seen.ends)


def short(on: date) -> str:
    """A month in a few letters: Jul 2015."""
    return f"{periods.MONTHS[on.month - 1][:3]} {on.year}"


def with_gaps(points):
    """The points, with one for each period for which there is none though there are others before and after it."""
    steps = [months_between(one.ends, other.ends) for one, other in pairwise(points)]
    common = Counter(step for step in steps if step > 0)
    usual = max(common, key=lambda step: (common[step], -step), default=0)
    if usual == 0 or common[usual] < 2 or sum(steps) / usual > MOST:
        yield from points
        return
    yield from points[:1]
    for before, after, step in zip(points, points[1:], steps, strict=False):
        for passed in range(1, round(step / usual)):
            ends = months_on(before.ends, passed * usual)
            yield Point(label=short(ends), ends=ends, why=MISSING)
        yield after


def months_on(on, months):
    """The first of the month that lies so many months later: a day in it, nothing more."""
    years, month = divmod(on.month - 1 + months, 12)
    return date(on.year + years, month + 1, 1)


def broken(points, breaks):
    """The points, each first one after a break with what changed."""
    left = sorted(breaks)
    for number, each in enumerate(points):
        since = [words for on, words in left if on <= each.ends]
        left = left[len(since) :]
        # What changed before the first point breaks nothing.
        said = "; ".join(dict.fromkeys(filter(None, [*since, each.breaks]))) if number else ""
        yield each if said == each.breaks else replace(each, breaks=said)
