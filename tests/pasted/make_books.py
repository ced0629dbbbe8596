"""Makes the workbooks of `kinds/`: each shows one thing that a reader can get wrong. README.md says how it is run."""

import datetime as dt
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

KINDS = Path(__file__).parent / "kinds"
BOOKS = {}


def book(function):
    """A workbook of openpyxl, named after the function that fills its first sheet."""
    BOOKS[function.__name__.replace("_", "-")] = function
    return function


def cells(sheet, *rows):
    """Rows of values; a pair is a value and its number format."""
    for row in rows:
        sheet.append([each[0] if isinstance(each, tuple) else each for each in row])
        for place, each in enumerate(row, 1):
            if isinstance(each, tuple):
                sheet.cell(sheet.max_row, place).number_format = each[1]


@book
def shares_in_percent(sheet, _):
    cells(
        sheet, ["Agency", "Share"], ["Council", (1 / 3, "0%")], ["Police", (0.495, "0.0%")], ["Health", (0.17, "0.00%")]
    )


@book
def money_of_many_formats(sheet, _):
    cells(
        sheet,
        ["Line", "Estimate"],
        ["Third", (52000 / 3, '"£"#,##0')],
        ["Pence", (52000 / 3, "[$£-809]#,##0.00")],
        ["Clawback", (-300, '"£"#,##0_);("£"#,##0)')],
        ["Red", (-12.5, "#,##0.00;[Red]-#,##0.00")],
        ["Thousands", (43065, '#,##0,"k"')],
    )


@book
def an_accounting_nought(sheet, _):
    form = '_-"£"* #,##0.00_-;\\-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'
    cells(sheet, ["Line", "Estimate"], ["Reserve", (0, form)], ["Rent", (1500, form)], ["Clawback", (-20, form)])


@book
def a_format_known_by_its_number(sheet, _):
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    cells(sheet, ["Line", "Estimate"], ["Reserve", (0, BUILTIN_FORMATS[44])], ["Rent", (1500, BUILTIN_FORMATS[42])])


@book
def a_percent_sign_that_is_only_written(sheet, _):
    cells(sheet, ["Agency", "Share"], ["Council", (45, '0.0"%"')], ["Police", (55, "0\\%")])


@book
def months_without_a_day(sheet, _):
    june = dt.datetime(2018, 6, 1)
    cells(
        sheet,
        ["Meeting", "When"],
        ["First", (june, "mmm-yy")],
        ["Second", (june, "mmmm yyyy")],
        ["Third", (june, "yyyy")],
    )


@book
def days_of_many_formats(sheet, _):
    day = dt.datetime(2018, 6, 14)
    cells(
        sheet,
        ["Meeting", "When"],
        *(
            [form, (day, form)]
            for form in ("dd/mm/yyyy", "mm-dd-yy", "yyyy-mm-dd", "ddd d mmm", "[$-F800]dddd, d mmmm yyyy")
        ),
    )


@book
def a_day_with_its_time(sheet, _):
    cells(
        sheet,
        ["Meeting", "When", "From"],
        ["Board", (dt.datetime(2018, 6, 14, 14, 0), "dd/mm/yyyy hh:mm"), (dt.time(14, 30), "hh:mm")],
        ["Executive", (dt.datetime(2018, 6, 15), "dd/mm/yyyy hh:mm"), (dt.time(9, 5), "h:mm AM/PM")],
    )


@book
def hours_beyond_a_day(sheet, _):
    cells(
        sheet,
        ["Trainer", "Hours"],
        ["Course", (dt.timedelta(hours=26, minutes=30), "[h]:mm")],
        ["Talk", (dt.timedelta(minutes=90), "[mm]")],
    )


@book
def days_counted_from_1904(sheet, workbook):
    from openpyxl.utils.datetime import MAC_EPOCH

    workbook.epoch = MAC_EPOCH
    cells(sheet, ["Meeting", "When"], ["Board", (dt.datetime(2018, 6, 14), "dd/mm/yyyy")])


