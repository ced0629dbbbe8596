"""Lists as files for a spreadsheet. Knows no Django."""

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

# What makes a spreadsheet reckon, or leave the cell; full-width signs count as their narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBERS = (Decimal, int)
# What spreadsheets pass over at the start of a cell.
PASSED_OVER = " '\"“”‘’`\u00a0\ufeff\u200b"


def harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would take it for a formula."""
    bare = unicodedata.normalize("NFKC", text).lstrip(PASSED_OVER)
    return f"'{text}" if bare.startswith(FORMULA) or text.startswith(FORMULA) else text


def cell(value: object) -> str:
    """A cell of the file: a number as a number, below nought too; words so that a spreadsheet reckons nothing."""
    if isinstance(value, NUMBERS):
        return f"{Decimal(value):f}"
    return "" if value is None else harmless(str(value))


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Rows as lines of a CSV file, one at a time; the first begins with a byte order mark, for Excel.

    Words stand in quotation marks, each cell of them: £609 and 609.00 beside it would read as one amount, £609,609.00.
    """
    yield "\ufeff"
    for row in rows:
        yield ",".join(each if isinstance(value, NUMBERS) else quoted(each) for value in row for each in [cell(value)])
        yield "\r\n"


def quoted(words: str) -> str:
    """Words of a cell as a CSV file has them; nothing if there are none."""
    return '"{}"'.format(words.replace('"', '""')) if words else ""
