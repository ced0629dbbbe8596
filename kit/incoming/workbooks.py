"""Workbooks as they are seen: XLSX, XLS and ODS, one sheet at a time. Knows no Django.

calamine says which sheets there are; the chosen one is read by openpyxl, xlrd or, for ODS, in which each cell holds
what it shows, by lxml. Hidden rows, columns and sheets, comments and struck words are left out and named. A formula that was
never calculated, and an error, make trouble in their cell.
"""

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from html import escape
from math import isfinite

import openpyxl
import python_calamine
import xlrd
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel

from kit.incoming import formats, packed
from kit.incoming.shape import (
    MOST_COLUMNS,
    MOST_ROWS,
    Covered,
    Dropped,
    Incoming,
    IncomingCell,
    IncomingTable,
    IncomingText,
    NoTable,
    bounded,
)
from kit.signs import raised, tidy

COVER = 3  # a sheet with fewer columns filled is taken for one, where there is another
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


def read(data: bytes, kind: str, wanted: str | None = None) -> Incoming:
    """The sheet of this name or, without one, the first to be seen that is no cover; `kind` is xlsx, xls or ods."""
    try:
        seen, hidden = _sheets(data, wanted)
        sheet = READERS[kind](data, seen[0])
    except (NoTable, MemoryError):
        raise
    # A damaged file makes the libraries fail in ways that they don't name.
    except Exception as error:
        if "assword" in f"{type(error).__name__}{error}" or "ncrypted" in str(error):
            raise NoTable("This workbook has a password. Take it off and save the workbook anew.") from error
        raise NoTable("This workbook can't be read. Open it in Excel and save it anew, or as CSV.") from error
    table = _table(sheet, seen[0])
    left_out = (*(Dropped(what="a hidden sheet", words=name) for name in hidden), *sheet.left_out)
    return Incoming(blocks=(table,) if table.rows else (), left_out=left_out, sheets=seen)


# Which sheet


