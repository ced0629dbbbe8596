"""A table on its way: the words of each cell, and what is known of the cell beside them. Knows no Django."""

from dataclasses import dataclass, field

from kit.incoming.shape import Covered, IncomingTable
from kit.signs import tidy

Place = tuple[int, int]  # row and column


@dataclass
class PastedCells:
    """The words of a table, each row as wide as the others; no row and no column is empty.

    `covered` are the places that a merged cell covers, and where that cell stands. `troubles` are sentences on cells
    that can't be trusted, `said` on how a cell was read. `marked` rows at the top are headings as the file has it.
    """

    rows: list[list[str]]
    covered: dict[Place, Place] = field(default_factory=dict)
    troubles: dict[Place, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    name: str = ""
    marked: int = 0

    @property
    def width(self):
        return len(self.rows[0]) if self.rows else 0

    def column(self, place):
        return [row[place] for row in self.rows]

    def whole(self, row, column, *, down=True):
        """The words of a place, or those of the cell that covers it: the one beside it, or above it if `down`."""
        at = self.covered.get((row, column), (row, column))
        beside, above = at[1] != column, at[0] != row
        return self.rows[row][column] or ("" if beside or (above and not down) else self.rows[at[0]][at[1]])


def of(table: IncomingTable) -> PastedCells:
    """The cells of a table that came in, without its empty rows and columns."""
    there = {
        (row, column): words
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line)
        if not isinstance(cell, Covered) and ((words := tidy(cell.words)) or cell.trouble)
    }
    rows = {row: place for place, row in enumerate(sorted({row for row, _ in there}))}
    columns = {column: place for place, column in enumerate(sorted({column for _, column in there}))}
    found = PastedCells(
        [[""] * len(columns) for _ in rows], name=table.name, marked=sum(r < table.heading_rows for r in rows)
    )
    for (row, column), words in there.items():
        place, cell = (rows[row], columns[column]), table.rows[row][column]
        found.rows[place[0]][place[1]] = words
        if cell.trouble:
            found.troubles[place] = cell.trouble
        found.said += [f"Row {place[0] + 1}, column {place[1] + 1}: {each}" for each in cell.said]
    for row, line in enumerate(table.rows):
        for column, cell in enumerate(line):
            at = isinstance(cell, Covered) and (cell.row, cell.column)
            if row in rows and column in columns and at in there:
                found.covered[rows[row], columns[column]] = (rows[at[0]], columns[at[1]])
    return found


def of_rows(rows) -> PastedCells:
    """The cells of rows that are plain words already."""
    return PastedCells([list(row) for row in rows])
