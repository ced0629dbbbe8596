"""The few shapes that every section of a document is laid out in.

If a document is in another language than the program, `lang` is the language of the program's own words in a block: a
caption, the heads of columns, a sentence that explains.

Screen, paper, Word and CSV know these blocks and nothing of goals or budgets. A block holds words that are
ready to print: figures are formatted, dates are in words.
"""

from decimal import Decimal
from math import ceil
from typing import ClassVar

from msgspec import Struct

from kit.prose import paragraphs
from publications.terms import Explained


class Heading(Struct, frozen=True, kw_only=True):
    """A heading inside a section. Level 2 is the first below the section's own heading."""

    template: ClassVar[str] = "document/_heading.html"

    text: str
    level: int = 2
    anchor: str = ""


class Paragraph(Struct, frozen=True, kw_only=True):
    """A piece of running words with the number it is quoted by, such as 3.2, and its anchor; a heading has neither."""

    html: str
    number: str = ""
    anchor: str = ""


class Prose(Struct, frozen=True, kw_only=True):
    """Running words in the small HTML subset that `kit.prose.clean` lets through.

    `own_words` tells the board's words from the program's. `paragraphs` holds the same words in numbered pieces, where
    whoever shows them asked for numbers (`layout.paragraphs.numbered`).
    """

    template: ClassVar[str] = "document/_prose.html"

    html: str
    own_words: bool = False
    lang: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


class TableColumn(Struct, frozen=True, kw_only=True):
    """One column of a table: its heading, what it holds (code, text or figure), its width in per cent."""

    heading: str
    holds: str = "text"
    width: int = 0


class TableRow(Struct, frozen=True, kw_only=True):
    """One row. A cell is plain text: an empty line parts paragraphs, "- " opens a bullet.

    `numbers` holds, cell by cell, the numbers behind the words in columns of figures, for files that reckon on, and
    `month` the month that the row is about, as 2016-03.
    """

    cells: tuple[str, ...]
    numbers: tuple[Decimal | None, ...] = ()
    month: str = ""
    anchor: str = ""
    key: str = ""


class TableGroup(Struct, frozen=True, kw_only=True):
    """Rows that stand under one heading, which may have an anchor; without a heading they stand by themselves."""

    rows: tuple[TableRow, ...]
    heading: str = ""
    anchor: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """A table with its caption, its groups of rows, and its totals.

    `row_header` is the number of the column whose cells name the rows; `wide` asks for a landscape page;
    `key` names the table's CSV file, and `of` what each of its rows is: a goal, a meeting.
    """

    template: ClassVar[str] = "document/_table.html"

    key: str
    caption: str
    columns: tuple[TableColumn, ...]
    groups: tuple[TableGroup, ...]
    row_header: int = 0
    of: str = "row"
    totals: tuple[TableRow, ...] = ()
    wide: bool = False
    anchor: str = ""
    lang: str = ""

    @property
    def length(self):
        """ "short" where the table should stay on one page, else "long": twelve rows are about half a page."""
        return "short" if sum(len(group.rows) for group in self.groups) <= 12 else "long"

    def lines(self, column, text, letters):
        """How many lines a cell's text takes about, if a line across the whole table holds so many letters."""
        share = column.width / 100 if column.width else 1 / len(self.columns)
        across = max(4, letters * share)
        pieces = [piece for part in paragraphs(text) for piece in ([part] if isinstance(part, str) else part)]
        return sum(ceil(len(piece) / across) for piece in pieces)


class List(Struct, frozen=True, kw_only=True):
    """A list of statements, each plain text, each with an anchor of its own."""

    template: ClassVar[str] = "document/_list.html"

    items: tuple[TableRow, ...]
    ordered: bool = False


class Node(Struct, frozen=True, kw_only=True):
    """One body in the structure: its name and the bodies below it."""

    text: str
    children: tuple["Node", ...] = ()


class Tree(Struct, frozen=True, kw_only=True):
    """A structure chart. `caption` says in words what it shows."""

    template: ClassVar[str] = "document/_tree.html"

    caption: str
    root: Node
    anchor: str = ""
    lang: str = ""


class DrawnPoint(Struct, frozen=True, kw_only=True):
    """One place of a line: the words of its period, its figure as a number and in words, or why there is none.

    `breaks` says what changed just before it. What is `unusual` of it, in words, means an improvement, a concern, or
    only that it is high or low.
    """

    label: str
    value: Decimal | None = None
    words: str = ""
    why: str = ""
    breaks: str = ""
    unusual: str = ""
    meaning: str = ""


class DrawnLine(Struct, frozen=True, kw_only=True):
    """One line of a chart, its places the oldest first."""

    name: str
    marks: tuple[DrawnPoint, ...]


class DrawnUsual(Struct, frozen=True, kw_only=True):
    """What is usual from one place of a line to another: mean and limits, each as a number and in words."""

    first: int
    end: int
    mean: Decimal
    lower: Decimal
    upper: Decimal
    words: tuple[str, str, str]  # upper limit, mean, lower limit


class LineDrawing(Struct, frozen=True, kw_only=True):
    """One to three lines through the same periods; with what is `usual` it is an XmR chart. `target` is a level."""

    kind: ClassVar[str] = "line"

    lines: tuple[DrawnLine, ...]
    unit: str = ""
    target: Decimal | None = None
    usual: tuple[DrawnUsual, ...] = ()


class Bar(Struct, frozen=True, kw_only=True):
    """What several bars are of: its name, and for each bar its figure and the words of it, or why there is none."""

    name: str
    values: tuple[Decimal | None, ...]
    words: tuple[str, ...]


class BarDrawing(Struct, frozen=True, kw_only=True):
    """Bars that lie below each other: for each thing one, or one for each of two or three periods in `names`."""

    kind: ClassVar[str] = "bars"

    bars: tuple[Bar, ...]
    names: tuple[str, ...] = ()


class ShareDrawing(Struct, frozen=True, kw_only=True):
    """Wholes of a hundred, each a bar that is parted into the same two to four shares in `names`."""

    kind: ClassVar[str] = "shares"

    bars: tuple[Bar, ...]
    names: tuple[str, ...]


class Chart(Struct, frozen=True, kw_only=True):
    """A drawing of figures. `words` is all that is read out: what is drawn, and the figures.

    Its figures stand in a table as well: in its own, or in the block behind it whose key is `of`. `notes` are sentences
    on what the drawing leaves out.
    """

    template: ClassVar[str] = "document/_chart.html"

    caption: str
    words: str
    drawing: LineDrawing | BarDrawing | ShareDrawing
    table: Table | None = None
    of: str = ""
    notes: tuple[str, ...] = ()
    anchor: str = ""
    lang: str = ""

    @property
    def beside(self):
        """Whether its table is small enough to stand beside it."""
        return self.table is not None and len(self.table.columns) <= 4 and len(self.table.groups[0].rows) <= 8


Block = Heading | Prose | Table | List | Tree | Chart


class Page(Struct, frozen=True, kw_only=True):
    """One section of a document: an address on the web, a chapter on paper.

    `terms` are those that the document explains elsewhere.
    """

    key: str
    heading: str
    contents_heading: str
    label: str
    blocks: tuple[Block, ...]
    terms: tuple[Explained, ...] = ()
    lang: str = ""

    @property
    def wide(self):
        """Whether the section opens with a wide table, so that its heading belongs on the landscape page too."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return bool(tables) and tables[0].wide
