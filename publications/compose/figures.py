"""The figures that a measure has, each with its period."""

from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from kit.grouping import grouped
from priorities.aims import rounded, trend
from priorities.models import Indicator
from priorities.points import CHANGED
from publications.content import figures as content
from publications.content.base import Period
from publications.content.goals import Aim
from publications.models import NarrativeChart

from . import small
from .once import asked_once
from .taken import taken, trimmed


def other_figures(publication, section, on):
    """What is counted and belongs to no goal, with the figures of the reporting period, or all if none is named."""
    period = publication.reporting_period
    return content.OtherFigures(
        period=period and Period(words=period.label, starts=period.starts, ends=period.ends),
        indicators=tuple(indicator(row) for row in Indicator.objects.of_no_goal().with_figures_in(period)),
    )


class Until(NamedTuple):
    """All time up to a day."""

    ends: date | None
    starts: date | None = None


def placed_charts(publication):
    """The charts that the office placed in the sections of a publication, each with its row.

    A report draws no figure of a later time than its own.
    """
    period = publication.reporting_period
    rows = NarrativeChart.objects.filter(narrative__publication=publication)
    rows = list(rows.prefetch_related("chartline_set__series"))
    lines = [line for row in rows for line in row.chartline_set.all()]
    drawn = Indicator.objects.filter(pk__in={line.series.indicator_id for line in lines}) if lines else ()
    # Each is told whole before lines are chosen of it: whether a figure may be shown can hang on the others.
    told = {row.pk: indicator(row) for row in drawn and drawn.with_figures_in(Until(period and period.ends))}
    return [(row, placed_chart(row, told)) for row in rows]


def placed_chart(row, told):
    chosen = grouped((line.series.indicator_id, line.series.key) for line in row.chartline_set.all())
    return taken(
        content.PlacedChart,
        row,
        indicators=tuple(
            replace(told[pk], series=tuple(each for key in keys for each in told[pk].series if each.key == key))
            for pk, keys in chosen.items()
        ),
    )


def indicator(row):
    return taken(
        content.Indicator,
        row,
        series=tuple(series(line, row) for line in row.series_set.all()),
        redefinitions=tuple(taken(content.Redefinition, former) for former in row.redefinition_set.all()),
    )


def as_recorded(row):
    """An indicator with all its figures, small ones too: for the office's own eyes, never for a document."""
    with asked_once():
        return taken(
            content.Indicator,
            row,
            series=tuple(in_time(line, row, line.observation_set.all()) for line in row.series_set.all()),
            redefinitions=tuple(taken(content.Redefinition, former) for former in row.redefinition_set.all()),
        )


def aimed_at(aim):
    """What of an aim is drawn beside its figures, for the same eyes."""
    return taken(Aim, aim, kind="", measured=measured(aim.series), baseline=None)


def series(row, indicator):
    """A line of an indicator as the public sees it."""
    return in_time(row, indicator, small.as_public(indicator, row, row.observation_set.all()))


def in_time(row, indicator, seen):
    """A line of an indicator with these figures and, if they are enough, with what is usual of them."""
    whole = trend(seen, breaks(indicator))
    line, found = whole.line, whole.found
    marks = {point.seen: " ".join(rules) for point, rules in zip(line.points, found.marks, strict=True)}
    return taken(
        content.Series,
        row,
        observations=tuple(observation(each, marks.get(each, "")) for each in seen),
        usual=tuple(usual(line, part, indicator.decimals + 2) for part in found.parts if part.mean is not None),
    )


def breaks(indicator):
    """The days from which the figures of an indicator can't be compared with those before, and what changed."""
    changed = indicator.redefinition_set.all()
    return [(former.on, former.why or CHANGED) for former in changed if former.breaks]


def usual(line, part, decimals):
    """What is usual in a part of a series, with two decimals more than its figures have."""
    seen = [point.seen for point in line.points[part.first : part.end] if point.seen]
    lower, mean, upper = (trimmed(rounded(each, decimals)) for each in (part.lower, part.mean, part.upper))
    return content.Usual(
        key=seen[0].key,
        last=seen[-1].key,
        mean=mean,
        lower=lower,
        upper=upper,
        figures=part.baseline,
        left_out=part.left_out,
    )


def measured(series):
    """By which line of an indicator an aim is measured. A line of everybody goes by the indicator's name."""
    indicator = series.indicator
    return content.Measured(
        key=indicator.key,
        series=series.key,
        name=indicator.name if series.name == series._meta.get_field("name").default else str(series),
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def observation(row, marks=""):
    period = Period(words=row.period_as_printed, starts=row.starts, ends=row.ends)
    return taken(content.Observation, row, period=period, marks=marks, decided=small.decided(row))


def told(row):
    """A figure that stands beside words, as an indicator with this one figure."""
    line, of = row.series, row.series.indicator
    [seen] = small.as_public(of, line, [row])
    only = taken(content.Series, line, observations=(observation(seen),), usual=())
    redefinitions = tuple(taken(content.Redefinition, former) for former in of.redefinition_set.all())
    return taken(content.Indicator, of, series=(only,), redefinitions=redefinitions)
