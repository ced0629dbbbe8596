"""Decisions: what was decided, when, and on which item of the agenda."""

from publications.blocks import Table, TableGroup, TableRow

from .words import Cells, anchor, beside, cells, headed, in_use, said

COLUMNS = (
    Cells(heading="Meeting", width=20, of=lambda row: row.meeting),
    Cells(heading="Decision", width=50, of=lambda row: said(row.words, *beside(row))),
    Cells(heading="Item of the agenda", width=30, of=lambda row: row.item),
    Cells(heading="Minute", width=15, of=lambda row: row.minute, rare=True),
)


def decisions(section, records):
    columns = in_use(COLUMNS, records.decisions)
    rows = tuple(
        TableRow(key=row.place, anchor=anchor(section, row.place), cells=cells(columns, row))
        for row in records.decisions
    )
    yield Table(
        key=section.key,
        of="decision",
        caption=f"Decisions of the {records.body}",
        row_header=1,
        columns=headed(columns),
        groups=(TableGroup(rows=rows),),
    )
