"""Reads the transcription of the board's plan into statements, in the order in which they stand.

The transcription follows the pages of the original, so a page break cuts through rows, cells and list items. They are
made whole again by rules that look at shape only:

- tables with nothing but blank lines between them are one table, and a header row that comes again is dropped;
- a row whose first cell is empty continues the row above, unless it holds a figure of its own;
- the first words of a continuing cell belong to the last paragraph of the cell above;
- a paragraph that starts with a small letter continues the list item or paragraph above.

Where a cell names a chair and a vice chair, each is put beside its organisation: the two organisations in the next cell
are parted where a name ends, or begins, that the document has in a cell of its own elsewhere.

Marks of the transcription that stand between words (`*`, `<i>`) are left alone: `allowances` says what becomes of them.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

TRANSCRIPTION = Path(__file__).with_name("business-plan-2016-2019.txt")
MONTH = re.compile(r"(January|February|March|April|May|June|July|August|September|October|November|December)\b")
FIGURE = re.compile(r"£?\d[\d,.]*%?")
RULE = re.compile(r"[-\t ]+")
MEMBERS = ["Role", "Organisation"]
TWO_SEATS = re.compile(r"(Chair .+) (Vice Chair.+)")


@dataclass(frozen=True)
class Statement:
    """One sentence, heading, list item or piece of a cell, with the line of the transcription where it begins."""

    words: str
    kind: str
    line: int
    column: str = ""

    def __str__(self):
        where = f" under “{self.column}”" if self.column else ""
        return f"line {self.line}, {self.kind}{where}: {self.words}"


@dataclass(frozen=True)
class Unit:
    """What belongs together: a heading, a paragraph, a list item, or the cells of a row. Each part stays unbroken."""

    kind: str
    parts: tuple[tuple[Statement, ...], ...]
    heading: str = ""

    @property
    def statements(self):
        return tuple(statement for part in self.parts for statement in part)


@cache
def units():
    """The whole document: headings, paragraphs, list items and rows in order."""
    heading, found = "", []
    for block in _blocks(TRANSCRIPTION.read_text().split("\n")):
        if isinstance(block, _Table):
            found += [Unit("row", parts, heading) for parts in block.rows_as_statements()]
        else:
            kind = block.kind
            found.append(Unit(kind, (_statements(block.words, kind, block.line),), heading))
            heading = block.words if kind == "heading" else heading
    known = {unit.parts[1][0].words for unit in found if [part[0].column for part in unit.parts] == MEMBERS}
    return tuple(_each_seat_with_its_organisation(unit, known) for unit in found)


@cache
def statements():
    """Every statement of the document, in order."""
    return tuple(statement for unit in units() for statement in unit.statements)


def sentences(words):
    """A paragraph's sentences: parted after a full stop before a capital letter or figure, but not after "1."."""
    return re.split(r"(?<=[.?!])(?<!^\d\.)\s+(?=[A-Z\d])", words.strip())


def _statements(words, kind, line, column=""):
    kind = "sentence" if kind == "paragraph" else kind
    return tuple(Statement(sentence, kind, line, column) for sentence in sentences(words))


def _each_seat_with_its_organisation(unit, known):
    """A row with the chair and vice chair of a body, as its name, then each seat followed by its organisation."""
    if len(unit.parts) != 3 or not (seats := TWO_SEATS.fullmatch(unit.parts[1][0].words)):
        return unit
    name, chairs, organisations = unit.parts
    parted = []
    for seat, organisation in zip(seats.groups(), _two_organisations(organisations[0].words, known), strict=True):
        parted.append((replace(chairs[0], words=seat),))
        if organisation:
            parted.append((replace(organisations[0], words=organisation),))
    return replace(unit, parts=(name, *parted))


def _two_organisations(words, known):
    """The two organisations of a cell, the second empty if there is one only."""
    plain = words.replace("’", "'")
    first = max((name for name in known if plain.startswith(name)), key=len, default="")
    last = max((name for name in known if plain.endswith(name)), key=len, default="")
    cut = len(first) or len(words) - len(last)
    return words[:cut].strip(), words[cut:].strip()


