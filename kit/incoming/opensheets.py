"""ODS workbooks: each cell holds the words that it shows, beside its value. Knows no Django."""

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

from lxml import etree
from msgspec import Struct, field

from kit.incoming import formats, opendocument, rules
from kit.incoming.opendocument import number, q
from kit.incoming.seen import NEVER_CALCULATED, SeenSheet, put
from kit.incoming.shape import MOST_COLUMNS, MOST_ROWS, Dropped, bounded

# The parts of a day's format, in the order in which we say them, as a workbook's format would name them.
PARTS = {"day-of-week": "dddd", "day": "d", "month": "mmmm", "year": "yyyy", "hours": "h", "minutes": "mm"}
SCIENTIFIC = re.compile(r"[-−\d.,]+E[-−+]?\d+")


class Styles(Struct):
    """What the styles of a file say of its cells: looks, formats of days, and which tables are hidden."""

    looks: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)  # of each date style: the format
    formats: dict[str, str] = field(default_factory=dict)  # of each cell style: its date style
    hidden: set[str] = field(default_factory=set)


def read(data: bytes) -> tuple[dict[str, SeenSheet], list[str]]:
    """The sheets that may be seen, by name, and the names of those that are hidden."""
    styles, sheets, hidden, sheet, row, column = Styles(), {}, [], None, 0, 0
    tags = [q(f"table:{name}") for name in ("table", "table-column", "table-row")]
    tags += [q("style:style"), q("number:date-style")]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        contents = [io.BytesIO(parts.read(name)) for name in ("styles.xml", "content.xml") if name in parts.namelist()]
    for content in contents:
        for event, element in etree.iterparse(content, ("start", "end"), tag=tags, resolve_entities=False):
            name = element.get(q("table:name"))
            if event == "start":
                if element.tag == q("table:table") and name is not None:
                    is_hidden = element.get(q("table:style-name")) in styles.hidden
                    sheet, row, column = SeenSheet(), 0, 0
                    hidden += [name] if is_hidden else []
                    sheets |= {} if is_hidden else {name: sheet}
                continue
            if element.tag in STYLES:
                STYLES[element.tag](element, styles)
                continue
            is_seen = element.get(q("table:visibility"), "visible") == "visible"
            if sheet is not None and element.tag == q("table:table-column"):
                times = number(element, "table:number-columns-repeated", 1)
                sheet.hidden_columns |= set() if is_seen else set(range(column, column + min(times, MOST_COLUMNS)))
                column += times
            elif sheet is not None and element.tag == q("table:table-row"):
                times = number(element, "table:number-rows-repeated", 1)
                sheet.hidden_rows |= set() if is_seen else set(range(row, row + min(times, MOST_ROWS)))
                _row(sheet, element, row, times, styles)
                row += times
            element.clear()
    return sheets, hidden


def _style(element, styles):
    name, table = element.get(q("style:name")), element.find(q("style:table-properties"))
    styles.looks[name] = opendocument.look_of(element)
    styles.formats[name] = element.get(q("style:data-style-name"))
    if table is not None and table.get(q("table:display")) == "false":
        styles.hidden.add(name)


def _date_style(element, styles):
    shown = {etree.QName(each).localname for each in element.iter() if isinstance(each.tag, str)}
    styles.days[element.get(q("style:name"))] = " ".join(code for part, code in PARTS.items() if part in shown)


STYLES = {q("style:style"): _style, q("number:date-style"): _date_style}


def _row(sheet, element, row, times, styles):
    column = 0
    for cell in element.iterchildren(q("table:table-cell"), q("table:covered-table-cell")):
        across, style = number(cell, "table:number-columns-repeated", 1), cell.get(q("table:style-name"))
        runs = _words(cell, styles)
        words = runs.strip() if isinstance(runs, str) else "".join(text for text, _, _ in runs).strip()
        kind = cell.get(q("office:value-type"))
        is_formula, is_struck = q("table:formula") in cell.attrib, styles.looks.get(style) == "s"
        is_error = is_formula and words.startswith(("#", "Err:"))
        if is_formula and not words and kind != "string":
            words = runs = NEVER_CALCULATED
            is_error = True
        elif kind == "boolean":
            runs = "yes" if cell.get(q("office:boolean-value")) == "true" else "no"
        elif kind == "date" and (code := styles.days.get(styles.formats.get(style))):
            runs = _day(cell.get(q("office:date-value")), code)
        elif kind == "float" and SCIENTIFIC.fullmatch(words):
            runs = formats.plain(Decimal(cell.get(q("office:value"))))
        if words:
            bounded(times, across, len(sheet.cells) + times * across)
            for place in ((row + down, column + right) for down in range(times) for right in range(across)):
                put(sheet, *place, runs, "", is_struck=is_struck, is_error=is_error)
        down, right = (number(cell, f"table:number-{each}-spanned", 1) for each in ("rows", "columns"))
        if down * right > 1:
            sheet.merged.append((row, column, row + down - 1, column + right - 1))
        if len(cell) and cell[0].tag != q("text:p"):  # comments and pictures come first
            _leave_out(cell, sheet)
        column += across


def _leave_out(cell, sheet):
    for note in cell.iterchildren(q("office:annotation")):
        said = " ".join("".join(each.itertext()) for each in note.iterchildren(q("text:p")))
        sheet.left_out.append(Dropped(what=rules.COMMENT, words=said))
    sheet.left_out += [Dropped(what=rules.PICTURE) for _ in cell.iter(q("draw:frame"))]


def _words(cell, styles):
    """The words of a cell: as a text, or as runs if some may be raised or struck."""
    paragraphs = cell.findall(q("text:p"))
    if not paragraphs:
        return ""
    if len(paragraphs) == 1 and not len(paragraphs[0]):
        return paragraphs[0].text or ""
    return [run for each in paragraphs for run in (*_runs(each, styles), ("\n", False, False))]


def _day(value, code):
    """A day in our own words, of which no more is said than the cell shows."""
    days = Decimal((datetime.fromisoformat(value) - formats.FIRST_DAY).total_seconds()) / 86_400
    return formats.shown(days, code).words


def _runs(element, styles, look=(False, False)):
    """The words of a paragraph, each with whether they are raised and whether they are struck."""
    yield element.text or "", *look
    for each in element:
        if each.tag == q("text:s"):
            yield " " * min(number(each, "text:c", 1), 100), *look
        elif each.tag in (q("text:line-break"), q("text:tab")):
            yield "\n" if each.tag == q("text:line-break") else "\t", *look
        elif each.tag not in (q("office:annotation"), q("draw:frame")):
            of_style = styles.looks.get(each.get(q("text:style-name")))
            yield from _runs(each, styles, (look[0] or of_style == "sup", look[1] or of_style == "s"))
        yield each.tail or "", *look
