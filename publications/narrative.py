"""A narrative taken apart for programs that don't read HTML: its passages, and what in them is bold, italic or a link.

Knows the small subset of HTML that `kit.prose.clean` lets through, and no Django.
"""

import re
from collections import Counter
from html import unescape

from msgspec import Struct
from msgspec.structs import replace

from kit import prose

# In cleaned HTML, in which every element is closed: a tag with what it says of itself, or words.
TOKEN = re.compile(r'<(/?)(\w+)((?: \w+="[^"]*")*)>|([^<]+)')
SAID = re.compile(r'(\w+)="([^"]*)"')
BLOCKS = {"p", "h3", "ul", "ol", "li"}
SPACES = re.compile(r"[ \t\r\n\f]+")  # a no-break space stays what it is


class Run(Struct, frozen=True):
    """Words set alike. A line end in them is a line end that the writer wanted."""

    words: str
    bold: bool = False
    italic: bool = False
    address: str = ""


class NarrativeBlock(Struct, frozen=True, kw_only=True):
    """A paragraph, a sub-heading, or an item of a list.

    `depth` says how many lists an item stands in, `opens` whether it is the first of its list, and `goes_on` that it
    is a further paragraph of the item before it. `begins` is the number of a list's first item, `counts` how it counts:
    "1", "a", "A", "i" or "I".
    """

    kind: str
    pieces: tuple[Run, ...]
    depth: int = 0
    opens: bool = False
    goes_on: bool = False
    begins: int = 1
    counts: str = "1"

    @property
    def words(self):
        return "".join(piece.words for piece in self.pieces)


def narrative_blocks(html: str) -> list[NarrativeBlock]:
    """The passages of a narrative in reading order; what holds no words is left out."""
    found, pieces, lists, address, goes_on = [], [], [], "", False
    opened = Counter()
    # A paragraph that begins behind the last words ends what they stand in.
    for end, tag, said, words in [*TOKEN.findall(prose.clean(html)), ("", "p", "", "")]:
        if tag in BLOCKS:
            pieces = _trimmed(pieces)
            if "".join(piece.words for piece in pieces).strip():
                found.append(_passage(pieces, opened["h3"], lists, goes_on))
                goes_on = goes_on or (bool(lists) and not opened["h3"])
            pieces = []
        if words:
            pieces.append(Run(SPACES.sub(" ", unescape(words)), opened["strong"] > 0, opened["em"] > 0, address))
        elif tag == "br":
            pieces.append(Run("\n"))
        elif tag == "a":
            address = unescape(dict(SAID.findall(said)).get("href", ""))
        elif tag == "li" and not end:
            goes_on = False
        elif tag in ("ul", "ol") and not end:
            lists.append([tag, False, dict(SAID.findall(said))])
        elif tag in ("ul", "ol"):
            lists.pop()
            goes_on = bool(lists)
        opened[tag] += -1 if end else 1
    return found


def _passage(pieces, heading, lists, goes_on):
    """What stands in the innermost of the lists that are open: of each its kind, if it has items, what it says."""
    if heading or not lists:
        return NarrativeBlock(kind="heading" if heading else "paragraph", pieces=pieces)
    kind, has_items, said = lists[-1]
    lists[-1][1] = True
    named = "number" if kind == "ol" else "bullet"
    return NarrativeBlock(
        kind=named,
        pieces=pieces,
        depth=len(lists),
        opens=not has_items,
        goes_on=goes_on,
        begins=int(said.get("start", 1)),
        counts=said.get("type", "1"),
    )


def _trimmed(pieces):
    """The pieces without spaces at the edges of a line, and with one at most between two words."""
    kept, at_edge = [], True
    for piece in pieces:
        if piece.words == "\n" and kept:
            kept[-1] = replace(kept[-1], words=kept[-1].words.rstrip(" "))
        if words := piece.words.lstrip(" ") if at_edge else piece.words:
            kept.append(replace(piece, words=words))
            at_edge = words[-1] in " \n"
    while kept and not kept[0].words.strip(" \n"):
        kept.pop(0)
    while kept and not kept[-1].words.strip(" \n"):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], words=kept[-1].words.rstrip(" \n"))
    return tuple(piece for piece in kept if piece.words)
