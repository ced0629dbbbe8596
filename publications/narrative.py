"""A narrative taken apart for programs that don't read HTML: its passages, and what in them is bold, italic or a link.

Knows the small subset of HTML that `kit.prose.clean` lets through, and no Django.
"""

import re
from html.parser import HTMLParser

from msgspec import Struct
from msgspec.structs import replace

from kit import prose

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
    is a further paragraph of the item before it.
    """

    kind: str
    pieces: tuple[Run, ...]
    depth: int = 0
    opens: bool = False
    goes_on: bool = False

    @property
    def words(self):
        return "".join(piece.words for piece in self.pieces)


def narrative_blocks(html: str) -> list[NarrativeBlock]:
    """The passages of a narrative in reading order; what holds no words is left out."""
    reader = _Reader()
    reader.feed(prose.clean(html))
    reader.close()
    reader.end_passage()
    return reader.passages


class _Reader(HTMLParser):
    """It is fed cleaned HTML, in which every element is closed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.passages = []
        self.pieces = []
        self.lists = []  # the kinds of the lists that are open, each with whether it has an item already
        self.heading = False
        self.item_begun = False
        self.bold = self.italic = 0
        self.address = ""

    def handle_starttag(self, tag, attributes):
        if tag in ("p", "h3", "ul", "ol", "li"):
            self.end_passage()
        match tag:
            case "h3":
                self.heading = True
            case "ul" | "ol":
                self.lists.append([tag, False])
            case "li":
                self.item_begun = False
            case "strong":
                self.bold += 1
            case "em":
                self.italic += 1
            case "a":
                self.address = dict(attributes).get("href") or ""
            case "br":
                self.pieces.append(Run("\n"))

    def handle_endtag(self, tag):
        if tag in ("p", "h3", "ul", "ol", "li"):
            self.end_passage()
        match tag:
            case "h3":
                self.heading = False
            case "ul" | "ol":
                self.lists.pop()
                self.item_begun = bool(self.lists)
            case "strong":
                self.bold -= 1
            case "em":
                self.italic -= 1
            case "a":
                self.address = ""

    def handle_data(self, data):
        self.pieces.append(Run(SPACES.sub(" ", data), self.bold > 0, self.italic > 0, self.address))

    def end_passage(self):
        pieces, self.pieces = _trimmed(self.pieces), []
        if not "".join(piece.words for piece in pieces).strip():
            return
        if self.heading:
            self.passages.append(NarrativeBlock(kind="heading", pieces=pieces))
        elif self.lists:
            kind, has_items = self.lists[-1]
            self.lists[-1][1] = True
            self.passages.append(
                NarrativeBlock(
                    kind="number" if kind == "ol" else "bullet",
                    pieces=pieces,
                    depth=len(self.lists),
                    opens=not has_items,
                    goes_on=self.item_begun,
                )
            )
            self.item_begun = True
        else:
            self.passages.append(NarrativeBlock(kind="paragraph", pieces=pieces))


def _trimmed(pieces):
    """The pieces without spaces at the edges of a line, and with one at most between two words."""
    kept, at_edge = [], True
    for piece in pieces:
        if piece.words == "\n" and kept:
            kept[-1] = replace(kept[-1], words=kept[-1].words.rstrip(" "))
        words = piece.words.lstrip(" ") if at_edge else piece.words
        if words:
            kept.append(replace(piece, words=words))
            at_edge = words[-1] in " \n"
    while kept and not kept[0].words.strip(" \n"):
        kept.pop(0)
    while kept and not kept[-1].words.strip(" \n"):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], words=kept[-1].words.rstrip(" \n"))
    return tuple(piece for piece in kept if piece.words)
