"""What of the figures goes out: small ones are held back before anything is composed of them.

An indicator is judged whole, with all figures that it has and all that the public has read of it, whichever of them a
document prints. So two documents of one day never give away together what each holds back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.functional import cached_property

from kit import clock, periods
from kit.written import written_once
from priorities import small_numbers
from priorities.models import Indicator, Measure, Observation, Release, Series, SmallNumbersRule
from priorities.small_cells import SHARES, LineOf, Verdict, period_of, whole
from priorities.small_numbers import judge, may_be

from .once import once


class PublicFigure(NamedTuple):
    """A figure that the public has read: of which indicator, breakdown and observation (their keys), and for when."""

    indicator: str
    series: str
    observation: str
    period: object
    value: Decimal
    unit: str = "number"


# What the public has read; whoever publishes says so (`learn_from`), and stands above this module.
_sources: list[Callable[[], Iterable[PublicFigure]]] = []


def learn_from(source):
    """Ask a function for the figures that the public has read."""
    _sources.append(source)


def held():
    """What is held back: as reckoned for the document that is being composed, or else anew."""
    return once(Held)


@written_once
def whole_indicators(numbers):
    lines = Series.objects.prefetch_related("observation_set")
    return Indicator.objects.filter(pk__in=numbers).prefetch_related(Prefetch("series_set", lines))


@written_once
def every_rule():
    return SmallNumbersRule.objects.all()


@written_once
def every_release():
    return Release.objects.select_related("observation")


@written_once
def measuring_goals():
    return Measure.objects.order_by().values_list("indicator", flat=True).distinct()


class Held:
    """The rules, and the verdict on each figure of every indicator in which something may be small."""

    def __init__(self):
        self._read, self._verdicts = {}, {}

    @cached_property
    def rules(self):
        return {row.pk: row for row in every_rule()}

    @cached_property
    def in_numbers(self):
        return {pk: row.in_numbers() for pk, row in self.rules.items()}

    @cached_property
    def usual(self):
        return next((pk for pk, row in self.rules.items() if row.is_usual), None)

    def rule_of(self, series, indicator):
        """The rule of a breakdown as the reckoning takes it; None where nobody has said one."""
        return self.in_numbers.get(series.small_numbers_id or indicator.small_numbers_id or self.usual)

    @cached_property
    def small(self):
        """The numbers of the indicators in which something may be small; none if the board has no rule."""
        return self.small_in(Observation.objects)

    def small_in(self, observations):
        """The same of some observations."""
        if not self.rules:
            return frozenset()
        some = observations.small(self.in_numbers, self.usual).order_by()
        return frozenset(some.values_list("series__indicator", flat=True).distinct())

    def whole(self, numbers):
        """Some indicators with every figure, in the order of their numbers as given."""
        found = {row.pk: row for row in whole_indicators(frozenset(numbers))}
        return [found[pk] for pk in numbers]

    @cached_property
    def releases(self):
        """The decisions to show a figure, by the figure's number, that hold for the figure as it is."""
        return {
            row.observation_id: row for row in every_release() if row.is_allowed and row.value == row.observation.value
        }

    @cached_property
    def published(self):
        """The figures that the public has read, by indicator."""
        found = defaultdict(list)
        for source in _sources:
            for each in source():
                found[each.indicator].append(each)
        return found

    def indicator(self, pk):
        """An indicator with every figure; None if nothing of it may be small.

        Those of goals are read together, and those of none, which few documents print and a board may have hundreds of.
        """
        if not self.rules:
            return None
        is_of_goals = pk in self.of_goals
        if is_of_goals not in self._read:
            alike = self.small_in(Observation.objects.of_goals(is_of_goals))
            self._read[is_of_goals] = {row.pk: row for row in self.whole(list(alike))}
        return self._read[is_of_goals].get(pk)

    @cached_property
    def of_goals(self):
        """The numbers of the indicators that measure a goal of any plan."""
        return frozenset(measuring_goals())

    def verdicts(self, indicator):
        """The verdict on each figure of an indicator that was read whole, by the figure's number."""
        if indicator.pk not in self._verdicts:
            self._verdicts[indicator.pk] = self.judged(indicator)
        return self._verdicts[indicator.pk]

    def judged(self, indicator):
        read = defaultdict(list)
        for each in self.published[indicator.key]:
            read[each.series, each.observation].append(each.value)
            read[each.series, each.period].append(each.value)
        lines, published = [], {}
        for line in indicator.series_set.all():
            seen = tuple(line.observation_set.all())
            rule = self.rule_of(line, indicator)
            lines.append(LineOf(key=line.key, name=line.name, compares=line.compares, seen=seen, rule=rule))
            for each in seen:
                known = read[line.key, each.key] + read[line.key, period_of(each)]
                if known:
                    published[each.pk] = known
        return judge(indicator.unit, lines, published=published, released=self.releases.keys())

    def values_of(self, series):
        """The values of a breakdown that are held back, and the others each with how it is shown."""
        held_back, shown, row = set(), {}, self.indicator(series.indicator_id)
        lines = row.series_set.all() if row else ()
        for seen in (seen for line in lines if line.pk == series.pk for seen in line.observation_set.all()):
            verdict = self.verdicts(row)[seen.pk]
            public = small_numbers.as_public(seen, verdict, row.unit)
            if verdict.is_held_back:
                held_back |= {seen.value, seen.first_value} - {None}
                continue
            if seen.value is not None:
                shown[seen.value] = public.value
            if public.first_value is None and seen.first_value is not None:
                held_back.add(seen.first_value)
        return held_back, shown

    def verdict(self, indicator, series, seen):
        row = self.indicator(indicator.pk)
        found = self.verdicts(row).get(seen.pk) if row else None
        return found or Verdict(rule=self.rule_of(series, indicator))


