"""Every passage of words in a document, with the place it stands at and the record that it comes from."""

import re

from msgspec import Struct
from msgspec.structs import replace

from kit.prose import unmarked
from publications.content.base import Period
from publications.content.challenges import Challenge
from publications.content.decisions import Decision
from publications.content.document import Document, Section
from publications.content.figures import Indicator, Observation, PlacedChart, Redefinition, Series
from publications.content.glossary import Term
from publications.content.goals import (
    Action,
    Aim,
    Evidence,
    Finding,
    Goal,
    GoalProgress,
    GoalServing,
    Part,
    Principle,
    Progress,
)
from publications.content.insets import OwnTable, Picture, Quotation, Story
from publications.content.inspections import InspectedArea, Inspection
from publications.content.learning import Learned, Recommendation
from publications.content.lineage import GoalName, Lineage, LineageStep
from publications.content.linked import LinkedPlan
from publications.content.meetings import AgendaItem, CoveredGoal, ForwardPlan, Meeting, StandingItem
from publications.content.money import Budget, BudgetHeading, BudgetLine, Contribution
from publications.content.people import Body, ChairedBody, Members, Seat
from publications.content.policies import Policy
from publications.content.says import above, passages_of, says_of
from publications.content.statements import Statement
from publications.content.training import TrainingGiven
from publications.sections.words import anchor
from publications.terms import OF_TERMS


class Record(Struct, frozen=True):
    """A record by its kind and natural key.

    `of` names what the publication has that holds it (plan, past_plan, budget, body, reporting_period, publication),
    or is empty where the record stands by itself; `keys` are its keys below that, parents first. No keys: the thing
    itself, or the whole list. The parent's keys alone: what stands in it, or is to be added there.
    """

    model: str
    keys: tuple[str, ...] = ()
    of: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """One place to look at: in words, its anchor in the document, and the record to mend where one is known."""

    words: str = ""
    anchor: str = ""
    record: Record | None = None


# Where a document's sections are listed, added, and left out or put back.
SECTIONS = Record("publications.narrative", of="publication")


class LeftOut(Struct, frozen=True, kw_only=True):
    """Rows of one sort, named by `one` and `many`, that a document draws on and that stand in no section of it."""

    one: str
    many: str
    places: tuple[Place, ...]


class Passage(Struct, frozen=True, kw_only=True):
    """Plain words; `source` is the HTML of a narrative, `progress` says whether they tell how a goal went."""

    words: str
    place: Place
    source: str = ""
    progress: bool = False

    @property
    def sentences(self):
        """The sentences, parted at line ends and after a full stop before a capital letter or a figure."""
        return [
            sentence
            for line in self.words.splitlines()
            for sentence in re.split(r"(?<=[.?!;])\s+(?=[A-Z\d(])", line.strip())
            if sentence
        ]


def sections(document):
    """Each section with the anchor that leads to it: its own where it has a heading or a page, else its parent's."""

    def inside(found, above):
        for section in found:
            at = section.key if section.heading or not above else above
            yield section, at
            yield from inside(section.sections, at)

    return inside(document.sections, "")


class At(Struct, frozen=True, kw_only=True):
    """Where the walk is: the section, the things it is inside of, and how the place of a passage is told here."""

    section: Section | None = None
    inside: tuple[Struct, ...] = ()
    name: str = ""
    anchor: str = ""
    record: Record | None = None
    progress: bool = False


def passages(thing, at=None):
    """Every passage of a document, or of a part of it, in the order of its fields; empty ones are left out.

    What has no entry in `STANDS` stands where the thing stands that holds it, so that a new kind of thing is read by
    every check before anybody has given it a place.
    """
    at = entered(thing, at or At())
    words = passages_of(type(thing))
    for field, said in says_of(type(thing)).items():
        value = getattr(thing, field)
        if field in words:
            source = value.words if isinstance(value, Period) else value
            if text := unmarked(source) if said.html else source:
                record = ELSEWHERE[type(thing), field](thing, at) if (type(thing), field) in ELSEWHERE else at.record
                place = Place(words=at.name, anchor=at.anchor, record=record)
                yield Passage(words=text, source=source if said.html else "", place=place, progress=at.progress)
        elif isinstance(value, Struct):
            yield from passages(value, at)
        elif isinstance(value, tuple):
            for part in value:
                yield from passages(part, at)


def entered(thing, at):
    """Where the walk is once it has entered a thing."""
    return replace(at, **STANDS.get(type(thing), nowhere)(thing, at), inside=(*at.inside, thing))


def things(thing, at=None):
    """Every thing that a document is made of, or a part of it, each with where it stands."""
    at = entered(thing, at or At())
    yield thing, at
    for field in says_of(type(thing)):
        value = getattr(thing, field)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Struct):
                yield from things(part, at)


def narrative(section):
    """The record of a section's heading and own words."""
    return Record("publications.narrative", (section.key,), "publication")


