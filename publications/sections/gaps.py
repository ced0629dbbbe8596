"""The figures that are missing, in neutral words: what, for when, why there is none, who supplies it."""

from msgspec import Struct

from kit import wording
from publications.blocks import Prose, Table, TableGroup, TableRow

from .words import Cells, anchor, cells, headed, in_use

NONE_MISSING = Prose(html="<p>No figure is missing.</p>")
NOT_RECEIVED, NO_REASON = "Not received", "no reason given"
WITHOUT_REASON = {"not-available", "withheld"}  # of these a reader wants to know why


class MissingLine(Struct, frozen=True, kw_only=True):
    """One figure that is missing, in words ready to print."""

    key: str
    figure: str
    why: str
    period: str = ""
    supplier: str = ""


COLUMNS = (
    Cells(heading="Figure", width=40, of=lambda line: line.figure),
    Cells(heading="Period", width=20, of=lambda line: line.period, rare=True, absent=""),
    Cells(heading="Why there is none", width=35, of=lambda line: line.why),
    Cells(heading="Supplied by", width=20, of=lambda line: line.supplier, rare=True),
)


def gaps(section, records):
    lines = [line for indicator in records.indicators for line in lines_of(indicator)]
    if not lines:
        yield NONE_MISSING
        return
    columns = in_use(COLUMNS, lines)
    words = f"Figures that are missing for {records.period.words}" if records.period else "Figures that are missing"
    yield Table(
        key=section.key,
        of="missing figure",
        caption=words,
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(key=line.key, anchor=anchor(section, line.key), cells=cells(columns, line))
                    for line in lines
                )
            ),
        ),
    )


def lines_of(indicator):
    for series in indicator.series:
        name = indicator.name if series.name == "All" else f"{indicator.name}: {series.name}"
        for seen in series.observations or [None]:
            yield MissingLine(
                key="-".join([indicator.key, series.key, *([seen.key] if seen else [])]),
                figure=name,
                why=why(seen),
                period=wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)
                if seen
                else "",
                supplier=(seen.supplied_by if seen else "") or indicator.owed_by,
            )


def why(seen):
    """Why there is no figure, and the reason that was given."""
    if seen is None:
        return NOT_RECEIVED
    reason = seen.reason or (NO_REASON if seen.state in WITHOUT_REASON else "")
    words = wording.STATES.get(seen.state, NOT_RECEIVED)
    detail = reason or wording.DIRECTIONS.get(seen.direction, "")
    return f"{words}: {detail}" if detail else words
