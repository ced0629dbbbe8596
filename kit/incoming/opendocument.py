"""OpenDocument texts (ODT) as the HTML that a clipboard would hold of them; what nobody sees is named. Knows no Django.

Deleted words lie in a list of their own, so that the body is read as if every change had been accepted.
"""

import re
from functools import cache
from html import escape

from msgspec import Struct, field

from kit.incoming import numerals, packed, rules
from kit.incoming.shape import MOST_COLUMNS, Dropped, NoTable, bounded
from kit.signs import tidy

DEEPEST = 100
NAMESPACES = {
    **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")},
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


@cache
def q(name):
    """A name of OpenDocument with its namespace: text:p."""
    prefix, _, bare = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{bare}"


class TextFile(Struct):
    """What has to be known of a text to write it as HTML, and what was left out of it."""

    looks: dict[str, str] = field(default_factory=dict)  # of each style: the element that says it in HTML
    parents: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, tuple]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    counter: numerals.Tally = field(default_factory=numerals.Tally)
    left_out: list[Dropped] = field(default_factory=list)
    boxes: list = field(default_factory=list)
    places: int = 0


def html(data: bytes) -> tuple[str, list[Dropped]]:
    """The text as HTML, and what is left out of it."""
    file = TextFile()
    trees = {name: packed.tree(text) for name, text in packed.parts(data) if name in ("styles.xml", "content.xml")}
    for root in trees.values():
        _read_styles(root, file)
    for what, tag in (("a header", "style:header"), ("a footer", "style:footer")):
        for master in trees["styles.xml"].iter(q(tag)) if "styles.xml" in trees else ():
            _leave_out(master, what, file)
    body = trees["content.xml"].find("office:body/office:text", NAMESPACES)
    return _blocks(body, file, ()), file.left_out


def _read_styles(root, file):
    for style in root.iter(q("style:style")):
        name = style.get(q("style:name"))
        file.parents[name] = style.get(q("style:parent-style-name"), "")
        file.looks[name] = look_of(style)
        section = style.find("style:section-properties", NAMESPACES)
        if section is not None and section.get(q("text:display")) == "none":
            file.hidden.add(name)
    for each in root.iter(q("text:list-style")):
        file.lists[each.get(q("style:name"))] = {
            number(level, "text:level", 1) - 1: (
                level.get(q("style:num-format")) if level.tag == q("text:list-level-style-number") else None,
                level.get(q("style:num-prefix"), ""),
                level.get(q("style:num-suffix"), ""),
                number(level, "text:start-value", 1),
                number(level, "text:display-levels", 1),
            )
            for level in each
        }


# What of a style says how words are read: its attribute, the values that do, and the element that says it in HTML.
LOOKS = (
    ("text:display", "none", "span hidden"),
    ("style:text-line-through-style", "(?!none)[a-z]", "s"),
    ("style:text-line-through-type", "(?!none)[a-z]", "s"),
    ("style:text-position", r"super|[1-9]\d*%", "sup"),
    ("style:text-position", r"sub|-[1-9]\d*%", "sub"),
    *(("style:font-name", f"(?i){font}", f"span style='font-family:{font}'") for font in rules.PICTURES),
    ("fo:font-weight", "bold|[6-9]00", "strong"),
    ("fo:font-style", "italic|oblique", "em"),
)


def look_of(style) -> str:
    """The element that says in HTML how the words of a style are read; "" if in no way of their own."""
    look = style.find("style:text-properties", NAMESPACES)
    said = {} if look is None else look.attrib
    return next((tag for key, fits, tag in LOOKS if re.match(fits, said.get(q(key), ""))), "")


def _look(name, file):
    return next((file.looks[each] for each in _styles(name, file) if file.looks.get(each)), "")


def _styles(name, file):
    """A style and those that it is based on."""
    for _ in range(20):
        if not name:
            return
        yield name
        name = file.parents.get(name)


# Blocks


def _blocks(parent, file, lists):
    """All blocks in an element, one after the other; `lists` are the styles of the lists in which they stand."""
    if len(lists) > DEEPEST:
        raise NoTable("This document is nested too deep to be read.")
    return "".join(BLOCKS.get(block.tag, _other_block)(block, file, lists) for block in parent)


def _other_block(element, file, lists):
    return _with_boxes(_frame(element, file), file) if element.tag in FRAMES else ""


def _paragraph(element, file, lists, label="", level=0):
    style = element.get(q("text:style-name"))
    words = _within(_look(style, file), _inline(element, file))
    if "Title" in _styles(style, file):
        return _with_boxes(f"<h1>{words}</h1>", file)
    if not label or not words.strip():
        return _with_boxes(f"<p>{words}</p>", file)
    mark = f'<span style="mso-list:ignore">{escape(label)}</span>'
    return _with_boxes(f'<p style="mso-list:l0 level{min(level, 8) + 1}">{mark}{words}</p>', file)


def _heading(element, file, lists):
    level = min(number(element, "text:outline-level", 1), 6)
    return _with_boxes(f"<h{level}>{_inline(element, file)}</h{level}>", file)


def _with_boxes(html, file):
    """A block with what stands in the text boxes that are anchored in it."""
    boxes, file.boxes = file.boxes, []
    return html + "".join(_blocks(box, file, ()) for box in boxes)


