"""The figures that a measure has, each with its period."""

from priorities.models import Indicator
from publications.content import figures as content
from publications.content.base import Period


def other_figures(publication, section, on):
    """What is counted and belongs to no goal, with the figures of the reporting period, or all if none is named."""
    period = publication.reporting_period
    return content.OtherFigures(
        period=period and Period(words=period.label, starts=period.starts, ends=period.ends),
        indicators=tuple(indicator(row) for row in Indicator.objects.of_no_goal().with_figures_in(period)),
    )


def indicator(row):
    return content.Indicator(
        key=row.key,
        name=row.name,
        unit=row.unit,
        decimals=row.decimals,
        owed_by=str(row.owed_by) if row.owed_by else "",
        series=tuple(
            content.Series(
                key=series.key,
                name=series.name,
                observations=tuple(observation(seen) for seen in series.observation_set.all()),
            )
            for series in row.series_set.all()
        ),
        definition=row.definition,
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


def observation(row):
    return content.Observation(
        key=row.key,
        period=Period(words=row.period_as_printed, starts=row.starts, ends=row.ends),
        timing=row.timing,
        value=trimmed(row.value),
        qualifier=row.qualifier,
        state=row.state,
        reason=row.reason,
        direction=row.direction,
        as_printed=row.figure_as_printed,
        provisional=row.provisional,
        supplied_by=str(row.supplied_by) if row.supplied_by else "",
        source=row.source,
    )


def trimmed(number):
    """A number without the noughts that a column adds, so that both databases give the same content: 10.9."""
    if number is None:
        return None
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()
