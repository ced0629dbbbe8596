"""Challenges and risks: what was asked of whom, the answer, and the effect that was seen."""

from kit import periods
from publications.blocks import Table, TableGroup, TableRow
from publications.content.codes import CHALLENGE_KINDS, CHALLENGE_STATES

from .words import Cells, anchor, beside, cells, headed, in_use, said


def asked(row):
    """What is asked or may happen, since when, and which goal it concerns."""
    kind = CHALLENGE_KINDS.get(row.kind, row.kind)
    raised = f"{kind}, raised on {periods.day(row.raised_on)}" if row.raised_on else kind
    return said(row.issue, raised, *beside(row))


def answered(row):
    """The answer, and by when it is or was due."""
    return said(row.response, f"Due by {periods.day(row.response_due)}" if row.response_due else "")


COLUMNS = (
    Cells(heading="No.", width=10, least=2, of=lambda row: row.number, holds="code"),
    Cells(heading="Challenge or risk", width=35, of=asked),
    Cells(heading="Raised by", width=15, of=lambda row: row.raised_by, rare=True),
    Cells(heading="To whom", width=15, of=lambda row: row.to, rare=True),
    Cells(heading="Answer", width=25, of=answered, rare=True),
    Cells(heading="Effect seen", width=25, of=lambda row: row.effect, rare=True),
    Cells(heading="State", width=10, least=2, of=lambda row: CHALLENGE_STATES.get(row.state, row.state)),
)


def challenges(section, records):
    columns = in_use(COLUMNS, records.challenges)
    yield Table(
        key=section.key,
        of="challenge",
        caption="Challenges and risks",
        row_header=1,
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(key=row.key, anchor=anchor(section, row.key), cells=cells(columns, row))
                    for row in records.challenges
                )
            ),
        ),
    )