@book
def days_before_march_1900(sheet, _):
    cells(sheet, ["Number", "Day"], [59, (59, "d/m/yyyy")], [61, (61, "d/m/yyyy")], [-1, (-1, "d/m/yyyy")])


@book
def days_written_in_iso(sheet, workbook):
    workbook.iso_dates = True
    cells(sheet, ["Meeting", "When"], ["Board", (dt.datetime(2018, 6, 14), "dd/mm/yyyy")])


@book
def codes_with_noughts(sheet, _):
    cells(
        sheet,
        ["Code", "Priority"],
        [(1.1, "0.00"), "Ten"],
        [(1, "00"), "One"],
        ["007", "Seven"],
        [(7, "000"), "Also seven"],
    )


@book
def a_telephone_number(sheet, _):
    cells(sheet, ["Who", "Number"], ["Office", (1702123456, "00000 000000")], ["Duty", (1702654321, "0#### ######")])


@book
def an_organisation_merged_over_its_roles(sheet, _):
    cells(
        sheet,
        ["Organisation", "Role"],
        ["Council", "Director"],
        [None, "Lead member"],
        [None, "Manager"],
        ["Police", "Chief"],
    )
    sheet.merge_cells("A2:A4")


@book
def a_year_merged_over_its_columns(sheet, _):
    cells(sheet, ["Agency", "2016/17", None, "2017/18", None], [None, "Share", "Amount", "Share", "Amount"])
    cells(sheet, ["Council", (0.5, "0%"), (100, "£0"), (0.4, "0%"), (90, "£0")])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")


@book
def a_block_merged_in_the_middle(sheet, _):
    cells(sheet, ["Code", "Outcome", "Measure", "By"], ["1", "Safe at home", None, "June"], ["2", None, None, "July"])
    sheet.merge_cells("B2:C3")


@book
def a_hidden_row_and_column(sheet, _):
    cells(
        sheet,
        ["Role", "Name", "From"],
        ["Chair", "A. Nother", "2015"],
        ["Left", "B. Former", "2012"],
        ["Manager", "C. Third", "2016"],
    )
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True


@book
def columns_folded_away(sheet, _):
    cells(sheet, ["Line", "Working 1", "Working 2", "Working 3", "Estimate"], ["Rent", 1, 2, 3, 6])
    sheet.column_dimensions.group("B", "D", hidden=True)


@book
def a_merged_cell_that_begins_in_a_hidden_row(sheet, _):
    cells(sheet, ["Organisation", "Role"], ["Council", "Former head"], [None, "Lead member"], [None, "Manager"])
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[2].hidden = True


@book
def rows_filtered_away(sheet, _):
    cells(sheet, ["Agency", "Paid"], ["Council", "yes"], ["Police", "no"], ["Health", "yes"])
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(1, ["yes"])
    sheet.row_dimensions[3].hidden = True


@book
def a_cover_before_the_data(sheet, workbook):
    sheet.title = "Cover"
    cells(sheet, ["Quarterly data set"], ["Prepared for the partners"])
    data = workbook.create_sheet("Data")
    cells(data, ["Indicator", "Q1", "Q2"], ["Referrals", 12, 14])


@book
def sheets_to_choose_from(sheet, workbook):
    sheet.title = "2016-17"
    cells(sheet, ["Line", "Estimate", "Note"], ["Rent", 100, "firm"])
    cells(workbook.create_sheet("2017-18"), ["Line", "Estimate", "Note"], ["Rent", 110, "firm"])


@book
def sheets_that_are_hidden(sheet, workbook):
    cells(sheet, ["Line", "Estimate"], ["Rent", 100])
    for name, state in (("Workings", "hidden"), ("Lists", "veryHidden")):
        hidden = workbook.create_sheet(name)
        hidden["A1"] = "secret"
        hidden.sheet_state = state


