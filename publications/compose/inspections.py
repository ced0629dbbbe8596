"""The inspections of a reporting period."""

from kit.written import written_once
from membership.models import Inspection
from publications.content import inspections as content
from publications.content.base import Period

from .once import once
from .taken import taken


def inspections(publication, section, on):
    period = publication.reporting_period
    return content.Inspections(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        inspections=tuple(inspection(row) for row in once(told_in, period)),
    )


def told_in(period):
    """The inspections of a period, each with what was judged."""
    return inspected_in(period.plain)


@written_once
def inspected_in(period):
    rows = Inspection.objects.told_in(period).select_related("organisation__parent__parent__parent")
    return rows.prefetch_related("inspectionarea_set")


def inspection(row):
    areas = tuple(taken(content.InspectedArea, each) for each in row.inspectionarea_set.all())
    return taken(content.Inspection, row, inspected=row.organisation.full_name if row.organisation else "", areas=areas)