def as_public(indicator, series, observations):
    """The figures of a breakdown as they go out: the small ones without all that tells how many they are."""
    now = held()
    return [
        small_numbers.as_public(seen, now.verdict(indicator, series, seen), indicator.unit) for seen in observations
    ]


def rules_by_key():
    """The rules by the keys of indicator and breakdown."""
    now = held()
    own = ("indicator__key", "key", "small_numbers", "indicator__small_numbers")
    lines = Series.objects.values_list(*own) if now.rules else ()
    return {(of, key): now.in_numbers.get(one or other or now.usual) for of, key, one, other in lines}


def decided(seen):
    """Who decided that a figure is shown, when and why; empty if nobody did, or it is another figure by now."""
    release = held().releases.get(seen.pk)
    if release is None:
        return ""
    who = release.decided_by or "a second person of the office"
    on = periods.day(release.decided_on or clock.day_of(release.allowed_at))
    reference = f", {release.reference}" if release.reference else ""
    return f"Shown by decision of {who}, {on}{reference}: {release.reason}"


def baseline(aim):
    """The baseline of an aim as it goes out: rounded as the figures are, and None if it may be one held back."""
    if aim.series is None or aim.baseline is None:
        return aim.baseline
    now, indicator = held(), aim.series.indicator
    unit, rule = indicator.unit, now.rule_of(aim.series, indicator)
    held_back, shown = now.values_of(aim.series)
    if any(told_by(aim.baseline, value, unit, rule) for value in held_back):
        return None
    if aim.baseline in shown:
        return shown[aim.baseline]
    if rule is None:
        return aim.baseline
    if unit == "number":
        number = whole(aim.baseline)
        if number is not None and rule.limits.hold(number):
            return None
    elif unit in SHARES and held_back and not any(may_be(aim.baseline, value) for value in shown):
        # Nobody recorded of how many it is a share, and of this breakdown some are small.
        return None
    return small_numbers.rounded(aim.baseline, unit, rule)


def told_by(baseline, value, unit, rule):
    """Whether a baseline tells a figure that is held back, as it is or rounded."""
    if unit in SHARES:
        return may_be(baseline, value)
    return baseline == value or (
        rule is not None and small_numbers.rounded(baseline, unit, rule) == small_numbers.rounded(value, unit, rule)
    )