def _list(element, file, lists):
    style = element.get(q("text:style-name")) or (lists[-1] if lists else "")
    level, out = len(lists), ""
    form, before, behind, first, shown = file.lists.get(style, {}).get(level, (None, "", "", 1, 1))
    key = (
        style
        if element.get(q("text:continue-numbering")) == "true" or q("text:continue-list") in element.attrib
        else element
    )
    for item in element.iterchildren(q("text:list-item"), q("text:list-header")):
        begins = next(item.iterchildren(q("text:p"), q("text:h")), None)
        label = "•"
        if begins is not None and form and item.tag == q("text:list-item"):
            if q("text:start-value") in item.attrib:
                file.counter.start(style, level, number(item, "text:start-value", 1))
            elif item is element[0] and key is element:
                file.counter.start(style, level, first)
            counts = file.counter.next(style, level, first)[-shown:]
            label = before + ".".join(numerals.numeral(count, form) for count in counts) + behind
        for block in item:
            if block is begins:
                out += _paragraph(block, file, lists, label if item.tag == q("text:list-item") else "", level)
            else:
                out += _blocks([block], file, (*lists, style))
    return out


def _table(element, file, lists):
    rows, is_heading = "", False
    for row in element.iter(q("table:table-row")):
        if next(row.iterancestors(q("table:table"))) is not element:
            continue
        times, cells = number(row, "table:number-rows-repeated", 1), ""
        is_heading = row.getparent().tag == q("table:table-header-rows")
        for cell in row.iterchildren(q("table:table-cell")):
            down, across = (number(cell, f"table:number-{each}-spanned", 1) for each in ("rows", "columns"))
            repeated = number(cell, "table:number-columns-repeated", 1)
            file.places += repeated * times
            bounded(times, max(repeated, min(across, MOST_COLUMNS)), file.places)
            tag = "th" if is_heading else "td"
            cells += f'<{tag} rowspan="{down}" colspan="{across}">{_blocks(cell, file, ())}</{tag}>' * repeated
        rows += f"<tr>{cells}</tr>" * times
    return f"<table>{rows}</table>"


def _changes(element, file, lists):
    for deletion in element.iter(q("text:deletion")):
        _leave_out(deletion, rules.DELETED, file)
    return ""


def _section(element, file, lists):
    if element.get(q("text:style-name")) in file.hidden or element.get(q("text:display")) == "none":
        _leave_out(element, rules.HIDDEN, file)
        return ""
    return _blocks(element, file, lists)


def _contents(element, file, lists):
    _leave_out(element.find("text:index-body", NAMESPACES), "a table of contents", file)
    return ""


BLOCKS = {
    q("text:p"): _paragraph,
    q("text:h"): _heading,
    q("text:list"): _list,
    q("table:table"): _table,
    q("text:section"): _section,
    q("text:tracked-changes"): _changes,
    **{q(f"text:{name}"): _contents for name in ("table-of-content", "alphabetical-index", "illustration-index")},
}

# Words

FRAMES = {q(f"draw:{name}") for name in ("frame", "custom-shape", "rect", "g")}
SIGNS = {q("text:tab"): "\t", q("text:line-break"): "<br>", q("text:soft-page-break"): ""}
NAMED = {
    q("office:annotation"): rules.COMMENT,
    q("text:note"): rules.FOOTNOTE,
    q("text:hidden-text"): rules.HIDDEN,
    q("text:ruby-text"): rules.HIDDEN,
}


def _inline(element, file, depth=0):
    """The words in an element as HTML."""
    if depth > DEEPEST:
        raise NoTable("This document is nested too deep to be read.")
    out = _text(element.text)
    for child in element:
        out += _child(child, file, depth) + _text(child.tail)
    return out


def _child(child, file, depth):
    if child.tag in SIGNS:
        return SIGNS[child.tag]
    if child.tag in NAMED:
        _leave_out(child, NAMED[child.tag], file)
        return ""
    if child.tag in FRAMES:
        return _frame(child, file)
    if child.tag == q("text:s"):
        return " " * min(number(child, "text:c", 1), 100)
    if child.tag in (q("text:bookmark-start"), q("text:bookmark")):
        return f'<a id="{escape(child.get(q("text:name"), ""))}"></a>'
    if not isinstance(child.tag, str) or child.tag.startswith(f"{{{NAMESPACES['office']}}}"):
        return ""
    words = _inline(child, file, depth + 1)
    if child.tag == q("text:a"):
        return f'<a href="{escape(child.get(q("xlink:href"), ""))}">{words}</a>'
    return _within(_look(child.get(q("text:style-name")), file), words)


def _frame(element, file):
    """What stands in a frame comes after its paragraph."""
    boxes = list(element.iter(q("draw:text-box")))
    boxes = [box for box in boxes if not any(each in boxes for each in box.iterancestors())]
    if not boxes and element.find("text:p", NAMESPACES) is not None:
        boxes = [element]  # a shape with words in it
    file.boxes += boxes
    if not boxes:
        file.left_out.append(Dropped(what=rules.PICTURE))
    return ""


def _text(text):
    """A line end in the file is a space."""
    return escape(re.sub(r"[ \t\r\n]+", " ", text or ""))


def _within(look, words):
    return f"<{look}>{words}</{look.split()[0]}>" if look and words else words


def _leave_out(element, what, file):
    pieces = [] if element is None else [element, *element.iter(q("text:p"), q("text:h"))][1:] or [element]
    words = " ".join(tidy(" ".join("".join(each.itertext()) for each in pieces)).split())
    if words:
        file.left_out.append(Dropped(what=what, words=words))


def number(element, name, otherwise):
    """A count that a file names, if it is one."""
    said = element.get(q(name))
    return int(said) if said and re.fullmatch("[0-9]{1,7}", said) else otherwise
