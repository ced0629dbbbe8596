"""How print.css and large.css set a document, in points and letters: rough, and rather too much than too little.

What follows from it is decided here: which table lies across a landscape page, which goes over whole, which section is
short. Pure; the stylesheets are its only other half.
"""

from functools import cache
from itertools import chain, repeat
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from kit.prose import paragraphs
from publications.blocks import Heading, List, Page, Prose, Table, TableColumn, TableGroup, TableRow
from publications.narrative import narrative_blocks

FEW_LINES = 3  # in which a cell should stand, unless it is as wide as it need be
STEPS = 50  # in which the width of a table is given to its columns
WIDER = 6  # steps, the most that a column is given at once
SIDE_BY_SIDE = 3  # columns that keep the widths their section gave them


class Measures(Struct, frozen=True, kw_only=True):
    """One size of print. Lengths are in points, but for the widths of columns, which are in millimetres.

    No column is narrower than a `code`, and none need be wider than `many` words want.
    """

    across: int  # millimetres of a portrait page that a table may take
    across_wide: int  # the same of a landscape page
    code: float
    many: float
    letter: float  # how wide a letter in a table is
    between: float  # what is left empty in a column
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
    across_wide=261,
    code=12,
    many=45,
    letter=1.85,
    between=4.7,
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
    across_wide=267,
    code=18,
    many=69,
    letter=2.85,
    between=7,
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
    """Whether a portrait page would squeeze the columns of a table: a cell of few words should be no tower."""

    return _wanted(table, measures) > measures.across


def _wanted(table, measures):
    """How wide a table had better be."""

    def wants(column):
        return min(column.empty + ceil(column.longest / FEW_LINES) * measures.letter, measures.many)

    return sum(max(column.least, wants(column)) for column in _columns(table, measures))


class _Column(Struct, frozen=True):
    """What a column needs: its least width, in which no word is broken, what of it stays empty, and how long the
    paragraphs and bullets of each of its cells are, its heading's first."""

    least: float
    empty: float
    cells: tuple[tuple[int, ...], ...]

    @property
    def longest(self):
        """The letters of its fullest cell."""
        return max(map(sum, self.cells))

    def lines(self, width, measures):
        """How many lines each cell takes in that width."""
        across = max(1, (width - self.empty) / measures.letter)
        return [sum(ceil(length / across) for length in lengths) for lengths in self.cells]


def _columns(table, measures):
    rows = [row.cells for group in table.groups for row in group.rows] + [row.cells for row in table.totals]
    indented = any(group.heading for group in table.groups)
    for place, column in enumerate(table.columns):
        texts = [column.heading, *(cells[place] for cells in rows)]
        empty = measures.between * (2 if indented and not place else 1)
        word = max((len(word) for text in texts for word in text.split()), default=0)
        least = max(measures.code, min(empty + word * measures.letter, measures.many))
        yield _Column(least, empty, tuple(tuple(map(len, _pieces(text))) for text in texts))


def _pieces(text):
    """The paragraphs and bullets of a cell."""
    return [piece for part in paragraphs(text) for piece in ([part] if isinstance(part, str) else part)]


def fitted(table: Table, measures: Measures = PRINT) -> Table:
    """The table with its columns as wide as makes it low: each has its least, and the rest goes where it saves lines.

    Up to three columns stay as their section has them.
    """
    columns = [*_columns(table, measures)]
    if len(columns) <= SIDE_BY_SIDE:
        return table
    step = (measures.across_wide if table.wide else measures.across) / STEPS
    steps = [ceil(column.least / step) for column in columns]
    while sum(steps) > STEPS:
        steps[steps.index(max(steps))] -= 1
    lines = cache(lambda place, taken: columns[place].lines(taken * step, measures))
    while sum(steps) < STEPS:
        left = STEPS - sum(steps)
        wider = ((place, more) for place in range(len(columns)) for more in range(1, min(left, WIDER) + 1))
        place, more = max(wider, key=lambda each: _saved(lines, steps, *each))
        steps[place] += more
    widths = (replace(column, width=100 // STEPS * taken) for column, taken in zip(table.columns, steps, strict=True))
    return replace(table, columns=tuple(widths))


def in_boxes(table: Table, measures: Measures = PRINT) -> Table:
    """The table with a box for each of its rows, if even a landscape page would squeeze its words, as in large print.

    What the row is called stands above, and below it a line for each column in which something is said.
    """
    called = [*(place for place, column in enumerate(table.columns) if column.holds == "code"), table.row_header]
    figures = any(column.holds == "figure" for column in table.columns)
    grouped = table.totals or any(group.heading for group in table.groups)
    if figures or grouped or _wanted(table, measures) <= measures.across_wide:
        return table

    def box(row):
        lines = (
            TableRow(cells=(column.heading, text))
            for place, (column, text) in enumerate(zip(table.columns, row.cells, strict=True))
            if text and place not in called
        )
        return TableGroup(heading=": ".join(filter(None, (row.cells[place] for place in called))), rows=tuple(lines))

    columns = (TableColumn(heading="", width=36), TableColumn(heading="", width=64))
    groups = tuple(box(row) for group in table.groups for row in group.rows)
    return replace(table, columns=columns, groups=groups, row_header=0)


def _saved(lines, steps, place, more):
    """How many lines lower each step makes a table that one column takes; of those alike, how full the column is."""
    now = [lines(each, taken) for each, taken in enumerate(steps)]
    others = map(max, *(now[:place] + now[place + 1 :]))
    rows = zip(now[place], lines(place, steps[place] + more), others, strict=True)
    return sum(max(was, rest) - max(will, rest) for was, will, rest in rows) / more, sum(now[place])


def letters(table: Table, measures: Measures = PRINT) -> int:
    """How many letters stand on a line across the whole table."""
    return measures.letters_wide if table.wide else measures.letters


def laid(table: Table, measures: Measures = PRINT) -> Table:
    """The table with how it breaks over pages.

    It goes over whole if it is short and leaves little of the page empty, and so does a group in it. A row goes over
    whole unless it is tall: then headings would stand alone above it, or be left out for want of room.
    """
    table = in_boxes(table, measures)
    table = fitted(replace(table, wide=lies_across(table, measures)), measures)

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
