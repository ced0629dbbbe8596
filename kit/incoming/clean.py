"""Reads the HTML of any clipboard: of Word, Outlook, Excel, LibreOffice, Google Docs, browsers. Knows no Django.

In this order: nh3 makes the mark-up whole, without any element and attribute that nothing here asks for; what the table
of `rules` names is left out, and told; what remains is read as blocks. What is pasted is read apart (`kit.apart`).
"""

import re
from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from kit import apart, signs
from kit.incoming import rules
from kit.incoming.links import unwrapped
from kit.incoming.shape import Covered, Dropped, Incoming, IncomingCell, IncomingTable, IncomingText
from kit.wording import counted, cut

DEEPEST, MOST_ELEMENTS, MOST_PLACES = 200, 200_000, 100_000
WIDEST = 1_000  # a span of more rows or columns is no table of a board
TOO_MUCH = "This holds more than can be read at once. Paste it in parts."

OURS = "_lscb_"  # so begin the hidden names by which a file that comes back knows its paragraphs
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol"}
PARAGRAPHS = {
    "p",
    "div",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "figure",
    "hr",
}
PARAGRAPHS |= {
    "dl",
    "dt",
    "dd",
    "pre",
    "address",
    "center",
    "figcaption",
    "fieldset",
    "form",
    "details",
    "summary",
    "td",
}
IN_LINE = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "sup",
    "sub",
    "span",
    "font",
    "br",
    "comment",
    "u",
    "ins",
}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
CONTROLS = {"img", "picture", "video", "audio", "canvas", "button", "select", "input"}
ELEMENTS = {*HEADINGS, *LISTS, *PARAGRAPHS, *IN_LINE, *TABLES, *CONTROLS, "li"}
ATTRIBUTES = {"style", "class", "id", "name", "href", "hidden", "role", "start", "value", "type", "rowspan", "colspan"}
ATTRIBUTES |= {"aria-level", "data-aria-level", "face", "checked"}
SILENT = {"style", "script", "title", "xml", "template", "noscript", "iframe", "object"}

# What stays on an element while it is read: the mark of an item, and why a paragraph is left out.
LABEL, NOTE = "label", "note"
FEW = 3  # so many of a sort are quoted when it is said what was left out
LIMITS = apart.Limits(computing=10, memory=1 << 29, wall=20)
BREAK, GOES_ON = "\n", object()
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TooMuch(ValueError):
    """What came is too large or too deep to be read; the message is a sentence for whoever pasted."""


class Look(Struct, frozen=True, kw_only=True):
    """How words are set, where they lead if they are a link, and their font if it has pictures for letters."""

    bold: bool = False
    italic: bool = False
    address: str = ""
    font: str = ""


class Begins(Struct, frozen=True, kw_only=True):
    """A block begins here, as an `IncomingText` of this kind, level and label."""

    kind: str = "paragraph"
    level: int = 0
    label: str = ""
    ids: tuple[str, ...] = ()


class Named(Struct, frozen=True):
    """The block that is being read bears this hidden name of ours."""

    name: str


def read(html: str) -> Incoming:
    """All of one clipboard in blocks, and what was left out of it. Raises TooMuch."""
    top = _tree(html)
    left_out = _leave_out(top)
    return Incoming(blocks=_blocks(top), left_out=tuple(left_out))


# The tree


