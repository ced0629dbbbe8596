"""A table as one text: a line for each row, its cells parted by tabs, as a spreadsheet puts it on the clipboard. Pure.

What holds a tab, a line end or a quotation mark stands in quotation marks.
"""

import csv
import io
from decimal import Decimal

from kit.reading import numbers
from kit.reading.answers import Value

MOST_COLUMNS, MOST_ROWS = 12, 100  # of a table that people read; a longer one belongs in a file beside the document
LONGEST_CELL = 1_000  # signs
# What is longer than a cell may be is read all the same, so that whoever typed it is told and gets it back: as much as
# one request holds.
csv.field_size_limit(10_000_000)


def read(text: str) -> list[list[str]]:
    """The rows of a table, each of as many cells; rows and columns in which nothing stands are left out."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), "excel-tab")]
    return filled(rows)


def filled(rows: list[list[str]]) -> list[list[str]]:
    """The rows without those, and without the columns, in which nothing stands; each of as many cells."""
    rows = [row for row in rows if any(row)]
    wide = max(map(len, rows), default=0)
    full = [row + [""] * (wide - len(row)) for row in rows]
    kept = [place for place in range(wide) if any(row[place] for row in full)]
    return [[row[place] for place in kept] for row in full]


def write(rows: list[list[str]]) -> str:
    """The same as a text."""
    written = io.StringIO(newline="")
    csv.writer(written, "excel-tab", lineterminator="\n").writerows(rows)
    return written.getvalue().rstrip("\n")


def number(words: str) -> Decimal | None:
    """The number that a cell holds, be it of things, of pounds or a share; None if it holds words."""
    for of in ("number", "money", "share"):
        answer = numbers.read(words, of=of)
        if isinstance(answer, Value) and isinstance(answer.value, Decimal) and not answer.left:
            return answer.value
    return None


def columns_of_figures(lines: list[list[str]]) -> list[bool]:
    """Which columns of a table hold figures: something stands in them, and every second cell or more is a number."""
    found = []
    for cells in zip(*lines, strict=True):
        said = [words for words in cells if words]
        counted = sum(number(words) is not None for words in said)
        found.append(bool(said) and 2 * counted > len(said))
    return found
