"""A request as a file that is sent out, filled in and sent back: a row for each figure, known by its key."""

import io

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kit import sheets, wording
from kit.later import say_later

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("Key", "Indicator", "Breakdown", "Last time", "Figure", "Provisional", "Why there is none, or a note")
WIDTHS = (18, 46, 24, 28, 12, 12, 60)
FIRST_FILLED_IN = 4  # columns come before those that are filled in
# What a spreadsheet says beside a cell that is being filled in, by its column. At most 255 signs.
PROMPTS = {
    "E": say_later(
        "A number; or x not available, c a small number that isn’t shown, z doesn’t apply, low rounds to nought, "
        "u not reliable. A blank is no nought."
    ),
    "F": say_later("yes, if it may still change."),
    "G": say_later("In a sentence. No names, and nothing that tells who {somebody} is."),
}


def key_of(line):
    return f"asked-{line.asked.key}"


def rows(lines):
    """The headings, and a row for each figure asked for, with what is recorded in the columns to fill in."""
    yield HEADINGS
    for line in lines:
        is_one = line.name == str(line.indicator)
        yield (
            key_of(line),
            line.indicator.name,
            "" if is_one else line.series.name,
            line.last_time,
            *filled(line),
        )


def filled(line):
    """What is recorded already, as it would be filled in."""
    seen = line.seen
    if seen is None:
        return "", "", ""
    if seen.value is None:
        return wording.code(seen.state) or "x", "", seen.reason
    return seen.value, "yes" if seen.provisional else "", ""


def workbook(asking, lines):
    """A workbook of these rows. No cell can be taken for a formula, and only what is to be filled in can be written."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for line in lines:
        sheet.append([cell if isinstance(cell, sheets.NUMBERS) else sheets.cell(cell) for cell in line])
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    line = Side(style="thin", color="808080")
    for cell in sheet[1]:
        cell.font, cell.border = Font(bold=True), Border(bottom=line)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.column > FIRST_FILLED_IN:
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF8DC")
                cell.border = Border(left=line, right=line, top=line, bottom=line)
    for column, words in PROMPTS.items():
        prompt = DataValidation(showInputMessage=True, promptTitle="How to fill it in", prompt=str(words))
        prompt.add(f"{column}2:{column}{max(2, sheet.max_row)}")
        sheet.add_data_validation(prompt)
    sheet.oddHeader.left.text = f"{asking}: {asking.collection.name}".replace("&", "&&")
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
