"""A request for a statement as a Word file: what is asked, what was said last time, and a table to write in.

The table is a list that the office can bring back as a file: one organisation, one statement. Knows no Django.
"""

from io import BytesIO

import docx

from . import word_looks as looks
from .word import printable

HEADINGS = ("Organisation", "Statement")
WIDTHS = (2400, 7200)  # twentieths of a point


def make(board, title, organisation, request, last=None) -> bytes:
    """The bytes of the file. `last` is the statement of the time before, or None."""
    file = docx.Document()
    looks.prepare(file)
    file.add_paragraph(printable(board), style="Board")
    file.add_paragraph(printable(title), style="Heading 1")
    file.add_paragraph(printable(f"From {organisation}"), style="Notice")
    file.add_paragraph(printable(request))
    if last is not None:
        file.add_paragraph(printable(f"What you wrote for the {last.publication}"), style="Heading 2")
        for line in last.words.splitlines():
            if line.strip():
                file.add_paragraph(printable(line))
    file.add_paragraph("Your statement", style="Heading 2")
    file.add_paragraph("Please write in the table, and send the file back.")
    table = file.add_table(rows=0, cols=len(WIDTHS))
    looks.dress_table(table, WIDTHS, "Your statement", row_header=True)
    for cells, style in ((HEADINGS, "Table heading"), ((organisation, ""), "Table words")):
        row = table.add_row()
        looks.dress_row(row, WIDTHS, heading=style == "Table heading")
        for cell, words in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].text, cell.paragraphs[0].style = printable(words), style
    # A paragraph has to stand below a table at the end of a file.
    file.add_paragraph("")
    core = file.core_properties
    core.title, core.author = printable(title)[:255], printable(board)[:255]
    plain = BytesIO()
    file.save(plain)
    plain.seek(0)
    return looks.sealed(plain, BytesIO()).getvalue()
