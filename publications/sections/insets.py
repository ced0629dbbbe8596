"""What the office put into a section: tables of its own, pictures, quotations, stories."""

from kit.called import say
from publications import blocks, grids
from publications.blocks import Table, TableColumn, TableGroup, TableRow

from .words import anchor


def own_table(section, table):
    """The table, its columns of figures set as such, its total apart; and where it is from."""
    names = [head.key for head in table.heads]
    said = [{names[0]: line.name} | {cell.key: cell.words for cell in line.cells} for line in table.lines]
    lines = [[words.get(name, "") for name in names] for words in said]
    figures = [False, *grids.columns_of_figures(lines)[1:]] if lines else [False] * len(names)

    def row(line, cells):
        return TableRow(
            key=line.key,
            cells=tuple(cells),
            numbers=tuple(
                grids.number(words) if counts else None for words, counts in zip(cells, figures, strict=True)
            ),
        )

    rows = tuple(map(row, table.lines, lines))
    last = len(rows) - 1 if table.sums_up and len(rows) > 1 else len(rows)
    yield Table(
        key=anchor(section, f"table-{table.key}"),
        anchor=anchor(section, f"table-{table.key}"),
        of="line",
        caption=table.caption,
        columns=tuple(
            TableColumn(heading=head.words, holds="figure" if counts else "text")
            for head, counts in zip(table.heads, figures, strict=True)
        ),
        groups=(TableGroup(rows=rows[:last]),),
        totals=rows[last:],
        source=say("Source: {what}", what=table.source) if table.source else "",
    )


def picture(section, picture):
    yield blocks.ShownPicture(
        name=f"{picture.digest[:32]}.{picture.media}",
        digest=picture.digest,
        shows=picture.shows,
        width=picture.width,
        height=picture.height,
        caption=picture.caption,
        credit=picture.credit,
        anchor=anchor(section, f"picture-{picture.key}"),
    )


def quotation(section, quotation):
    words = tuple(filter(None, map(str.strip, quotation.words.splitlines())))
    yield blocks.QuotedWords(words=words, whose=quotation.whose, anchor=anchor(section, f"quotation-{quotation.key}"))


def story(section, story):
    """The story below its heading, with what a reader must know of it."""
    note = say("This story is made up of what several people told. It tells of no one’s own case.")
    yield blocks.StoryBox(
        heading=story.heading, html=story.words, note=note, anchor=anchor(section, f"story-{story.key}")
    )
