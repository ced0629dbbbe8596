"""The policies: who looks after each, since when it holds, and by when it is to be reviewed."""

from kit import periods
from publications.blocks import Table, TableGroup, TableRow

from .words import Cells, anchor, beside, cells, headed, in_use, said


def day(name):
    """What a column of days says of a policy."""
    return lambda row: periods.day(getattr(row, name)) if getattr(row, name) else ""


COLUMNS = (
    Cells(heading="Policy", width=35, of=lambda row: said(row.title, *beside(row), row.address)),
    Cells(heading="Looked after by", width=25, of=lambda row: row.owner),
    Cells(heading="Adopted", width=20, of=day("adopted"), rare=True),
    Cells(heading="To be reviewed by", width=20, of=day("review_due")),
)


def policies(section, records):
    columns = in_use(COLUMNS, records.policies)
    yield Table(
        key=section.key,
        of="policy",
        caption="Policies",
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(key=row.key, anchor=anchor(section, row.key), cells=cells(columns, row))
                    for row in records.policies
                )
            ),
        ),
    )
