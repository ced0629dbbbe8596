"""The doorway of whatever is pasted or brought: read apart, in a process that can reach nothing. Knows no Django.

A little markup or a small workbook can ask for any amount of work, so the server calls `read`, which has `kit.incoming`
read it in a child with limits (`kit.apart`). What can't be read is refused in a sentence: `NoTable`.
"""

import msgspec

from kit import apart
from kit.incoming import files
from kit.incoming.shape import Incoming, IncomingCell, NoTable
from kit.signs import tidy

# What the page can carry: it sends every cell back.
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_SIGNS = 400, 30, 1_500, 1_000_000
MOST_BYTES = files.MOST_BYTES
# The largest workbook that is taken needs three seconds and 150 MB.
LIMITS = apart.Limits(computing=10, memory=1 << 29, wall=30)
AT_MOST = (
    f"At most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS:,} cells can be pasted at once: "
    "paste it in parts."
)

Table = list[list[str]]


class Given(msgspec.Struct):
    """What the child is told to read: a text or a file, and the sheet of a workbook that somebody chose."""

    pasted: str = ""
    file: bytes | None = None
    sheet: str | None = None


def read(given: str | bytes, sheet: str | None = None) -> Incoming:
    """What is in something pasted (text) or in a file (bytes), read apart; of a workbook, the sheet of this name."""
    is_text = isinstance(given, str)
    text = given.encode(errors="replace").decode() if is_text else ""
    source = Given(pasted=text, file=None if is_text else given, sheet=sheet)
    try:
        words, data = apart.run("kit.pasting", msgspec.msgpack.encode(source), LIMITS)
    except apart.Stopped as stopped:
        raise NoTable(f"This could not be read: {stopped} Paste or save the one table that is needed.") from stopped
    except apart.Busy as busy:
        raise NoTable("Two documents are being worked on just now. Try again in a moment.") from busy
    if "no table" in words:
        raise NoTable(words["no table"])
    return msgspec.msgpack.decode(data, type=Incoming)


def rows(incoming: Incoming) -> Table:
    """The first table in words or, where there is none, a row for each item and paragraph.

    What spans rows stands in each of them; what spans columns stands in the first.
    """
    table = next(iter(incoming.tables), None)
    return checked(
        [[block.words] for block in incoming.blocks] if table is None else [_in_words(table, row) for row in table.rows]
    )


def _in_words(table, row):
    origins = [place if isinstance(place, IncomingCell) else table.rows[place.row][place.column] for place in row]
    return [
        origin.words if isinstance(place, IncomingCell) or place.column == column else ""
        for column, (place, origin) in enumerate(zip(row, origins, strict=True))
    ]


def checked(rows: Table) -> Table:
    """The table with every row equally long, without empty rows and columns, and no larger than the page can carry."""
    # Counted before anything is done with each: a short text can hold a million cells.
    if sum(1 for row in rows for cell in row if cell and not cell.isspace()) > MOST_CELLS:
        raise NoTable(f"The table has more than {MOST_CELLS:,} cells. {AT_MOST}")
    rows = [[tidy(cell) if cell else "" for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise NoTable("There is no table in this. Select the whole table in Word or Excel and copy it.")
    if sum(len(cell) for row in rows for cell in row) > MOST_SIGNS:
        raise NoTable("This is too much to paste at once. Paste one table at a time.")
    kept = sorted({column for row in rows for column, cell in enumerate(row) if cell})
    if len(rows) > MOST_ROWS or len(kept) > MOST_COLUMNS or len(rows) * len(kept) > MOST_CELLS:
        raise NoTable(f"The table has {len(rows):,} rows and {len(kept):,} columns. {AT_MOST}")
    return [[row[column] if column < len(row) else "" for column in kept] for row in rows]


# In the child


def answer(source):
    """What came, in its one shape, or why there is nothing."""
    source = msgspec.msgpack.decode(source, type=Given)
    try:
        incoming = files.read(source.pasted if source.file is None else source.file, source.sheet)
    except NoTable as reason:
        return {"no table": str(reason)}, b""
    return {}, msgspec.msgpack.encode(incoming)


if __name__ == "__main__":
    apart.answer(answer)
