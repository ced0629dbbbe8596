"""Word files (DOCX) and OpenDocument texts (ODT), by way of the HTML that a clipboard would hold of them.

mammoth makes HTML of a DOCX. Before it looks, the document is mended: what it would drop without a word is kept, and
what nobody sees in Word is taken out and named. Numbers of lists are reckoned and stand in front of their items, as
Word's clipboard has them. Knows no Django.
"""

import re
from functools import cache

import mammoth
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from kit.incoming import clean, numerals, opendocument, packed, rules
from kit.incoming.shape import MOST_COLUMNS, Dropped, Incoming, NoTable, bounded
from kit.signs import tidy

DEEPEST, MOST_PARAGRAPHS = 12, 150_000
HEADER, FOOTER, CONTENTS, PROMPT = "a header", "a footer", "a table of contents", "a prompt to fill in"
DELETED_ROW, MERGED_AWAY = "a deleted row", "what a merged cell hides"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
MOVED = 4  # half points: what is moved less than that stands in its line
# What the mended document says to mammoth, in its own language.
STYLES = "\n".join(
    [
        "r.IncomingMark => span[style='mso-list:ignore']",
        *(f"p.IncomingItem{level} => p[style='mso-list:l0 level{level + 1}']:fresh" for level in range(9)),
        *(f"p.IncomingHeading{level} => h{level}:fresh" for level in range(1, 7)),
        "br[type='page'] =>",
    ]
)


@cache
def q(name):
    """A name of Word's with its namespace: w:p."""
    prefix, _, bare = name.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'w']}}}{bare}"


W_VAL, STYLE_ID = q("val"), q("styleId")


class WordStyle(Struct):
    """What a style says of its paragraphs and runs; what it doesn't say, the style it is based on does."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: tuple[str, int] | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    raised: str = ""  # superscript or subscript


class WordList(Struct):
    """How a list counts: by its own key or another's, and of each level its first number, style and pattern."""

    key: str
    levels: dict[int, tuple[int, str, str]]
    style: str = ""  # that it is written down at


class WordFile(Struct):
    """What has to be known of a file to mend its document, and what was left out of it."""

    styles: dict[str, WordStyle] = field(default_factory=dict)
    lists: dict[str, WordList] = field(default_factory=dict)
    counter: numerals.Tally = field(default_factory=numerals.Tally)
    left_out: list[Dropped] = field(default_factory=list)


def read(data: bytes, kind: str, _sheet: str | None = None) -> Incoming:
    """All of a document in blocks; `kind` is docx or odt."""
    try:
        html, left_out = (_docx if kind == "docx" else opendocument.html)(data)
        incoming = clean.read(html)
    except (NoTable, MemoryError):
        raise
    except clean.TooMuch as reason:
        raise NoTable(str(reason)) from reason
    # A damaged file makes the libraries fail in ways that they don't name.
    except Exception as error:
        raise NoTable("This document can't be read. Open it in Word and save it anew.") from error
    return replace(incoming, left_out=(*left_out, *incoming.left_out))


def _docx(data):
    word = WordFile()

    def mended(name, text):
        if re.fullmatch(r"word/document\d*\.xml", name):
            root = packed.tree(text)
            for step in STEPS:
                step(root, word)
            return etree.tostring(root)
        return text

    for name, text in packed.parts(data):
        part = re.fullmatch(r"word/(styles|numbering|comments|footnotes|endnotes|header|footer)\d*\.xml", name)
        if part:
            PARTS[part[1]](packed.tree(text), word)
    file = packed.changed(data, mended)
    html = mammoth.convert_to_html(file, style_map=STYLES, include_embedded_style_map=False, id_prefix="").value
    return html, word.left_out


# What else is in the file


def _read_styles(root, word):
    for style in root.iter(q("style")):
        word.styles[style.get(STYLE_ID)] = WordStyle(
            name=_value(style, "w:name").lower(),
            based_on=_value(style, "w:basedOn"),
            outline=_number(_value(style, "w:pPr/w:outlineLvl"), None),
            number=_list_of(style.find("w:pPr/w:numPr", NAMESPACES)),
            is_hidden=_is_on(style, "w:rPr/w:vanish"),
            is_struck=_is_on(style, "w:rPr/w:strike", "w:rPr/w:dstrike"),
            raised=_raised(style.find("w:rPr", NAMESPACES)),
        )


