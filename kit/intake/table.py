"""A table as it will be taken in: its cells, what each column holds, and what becomes of each row."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property

from kit.intake import rows, understanding
from kit.intake.cells import PastedCells, Place
from kit.intake.lists import PasteList


@dataclass
class Arranged:
    """A table, the list that its rows go to, and what was found or chosen: a name of the list for each column, a role
    for each row. `sure` are the cells of which somebody said that they stay as they are.
    """

    into: PasteList
    cells: PastedCells
    reading: understanding.Reading
    told: rows.Rows
    columns: list[str]
    roles: list[str]
    sure: set[Place] = field(default_factory=set)

    @property
    def headings(self):
        return self.reading.headings

    @property
    def above(self):
        """The words above the table's own headings."""
        titles = (cell for row in self.told.are(rows.TITLE) for cell in self.cells.rows[row])
        return " ".join(filter(None, (self.cells.name, *titles)))

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
    told = rows.rows_of(cells, reading)
    return Arranged(into, cells, reading, told, list(reading.columns), list(told.roles))