def shortened(words):
    return words if len(words) <= 70 else f"{words[:70].rpartition(' ')[0]} …"


def coded(goal):
    """How a goal is called in a sentence: A, Reduce incidents of self-harm."""
    title = shortened(goal.title)
    return f"{goal.code}, {title}" if goal.code else title


def progress_record(goal):
    """What was told of a goal of the past plan in the reporting period, or is to be told."""
    return Record("priorities.progress", (goal.key,), "past_plan")


def evidence_record(goal):
    """The same of what audits and people told."""
    return Record("priorities.evidence", (goal.key,), "past_plan")


def put_in(model, name, begins=""):
    """What the office put into a section, kept below it; `begins` is how its anchors begin."""

    def stands(thing, at):
        record = Record(model, (at.section.key, thing.key), "publication")
        return {"name": shortened(name(thing)), "anchor": anchor(at.section, begins + thing.key), "record": record}

    return stands


def observation_record(indicator, series, seen):
    return Record("priorities.observation", (indicator.key, series.key, seen.key))


# Where a thing stands: functions of the thing and the place it is in, which say what is another there.


def nowhere(thing, at):
    return {}


def on_its_page(section, at):
    here = section.key if section.heading or not at.section else at.anchor
    name = section.heading or section.contents_heading or here
    return {"section": section, "name": name, "anchor": here, "record": narrative(section)}


def of_plan(at):
    """Which of the publication's plans a goal belongs to: where it is told how goals went, the past one."""
    return "past_plan" if above(Progress, at.inside) else "plan"


def kept(model, of, *, inside=(), name=None, anchored=True):
    """A thing with a record of its own, among those of the publication's `of`.

    Its keys begin with those of what it stands `inside` of. Without a name, or an anchor, it is named and found as what
    holds it.
    """

    def stands(thing, at):
        keys = (*(above(kind, at.inside).identity for kind in inside), thing.key)
        told = {"record": Record(model, keys, of(at) if callable(of) else of), "progress": False}
        if name:
            told["name"] = name(thing)
        if anchored:
            told["anchor"] = anchor(at.section, "-".join(keys))
        return told

    return stands


def the_one(model, of):
    """A thing that is told of the one record that the publication draws on."""
    return lambda thing, at: {"record": Record(model, of=of)}


def goal_progress(thing, at):
    name, at_row = coded(thing.goal), anchor(at.section, thing.goal.key)
    return {"name": name, "anchor": at_row, "record": progress_record(thing.goal), "progress": True}


def budget_heading(thing, at):
    """It is kept at each line under it, and mended from the first."""
    return STANDS[BudgetLine](thing.lines[0], at) | {"name": thing.heading} if thing.lines else {}


def body(thing, at):
    return {"name": thing.name, "anchor": at.section.key, "record": Record("membership.body", (thing.key,))}


def members(thing, at):
    """The body whose members are shown: the document's, or the one that the section names."""
    return {"record": Record("membership.body", (thing.key,)) if thing.key else Record("membership.body", of="body")}


def at_a_table(thing, at):
    told, body = AT_THE_TABLE(thing, at), above(Members, at.inside)
    own = {"record": Record("membership.seat", (body.key, thing.key))} if body and body.key else {}
    return told | own


AT_THE_TABLE = kept("membership.seat", "body", name=lambda seat: seat.role)


def action(thing, at):
    """It is known by its own key, whichever goal it serves."""
    record = Record("priorities.action", (thing.key,))
    name, here = shortened(thing.words), anchor(at.section, f"action-{thing.key}")
    return {"name": name, "anchor": here, "record": record, "progress": False}


def recommendation(thing, at):
    """In a table of its own, below what made it."""
    record = Record("priorities.recommendation", (thing.key,))
    return {
        "name": shortened(thing.words),
        "anchor": anchor(at.section, f"recommendation-{thing.key}"),
        "record": record,
    }


IN_A_CHAIR = kept("membership.seat", "", inside=(ChairedBody,))


def seat(thing, at):
    return (IN_A_CHAIR if above(ChairedBody, at.inside) else at_a_table)(thing, at)


IN_A_TABLE = kept("priorities.observation", "", inside=(Indicator, Series))


def observation(thing, at):
    """In a row of its own; in a chart that the office placed, with the chart."""
    placed = above(PlacedChart, at.inside)
    return IN_A_TABLE(thing, at) | ({"anchor": at.anchor} if placed else {})


def decision(thing, at):
    """It is known by its own key below those of its meeting and of the item."""
    record = Record("forwardplan.decision", tuple(thing.key.split(" ")), "body")
    return {"name": shortened(thing.words), "anchor": anchor(at.section, thing.place), "record": record}


def goal_name(thing, at):
    plan = "past_plan" if thing is at.inside[-1].from_goal else "plan"
    return {"name": coded(thing), "record": Record("priorities.goal", (thing.key,), plan)}


