"""What needs doing today, joined from the whole house: the list at the head of the office's first page.

Each source is a function of the day that yields `kit.needs.Need`s; a new one is one line in its app's `SOURCES`.
"""

from datetime import date, timedelta

from django.urls import reverse

import editions.needs
import finance.needs
import forwardplan.needs
import membership.needs
import priorities.needs
from kit import periods
from kit.needs import Need
from kit.wording import counted
from membership.roles import May
from priorities import reading
from priorities.progress import progress


def figures_and_evidence(day):
    """The figures that somebody owes, one line for each who owes some, and goals on which nobody was asked."""
    facts = progress(day.today, day.ask(priorities.needs.every_goal))
    for group in facts.get("owed", ()):
        number = len(group["rows"])
        yield Need(
            what=counted(number, "figure is", "figures are") + " owed",
            turn=group["owner"] or "Nobody named",
            more=tuple(row["what"] for row in group["rows"]),
            soon=True,
            address=reverse("office-figures"),
            deed="Enter",
            may=May.ENTER_FIGURES,
            also=(reverse("print-request", args=[group["party"]]), "Print the request") if group["party"] else None,
        )
    if lacking := facts.get("evidence", ()):
        yield Need(
            what=f"What audits and people told us: none, or only planned, for {counted(len(lacking), 'goal')}",
            more=tuple(f"{row['of']} ({row['period']})" for row in lacking),
            soon=True,
            address=reverse("office-periods"),
            deed="Record it",
            may=May.EDIT,
        )


SOURCES = (
    figures_and_evidence,
    *priorities.needs.SOURCES,
    *finance.needs.SOURCES,
    *forwardplan.needs.SOURCES,
    *editions.needs.SOURCES,
    *membership.needs.SOURCES,
)


# What comes up is shown so far ahead if no meeting of the board is planned.
AHEAD = timedelta(days=56)


def found(person, day):
    """What this person can do something about, in the order of the sources."""
    return [need for source in SOURCES for need in source(day) if person.has_perm(need.may)]


def groups(needs, today, meeting):
    """Needs by when they want doing: what is overdue, what comes before the next meeting, and what has time."""
    until = meeting.at_latest if meeting else today + AHEAD
    before = f"Before the next meeting, {meeting.when}" if meeting else "In the next eight weeks"
    named = {"Overdue": [], before: [], "Later, or when there is time": []}
    overdue, ahead, later = named.values()
    # Python's sort keeps the order of the sources if the days are the same.
    for need in sorted(needs, key=lambda need: (not need.urgent, need.due or date.max)):
        if is_overdue(need, today):
            overdue.append(need)
        elif need.due <= until if need.due else need.soon:
            ahead.append(need)
        else:
            later.append(need)
    return [
        {"heading": heading, "rows": [need_row(need, today) for need in of_it]}
        for heading, of_it in named.items()
        if of_it
    ]


def is_overdue(need, today):
    return need.urgent or bool(need.due and need.due < today)


def in_short(day, today):
    """A day in words, with its year if that isn't this one: 1 April."""
    return periods.day(day).removesuffix(f" {today.year}")


def need_row(need, today):
    """A need as a line of the page: with how far its day is away, and the day itself."""
    overdue = is_overdue(need, today)
    far = reading.ago(need.due, today) if need.due else "now" if need.urgent else ""
    if overdue and far:
        far = "1 day" if far == "yesterday" else far.removesuffix(" ago")
    day = in_short(need.due, today) if need.due else ""
    return {
        "what": need.what,
        "who": need.who,
        "more": need.more,
        "turn": need.turn,
        "overdue": overdue,
        "far": far,
        "when": f"since {day}" if overdue and day else day or need.when,
        "ways": [(need.address, need.deed)],
        "also": need.also,
    }
