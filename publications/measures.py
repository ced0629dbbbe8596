"""How print.css and large.css set a document, in points and letters: rough, and rather too much than too little.

What follows from it is decided here: which table lies across a landscape page, which goes over whole, which section is
short. Pure; the stylesheets are its only other half.
"""

from itertools import chain, repeat
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from publications.blocks import Heading, List, Page, Prose, Table
from publications.narrative import narrative_blocks

LONG_WORDS = 60  # letters; a cell with more wants a wide column


class Measures(Struct, frozen=True, kw_only=True):
    """One size of print. Lengths are in points, but for the widths of columns, which are in millimetres.

    `code`, `figure`, `few` and `many` are the least widths of a column by what it holds: few words or many.
    """

    across: int  # millimetres of a portrait page that a table may take
    code: float
    figure: float
    few: float
    many: float
    letters: int  # on a line of a table, portrait
    letters_wide: int  # the same on a landscape page
    line: float
    around_a_row: float
    headings: float  # of a table, with its caption
    page: float  # how high a page is
    page_wide: float
    room: float  # the same without the section's heading
    room_wide: float
    whole: float  # how high a table may be that goes over whole: it leaves no more empty
    together: float  # the same for a group of rows
    letters_of_words: int
    line_of_words: float
    after_words: float
    section_heading: float
    sub_heading: float
    short: float  # a third of a page: what may follow on the page where the section before it ends


PRINT = Measures(
    across=161,
    code=12,
    figure=22,
    few=37,
    many=45,
    letters=81,
    letters_wide=119,
    line=14,
    around_a_row=10,
    headings=52,
    page=700,
    page_wide=420,
    room=530,
    room_wide=320,
    whole=320,
    together=170,
    letters_of_words=80,
    line_of_words=17,
    after_words=9,
    section_heading=90,
    sub_heading=50,
    short=230,
)
LARGE = Measures(
    across=174,
    code=18,
    figure=34,
    few=46,
    many=69,
    letters=56,
    letters_wide=66,
    line=21.5,
    around_a_row=13,
    headings=80,
    page=690,
    page_wide=330,
    room=480,
    room_wide=250,
    whole=0,
    together=0,
    letters_of_words=60,
    line_of_words=25.5,
    after_words=13,
    section_heading=125,
    sub_heading=70,
    short=230,
)


def lies_across(table: Table, measures: Measures = PRINT) -> bool:
    """Whether a portrait page would squeeze the columns of a table."""
    return sum(_least(table, place, measures) for place in range(len(table.columns))) > measures.across


def _least(table, place, measures):
    holds = table.columns[place].holds
    if holds in ("code", "figure"):
        return getattr(measures, holds)
    long = any(len(row.cells[place]) > LONG_WORDS for group in table.groups for row in group.rows)
    return measures.many if long else measures.few


def letters(table: Table, measures: Measures = PRINT) -> int:
    """How many letters stand on a line across the whole table."""
    return measures.letters_wide if table.wide else measures.letters


def laid(table: Table, measures: Measures = PRINT) -> Table:
    """The table with how it breaks over pages.

    It goes over whole if it is short and leaves little of the page empty, and so does a group in it. A row goes over
    whole unless it is tall: then headings would stand alone above it, or be left out for want of room.
    """
    table = replace(table, wide=lies_across(table, measures))

    def height(rows):
        return sum(_lines(row, table, measures) * measures.line + measures.around_a_row for row in rows)

    page, first = (measures.page_wide, measures.room_wide) if table.wide else (measures.page, measures.room)
    rooms = chain([first], repeat(page))
    groups = tuple(
        replace(
            group,
            rows=tuple(replace(row, tall=measures.headings + height([row]) > next(rooms)) for row in group.rows),
            together=bool(group.heading) and height(group.rows) <= measures.together,
        )
        for group in table.groups
    )
    rows = [*(row for group in groups for row in group.rows), *table.totals]
    headings = sum(1 for group in groups if group.heading) * 2 * measures.around_a_row
    whole = not table.wide and measures.headings + height(rows) + headings <= measures.whole
    return replace(table, groups=groups, whole=whole and table.length == "short")


def is_short(page: Page, measures: Measures = PRINT) -> bool:
    """Whether a section is so short that a page of its own would be nearly empty."""
    height = measures.section_heading
    for block in page.blocks:
        if isinstance(block, Heading):
            height += measures.sub_heading
        elif isinstance(block, Prose):
            height += sum(_height_of_words(passage.words, measures) for passage in narrative_blocks(block.html))
        elif isinstance(block, List):
            height += sum(_height_of_words(row.cells[0], measures) for row in block.items)
        else:
            return False
    return height <= measures.short


def _height_of_words(words, measures):
    return ceil(len(words) / measures.letters_of_words) * measures.line_of_words + measures.after_words


def _lines(row, table, measures):
    cells = zip(table.columns, row.cells, strict=True)
    return max([1, *(table.lines(column, text, letters(table, measures)) for column, text in cells)])
