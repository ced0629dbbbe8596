#!/bin/sh
# python-calamine 0.9.1 can't open an ODS whose content.xml has line ends between its cells, as Gnumeric writes it.
# Guessed: between elements that hold nothing but elements white space means nothing, so a file is read alike with it
# and without. It isn't: "Expecting 'table-cell', found 'Text(…)'" by its path and, given as a file object,
# "Cannot detect file format", as if it were no workbook. odfpy reads both alike.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" -q install python-calamine==0.9.1 odfpy==1.4.1
"$folder/v/bin/python" - "$folder" <<'PY'
import sys
import zipfile
from pathlib import Path

import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet, load
from odf.table import Table, TableCell, TableRow
from odf.text import P

folder = Path(sys.argv[1])
document = OpenDocumentSpreadsheet()
table = Table(name="Data")
row = TableRow()
for words in ("Line", "Estimate"):
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=words))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save(folder / "plain.ods")
with zipfile.ZipFile(folder / "plain.ods") as given, zipfile.ZipFile(folder / "lines.ods", "w") as made:
    for part in given.infolist():
        text = given.read(part)
        if part.filename == "content.xml":
            text = text.replace(b"<table:table-cell", b"\n<table:table-cell").replace(b"</table:table-row>", b"\n</table:table-row>")
        made.writestr(part, text)


def cells(path):
    return [str(each) for each in load(path).spreadsheet.getElementsByType(P)]


def opened(given):
    try:
        return python_calamine.load_workbook(given).get_sheet_by_index(0).to_python()
    except python_calamine.CalamineError as error:
        return str(error)


plain, lines = opened(folder / "plain.ods"), opened(folder / "lines.ods")
with (folder / "lines.ods").open("rb") as file:
    as_file = opened(file)
print("python-calamine 0.9.1\nplain:", plain, "\nlines, by path:", lines, "\nlines, as a file:", as_file)
assert plain == [["Line", "Estimate"]] and cells(folder / "plain.ods") == cells(folder / "lines.ods")
assert "found 'Text(" in lines and as_file == "Cannot detect file format"
PY