@book
def a_formula_that_was_never_calculated(sheet, _):
    cells(sheet, ["Line", "Estimate"], ["Rent", 100], ["Post", 50], ["Total", "=SUM(B2:B3)"])


@book
def errors_in_cells(sheet, _):
    cells(sheet, ["Line", "Estimate"], ["Rent", "#REF!"], ["Post", "#DIV/0!"], ["Share", "#N/A"])


@book
def what_a_format_hides(sheet, _):
    cells(sheet, ["Line", "Estimate"], ["Rent", (5, ";;;")], [("secret", ";;;"), 6], ["Nought", (0, "#,##0;-#,##0;")])


@book
def words_that_are_struck(sheet, _):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    cells(
        sheet,
        ["Line", "Estimate"],
        ["Old post", 100],
        [CellRichText([TextBlock(InlineFont(strike=True), "Rent of "), "premises"]), 50],
    )
    sheet["A2"].font = sheet["B2"].font = Font(strike=True)


@book
def marks_that_are_raised(sheet, _):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    up = InlineFont(vertAlign="superscript")
    cells(
        sheet,
        ["What", "Words"],
        ["Note", CellRichText(["£43,065", TextBlock(up, "1")])],
        ["Area", CellRichText(["120 m", TextBlock(up, "2")])],
        ["Day", CellRichText(["14", TextBlock(up, "th"), " June"])],
    )


@book
def comments_on_cells(sheet, _):
    from openpyxl.comments import Comment

    cells(sheet, ["Line", "Estimate"], ["Rent", 100])
    sheet["B2"].comment = Comment("Ask the treasurer first", "JD")


@book
def conditions_in_formats(sheet, _):
    cells(
        sheet,
        ["Measure", "Count"],
        ["Few", (5, '[<10]"<10";0')],
        ["Many", (186, '[<10]"<10";0" cases"')],
        ["Half", (0.5, "# ?/?")],
    )


@book
def lines_and_odd_spaces(sheet, _):
    cells(
        sheet,
        ["Words", "More"],
        ["first\nsecond\n\nthird", "no\u00a0break, soft\u00adhyphen"],
        ["Zoe\u0308 Café", "  spaced   out "],
    )


@book
def truths_and_floats(sheet, _):
    cells(sheet, ["Truth", "Number"], [True, 0.1 + 0.2], [False, 123456789012], [None, 1e-7])


@book
def a_cell_far_away(sheet, _):
    cells(sheet, ["Line", "Estimate"], ["Rent", 100])
    sheet["XFD1048576"] = "far"


@book
def space_around_the_table(sheet, _):
    sheet["C4"], sheet["C6"], sheet["E6"], sheet["C9"], sheet["E9"] = "Budget 2016/17", "Line", "Estimate", "Rent", 100


@book
def an_empty_sheet_first(sheet, workbook):
    cells(workbook.create_sheet("Data"), ["Line", "Estimate"], ["Rent", 100])


@book
def words_around_a_number(sheet, _):
    cells(
        sheet,
        ["Measure", "Count"],
        ["Served", (186, '0" people"')],
        ["Quarter", (3, '"Q"0')],
        ["Plain", (3, 'General" visits"')],
    )


@book
def links_and_rules(sheet, _):
    from openpyxl.worksheet.datavalidation import DataValidation

    cells(sheet, ["Plan", "Rating"], ["Read it", "Green"])
    sheet["A2"].hyperlink = "https://example.org/plan"
    rule = DataValidation(type="list", formula1='"Red,Amber,Green"')
    sheet.add_data_validation(rule)
    rule.add("B2")


@book
def a_named_table(sheet, _):
    from openpyxl.worksheet.table import Table

    cells(sheet, ["Line", "Estimate"], ["Rent", 100])
    sheet.add_table(Table(displayName="Budget", ref="A1:B2"))


