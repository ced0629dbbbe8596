"""Priorities and objectives: what is wanted, how each went, and what the board found."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from kit import periods
from kit.wording import VERDICTS, plain

from .base import Fact, Key, Period
from .codes import ACTION_STATES, BESIDE, EVIDENCE, GOAL_KINDS, RATINGS, SHOWS, by_code, from_table, spaced
from .figures import Indicator, Measured
from .says import above, quoted, says, tells


def goal_here(key, goal, parents):
    """The goal of the same section that a key names."""
    section = above(Goals | Progress, parents)
    found = (other for other in section.goals if other.identity == key) if section else ()
    return next((other.known_as(parents) for other in found), "")


def to_reach(value, aim, parents):
    """A number of an aim, in the unit of what it is measured by."""
    return "" if value is None else aim.measured.in_words(value) if aim.measured else plain(value)


def unless_in_words(day, finding, parents):
    """A day, unless words stand in its place."""
    return "" if day is None or finding.due_in_words else periods.day(day)


class Aim(Fact, kw_only=True):
    """What the board wants to come of a goal, and how it will know; `kind` is done, difference-made, or else wanted.

    `by_when_in_words` is printed in place of the day, as a goal's `when_in_words` is in place of its span.
    """

    key: Key
    words: Annotated[str, tells("outcome")]
    wanted: Annotated[str, says("outcome as direction", show=spaced, fact=True)] = ""
    kind: Annotated[str, says("wanted, done or difference made", show=spaced, fact=True)] = ""
    by_when: Annotated[date | None, says("by when", fact=True)] = None
    by_when_in_words: Annotated[str, says("by when, in words", fact=True)] = ""
    baseline: Annotated[Decimal | None, says("baseline", show=to_reach, fact=True)] = None
    target: Annotated[Decimal | None, says("target", show=to_reach, fact=True)] = None
    tolerance: Annotated[Decimal | None, says("tolerance", show=to_reach, fact=True)] = None
    measured: Annotated[Measured | None, tells(alone="what it is measured by", fact=True)] = None


class Evidence(Fact, kw_only=True):
    """What audits and people told the board; or that it is planned; or that there is none."""

    key: Key
    state: Annotated[str, says("state", show=from_table(EVIDENCE), fact=True)]
    words: Annotated[str, tells()]
    source: Annotated[str, says("kind of source")] = ""
    method: Annotated[str, says("method")] = ""
    on: Annotated[date | None, says("date", fact=True)] = None
    shows: Annotated[
        str, says("what it shows of the goal", beside="Shows", show=from_table(SHOWS), fact=True, passage=False)
    ] = ""


class Action(Fact, kw_only=True):
    """What is done for a goal; of one that is open no state is told. How it went last is told in a report only.

    `due_in_words` is printed in place of the day.
    """

    key: Key
    words: Annotated[str, tells("wording")]
    code: Annotated[str, says("reference", passage=False)] = ""
    led_by: Annotated[str, says("who leads it", fact=True)] = ""
    due: Annotated[date | None, says("by when", fact=True)] = None
    due_in_words: Annotated[str, says("by when, in words", fact=True)] = ""
    state: Annotated[str, says("what became of it", show=from_table(ACTION_STATES), fact=True)] = ""
    reason: Annotated[str, says("why, or to whom")] = ""
    update: Annotated[str, says("last update")] = ""
    updated_on: Annotated[date | None, says("day of the last update", fact=True)] = None
    rating: Annotated[str, says("rating", show=from_table(RATINGS), fact=True)] = ""

    def known_as(self, parents):
        return by_code("Action", self.code) if self.code else f"Action {quoted(self.words)}"


class Goal(Fact, kw_only=True):
    """A priority or a core objective with the outcomes wanted and who leads it.

    `under` is the key of the goal above it if that one stands in the same section, and `above` its words if it stands
    elsewhere. `kind` is there if the goals of the section are of several kinds.
    """

    key: Key
    code: Annotated[str, says("reference", passage=False)]
    title: Annotated[str, tells("wording")]
    aims: Annotated[tuple[Aim, ...], tells("outcome")]
    led_by: Annotated[str, says("who leads it", fact=True)] = ""
    rationale: Annotated[str, says("reason")] = ""
    starts: Annotated[date | None, says("start", fact=True)] = None
    ends: Annotated[date | None, says("end", fact=True)] = None
    when_in_words: Annotated[str, says("when, in words", fact=True)] = ""
    kind: Annotated[str, says("kind of goal", show=from_table(GOAL_KINDS), fact=True)] = ""
    above: Annotated[str, says("goal above it", fact=True)] = ""
    under: Annotated[str, says("goal above it", show=goal_here, fact=True)] = ""
    related: Annotated[str, says("related goals", beside="Related to", fact=True)] = ""
    serves: Annotated[str, says("principles it serves", beside="Serves", fact=True)] = ""
    actions: Annotated[tuple[Action, ...], tells("actions")] = ()

    def known_as(self, parents):
        goals = above(Goals, parents)
        kind = GOAL_KINDS.get(self.kind or (goals.kind if goals else "priority"), GOAL_KINDS["priority"])
        if goals and goals.one:
            kind = goals.one
        return by_code(kind, self.code) if self.code else f"{kind} {quoted(self.title)}"


class Judged(Fact, kw_only=True):
    """What became of an aim (its key) as far as figures tell, in the program's sentences and in short.

    `moved` is up, down or the same, or empty if nothing shows it.
    """

    key: Key
    words: Annotated[str, tells("test of the aim", fact=True, passage=False)]
    moved: Annotated[str, says("way in which the figure went", fact=True, passage=False)] = ""
    verdict: Annotated[str, says("way beside what was wanted", show=from_table(VERDICTS), fact=True)] = ""


class GoalProgress(Fact, kw_only=True):
    """How one goal went in a reporting period: the board's sentences and the figures beside them.

    `tests` say what the figures show of its aims, unless `untested` says why the board leaves that out. In a report
    `figures_beside` says whether figures and evidence agree; it is empty where nobody said which way the evidence
    points.
    """

    goal: Annotated[Goal, tells()]
    figures_in_words: Annotated[str, tells("figures in words", fact=True)]
    commentary: Annotated[str, says("commentary", beside="Commentary")]
    difference_made: Annotated[str, says("difference made to {people}")]
    evidence: Annotated[tuple[Evidence, ...], tells("evidence")]
    indicators: Annotated[tuple[Indicator, ...], tells()]
    tests: Annotated[tuple[Judged, ...], tells("test of the aim")] = ()
    untested: Annotated[str, says("why the test of the aim is left out", beside="Test of the aim left out")] = ""
    figures_beside: Annotated[
        str,
        says(
            "what evidence says beside the figures",
            beside="Figures and evidence",
            show=from_table(BESIDE),
            fact=True,
            passage=False,
        ),
    ] = ""

    @property
    def identity(self):
        return self.goal.key

    def known_as(self, parents):
        return self.goal.known_as(parents)


class Progress(Fact, kw_only=True, tag="progress"):
    """Progress against every goal of the past plan."""

    period: Annotated[Period, tells()]
    goals: Annotated[tuple[GoalProgress, ...], tells()]
    plan: Annotated[str, says("years of the plan whose goals they are", fact=True, passage=False)] = ""


class Finding(Fact, kw_only=True):
    """One success or one area for development, in the board's words."""

    key: Key
    words: Annotated[str, tells()]
    answered_by: Annotated[str, says("goals that answer it", fact=True)] = ""
    owner: Annotated[str, says("who sees to it", beside="Who sees to it", fact=True)] = ""
    due: Annotated[date | None, says("by when", beside="By when", show=unless_in_words, fact=True)] = None
    due_in_words: Annotated[str, says("by when, in words", beside="By when", fact=True)] = ""
    outcome: Annotated[str, says("what came of it", beside="What came of it")] = ""
    figures: Annotated[tuple[Indicator, ...], tells("figures")] = ()

    def known_as(self, parents):
        return quoted(self.words)