def _tree(html):
    top = etree.fromstring(_whole(html), etree.XMLParser(huge_tree=True, resolve_entities=False))
    depth = deepest = 0
    for event, _ in etree.iterwalk(top, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST or sum(1 for _ in top.iter()) > MOST_ELEMENTS:
        raise TooMuch(TOO_MUCH)
    classes = _classes(html)
    for element in top.iter():
        named = "; ".join(classes.get(name, "") for name in element.get("class", "").lower().split()) if classes else ""
        if style := f"{named}; {element.get('style', '')}".lower().strip("; "):
            element.set("style", style)
    return top


def _whole(html):
    """The part that was copied as well-formed mark-up of the elements and attributes that are asked for."""
    # LibreOffice Writer ends its HTML with a zero, and Windows begins it with lines of its own.
    html = re.sub(r"^Version:[^<]*", "", html.replace("\x00", ""))
    start, end = html.find("<!--StartFragment-->"), html.find("<!--EndFragment-->")
    part = html[start:end] if 0 <= start < end else html
    # Excel's part begins inside of the table.
    if re.match(r"(?:\s|<!--.*?-->|</?col[^>]*>)*<t(?:r|d|h|head|body)\b", part, re.IGNORECASE | re.DOTALL):
        part = f"<table>{part}"
    # nh3 drops formulas with their words, which stay, parted as the formula parts them.
    part = re.sub(r"<math\b.*?</math\s*>", lambda found: re.sub("<[^>]*>", " ", found[0]), part, flags=re.I | re.S)
    whole = nh3.clean(
        part.encode(errors="replace").decode(),
        tags=ELEMENTS,
        attributes={"*": ATTRIBUTES},
        clean_content_tags=SILENT,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )
    # What keeps it from being XML: elements that have no end, a name for a sign, and signs that XML can't hold.
    whole = re.sub(r"<((?:br|hr|img|input)\b(?:[^<>\"]|\"[^\"]*\")*)>", r"<\1/>", whole).replace("&nbsp;", "\u00a0")
    return f"<div>{NO_XML.sub(' ', whole)}</div>"


def _classes(html):
    """What Excel and others say of their classes in the head, by name."""
    sheets = [sheet for sheet in re.findall(r"<style\b[^>]*>(.*?)</style", html, re.I | re.S) if "@media" not in sheet]
    found = re.findall(r"\.([\w-]+)\s*\{([^{}]*)\}", " ".join(sheets))
    return {name.lower(): said for name, said in found}


# What is left out

WHOLE = {"tag", "id"}  # what a rule's expression must fit from end to end
COMPILED = [
    (what, [(key, re.compile(f"(?:{said})\\Z" if key in WHOLE else said, re.IGNORECASE)) for key, said in by.items()])
    for what, by in rules.RULES
]


@lru_cache(maxsize=1_000)  # a document has few sorts of elements
def _why(tag, style, named, number, address, hidden):
    """Why an element is left out, if it is."""
    said = {"tag": tag, "style": style, "class": named, "id": number, "href": address, "hidden": hidden}
    for what, by in COMPILED:
        if all(
            said[key] is not None and (pattern.match(said[key]) if key in WHOLE else pattern.search(said[key]))
            for key, pattern in by
        ):
            return what
    return ""


def _why_out(element):
    said = element.attrib
    if not said:
        return _why(element.tag, None, None, None, None, None)
    return said.get(NOTE) or _why(
        element.tag,
        said.get("style"),
        said.get("class"),
        said.get("id", said.get("name")),
        said.get("href"),
        said.get("hidden"),
    )


def _leave_out(top):
    """Take away what the rules name; each with its words."""
    for what, back in rules.NOTES:
        for link in top.iter("a"):
            if re.search(back, link.get("href", "")):
                next(link.iterancestors("p", "li"), link).set(NOTE, what)
                link.tail = f" {link.tail or ''}"
    gone, ahead = [], [top]
    while ahead:
        element = ahead.pop()
        what = "" if element is top else _why_out(element)
        if not what:
            ahead += reversed(element)
            continue
        if what == rules.STRUCK and element.find(".//del") is not None:
            what = rules.DELETED  # Word strikes it as well
        words = " ".join(" ".join(block.words for block in _texts(_blocks(element))).split())
        if what == rules.MARK:
            next(element.iterancestors("p", "li", *HEADINGS), top).set(LABEL, _label("".join(element.itertext())))
        elif words or what == rules.PICTURE:
            gone.append(Dropped(what=what, words=words))
        _take_away(element)
    return gone


def _take_away(element):
    """Without an element, but with what follows it; a cell keeps its place in the row."""
    if element.tag in ("td", "th"):
        for below in list(element):
            element.remove(below)
        element.text = ""
        return
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


# Blocks

BULLET = "•"
NUMBER = re.compile(
    r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,6})(?:\.(?:\d{1,3}|[a-z]))*[.)]+|\d{1,3}(?:\.\d{1,3})*", re.IGNORECASE
)
# A mark that somebody typed: with a wide space behind it, or with a neighbour that goes on counting.
TYPED_BULLET = re.compile(r"\s*[•·▪◦●‣⁃○■□▫►➢➤\uf0b7\uf0a7\uf0d8-](?=\s)\s*|\s*[–—*o§](?=\t)\s*")
TYPED_NUMBER = re.compile(r"\s*(\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])(\s)\s*(?=\S)", re.IGNORECASE)


