"""The few shapes that every section of a document is laid out in.

If a document is in another language than the program, `lang` is the language of the program's own words in a block: a
caption, the heads of columns, a sentence that explains.

Screen, paper, Word and CSV know these blocks and nothing of goals or budgets. A block holds words that are
ready to print: figures are formatted, dates are in words. `template` lays it out on screen, `printed` on paper.
"""

from decimal import Decimal
from math import ceil
from textwrap import shorten
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from kit.called import say
from kit.prose import paragraphs
from kit.wording import ended
from publications.terms import Explained

LISTED = 3  # the level of the headings below those of sections, where the document's title is the first heading
LEADS_IN = 700  # letters, at most a third of a landscape page
PICTURES = "pictures"  # the folder of the public site
LONGEST_ENTRY = 64  # letters of an entry in the contents


class Heading(Struct, frozen=True, kw_only=True):
    """A heading inside a section. Level 2 is the first below the section's own heading."""

    template: ClassVar[str] = "document/_heading.html"
    printed: ClassVar[str] = template

    text: str
    level: int = 2
    anchor: str = ""


class Quoted(Struct, frozen=True):
    """What a paragraph or bullet is quoted by: its number, such as 3.2 or 3.2.7, and on the web its anchor."""

    number: str
    anchor: str = ""


class Paragraph(Struct, frozen=True, kw_only=True):
    """A piece of running words with what it and each of its bullets is quoted by; a heading is not."""

    html: str
    quoted: Quoted | None = None
    bullets: tuple[Quoted, ...] = ()


class Prose(Struct, frozen=True, kw_only=True):
    """Running words in the small HTML subset that `kit.prose.clean` lets through.

    `own_words` tells the board's words from the program's. `paragraphs` holds the same words in numbered pieces, where
    whoever shows them asked for numbers (`layout.paragraphs.numbered`). A sub-heading in them is of the `level`. `key`
    says which words of a section they are, if people write them there: introduction.before.
    """

    template: ClassVar[str] = "document/_prose.html"
    printed: ClassVar[str] = template

    html: str
    own_words: bool = False
    key: str = ""
    lang: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    level: int = 3


class TableColumn(Struct, frozen=True, kw_only=True):
    """One column of a table: its heading, what it holds (code, text or figure), its width in per cent."""

    heading: str
    holds: str = "text"
    width: int = 0


class TableRow(Struct, frozen=True, kw_only=True):
    """One row. A cell is plain text: an empty line parts paragraphs, "- " opens a bullet.

    `numbers` holds, cell by cell, the numbers behind the words in columns of figures, for files that reckon on,
    `code` the sign of its figure or of why there is none, and `month` the month that the row is about, as 2016-03.
    `quoted` is what a statement of a list is quoted by. On paper a `tall` row may break. In public the cell that names
    it leads to an `address` where it has one.
    """

    cells: tuple[str, ...]
    numbers: tuple[Decimal | None, ...] = ()
    code: str = ""
    month: str = ""
    anchor: str = ""
    key: str = ""
    quoted: Quoted | None = None
    tall: bool = False
    address: str = ""


class TableGroup(Struct, frozen=True, kw_only=True):
    """Rows that stand under one heading, which may have an anchor; without a heading they stand by themselves.

    On paper they stay `together` where they are few. In public the heading leads to an `address` where it has one.
    """

    rows: tuple[TableRow, ...]
    heading: str = ""
    anchor: str = ""
    together: bool = False
    address: str = ""


class TableFile(Struct, frozen=True, kw_only=True):
    """The same table for spreadsheets: its address, and the name under which a reader keeps it."""

    address: str
    name: str


class Table(Struct, frozen=True, kw_only=True):
    """A table with its caption, its groups of rows, and its totals.

    `row_header` is the number of the column whose cells name the rows; `key` names the table's CSV file, and `of` what
    each of its rows is: a goal, a meeting. `source` says below it where it is from. `number` is the table's own in its
    document; 0 if it has none.

    On paper, `wide` asks for a landscape page, and `whole` for the next page rather than to be broken. On screen the
    caption is a heading of a `level` above the table, and a public table has its `file` beside it.
    """

    template: ClassVar[str] = "document/_table.html"
    printed: ClassVar[str] = "document/_table_print.html"

    key: str
    caption: str
    columns: tuple[TableColumn, ...]
    groups: tuple[TableGroup, ...]
    row_header: int = 0
    of: str = "row"
    totals: tuple[TableRow, ...] = ()
    wide: bool = False
    whole: bool = False
    anchor: str = ""
    lang: str = ""
    number: int = 0
    level: int = 0
    source: str = ""
    file: TableFile | None = None

    @property
    def called(self):
        """The caption with the table's number, where it has one: Table 3: Members."""
        return f"Table {self.number}: {self.caption}" if self.number else self.caption

    @property
    def is_headed(self):
        """Whether its columns have headings."""
        return any(column.heading for column in self.columns)

    @property
    def is_cards(self):
        """Whether its rows become cards on a narrow screen: columns of words are too narrow there from three on."""
        words = [column for column in self.columns if column.holds == "text"]
        return len(self.columns) > 3 or len(words) == 3

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
    """A list of statements, each plain text, each with an anchor of its own.

    One that is `large` is of figures: the first paragraph of each is the figure, and is set large.
    """

    template: ClassVar[str] = "document/_list.html"
    printed: ClassVar[str] = template

    items: tuple[TableRow, ...]
    ordered: bool = False
    large: bool = False


