"""The hidden names by which a Word copy that comes back knows its paragraphs, and what it was made from.

Each paragraph of the board's own words stands in a bookmark: `_lscb_`, eight signs for where the words stand, eight for
the words as they were sent, and the number of the paragraph in them. Word hides bookmarks whose names begin so, and
LibreOffice keeps them, through any change. The file itself says which document it is, and which section, twice: in a
property of its own and in its identifier, because some programs drop one of them. Pure.
"""

import hashlib
import re

from msgspec import Struct

from kit.incoming.clean import OURS

MARK = re.compile(rf"{OURS}([0-9a-f]{{8}})([0-9a-f]{{8}})_([0-9]{{1,6}})(c?)")
PROPERTY = "lscb"
SENT = re.compile(r"lscb:([a-z-]{1,40})/([a-z0-9_-]{1,40}):([a-z0-9_-]{0,40}):([0-9a-f]{0,64})")


class CopyMark(Struct, frozen=True):
    """One of our bookmarks: where the words stand, which words they were, the paragraph's number in them.

    `goes_on` marks a further paragraph of the same item of a list.
    """

    place: str
    words: str
    number: int
    goes_on: bool = False


class MadeFrom(Struct, frozen=True):
    """What a copy was made from: the document, the section if it is of one alone, and the check code of its content."""

    kind: str = ""
    slug: str = ""
    section: str = ""
    check_code: str = ""


def short(words: str) -> str:
    """Eight signs that stand for some words; equal for equal words."""
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def place(section: str, field: str) -> str:
    """Eight signs for the words before or after the records of a section."""
    return short(f"{section}.{field}")


def write(key: str, html: str, number: int, *, goes_on: bool = False) -> str:
    """The bookmark of a paragraph; `key` is the section's with the field: introduction.before."""
    return f"{OURS}{short(key)}{short(html)}_{number}{'c' if goes_on else ''}"


def read(name: str) -> CopyMark | None:
    """The mark that a bookmark is; None if it is none of ours. LibreOffice calls a doubled one "… Copy 1"."""
    found = MARK.match(name)
    return CopyMark(found[1], found[2], int(found[3]), bool(found[4])) if found else None


def sent(words: str) -> MadeFrom | None:
    """What a property or an identifier says that the copy was made from."""
    found = SENT.fullmatch(words.strip())
    return MadeFrom(*found.groups()) if found else None


def said(made_from: MadeFrom) -> str:
    """The same as the property and the identifier have it."""
    return f"lscb:{made_from.kind}/{made_from.slug}:{made_from.section}:{made_from.check_code}"
