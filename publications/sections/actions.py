"""What is done for each goal: a table of actions, grouped by the goals they serve."""

from kit import periods
from publications.blocks import Table, TableGroup, TableRow
from publications.content.codes import ACTION_STATES, RATINGS

from .levels import named, ref
from .words import Cells, anchor, beside, cells, headed, in_use, said


def when(action):
    """By when, as the board printed it, or else the day."""
    return action.due_in_words or (periods.day(action.due) if action.due else "")


def became(action):
    """What became of it, and why."""
    state = ACTION_STATES.get(action.state, action.state)
    return said(state, action.reason)


def heard(action):
    """The last that was heard of it, with its day, and how somebody rated it."""
    on = periods.day(action.updated_on) if action.updated_on else ""
    update = f"{on}: {action.update}" if on and action.update else action.update or on
    return said(RATINGS.get(action.rating, action.rating), update)


def actions_table(section, goals):
    """The table of the actions of some goals; none where no action is printed."""
    found = [(goal, goal.actions) for goal in goals if goal.actions]
    every = [action for _, actions in found for action in actions]
    if not every:
        return
    codes = [ref(every)] if any(action.code for action in every) else []
    columns = [
        *codes,
        *in_use(
            (
                Cells(heading="Action", width=40, of=lambda row: said(row.words, *beside(row))),
                Cells(heading="Who leads", width=20, of=lambda row: row.led_by, rare=True),
                Cells(heading="By when", width=15, of=when, rare=True),
                Cells(heading="What became of it", width=20, of=became, rare=True, absent=""),
                Cells(heading="Last update", width=25, of=heard, rare=True, absent=""),
            ),
            every,
        ),
    ]
    yield Table(
        key=f"{section.key}-actions",
        of="action",
        anchor=f"{section.key}-actions",
        caption="What is done",
        row_header=len(codes),
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=named(goal),
                rows=tuple(
                    TableRow(key=row.key, anchor=anchor(section, f"action-{row.key}"), cells=cells(columns, row))
                    for row in actions
                ),
            )
            for goal, actions in found
        ),
    )
