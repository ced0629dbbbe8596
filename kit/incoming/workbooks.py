"""Workbooks as they are seen: XLSX, XLS and ODS, one sheet at a time. Knows no Django.

calamine says which sheets there are; the chosen one is read by openpyxl, xlrd or, for ODS, in which each cell holds
what it shows, by lxml. Hidden rows, columns and sheets, comments and struck words are left out and named. A formula
that was never calculated, and an error, make trouble in their cell.
"""

import io
import re
import warnings
from datetime import date, datetime, time, timedelta
from functools import partial

import openpyxl
import python_calamine
import xlrd
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel

from kit.incoming import formats, opensheets, packed, rules
from kit.incoming.seen import NEVER_CALCULATED, SeenSheet, grid, put
from kit.incoming.shape import MOST_COLUMNS, Dropped, Incoming, NoTable, bounded

COVER = 3  # a sheet with fewer columns filled is taken for one, where there is another


def read(data: bytes, kind: str, wanted: str | None = None) -> Incoming:
    """The sheet of this name or, without one, the first to be seen that is no cover; `kind` is xlsx, xls or ods."""
    try:
        if kind == "ods":
            sheets, hidden = opensheets.read(data)
            names, sheet = _chosen_first(list(sheets), wanted, sheets.get)
        else:
            seen, hidden = _scouted(data)
            names, sheet = _chosen_first(seen, wanted, partial(READERS[kind], data))
        table = grid(sheet, names[0])
    except (NoTable, MemoryError):
        raise
    # A damaged file makes the libraries fail in ways that they don't name.
    except Exception as error:
        if "assword" in f"{type(error).__name__}{error}" or "ncrypted" in str(error):
            raise NoTable("This workbook has a password. Take it off and save the workbook anew.") from error
        raise NoTable("This workbook can't be read. Open it in Excel and save it anew, or as CSV.") from error
    left_out = (*(Dropped(what="a hidden sheet", words=name) for name in hidden), *sheet.left_out)
    return Incoming(blocks=(table,) if table.rows else (), left_out=left_out, sheets=names)


# Which sheet


def _scouted(data):
    """The names of the sheets to be seen, and of those that are hidden."""
    # It is asked for no cells: one that stands far away ends the whole process.
    book = python_calamine.load_workbook(io.BytesIO(data))
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [each for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
    return tuple([each.name for each in sheets if (each.visible == visible) == is_seen] for is_seen in (True, False))


def _chosen_first(names, wanted, read_one):
    """The names with that of the wanted sheet first, or of the first that is no cover; and that sheet."""
    if not names:
        raise NoTable("This workbook has no sheet to be seen.")
    if wanted is not None and wanted not in names:
        raise NoTable(f"This workbook has no sheet “{wanted}” to be seen.")
    read = {}
    for name in names if wanted is None else [wanted]:
        read[name] = read_one(name)
        if _width(read[name]) >= COVER:
            break
    chosen = max(read, key=lambda name: _width(read[name]))
    return (chosen, *(name for name in names if name != chosen)), read[chosen]


def _width(sheet):
    """In how many columns something stands."""
    return len({column for _, column in sheet.cells})


# XLSX


def _xlsx(data, name):
    with warnings.catch_warnings(action="ignore"):  # of files without styles, and of what it leaves out of charts
        book = openpyxl.load_workbook(_alone(data, name), data_only=True, keep_links=False, rich_text=True)
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
                value, is_struck = [_run(run, is_struck) for run in value], False
            put(
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
            sheet.left_out.append(Dropped(what=rules.COMMENT, words=cell.comment.text))
    sheet.left_out += [Dropped(what=rules.PICTURE) for _ in (*page._images, *page._charts)]
    sheet.merged = [(each.min_row, each.min_col, each.max_row, each.max_col) for each in page.merged_cells.ranges]
    sheet.hidden_rows = {number for number, row in page.row_dimensions.items() if row.hidden}
    for columns in page.column_dimensions.values():
        if columns.hidden:
            sheet.hidden_columns |= set(range(columns.min, min(columns.max, columns.min + MOST_COLUMNS) + 1))
    return sheet


def _run(run, is_struck):
    """A run of a cell's text: its words, whether they are raised, whether they are struck, as those of its cell are."""
    if isinstance(run, TextBlock):
        return run.text, run.font.vertAlign == "superscript", bool(run.font.strike)
    return run, False, is_struck


def _alone(data, name):
    """The workbook with this sheet alone, in which a formula without a value is an error.

    A nought is no value either, where the writer asks that all be calculated when the workbook is opened.
    """
    noughts = ("",)

    def told(part, text):
        nonlocal noughts
        if part == "xl/workbook.xml":
            book = packed.tree(text)
            for sheet in book.findall("{*}sheets/{*}sheet"):
                if sheet.get("name") != name:
                    sheet.getparent().remove(sheet)
            # These count the sheets.
            for other in [
                each for names in ("bookViews", "definedNames", "pivotCaches") for each in book.findall(f"{{*}}{names}")
            ]:
                book.remove(other)
            if any(each.get("fullCalcOnLoad") in ("1", "true") for each in book.findall("{*}calcPr")):
                noughts = ("", "0")
            return etree.tostring(book)
        if part.startswith("xl/worksheets/") and re.search(rb"<(?:\w+:)?f\b", text):
            return _with_formulas_told(packed.tree(text), noughts)
        return text

    return packed.changed(data, told, first="xl/workbook.xml")


def _with_formulas_told(root, noughts):
    for formula in root.iter("{*}f"):
        cell = formula.getparent()
        value = cell.find("{*}v")
        if cell.get("t") not in ("str", "inlineStr") and (value is None or (value.text or "") in noughts):
            value = etree.SubElement(cell, etree.QName(cell, "v")) if value is None else value
            value.text = NEVER_CALCULATED
            cell.set("t", "e")
    return etree.tostring(root)


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
            code, font = book.format_map[style.format_key].format_str, style.font_index
            value, runs = cell.value, page.rich_text_runlist_map.get((row, column), [])
            if cell.ctype == xlrd.XL_CELL_ERROR:
                value = xlrd.error_text_from_code.get(value, "#ERROR")
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            elif cell.ctype == xlrd.XL_CELL_TEXT:
                value = list(_xls_runs(value, [(0, font), *runs], book.font_list))
            is_struck = bool(book.font_list[font].struck_out) and cell.ctype != xlrd.XL_CELL_TEXT
            is_error = cell.ctype == xlrd.XL_CELL_ERROR
            put(sheet, row, column, value, code, is_struck=is_struck, is_error=is_error, first_day=first_day)
    sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in page.merged_cells]
    sheet.hidden_rows = {row for row, look in page.rowinfo_map.items() if look.hidden}
    sheet.hidden_columns = {column for column, look in page.colinfo_map.items() if look.hidden}
    sheet.left_out += [Dropped(what=rules.COMMENT, words=note.text) for note in page.cell_note_map.values()]
    return sheet


def _xls_runs(words, runs, fonts):
    for (start, font), (end, _) in zip(runs, [*runs[1:], (len(words), 0)], strict=True):
        yield words[start:end], fonts[font].escapement == 1, bool(fonts[font].struck_out)


READERS = {"xlsx": _xlsx, "xls": _xls}
