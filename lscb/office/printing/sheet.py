"""A sheet for paper: what stands on it, and the page that shows it.

A sheet is laid out in the same blocks as a section of a document, so that one partial draws every table. It is an HTML
page with a stylesheet for paper: it opens at once, its words can be enlarged, and the browser prints it.
"""

from django.utils.http import urlencode
from django.views.generic import TemplateView
from msgspec import Struct

from kit import clock, periods
from kit.called import say
from kit.kinds import Listing
from kit.tables import in_use
from kit.templatetags.kit import value_in_words
from membership.models import Board
from membership.pages import InOffice
from publications.blocks import Block, Table, TableColumn, TableGroup, TableRow

MANY = 24  # rows and totals
MOST = 150  # rows of a list that a sheet begins with, if nobody asks for all
BOX = "box"  # a column to write in by hand


class Sheet(Struct, frozen=True, kw_only=True):
    """What stands on a sheet: its heading, facts with their words, blocks, and lines to write on at its foot.

    `others` are addresses and words of the same sheet for other years, or of whatever `others_are` says.
    """

    heading: str
    under: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    back: str
    back_words: str
    others: tuple[tuple[str, str], ...] = ()
    others_are: str = "For another time"

    @property
    def dense(self):
        """Whether it has more rows than fit on a page in an easy size."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        rows = sum(len(group.rows) for table in tables for group in table.groups)
        return rows + sum(len(table.totals) for table in tables) > MANY


class SheetView(InOffice, TemplateView):
    """A sheet on screen, ready for the printer. A view says in `sheet()` what stands on it."""

    template_name = "sheets/sheet.html"

    def sheet(self, **arguments) -> Sheet:
        raise NotImplementedError

    def beginning(self, rows, **chosen):
        """The rows of a long list that stand on the sheet, what the sheet says of that, and the way to all of them.

        `chosen` is what the address says besides.
        """
        if len(rows) <= MOST or "all" in self.request.GET:
            return rows, (), ()
        everything = f"?{urlencode({name: value for name, value in chosen.items() if value} | {'all': 'yes'})}"
        return rows[:MOST], (("On this sheet", f"the first {MOST}"),), ((everything, f"all {len(rows):,}"),)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sheet=self.sheet(**self.kwargs),
            board_name=board_name(),
            printed=periods.day(clock.today()),
        )


def board_name():
    return Board.objects.values_list("name", flat=True).first() or say("Safeguarding {body}")


def table(key, caption, columns, groups, *, totals=(), row_header=0):
    """A table of groups, each a heading and its rows; groups without rows are left out.

    Columns are triples of a heading, what the column holds, and its width.
    """
    return Table(
        key=key,
        caption=caption,
        columns=tuple(TableColumn(heading=name, holds=holds or "text", width=width) for name, holds, width in columns),
        groups=tuple(
            TableGroup(heading=heading, rows=tuple(TableRow(cells=tuple(row)) for row in rows))
            for heading, rows in groups
            if rows
        ),
        totals=tuple(TableRow(cells=tuple(row)) for row in totals),
        row_header=row_header,
    )


def of_listing(listing: Listing) -> Table:
    """A list of an office page as a table, with its sums; columns in which neither has words are left out."""
    cells = [[value_in_words(column.of(row)) for column in listing.kind.shown] for row in listing.rows]
    columns = in_use(listing, cells)
    return table(
        listing.kind.name,
        listing.heading,
        [(column.heading, column.holds, 0) for _, column in columns],
        [("", [[row[place] for place, _ in columns] for row in cells])],
        totals=[
            [words, *(amounts.get(column.heading, "") for _, column in columns[1:])] for words, amounts in listing.sums
        ],
    )
