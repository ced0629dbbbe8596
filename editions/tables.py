"""A table of a document as a file for spreadsheets. Pure.

A column of figures stands twice: as it is printed, and as plain numbers to reckon with. The key of a row is the same
in every version, and stands behind what the row is (meeting-march-2016): no spreadsheet makes a day of it. A cell that
a spreadsheet would take for a formula is made harmless.
"""

from itertools import chain, count

from kit.sheets import csv_lines
from publications import sections as layout
from publications.blocks import Table
from publications.content.document import Document

FIGURE = "figure"


def tables(document: Document) -> dict[str, bytes]:
    """Every table of the document as CSV, by its name."""
    return {name: as_csv(table) for name, table in _tables(document).items()}


def captions(document: Document) -> dict[str, str]:
    """What stands above every table of the document, by the table's name."""
    return {name: table.caption for name, table in _tables(document).items()}


def names(document: Document) -> dict[Table, str]:
    """The name of each table; two that say the same have one."""
    return {table: name for name, table in reversed(_tables(document).items())}


def _tables(document):
    """The tables by names that are unique in the document."""
    found = {}
    for page in layout.pages(document):
        for block in page.blocks:
            if isinstance(block, Table):
                found[next(name for name in _names(block.key) if name not in found)] = block
    return found


def as_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8; the mark at its beginning tells Excel so."""
    return "".join(csv_lines(_lines(table))).encode()


def _names(key):
    return chain([key], map(f"{key}-{{}}".format, count(2)))


def _lines(table):
    grouped = any(group.heading for group in table.groups)
    is_coded = table.of == FIGURE
    dated = any(row.month for group in table.groups for row in group.rows)
    yield [
        *(["Group"] if grouped else []),
        *(heading for column in table.columns for heading in _headings(column)),
        *(["Code"] if is_coded else []),
        *(["Row or total"] if table.totals else []),
        *(["Month"] if dated else []),
        "Key",
    ]
    for heading, rows, kind in [
        *((group.heading, group.rows, "row") for group in table.groups),
        ("", table.totals, "total"),
    ]:
        for row in rows:
            yield [
                *([heading] if grouped else []),
                *(cell for place, column in enumerate(table.columns) for cell in _cells(row, place, column)),
                *([row.code] if is_coded else []),
                *([kind] if table.totals else []),
                *([row.month] if dated else []),
                f"{table.of}-{row.key}" if row.key else "",
            ]


def _headings(column):
    name = column.heading
    return [f"{name} (as printed)", f"{name} (number)"] if column.holds == FIGURE else [name]


def _cells(row, place, column):
    words = _bullets(row.cells[place])
    return [words, row.numbers[place] if row.numbers else None] if column.holds == FIGURE else [words]


def _bullets(text):
    """A cell's list as a spreadsheet shows it well: a line that begins with a hyphen begins with a bullet."""
    return "\n".join(f"• {line[2:]}" if line.startswith("- ") else line for line in text.split("\n"))