def _read_lists(root, word):
    abstract, styles = {}, {}
    for each in root.iter(q("abstractNum")):
        styles[each.get(q("abstractNumId"))] = _value(each, "w:numStyleLink")
        abstract[each.get(q("abstractNumId"))] = {
            _number(level.get(q("ilvl")), 0): (
                _number(_value(level, "w:start"), 1),
                _value(level, "w:numFmt") or "decimal",
                _value(level, "w:lvlText"),
            )
            for level in each.iter(q("lvl"))
        }
    for each in root.iter(q("num")):
        key, number = _value(each, "w:abstractNumId"), each.get(q("numId"))
        levels, overrides = dict(abstract.get(key, {})), each.findall("w:lvlOverride", NAMESPACES)
        for override in overrides:
            level, start = _number(override.get(q("ilvl")), 0), _number(_value(override, "w:startOverride"), None)
            if start is not None:
                levels[level] = (start, *levels.get(level, (1, "decimal", f"%{level + 1}."))[1:])
        word.lists[number] = WordList(f"number {number}" if overrides else key, levels, styles.get(key, ""))


def _name_all(what, tag):
    """A reader of a part of which all is left out, each piece of it named."""

    def read_part(root, word):
        pieces = [root] if tag is None else root.iter(q(tag))
        word.left_out += [Dropped(what=what, words=words) for piece in pieces if (words := _words(piece))]

    return read_part


PARTS = {
    "styles": _read_styles,
    "numbering": _read_lists,
    "comments": _name_all(rules.COMMENT, "comment"),
    "footnotes": _name_all(rules.FOOTNOTE, "footnote"),
    "endnotes": _name_all(rules.FOOTNOTE, "endnote"),
    "header": _name_all(HEADER, None),
    "footer": _name_all(FOOTER, None),
}


# The document, mended step by step

UNWRAPPED = ("sdt", "ins", "moveTo", "fldSimple", "bdo", "dir", "smartTag", "customXml")
IN_BETWEEN = (
    "bookmarkStart",
    "bookmarkEnd",
    "proofErr",
    "permStart",
    "permEnd",
    "commentRangeStart",
    "commentRangeEnd",
)
RUN_SIGNS = {q("cr"): "br", q("ptab"): "tab"}


def _unwrap(root, word):
    """Content controls, fields and insertions as what stands in them; mammoth knows few of them."""
    word.left_out += [Dropped(what="a file that was inserted") for _ in root.iter(q("altChunk"))]
    for element in list(root.iter(*map(q, UNWRAPPED))):
        inside = element.find("w:sdtContent", NAMESPACES) if element.tag == q("sdt") else element
        if element.find("w:sdtPr/w:showingPlcHdr", NAMESPACES) is not None:
            _drop(element, PROMPT, word)
        elif "Contents" in _value(element, "w:sdtPr/w:docPartObj/w:docPartGallery"):
            _drop(element, CONTENTS, word)
        else:
            for child in [] if inside is None else list(inside):
                if not child.tag.endswith("Pr"):
                    element.addprevious(child)
            element.getparent().remove(element)


def _take_out_what_was_deleted(root, word):
    for element in list(root.iter(q("del"), q("moveFrom"))):
        parent = element.getparent()
        if parent is None or root not in (element, *element.iterancestors()):
            continue
        if parent.tag == q("rPr"):
            element.tag = q("del")  # the mark of a paragraph: mammoth joins it to the next
        elif parent.tag == q("trPr"):
            _drop(parent.getparent(), DELETED_ROW, word)
        else:
            _drop(element, rules.DELETED, word)


def _take_out_boxes_and_pictures(root, word):
    """What stands in a text box comes after its paragraph."""
    for choice in list(root.iter(q("mc:AlternateContent"))):
        for_us, for_others = choice.find("mc:Choice", NAMESPACES), choice.find("mc:Fallback", NAMESPACES)
        has_box = for_us is not None and next(for_us.iter(q("txbxContent")), None) is not None
        for child in for_us if has_box or for_others is None else for_others:
            choice.addprevious(child)
        choice.getparent().remove(choice)
    for element in list(root.iter(q("drawing"), q("pict"), q("object"))):
        paragraph, boxes = next(element.iterancestors(q("p")), None), list(element.iter(q("txbxContent")))
        if not boxes:
            word.left_out.append(Dropped(what=rules.PICTURE))
        for block in reversed([block for box in boxes for block in box]):
            if paragraph is not None and next(block.iterancestors(q("txbxContent"))) in boxes:
                paragraph.addnext(block)
        element.getparent().remove(element)


