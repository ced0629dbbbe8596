"""What of a draft somebody can say something about: each section, paragraph, row, table and drawing, with a key.

A key is the section's and the piece's own: foreword/paragraph-2, progress/progress-bullying. A row of the records keeps
its key for good; a paragraph is counted, so that its words decide where a comment on it belongs once others were put
before it. Knows no Django.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from kit import prose
from publications.blocks import Block, Heading, List, Page, Prose, QuotedWords, ShownPicture, StoryBox, Table, Tree
from publications.sections import texts

ALIKE = 0.5  # of the words: what is looked for elsewhere in a section
HARDLY_ALIKE = 0.2  # what is believed to be the same paragraph because it is counted so
MOST_BOXES = 600  # in a document; one that has more gets one box for each section


class Quotable(Struct, frozen=True, kw_only=True):
    """One thing to say something about: how it is called, its words, and whether its key only counts it."""

    key: str
    label: str
    words: str
    counted: bool = False

    @property
    def section(self):
        return self.key.partition("/")[0]

    @property
    def anchor(self):
        return f"at-{self.key.replace('/', '.')}"

    @property
    def mark(self):
        """The key with a check code of the words, so that what comes back tells whether these were changed since."""
        return f"{self.key}~{sha256(self.words.encode()).hexdigest()[:12]}"


class LaidBlock(Struct, frozen=True, kw_only=True):
    """A block as it is shown, with the pieces that can be commented on below it."""

    block: Block | None = None
    pieces: tuple[Quotable, ...] = ()


class Laid(Struct, frozen=True, kw_only=True):
    """A section of the draft, its own piece first among those of its last part."""

    page: Page
    parts: tuple[LaidBlock, ...]

    @property
    def pieces(self):
        return tuple(chain.from_iterable(part.pieces for part in self.parts))


def laid(pages: Iterable[Page]) -> list[Laid]:
    """The sections of a draft, whose paragraphs are numbered, with what can be commented on in each."""
    made = [_laid(page) for page in pages]
    if sum(bool(part.pieces) for each in made for part in each.parts) > MOST_BOXES:
        made = [replace(each, parts=tuple(_gathered(each))) for each in made]
    return made


def _gathered(each):
    """One box for all of a section, at its end."""
    yield from (replace(part, pieces=()) for part in each.parts[:-1])
    last = each.parts[-1]
    yield replace(last, pieces=(*last.pieces, *(piece for part in each.parts[:-1] for piece in part.pieces)))


def _laid(page):
    counts, taken = Counter(), set()

    def piece(sort, label, words, key=""):
        counts[sort] += 1
        own = key or f"{sort}-{counts[sort]}"
        while own in taken:
            own += "-2"
        taken.add(own)
        return Quotable(key=f"{page.key}/{own}", label=label, words=words.strip(), counted=not key)

    def rows(block, called):
        for row in of_rows(block):
            words = " · ".join(filter(None, (" ".join(cell.split()) for cell in row.cells)))
            if words:
                label = row.quoted.number if row.quoted else f"{called}: {words[:60]}"
                yield piece("row", label, words, row.anchor)

    def parts():
        for block in page.blocks:
            if isinstance(block, Prose) and block.paragraphs:
                for paragraph in block.paragraphs:
                    shown = replace(block, paragraphs=(paragraph,))
                    words = prose.unmarked(paragraph.html)
                    own = (piece("paragraph", paragraph.quoted.number, words),) if paragraph.quoted else ()
                    yield LaidBlock(block=shown, pieces=own)
            elif isinstance(block, Prose):
                yield LaidBlock(block=block, pieces=(piece("words", "These words", prose.unmarked(block.html)),))
            elif isinstance(block, Heading):
                yield LaidBlock(block=block)
            elif isinstance(block, List):
                yield LaidBlock(block=block, pieces=tuple(rows(block, "Point")))
            elif isinstance(block, Table):
                whole = piece("table", block.called, block.caption, f"table-{block.key}")
                yield LaidBlock(block=block, pieces=(whole, *rows(block, "Row")))
            else:
                sort, label = _called(block)
                words = block.caption if isinstance(block, Tree) else "\n".join(filter(None, texts(block)))
                yield LaidBlock(block=block, pieces=(piece(sort, label, words),))

    found = tuple(parts())
    called = f"{page.label}, {page.heading}" if page.label else page.heading
    return Laid(page=page, parts=(*found, LaidBlock(pieces=(piece("", called, page.heading, "section"),))))


def _called(block):
    """The sort of a block that has no rows or paragraphs of its own, and what its box is called."""
    match block:
        case QuotedWords():
            return "quotation", f"Quotation: {block.whose}"
        case StoryBox():
            return "story", f"Story: {block.heading}"
        case ShownPicture():
            return "picture", f"Picture: {said}" if (said := block.shows or block.caption) else "This picture"
        case _:
            return "drawing", block.caption


def of_rows(block):
    """The rows of a table, totals too, or the items of a list."""
    if isinstance(block, List):
        return block.items
    return chain(chain.from_iterable(group.rows for group in block.groups), block.totals)


class Stood(Struct, frozen=True, kw_only=True):
    """Where a comment stands now: at which piece, or at none any more, and whether its words are those it was about."""

    piece: Quotable | None = None
    same: bool = False


def stands(pieces: Iterable[Quotable], place: str, quoted: str) -> Stood:
    """Where in a draft a comment belongs now that was made at a place, on these words.

    The same words come first, then the place itself, if its words are not quite others, then the likest words of the
    section.
    """
    pieces = list(pieces)
    there = next((piece for piece in pieces if piece.key == place), None)
    if there and there.words == quoted:
        return Stood(piece=there, same=True)
    section = place.partition("/")[0]
    near = sorted(pieces, key=lambda piece: piece.section != section)
    if quoted and (same := next((piece for piece in near if piece.words == quoted), None)):
        return Stood(piece=same, same=True)
    if there and (not there.counted or likeness(there.words, quoted) >= ALIKE):
        return Stood(piece=there)
    mine = [piece for piece in pieces if piece.section == section]
    likest = max(mine, key=lambda piece: likeness(piece.words, quoted), default=None)
    if likest and likeness(likest.words, quoted) >= ALIKE:
        return Stood(piece=likest)
    return Stood(piece=there if there and likeness(there.words, quoted) >= HARDLY_ALIKE else None)


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, of the longer one."""
    words, others = Counter(one.casefold().split()), Counter(other.casefold().split())
    longer = max(words.total(), others.total())
    return (words & others).total() / longer if longer else 0.0
