"""Levels of goals: which goal stands above which. Pure."""

from collections import defaultdict


def by_level(goals):
    """The goals in order, each followed by those below it, whatever their positions say.

    A goal whose goal above isn't among them counts as of the first level. Goals that stand above each other in a
    circle come last, each once.
    """
    goals = list(goals)
    here, below = {goal.pk for goal in goals}, defaultdict(list)
    for goal in goals:
        below[goal.parent_id if goal.parent_id in here else None].append(goal)
    found, waiting = {}, [*reversed(goals), *reversed(below[None])]
    while waiting:
        goal = waiting.pop()
        if goal.pk not in found:
            found[goal.pk] = goal
            waiting += reversed(below[goal.pk])
    return list(found.values())
