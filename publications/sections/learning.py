"""What was learned, kind by kind, what it recommended, and what came of it."""

from kit.grouping import grouped
from kit.wording import opening
from publications.blocks import Table, TableGroup, TableRow
from publications.content.codes import ANSWERS, LEARNING_KINDS, SHOWS

from .actions import became, heard
from .words import Cells, anchor, beside, cells, headed, in_use, said, when

NOT_YET_SHOWN = "Not yet shown"


def says(row):
    """What it says, the goals it bears on with what it shows of each; then when and how, and where it can be read."""
    bears = "\n".join(f"- {bears_on(each)}" for each in row.bears_on)
    state = "Under way" if row.under_way else ""
    days = opening("; ".join(filter(None, (when(row), state))))
    return said(row.words, "Bears on:" if bears else "", bears, days, *beside(row), row.address)


def bears_on(each):
    shows = SHOWS.get(each.shows, each.shows)
    return f"{each.goal}: {shows[:1].lower()}{shows[1:]}" if shows else each.goal


LEARNED = (
    Cells(heading="What was looked at", width=25, of=lambda row: row.title),
    Cells(heading="What it says, and how it was found", width=50, of=says),
    Cells(heading="What changed because of it", width=25, of=lambda row: row.changed, absent=NOT_YET_SHOWN),
)


def answered(row):
    return said(ANSWERS.get(row.answer, row.answer), row.reason)


def came_of_it(row):
    """What came of it, and the actions that are printed with how each stands."""
    return said(row.outcome, *(done(each) for each in row.actions))


def done(action):
    """An action below a recommendation: its words, what became of it, and what was heard of it last."""
    told = "; ".join(filter(None, (became(action), heard(action))))
    return f"Action: {action.words}" + (f" ({told})" if told else "")


RECOMMENDED = (
    Cells(heading="What was recommended", width=40, of=lambda row: said(row.words, *beside(row), row.address)),
    Cells(heading="What the {body} says to it", width=30, of=answered),
    Cells(heading="What came of it", width=30, of=came_of_it, absent=NOT_YET_SHOWN),
)


def learning(section, records):
    by_kind = grouped((row.kind, row) for row in records.learned)
    columns = in_use(LEARNED, records.learned)
    yield Table(
        key=section.key,
        of="learning",
        caption=f"What was learned in {records.period.words}",
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=LEARNING_KINDS.get(kind, kind),
                rows=tuple(
                    TableRow(key=row.key, anchor=anchor(section, row.key), cells=cells(columns, row)) for row in rows
                ),
            )
            for kind, rows in by_kind.items()
        ),
    )
    if recommended := [row for row in records.learned if row.recommendations]:
        yield Table(
            key=f"{section.key}-recommendations",
            of="recommendation",
            anchor=f"{section.key}-recommendations",
            caption="What was recommended, and what came of it",
            columns=headed(RECOMMENDED),
            groups=tuple(
                TableGroup(
                    heading=row.title,
                    rows=tuple(
                        TableRow(
                            key=each.key,
                            anchor=anchor(section, f"recommendation-{each.key}"),
                            cells=cells(RECOMMENDED, each),
                        )
                        for each in row.recommendations
                    ),
                )
                for row in recommended
            ),
        )
