"""The first plan as one Word file, as an office would have it: headings, words, lists and tables in their order."""

import io
import re

import docx

from tests.original.source import TRANSCRIPTION
from tests.test_pasted_tables import sample
from tests.test_pasting import table_of

# The headings of the transcription, and how deep each is.
DEEP = (
    (1, re.compile(r"(?:SECTION|Section|Appendix) [0-9]")),
    (3, re.compile(r"Income from Partner Agency|Projected Budget")),
    (
        2,
        re.compile(
            r"Background|Key (?:Successes|Areas)|Priorities for|Core LSCB|LSCB Budget|LSCB Full Board|Membership of"
            r"|Chairing of"
        ),
    ),
)
RULE = re.compile(r"[-\t ]+")
# Tables as Word has them, with the paragraphs of their cells, in the order of the document.
TABLES = (
    "progress", "goals-priorities", "goals-objectives", "contributions", "budget-lines", "meetings", "members",
    "chairs",
)  # fmt: skip


def lines():
    """The lines of the transcription: (kind, words). What a page end cuts is whole again; each table is named once."""
    found, is_table = [], False
    for line in TRANSCRIPTION.read_text(encoding="utf-8").split("\n"):
        line = re.sub(r"</?i>|\*", "", line)
        if not line.strip() or RULE.fullmatch(line):
            continue
        level = next((level for level, words in DEEP if words.match(line)), 0)
        if "\t" in line:
            if not is_table:
                found.append(("table", line))
            is_table = True
            continue
        if not level and line[0].islower() and found[-1][0] in ("item", "paragraph"):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
            continue
        is_table = False
        kind = "item" if line.startswith("- ") else "paragraph"
        found.append((level or kind, line.removeprefix("- ")))
    return found


def word_file():
    """The bytes of the file."""
    document, tables = docx.Document(), iter(TABLES)
    for kind, words in lines():
        if kind == "table":
            name = None if "Page" in words else next(tables)
            rows = [["1. Introduction", "3"]] if name is None else table_of(sample("word", name)).rows
            add_table(document, rows)
        elif kind == "item":
            document.add_paragraph(words, style="List Bullet")
        elif kind == "paragraph":
            document.add_paragraph(words)
        else:
            document.add_heading(words, kind)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_table(document, rows):
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            parts = re.split(r"\n\n|\n(?=- )", text)
            for part in parts:
                style = "List Bullet" if part.startswith("- ") else None
                cell.add_paragraph(part.removeprefix("- "), style=style)
            cell.paragraphs[0]._element.getparent().remove(cell.paragraphs[0]._element)
