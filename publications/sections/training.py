"""Training and campaigns: what, when, and what changed; and the places that each agency took."""

from kit.wording import plain
from publications.blocks import Table, TableGroup, TableRow
from publications.content.codes import TRAINING_KINDS

from .words import Cells, anchor, beside, cells, headed, in_use, said, when

NOT_YET_SHOWN = "Not yet shown"
NOT_COUNTED = "Not counted"


def places(row):
    """How many places were taken, of how many there were."""
    if row.taken is None:
        return f"{NOT_COUNTED}; {plain(row.offered)} there were" if row.offered is not None else ""
    return f"{plain(row.taken)} of {plain(row.offered)}" if row.offered is not None else plain(row.taken)


def what(row):
    """What kind it was, what it was about, when it was, and who gave it."""
    kind = TRAINING_KINDS.get(row.kind, row.kind)
    return said(row.words, "; ".join(filter(None, (kind, when(row)))), *beside(row))


COLUMNS = (
    Cells(heading="Training or campaign", width=25, of=lambda row: row.title),
    Cells(heading="What it was about, and when", width=30, of=what),
    Cells(heading="Places taken", width=15, of=places, absent=NOT_COUNTED),
    Cells(heading="What changed afterwards", width=30, of=lambda row: row.changed, absent=NOT_YET_SHOWN),
)
BY_AGENCY = (
    Cells(heading="Agency", width=70, of=lambda each: each.agency),
    Cells(heading="Places taken", width=30, of=lambda each: plain(each.number), holds="figure"),
)


def training(section, records):
    columns = in_use(COLUMNS, records.given)
    yield Table(
        key=section.key,
        of="training",
        caption=f"Training and campaigns in {records.period.words}",
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(key=row.key, anchor=anchor(section, row.key), cells=cells(columns, row))
                    for row in records.given
                )
            ),
        ),
    )
    if counted := [row for row in records.given if row.places]:
        yield Table(
            key=f"{section.key}-places",
            of="places",
            anchor=f"{section.key}-places",
            caption="Places that each agency took",
            columns=headed(BY_AGENCY),
            groups=tuple(
                TableGroup(
                    heading=row.title,
                    rows=tuple(
                        TableRow(key=f"{row.key}-{each.key}", cells=cells(BY_AGENCY, each), numbers=(None, each.number))
                        for each in row.places
                    ),
                )
                for row in counted
            ),
        )