@dataclass
class _Text:
    """A heading, a paragraph or a list item."""

    words: str
    line: int
    is_item: bool = False

    @property
    def kind(self):
        """A heading is short and does not close like a sentence; with a colon it is very short."""
        if self.is_item:
            return "item"
        longest = {".": 0, ":": 4}.get(self.words[-1], 12)
        return "heading" if len(self.words.split()) <= longest else "paragraph"

    def takes(self, other):
        """Whether the text that follows is the rest of this one, cut off by a page break."""
        return isinstance(other, _Text) and not other.is_item and other.words[0].islower()


class _Table:
    """A table that grows by the rows of the pages it runs over."""

    def __init__(self, rows):
        self.header = rows[0] if rows[0].is_header else None
        self.rows = []
        self.add(rows)

    @property
    def width(self):
        return len(self.rows[0].cells) if self.rows else len(self.header.cells)

    def takes(self, other):
        return isinstance(other, _Table) and other.width == self.width and other.header in (None, self.header)

    def add(self, rows):
        for row in rows:
            if row == self.header:
                continue
            if self.rows and row.continues:
                self.rows[-1].extend(row)
            else:
                self.rows.append(row)

    def rows_as_statements(self):
        """The rows, the header first; where the header names meetings, each column is a meeting, read downwards."""
        columns = [words[0] if words else "" for words in self.header.cells] if self.header else [""] * self.width
        rows = ([self.header] if self.header else []) + self.rows
        cells = [
            [
                tuple(piece for text in cell for piece in _statements(text, "cell", row.line, column))
                for cell, column in zip(row.cells, [""] * self.width if row is self.header else columns, strict=True)
            ]
            for row in rows
        ]
        if all(MONTH.match(column) for column in columns):
            cells = zip(*cells, strict=True)
        return [parts for parts in (tuple(part for part in row if part) for row in cells) if parts]


@dataclass
class _Row:
    """One row: its cells, each a list of paragraphs, and the line where it begins."""

    cells: list
    line: int

    def __eq__(self, other):
        return isinstance(other, _Row) and self.cells == other.cells

    @classmethod
    def read(cls, line, number):
        return cls([cls._paragraphs(cell) for cell in line.split("\t")], number)

    @staticmethod
    def _paragraphs(cell):
        marked = re.findall(r"<p>(.*?)</p>", cell)
        return [words.strip() for words in marked or [cell] if words.strip()]

    @property
    def is_header(self):
        """Columns are named in a few words each; only the first may go without, and none is named by a figure."""
        named = all(self.cells[1:]) and all(len(cell[0].split()) <= 4 for cell in self.cells if cell)
        return named and not self._holds_figures

    @property
    def continues(self):
        return not self.cells[0] and not self._holds_figures

    @property
    def _holds_figures(self):
        return any(FIGURE.fullmatch(words) for cell in self.cells for words in cell)

    def extend(self, below):
        for mine, more in zip(self.cells, below.cells, strict=True):
            if mine and more:
                mine[-1] += f" {more[0]}"
                mine += more[1:]
            else:
                mine += more


def _blocks(lines):
    """The lines as texts and tables, with what page breaks had cut joined again."""
    blocks = []
    for block in _as_printed(lines):
        if blocks and blocks[-1].takes(block):
            if isinstance(block, _Table):
                blocks[-1].add(block.rows)
            else:
                blocks[-1].words += f" {block.words}"
        else:
            blocks.append(block)
    return blocks


def _as_printed(lines):
    """The lines as texts and tables, page by page."""
    rows, text = [], None
    for number, line in enumerate([*lines, ""], start=1):
        is_row = "\t" in line
        if rows and not is_row:
            yield _Table(rows)
            rows = []
        if text and (is_row or not line.strip() or line.startswith("- ")):
            yield text
            text = None
        if is_row and not RULE.fullmatch(line):
            rows.append(_Row.read(line, number))
        elif line.startswith("- "):
            text = _Text(line[2:].strip(), number, is_item=True)
        elif line.strip() and not is_row:
            text = text or _Text("", number)
            text.words = f"{text.words} {line.strip()}".strip()
