"""The figures that a measure has, each with its period."""

from priorities.models import Indicator
from publications.content import figures as content
from publications.content.base import Period

from .taken import taken


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
        series=tuple(series(line) for line in row.series_set.all()),
        redefinitions=tuple(taken(content.Redefinition, former) for former in row.redefinition_set.all()),
    )


def series(row):
    return taken(content.Series, row, observations=tuple(observation(seen) for seen in row.observation_set.all()))


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


def observation(row):
    period = Period(words=row.period_as_printed, starts=row.starts, ends=row.ends)
    return taken(content.Observation, row, period=period)
