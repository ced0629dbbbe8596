"""Records what LibreOffice puts on the clipboard for each table of the original document, in `writer/` and `calc/`.

Run by hand: README.md says how and with what. A document and a workbook are made of the words in `text/` and opened on
a screen of their own; each table is selected and copied there, and read back as a browser would read it.
"""

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "text").glob("*.txt"))
# Where the group is one cell beside its chair and its vice chair.
MERGED = "chairs"
DISPLAY = ":87"
SYSTEM_PYTHON = "/usr/bin/python3"  # has the bridge to LibreOffice, which no wheel brings
PIPE = "pipe,name=recording;urp;StarOffice.ComponentContext"


def words_of(name):
    """The table as rows of words; the group and its chairs in rows of their own where the cell is merged."""
    text = (HERE / "text" / f"{name}.txt").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    if name != MERGED:
        return rows
    apart = [rows[0]]
    for group, chairs, organisations in rows[1:]:
        pairs = chairs.split("\n\n"), organisations.split("\n\n")
        chair, vice = pairs[0]
        apart += [[group, chair, pairs[1][0]], ["", vice, pairs[1][1] if len(pairs[1]) > 1 else ""]]
    return apart


def make_document(path):
    """All tables in one Word document, with real paragraphs, bullets and merged cells."""
    import docx

    document = docx.Document()
    for name in NAMES:
        rows = words_of(name)
        document.add_heading(name)
        if len(rows[0]) == 1:
            for (words,) in rows:
                document.add_paragraph(words, style="List Bullet")
            continue
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for number, row in enumerate(rows):
            is_heading = name == "budget-lines" and not row[1]
            cells = table.rows[number].cells
            if is_heading:
                cells[0].merge(cells[1])
            if name == MERGED and number and not row[0]:
                table.cell(number - 1, 0).merge(table.cell(number, 0))
            for place, words in enumerate(row):
                if not words:
                    continue
                parts = words.split("\n\n")
                cells[place].text = parts[0]
                for part in parts[1:]:
                    # Outcomes are a list of bullets in one of the tables, paragraphs in the others.
                    style = "List Bullet" if name == "goals-objectives" else None
                    cells[place].add_paragraph(part, style=style)
                if name == "goals-objectives" and len(parts) > 1:
                    cells[place].paragraphs[0].style = "List Bullet"
                if number == 0 or is_heading:
                    for run in cells[place].paragraphs[0].runs:
                        run.bold = True
    document.save(path)


def make_workbook(path):
    """All tables in one workbook, a sheet for each, with figures as figures: £43,065.00 is 43065, 49.5% is 0.495."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in NAMES:
        sheet = book.create_sheet(name)
        for number, row in enumerate(words_of(name), 1):
            for place, words in enumerate(row, 1):
                cell = sheet.cell(number, place)
                cell.value, cell.number_format = figure(words)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=number == 1)
            if name == MERGED and number > 1 and not row[0]:
                sheet.merge_cells(start_row=number - 1, end_row=number, start_column=1, end_column=1)
    book.save(path)


def figure(words):
    """A cell's value and format, as somebody who types these words into a sheet leaves them."""
    bare = words.removeprefix("£").removesuffix("%")
    if not bare.replace(".", "", 1).isdigit():
        return words or None, "General"
    if words.endswith("%"):
        return float(bare) / 100, "0.0%"
    if words.startswith("£"):
        return float(bare), '"£"#,##0.00'
    return float(bare), "#,##0.00" if float(bare) > 20 or "." in bare else "General"


# The other half runs in the system's Python, beside the office suite.


def clipboard(kind):
    """What is on the clipboard as one kind of text; only the copy of this moment, which takes a moment to arrive."""
    for _ in range(50):
        read = subprocess.run(
            ["/usr/bin/xclip", "-selection", "clipboard", "-t", kind, "-o"],
            capture_output=True,
            check=False,
            timeout=20,
        )
        if read.returncode == 0 and read.stdout:
            return read.stdout
        time.sleep(0.2)
    raise SystemExit(f"Nothing on the clipboard as {kind}: {read.stderr.decode()}")


def empty_clipboard():
    subprocess.run(["/usr/bin/xclip", "-selection", "clipboard", "-i", "/dev/null"], check=True)


def drive(folder):
    """Open both files, select and copy each table, and write down what the clipboard holds then."""
    import uno
    from com.sun.star.beans import PropertyValue

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            remote = resolver.resolve(f"uno:{PIPE}")
            break
        except Exception:  # noqa: BLE001 -- the suite isn't up yet, and says so in many ways
            time.sleep(0.5)
    else:
        raise SystemExit("LibreOffice doesn't answer.")
    desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    dispatcher = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", remote)

    def opened(name):
        return desktop.loadComponentFromURL((folder / name).as_uri(), "_blank", 0, ())

    def copied(document, path, kind="text/html"):
        empty_clipboard()
        frame = document.CurrentController.Frame
        frame.ContainerWindow.setFocus()
        dispatcher.executeDispatch(frame, ".uno:Copy", "", 0, ())
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(clipboard(kind))

    def command(document, name, **values):
        given = tuple(PropertyValue(Name=key, Value=value) for key, value in values.items())
        dispatcher.executeDispatch(document.CurrentController.Frame, f".uno:{name}", "", 0, given)

    document = opened("board.docx")
    paragraphs, heading, found = document.Text.createEnumeration(), "", {}
    while paragraphs.hasMoreElements():
        part = paragraphs.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            found.setdefault(heading, []).append(part)
        elif part.ParaStyleName.startswith("Heading"):
            heading = part.String
        elif part.String:
            found.setdefault(heading, []).append(part)
    for name in NAMES:
        first, last = found[name][0], found[name][-1]
        cursor = document.CurrentController.ViewCursor
        if first.supportsService("com.sun.star.text.TextTable"):
            document.CurrentController.select(first)
            command(document, "SelectTable")
        else:
            cursor.gotoRange(first.Start, False)
            cursor.gotoRange(last.End, True)
        copied(document, HERE / "writer" / f"{name}.html")
    document.close(True)

    workbook = opened("board.xlsx")
    for name in NAMES:
        sheet = workbook.Sheets.getByName(name)
        used = sheet.createCursor()
        used.gotoEndOfUsedArea(False)
        area = sheet.getCellRangeByPosition(0, 0, used.RangeAddress.EndColumn, used.RangeAddress.EndRow)
        workbook.CurrentController.setActiveSheet(sheet)
        workbook.CurrentController.select(area)
        copied(workbook, HERE / "calc" / f"{name}.html")
        copied(workbook, HERE / "calc" / f"{name}.txt", "UTF8_STRING")
    workbook.close(True)
    desktop.terminate()


def main():
    """Make the files, start a screen and LibreOffice on it, and record."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        make_document(folder / "board.docx")
        make_workbook(folder / "board.xlsx")
        environment = os.environ | {"DISPLAY": DISPLAY, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "gen"}
        screen = subprocess.Popen(["/usr/bin/Xvfb", DISPLAY, "-screen", "0", "1280x1024x24"])
        suite = subprocess.Popen(
            [
                "/usr/bin/soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--norestore",
                "--nologo",
                "--nofirststartwizard",
                f"--accept={PIPE}",
            ],
            env=environment,
        )
        try:
            subprocess.run([SYSTEM_PYTHON, __file__, "drive", str(folder)], env=environment, check=True, timeout=300)
            suite.wait(30)
        finally:
            for each in (suite, screen):
                each.terminate()


if __name__ == "__main__":
    drive(Path(sys.argv[2])) if sys.argv[1:2] == ["drive"] else main()
