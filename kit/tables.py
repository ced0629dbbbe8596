"""Lists of rows as tables that people sort by the heads of their columns, made with django-tables2."""

from datetime import date
from decimal import Decimal

import django_tables2 as tables
from django.utils.text import slugify
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy

from kit.templatetags.kit import cell, value_in_words

# Fewer rows than these are seen at a glance.
WORTH_SORTING = 4


class CellColumn(tables.Column):
    """A column of a list: the value at one place among the cells of each entry."""

    def __init__(self, column, place, orderable):
        looks = {"class": column.holds} if column.holds else {}
        super().__init__(
            accessor=f"all_cells__{place}__value",
            verbose_name=column.heading,
            orderable=orderable and column.sortable,
            attrs={"th": looks, "td": looks},
        )
        self.row_column, self.place = column, place

    def render(self, value):
        return cell(value_in_words(value))

    def sorting_value(self, entry):
        """What an entry is sorted by in this column: a number, a day, or words; None if nothing is recorded."""
        column = self.row_column
        read = column.sorted_by or column.number
        value = read(entry["row"]) if read else entry["all_cells"][self.place]["value"]
        if value in (None, ""):
            return None
        return value if isinstance(value, Decimal | date) else value_in_words(value).casefold()


class Entries(TableListData):
    """The entries of a list. Those without a value in a column stand last, whichever way it is sorted."""

    def order_by(self, aliases):
        # Python's sort keeps the order of equals: sorted by the last alias first, the first one counts most.
        for alias in map(OrderBy, reversed(aliases)):
            value_of = self.table.columns[alias.bare].column.sorting_value
            valued = [entry for entry in self.data if value_of(entry) is not None]
            without = [entry for entry in self.data if value_of(entry) is None]
            self.data = sorted(valued, key=value_of, reverse=alias.is_descending) + without


class RowTable(tables.Table):
    """The rows of a list, in the list's own order or sorted as the address asks."""

    class Meta:
        default = ""

    @property
    def sorted_by(self):
        """The headings of the columns by which the rows are sorted; empty if they stand in their own order."""
        return [self.columns[OrderBy(alias).bare].header for alias in self.order_by]


def in_use(listing, values):
    """The columns of a list, each with its place, in which a row has a value or a sum stands; the first names the rows.

    `values` are those of each row, one for each column of the list's kind.
    """
    summed = {name for _, amounts in listing.sums for name in amounts}
    return [
        (place, column)
        for place, column in enumerate(listing.kind.shown)
        if place == 0 or column.heading in summed or any(row[place] not in (None, "") for row in values)
    ]


def table_of(listing, entries, may, request=None):
    """The table of a list, of the columns that are in use.

    It can be sorted if a `request` is given, whose address then says how. Sorted rows can't be moved up and down.
    """
    columns = in_use(listing, [[cell["value"] for cell in entry["all_cells"]] for entry in entries])
    name = slugify(listing.heading or listing.kind.nouns)
    orderable = request is not None and len(entries) >= WORTH_SORTING
    table = RowTable(
        Entries(list(entries)),
        extra_columns=[
            (slugify(column.heading).replace("-", "_"), CellColumn(column, place, orderable))
            for place, column in columns
        ],
        attrs={"id": name} if orderable else {},
        prefix=f"{name}-",
    )
    table.kind, table.may, table.has_heading = listing.kind, may, bool(listing.heading)
    table.caption = listing.heading or listing.kind.nouns
    table.sums = [
        (words, [(column, amounts.get(column.heading, "")) for _, column in columns[1:]])
        for words, amounts in listing.sums
    ]
    if orderable:
        tables.RequestConfig(request, paginate=False).configure(table)
    if table.order_by:
        for entry in entries:
            entry["up"] = entry["down"] = False
    return table
