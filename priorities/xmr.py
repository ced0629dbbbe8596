"""XmR charts: which ups and downs of a series are more than its usual ones. Pure, and exact: fractions throughout.

The rules are those by which the NHS in England draws its charts ("Making Data Count"), as its own analysts' program
has them. Two things they don't settle are settled here: a period without a figure breaks ranges and runs, and ranges
aren't left out where only noughts would be left. Nothing is said of fewer than twelve figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise

LEAST = 12  # figures, before there is a word on what is usual
REACH = Fraction(266, 100)  # from the mean to a limit, in average moving ranges
NEAR = Fraction(2, 3)  # of the way to a limit
TOO_FAR = Fraction(3267, 1000)  # a moving range of so many averages is left out
RUN = 7  # figures

OUTSIDE, SHIFT, TREND, TWO_OF_THREE = "outside", "shift", "trend", "two-of-three"
RULES = (OUTSIDE, SHIFT, TREND, TWO_OF_THREE)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What is usual between two new starts: from place `first` up to, not including, `end`.

    `baseline` is how many figures mean and limits rest on, `left_out` how many moving ranges were too far out.
    Without a mean there are too few figures to say what is usual.
    """

    first: int
    end: int
    figures: int
    mean: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    baseline: int = 0
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Xmr:
    """A series with what is usual in each part of it, and for each place the rules that its figure meets."""

    parts: tuple[Stretch, ...]
    marks: tuple[tuple[str, ...], ...]

    def part_of(self, place: int) -> Stretch:
        return next(part for part in self.parts if part.first <= place < part.end)


def xmr(
    values: Sequence[Decimal | None],
    *,
    starts: Iterable[int] = (),
    baselines: Mapping[int, int] | None = None,
    leave_out: bool = True,
) -> Xmr:
    """What is usual in a series, and which figures are not. None stands for a period without a figure.

    `starts` are the places at which somebody decided to reckon anew, and `baselines` how many figures from a start on
    somebody fixed as those that mean and limits rest on; without that it is all of the part. Raises ValueError if a
    start is no place of the series, or a baseline has fewer than twelve figures.
    """
    cuts = [0, *sorted(set(starts) - {0}), len(values)]
    baselines = baselines or {}
    if any(not 0 <= cut <= len(values) for cut in cuts):
        raise ValueError("A new start has to be a place in the series.")
    if any(number < LEAST for number in baselines.values()):
        raise ValueError(f"A baseline has at least {LEAST} figures.")
    exact = [None if value is None else Fraction(value) for value in values]
    parts = [usual(exact, first, end, baselines.get(first), leave_out) for first, end in pairwise(cuts) if first < end]
    return Xmr(parts=tuple(parts), marks=tuple(rules for part in parts for rules in marks(exact, part)))


def usual(values, first, end, fixed, leave_out):
    """Mean and limits of one part of a series."""
    known = [place for place in range(first, end) if values[place] is not None]
    if len(known) < LEAST:
        return Stretch(first=first, end=end, figures=len(known))
    base = known[: fixed or len(known)]
    mean = sum(values[place] for place in base) / len(base)
    ranges = [abs(values[later] - values[place]) for place, later in pairwise(base) if later == place + 1]
    kept = near_enough(ranges) if leave_out else ranges
    reach = REACH * average(kept)
    return Stretch(
        first=first,
        end=end,
        figures=len(known),
        mean=mean,
        lower=mean - reach,
        upper=mean + reach,
        baseline=len(base),
        left_out=len(ranges) - len(kept),
    )


def average(ranges):
    """Nought where no two figures are neighbours: then nothing is known of the steps between them."""
    return sum(ranges, Fraction(0)) / (len(ranges) or 1)


def near_enough(ranges):
    """The moving ranges without those too far out, once; all of them if only noughts would be left."""
    far = TOO_FAR * average(ranges)
    kept = [each for each in ranges if each < far]
    return kept if any(kept) else ranges


# The rules


def marks(values, part):
    """For each place of a part the rules that its figure meets."""
    met = {place: [] for place in range(part.first, part.end)}
    if part.mean is not None:
        away = {place: None if values[place] is None else values[place] - part.mean for place in met}
        for rule, find in FINDERS.items():
            for place in find(away, part.upper - part.mean):
                met[place].append(rule)
    return [tuple(rules) for rules in met.values()]


def side(distance):
    """1 above the mean, -1 below it; 0 on it, or where there is no figure."""
    return 0 if distance is None else (distance > 0) - (distance < 0)


def outside(away, reach):
    return [place for place, distance in away.items() if distance is not None and abs(distance) > reach]


def shift(away, reach):
    return in_runs([(place, side(distance)) for place, distance in away.items()], RUN)


def trend(away, reach):
    """Each place of a run of steps, the one from which the first step goes included."""
    steps = [
        (later, 0 if None in (away[place], away[later]) else side(away[later] - away[place]))
        for place, later in pairwise(away)
    ]
    return sorted({place for later in in_runs(steps, RUN - 1) for place in (later - 1, later)})


def in_runs(ways, least):
    """The places in runs of so many that all go the same way; what goes neither way is in no run."""
    for way, run in groupby(ways, key=lambda each: each[1]):
        places = [place for place, _ in run]
        if way and len(places) >= least:
            yield from places


def two_of_three(away, reach):
    """Of three in a row on one side of the mean, those near a limit, if there are two; none that is outside is near."""
    near = {place for place, distance in away.items() if distance is not None and reach * NEAR < abs(distance) <= reach}
    found = set()
    places = list(away)
    for three in zip(places, places[1:], places[2:], strict=False):
        sides = {side(away[place]) for place in three}
        if len(sides) == 1 and sides != {0} and len(near.intersection(three)) >= 2:
            found |= near.intersection(three)
    return sorted(found)


FINDERS = {OUTSIDE: outside, SHIFT: shift, TREND: trend, TWO_OF_THREE: two_of_three}


def means(value: Decimal, part: Stretch, rules: Sequence[str], wanted: str = "") -> str:
    """What an unusual figure means by its side of the mean: improvement or concern, or only high or low."""
    if not rules or part.mean is None:
        return ""
    is_high = value > part.mean
    if not wanted:
        return "high" if is_high else "low"
    return "improvement" if is_high == (wanted == "up") else "concern"