class Findings(Fact, kw_only=True, tag="findings"):
    """The board's findings of one kind in a reporting period."""

    kind: Annotated[str, says("kind of finding", show=spaced, fact=True)]
    findings: Annotated[tuple[Finding, ...], tells()]


class Part(Fact, kw_only=True):
    """What is said of a part of the plan before its goals; its heading is that of the section."""

    key: Key
    lead_in: Annotated[str, tells("lead-in")] = ""
    starts: Annotated[date | None, says("start of this part", fact=True)] = None
    ends: Annotated[date | None, says("end of this part", fact=True)] = None


class Goals(Fact, kw_only=True, tag="goals"):
    """The goals of one part of a plan, or those that stand in no other section.

    `kind` is priority, objective or duty, or mixed; `one` and `many` are the board's own words for them. Goals stand in
    their order, those below another one behind it.
    """

    kind: Annotated[str, says("kind of goal", show=from_table(GOAL_KINDS), fact=True)]
    goals: Annotated[tuple[Goal, ...], tells()]
    part: Annotated[Part | None, tells()] = None
    one: Annotated[str, says("what a goal is called", passage=False)] = ""
    many: Annotated[str, says("what the goals are called", passage=False)] = ""


class GoalServing(Fact, kw_only=True):
    """A goal as the principle that it serves names it."""

    key: Key
    code: Annotated[str, says("reference", passage=False)]
    title: Annotated[str, tells("wording")]

    def known_as(self, parents):
        return f"{self.code} {self.title}".strip()


class Principle(Fact, kw_only=True):
    """A principle that goes across the goals of a plan, and the goals that serve it; none is an answer."""

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("principle")]
    words: Annotated[str, says("what it means")] = ""
    served_by: Annotated[tuple[GoalServing, ...], tells("goals that serve it", fact=True)] = ()


class Principles(Fact, kw_only=True, tag="principles"):
    """The principles of a plan, each with the goals that serve it."""

    principles: Annotated[tuple[Principle, ...], tells()]
