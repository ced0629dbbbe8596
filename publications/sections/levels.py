"""Goals in a table by their levels: a group to each goal of the first level that has others below it."""

from itertools import groupby

from msgspec.structs import replace

from publications.blocks import TableGroup, TableRow
from publications.content.codes import NOT_STATED

from .words import Cells, anchor, cells, said

TITLE = 1  # the column that names the goal
ITSELF = "As a whole"  # what stands there in a goal's own row below the heading that names it
# How many steps of five per cent the column of codes needs for codes of so many letters.
STEPS = {2: 1, 6: 2, 10: 3}


def ref(goals, of=lambda goal: goal.code, *, below_headings=False):
    """The column of codes, wide enough for the longest; below a heading they stand further in."""
    further_in = below_headings or any(getattr(goal, "under", "") for goal in goals)
    needed = max((len(word) for goal in goals for word in goal.code.split()), default=0) + 2 * further_in
    least = next((steps for letters, steps in STEPS.items() if needed <= letters), 4)
    return Cells(heading="Ref", width=5 * least, least=least, of=of, holds="code", absent="")


def in_levels(section, columns, goals):
    """The groups of a table of goals; `goals` are pairs of a goal and what the columns tell of, parents first.

    A goal of the first level with others below it is the heading of a group, and has a row of its own if there is more
    to say of it. A row further down, and one whose goal above stands elsewhere, says under which goal it stands.
    """
    level, names, families = {}, {goal.key: named(goal) for goal, _ in goals}, []
    for goal, thing in goals:
        level[goal.key] = level[goal.under] + 1 if goal.under in level else 0
        above = goal.above or (names.get(goal.under, "") if level[goal.key] != 1 else "")
        told = list(cells(columns, thing))
        told[TITLE] = said(told[TITLE], f"Under {above}" if above else "")
        row = TableRow(key=goal.key, anchor=anchor(section, goal.key), cells=tuple(told))
        if level[goal.key] == 0:
            families.append([])
        families[-1].append((goal, row))
    return tuple(groups(families))


def groups(families):
    """A group to each family; goals that stand alone, one after the other, share a group without a heading."""
    for has_levels, together in groupby(families, key=lambda family: len(family) > 1):
        if not has_levels:
            yield TableGroup(rows=tuple(row for [(_, row)] in together))
            continue
        for (goal, own), *below in together:
            rows = tuple(row for _, row in below)
            code, title, *more = own.cells
            if title == goal.title and not set(more) - {NOT_STATED, ""}:
                yield TableGroup(heading=named(goal), rows=rows, anchor=own.anchor)
            else:
                itself = replace(own, cells=(code, title.replace(goal.title, ITSELF, 1), *more))
                yield TableGroup(heading=named(goal), rows=(itself, *rows))


def named(goal):
    return f"{goal.code} {goal.title}".strip()