def _mend_runs(root, word):
    for run in list(root.iter(q("r"))):
        look, paragraph = run.find("w:rPr", NAMESPACES), next(run.iterancestors(q("p")), None)
        styles = [_value(run, "w:rPr/w:rStyle")] + ([] if paragraph is None else [_value(paragraph, "w:pPr/w:pStyle")])
        for sign in list(run.iter(*RUN_SIGNS)):
            sign.tag = q(RUN_SIGNS[sign.tag])
        for hyphen in list(run.iter(q("noBreakHyphen"))):
            hyphen.tag, hyphen.text = q("t"), "-"
        for note in list(run.iter(q("footnoteReference"), q("endnoteReference"), q("commentReference"))):
            run.remove(note)
        if _first_said(word, _is_on(look, "w:vanish"), styles, "is_hidden"):
            _drop(run, rules.HIDDEN, word)
            continue
        said = {
            "strike": "true" if _first_said(word, _is_on(look, "w:strike", "w:dstrike"), styles, "is_struck") else "",
            "vertAlign": _first_said(word, _raised(look) or None, styles[:1], "raised"),
        }
        for name, value in said.items():
            if value:
                look = etree.Element(q("rPr")) if look is None else look
                run.insert(0, look)
                for told in look.findall(f"w:{name}", NAMESPACES):
                    look.remove(told)
                etree.SubElement(look, q(name)).set(W_VAL, value)
        _mend_pictures_of_fonts(run, look)
    for formula in list(root.iter(q("m:oMath"))):
        words = " ".join(text.text or "" for text in formula.iter(q("m:t")))  # a half is no twelve
        formula.addprevious(_run(words))
        formula.getparent().remove(formula)


def _mend_pictures_of_fonts(run, look):
    """Ticks and boxes that are letters of a font as the signs they show."""
    fonts = look.find("w:rFonts", NAMESPACES) if look is not None else None
    font = (fonts.get(q("ascii")) or "").lower() if fonts is not None else ""
    for text in run.iter(q("t")):
        if font in rules.PICTURES:
            text.text = "".join(rules.PICTURES[font].get(chr(ord(sign) % 0x100), sign) for sign in text.text or "")
    for sign in list(run.iter(q("sym"))):
        font, code = (sign.get(q("font")) or "").lower(), sign.get(q("char")) or ""
        place = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
        sign.tag = q("t")
        sign.text = rules.PICTURES.get(font, {}).get(
            chr(place % 0x100), "□" if 0xE000 <= place < 0xF900 else chr(place)
        )


def _mend_tables(root, word):
    places = 0
    for table in list(root.iter(q("tbl"))):
        if sum(1 for _ in table.iterancestors(q("tbl"))) >= DEEPEST:
            raise NoTable("The tables of this document stand in one another too deep to be read.")
        for between in [
            each for each in table.iter(*map(q, IN_BETWEEN)) if each.getparent().tag in (q("tbl"), q("tr"))
        ]:
            between.getparent().remove(between)
        for row in table.iterchildren(q("tr")):
            before = _number(_value(row, "w:trPr/w:gridBefore"), 0)
            cells = list(row.iterchildren(q("tc")))
            if before and cells:
                cells[0].addprevious(_empty_cell(min(before, MOST_COLUMNS)))
            for cell in cells:
                merged, span = cell.find("w:tcPr/w:vMerge", NAMESPACES), cell.find("w:tcPr/w:gridSpan", NAMESPACES)
                if merged is not None and merged.get(W_VAL, "continue") == "continue":
                    for block in cell.findall("w:p", NAMESPACES)[:-1] + cell.findall("w:tbl", NAMESPACES):
                        _drop(block, MERGED_AWAY, word)
                across = max(1, min(_number(span.get(W_VAL), 1), MOST_COLUMNS)) if span is not None else 1
                if span is not None:
                    span.set(W_VAL, str(across))
                places += across
            bounded(0, 0, places)


def _mend_paragraphs(root, word):
    blocks = list(root.iter(q("p")))
    if len(blocks) > MOST_PARAGRAPHS:
        raise NoTable("This document is too long to be read at once. Bring it in parts.")
    for block in blocks:
        style, look = _value(block, "w:pPr/w:pStyle"), block.find("w:pPr", NAMESPACES)
        name = _first_said(word, None, [style], "name") or ""
        if name.startswith(("toc ", "table of figures", "index ")):
            _drop(block, CONTENTS, word)
            continue
        number = _list_of(look.find("w:numPr", NAMESPACES)) if look is not None else None
        number = number or _first_said(word, None, [style], "number")
        outline = _number(_value(block, "w:pPr/w:outlineLvl"), None)
        outline = _first_said(word, outline, [style], "outline")
        heading = 1 if name in ("title", "subtitle") else outline + 1 if outline is not None and outline < 9 else 0
        label = _label(number, word) if number and number[0] != "0" else ""
        for told in look.findall("w:numPr", NAMESPACES) if look is not None else ():
            look.remove(told)
        if heading:
            _set_style(block, f"IncomingHeading{min(heading, 6)}")
        elif label and _words(block):
            _set_style(block, f"IncomingItem{min(number[1], 8)}")
            block.find("w:pPr", NAMESPACES).addnext(_run(label, "IncomingMark"))
        else:
            _set_style(block, "IncomingWords")


