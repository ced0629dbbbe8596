"""Goals in a table by their levels: a group to each goal of the first level that has others below it."""

from msgspec.structs import replace

from publications.blocks import Group, Row
from publications.content.codes import NOT_STATED

from .words import anchor, cells, said

TITLE = 1  # the column that names the goal


def in_levels(section, columns, goals):
    """The groups of a table of goals; `goals` are pairs of a goal and what the columns tell of, parents first.

    Without levels there is one group. Otherwise each goal of the first level is the heading of a group, and has a row
    of its own unless others stand below it and there is nothing else to say of it. A row further down, and one whose
    goal above stands elsewhere, says under which goal it stands.
    """
    level, names, groups = {}, {goal.key: named(goal) for goal, _ in goals}, []
    for goal, thing in goals:
        level[goal.key] = level[goal.under] + 1 if goal.under in level else 0
        above = goal.above or (names.get(goal.under, "") if level[goal.key] != 1 else "")
        told = list(cells(columns, thing))
        told[TITLE] = said(told[TITLE], f"Under {above}" if above else "")
        row = Row(key=goal.key, anchor=anchor(section, goal.key), cells=tuple(told))
        if level[goal.key] == 0:
            groups.append(Group(heading=named(goal), rows=(row,)))
        else:
            groups[-1] = replace(groups[-1], rows=(*groups[-1].rows, row))
    if not any(level.values()):
        return (Group(rows=tuple(row for group in groups for row in group.rows)),)
    return tuple(map(without_needless_row, groups))


def named(goal):
    return f"{goal.code} {goal.title}".strip()


def without_needless_row(group):
    """The group, its heading in the place of a first row that says no more than it."""
    own, *below = group.rows
    says_more = named_in(own) != group.heading or set(own.cells[TITLE + 1 :]) - {NOT_STATED, ""}
    return group if says_more or not below else replace(group, anchor=own.anchor, rows=tuple(below))


def named_in(row):
    return " ".join(row.cells[: TITLE + 1]).strip()
