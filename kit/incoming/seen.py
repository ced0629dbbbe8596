"""One sheet as it is seen: the words of its cells, and what of it is left out. Knows no Django."""

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from msgspec import Struct, field
from msgspec.structs import replace
from openpyxl.styles.numbers import BUILTIN_FORMATS

from kit.incoming import formats, rules
from kit.incoming.plain import in_blocks
from kit.incoming.shape import Covered, Dropped, IncomingCell, IncomingTable, bounded
from kit.signs import raised, tidy

NEVER_CALCULATED = "#FORMULA"
TROUBLES = {
    NEVER_CALCULATED: "This formula was never calculated. Open the workbook, save it and bring it again.",
    "": "The workbook shows an error here. Mend it there, or type what is meant.",
}
# What stands in a file as a number of a format is shown as the reader's country shows it.
BRITISH = {
    BUILTIN_FORMATS[number]: code
    for number, code in {
        5: '"£"#,##0;-"£"#,##0',
        6: '"£"#,##0;-"£"#,##0',
        7: '"£"#,##0.00;-"£"#,##0.00',
        8: '"£"#,##0.00;-"£"#,##0.00',
        42: '"£"* #,##0;-"£"* #,##0;"£"* "-"',
        44: '"£"* #,##0.00;-"£"* #,##0.00;"£"* "-"',
    }.items()
}


class SeenSheet(Struct):
    """What one sheet shows: cells by row and column, what is merged (both ends belong to it), what is hidden."""

    cells: dict[tuple[int, int], IncomingCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    left_out: list[Dropped] = field(default_factory=list)


def put(sheet, row, column, value, code, *, is_struck=False, is_error=False, first_day=formats.FIRST_DAY):
    """Put a value with its look into the sheet; a text may be a list of runs: words, raised, struck."""
    said, struck, hidden = "", "", ""
    if isinstance(value, int | float):
        words, said = _figure(value, code, first_day)
        hidden = formats.plain(Decimal(repr(value))) if value and not words else ""
    elif isinstance(value, str):
        words = _text(value)
    else:
        words = ""
        for text, is_raised, goes in value:
            if goes:
                struck += text
            else:
                words += raised(text, words) if is_raised and text.strip() else text
        words, struck = _text(words), _text(struck)
    if words and not isinstance(value, int | float) and formats.hides_text(code):
        words, hidden = "", words
    if is_struck:
        words, struck = "", words
    gone = (("what a format hides", hidden), (rules.STRUCK, struck))
    sheet.left_out += [Dropped(what=what, words=each) for what, each in gone if each]
    if words:
        trouble = TROUBLES.get(words, TROUBLES[""]) if is_error else ""
        sheet.cells[row, column] = _seen("" if words == NEVER_CALCULATED else words, trouble, said)


# The same words stand in many cells: each is looked at, made and kept once.


@lru_cache(maxsize=50_000, typed=True)
def _figure(value, code, first_day):
    """What is seen of a number or a truth, and what is said of it."""
    if isinstance(value, bool):
        return formats.Shown("yes" if value else "no")
    if not isfinite(value):
        return formats.Shown("#NUM!")
    return formats.shown(Decimal(repr(value)), BRITISH.get(code, code), first_day=first_day)


_text = lru_cache(maxsize=50_000)(tidy)


@lru_cache(maxsize=50_000)
def _seen(words, trouble, said):
    return IncomingCell(blocks=in_blocks(words), trouble=trouble, said=(said,) if said else ())


def grid(sheet: SeenSheet, name: str) -> IncomingTable:
    """The grid of what is seen: hidden and empty rows and columns are out, and those that held words are named."""
    _shift_what_begins_hidden(sheet)
    for what, axis, hidden in (("a hidden row", 0, sheet.hidden_rows), ("a hidden column", 1, sheet.hidden_columns)):
        gone = {}
        for place in sorted(place for place in sheet.cells if place[axis] in hidden):
            gone.setdefault(place[axis], []).append(sheet.cells.pop(place).words)
        sheet.left_out += [Dropped(what=what, words=" | ".join(words)) for words in gone.values()]
    rows, columns = (sorted({place[axis] for place in sheet.cells}) for axis in (0, 1))
    bounded(len(rows), len(columns))
    blank = IncomingCell()
    grid = [[sheet.cells.get((row, column), blank) for column in columns] for row in rows]
    for top, left, bottom, right in sheet.merged:
        down, across = _places(rows, top, bottom), _places(columns, left, right)
        if down and across and len(down) * len(across) > 1:
            first = grid[down[0]][across[0]]
            for row in down:
                grid[row][across[0] : across[-1] + 1] = [Covered(down[0], across[0])] * len(across)
            grid[down[0]][across[0]] = replace(first, down=len(down), across=len(across))
    return IncomingTable(rows=tuple(map(tuple, grid)), name=name)


def _shift_what_begins_hidden(sheet):
    """What is merged is seen in the first of its rows and columns that isn't hidden."""
    for top, left, bottom, right in sheet.merged:
        seen = (
            next((row for row in range(top, bottom + 1) if row not in sheet.hidden_rows), top),
            next((column for column in range(left, right + 1) if column not in sheet.hidden_columns), left),
        )
        if seen != (top, left) and (top, left) in sheet.cells:
            sheet.cells[seen] = sheet.cells.pop((top, left))


def _places(numbers, first, last):
    return range(bisect_left(numbers, first), bisect_right(numbers, last))
