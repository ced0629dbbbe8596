"""Numbers by which a paragraph can be quoted in minutes: 3.2 is the second paragraph of section 3.

Only the board's own words are numbered, so that a later release, which may word its own sentences anew, moves no
number. A list belongs to the paragraph that leads in to it. Rows of tables have anchors and codes of their own.
Whoever shows a document decides whether the numbers are shown: the web pages and drafts do, a published PDF doesn't.
"""

import re

from msgspec.structs import replace

from kit import prose
from publications.blocks import Page, Paragraph, Prose

# How a section's label begins, and what stands before its number: 3.2, and A1.2 in the first appendix.
LETTERS = {"Section": "", "Appendix": "A"}
LISTS = {"ul", "ol"}
HEADING = "h3"


def numbered(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages of a document with a number and an anchor on each paragraph of the board's own words."""
    return tuple(_numbered(page, section) for page, section in zip(pages, section_numbers(pages), strict=True))


def section_numbers(pages: tuple[Page, ...]) -> list[str]:
    """The numbers of the sections as their labels give them; their places, where labels don't tell them apart."""
    numbers = [_number(page.label) for page in pages]
    if "" in numbers or len(set(numbers)) < len(numbers):
        return [str(place) for place, _ in enumerate(pages, 1)]
    return numbers


def _number(label):
    found = re.fullmatch(rf"({'|'.join(LETTERS)}) (\d+)", label)
    return LETTERS[found[1]] + found[2] if found else ""


def _numbered(page, section):
    count = 0
    blocks = []
    for block in page.blocks:
        if isinstance(block, Prose) and block.own_words:
            paragraphs = []
            for html, is_counted in _paragraphs(block.html):
                count += is_counted
                number = f"{section}.{count}" if is_counted else ""
                anchor = f"paragraph-{section}-{count}" if is_counted else ""
                paragraphs.append(Paragraph(html=html, number=number, anchor=anchor))
            block = replace(block, paragraphs=tuple(paragraphs))
        blocks.append(block)
    return replace(page, blocks=tuple(blocks))


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