def _label(mark):
    """The label of an item by the mark that stood before it: "3." or "a)", or "•" for whatever is no number."""
    mark = "".join(mark.split())
    return mark if NUMBER.fullmatch(mark) else BULLET


def _blocks(top):
    found, at, runs = [], Begins(), []
    for event in [*_stream(top, _looked(top, Look()), ()), Begins()]:
        if event is GOES_ON:
            runs += [(BREAK, Look())] if _plain(runs).strip() and runs[-1][0] != BREAK else []
        elif isinstance(event, Named):
            at = replace(at, ids=(*at.ids, event.name))
        elif isinstance(event, tuple):
            runs.append(event)
        else:
            if _plain(runs).strip():
                found.append((at, runs))
            if isinstance(event, IncomingTable):
                found.append((event, []))
            at, runs = (event if isinstance(event, Begins) else Begins()), []
    return tuple(_text(at, runs) if runs else at for at, runs in _with_typed_marks(found))


def _plain(runs):
    return "".join(words for words, _ in runs)


def _with_typed_marks(found):
    """Paragraphs that begin with a typed mark as items without it."""
    marks = [TYPED_NUMBER.match(_plain(runs)) if runs and at.kind == "paragraph" else None for at, runs in found]
    for place, (at, runs) in enumerate(found):
        mark, beside = marks[place], (*marks[max(0, place - 1) : place], *marks[place + 1 : place + 2])
        dot = TYPED_BULLET.match(_plain(runs)) if runs and at.kind != "heading" else None
        if mark and (mark[2] == "\t" or any(other and _follow(mark[1], other[1]) for other in beside)):
            yield replace(at, kind="item", label=mark[1]), _without_start(runs, mark.end())
        elif dot and _plain(runs)[dot.end() :].strip():
            yield replace(at, kind="item", label=at.label or BULLET), _without_start(runs, dot.end())
        else:
            yield at, runs


def _follow(one, other):
    """Whether one label is the next to another."""
    first, second = numbers(one), numbers(other)
    return any(abs(first[style] - second[style]) == 1 for style in first.keys() & second.keys())


def numbers(label):
    """The numbers that a label may stand for, by the `type` of their list: "i." is the first of some, or the ninth."""
    word = re.findall(r"\w+", label)[-1] if re.search(r"\w", label) else ""
    if word.isdecimal():
        return {"1": int(word)}
    capital, found = word.isupper(), {}
    if re.fullmatch("[ivx]+", word.lower()):
        values = [{"i": 1, "v": 5, "x": 10}[sign] for sign in word.lower()]
        found["I" if capital else "i"] = sum(
            -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
        )
    if len(word) == 1 and word.isascii():
        found["A" if capital else "a"] = ord(word.lower()) - ord("a") + 1
    return found


def _without_start(runs, length):
    left = []
    for words, look in runs:
        left.append((words[length:], look))
        length = max(0, length - len(words))
    return left


def _stream(top, look, lists):
    """What stands in an element in its order: (words, look), tables, and where a block begins or goes on."""
    yield from _said(top, top.text, look)
    for child in top:
        yield from _element(child, _looked(child, look), lists)
        yield from _said(top, child.tail, look)


