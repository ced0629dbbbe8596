"""A table as it will be taken in: its cells, what each column holds, and what becomes of each row."""

from dataclasses import dataclass, field, replace

from django.utils.functional import cached_property

from kit.intake import rows, understanding
from kit.intake.cells import PastedCells, Place
from kit.intake.lists import OF_YEAR, PasteList
from kit.spreadsheets import KEY


@dataclass
class Arranged:
    """A table, the list that its rows go to, and what was found or chosen: a name of the list for each column, a role
    for each row. `sure` are the cells of which somebody said that they stay as they are. `filed` has each row as a file
    of the office told it. `years` are those of the chosen rows.
    """

    into: PasteList
    cells: PastedCells
    reading: understanding.Reading
    told: rows.Rows
    columns: list[str]
    roles: list[str]
    filed: list[dict[str, str]]
    sure: set[Place] = field(default_factory=set)
    years: set[tuple[int, int]] | frozenset = frozenset()

    @property
    def headings(self):
        return self.reading.headings

    @property
    def above(self):
        """The words above the table's own headings."""
        titles = (cell for row in self.told.are(rows.TITLE) for cell in self.cells.rows[row])
        return " ".join(filter(None, (self.cells.name, *titles)))

    @property
    def own_years(self):
        """The years that columns have of their own, beside the chosen one, in their order."""
        return list(dict.fromkeys(year for name in self.columns if (year := name.partition(OF_YEAR)[2])))

    @property
    def as_chosen(self):
        """The reading of the table by the columns that were chosen since, those of each year as what they hold."""
        return replace(self.reading, columns=[name.partition(OF_YEAR)[0] for name in self.columns])

    @property
    def choices(self):
        """What a column may be called: its name, and what the page calls it. A year above a column has its own."""
        named = [(column.name, column.label) for column in self.into.columns]
        years = {year for heading in self.headings for year in understanding.other_years_in(heading, self.years)}
        own = [f"{name}{OF_YEAR}{year}" for year in sorted(years | set(self.own_years)) for name in self.into.of_year]
        return [*named, *((name, self.into.label(name)) for name in own)]

    @cached_property
    def own(self):
        """The words of each cell as it stands, those that go on with a row above put to its end."""
        return rows.joined(self.cells, self.roles)

    @cached_property
    def in_full(self):
        """As `own`, and what a merged cell says stands in each of the rows it covers; but for figures."""
        found = [list(row) for row in self.own]
        for row, column in self.cells.covered:
            if not found[row][column] and self.roles[row] == rows.SAVE and column not in self.reading.figures:
                found[row][column] = self.cells.whole(row, column)
        return found


def arrange(cells: PastedCells, into: PasteList, years=frozenset(), reading=None) -> Arranged:
    """A table as a list reads it, for the years that its rows will go to."""
    reading = reading or understanding.read(cells, into)
    understanding.for_years(reading, years)
    told, filed = rows.rows_of(cells, reading), as_filed(cells)
    for number, row in enumerate(filed):
        if row.get(KEY, KEY) not in ("", KEY):
            told.roles[number] = rows.SAVE
            told.why.pop(number, None)
    return Arranged(into, cells, reading, told, list(reading.columns), list(told.roles), filed, years=years)


def as_filed(cells):
    """The words of each row by the heading that a file of the office has above them; nothing of any other table."""
    head = next((row for row in cells.rows[: understanding.HEADINGS_BEGIN] if KEY in row), None)
    return [dict(zip(head, row, strict=True)) if head else {} for row in cells.rows]
