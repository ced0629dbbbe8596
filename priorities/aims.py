"""The test of an aim: which way a figure was wanted to go, which way it went, and whether that is more than chance.

Knows no Django. The same sentences stand before the members, in the report and beside the figures.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kit import periods
from kit.wording import VERDICTS, counted, in_unit, opening

from .points import Line, in_time
from .reading import MeasureLine, change, not_comparable
from .xmr import LEAST, OUTSIDE, SHIFT, TREND, TWO_OF_THREE, Xmr, means, xmr

WAYS = {1: "up", 0: "the same", -1: "down"}
WANTED = {"up": 1, "down": -1}
AS_WANTED, AGAINST, THE_SAME = "as-wanted", "against", "the-same"
NUMBERS = "no one two three four five six seven eight nine ten eleven".split()


@dataclass(frozen=True, kw_only=True)
class AimTest:
    """What became of an aim, as far as figures tell.

    `words` are whole sentences. `moved` is up, down or the same, and empty if nothing shows it; `verdict` is one of
    VERDICTS, or empty.
    """

    words: str
    moved: str = ""
    verdict: str = ""


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A whole series in time with what is usual in it."""

    line: Line
    found: Xmr


def trend(observations, breaks=()):
    """A series in time with what is usual in it; `breaks` are as `priorities.points.in_time` takes them."""
    line = in_time(observations, breaks)
    return Trend(line=line, found=xmr(line.values, starts=line.breaks, baselines=line.baselines))


def test_of(aim, line, trend=None):
    """The test of an aim by a line of a measure, with the whole series where it is known."""
    return judge(
        line,
        aim.wanted,
        baseline=aim.baseline,
        target=aim.target,
        tolerance=aim.tolerance,
        by_when=aim.by_when_in_words or aim.by_when,
        trend=trend,
    )


def judge(
    line: MeasureLine,
    wanted: str,
    *,
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    tolerance: Decimal | None = None,
    by_when: date | str | None = None,
    trend: Trend | None = None,
) -> AimTest:
    """An aim beside what is recorded: wanted up or down, from a baseline or else the figure before, to a target.

    `by_when` is a day or the board's words for it. With the whole series in `trend`, twelve figures or more say whether
    the last is more than the usual ups and downs.
    """
    told = [f"Wanted: {' at '.join(filter(None, [wanted, line.name]))}."]
    if target is not None:
        until = f" by {periods.day(by_when)}" if isinstance(by_when, date) else by_when and f", by when: {by_when}"
        told.append(f"Target: {in_unit(target, line.unit, line.decimals)}{until or ''}.")
    moved, verdict, sentences = went(line, wanted, baseline, trend)
    told += sentences
    if verdict:
        told.append(chance(line, wanted, baseline is not None, trend))
    if reached := whether_reached(line, wanted, target, tolerance, by_when):
        told.append(reached)
    return AimTest(words=" ".join(filter(None, told)), moved=moved, verdict=verdict)


def went(line, wanted, baseline, trend):
    """Which way a figure moved, what that is beside what was wanted, and the sentences that say so."""
    if not line.figures:
        return "", "", ["There is no figure to tell by."]
    latest = line.figures[-1]
    if baseline is not None:
        if latest.qualifier:
            told = f"Recorded: {line.told(latest)}. It isn't exact, so it can't be set against the baseline."
            return "", "", [told]
        start = f"the baseline of {in_unit(baseline, line.unit, line.decimals)}"
        return compared(line, wanted, start, baseline, latest)
    if len(line.figures) == 1:
        return "", "", [f"Recorded: {line.told(latest)}. One figure, nothing to compare it with."]
    earlier = line.figures[-2]
    if hindrance := changed_between(earlier, latest, trend) or not_comparable(earlier, latest, line.breaks):
        told = f"Recorded: {line.told(earlier)} and {line.told(latest)}. {hindrance}, so this doesn't show a change."
        return "", "", [told]
    return compared(line, wanted, line.told(earlier), earlier.value, latest)


def changed_between(earlier, latest, trend):
    """That what is counted changed between two figures; that what is usual is reckoned anew is no such change."""
    for point in trend.line.points if trend else ():
        redefined = point.breaks and not (point.seen and point.seen.new_start == point.breaks)
        if redefined and earlier.ends and earlier.ends < point.ends <= latest.ends:
            return f"What is counted changed between them ({point.breaks})"
    return ""


def compared(line, wanted, start, before, latest):
    way = change(before, latest.value)
    verdict = THE_SAME if way == 0 else AS_WANTED if way == WANTED[wanted] else AGAINST
    return WAYS[way], verdict, [f"From {start} to {line.told(latest)}: {WAYS[way]}, {VERDICTS[verdict]}."]


def whether_reached(line, wanted, target, tolerance, by_when):
    """Whether the latest figure reaches the target; that it doesn't is final only once it is for the day or later."""
    latest = line.figures[-1] if line.figures else None
    if target is None or latest is None or latest.qualifier:
        return ""
    short = (target - latest.value) * WANTED[wanted]
    if short <= (tolerance or 0):
        return "The target is reached."
    is_early = isinstance(by_when, date) and (latest.ends is None or latest.ends < by_when)
    return "The target is not reached yet." if is_early else "The target is not reached."


# More than chance?


def chance(line, wanted, has_baseline, trend):
    """Whether a change is more than the usual ups and downs, as far as the number of figures lets anybody tell."""
    number = line.points
    if not number:  # nobody counted them
        return ""
    if trend and trend.line.figures >= LEAST:
        return in_words(trend, wanted, line.unit, line.decimals)
    if number >= LEAST:
        return f"These are the last two of {number:,} figures."
    if number == 1 and has_baseline:
        return "One figure beside a baseline is too little to tell a trend."
    return f"{opening(NUMBERS[number])} {'point is' if number == 1 else 'points are'} too few to tell a trend."


def in_words(trend: Trend, wanted: str, unit: str, decimals: int) -> str:
    """What an XmR chart says of the latest figure."""
    last = max(place for place, value in enumerate(trend.line.values) if value is not None)
    part = trend.found.part_of(last)
    if part.mean is None:
        since = trend.line.points[part.first].label
        return f"Since {since} there are {counted(part.figures, 'point')}: too few to tell a trend."
    rules = trend.found.marks[last]
    lower, mean, upper = (reckoned(each, unit, decimals) for each in (part.lower, part.mean, part.upper))
    usual = f"the usual range, {lower} to {upper}"
    if not rules:
        return (
            f"Of {counted(part.figures, 'point')} the last lies within {usual}: "
            "this shows no more than the usual ups and downs."
        )
    told = {
        OUTSIDE: f"lies outside {usual}",
        SHIFT: f"is one of {LEAST_IN_A_RUN} or more in a row on one side of the mean, {mean}",
        TREND: f"is one of {LEAST_IN_A_RUN} or more in a row that only rise or only fall",
        TWO_OF_THREE: f"is one of two of three near the edge of {usual}",
    }
    meant = means(trend.line.values[last], part, rules, wanted)
    verdict = VERDICTS[AS_WANTED if meant == "improvement" else AGAINST]
    said = "; it ".join(told[rule] for rule in rules)
    return f"Of {counted(part.figures, 'point')} the last {said}: more than the usual ups and downs, {verdict}."


LEAST_IN_A_RUN = "seven"


def reckoned(value: Fraction, unit: str, decimals: int) -> str:
    """A mean or a limit as it is printed, with one decimal at least, rounded half away from nought."""
    return in_unit(rounded(value, max(1, decimals)), unit, max(1, decimals))


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A fraction as a Decimal with so many decimals, half away from nought."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)