IN_A_GLOSSARY = kept("publications.term", "", name=lambda term: term.term, anchored=False)


def term(thing, at):
    """In a section of the document's own, or among the terms that stand in none."""
    page = at.section.key if at.section else OF_TERMS
    return IN_A_GLOSSARY(thing, at) | {"anchor": f"{page}-{thing.key}"}


STANDS = {
    Document: lambda *_: {"name": "The cover", "record": Record("publications.publication", of="publication")},
    Section: on_its_page,
    Part: kept("priorities.part", "plan", anchored=False),
    Goal: kept("priorities.goal", of_plan, name=coded),
    Aim: kept("priorities.aim", of_plan, inside=(Goal,), anchored=False),
    Principle: kept("priorities.principle", "plan", name=lambda principle: shortened(principle.name)),
    GoalServing: kept("priorities.goal", "plan", name=coded, anchored=False),
    CoveredGoal: kept("priorities.goal", "plan", name=coded, anchored=False),
    Action: action,
    Decision: decision,
    Challenge: kept("forwardplan.challenge", "", name=lambda row: shortened(row.issue)),
    GoalProgress: goal_progress,
    Evidence: kept("priorities.evidence", of_plan, inside=(GoalProgress,), anchored=False),
    Indicator: kept("priorities.indicator", "", name=lambda indicator: indicator.name, anchored=False),
    Series: kept("priorities.series", "", inside=(Indicator,), anchored=False),
    PlacedChart: put_in("publications.narrativechart", lambda chart: chart.heading),
    OwnTable: put_in("publications.owntable", lambda table: table.caption, "table-"),
    Picture: put_in("publications.picture", lambda picture: picture.shows or picture.caption, "picture-"),
    Quotation: put_in("publications.quotation", lambda quotation: quotation.words, "quotation-"),
    Story: put_in("publications.story", lambda story: story.heading, "story-"),
    Observation: observation,
    Redefinition: kept("priorities.redefinition", "", inside=(Indicator,), anchored=False),
    Finding: kept("priorities.finding", "reporting_period", name=lambda finding: shortened(finding.words)),
    Budget: the_one("finance.budget", "budget"),
    Contribution: kept("finance.contribution", "budget", name=lambda row: row.payer),
    BudgetHeading: budget_heading,
    BudgetLine: kept("finance.budgetline", "budget", name=lambda line: line.description),
    ForwardPlan: the_one("membership.body", "body"),
    Members: members,
    Meeting: kept("forwardplan.meeting", "body", name=lambda meeting: meeting.label),
    StandingItem: kept("forwardplan.standingitem", "body", name=lambda item: item.title),
    AgendaItem: kept("forwardplan.agendaitem", "body", inside=(Meeting,), anchored=False),
    Body: body,
    ChairedBody: body,
    Seat: seat,
    Learned: kept("priorities.learning", "", name=lambda row: shortened(row.title)),
    Recommendation: recommendation,
    TrainingGiven: kept("priorities.training", "", name=lambda row: shortened(row.title)),
    Statement: kept("publications.statement", "publication", name=lambda row: row.organisation, anchored=False),
    Inspection: kept("membership.inspection", "", name=lambda row: shortened(row.framework)),
    InspectedArea: kept("membership.inspectionarea", "", inside=(Inspection,), anchored=False),
    Policy: kept("membership.policy", "", name=lambda row: shortened(row.title)),
    LineageStep: kept("priorities.lineage", "plan"),
    GoalName: goal_name,
    LinkedPlan: kept("publications.linkedplan", "publication", name=lambda plan: plan.title, anchored=False),
    Term: term,
}


def in_a_list(model, of=of_plan):
    """What a thing is told to belong to, which is kept in rows of their own below it."""
    return lambda thing, at: kept(model, of)(thing, at)["record"]


# What is kept elsewhere than the thing that it is told of.
ELSEWHERE = {
    (Goal, "led_by"): in_a_list("priorities.lead"),
    (Action, "led_by"): in_a_list("priorities.actionlead", ""),
    (Action, "update"): in_a_list("priorities.actionupdate", ""),
    (Goal, "related"): in_a_list("priorities.related"),
    (Goal, "serves"): in_a_list("priorities.serves"),
    (Body, "joint"): lambda thing, at: Record("membership.jointwith", (thing.key,)),
    (Observation, "decided"): lambda thing, at: Record("priorities.release", at.record.keys),
    (Lineage, "past_plan"): lambda thing, at: Record("priorities.plan", of="past_plan"),
    (Lineage, "plan"): lambda thing, at: Record("priorities.plan", of="plan"),
    (Finding, "answered_by"): in_a_list("priorities.answer", "reporting_period"),
}


def records_of(document, kind):
    """The sections that draw on records of one kind, each with the records."""
    for section, _ in sections(document):
        if isinstance(section.records, kind):
            yield section, section.records
