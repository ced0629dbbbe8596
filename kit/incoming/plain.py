"""Plain text: tables parted by tabs, commas or semicolons, lists, and lines copied out of a PDF or a mail.

A comma inside a number never parts columns: "Training £5,000" is a line and its amount. Knows no Django.
"""

import csv
import io
import re
from html import escape

from kit.incoming.shape import Incoming, IncomingCell, IncomingTable, IncomingText, NoTable, bounded
from kit.signs import tidy

SIGNS = "£€–—‘’“”•…éèêëáàâíîïóôöúûüçñŵŷ½¼¾°²³·§©®™ÉÀÖ\u00a0"  # what British offices write beyond ASCII
OLD_ENCODINGS = {"cp1252": "Windows", "cp850": "MS-DOS"}
SEPARATOR_TOLD = re.compile(r'\A"?sep=(.)"?[ \t]*\n', re.IGNORECASE)
GROUPED = r"\d{1,3}(?:,\d{3})+(?![\d,])"
# Commas which are no separators wherever they stand: behind a £, or behind a space that a word or a sign stands before.
INSIDE_A_NUMBER = re.compile(rf'£ ?-?{GROUPED}|(?<=[^\s,;"] )[-−(]?{GROUPED}')
# Others part columns, unless a group begins with a nought: no column holds 065.
GROUPS, GROUP_OF_NOUGHT = re.compile(rf"(?<!\d){GROUPED}"), re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})*,0\d\d(?![\d,])")
KEPT_COMMA = "\ue000"
AMOUNT = rf"[-−–(]?(?:£ ?[-−]?(?:{GROUPED}|\d+)(?:\.\d+)?|(?:{GROUPED})(?:\.\d+)?|\d+\.\d\d|\d+(?:\.\d+)?%)\)?(?!\S)"
LINE_AND_AMOUNTS = re.compile(rf"(?P<line>.*?\S)[ .…]*?[ \t]+(?P<amounts>{AMOUNT}(?:[ \t]+{AMOUNT})*)")
BULLET = r"[•·▪◦●‣⁃∙\uf0b7\uf0a7]|[-–—*](?=\s)|o(?=\t)"
# An initial such as "A. Smith" is no mark of a list.
NUMBER = r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\(?[A-Z]\))(?=\s)"
ITEM = re.compile(rf"(?:(?P<bullet>{BULLET})|(?P<number>{NUMBER}))\s*(?P<words>.*)", re.DOTALL)
BULLET_IN_CELL = re.compile(r"\n(?=[•·▪◦●‣⁃∙]|[-–] )")
QUOTED = re.compile(r'^"(?:[^"]|"")*"$', re.MULTILINE)
LONGEST_LINE = 500  # of a line with amounts


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and a sentence on its encoding where that was guessed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16"), ""
    noughts = [data[start:400:2].count(0) for start in (0, 1)]
    if max(noughts) > len(data[:400]) * 0.4:  # every second byte
        return _decoded(data, "utf-16-be" if noughts[0] > noughts[1] else "utf-16-le"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    texts = {name: data.decode(name, errors="replace") for name in OLD_ENCODINGS}
    name = max(texts, key=lambda name: sum(map(texts[name].count, SIGNS)) - 9 * texts[name].count("\ufffd"))
    example = next((sign for sign in texts[name] if not sign.isascii()), "")
    return texts[name], f"The file is in an old encoding of {OLD_ENCODINGS[name]}: check signs such as {example}."


def _decoded(data, encoding):
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NoTable("This file is cut short, or isn't text.") from error


def read(text: str, said: str = "") -> Incoming:
    """The table in a text, or the items and paragraphs in it."""
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n").replace("\ue000", "")
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise NoTable("This isn't text. Copy the table itself, or choose the file.")
    before = ""
    if told := SEPARATOR_TOLD.match(text):
        rows = _separated(text[told.end() :], told[1])
    else:
        before = _before_the_table(text)
        rows = _table(text[len(before) :])
    blocks = _texts(before if rows else text)
    return Incoming(
        blocks=(*blocks, *([IncomingTable(rows=_grid(rows))] if rows else ())), said=(said,) if said else ()
    )


def _before_the_table(text):
    """The lines before the first with a tab, such as a caption; none if that is one cell of several lines."""
    before = text[: text.rfind("\n", 0, max(0, text.find("\t"))) + 1] if "\t" in text else ""
    return "" if before.count('"') % 2 else before


def _texts(text):
    return tuple(_text(line) for line in map(tidy, filter(str.strip, _lines(text))) if line)


def _table(text):
    """The rows of the table that the text is; None if it is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    if "\t" in text:
        rows = _separated(text, "\t")
        if all(
            len(row) < 3 and (found := ITEM.match("\t".join(row))) and found.start("words") > len(row[0])
            for row in rows
            if any(row)
        ):
            return None
        return rows if '"' in text and _is_square(rows) else _joined(rows)
    if len(lines) < 2:
        return None
    sure = INSIDE_A_NUMBER.sub(_kept, text)
    guessed = GROUPS.sub(_kept, sure)
    # Where no other comma is left, or a group begins with a nought, there is no second way to read them.
    is_sure = "," not in guessed or GROUP_OF_NOUGHT.search(sure)
    for sign in ";|,":
        for given in (guessed,) if is_sure else (sure, guessed):
            rows = [[cell.replace(KEPT_COMMA, ",") for cell in row] for row in _separated(given, sign)]
            # Commas in sentences part a list of sentences into rows of any length; a table is square.
            if len(rows[0]) > 1 and _is_square(rows):
                return rows
    spaced = [re.split(r" {2,}", line.strip()) for line in lines]
    if len(spaced[0]) > 1 and _is_square(spaced):
        return spaced
    return _lines_and_amounts(lines)


def _lines(text):
    """The lines of a text; in a column of Excel, a cell of several lines or with a mark in it stands between marks."""
    if not QUOTED.search(text):
        return text.split("\n")
    return [cell for row in _separated(text, "\t") for cell in row]


def _kept(found):
    return found[0].replace(",", KEPT_COMMA)


def _lines_and_amounts(lines):
    """Lines with as many amounts at their ends, in columns; lines without an amount, such as headings, stay whole."""
    found = [LINE_AND_AMOUNTS.fullmatch(line.strip()) if len(line) < LONGEST_LINE else None for line in lines]
    amounts = [re.findall(AMOUNT, each["amounts"]) for each in found if each]
    if len(amounts) < 2 or len(amounts) * 2 < len(lines) or len({len(each) for each in amounts}) > 1:
        return None
    return [
        [each["line"], *re.findall(AMOUNT, each["amounts"])] if each else [line]
        for line, each in zip(lines, found, strict=True)
    ]


def _separated(text, sign):
    try:
        # An odd mark is one that somebody wrote, and no quoted cell.
        quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
        return list(csv.reader(io.StringIO(text), delimiter=sign, quoting=quoting))
    except csv.Error as error:
        raise NoTable("This can't be read as a table.") from error


def _is_square(rows):
    return len({len(row) for row in rows if any(row)}) == 1


def _joined(rows):
    """Rows that were broken in the middle, as Word does with a cell of several paragraphs, joined again."""
    width, whole = max(map(len, rows)), []  # each cell a list of its paragraphs
    for row in rows:
        row = row or [""]
        if whole and len(whole[-1]) + len(row) - 1 <= width and (len(whole[-1]) < width or len(row) == 1):
            last = whole[-1]
            last[-1].append(row[0])
            last += [[cell] for cell in row[1:]]
        else:
            whole.append([[cell] for cell in row])
    return [["\n\n".join(words).strip() if len(words) > 1 else words[0] for words in row] for row in whole]


def _grid(rows):
    """Rows of words as cells, without rows and columns in which nothing stands."""
    # Counted before anything is done with each: a short text can hold a million cells.
    bounded(0, 0, sum(1 for row in rows for cell in row if cell and not cell.isspace()))
    rows = [[tidy(cell) if cell else "" for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    kept = sorted({column for row in rows for column, cell in enumerate(row) if cell})
    bounded(len(rows), len(kept))
    blank = IncomingCell()
    return tuple(
        tuple(
            IncomingCell(blocks=in_blocks(row[column])) if column < len(row) and row[column] else blank
            for column in kept
        )
        for row in rows
    )


def in_blocks(words: str) -> tuple[IncomingText, ...]:
    """The paragraphs and bullets of a cell; a number in front may be a code, and stays where it is."""
    parts = (line for part in words.split("\n\n") for line in BULLET_IN_CELL.split(part))
    return tuple(_text(part, numbered=False) for part in parts if part)


def _text(words, *, numbered=True):
    """A line as an item, if it bears a mark, or a paragraph."""
    found = ITEM.fullmatch(words)
    if not found or not found["words"] or (found["number"] and not numbered):
        return IncomingText(html=_html(words), words=words)
    words = tidy(found["words"])
    return IncomingText(html=_html(words), words=words, kind="item", label=found["number"] or "•")


def _html(words):
    return escape(words).replace("\n", "<br>")
