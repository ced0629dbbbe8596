"""What figures tell: which is the latest, how old it is, whether it went the way that was wanted. Knows no Django.

A figure is an observation, or whatever has its columns: `value`, or in `state` why there is none.

Today is always handed in. Nothing is told that the figures don't bear out: without dates, or with figures that can't be
compared, that is what the words say.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct

from kit import periods
from kit.wording import counted, figure, listed, period

NO_DATE = "no date given"
NO_FIGURE = "No figure recorded"
NO_REASON = "no reason given"
STOPPED = {"not-available", "withheld"}
STEPS = {"kept": "kept", "reworded": "reworded", "merged": "merged", "split": "split"}


class Recorded(NamedTuple):
    """An observation as far as it is read out: a tenth of the effort that a whole row takes."""

    pk: int
    series_id: int
    position: int
    timing: str
    starts: date | None
    ends: date | None
    period_as_printed: str
    value: Decimal | None
    qualifier: str
    state: str
    reason: str
    direction: str
    figure_as_printed: str
    provisional: bool
    revised: bool
    first_value: Decimal | None
    received_on: date | None

    @property
    def as_printed(self):
        return self.figure_as_printed

    @property
    def period(self):
        """The period as printed or by its dates; empty where neither is known."""
        return period(self.period_as_printed, self.starts, self.ends, self.timing)


class MeasureLine(Struct, frozen=True, kw_only=True):
    """One line of a measure with the last that was recorded of it; the name is empty where the measure has one line."""

    measure: str
    name: str = ""
    unit: str = "number"
    decimals: int = 0
    figures: tuple = ()  # the last that hold a number, the latest at the end
    points: int = 0  # how many hold a number in all
    without: Any = None  # the last that says why there is no number
    breaks: tuple[date, ...] = ()  # the days since which it is counted in another way

    def say(self, seen) -> str:
        """A figure as it is read out, or why there is none."""
        if seen.value is None and seen.state in STOPPED and not seen.reason:
            return f"{figure(seen, self.unit, self.decimals)}: {NO_REASON}"
        return figure(seen, self.unit, self.decimals)

    def told(self, seen) -> str:
        """The same with its period: 8% (previous quarter); empty for nothing."""
        return f"{self.say(seen)} ({seen.period or NO_DATE})" if seen else ""

    @property
    def latest(self):
        """What there is to show: the latest figure, or else why there is none."""
        return self.figures[-1] if self.figures else self.without

    @property
    def since(self):
        """What was recorded after the latest figure: that there is none for a later time."""
        if self.figures and self.without and in_order((self.figures[-1], self.without))[-1] is self.without:
            return self.without
        return None

    @property
    def before(self):
        """The figure before the latest, where it is sure which of the two is the later."""
        return self.figures[-2] if len(self.figures) > 1 and not unordered(*self.figures[-2:]) else None

    @property
    def why(self) -> str:
        """Why there is no figure, in words; empty if the last that was recorded is one."""
        seen = self.since if self.figures else self.without
        return self.say(seen) if seen else "" if self.figures else NO_FIGURE


def in_order(recorded) -> list:
    """From the oldest to the latest. What has no date counts as older than what has one, and keeps its order."""
    return sorted(recorded, key=lambda seen: (seen.ends is not None, seen.ends or date.min, seen.position))


# Time


def months_between(earlier: date, later: date) -> int:
    """Whole months; from the last day of a month to the last day of another counts as whole."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    month_is_out = later.day == monthrange(later.year, later.month)[1]
    return months if later.day >= earlier.day or month_is_out else months - 1


def length(earlier: date, later: date) -> str:
    """The time between two days in words: 12 days, 11 months, 3 years, more than 3 years."""
    months = months_between(earlier, later)
    if months < 1:
        return counted((later - earlier).days, "day")
    if months < 24:
        return counted(months, "month")
    years, over = divmod(months, 12)
    return ("more than " if over else "") + counted(years, "year")


def ago(on: date, today: date) -> str:
    """How far a day lies from today: 11 months ago, yesterday, today, tomorrow, in 12 days."""
    if near := {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((on - today).days):
        return near
    return f"{length(on, today)} ago" if on < today else f"in {length(today, on)}"


def when(seen, today: date) -> str:
    """The period of a figure and its age: end of June 2015, 11 months ago. That there is none needs no date."""
    if not seen.period and seen.state in STOPPED:
        return ""
    age = ago(seen.ends, today) if seen.ends else NO_DATE
    return f"{seen.period}, {age}" if seen.period else age


# Which of two is the later, and whether they can be compared


def unordered(earlier, later) -> str:
    """Why it isn't sure which of two figures is the later, in words; empty where it is."""
    if not later.ends or not (earlier.ends or earlier.period_as_printed):
        return "Without dates nobody can tell which is the later"
    return "Both are for the same date" if earlier.ends == later.ends else ""


def not_comparable(earlier, later, breaks: Iterable[date] = ()) -> str:
    """Why two figures can't be set against each other, in words; empty where they can.

    `breaks` are the days from which what is counted means something else.
    """
    if earlier.qualifier or later.qualifier:
        return "Neither is exact" if earlier.qualifier and later.qualifier else "One of them isn't exact"
    if reason := unordered(earlier, later):
        return reason
    spans = [seen.ends - seen.starts + timedelta(1) for seen in (earlier, later) if seen.starts and seen.ends]
    # A year may have 366 days and a quarter 89 to 92.
    if len(spans) == 2 and max(spans) > min(spans) * 1.2:
        return "They are for spans of different length"
    if crossed := [on for on in breaks if earlier.ends and earlier.ends < on <= later.ends]:
        return f"It is counted in another way since {periods.day(max(crossed))}"
    return ""


def change(earlier: Decimal, later: Decimal) -> int:
    """1 where a figure rose, -1 where it fell, 0 where it stayed the same."""
    return (later > earlier) - (later < earlier)


# Where a goal came from


@dataclass(frozen=True, kw_only=True)
class TracedStep:
    """One step from a goal to its successor: the forerunner, what was done with it, and whether that is our reading."""

    source: int
    kind: str
    ours: bool = False


Path = tuple[TracedStep, ...]


def forerunners(goal: int, came_from: Mapping[int, Iterable[TracedStep]], enough: Callable[[int], bool]) -> list:
    """The nearest forerunners that are enough, each with the steps to it, the nearest first; a circle leads nowhere.

    A branch is followed back until one of its goals is enough, and no further.
    """
    found, met, paths = [], {goal}, [(goal, ())]
    while paths:
        further = []
        for at, path in paths:
            for step in came_from.get(at, ()):
                if step.source not in met:
                    met.add(step.source)
                    (found if enough(step.source) else further).append((step.source, (*path, step)))
        paths = further
    return found


def origin(label: str, path: Path) -> str:
    """Where figures come from that aren't the goal's own: From priority B of 2014/15, reworded since."""
    # The same done twice is said once.
    steps = listed(list(dict.fromkeys(STEPS[step.kind] for step in reversed(path))))
    ours = " (our reading)" if any(step.ours for step in path) else ""
    return f"From {label}, {steps} since{ours}"
