"""A text document that was sent out and comes back: its words as changed, and who changed them and said what of them.

The words are read as any document is (`wordfiles`): as if every tracked change had been accepted. Before that, the
marks of comments and of tracked changes are read themselves, and a hidden name is put into the paragraph at which each
stands. A comment says which words it stands at; a change which words came or went. Knows no Django.
"""

import re

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from kit.incoming import files, opendocument, packed, rules, wordfiles
from kit.incoming.clean import OURS
from kit.incoming.shape import Dropped, IncomingCell, IncomingTable, IncomingText, NoTable
from kit.incoming.wordfiles import q
from kit.signs import tidy

MOST_MARKS = 5_000
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
DC = "{http://purl.org/dc/elements/1.1/}"
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
# What a tracked change did to its words.
CHANGES = {"ins": "came", "del": "went", "moveTo": "moved here", "moveFrom": "moved away"}


class CommentMark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody wrote beside some words: `at` are these, `block` the number of the block in which they begin.

    `when` is a day and a time as the file has them, 2016-06-01 14:05, or nothing; `block` is -1 if none is known.
    """

    who: str = ""
    when: str = ""
    words: str = ""
    at: str = ""
    block: int = -1


class TrackedChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Some words that came, went or were moved (`how`, one of `CHANGES`), and by whom and when."""

    how: str
    words: str
    who: str = ""
    when: str = ""
    block: int = -1