def _label(number, word):
    key, level = number
    found = word.lists.get(key) or WordList(key, {})
    if found.style in word.styles and (numbered := word.styles[found.style].number):
        found = replace(word.lists.get(numbered[0], found), key=found.key)
    first, style, pattern = found.levels.get(level, (1, "bullet", ""))
    if style in ("bullet", "none"):
        return "•"
    numbers = word.counter.next(found.key, level, first)
    return numerals.label(
        pattern, numbers, [found.levels.get(each, (1, "decimal", ""))[1] for each in range(level + 1)]
    )


def _mend_bookmarks(root, word):
    """Only our own stay, in the paragraph that follows."""
    for mark in list(root.iter(q("bookmarkStart"))):
        parent = mark.getparent()
        following = next(mark.itersiblings(q("p")), None)
        if not (mark.get(q("name")) or "").startswith(clean.OURS):
            parent.remove(mark)
        elif parent.tag != q("p") and following is not None:
            following.append(mark)


STEPS = (
    _unwrap,
    _take_out_what_was_deleted,
    _take_out_boxes_and_pictures,
    _mend_runs,
    _mend_tables,
    _mend_paragraphs,
    _mend_bookmarks,
)


# What the steps share


def _drop(element, what, word):
    words = _words(element)
    if words:
        word.left_out.append(Dropped(what=what, words=words))
    element.getparent().remove(element)


def _words(element):
    """The words in an element, deleted ones too."""
    said = ""
    for each in element.iter(q("t"), q("delText"), q("m:t"), q("p"), q("tab"), q("br")):
        said += (each.text or "") if each.tag in (q("t"), q("delText"), q("m:t")) else " "
    return " ".join(tidy(said).split())


def _value(element, path):
    found = element.find(path, NAMESPACES)
    return (found.get(W_VAL) or "") if found is not None else ""


def _number(words, otherwise):
    return int(words) if words and re.fullmatch("[0-9]{1,6}", words) else otherwise


def _is_on(element, *paths):
    """Whether one of the looks is said to be on or off; None if nothing is said."""
    found = [each for path in paths if element is not None and (each := element.find(path, NAMESPACES)) is not None]
    return any(each.get(W_VAL, "true") not in ("0", "false", "off") for each in found) if found else None


def _raised(look):
    """Whether words stand higher or lower than others, by their look: some are only moved."""
    if look is None:
        return ""
    moved = re.fullmatch(r"(-?)([0-9]{1,3})", _value(look, "w:position"))
    if moved and int(moved[2]) >= MOVED:
        return "subscript" if moved[1] else "superscript"
    return _value(look, "w:vertAlign")


def _list_of(numbered):
    """The list and the level of a paragraph."""
    if numbered is None:
        return None
    key = _value(numbered, "w:numId")
    return (key, _number(_value(numbered, "w:ilvl"), 0)) if key else None


def _first_said(word, said, styles, what):
    """What is said of it itself or by the first of its styles and of those that they are based on; None if by none."""
    for name in styles:
        for _ in range(20):
            if said is not None or (style := word.styles.get(name)) is None:
                break
            said = getattr(style, what) if getattr(style, what) != "" else None
            name = style.based_on
    return said


def _set_style(block, style):
    look = block.find("w:pPr", NAMESPACES)
    if look is None:
        look = etree.Element(q("pPr"))
        block.insert(0, look)
    for told in look.findall("w:pStyle", NAMESPACES):
        look.remove(told)
    etree.SubElement(look, q("pStyle")).set(W_VAL, style)


def _run(words, style=""):
    run = etree.Element(q("r"))
    if style:
        etree.SubElement(etree.SubElement(run, q("rPr")), q("rStyle")).set(W_VAL, style)
    etree.SubElement(run, q("t")).text = words
    return run


def _empty_cell(across):
    cell = etree.Element(q("tc"))
    etree.SubElement(etree.SubElement(cell, q("tcPr")), q("gridSpan")).set(W_VAL, str(across))
    return cell
