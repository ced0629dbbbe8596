#!/bin/sh
# mammoth 1.13.0 takes the merged cells of a whole table apart if a bookmark begins between two of its rows.
# Guessed: a bookmark says nothing of cells, so the HTML is the same with it and without. It is not: the cell that spans
# two rows loses its rowspan, its second half becomes an empty cell, and an <a> stands between the rows.
# Word itself puts bookmarkStart there when somebody sets a bookmark around rows (ECMA-376 allows it, EG_RangeMarkupElements).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" -q install mammoth==1.13.0 python-docx==1.2.0
"$folder/v/bin/python" - <<'PY'
import io

import docx
import mammoth
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def html(with_bookmark):
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Executive"
    table.cell(0, 1).text, table.cell(1, 1).text = "First", "Second"
    if with_bookmark:
        mark = OxmlElement("w:bookmarkStart")
        mark.set(qn("w:id"), "9")
        mark.set(qn("w:name"), "mark")
        table.rows[1]._tr.addprevious(mark)
    file = io.BytesIO()
    document.save(file)
    return mammoth.convert_to_html(file).value


without, having = html(False), html(True)
print("mammoth 1.13.0\nwithout:", without, "\nwith:   ", having)
assert 'rowspan="2"' in without
assert "rowspan" not in having and "<td></td>" in having and '</tr><a id="mark"></a><tr>' in having
PY
