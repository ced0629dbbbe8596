"""What a publication draws on and what stands in no section of it, for the check that names it."""

from collections.abc import Callable
from typing import NamedTuple

from finance.models import Budget
from priorities.models import Finding, Indicator
from publications.content.document import Document
from publications.content.goals import GoalServing
from publications.content.lineage import GoalName
from publications.models import PublicationKind
from publications.passages import SECTIONS, LeftOut, Place, Record, shortened, things

from . import challenges, inspections, learning, people, statements, training
from .goals import found_in, how_goals_went
from .meetings import meetings_of
from .once import once
from .summary import not_standing
from .wanted import wanted


def left_out(publication, content, *, on):
    """By sort, the rows that a document of this kind should hold and doesn't: a tuple of `LeftOut`.

    So is what the law wants of it and no section answers. `content` is what the publication was composed to on the day
    `on`. It asks the database once for a sort.
    """
    if not isinstance(content, Document) or publication.made_for:
        return ()  # a form for some readers leaves out on purpose
    # A goal that is merely named, for what became of it or what it serves, stands somewhere else or nowhere.
    held = {at.record for thing, at in things(content) if not isinstance(thing, GoalName | GoalServing)}
    found = []
    for sort in EXPECTED.get(publication.kind, ()):
        places = tuple(
            Place(words=shortened(str(row)), record=SECTIONS)
            for row in sort.rows_of(publication, on)
            if Record(row._meta.label_lower, (row.key,), sort.of if row.within else "") not in held
        )
        if places:
            found.append(LeftOut(one=sort.one, many=sort.many, places=places))
    gone = tuple(
        Place(
            words=shortened(str(row)),
            record=Record("publications.highlight", (row.narrative.key, row.key), "publication"),
        )
        for row in not_standing(content, publication)
    )
    if gone:
        what = "chosen for the summary"
        found.append(LeftOut(one=f"thing {what}", many=f"things {what}", places=gone))
    unanswered = tuple(
        Place(words=shortened(f"{each.requirement.number} {each.requirement}".strip()), record=SECTIONS)
        for each in wanted(publication, content, on=on)
        if each.is_law and each.is_missing
    )
    if unanswered:
        found.append(LeftOut(one="thing that the law wants", many="things that the law wants", places=unanswered))
    return tuple(found)


class Sort(NamedTuple):
    """Rows of one sort: what one and several are called, what of the publication holds them, and which they are."""

    one: str
    many: str
    of: str
    rows: Callable

    def rows_of(self, publication, on):
        """The rows by the publication and the day; none if it doesn't name what holds them."""
        holder = publication if self.of == "publication" else getattr(publication, self.of)
        return () if holder is None else self.rows(holder, publication, on)


# What sections ask too is asked once with them (`once`).


def findings(kind):
    return lambda period, *_: once(found_in, period).get(kind, ())


def progress(plan, publication, on):
    """What came of a former plan's goals is told of a period."""
    return once(how_goals_went, plan, publication.reporting_period) if publication.reporting_period else ()


def seats(body, publication, on):
    return once(people.seats_of, body, publication.membership_as_at or on)


def meetings(body, publication, on):
    """Those of the span, which a forward plan may leave open."""
    first, last = publication.meetings_from, publication.meetings_to
    is_told = first or last or publication.kind == PublicationKind.FORWARD_PLAN
    return once(meetings_of, body, first, last) if is_told else ()


GOALS = Sort("goal", "goals", "plan", lambda plan, *_: plan.goal_set.all())
PRINCIPLES = Sort("principle", "principles", "plan", lambda plan, *_: plan.principle_set.all())
SEATS = Sort("seat", "seats", "body", seats)
MEETINGS = Sort("meeting", "meetings", "body", meetings)
YEAR = (
    Sort("goal of the former plan", "goals of the former plan", "past_plan", progress),
    Sort("key success", "key successes", "reporting_period", findings(Finding.Kind.SUCCESS)),
    Sort("area for development", "areas for development", "reporting_period", findings(Finding.Kind.DEVELOPMENT)),
    Sort("further area of priority", "further areas of priority", "reporting_period", findings(Finding.Kind.FURTHER)),
    Sort(
        "measure that belongs to no goal",
        "measures that belong to no goal",
        "reporting_period",
        lambda *_: Indicator.objects.of_no_goal(),
    ),
    Sort(
        "challenge or risk",
        "challenges and risks",
        "reporting_period",
        lambda period, *_: once(challenges.printed_in, period),
    ),
    Sort("contribution", "contributions", "budget", lambda budget, *_: once(Budget.reckoned, budget).contributions),
    Sort("budget line", "budget lines", "budget", lambda budget, *_: budget.budgetline_set.all()),
    SEATS,
    MEETINGS,
)
# What a report accounts for beside it.
LEARNED = (
    Sort(
        "piece of learning",
        "pieces of learning",
        "reporting_period",
        lambda period, *_: once(learning.printed_in, period),
    ),
    Sort(
        "training or campaign",
        "trainings and campaigns",
        "reporting_period",
        lambda period, *_: once(training.told_in, period),
    ),
    Sort("inspection", "inspections", "reporting_period", lambda period, *_: once(inspections.told_in, period)),
    Sort("statement", "statements", "publication", lambda publication, *_: once(statements.asked_for, publication.pk)),
)
# What is looked for in a document of each kind.
EXPECTED = {
    PublicationKind.BUSINESS_PLAN: (GOALS, PRINCIPLES, *YEAR),
    PublicationKind.ANNUAL_REPORT: (*YEAR, *LEARNED),
    PublicationKind.FORWARD_PLAN: (MEETINGS,),
    PublicationKind.MEMBERSHIP: (SEATS,),
}
