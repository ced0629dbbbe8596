"""Tags for the printed document."""

from math import ceil

from django import template
from django.utils.safestring import mark_safe

from kit.prose import paragraphs
from publications import chart

register = template.Library()

# How print.css sets a table on a portrait page, in points and letters: rough, and rather too much than too little.
LETTERS_ACROSS = 92
LINE = 13
AROUND_A_ROW = 12
HEADINGS = 45
ROOM = 540  # a page's height without the section's heading


@register.simple_tag
def structure_chart(tree):
    """The structure chart as a drawing. `chart.draw` escapes every word."""
    return mark_safe(chart.draw(tree))


@register.filter
def kept_whole(table):
    """Whether a table should go to the next page rather than break: it is short, and sure to have room there."""
    rows = [*(row for group in table.groups for row in group.rows), *table.totals]
    headings = sum(1 for group in table.groups if group.heading)
    height = HEADINGS + sum(_lines(row, table) for row in rows) * LINE + (len(rows) + headings * 2) * AROUND_A_ROW
    return table.length == "short" and not table.wide and height <= ROOM


def _lines(row, table):
    """How many lines the tallest cell of a row needs."""
    tallest = 1
    for column, text in zip(table.columns, row.cells, strict=True):
        share = column.width / 100 if column.width else 1 / len(table.columns)
        across = max(4, LETTERS_ACROSS * share)
        pieces = [piece for part in paragraphs(text) for piece in ([part] if isinstance(part, str) else part)]
        tallest = max(tallest, sum(ceil(len(piece) / across) for piece in pieces))
    return tallest
