"""The one shape of whatever comes in: texts and tables in their order, and what was left out. Knows no Django.

Nothing is left out without being named: a reader puts each word that it doesn't pass on into `left_out`.
"""

from typing import Literal

from msgspec import Struct

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 150_000


class NoTable(Exception):
    """Why nothing could be read from what was given, in a sentence for the page."""


def bounded(rows: int, columns: int, filled: int = 0) -> None:
    """Refuse a table that is larger than any of ours."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or max(filled, rows * columns) > MOST_CELLS:
        raise NoTable(
            f"The table has more than {MOST_ROWS:,} rows, {MOST_COLUMNS} columns or {MOST_CELLS:,} cells. "
            "Save the part that is needed as a file of its own."
        )


class IncomingText(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="text"):
    """A heading, a paragraph, or an item of a list. `html` is its words with nothing but bold, italics, links, breaks.

    `level` is 1 for the highest heading and 0 for the outermost list; `label` is the mark that an item bears: "1.",
    "a)", or "•" for any bullet. `ids` are the hidden names by which a file that comes back knows its paragraphs.
    """

    html: str
    words: str
    kind: Literal["heading", "paragraph", "item"] = "paragraph"
    level: int = 0
    label: str = ""
    ids: tuple[str, ...] = ()


class IncomingCell(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="cell"):
    """A cell with all that stood in it, in the first of the places that it covers.

    `trouble` is a sentence if what it shows can't be trusted (a formula that was never calculated, an error).
    `said` are sentences on how it was read (a figure was rounded by its format).
    """

    blocks: tuple["IncomingText | IncomingTable", ...] = ()
    down: int = 1
    across: int = 1
    is_heading: bool = False
    trouble: str = ""
    said: tuple[str, ...] = ()

    @property
    def words(self):
        """Its words as the board writes a cell: an empty line parts paragraphs, "- " opens a bullet."""
        text, before = "", None
        for block in self.blocks:
            words = block.words if isinstance(block, IncomingText) else block.in_a_line
            is_item = isinstance(block, IncomingText) and block.kind == "item"
            if not words.strip():
                continue
            text += "" if before is None else "\n" if is_item and before else "\n\n"
            mark = "" if not is_item else "- " if block.label in ("", "•") else f"{block.label} "
            text, before = text + mark + words, is_item
        return text


class Covered(Struct, frozen=True, tag="covered"):
    """A place that a merged cell covers: where that cell stands."""

    row: int
    column: int


class IncomingTable(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="table"):
    """A full grid: each row has as many places. `name` is its caption, or the sheet on which it stood."""

    rows: tuple[tuple[IncomingCell | Covered, ...], ...]
    name: str = ""
    heading_rows: int = 0

    @property
    def in_a_line(self):
        """A table that stands in a cell, as words of that cell."""
        return " / ".join(" | ".join(cell.words for cell in row if isinstance(cell, IncomingCell)) for row in self.rows)


class Dropped(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What isn't passed on: the sort of thing, in words and in the singular, and the words themselves.

    "a comment", "deleted text", "a hidden row". A picture has no words.
    """

    what: str
    words: str = ""


class Incoming(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="incoming"):
    """All of one clipboard or file. `sheets` are what a workbook lets choose, the one that was read first.

    `said` are sentences on how all of it was read, such as an encoding that was guessed.
    """

    blocks: tuple[IncomingText | IncomingTable, ...] = ()
    left_out: tuple[Dropped, ...] = ()
    sheets: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def tables(self):
        return tuple(block for block in self.blocks if isinstance(block, IncomingTable))