def _sheets(data, wanted):
    """The names of the sheets to be seen, the chosen one first; and of those that are hidden."""
    book = python_calamine.load_workbook(io.BytesIO(data))
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [each for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
    seen = [each.name for each in sheets if each.visible == visible]
    if not seen:
        raise NoTable("This workbook has no sheet to be seen.")
    if wanted is not None and wanted not in seen:
        raise NoTable(f"This workbook has no sheet “{wanted}” to be seen.")
    chosen = wanted or (seen[0] if len(seen) == 1 else _first_that_is_no_cover(book, seen))
    others = (name for name in seen if name != chosen)
    return (chosen, *others), [each.name for each in sheets if each.visible != visible]


def _first_that_is_no_cover(book, names):
    widths = {}
    for name in names:
        columns = zip(*book.get_sheet_by_name(name).iter_rows(), strict=True)
        widths[name] = sum(any(cell != "" for cell in column) for column in columns)
        if widths[name] >= COVER:
            return name
    return max(widths, key=widths.get)


# XLSX


def _xlsx(data, name):
    book = openpyxl.load_workbook(_with_formulas_told(data), data_only=True, keep_links=False, rich_text=True)
    page, sheet, looks = book[name], SeenSheet(), {}
    first_day = formats.FIRST_DAY if book.epoch == WINDOWS_EPOCH else formats.FIRST_DAY_1904
    bounded(0, 0, len(page._cells))
    for (row, column), cell in page._cells.items():
        if cell.value is not None:
            look = cell.style_id
            if look not in looks:
                looks[look] = (cell.number_format, bool(cell.font.strike))
            code, is_struck = looks[look]
            value = cell.value
            if isinstance(value, datetime | date | time | timedelta):
                value = to_excel(value, book.epoch)
            elif isinstance(value, CellRichText):
                value = [_run(run) for run in value]
            _put(
                sheet,
                row,
                column,
                value,
                code,
                is_struck=is_struck,
                is_error=cell.data_type == "e",
                first_day=first_day,
            )
        if getattr(cell, "comment", None):
            sheet.left_out.append(Dropped(what="a comment", words=cell.comment.text))
    sheet.merged = [(each.min_row, each.min_col, each.max_row, each.max_col) for each in page.merged_cells.ranges]
    sheet.hidden_rows = {number for number, row in page.row_dimensions.items() if row.hidden}
    for columns in page.column_dimensions.values():
        if columns.hidden:
            sheet.hidden_columns |= set(range(columns.min, min(columns.max, columns.min + MOST_COLUMNS) + 1))
    return sheet


def _run(run):
    """A run of a cell's text: its words, whether they are raised, whether they are struck."""
    if isinstance(run, TextBlock):
        return run.text, run.font.vertAlign == "superscript", bool(run.font.strike)
    return run, False, False


def _with_formulas_told(data):
    """The workbook with an error for each formula without a value, or with a nought if its writer asks to calculate all."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        asks = rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=\"(?:1|true)\""
        noughts = ("", "0") if re.search(asks, parts.read("xl/workbook.xml")) else ("",)

    def told(name, text):
        if not (name.startswith("xl/worksheets/") and re.search(rb"<(?:\w+:)?f\b", text)):
            return text
        root = packed.tree(text)
        for formula in root.iter("{*}f"):
            cell = formula.getparent()
            value = cell.find("{*}v")
            if cell.get("t") not in ("str", "inlineStr") and (value is None or (value.text or "") in noughts):
                value = etree.SubElement(cell, etree.QName(cell, "v")) if value is None else value
                value.text = NEVER_CALCULATED
                cell.set("t", "e")
        return etree.tostring(root)

    return packed.changed(data, told)


# XLS


def _xls(data, name):
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
    page, sheet = book.sheet_by_name(name), SeenSheet()
    first_day = formats.FIRST_DAY_1904 if book.datemode else formats.FIRST_DAY
    bounded(page.nrows, page.ncols)
    for row in range(page.nrows):
        for column, cell in enumerate(page.row(row)):
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            style = book.xf_list[cell.xf_index]
            value, is_error = cell.value, cell.ctype == xlrd.XL_CELL_ERROR
            if is_error:
                value = xlrd.error_text_from_code.get(value, "#ERROR")
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            elif runs := page.rich_text_runlist_map.get((row, column)):
                value = list(_xls_runs(value, [(0, style.font_index), *runs], book.font_list))
            _put(
                sheet, row, column, value, book.format_map[style.format_key].format_str, is_error=is_error,
                is_struck=bool(book.font_list[style.font_index].struck_out), first_day=first_day,
            )  # fmt: skip
    sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in page.merged_cells]
    sheet.hidden_rows = {row for row, look in page.rowinfo_map.items() if look.hidden}
    sheet.hidden_columns = {column for column, look in page.colinfo_map.items() if look.hidden}
    sheet.left_out = [Dropped(what="a comment", words=note.text) for note in page.cell_note_map.values()]
    return sheet


def _xls_runs(words, runs, fonts):
    for (start, font), (end, _) in zip(runs, [*runs[1:], (len(words), 0)], strict=True):
        yield words[start:end], fonts[font].escapement == 1, bool(fonts[font].struck_out)


# ODS

OFFICE, TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
ANNOTATION, FRAME = f"{OFFICE}annotation", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame"


def _ods(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        content = io.BytesIO(parts.read("content.xml"))
    sheet, raised_styles, struck_styles, state = SeenSheet(), set(), set(), {"row": 0, "column": 0, "here": False}
    wanted = (f"{STYLE}style", f"{TABLE}table", f"{TABLE}table-column", f"{TABLE}table-row")
    for event, element in etree.iterparse(content, events=("start", "end"), tag=wanted, resolve_entities=False):
        if event == "start":
            if element.tag == f"{TABLE}table":
                state["here"] = element.get(f"{TABLE}name") == name
            continue
        if element.tag == f"{STYLE}style":
            look = element.find(f"{STYLE}text-properties")
            if look is not None and look.get(f"{STYLE}text-position", "").startswith("super"):
                raised_styles.add(element.get(f"{STYLE}name"))
            if look is not None and look.get(f"{STYLE}text-line-through-style", "none") != "none":
                struck_styles.add(element.get(f"{STYLE}name"))
            continue
        if element.tag == f"{TABLE}table":
            state["here"] = False
        elif state["here"]:
            is_hidden = element.get(f"{TABLE}visibility", "visible") != "visible"
            if element.tag == f"{TABLE}table-column":
                times = _number(element, f"{TABLE}number-columns-repeated", MOST_COLUMNS)
                if is_hidden:
                    sheet.hidden_columns |= set(range(state["column"], state["column"] + times))
                state["column"] += times
            else:
                times = _number(element, f"{TABLE}number-rows-repeated", 1_048_576)
                if is_hidden:
                    sheet.hidden_rows |= set(range(state["row"], state["row"] + min(times, MOST_ROWS)))
                _ods_row(sheet, element, state["row"], times, raised_styles, struck_styles)
                state["row"] += times
        element.clear()
    return sheet


def _ods_row(sheet, element, row, times, raised_styles, struck_styles):
    column = 0
    for cell in element.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        across = _number(cell, f"{TABLE}number-columns-repeated", 16_384)
        paragraphs = [list(_ods_runs(each, raised_styles, struck_styles)) for each in cell.iterchildren(f"{TEXT}p")]
        runs = [run for paragraph in paragraphs for run in (*paragraph, ("\n", False, False))]
        is_formula, kind = cell.get(f"{TABLE}formula"), cell.get(f"{OFFICE}value-type")
        words = "".join(text for text, _, _ in runs).strip()
        if kind == "boolean":
            runs = [({"true": "yes"}.get(cell.get(f"{OFFICE}boolean-value"), "no"), False, False)]
        is_error = bool(is_formula) and words.startswith(("#", "Err:"))
        if is_formula and not words and kind != "string":
            runs, is_error = [(NEVER_CALCULATED, False, False)], True
        if words or is_error:
            bounded(times, across, len(sheet.cells) + times * across)
            is_struck = cell.get(f"{TABLE}style-name") in struck_styles
            for down in range(times):
                for right in range(across):
                    _put(sheet, row + down, column + right, runs, "", is_struck=is_struck, is_error=is_error)
        down, right = (_number(cell, f"{TABLE}number-{each}-spanned", MOST_ROWS) for each in ("rows", "columns"))
        if down * right > 1:
            sheet.merged.append((row, column, row + down - 1, column + right - 1))
        for note in cell.iterchildren(ANNOTATION):
            said = " ".join("".join(each.itertext()) for each in note.iterchildren(f"{TEXT}p"))
            sheet.left_out.append(Dropped(what="a comment", words=said))
        sheet.left_out += [Dropped(what="a picture") for _ in cell.iter(FRAME)]
        column += across


def _ods_runs(element, raised_styles, struck_styles, look=(False, False)):
    yield element.text or "", *look
    for each in element:
        if each.tag == f"{TEXT}s":
            yield " " * _number(each, f"{TEXT}c", 100), *look
        elif each.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            yield "\n" if each.tag.endswith("break") else "\t", *look
        elif each.tag not in (ANNOTATION, FRAME):
            style = each.get(f"{TEXT}style-name")
            yield from _ods_runs(
                each,
                raised_styles,
                struck_styles,
                (look[0] or style in raised_styles, look[1] or style in struck_styles),
            )
        yield each.tail or "", *look


def _number(element, name, most):
    """A count that a file names: at least 1, and no more than could be meant."""
    said = element.get(name, "1")
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() and len(said) < 10 else 1


READERS = {"xlsx": _xlsx, "xls": _xls, "ods": _ods}


# What all of them share


def _put(sheet, row, column, value, code, *, is_struck=False, is_error=False, first_day=formats.FIRST_DAY):
    """Put a value with its look into the sheet; a text may be a list of runs: words, raised, struck."""
    if isinstance(value, int | float):
        words, said = _figure(value, code, first_day)
        if not words and value:
            sheet.left_out.append(Dropped(what="what a format hides", words=formats.plain(Decimal(repr(value)))))
    else:
        said = ""
        if isinstance(value, str):
            words, gone = _text(value), ""
        else:
            words, gone = "", ""
            for text, is_raised, struck in value:
                if struck:
                    gone += text
                else:
                    words += raised(text, words) if is_raised and text.strip() else text
            words, gone = tidy(words), tidy(gone)
        if words and formats.hides_text(code):
            sheet.left_out.append(Dropped(what="what a format hides", words=words))
            words = ""
        if is_struck:
            words, gone = "", words
        if gone:
            sheet.left_out.append(Dropped(what="struck words", words=gone))
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
    html = escape(words).replace("\n", "<br>")
    text = (IncomingText(html=html, words=words),) if words else ()
    return IncomingCell(blocks=text, trouble=trouble, said=(said,) if said else ())


def _table(sheet, name):
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
