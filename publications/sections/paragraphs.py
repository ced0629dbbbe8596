"""Numbers by which a document can be quoted in minutes: 3.2 is the second paragraph of section 3, 3.2.7 a bullet.

Only the board's own words are numbered, so that a later release, which may word its own sentences anew, moves no
number. A list belongs to the paragraph that leads in to it, and its bullets are counted on from list to list until the
next paragraph; where a section has no paragraph of its own, its bullets are 5.1, 5.2. Tables are counted through the
document; their rows have anchors and codes of their own. Screen, paper and Word copy show the same numbers.
"""

import re
from itertools import count

from msgspec.structs import replace

from kit import prose
from publications.blocks import List, Page, Paragraph, Prose, Quoted, Table

# How a section's label begins, and what stands before its number: 3.2, and A1.2 in the first appendix.
LETTERS = {"Section": "", "Appendix": "A"}
LISTS = {"ul", "ol"}
HEADING = "h3"


def numbered(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages of a document with what each paragraph and bullet of the board's own words, and table, is quoted by."""
    tables = count(1)
    return tuple(_numbered(page, section, tables) for page, section in zip(pages, section_numbers(pages), strict=True))


def section_numbers(pages: tuple[Page, ...]) -> list[str]:
    """The numbers of the sections as their labels give them; their places, where labels don't tell them apart."""
    numbers = [_number(page.label) for page in pages]
    if "" in numbers or len(set(numbers)) < len(numbers):
        return [str(place) for place, _ in enumerate(pages, 1)]
    return numbers


def _number(label):
    found = re.fullmatch(rf"({'|'.join(LETTERS)}) (\d+)", label)
    return LETTERS[found[1]] + found[2] if found else ""


class Counting:
    """How far the paragraphs of a section are counted, and the bullets since the latest of them."""

    def __init__(self, section, *, has_paragraphs):
        self.section, self.has_paragraphs = section, has_paragraphs
        self.paragraphs = self.bullets = 0

    def paragraph(self):
        self.paragraphs, self.bullets = self.paragraphs + 1, 0
        return self.quoted(self.paragraphs)

    def bullet(self):
        self.bullets += 1
        return self.quoted(*[self.paragraphs] * self.has_paragraphs, self.bullets)

    def quoted(self, *numbers):
        parts = [self.section, *map(str, numbers)]
        return Quoted(".".join(parts), f"paragraph-{'-'.join(parts)}")


def _numbered(page, section, tables):
    taken = {
        id(block): _paragraphs(block.html) for block in page.blocks if isinstance(block, Prose) and block.own_words
    }
    counting = Counting(section, has_paragraphs=any(counted for pieces in taken.values() for _, counted in pieces))
    blocks = []
    for block in page.blocks:
        if id(block) in taken:
            block = replace(block, paragraphs=tuple(_paragraph(*piece, counting) for piece in taken[id(block)]))
        elif isinstance(block, List) and not (block.ordered or block.large):
            block = replace(block, items=tuple(replace(item, quoted=counting.bullet()) for item in block.items))
        elif isinstance(block, Table):
            block = replace(block, number=next(tables))
        blocks.append(block)
    return replace(page, blocks=tuple(blocks))


def _paragraph(html, is_counted, counting):
    if not is_counted:
        return Paragraph(html=html)
    quoted = counting.paragraph()
    bullets = tuple(counting.bullet() for _ in prose.before_bullets(html)[1:])
    return Paragraph(html=html, quoted=quoted, bullets=bullets)


def _paragraphs(html):
    """The pieces of a narrative in order, each with whether it carries a number: a heading doesn't."""
    found = []
    for element, piece in prose.pieces(html):
        if element == HEADING:
            found.append((piece, False))
        elif element in LISTS and found and found[-1][1]:
            found[-1] = (found[-1][0] + piece, True)
        else:
            found.append((piece, True))
    return found