def _said(element, text, look):
    if not text:
        return
    if element.tag == "pre":
        text, *others = text.split("\n")
        yield text, look
        for line in others:
            yield BREAK, look
            yield line, look
        return
    # A line end in the source is a space; so many spaces that nobody writes them in a row are a tab.
    is_tab = not text.strip(" \t") and "\t" in text
    words = re.sub(r"[ \u00a0]{2,}", "\t", re.sub(r"[ \r\n\t\f]+", " ", signs.seen(text)))
    words = re.sub(r"https?://[^\s<>]+", lambda address: unwrapped(address[0]) or address[0], words)
    pictures = rules.PICTURES.get(look.font or "wingdings")
    for sign in {sign for sign in words if look.font or "\uf000" <= sign < "\uf100"}:
        words = words.replace(sign, pictures.get(chr(ord(sign) % 0x100) if sign >= "\uf000" else sign, sign))
    yield "\t" if is_tab else words, replace(look, font="") if look.font else look


def _looked(element, look):
    """How words in an element are set, by its name and its style, where "normal" wins."""
    style, said = element.get("style", ""), {}
    if by_tag := rules.LOOKS_BY_TAG.get(element.tag):
        said[by_tag] = True
    if "font" in style or "face" in element.attrib:
        for name, (on, off) in rules.LOOKS.items():
            if re.search(off, style) or re.search(on, style):
                said[name] = not re.search(off, style)
        if family := re.search(rules.FONT, f"{style}; font-family:{element.get('face', '').lower()}"):
            said["font"] = next((font for font in rules.PICTURES if font in family[0]), "")
    if element.tag == "a":
        said["address"] = unwrapped(element.get("href", ""))
    return replace(look, **said) if said else look


def _element(element, look, lists):
    tag, style = element.tag, element.get("style", "")
    if tag == "a" and element.get("id", "").startswith(OURS):
        yield Named(element.get("id"))
    if tag == "br":
        yield BREAK, look
    elif tag == "input":
        yield _filled_in(element), look
    elif tag in ("sup", "sub") or (tag in IN_LINE and re.search(rules.MOVED, style)):
        yield from _raised(element, look, lists)
    elif tag == "table":
        yield from _table(element, look)
    elif tag in LISTS:
        first = element.get("start", "1")
        counter = [int(first) - 1 if re.fullmatch("[0-9]{1,4}", first) else 0, _type(element)]
        yield Begins()
        yield from _stream(element, look, (*lists, counter))
        yield Begins()
    elif begins := _begins(element, lists):
        yield begins
        yield from _stream(element, look, lists)
        yield Begins()
    elif tag in PARAGRAPHS:
        yield GOES_ON if lists else Begins()
        yield from _stream(element, look, lists)
        yield GOES_ON if lists else Begins()
    else:
        yield from _stream(element, look, lists)


def _filled_in(element):
    """What somebody typed into a form that was copied, or ticked."""
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in element.attrib else "☐"
    return element.get("value", "") if kind in ("text", "number", "date", "email", "search", "tel", "url") else ""


def _begins(element, lists):
    """The heading or item that an element is; None if it is neither."""
    tag, style = element.tag, element.get("style", "")
    level = element.get("aria-level", element.get("data-aria-level", ""))
    level = int(level) if re.fullmatch("[1-9]", level) else 0
    if tag in HEADINGS or element.get("role") == "heading" or "msotitle" in element.get("class", "").lower():
        return Begins(kind="heading", level=HEADINGS.get(tag, level or 1))
    if tag == "li":
        counter = lists[-1] if lists else [0, ""]
        value = element.get("value", "")
        counter[0] = int(value) if re.fullmatch("[0-9]{1,4}", value) else counter[0] + 1
        return Begins(kind="item", level=(level or len(lists) or 1) - 1, label=numbered(*counter))
    if word_list := re.search(r"mso-list:\s*l\d+\s+level(\d)", style):
        return Begins(kind="item", level=int(word_list[1]) - 1, label=element.get(LABEL, BULLET))
    return Begins(kind="item", label=element.get(LABEL)) if LABEL in element.attrib else None


def _type(element):
    """How a list counts: "1", "a", "A", "i" or "I"; "" for bullets."""
    if element.tag == "ul":
        return ""
    named = re.search(r"list-style(?:-type)?:\s*(?:\w+ )?(lower|upper)-(alpha|latin|roman)", element.get("style", ""))
    said = {"alpha": "a", "latin": "a", "roman": "i"}[named[2]] if named else element.get("type", "1")
    said = said.upper() if named and named[1] == "upper" else said
    return said if said in ("a", "A", "i", "I") else "1"


