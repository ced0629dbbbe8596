#!/bin/sh
# openpyxl 3.1.5 knows Excel's built-in accounting format 44 without its semicolons, so it is one section instead of four.
# Guessed: 44 is like 42 and 43, with sections for above nought, below, nought and text. Its three semicolons are missing:
# whoever shows a cell by its number_format writes a nought, and a loss, as no accountant would. A file may name this
# format by its number alone, as here, and the text is then nowhere in it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" -q install openpyxl==3.1.5 XlsxWriter==3.3.1
"$folder/v/bin/python" - "$folder" <<'PY'
import sys
import zipfile

import openpyxl
import xlsxwriter

path = f"{sys.argv[1]}/money.xlsx"
with xlsxwriter.Workbook(path) as workbook:
    sheet = workbook.add_worksheet()
    for row, number in enumerate((42, 43, 44)):
        sheet.write_number(row, 0, -20, workbook.add_format({"num_format": number}))
styles = zipfile.ZipFile(path).read("xl/styles.xml").decode()
assert 'numFmtId="44"' in styles and "formatCode" not in styles
read = [cell.number_format for (cell,) in openpyxl.load_workbook(path).active.iter_rows()]
print("openpyxl 3.1.5")
for number, code in zip((42, 43, 44), read):
    print(number, code.count(";"), code)
assert [code.count(";") for code in read] == [3, 3, 0]
PY
