"""Inspections: each area in the inspectors' word. Nothing is reckoned over all of them."""

from kit import periods
from publications.blocks import Table, TableGroup, TableRow

from .words import Cells, anchor, cells, headed, in_use, own_words, said

NONE = "No area is recorded"
COLUMNS = (
    Cells(heading="What was judged", width=60, of=lambda area: area.area),
    Cells(heading="In the inspectors’ word", width=40, of=lambda area: area.word),
)


def name(row):
    """By which framework, of whom, and when."""
    on = periods.day(row.on) if row.on else ""
    return ", ".join(filter(None, (row.framework, row.inspected, on)))


def inspections(section, records):
    areas = [area for row in records.inspections for area in row.areas]
    columns = in_use(COLUMNS, areas)
    yield Table(
        key=section.key,
        of="inspection",
        caption=f"Inspections in {records.period.words}",
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=name(row),
                anchor=anchor(section, row.key),
                rows=tuple(TableRow(key=f"{row.key}-{area.key}", cells=cells(columns, area)) for area in row.areas)
                or (TableRow(key=row.key, cells=(NONE, "")),),
            )
            for row in records.inspections
        ),
    )
    for row in records.inspections:
        if row.words or row.address:
            told = said(row.words, row.address)
            yield from own_words(f"{row.framework}: {told}" if len(records.inspections) > 1 else told)
