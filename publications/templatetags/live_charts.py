"""A tag that draws what the office has recorded, on pages of the office alone: nothing is held back in it."""

from itertools import islice

from django import template
from msgspec.structs import replace

from kit.written import written_once
from priorities.models import Indicator
from publications.compose.figures import aimed_at, as_recorded
from publications.sections.charts import of_indicator

register = template.Library()

MOST = 3  # charts of a page


@written_once
def with_all_figures(indicator):
    return Indicator.objects.filter(pk=indicator).with_figures_in(None)


@register.simple_tag
def charts_of(indicator, aims):
    """The first charts of an indicator, drawn as in a document. Their figures stand in the grid of the page."""
    [row] = with_all_figures(indicator.pk)
    found = of_indicator(row, as_recorded(row), [aimed_at(aim) for aim in aims])
    return [replace(chart, table=None) for chart in islice(found, MOST)]
