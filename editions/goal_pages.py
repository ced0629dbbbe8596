"""The page of each goal that the public reads of, and the page that leads to them.

They are made of the frozen plan and the frozen report that stand for their kinds today (`goals_told`), at addresses
that stay as long as a goal keeps its key.
"""

from collections import defaultdict
from itertools import chain

from kit.grouping import grouped
from publications import sections as layout

from . import signposts
from .signposts import About
from .standing import Link

ADDRESS = "/priorities/"


def address(goal):
    return f"{ADDRESS}{goal.key}/"


def links(goals_told):
    """The goals section by section: its heading, and a link to each goal that holds those of the goals below it."""
    by_section = grouped(((shown.stands.key, shown.stands.heading), shown.goal) for shown in goals_told.shown)
    return [(heading, linked(goals)) for (_, heading), goals in by_section.items()]


def linked(goals):
    """Links to the goals of the first level, each of which holds those of the goals below it."""
    below, known = defaultdict(list), set()
    for goal in goals:
        # A goal stands before those below it; if it doesn't, the records go round in a circle.
        below[goal.under if goal.under in known else ""].append(goal)
        known.add(goal.key)

    def inside(key=""):
        return tuple(link(goal, inside(goal.key)) for goal in below[key])

    return inside()


def leading(goals_told, version, pages):
    """The sections of a version, the row of each goal that has a page leading there."""
    rows = {
        f"{stands.key}-{goal.key}": address(goal)
        for stands, goal in goals_told.named_in(version)
        if goal.key in goals_told
    }
    return [layout.leading(page, rows) for page in pages] if rows else pages


def pages_of(public):
    """The files: the list of all goals, and the page of each."""
    told = public.goals
    if not told.shown:
        return
    source = told.shown[0].stands.version
    title = f"Priorities: {source.title}"
    about = About(description=signposts.shortened(f"What is wanted and how it went, from: {source.title}."))
    listed = source.control.published_on or True
    lists = links(told)
    yield (
        path(ADDRESS),
        public.page("public/goals.html", ADDRESS, title, about, listed=listed, lists=lists, source=source, trail=()),
    )
    public.find(ADDRESS, title, [heading for heading, _ in lists])
    for place, shown in enumerate(told.shown):
        yield path(address(shown.goal)), page_of(public, told, place, shown)


def page_of(public, told, place, shown):
    """The page of one goal, which the search finds by all that stands on it."""
    parts = told.parts(shown)
    here, goal, source = address(shown.goal), shown.goal, shown.stands.version
    title = f"{shown.name}: {goal.title}" if goal.code and shown.name else goal.title
    days = [part.stands.version.control.published_on for part in parts]
    public.find(here, title, chain.from_iterable(part.texts for part in parts), within=source.title)
    wanted = next((words for part in parts for _, words in part.before), "")
    return public.page(
        "public/goal.html",
        here,
        title,
        About(description=signposts.shortened(f"{title}. {wanted}"), kind="article"),
        listed=max(filter(None, days), default=None) or True,
        shown=shown,
        parts=parts,
        standing=public.standing(source),
        trail=trail(told, shown),
        below=[link(each.goal) for each in told.shown if goal.key and each.goal.under == goal.key],
        previous=neighbour(told, place - 1),
        next=neighbour(told, place + 1),
    )


def neighbour(told, place):
    """A link to the goal in a place, if there is one."""
    if not 0 <= place < len(told.shown):
        return None
    goal = told.shown[place].goal
    return Link(text=f"{goal.code} {goal.title}".strip(), address=address(goal))


def link(goal, below=()):
    return Link(text=goal.title, code=goal.code, address=address(goal), below=below)


def trail(told, shown):
    """The way to the page of a goal: the list of all, and the goals that it stands under."""
    known = {each.goal.key: each.goal for each in told.shown}
    above, goal = [], known.get(shown.goal.under)
    while goal and goal not in above:
        above.append(goal)
        goal = known.get(goal.under)
    return [Link(text="Priorities", address=ADDRESS), *map(link, reversed(above))]


def path(at):
    return f"{at.strip('/')}/index.html"