class Returned(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of a document that came back. `said` is what its own properties and its identifier say."""

    blocks: tuple[IncomingText | IncomingTable, ...] = ()
    comments: tuple[CommentMark, ...] = ()
    changes: tuple[TrackedChange, ...] = ()
    left_out: tuple[Dropped, ...] = ()
    said: tuple[str, ...] = ()


def read(data: bytes) -> Returned:
    """What is in a DOCX or ODT that came back. Raises NoTable, in a sentence, if it is none or can't be read."""
    if not data:
        raise NoTable("The file is empty.")
    if len(data) > files.MOST_BYTES:
        raise NoTable(f"The file is larger than {files.MOST_BYTES // 1_000_000} MB. Save it without its pictures.")
    module, kind = files.of_office(data) or ("", "")
    if module != "wordfiles":
        raise NoTable("This is no Word copy. Bring back the file that was sent, saved as DOCX or ODT.")
    try:
        comments, changes, said, marked = (_of_word if kind == "docx" else _of_opendocument)(data)
    except (NoTable, MemoryError):
        raise
    # A damaged file makes the libraries fail in ways that they don't name.
    except Exception as error:
        raise NoTable("This document can't be read. Open it in Word and save it anew.") from error
    incoming = wordfiles.read(marked, kind)
    stands = {name: number for number, block in enumerate(incoming.blocks) for name in _ids(block)}
    return Returned(
        blocks=incoming.blocks,
        comments=tuple(replace(each, block=stands.get(_name(rules.COMMENT, n), -1)) for n, each in enumerate(comments)),
        changes=tuple(replace(each, block=stands.get(_name("", n), -1)) for n, each in enumerate(changes)),
        # Comments are told by themselves, and deleted words stand in the changes with their writer.
        left_out=tuple(
            each
            for each in incoming.left_out
            if each.what != rules.COMMENT and not (changes and each.what == rules.DELETED)
        ),
        said=tuple(said),
    )


def _ids(block):
    if isinstance(block, IncomingText):
        yield from block.ids
        return
    for row in block.rows:
        for cell in row:
            for inner in cell.blocks if isinstance(cell, IncomingCell) else ():
                yield from _ids(inner)


def _name(what, number):
    return f"{OURS}{'comment' if what else 'change'}-{number}"


def _when(words):
    found = DAY.match(words or "")
    return f"{found[1]} {found[2]}" if found else ""


def _plain(words):
    return " ".join(tidy(words).split())


# Word


def _of_word(data):
    parts = dict(packed.parts(data))
    comments = _comments_of_word(parts)
    document = next(name for name in parts if re.fullmatch(r"word/document\d*\.xml", name))
    root = packed.tree(parts[document])
    standing = _standing(root, comments)
    told = [replace(each, at=at) for each, at, _ in standing]
    for number, (_, _, paragraph) in enumerate(standing):
        _put(paragraph, _name(rules.COMMENT, number))
    changes = []
    for element in root.iter(*map(q, CHANGES)):
        words = _words(element)
        if not words or element.getparent().tag in (q("rPr"), q("trPr")):
            continue
        who, when = element.get(q("author"), ""), _when(element.get(q("date")))
        _put(next(element.iterancestors(q("p")), None), _name("", len(changes)))
        changes.append(
            TrackedChange(how=CHANGES[etree.QName(element).localname], words=words, who=_plain(who), when=when)
        )
    _bounded(len(told) + len(changes))
    said = [_plain("".join(each.itertext())) for each in packed.tree(parts[CUSTOM])] if CUSTOM in parts else []
    said += (
        [_plain(each.text or "") for each in packed.tree(parts[CORE]).iter(f"{DC}identifier")] if CORE in parts else []
    )
    marked = packed.changed(data, lambda name, text: etree.tostring(root) if name == document else text)
    return told, changes, said, marked.getvalue()


def _comments_of_word(parts):
    found = {}
    for name, text in parts.items():
        for each in packed.tree(text).iter(q("comment")) if re.fullmatch(r"word/comments\d*\.xml", name) else ():
            words = "\n".join(filter(None, (_words(paragraph) for paragraph in each.iter(q("p")))))
            found[each.get(q("id"), "")] = CommentMark(
                who=_plain(each.get(q("author"), "")), when=_when(each.get(q("date"))), words=words
            )
    return found


def _standing(root, comments):
    """Each comment with the words at which it stands and its paragraph, in reading order; at last those without one."""
    opened, at, paragraphs = set(), {}, {}
    for element in root.iter(
        q("commentRangeStart"), q("commentRangeEnd"), q("commentReference"), q("t"), q("p"), q("tab"), q("br")
    ):
        key = element.get(q("id"), "")
        if element.tag == q("commentRangeStart") and key in comments:
            opened.add(key)
            at.setdefault(key, "")
        elif element.tag == q("commentRangeEnd"):
            opened.discard(key)
        if element.tag in (q("commentRangeStart"), q("commentReference")) and key in comments and key not in paragraphs:
            paragraphs[key] = next(element.iterancestors(q("p")), None)
            if paragraphs[key] is None:
                paragraphs[key] = next(element.itersiblings(q("p")), None)
        for each in opened:
            at[each] += (element.text or "") if element.tag == q("t") else " " if not key else ""
    found = [(comments[key], _plain(at.get(key, "")), paragraph) for key, paragraph in paragraphs.items()]
    return found + [(each, "", None) for key, each in comments.items() if key not in paragraphs]


def _put(paragraph, name):
    """A hidden name at the beginning of a paragraph."""
    if paragraph is None:
        return
    mark = etree.Element(q("bookmarkStart"), {q("id"): "0", q("name"): name})
    look = paragraph.find(q("pPr"))
    paragraph.insert(0 if look is None else 1, mark)


def _words(element):
    """The words of a piece, those that were deleted too."""
    return _plain("".join((each.text or "") if each.tag in TEXTS else " " for each in element.iter(*TEXTS, *GAPS)))


TEXTS = (q("t"), q("delText"))
GAPS = (q("p"), q("tab"), q("br"))


# OpenDocument


def _of_opendocument(data):
    """Comments and what the file says of itself. Who changed what isn't read: the words themselves show it."""
    o = opendocument.q
    parts = dict(packed.parts(data))
    root, told = packed.tree(parts["content.xml"]), []
    for annotation in list(root.iter(o("office:annotation"))):
        who, when = (_plain(annotation.findtext(f"{DC}{name}") or "") for name in ("creator", "date"))
        words = "\n".join(filter(None, (_plain("".join(each.itertext())) for each in annotation.iter(o("text:p")))))
        at = _annotated(annotation, o)
        mark = etree.Element(o("text:bookmark"), {o("text:name"): _name(rules.COMMENT, len(told))})
        paragraph = next(annotation.iterancestors(o("text:p"), o("text:h")), None)
        if paragraph is not None:
            mark.tail, paragraph.text = paragraph.text, None
            paragraph.insert(0, mark)
        told.append(CommentMark(who=who, when=_when(when), words=words, at=at))
    _bounded(len(told))
    said = []
    if "meta.xml" in parts:
        for each in packed.tree(parts["meta.xml"]).iter():
            if isinstance(each.tag, str) and etree.QName(each).localname in ("user-defined", "identifier"):
                said.append(_plain("".join(each.itertext())))
    marked = packed.changed(data, lambda name, text: etree.tostring(root) if name == "content.xml" else text)
    return told, [], said, marked.getvalue()


def _annotated(annotation, o):
    """The words between a comment and its end."""
    name, words = annotation.get(o("office:name"), ""), annotation.tail or ""
    if not name:
        return ""
    for element in annotation.itersiblings():
        if element.tag == o("office:annotation-end") and element.get(o("office:name")) == name:
            return _plain(words)
        words += "".join(element.itertext()) + (element.tail or "")
    return ""


def _bounded(marks):
    if marks > MOST_MARKS:
        raise NoTable(f"This copy holds more than {MOST_MARKS:,} comments and changes. Bring it in parts.")