class Node(Struct, frozen=True, kw_only=True):
    """One body in the structure: its name and the bodies below it."""

    text: str
    children: tuple["Node", ...] = ()


class Tree(Struct, frozen=True, kw_only=True):
    """A structure chart. `caption` says in words what it shows."""

    template: ClassVar[str] = "document/_tree_list.html"
    printed: ClassVar[str] = "document/_tree_print.html"

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
    """One line of a chart, its places the oldest first. One that `compares` is of somebody else's figures."""

    name: str
    marks: tuple[DrawnPoint, ...]
    compares: bool = False


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
    """What several bars are of: its name, and for each bar its figure and the words of it, or why there is none.

    Those that `compares` are of somebody else's figures.
    """

    name: str
    values: tuple[Decimal | None, ...]
    words: tuple[str, ...]
    compares: bool = False


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
    printed: ClassVar[str] = template

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


class ShownPicture(Struct, frozen=True, kw_only=True):
    """A picture that the office put in. Its bytes are known by the `digest`; whoever makes a page or a file has them.

    One that `shows` nothing in words is for decoration and isn't read out. `name` is that of its file, and `address`
    where a page finds it: in public, unless whoever shows the page says otherwise.
    """

    template: ClassVar[str] = "document/_picture.html"
    printed: ClassVar[str] = "document/_picture_print.html"

    name: str
    digest: str
    width: int
    height: int
    shows: str = ""
    caption: str = ""
    credit: str = ""
    address: str = ""
    anchor: str = ""
    lang: str = ""

    @property
    def shown_at(self):
        return self.address or f"/{PICTURES}/{self.name}"

    @property
    def below(self):
        """What is said below it: the board's words, and whose it is."""
        credit = say("Picture: {whose}", whose=self.credit) if self.credit else ""
        return " ".join(filter(None, (ended(self.caption) if credit else self.caption, credit)))

    @property
    def tall(self):
        """Whether it is higher than wide, so that it takes half of the width."""
        return self.height > self.width


class QuotedWords(Struct, frozen=True, kw_only=True):
    """What somebody said, a paragraph each, and whose words they are."""

    template: ClassVar[str] = "document/_quotation.html"
    printed: ClassVar[str] = template

    words: tuple[str, ...]
    whose: str
    anchor: str = ""


class StoryBox(Struct, frozen=True, kw_only=True):
    """A story apart from the words around it, and the program's `note` on it."""

    template: ClassVar[str] = "document/_story.html"
    printed: ClassVar[str] = template

    heading: str
    html: str
    note: str
    anchor: str = ""
    lang: str = ""


Block = Heading | Prose | Table | List | Tree | Chart | ShownPicture | QuotedWords | StoryBox


class SectionPart(Struct, frozen=True, kw_only=True):
    """A part of a section that a reader may go to: its words and its anchor."""

    text: str
    anchor: str


class Page(Struct, frozen=True, kw_only=True):
    """One section of a document: an address on the web, a chapter on paper.

    `terms` are those that the document explains elsewhere. `parts` are what a long section begins with on screen.
    """

    key: str
    heading: str
    contents_heading: str
    label: str
    blocks: tuple[Block, ...]
    terms: tuple[Explained, ...] = ()
    lang: str = ""
    parts: tuple[SectionPart, ...] = ()

    @property
    def listed(self):
        """The headings in it that the contents of a printed document list below its own, each cut at a word."""
        return tuple(
            replace(block, text=shorten(block.text, LONGEST_ENTRY, placeholder=" …"))
            for block in self.blocks
            if isinstance(block, Heading) and block.level == LISTED and block.anchor
        )

    @property
    def wide(self):
        """Whether the section opens with a wide table, so that its heading belongs on the landscape page too.

        So do a few words that lead in to it; a page of them stands upright.
        """
        words = 0
        for block in self.blocks:
            if isinstance(block, Prose):
                words += len(block.html)
            elif not isinstance(block, Heading):
                return isinstance(block, Table) and block.wide and words <= LEADS_IN
        return False