@book
def a_chart_beside(sheet, workbook):
    from openpyxl.chart import BarChart, Reference

    cells(sheet, ["Quarter", "Referrals"], ["Q1", 12], ["Q2", 14])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    workbook.create_chartsheet("Chart alone")


@book
def words_for_csv(sheet, _):
    cells(
        sheet,
        ["Agency", "Share", "Amount", "Note"],
        ["Café Zoë", "49.5%", "£43,065", 'says "firm", twice'],
        ["Police", "½", "£8,700", "two\nlines; and more"],
    )


# What LibreOffice and Gnumeric make of these: not all of all, but each where the format has its own way.
BY_LIBREOFFICE = {
    "xlsx": (
        "a-formula-that-was-never-calculated money-of-many-formats sheets-that-are-hidden marks-that-are- "
        "raised a-day-with-its-time"
    ),
    "xls": (
        "shares-in-percent money-of-many-formats an-accounting-nought months-without-a-day hours-beyond-a-day "
        "days-counted-from-1904 codes-with-noughts an-organisation-merged-over-its-roles a-hidden-row-and- "
        "column sheets-that-are-hidden errors-in-cells what-a-format-hides words-that-are-struck marks-that- "
        "are-raised comments-on-cells truths-and-floats a-cover-before-the-data"
    ),
    "ods": (
        "shares-in-percent money-of-many-formats months-without-a-day a-day-with-its-time hours-beyond-a-day "
        "codes-with-noughts an-organisation-merged-over-its-roles a-year-merged-over-its-columns a-hidden- "
        "row-and-column rows-filtered-away sheets-that-are-hidden sheets-to-choose-from errors-in-cells "
        "words-that-are-struck marks-that-are-raised comments-on-cells truths-and-floats lines-and-odd-spaces "
        "space-around-the-table a-cell-far-away links-and-rules a-chart-beside"
    ),
}
BY_GNUMERIC = {
    "xlsx": "money-of-many-formats an-organisation-merged-over-its-roles a-hidden-row-and-column months-without-a-day",
    "xls": "an-accounting-nought a-year-merged-over-its-columns sheets-that-are-hidden comments-on-cells",
    "ods": "money-of-many-formats an-organisation-merged-over-its-roles rows-filtered-away truths-and-floats",
}
# CSV: the separator, the encoding by LibreOffice's number, and what stands for a quotation mark, as it wants them.
CSV = {
    "commas": "44,34,76",
    "semicolons": "59,34,76",
    "tabs": "9,34,76",
    "utf16": "9,34,65535",
    "cp1252": "44,34,1",
    "cp850": "59,34,4",
}


def by_openpyxl():
    import openpyxl

    for name, fill in BOOKS.items():
        workbook = openpyxl.Workbook()
        workbook.active.title = "Sheet"
        fill(workbook.active, workbook)
        workbook.save(KINDS / f"openpyxl-{name}.xlsx")


