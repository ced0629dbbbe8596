"""The figures that a measure has, each with its period."""

from priorities.aims import rounded, trend
from priorities.models import Indicator
from priorities.points import CHANGED
from publications.content import figures as content
from publications.content.base import Period

from .taken import taken, trimmed


def other_figures(publication, section, on):
    """What is counted and belongs to no goal, with the figures of the reporting period, or all if none is named."""
    period = publication.reporting_period
    return content.OtherFigures(
        period=period and Period(words=period.label, starts=period.starts, ends=period.ends),
        indicators=tuple(indicator(row) for row in Indicator.objects.of_no_goal().with_figures_in(period)),
    )


def indicator(row):
    return taken(
        content.Indicator,
        row,
        series=tuple(series(line, row) for line in row.series_set.all()),
        redefinitions=tuple(taken(content.Redefinition, former) for former in row.redefinition_set.all()),
    )


def series(row, indicator):
    """A line of an indicator with its figures and, if they are enough, with what is usual of them."""
    seen = list(row.observation_set.all())
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
    return taken(content.Observation, row, period=period, marks=marks)
