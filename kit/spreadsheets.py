"""The lists of an office page as rows for a spreadsheet: each row with the rows it stands under.

What a person may see on the page stands in the file, and nothing else: both are made of the same listings. A row that
comes back, pasted into its list, is known by its key and what stands beside it (`ComingBack`).
"""

import re

from django.http import StreamingHttpResponse
from django.utils.functional import cached_property

from kit import sheets
from kit.prose import unmarked
from kit.reading import days, numbers
from kit.reading.answers import Value
from kit.templatetags.kit import value_in_words

KEY = "Key"


def download(name, lines):
    """Rows as a file for a spreadsheet, no cell of which can be taken for a formula."""
    return StreamingHttpResponse(
        sheets.csv_lines(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def kinds(listings):
    """The kinds of row on a page in the order in which they appear, each once, with the name of its list."""
    found = {}
    for listing, _ in walked(listings):
        if listing["entries"]:
            found.setdefault(listing["kind"].name, listing["kind"].nouns)
    return found


def rows(listings, wanted):
    """All rows of one kind on a page, the headings first; None if the page has no list of that kind."""
    found = [(listing, above) for listing, above in walked(listings) if listing["kind"].name == wanted]
    if not found:
        return None
    depth = max(len(above) for _, above in found)
    # Rows of a list stand under the same kinds of row, whichever of the lists is longest.
    over = next([kind.noun.capitalize() for kind, _ in above] for _, above in found if len(above) == depth)
    kind = found[0][0]["kind"]
    return [
        [*over, "List", *headings_of(kind)],
        *(
            [*names(above, depth), listing["heading"], *cells_of(listing["kind"], entry["row"])]
            for listing, above in found
            for entry in listing["entries"]
        ),
    ]


def walked(listings, above=()):
    """Every list of a page with the rows it stands under, outermost first."""
    for listing in listings:
        yield listing, above
        for entry in listing["entries"]:
            yield from walked(entry["lists"], (*above, (listing["kind"], entry["name"])))


def names(above, depth):
    """The rows above a row, the nearest always in the same column; a goal outside the parts of a plan has no part."""
    return [*[""] * (depth - len(above)), *(name for _, name in above)]


def headings_of(kind):
    """The headings of a kind's columns. Figures stand twice: as they are read, and as numbers to reckon with."""
    found = []
    for column in kind.shown:
        name = column.heading or ("Code" if column.holds == "code" else kind.noun.capitalize())
        found += [
            name,
            *([f"{name} (number)"] if column.number else []),
            *([f"{name} (month)"] if column.month else []),
        ]
    return [*found, KEY]


def cells_of(kind, row):
    """What stands in a kind's columns of a row. Its key names its kind, too: "march-2016" alone would be made a day."""
    found = []
    for column in kind.shown:
        words = value_in_words(column.of(row))
        found.append(unmarked(words) if column.holds == "prose" else words)
        found += [read(row) for read in (column.number, column.month) if read]
    return [*found, f"{kind.name}-{row.key}"]


def told(kind, row):
    """What a file says of a row, by heading."""
    return dict(zip(headings_of(kind), map(sheets.cell, cells_of(kind, row)), strict=True))


class ComingBack:
    """The rows that stand in a list already, for a table that came out of its file and comes back.

    `kinds` are those of which the list has rows, `parents` the rows chosen for it, by their names; none if one file has
    the rows of all. A row of another parent doesn't stand there: last year's budget may become the start of this
    year's.
    """

    def __init__(self, kinds, parents):
        self.kinds, self.parents = kinds, parents

    @cached_property
    def _rows(self):
        found = {}
        for kind in self.kinds:
            known = {way: row for name, row in self.parents.items() if (way := way_to(kind.model, name)) and row}
            for row in kind.model._base_manager.filter(**known).select_related(*kind.joins):
                found.setdefault(f"{kind.name}-{row.key}", []).append((kind, row))
        return found

    def differing(self, cells):
        """The headings below which a table's row says something else than the row that stands there; None if none does.

        `cells` are the words of the row by heading.
        """
        candidates = self._rows.get(cells[KEY], ()) if KEY in cells else ()
        found = [self._differing(kind, row, cells) for kind, row in candidates]
        return min(found, key=len, default=None)

    def _differing(self, kind, row, cells):
        own = told(kind, row)
        return [heading for heading, words in cells.items() if heading in own and not same(own[heading], words)]


def way_to(model, name):
    """The lookup that leads from a kind of row to one of the rows it stands in; empty if none does."""
    ways = ((parent, model._meta.get_field(parent).related_model) for parent in getattr(model, "within", ()))
    for parent, above in ways:
        if parent == name:
            return name
        if further := way_to(above, name):
            return f"{parent}__{further}"
    return ""


def same(one, other):
    """Whether two cells say the same, after a spreadsheet went over them: 43065.00 is 43065, a month its first day."""
    years = re.findall(r"\b(?:19|20)[0-9]{2}\b", f"{one} {other}")
    for read in (lambda cell: days.read(cell, lambda month: int(years[0]) if years else None), numbers.read):
        first, second = (read(cell.removeprefix("'")) for cell in (one, other))
        if isinstance(first, Value) and isinstance(second, Value):
            return begins(first) == begins(second)
    return re.findall(r"\w+", one) == re.findall(r"\w+", other)


def begins(answer):
    """A value, of a span its first day, and what stood beside it."""
    return getattr(answer.value, "starts", answer.value), answer.left
