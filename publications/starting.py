"""The first documents of a board: its public pages, the everyday ones, and its plan with its usual sections."""

from datetime import date

from django.utils.text import slugify

from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import Meeting
from kit import clock, spans
from kit.called import say
from kit.together import Together
from membership.models import Body, ReportingPeriod, Seat
from priorities.models import Plan
from publications.models import Narrative, Publication, PublicationKind

Place = Narrative.Place
# What follows the goals: which records a section opens, its heading, and whether it is an appendix.
AFTER_THE_GOALS = (
    (Place.CONTRIBUTIONS, "Who pays what", False),
    (Place.BUDGET, "Income and spending", False),
    (Place.FORWARD_PLAN, "Forward plan", False),
    (Place.STRUCTURE, "Structure of the {body}", True),
    (Place.MEMBERS, "Members of the {body}", True),
)
HELD = {
    Place.CONTRIBUTIONS: Contribution,
    Place.BUDGET: BudgetLine,
    Place.FORWARD_PLAN: Meeting,
    Place.MEMBERS: Seat,
}
FIRST_WORDS = (
    "This plan says what the {body} wants to achieve for {people}, how it will know, what it costs and who takes part."
)


def public_pages(*, by):
    """The site's own words: they come from the settings of the board."""
    return Together("", by).add(Publication(kind=PublicationKind.SITE, title="Public pages", slug="site"))


# The everyday pages: kind, title, the end of the address where it isn't the year, and the sections.
EVERYDAY = (
    (
        PublicationKind.FORWARD_PLAN,
        "",
        (
            (Place.FORWARD_PLAN, "Meetings of the {body}", True),
            # Whether the public is to see it is for the board to say.
            (Place.COVERAGE, "What the agendas cover", False),
        ),
    ),
    (
        PublicationKind.MEMBERSHIP,
        "members",
        (
            (Place.STRUCTURE, "Structure of the {body}", True),
            (Place.MEMBERS, "Members of the {body}", True),
            (Place.CHAIRS, "Chairs of the sub-groups", True),
        ),
    ),
)


def everyday_pages(*, by):
    """Forward plan and membership, each with its sections, where there is none yet; none before there is a body.

    The forward plan begins with this year and has no end: what is laid out later comes on it by itself.
    """
    body = Body.objects.filter(kind=Body.Kind.BOARD).first() or Body.objects.first()
    if body is None:
        return []
    today, together, made = clock.today(), Together("", by), []
    plan = spans.meant(Plan.objects.all(), today)
    for kind, address, parts in EVERYDAY:
        if Publication.objects.filter(kind=kind).exists():
            continue
        page = Publication(
            kind=kind,
            title=str(kind.label),
            slug=address or str(today.year),
            plan=plan and plan.row,
            body=body,
            meetings_from=None if address else date(today.year, 1, 1),
        )
        made.append(together.add(page))
        for position, (place, heading, included) in enumerate(parts, start=1):
            together.add(
                Narrative(publication=page, position=position, place=place, heading=say(heading), included=included)
            )
    return made


def business_plan(*, by):
    """A document for the plan that is meant today, in a list; an empty one where no plan is recorded."""
    found = spans.meant(Plan.objects.all(), clock.today())
    if found is None:
        return []
    plan, budget = found.row, spans.meant(Budget.objects.all(), clock.today())
    period = spans.meant(ReportingPeriod.objects.all(), clock.today())
    publication = Publication(
        kind=PublicationKind.BUSINESS_PLAN,
        title=plan.title,
        slug=slugify(plan.period_as_printed or plan.title)[:40].strip("-") or "plan",
        period_as_printed=plan.period_as_printed,
        starts=plan.starts,
        ends=plan.ends,
        plan=plan,
        budget=budget and budget.row,
        reporting_period=period and period.row,
        body=Body.objects.filter(kind=Body.Kind.BOARD).first() or Body.objects.first(),
    )
    together = Together("", by)
    together.add(publication)
    for position, section in enumerate(sections(plan), start=1):
        together.add(Narrative(publication=publication, position=position, **section))
    return [publication]


def sections(plan):
    """The usual sections: an introduction, the parts of the plan, money, meetings, structure and members."""
    # A section without a word would stand as a heading by itself, which stops the draft.
    yield {"place": Place.OWN_WORDS, "heading": "Introduction", "before": f"<p>{say(FIRST_WORDS)}</p>"}
    parts = list(plan.part_set.all())
    for part in parts:
        yield {"place": Place.GOALS, "part": part, "heading": part.heading}
    if not parts or plan.goal_set.filter(part=None).exists():
        yield {"place": Place.GOALS, "heading": "Other goals" if parts else "Priorities"}
    if plan.principle_set.exists():
        yield {"place": Place.PRINCIPLES, "heading": "Principles"}
    for place, heading, appendix in AFTER_THE_GOALS:
        # Nothing is recorded for it: it waits, and the checks name what comes to stand in no section.
        included = place not in HELD or HELD[place].objects.exists()
        yield {"place": place, "heading": say(heading), "appendix": appendix, "included": included}
