"""Goals in a table by their levels: a group to each goal of the first level that has others below it."""

from msgspec.structs import replace

from publications.blocks import Group
from publications.content.codes import NOT_STATED
from publications.content.goals import named

TITLE = 1  # the column that names the goal


def in_levels(rows):
    """The groups of a table of goals; `rows` are pairs of a goal and its row of the table, parents first.

    Without levels there is one group, as ever. Otherwise each goal of the first level is the heading of a group, and
    has a row of its own unless others stand below it and there is nothing else to say of it. A row further down, and
    one whose goal above stands elsewhere, says under which goal it stands.
    """
    level, names, groups = {}, {goal.key: named(goal) for goal, _ in rows}, []
    for goal, row in rows:
        level[goal.key] = level[goal.under] + 1 if goal.under in level else 0
        above = goal.above or (names.get(goal.under, "") if level[goal.key] != 1 else "")
        if above:
            cells = list(row.cells)
            cells[TITLE] += f"\n\nUnder {above}"
            row = replace(row, cells=tuple(cells))
        if level[goal.key] == 0:
            groups.append((goal, [row]))
        else:
            groups[-1][1].append(row)
    if not any(level.values()):
        return (Group(rows=tuple(row for _, [row] in groups)),)
    return tuple(group(goal, *under) for goal, under in groups)


def group(goal, own, *below):
    says_nothing = own.cells[TITLE] == goal.title and set(own.cells[TITLE + 1 :]) <= {NOT_STATED, ""}
    heading = f"{goal.code} {goal.title}".strip()
    if below and says_nothing:
        return Group(heading=heading, anchor=own.anchor, rows=below)
    return Group(heading=heading, rows=(own, *below))
