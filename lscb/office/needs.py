"""What needs doing today, joined from the whole house: the list at the head of the office's first page.

Each source is a function of the day that yields `kit.needs.Need`s; a new one is one line in its app's `SOURCES`.
"""

from datetime import date

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


def figures_and_evidence(today):
    """The figures that somebody owes, one line for each who owes some, and goals on which nobody was asked."""
    facts = progress(today)
    for group in facts.get("owed", ()):
        number = len(group["rows"])
        yield Need(
            what=counted(number, "figure is", "figures are") + " owed",
            who=group["owner"] or "Nobody is named as owing them",
            more=tuple(row["what"] for row in group["rows"]),
            address=reverse("office-figures"),
            deed="Enter what came in",
            may=May.ENTER_FIGURES,
            also=(reverse("print-request", args=[group["party"]]), "Print the request") if group["party"] else None,
        )
    if lacking := facts.get("evidence", ()):
        yield Need(
            what=f"What audits and people told us: none, or only planned, for {counted(len(lacking), 'goal')}",
            more=tuple(f"{row['of']} ({row['period']})" for row in lacking),
            address=reverse("office-periods"),
            deed="Record the evidence",
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


def groups(person, today):
    """What this person can do something about: what is missing, the longest overdue first, and what comes up."""
    found = [need for source in SOURCES for need in source(today) if person.has_perm(need.may)]
    ahead = [need for need in found if need.due and need.due >= today]
    missing = [need for need in found if not (need.due and need.due >= today)]
    # Python's sort keeps the order of the sources where the days are the same.
    missing.sort(key=lambda need: (not need.urgent, need.due or date.max))
    ahead.sort(key=lambda need: need.due)
    named = (("Missing", missing), ("Coming up", ahead))
    return [{"heading": heading, "needs": [shown(need, today) for need in of_it]} for heading, of_it in named if of_it]


def shown(need, today):
    """A need as its template has it: with the day in words, and whether that day is over."""
    return {
        "need": need,
        "overdue": need.urgent or bool(need.due and need.due < today),
        "due": due_words(need, today),
        "also": need.also and {"address": need.also[0], "words": need.also[1]},
    }


def due_words(need, today):
    """By when: in 12 days, 13 June 2016; overdue since 1 April 2016, 2 months ago; or as the board says it."""
    if not need.due:
        return need.when
    ago = reading.ago(need.due, today)
    day = periods.day(need.due)
    return f"Overdue since {day}, {ago}" if need.due < today else f"{ago[0].upper()}{ago[1:]}, {day}"
