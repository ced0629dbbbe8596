"""Content laid out in blocks: headings, words, tables, lists, a chart of the structure. Pure.

Here and in the templates stand the house words: the few that the program adds to the board's own.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from kit import called
from publications import measures, terms
from publications.blocks import (
    LISTED,
    Block,
    Heading,
    List,
    Page,
    Prose,
    QuotedWords,
    ShownPicture,
    StoryBox,
    Table,
    Tree,
)
from publications.content.document import Document
from publications.content.section_types import OWN_WORDS, in_folder

from .paragraphs import numbered
from .screen import leading, on_screen, screen_blocks, texts
from .words import anchor

__all__ = [
    "anchor",
    "deeper",
    "extract",
    "for_paper",
    "in_its_language",
    "leading",
    "numbered",
    "on_screen",
    "pages",
    "placed",
    "screen_blocks",
    "section_blocks",
    "texts",
    "with_pictures",
]

NOTHING = Prose(html="<p>Nothing is recorded here.</p>")
UNWRITTEN = Prose(html="<p>Nothing is written here.</p>")


def pages(document: Document) -> tuple[Page, ...]:
    """The document as pages: one for each section, with the sections inside it under headings of their own."""
    known = terms.explained(document)
    with called.using(lambda: document.words):
        return tuple(
            Page(
                key=section.key,
                heading=section.heading,
                contents_heading=section.contents_heading,
                label=section.label,
                blocks=tuple(map(turned, in_its_language(document, section_blocks(section)))),
                lang=program_language(document),
                terms=tuple(term for term in known if term.page != section.key),
            )
            for section in terms.sections_of(document)
        )


def program_language(document):
    """The language of the program's own words, if the document is in another one."""
    return "en-GB" if document.language else ""


def in_its_language(document, blocks):
    """The blocks, each with the language of the program's own words in it, if the document is in another one."""
    lang = program_language(document)
    for block in blocks:
        speaks = isinstance(block, Table | Tree | StoryBox) or (isinstance(block, Prose) and not block.own_words)
        yield replace(block, lang=lang) if lang and speaks else block


def turned(block: Block) -> Block:
    """The block, a table on a landscape page where a portrait one would squeeze it."""
    return replace(block, wide=measures.lies_across(block)) if isinstance(block, Table) else block


def section_blocks(section, level=2):
    """The blocks of a section: words before, what was put in, records, words after, what closes it, then the sections
    inside it."""
    if section.before:
        yield Prose(html=section.before, own_words=True, key=f"{section.key}.before")
    yield from put_in(section, section.placed)
    if section.records is not None:
        yield from map(or_nothing, in_folder(__name__, type(section.records))(section, section.records))
    elif section.place != OWN_WORDS:
        yield NOTHING
    elif not (section.before or section.after or section.placed or section.closing or section.sections):
        yield UNWRITTEN
    if section.after:
        yield Prose(html=section.after, own_words=True, key=f"{section.key}.after")
    yield from put_in(section, section.closing)
    for inner in section.sections:
        if inner.heading:
            yield Heading(text=inner.heading, level=level, anchor=inner.key)
        yield from section_blocks(inner, level + 1)


def put_in(section, insets):
    """The blocks of what the office put into a section."""
    for inset in insets:
        yield from in_folder(__name__, type(inset))(section, inset)


def placed(document: Document, places: set[str]):
    """The outermost sections that are in these places, each with the top section on whose page it stands."""

    def inside(sections, top=None):
        for section in sections:
            if section.place in places:
                yield top or section, section
            else:
                yield from inside(section.sections, top or section)

    return inside(document.sections)


def extract(document: Document, places: set[str]) -> tuple[Block, ...]:
    """The sections in these places, each under its heading, for a page of their own."""
    with called.using(lambda: document.words):
        blocks = (
            block
            for _, section in placed(document, places)
            for block in (Heading(text=section.heading, anchor=section.key), *section_blocks(section, level=3))
        )
        return tuple(map(turned, in_its_language(document, blocks)))


def or_nothing(block):
    """The block, or words that say so if its table or list is empty; totals say so themselves."""
    rows = {Table: lambda: block.totals or any(group.rows for group in block.groups), List: lambda: block.items}
    return block if rows.get(type(block), lambda: True)() else NOTHING


def for_paper(page: Page, sizes=measures.PRINT) -> Page:
    """A numbered page as it is printed: below the document's title, and with anchors only where links lead on paper.

    Those are the headings in the contents and the terms of the glossary. Each other anchor would cost time, and nothing
    leads there.
    """

    def bare(rows):
        return tuple(replace(row, anchor="", quoted=unlinked(row.quoted)) for row in rows)

    def unlinked(quoted):
        return quoted and replace(quoted, anchor="")

    blocks, above = [], 2  # the level of the heading above
    for block in deeper(page).blocks:
        if isinstance(block, Heading):
            above = block.level
            block = replace(block, anchor=block.anchor if above == LISTED else "")
        elif isinstance(block, Table):
            kept = block.of == "term"
            groups = tuple(
                replace(group, rows=group.rows if kept else bare(group.rows), anchor="") for group in block.groups
            )
            block = measures.laid(replace(block, groups=groups, totals=bare(block.totals), anchor=""), sizes)
        elif isinstance(block, List):
            block = replace(block, items=bare(block.items))
        elif isinstance(block, ShownPicture | QuotedWords | StoryBox):
            block = replace(block, anchor="")
        elif isinstance(block, Prose):
            paragraphs = (
                replace(each, quoted=unlinked(each.quoted), bullets=tuple(map(unlinked, each.bullets)))
                for each in block.paragraphs
            )
            block = replace(block, paragraphs=tuple(paragraphs), level=above + 1)
        blocks.append(block)
    return replace(page, blocks=tuple(blocks))


def with_pictures(pages: Iterable[Page], address: Callable[[ShownPicture], str]) -> list[Page]:
    """The pages with their pictures at other addresses than the public ones."""
    return [
        replace(
            page,
            blocks=tuple(
                replace(block, address=address(block)) if isinstance(block, ShownPicture) else block
                for block in page.blocks
            ),
        )
        for page in pages
    ]


def deeper(page: Page) -> Page:
    """A page whose headings stand one level deeper, for where its own heading is not the first of the web page."""
    lowered = tuple(
        replace(block, level=min(block.level + 1, 6)) if isinstance(block, Heading | Table) and block.level else block
        for block in page.blocks
    )
    return replace(page, blocks=lowered)
