"""The lists of an office page as rows for a spreadsheet: each row with the rows it stands under.

What a person may see on the page stands in the file, and nothing else: both are made of the same listings.
"""

from decimal import Decimal

from django.http import StreamingHttpResponse

from kit import sheets
from kit.prose import unmarked
from kit.templatetags.kit import value_in_words


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
    headings = [heading for column in kind.shown for heading in headings_of(column, kind)]
    return [
        [*over, "List", *headings],
        *(
            [
                *names(above, depth),
                listing["heading"],
                *(cell for each in entry["all_cells"] for cell in cells_of(each, entry)),
            ]
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


def headings_of(column, kind):
    """A column of figures stands twice: as it is read, and as a plain number to reckon with."""
    name = column.heading or ("Code" if column.holds == "code" else kind.noun.capitalize())
    return [name, f"{name} (number)"] if column.number else [name]


def cells_of(cell, entry):
    words = value_in_words(cell["value"])
    if cell["column"].holds == "prose":
        words = unmarked(words)
    if not cell["column"].number:
        return [words]
    number = cell["column"].number(entry["row"])
    return [words, f"{number:f}" if isinstance(number, Decimal) else "" if number is None else str(number)]