def numbered(number, style):
    if not style:
        return BULLET
    if style in "aA" and 0 < number <= 26:
        word = chr(ord("a") + number - 1)
    elif style in "iI" and 0 < number < 40:
        word = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
    else:
        return f"{number}."
    return f"{word.upper() if style.isupper() else word}."


def _raised(element, look, lists):
    """Raised and lowered words, in signs of their own or in brackets; what is only moved a little stays as it is."""
    words, style = signs.seen("".join(element.itertext())), element.get("style", "")
    previous = element.getprevious()
    before = (previous.tail if previous is not None else element.getparent().text) or ""
    if element.tag == "sup" or re.search(rules.RAISED, style):
        yield signs.raised(words.strip(), before), look
    elif element.tag == "sub" or re.search(rules.LOWERED, style):
        yield signs.lowered(words), look
    else:
        yield from _stream(element, look, lists)


def _text(begins, runs):
    runs = _in_lines(runs)
    if begins.kind == "heading":
        runs = [(words, replace(look, bold=False, italic=False)) for words, look in runs]
    return IncomingText(
        html=_marked_up(runs),
        words=_plain(runs),
        kind=begins.kind,
        level=begins.level,
        label=begins.label,
        ids=begins.ids,
    )


def _in_lines(runs):
    """Words with one space at most between two, none at the edges of a line, and none at the edges of bold or links."""
    if len(runs) == 1 and not re.search(r"[\t\n]|  ", runs[0][0]):
        return [(runs[0][0].strip(), runs[0][1])]
    pieces = [(piece, look) for words, look in runs for piece in re.findall(r"[ \t\n]+|[^ \t\n]+", words)]
    found = []
    for is_gap, group in groupby(pieces, key=lambda piece: not piece[0].strip(" \t\n")):
        words = _plain(group := list(group))
        found += [(BREAK * words.count(BREAK) or " ", None)] if is_gap else group
    while found and not found[0][0].strip():
        del found[0]
    while found and not found[-1][0].strip():
        del found[-1]
    return [
        (words, look or _shared(found[place - 1][1], found[place + 1][1])) for place, (words, look) in enumerate(found)
    ]


def _shared(one, other):
    address = one.address if one.address == other.address else ""
    return Look(bold=one.bold and other.bold, italic=one.italic and other.italic, address=address)


def _marked_up(runs):
    """Runs as HTML, in the order in which they nest: links, bold, italics."""
    if len(runs) == 1 and runs[0][1] == Look():
        return escape(runs[0][0], quote=False)
    html = ""
    for address, link in groupby(runs, key=lambda run: run[1].address):
        inner = ""
        for bold, strong in groupby(link, key=lambda run: run[1].bold):
            words = "".join(
                _within("em" if italic else "", escape(_plain(group), quote=False).replace(BREAK, "<br>"))
                for italic, group in groupby(strong, key=lambda run: run[1].italic)
            )
            inner += _within("strong" if bold else "", words)
        html += f'<a href="{escape(address)}">{inner}</a>' if address else inner
    return html


def _within(tag, html):
    return f"<{tag}>{html}</{tag}>" if tag else html


# Tables


def _texts(blocks):
    """All texts of some blocks, those in tables too."""
    for block in blocks:
        if isinstance(block, IncomingText):
            yield block
        else:
            yield from _texts(inner for row in block.rows for cell in row for inner in getattr(cell, "blocks", ()))


def _span(cell, name):
    value = cell.get(name)
    if value is None:
        return 1
    return max(1, min(int(value), WIDEST)) if re.fullmatch("[0-9]{1,9}", value) else 1


