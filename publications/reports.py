"""The report on a period, started in one step: the sections that the law wants in its order, then the usual ones.

What a section holds is asked of the records, section by section, so that a type of section that is new in
`content.section_types` stands in the next report without a line here.
"""

from collections.abc import Iterator

from django.db.models import Count

from finance.models import Budget
from kit import periods, spans
from kit.called import say
from kit.later import say_later
from kit.together import Together
from membership import law
from membership.models import Body, HowSure, ReportingPeriod, Requirement
from priorities.models import Plan
from publications.checks.sections import holds_nothing
from publications.compose.document import records
from publications.compose.wanted import FEEDS
from publications.content.section_types import OWN_WORDS, TABLE
from publications.models import Narrative, Publication, PublicationKind
from publications.succession import address

STARTED = "Report started: "  # how the reason begins that the history has for each row
# What a plan is made of; a report names these only if the law wants it to.
OF_A_PLAN = {"goals", "principles", "forward-plan", "coverage", "linked-plans"}
OPENING, CLOSING = ("summary",), ("not-recorded", "glossary")
# What stands in a report though nothing is recorded for it, so that it says so.
ALWAYS = {
    *OPENING,
    *CLOSING,
    "progress",
    "key-successes",
    "areas-for-development",
    "contributions",
    "budget",
    "attendance",
    "members",
}
HEADINGS = {
    "summary": say_later("Executive summary"),
    "progress": say_later("Progress on each priority"),
    "gaps": say_later("Figures that are missing"),
    "learning": say_later("Learning"),
}
LONGEST = Narrative._meta.get_field("heading").max_length


def to_start(period: ReportingPeriod) -> Publication:
    """The report on a period, not saved yet, with the records it draws on: plan, budget and body of that time.

    The goals that it tells of are those of which something is recorded for the period, or else those of the plan in
    force when it ended; `plan` is the one that follows, if there is one.
    """
    ends = period.ends
    past = told_of(period) or meant(Plan, ends)
    later = (
        Plan.objects.filter(starts__gt=ends).exclude(pk=past.pk).order_by("starts").first() if past and ends else None
    )
    label = period.label or periods.span(period.starts, ends)
    return Publication(
        kind=PublicationKind.ANNUAL_REPORT,
        title=say("{Report}"),
        slug=address(label),
        period_as_printed=label,
        starts=period.starts,
        ends=ends,
        plan=later or past,
        past_plan=past,
        reporting_period=period,
        budget=meant(Budget, ends),
        body=Body.objects.filter(kind=Body.Kind.BOARD).first() or Body.objects.first(),
        membership_as_at=ends,
    )


def told_of(period):
    """The plan of whose goals most is recorded for a period; None if nothing is."""
    counted = Plan.objects.filter(goal__progress__period=period).annotate(number=Count("goal__progress"))
    return counted.order_by("-number", "pk").first()


def meant(model, on):
    """The plan or budget that holds on a day, or else the last before it; what begins later tells nothing of it."""
    found = spans.meant(model.objects.all(), on) if on else None
    return found.row if found and found.state != "to-come" else None


def start(report: Publication, *, by, on) -> Publication:
    """Save the report with its sections, all in one deed that `take_back` undoes. Belongs in a transaction.

    Raises ValidationError if a rule forbids it.
    """
    together = Together(f"{STARTED}{report.reporting_period}"[:100], by)
    together.add(report)
    for position, section in enumerate(sections(report, on), start=1):
        together.add(Narrative(publication=report, position=position, **section))
    return report


def sections(report: Publication, on) -> Iterator[dict]:
    """The sections in order, each with its columns: what opens it, what the law wants, what is usual, what closes it.

    One that the law wants stands there whatever is recorded. One that only some areas have, and one for which nothing
    is recorded, waits to be put in.
    """
    placed = set()

    def of_place(place, *, wanted=False):
        placed.add(place)
        return {
            "place": place,
            "heading": heading(place),
            "appendix": place in CLOSING,
            "charts": place == "progress",
            "included": wanted or place in ALWAYS or holds(report, place, on),
        }

    for place in OPENING:
        yield of_place(place)
    yield {"place": OWN_WORDS, "heading": "Foreword", "included": False}
    regime = law.in_force(on).first()
    for each in regime.requirement_set.filter(about=Requirement.About.REPORT_HOLDS) if regime else ():
        if each.sure == HowSure.MADE:
            continue
        feeds = [row.place for row in TABLE if row.place in FEEDS.get(each.fed_by, ())]
        for number, place in enumerate(feeds):
            if place not in placed:
                yield of_place(place, wanted=not number)
        if not feeds:
            words = {"heading": shortened(each.words), "answers": each.number, "included": not each.condition}
            yield {"place": OWN_WORDS} | words
    for row in TABLE:
        if row.struct and row.place not in placed | OF_A_PLAN | {*CLOSING}:
            yield of_place(row.place)
    for place in CLOSING:
        yield of_place(place)


def heading(place):
    """What a section is headed that opens records."""
    return str(HEADINGS.get(place) or Narrative.Place(place).label)[:LONGEST]


def shortened(words):
    """What the law wants as a heading: without what it allows or explains behind it."""
    return words.partition(";")[0].partition(" (")[0].strip()[:LONGEST]


def holds(report, place, on):
    """Whether anything is recorded that a section of the report would show."""
    found = records(report, Narrative(publication=report, place=place), on)
    if place == "lineage" and report.plan == report.past_plan:
        return False
    return found is not None and not holds_nothing(found)


def beginning(publication: Publication):
    """The line of history in which a report was started in one step; None for one that wasn't."""
    line = publication.history.filter(history_type="+").order_by("history_id").first()
    return line if line and (line.history_change_reason or "").startswith(STARTED) else None