def strict():
    """As Excel saves "Strict Open XML": the same under other names."""
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    with (
        zipfile.ZipFile(KINDS / "openpyxl-money-of-many-formats.xlsx") as given,
        zipfile.ZipFile(KINDS / "openpyxl-under-strict-names.xlsx", "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in given.infolist():
            text = given.read(part)
            for ours, other in names.items():
                text = text.replace(ours, other)
            made.writestr(part.filename, text.replace(b"<workbook ", b'<workbook conformance="strict" '))


def by_xlsxwriter():
    import xlsxwriter

    def made(name, **options):
        return xlsxwriter.Workbook(KINDS / f"xlsxwriter-{name}.xlsx", options)

    with made("a-formula-whose-nought-nobody-reckoned") as workbook:
        sheet = workbook.add_worksheet()
        for row, line in enumerate((["Line", "Estimate"], ["Rent", 100], ["Post", 50])):
            sheet.write_row(row, 0, line)
        sheet.write_row(3, 0, ["Total"])
        sheet.write_formula(3, 1, "=SUM(B2:B3)")
        sheet.write_row(4, 0, ["Known"])
        sheet.write_formula(4, 1, "=B2+B3", None, 150)
    with made("words-in-the-cells-themselves", constant_memory=True) as workbook:
        sheet = workbook.add_worksheet()
        for row, line in enumerate((["Agency", "Share"], ["Council", 0.5], ["Police", 0.5])):
            sheet.write_row(row, 0, line)
    with made("rich-words") as workbook:
        sheet, up, off = (
            workbook.add_worksheet(),
            workbook.add_format({"font_script": 1}),
            workbook.add_format({"font_strikeout": True}),
        )
        sheet.write_row(0, 0, ["Line", "Estimate"])
        sheet.write_rich_string(1, 0, "Rent", up, "2", " of ", off, "old ", "premises")
        sheet.write(1, 1, 100, workbook.add_format({"num_format": 44}))
        sheet.merge_range("A3:B3", "All figures are estimates")
    with made("a-sheet-of-its-own-order") as workbook:
        workbook.add_worksheet("Notes").write(0, 0, "Read me first")
        data = workbook.add_worksheet("Data")
        for row, line in enumerate((["Indicator", "Q1", "Q2"], ["Referrals", 12, 14])):
            data.write_row(row, 0, line)
        data.activate()
    import pandas

    frame = pandas.DataFrame(
        {
            "Agency": ["Council", "Police"],
            "Joined": pandas.to_datetime(["2016-04-01", "2016-10-01"]),
            "Share": [0.5, None],
        }
    )
    frame.set_index("Agency").to_excel(KINDS / "pandas-a-frame-with-its-index.xlsx")
    from pyexcelerate import Workbook

    workbook = Workbook()
    workbook.new_sheet("Data", data=[["Agency", "Since", "Share"], ["Council", dt.datetime(2016, 4, 1), 0.5]])
    workbook.save(KINDS / "pyexcelerate-days-and-shares.xlsx")


def by_xlwt():
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Budget")
    money, day = xlwt.easyxf(num_format_str='"£"#,##0.00'), xlwt.easyxf(num_format_str="D-MMM-YY")
    struck = xlwt.easyxf("font: struck_out on")
    for row, line in enumerate((["Line", "Estimate", "Agreed"], ["Rent", 100, dt.datetime(2016, 4, 1)])):
        for column, value in enumerate(line):
            sheet.write(
                row,
                column,
                value,
                money if value == 100 else day if isinstance(value, dt.datetime) else xlwt.Style.default_style,
            )
    sheet.write(2, 0, "Old post", struck)
    sheet.write_merge(3, 4, 0, 0, "Staff")
    sheet.write(3, 1, 10.5, money)
    sheet.write(4, 1, 20, money)
    sheet.write(5, 0, "Hidden line")
    sheet.row(5).hidden = True
    workbook.save(str(KINDS / "xlwt-a-bit-of-everything.xls"))
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Rich")
    sheet.write(0, 0, "Line")
    sheet.write(0, 1, "Words")
    up = xlwt.easyfont("escapement superscript")
    sheet.write_rich_text(1, 0, ("£43,065", ("1", up)))
    sheet.write(1, 1, True)
    workbook.save(str(KINDS / "xlwt-rich-words.xls"))


def by_odfpy():
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableColumnProperties, TextProperties
    from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
    from odf.text import P, Span

    def saved(name, rows, columns=(), styles=()):
        document = OpenDocumentSpreadsheet()
        table = Table(name="Data")
        for style in styles:
            document.automaticstyles.addElement(style)
        for column in columns:
            table.addElement(column)
        for row in rows:
            line = TableRow(**row[0]) if isinstance(row[0], dict) else TableRow()
            for cell in row:
                if not isinstance(cell, dict):
                    line.addElement(cell if not isinstance(cell, str) else text(cell))
            table.addElement(line)
        document.spreadsheet.addElement(table)
        document.save(KINDS / f"odfpy-{name}.ods")

    def text(words, **how):
        cell = TableCell(valuetype="string", **how)
        cell.addElement(P(text=words))
        return cell

    saved(
        "cells-that-repeat",
        [
            ["Agency", "Q1", "Q2"],
            ["Council", text("5", numbercolumnsrepeated=2)],
            [{"numberrowsrepeated": 2}, "Police", "6", "7"],
        ],
    )
    saved("a-formula-without-its-value", [["Line", "Estimate"], ["Total", TableCell(formula="of:=SUM([.B1:.B1])")]])
    saved("paragraphs-and-a-span", [["Words", "More"], [two(text("first"), P(text="second")), covered(text)]])
    up, off = Style(name="up", family="text"), Style(name="off", family="text")
    up.addElement(TextProperties(textposition="super 58%"))
    off.addElement(TextProperties(textlinethroughstyle="solid"))
    gone = Style(name="gone", family="table-column")
    gone.addElement(TableColumnProperties(columnwidth="1cm"))
    cell, struck = TableCell(valuetype="string"), TableCell(valuetype="string")
    note, old = P(text="£43,065"), P(text="new ")
    note.addElement(Span(stylename=up, text="1"))
    old.addElement(Span(stylename=off, text="old"))
    cell.addElement(note)
    struck.addElement(old)
    saved(
        "raised-struck-and-hidden",
        [["Words", "More", "Away"], [cell, struck, "secret"]],
        [TableColumn(), TableColumn(), TableColumn(stylename=gone, visibility="collapse")],
        [up, off, gone],
    )
    saved(
        "rows-merged",
        [["Group", "Chair"], [text("Executive", numberrowsspanned=2), "First"], [CoveredTableCell(), "Second"]],
    )


def two(cell, paragraph):
    cell.addElement(paragraph)
    return cell


def covered(text):
    return text("plain")


def converted():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for ending, names in BY_LIBREOFFICE.items():
            files = [str(KINDS / f"openpyxl-{name}.xlsx") for name in names.split()]
            run(
                "soffice",
                "--headless",
                f"-env:UserInstallation={folder.as_uri()}/p",
                "--convert-to",
                ending,
                "--outdir",
                str(folder),
                *files,
            )
            for name in names.split():
                (folder / f"openpyxl-{name}.{ending}").rename(KINDS / f"libreoffice-{name}.{ending}")
        source = KINDS / "openpyxl-words-for-csv.xlsx"
        for name, how in CSV.items():
            run(
                "soffice", "--headless", f"-env:UserInstallation={folder.as_uri()}/p", "--convert-to",
                f"csv:Text - txt - csv (StarCalc):{how},1,,0,false,true,false", "--outdir", str(folder), str(source),
            )  # fmt: skip
            (folder / f"{source.stem}.csv").rename(KINDS / f"libreoffice-{name}.csv")
        run(
            "soffice",
            "--headless",
            f"-env:UserInstallation={folder.as_uri()}/p",
            "--convert-to",
            "html",
            "--outdir",
            str(folder),
            str(KINDS / "openpyxl-a-year-merged-over-its-columns.xlsx"),
        )
        (folder / "openpyxl-a-year-merged-over-its-columns.html").rename(
            KINDS / "libreoffice-a-page-of-a-workbook.html"
        )
    for ending, names in BY_GNUMERIC.items():
        for name in names.split():
            run("ssconvert", str(KINDS / f"openpyxl-{name}.xlsx"), str(KINDS / f"gnumeric-{name}.{ending}"))
    run("ssconvert", str(KINDS / "openpyxl-words-for-csv.xlsx"), str(KINDS / "gnumeric-commas.csv"))


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)


if __name__ == "__main__":
    for made in (by_openpyxl, strict, by_xlsxwriter, by_xlwt, by_odfpy, converted):
        if sys.argv[1:] in ([], [made.__name__]):
            made()
