"""Tables as they come from Word, Excel and files, as rows of plain text. Knows no Django.

A cell keeps all its paragraphs, an empty line between them, and each bullet on a line of its own with "- " before it. A
cell that spans rows stands in each of them; one that spans columns stands in the first. What is too large or broken is
refused in a sentence: `NoTable`.

A little markup or a small workbook can ask for any amount of work. What is too large is given up while it is read, and
all of it is read apart (`kit.apart`): the server calls `read`, and the others are called in its child.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zlib import error as ZlibError

import openpyxl
from lxml import etree, html

from kit import apart, periods, signs

MOST_ROWS, MOST_COLUMNS, MOST_SIGNS, MOST_CELLS = 400, 30, 1_000_000, 1_500
# Merged cells of Word make columns in which nothing stands; nothing is looked for beyond.
WIDEST = 4 * MOST_COLUMNS
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 2_000_000, 30_000_000, 500
# The largest table that may be pasted takes a second.
LIMITS = apart.Limits(computing=10, memory=1 << 29, wall=20)
AT_MOST = (
    f"At most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS:,} cells can be pasted at once: "
    "paste it in parts."
)
TOO_LONG = "This is too much to paste at once. Paste one table at a time."
TEXT, FILE = b"T", b"F"  # what the child is told before what it reads

Table = list[list[str]]


class NoTable(Exception):
    """Why no table could be read from what was given, in a sentence for the page."""


def read(given: str | bytes) -> Table:
    """The table in something pasted (text) or in a file (bytes), read apart."""
    source = TEXT + given.encode(errors="replace") if isinstance(given, str) else FILE + given
    try:
        words, _ = apart.run("kit.pasting", source, LIMITS)
    except apart.Stopped as stopped:
        raise NoTable(f"This could not be read: {stopped} Paste or save the one table that is needed.") from stopped
    except apart.Busy as busy:
        raise NoTable("Two documents are being worked on just now. Try again in a moment.") from busy
    if "no table" in words:
        raise NoTable(words["no table"])
    return words["rows"]


# In the child


def answer(source):
    """The rows of what came, or why there are none."""
    given = source[1:]
    try:
        rows = read_text(given.decode()) if source.startswith(TEXT) else read_file(given)
        if sum(len(cell) for row in rows for cell in row) > MOST_SIGNS:
            raise NoTable(TOO_LONG)
    except NoTable as reason:
        return {"no table": str(reason)}, b""
    return {"rows": rows}, b""


def read_text(text: str) -> Table:
    """The table in something pasted: HTML of Word or Excel, tab-separated text, CSV, or a list with a line for each."""
    # LibreOffice Writer ends its HTML on the clipboard with a zero.
    text = text.rstrip("\x00")
    if len(text) > MOST_SIGNS:
        raise NoTable(TOO_LONG)
    if "\x00" in text:
        raise NoTable("This isn't text. Copy the table itself, or choose the file.")
    # Plain text of the board may well hold a "<", but not one of these.
    is_html = re.search(r"<(?:table|html|ul|ol|p|li|meta|body)\b", text, re.IGNORECASE)
    return checked(_from_html(text) if is_html else _from_plain(text))


def read_file(data: bytes) -> Table:
    """The table in a file: the first sheet of an XLSX workbook, or CSV or tab-separated text."""
    if len(data) > MOST_BYTES:
        raise NoTable("The file is larger than 2 MB. Save the one sheet that is needed as a file of its own.")
    if data.startswith(b"PK"):
        return checked(_from_workbook(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoTable("This is a file of an old Word or Excel. Save it as XLSX or CSV first.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return read_text(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise NoTable("This file is neither a workbook (XLSX) nor text (CSV).")


def checked(rows: Table) -> Table:
    """The table with every row equally long, without empty rows and columns, and within its limits."""
    # Counted before anything is done with each: a short text can hold a million cells.
    if sum(1 for row in rows for cell in row if cell and not cell.isspace()) > MOST_CELLS:
        raise NoTable(f"The table has more than {MOST_CELLS:,} cells. {AT_MOST}")
    rows = [[tidy(cell) if cell else "" for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise NoTable("There is no table in this. Select the whole table in Word or Excel and copy it.")
    kept = sorted({column for row in rows for column, cell in enumerate(row) if cell})
    if len(rows) > MOST_ROWS or len(kept) > MOST_COLUMNS or len(rows) * len(kept) > MOST_CELLS:
        raise NoTable(f"The table has {len(rows):,} rows and {len(kept):,} columns. {AT_MOST}")
    return [[row[column] if column < len(row) else "" for column in kept] for row in rows]


def tidy(cell: str) -> str:
    """A cell's text with plain spaces, no empty ends, and at most one empty line in a row."""
    cell = re.sub(r"[\u00a0\u2007\u202f]", " ", cell.replace("\r\n", "\n").replace("\r", "\n"))
    cell = signs.seen(cell).replace("\x0b", "\n").replace("\x0c", "\n")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in cell.split("\n")]
    lines = [re.sub(r"^[•·▪◦●–] ?(?=\S)", "- ", line) if re.match(r"^[•·▪◦●]", line) else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# Plain text


def _from_plain(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        rows = _separated(text, "\t")
        return _joined(rows) if '"' not in text or not _is_square(rows) else rows
    lines = [line for line in text.split("\n") if line.strip()]
    for sign in (",", ";"):
        rows = _separated(text, sign)
        # Commas in sentences part a list of sentences into rows of any length; a table is square.
        if len(lines) > 1 and len(rows[0]) > 1 and _is_square([row for row in rows if any(row)]):
            return rows
    # One column: Excel puts a cell of several lines, or with a mark in it, between marks here too.
    return [[re.sub(r"^\s*[-–•·*]\s+", "", cell) for cell in row] for row in _separated(text, "\t")]


def _separated(text, sign):
    try:
        # An odd mark is one that somebody wrote, and no quoted cell.
        quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
        return list(csv.reader(io.StringIO(text), delimiter=sign, quoting=quoting))
    except csv.Error as error:
        raise NoTable("This text can't be read as a table.") from error


def _is_square(rows):
    return len({len(row) for row in rows if row}) == 1


def _joined(rows):
    """Rows that were broken in the middle, as Word does with a cell of several paragraphs, joined again."""
    width, whole = max(len(row) for row in rows), []  # each cell a list of its paragraphs
    for row in rows:
        row = row or [""]
        if whole and len(whole[-1]) + len(row) - 1 <= width and (len(whole[-1]) < width or len(row) == 1):
            last = whole[-1]
            last[-1].append(row[0])
            last += [[cell] for cell in row[1:]]
        else:
            whole.append([[cell] for cell in row])
    return [["\n\n".join(words).strip() if len(words) > 1 else words[0] for words in row] for row in whole]


# HTML

SILENT = {"style", "script", "head", "title", "xml"}
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"}


def _span(value):
    if not (value.isascii() and value.isdigit()):
        return 1
    value = value.lstrip("0") or "1"
    # So many digits that no number is made of them are too many rows, too.
    return min(int(value), MOST_ROWS) if len(value) < 5 else MOST_ROWS


def _from_html(text):
    """The first table; where there is none, each bullet or paragraph is a row of one cell."""
    # What a browser adds around the part that was copied says where that part is.
    start, end = text.find("<!--StartFragment-->"), text.find("<!--EndFragment-->")
    if 0 <= start < end and "<table" in text[start:end].lower():
        text = text[start:end]
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode(errors="replace"), parser)
    except etree.LxmlError as error:
        raise NoTable("This can't be read as a table. Try to paste it as plain text.") from error
    table = next(page.iter("table"), None)
    if table is not None and (rows := _rows(table)):
        return rows
    marked = [line for line in _words(page).split("\n") if line.strip()]
    bullets = [line[2:] for line in marked if line.startswith("- ")]
    return [[line] for line in bullets or marked]


def _rows(table):
    """The cells of a table in words; what spans down is said again, what spans across is said once."""
    rows, spans, filled = [], {}, 0
    # A table in a cell is part of its text.
    for line in [row for row in table.iter("tr") if next(row.iterancestors("table")) is table] or [table]:
        row = []
        for cell in [cell for cell in line.iter("td", "th") if next(cell.iterancestors("tr", "table")) is line]:
            _fill(row, spans)
            column, words = len(row), _words(cell)
            if words and column >= WIDEST:
                raise NoTable(f"The table has more than {MOST_COLUMNS} columns. {AT_MOST}")
            down, across = _span(cell.get("rowspan", "")), min(_span(cell.get("colspan", "")), max(0, WIDEST - column))
            row += [words, *[""] * across][:across]
            if down > 1:
                spans |= {number: (down - 1, row[number]) for number in range(column, len(row))}
        _fill(row, spans)
        rows.append(row)
        # Given up if it can't be a table of the board any more, however it goes on.
        filled += sum(map(bool, row))
        if filled > MOST_CELLS:
            raise NoTable(f"The table has more than {MOST_CELLS:,} cells. {AT_MOST}")
    return [row for row in rows if row]


def _fill(row, spans):
    """Put in what spans down from rows above."""
    while len(row) in spans and len(row) < WIDEST:
        left, words = spans.pop(len(row))
        if left > 1:
            spans[len(row)] = (left - 1, words)
        row.append(words)


def _words(top):
    """The text of an element, paragraphs parted by an empty line, bullets by none.

    What Word writes for itself (styles, the dot before a bullet) is left out.
    """
    paragraphs, hidden = [("", [])], 0
    for event, element in etree.iterwalk(top, events=("start", "end")):
        begins, style = event == "start", element.get("style", "").replace(" ", "").lower()
        hides = element.tag in SILENT or (
            element.tag == "span" and bool(re.search("mso-list:ignore|mso-hide:all", style))
        )
        hidden += hides if begins else -hides
        if element.tag in BLOCKS and element is not top:
            is_bullet = begins and (element.tag == "li" or "mso-list:" in style)
            paragraphs.append(("- " if is_bullet else "", []))
        text = element.text if begins else element.tail if element is not top else ""
        if not hidden:
            # A line end in the source is a space; Word breaks its lines anywhere.
            said = re.sub(r"[ \t\r\n]+", " ", text or "")
            paragraphs[-1][1].append(f"\n{said}" if begins and element.tag == "br" else said)
    text, before = "", None
    # An element's end opens a paragraph too: one without words is none.
    for mark, words in [(mark, words) for mark, pieces in paragraphs if (words := "".join(pieces).strip(" ")).strip()]:
        bullet = re.match(r"^[·•▪◦●§o][ \u00a0]+", words) if mark else None
        text += ("\n" if mark and before else "\n\n") if before is not None else ""
        text += mark + (words[bullet.end() :] if bullet else words)
        before = mark
    return text


# Workbooks


def _from_workbook(data):
    _refuse_bombs(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise NoTable("This workbook has no sheet to be seen.")
        sheet.reset_dimensions()
        rows = [
            [_in_words(cell) for cell in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
        ]
        book.close()
    except NoTable:
        raise
    # A damaged file makes the library fail in ways that it doesn't name.
    except Exception as error:
        raise NoTable("This workbook can't be read. Open it in Excel and save it anew, or as CSV.") from error
    return rows


def _refuse_bombs(data):
    """Refuse what would unpack to more than a board's table needs, or names entities that do."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise NoTable("This workbook holds too much. Save the one sheet that is needed as a file of its own.")
            left = MOST_UNPACKED
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with parts.open(info) as part:
                        text = part.read(left + 1)
                    left -= len(text)
                    if left < 0 or b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text[:200]:
                        raise NoTable("This workbook holds what no table needs, and isn't opened.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ZlibError, EOFError, OSError) as error:
        raise NoTable("This file can't be unpacked. Open it in Excel and save it anew.") from error


def _in_words(cell):
    """A cell's value as it is seen: 49.5%, 1 June 2016."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return periods.day(value.date()) if value.time() == time() else f"{periods.day(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return periods.day(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value, form):
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if "%" in form:
            return f"{_plain(number * 100)}%"
        return f"£{_plain(number)}" if "£" in form else _plain(number)
    except InvalidOperation:
        return str(value)


def _plain(number):
    # A float that stands for 0.1 may be off in its sixteenth place.
    number = round(number, 10)
    return f"{number.normalize():f}" if number else "0"


if __name__ == "__main__":
    apart.answer(answer)
