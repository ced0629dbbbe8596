"""The figures that a period lacks."""

from priorities.gaps import absent_in
from priorities.models import Indicator
from publications.content import figures
from publications.content import gaps as content
from publications.content.base import Period

from . import small
from .figures import observation
from .taken import taken


def the_lines(row, period):
    """The lines of an indicator without a figure, each with what is recorded in the place of one."""
    for line in row.series_set.all():
        absent = None if line.compares else absent_in(line.observation_set.all(), period)
        if absent is not None:
            seen = small.as_public(row, line, absent)
            yield taken(figures.Series, line, observations=tuple(map(observation, seen)), usual=())


def gaps(publication, section, on):
    """What was not available in the reporting period, or of late if none is named."""
    period = publication.reporting_period
    found = []
    for row in Indicator.objects.with_figures_in(period):
        if lines := tuple(the_lines(row, period)):
            # What it means is told where its figures stand.
            found.append(
                taken(figures.Indicator, row, series=lines, redefinitions=(), definition="", base="", source="")
            )
    return content.Gaps(
        period=period and Period(words=period.label, starts=period.starts, ends=period.ends), indicators=tuple(found)
    )
