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
import publications.needs
from kit import periods
from kit.needs import Need
from kit.wording import counted
from lscb.custody import backup
from membership.roles import May
from priorities import reading
from priorities.progress import concerned, lacking


def figures_and_evidence(day):
    """The figures that somebody owes, one line for each who owes some, and goals on which nobody was asked.

    What an open round asks for stands with the round (`priorities.needs.figures_asked_for`), and not here again.
    """
    owed, whose = day.ask(forwardplan.needs.figures_owed), day.ask(forwardplan.needs.who_owes)
    for party in sorted(owed, key=lambda party: (party is None, whose[party].casefold())):
        names, asked = owed[party]
        which = "further figure" if asked else "figure"
        yield Need(
            what=counted(len(names), f"{which} is", f"{which}s are") + " owed",
            turn=whose[party] or "Nobody named",
            more=tuple(names),
            soon=True,
            address=reverse("office-figures"),
            deed="Enter",
            may=May.ENTER_FIGURES,
            also=(reverse("print-request", args=[party]), "Print the request") if party else None,
        )
    of = concerned(day.today, day.ask(priorities.needs.every_goal))
    if without := lacking(of) if of else ():
        yield Need(
            what=f"What audits and people told us: none, or only planned, for {counted(len(without), 'goal')}",
            more=tuple(f"{row['of']} ({row['period']})" for row in without),
            soon=True,
            address=reverse("office-periods"),
            deed="Record it",
            may=May.EDIT,
        )


def backups(day):
    """That the copy of the database failed, or is overdue; nothing where it was never this program's to make."""
    for words in backup.remains():
        yield Need(
            what="There is no fresh backup of the records",
            turn="Whoever looks after the server",
            more=(words,),
            urgent=True,
            address=reverse("leave"),
            deed="Take the record away",
            may=May.MANAGE_PEOPLE,
        )


SOURCES = (
    backups,
    figures_and_evidence,
    *priorities.needs.SOURCES,
    *finance.needs.SOURCES,
    *forwardplan.needs.SOURCES,
    *publications.needs.SOURCES,
    *editions.needs.SOURCES,
    *membership.needs.SOURCES,
)


# What comes up is shown so far ahead if no meeting of the board is planned.
AHEAD = timedelta(days=56)
LATER = "Later, or when there is time"


def everything(day):
    """All that needs doing, in the order of the sources."""
    return [need for source in SOURCES for need in source(day)]


def found(person, day):
    """What this person can do something about."""
    return [need for need in day.ask(everything) if person.has_perm(need.may)]


def others_are_late(person, day):
    """Whether something is overdue that only others can do something about."""
    return any(is_overdue(need, day.today) and not person.has_perm(need.may) for need in day.ask(everything))


def groups(needs, today, meeting):
    """Needs by when they want doing: what is overdue, what comes before the next meeting, and what has time."""
    until = meeting.at_latest if meeting else today + AHEAD
    before = f"Before the next meeting, {meeting.when}" if meeting else "In the next eight weeks"
    named = {"Overdue": [], before: [], LATER: []}
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
