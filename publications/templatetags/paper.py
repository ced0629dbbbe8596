"""Tags for the printed document."""

from math import ceil

from django import template
from django.utils.safestring import mark_safe

from kit import colour as colours
from publications import chart, drawing
from publications.blocks import Heading, List, Prose
from publications.narrative import narrative_blocks

register = template.Library()

# How print.css sets a table on a portrait page, in points and letters: rough, and rather too much than too little.
LETTERS_ACROSS, LETTERS_ACROSS_LANDSCAPE = 92, 140
LINE = 13
AROUND_A_ROW = 12
HEADINGS = 45
ROOM, ROOM_LANDSCAPE = 540, 350  # a page's height without the section's heading
SECTION_HEADING, SUB_HEADING = 80, 45
LINE_OF_WORDS, AFTER_WORDS = 16, 9
SHORT = 230  # a third of a page: what may follow on the page where the section before it ends


@register.simple_tag
def structure_chart(tree, colour=""):
    """The structure chart as a drawing, in the board's own colour where it has one. `chart.draw` escapes every word."""
    return mark_safe(chart.draw(tree, colours.read(colour)))


@register.simple_tag
def drawn(block, colour=""):
    """A chart as a drawing, in the board's own colour where it has one. `drawing.draw` escapes every word."""
    return mark_safe(drawing.draw(block, colours.read(colour or "")))


@register.simple_tag
def sparkline(values, words):
    """A small line through figures in time, with the words that are read out; nothing for a few."""
    return mark_safe(drawing.sparkline(values, words))


@register.filter
def kept_whole(table):
    """Whether a table should go to the next page rather than break: it is short, and sure to have room there."""
    rows = [*(row for group in table.groups for row in group.rows), *table.totals]
    headings = sum(1 for group in table.groups if group.heading)
    height = HEADINGS + sum(_lines(row, table) for row in rows) * LINE + (len(rows) + headings * 2) * AROUND_A_ROW
    return table.length == "short" and not table.wide and height <= ROOM


@register.filter
def begins_tall(table):
    """Whether the first row of a table may not find room on the page on which the headings above it stand.

    Such a row goes over to the next page, or they would stand alone.
    """
    letters, room = (LETTERS_ACROSS_LANDSCAPE, ROOM_LANDSCAPE) if table.wide else (LETTERS_ACROSS, ROOM)
    first = [row for group in table.groups for row in group.rows][:1]
    return any(HEADINGS + _lines(row, table, letters) * LINE > room for row in first)


@register.filter
def is_short(page):
    """Whether a section is so short that a page of its own would be nearly empty."""
    height = SECTION_HEADING
    for block in page.blocks:
        if isinstance(block, Heading):
            height += SUB_HEADING
        elif isinstance(block, Prose):
            height += sum(_height_of_words(passage.words) for passage in narrative_blocks(block.html))
        elif isinstance(block, List):
            height += sum(_height_of_words(row.cells[0]) for row in block.items)
        else:
            return False
    return height <= SHORT


def _height_of_words(words):
    return ceil(len(words) / LETTERS_ACROSS) * LINE_OF_WORDS + AFTER_WORDS


def _lines(row, table, letters=LETTERS_ACROSS):
    cells = zip(table.columns, row.cells, strict=True)
    return max([1, *(table.lines(column, text, letters) for column, text in cells)])