def _table(table, look):
    """A table as a full grid; one of a single cell is a frame around words."""
    lines = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[cell for cell in line if cell.tag in ("td", "th")] for line in lines]
    if sum(map(len, cells)) == 1:
        only = next(cell for line in cells for cell in line)
        yield Begins()
        yield from _stream(only, look, ())
        yield Begins()
        return
    rows, spanned, places = [], {}, 0
    for number, line in enumerate(cells):
        row = []
        for cell in line:
            _cover(row, spanned, number)
            down, across = min(_span(cell, "rowspan"), len(lines) - number), _span(cell, "colspan")
            places += down * across
            if places > MOST_PLACES:
                raise TooMuch(TOO_MUCH)
            at = (number, len(row))
            spanned |= {(number + below, at[1] + beside): at for below in range(down) for beside in range(across)}
            row.append(IncomingCell(blocks=_cell(cell), down=down, across=across, is_heading=cell.tag == "th"))
            _cover(row, spanned, number)
        _cover(row, spanned, number)
        rows.append(row)
    width = max(map(len, rows), default=0)
    caption = table.find("caption")
    if width:
        headings = [line.getparent().tag == "thead" or all(cell.tag == "th" for cell in line) for line in lines]
        yield IncomingTable(
            rows=tuple((*row, *[IncomingCell()] * (width - len(row))) for row in rows),
            name="" if caption is None else " ".join(signs.seen("".join(caption.itertext())).split()),
            heading_rows=headings.index(False) if False in headings else 0,
        )


def _cover(row, spanned, number):
    """Fill the places of a row that cells cover which stand before them or above."""
    while (number, len(row)) in spanned:
        row.append(Covered(*spanned[number, len(row)]))


def _cell(cell):
    blocks = _blocks(cell)
    if not blocks:
        # Word counts rows by themselves: such a number is all that a cell shows.
        labels = [below.get(LABEL) for below in cell.iter() if below.get(LABEL, BULLET) != BULLET]
        blocks = tuple(IncomingText(html=escape(label), words=label) for label in labels)
    return blocks


# A narrative


def narrative(blocks) -> str:
    """Blocks as the HTML of a narrative: lists nested, each counting from where it began. Tables are passed over."""
    html, opened = "", []  # each of the lists: its element, how it counts, and the number of its last item
    for block in blocks:
        if isinstance(block, IncomingTable):
            continue
        if block.kind != "item":
            html += _closed(opened, 0) + _within("h3" if block.kind == "heading" else "p", block.html)
            continue
        level = min(block.level, len(opened))
        html += _closed(opened, level + 1)
        html += _next_item(opened, level, numbers(block.label)) + block.html
    return html + _closed(opened, 0)


def _next_item(opened, level, counted):
    """Where an item of this level begins: in the list that is open if it goes on counting, else in one of its own."""
    if len(opened) > level:
        _, style, last = opened[-1]
        if not (style or counted) or counted.get(style) == last + 1:
            opened[-1][2] = last + 1
            return "</li><li>"
    html = _closed(opened, level)
    style, number = next(iter(counted.items()), ("", 0))
    opened.append(["ol" if style else "ul", style, number])
    said = (f' start="{number}"' if number > 1 else "") + (f' type="{style}"' if style not in ("", "1") else "")
    return f"{html}<{opened[-1][0]}{said}><li>"


def _closed(opened, level):
    html = ""
    while len(opened) > level:
        html += f"</li></{opened.pop()[0]}>"
    return html


# In the child of kit.apart


def told(incoming) -> list[str]:
    """What a narrative doesn't take, a sentence for each sort of thing, with its first words."""
    sorts = {}
    for each in incoming.left_out:
        sorts.setdefault(each.what, []).append(f"“{cut(each.words)}”" if each.words else "")
    for table in incoming.tables:
        sorts.setdefault("a table", []).append(f"{counted(len(table.rows), 'row')}, {cut(table.in_a_line)}")
    return [_told(what, quoted) for what, quoted in sorts.items()]


def _told(what, quoted):
    more = f" and {len(quoted) - FEW} more" if len(quoted) > FEW else ""
    words = ", ".join(filter(None, quoted[:FEW]))
    return f"Left out: {what}{f' ({words}{more})' if words else more}."


def answer(source):
    """What is pasted into a narrative, as the editor takes it, and sentences on what isn't passed on."""
    try:
        incoming = read(source.decode())
    except TooMuch as reason:
        return {"said": [str(reason)]}, b""
    return {"html": narrative(incoming.blocks), "said": told(incoming), "tables": len(incoming.tables)}, b""


if __name__ == "__main__":
    apart.answer(answer)
