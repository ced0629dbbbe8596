"""What a section has on screen only: headings above tables, files beside tables, a list of its parts."""

from collections.abc import Mapping
from itertools import chain, count

from msgspec.structs import replace

from kit import prose
from publications.blocks import (
    Block,
    Chart,
    Heading,
    List,
    Page,
    Prose,
    QuotedWords,
    SectionPart,
    ShownPicture,
    StoryBox,
    Table,
    TableFile,
)

LONG = 3000  # signs, a screen and a half
FIRST = 2  # the level of the headings right below a section's own


def on_screen(pages: tuple[Page, ...], files: Mapping[Table, TableFile]) -> list[Page]:
    """The sections for the public pages: tables with the files that they have, long sections with their parts."""
    taken = {block.anchor for page in pages for block in page.blocks if isinstance(block, Heading | Table)}
    made = []
    for page in pages:
        blocks = screen_blocks(page.blocks, files, taken)
        parts = tuple(_entries(blocks))
        is_long = len(parts) > 1 and sum(map(signs, page.blocks)) > LONG
        made.append(replace(page, blocks=blocks, parts=parts if is_long else ()))
    return made


def screen_blocks(blocks: tuple[Block, ...], files: Mapping[Table, TableFile], taken: set[str] = frozenset()):
    """The blocks, each table under a heading one level below the one it stands under, and with an anchor that is not
    `taken`."""
    made, level, taken = [], FIRST, taken or set()
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level + 1
        elif isinstance(block, Table):
            names = chain([block.key], map(f"{block.key}-{{}}".format, count(2)))
            anchor = block.anchor or next(name for name in map("table-{}".format, names) if name not in taken)
            taken.add(anchor)
            block = replace(block, level=min(level, 6), file=files.get(replace(block, number=0)), anchor=anchor)
        made.append(block)
    return tuple(made)


def leading(page: Page, addresses: Mapping[str, str]) -> Page:
    """A section in which the rows with these anchors lead to pages of their own."""

    def led(thing):
        return replace(thing, address=addresses[thing.anchor]) if thing.anchor in addresses else thing

    def with_links(table):
        groups = (replace(led(group), rows=tuple(map(led, group.rows))) for group in table.groups)
        return replace(table, groups=tuple(groups))

    return replace(
        page, blocks=tuple(with_links(block) if isinstance(block, Table) else block for block in page.blocks)
    )


def _entries(blocks):
    for block in blocks:
        if isinstance(block, Heading) and block.level == FIRST and block.anchor:
            yield SectionPart(text=block.text, anchor=block.anchor)
        elif isinstance(block, Table) and block.level == FIRST and block.anchor:
            yield SectionPart(text=block.caption, anchor=block.anchor)


def signs(block: Block) -> int:
    """How many signs a block has about."""
    return sum(map(len, texts(block)))


def texts(block: Block):
    """Every text of a block, without the marks of narratives."""
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Prose):
        yield prose.unmarked(block.html)
    elif isinstance(block, List):
        yield from (cell for item in block.items for cell in item.cells)
    elif isinstance(block, Table):
        yield block.caption
        yield from (column.heading for column in block.columns)
        for group in block.groups:
            yield group.heading
            yield from (cell for row in group.rows for cell in row.cells)
        yield from (cell for row in block.totals for cell in row.cells)
        yield block.source
    elif isinstance(block, Chart):
        yield block.caption
        yield from block.notes
        yield from texts(block.table) if block.table else ()
    elif isinstance(block, ShownPicture):
        yield from filter(None, (block.shows, block.below))
    elif isinstance(block, QuotedWords):
        yield from (*block.words, block.whose)
    elif isinstance(block, StoryBox):
        yield from (block.heading, prose.unmarked(block.html), block.note)
    else:
        yield block.caption
        yield from _below(block.root)


def _below(node):
    yield node.text
    for child in node.children:
        yield from _below(child)
