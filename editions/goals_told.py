"""What the plan and the report that are public tell of each goal, gathered from both with where each part stands. Pure.

Goals of two plans may have one key or one letter, so these alone join nothing. A report on another plan tells of the
forerunners of our goals, as far as it is published which these are.
"""

import re

from django.utils.functional import cached_property
from msgspec import Struct
from msgspec.structs import replace

from kit import called
from kit.called import say
from publications import sections as layout
from publications.blocks import Block, Page
from publications.content.codes import GOAL_KINDS, NOT_STATED, by_code
from publications.content.goals import Finding, Goal, GoalProgress
from publications.content.lineage import LineageStep
from publications.models import Narrative
from publications.sections import charts
from publications.sections.actions import actions_table
from publications.sections.figures import figures, figures_table
from publications.sections.goals import KINDS, background, finding_words, moved, of_sort, outcomes, tests, told_in_words
from publications.sections.goals import wanted as wanted_of
from publications.sections.levels import named
from publications.sections.lineage import NO_LONGER, NOT_BEFORE, goal_words, what_became
from publications.sections.words import said

from .downloads import VersionParts

Place = Narrative.Place
FINDINGS = {Place.KEY_SUCCESSES, Place.AREAS_FOR_DEVELOPMENT, Place.FURTHER_PRIORITIES}
NOT_WRITTEN = "Nothing is written of it"


class Stands(Struct, frozen=True, kw_only=True):
    """Where something stands in public: in which version, on the page of which section, under which heading."""

    version: VersionParts
    page: str
    key: str
    heading: str

    def address(self, row=""):
        anchor = "-".join(filter(None, (self.key, row)))
        return f"{self.version.address}{self.page}/" + ("" if anchor == self.page else f"#{anchor}")


class GoalShown(Struct, frozen=True, kw_only=True):
    """A goal that has a page, as its plan has it or, without a plan, as the report names it."""

    goal: Goal
    name: str
    stands: Stands


class GoalPart(Struct, frozen=True, kw_only=True):
    """A part of what is told of a goal, in words ready to print, with where it is taken from.

    `before` and `after` are pairs of a name and words; they stand before its sentences and behind its blocks.
    """

    heading: str
    stands: Stands
    row: str = ""
    before: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    after: tuple[tuple[str, str], ...] = ()

    @property
    def address(self):
        return self.stands.address(self.row)

    @property
    def texts(self):
        """All its words, to be found by."""
        yield from (words for fact in (*self.before, *self.after) for words in fact)
        yield from self.sentences
        for block in self.blocks:
            yield from layout.texts(block)


class Anchored(Struct, frozen=True):
    """What takes the place of a section where blocks of it stand on a page of another kind."""

    key: str


def in_places(version, places):
    """The sections of a version in some places that show something: where each stands, and its records."""
    for top, section in layout.placed(version.content, places) if version else ():
        if section.records:
            yield (
                Stands(version=version, page=top.key, key=section.key, heading=section.heading.rstrip(":")),
                section.records,
            )


class GoalsTold:
    """The goals of a plan, or those that a report tells of if no plan is public, with what both tell of them."""

    def __init__(self, plan=None, report=None):
        self.plan, self.report = plan, report
        self.shown = tuple(planned_goals(plan)) or tuple(reported_goals(report))
        self.is_planned = bool(self.shown) and self.shown[0].stands.version is plan

    def __contains__(self, key):
        return any(shown.goal.key == key for shown in self.shown)

    def named_in(self, version):
        """The goals that have a table's row of their own in a version, each with where it stands."""
        yield from ((shown.stands, shown.goal) for shown in self.shown if shown.stands.version is version)
        if version in (self.plan, self.report):
            for stands, records in in_places(version, {Place.PROGRESS}):
                if self.is_ours(records.plan):
                    yield from ((stands, row.goal) for row in records.goals)

    def parts(self, shown) -> tuple[GoalPart, ...]:
        """All that is told of a goal, each part in the words of the version that it is taken from."""
        wanted = [planned(shown)] if self.is_planned else []
        went = [reported(shown, *each) for each in self.progress(shown)]
        became = list(came_from(self.steps(shown), is_planned=self.is_planned))
        found = [answered(*each) for each in self.findings(shown)]
        # What went before is told where it came from; what became of a goal, once it is told how it went.
        middle = became + went if self.is_planned else went + became
        return (*wanted, *middle, *found, *self.done(shown))

    # What belongs to a goal

    @cached_property
    def of_progress(self):
        """What the report tells of progress or, if it tells nothing, the plan."""
        return self.first({Place.PROGRESS})

    @cached_property
    def of_findings(self):
        return self.first(FINDINGS)

    @cached_property
    def of_lineage(self):
        return [*in_places(self.plan, {Place.LINEAGE}), *in_places(self.report, {Place.LINEAGE})]

    def first(self, places):
        return list(in_places(self.report, places)) or list(in_places(self.plan, places))

    def is_ours(self, years_of):
        """Whether words name the years of the plan whose goals are shown."""
        return not self.is_planned or years(years_of) == years(self.plan.content.period.words or self.plan.title)

    def steps(self, shown) -> list[tuple[Stands, str, LineageStep]]:
        """What became of the forerunners of a goal of the plan, or of a goal that only a report tells of.

        The version that tells it first is enough; with it the former plan by its name.
        """
        side = "to_goal" if self.is_planned else "from_goal"
        found = {}
        for stands, records in self.of_lineage:
            ours = self.is_ours(records.plan if self.is_planned else records.past_plan)
            found.setdefault(id(stands.version), []).extend(
                (stands, records.past_plan, step)
                for step in records.steps
                if is_same(getattr(step, side), shown.goal, of_one_plan=ours)
            )
        return next(filter(None, found.values()), [])

    def progress(self, shown) -> list[tuple[Stands, str, str | None, GoalProgress]]:
        """What is told of the progress of a goal in a period; if it is told of another plan, of its forerunners there.

        The years of that plan stand with it, as far as they are printed; None for the plan whose goals are shown. What
        two sections tell is told once.
        """
        before = [(plan, step.from_goal) for _, plan, step in self.steps(shown) if self.is_planned]
        found = {}
        for stands, records in self.of_progress:
            ours = self.is_ours(records.plan)
            # Without a word on forerunners a goal of the same name is taken for one, whatever its plan.
            meant = [("", shown.goal)] if ours or not before else before
            for row in records.goals:
                if any(
                    is_same(goal, row.goal, of_one_plan=ours or (bool(plan) and years(plan) == years(records.plan)))
                    for plan, goal in meant
                ):
                    told = (stands, records.period.words, None if ours else records.plan, row)
                    found.setdefault((row.goal.key, records.plan), told)
        return list(found.values())

    def findings(self, shown) -> list[tuple[Stands, tuple[Finding, ...]]]:
        """What the report found that a goal answers, section by section."""
        found = [
            (stands, tuple(each for each in records.findings if self.answers(shown.goal, each.answered_by)))
            for stands, records in self.of_findings
        ]
        return [each for each in found if each[1]]

    def answers(self, goal, words):
        """Whether a goal is among those that a finding names; one of another plan is named with it."""
        known = re.finditer(rf"(?:^|; ){re.escape(named(goal))}(?: \(([^()]*)\))?(?=; |$)", words)
        return any(not match[1] or self.is_ours(match[1]) for match in known)

    def done(self, shown):
        """What is done for a goal: as the report tells it, with what was heard of it, or else as planned."""
        for stands, _, of_plan, row in self.progress(shown):
            if row.goal.actions and of_plan is None:
                yield done(stands, row.goal)
                return
        if shown.goal.actions and self.is_planned:
            yield done(shown.stands, shown.goal)


def planned_goals(plan):
    """The goals of all parts of a plan that are printed, of whatever kind."""
    found = []
    for stands, records in in_places(plan, {Place.GOALS}):
        with called.using(lambda: plan.content.words):
            names = [goal.known_as((records,)) for goal in records.goals]
        found += [
            GoalShown(goal=goal, name=name, stands=stands) for goal, name in zip(records.goals, names, strict=True)
        ]
    return found


def reported_goals(report):
    """The goals that a report tells of, each once."""
    found = {}
    for stands, records in in_places(report, {Place.PROGRESS}):
        for row in records.goals:
            name = by_code(GOAL_KINDS["priority"], row.goal.code) if row.goal.code else ""
            found.setdefault(row.goal.key, GoalShown(goal=row.goal, name=name, stands=stands))
    return found.values()


def is_same(name, goal, *, of_one_plan):
    """Whether a name is that of a goal. Two plans may give one key to two goals, so there the words decide as well."""
    return name is not None and name.key == goal.key and (of_one_plan or name.title == goal.title)


def years(words):
    """From which year to which, however it is written: 2016 – 2019, 2016-19 and April 2016 to March 2019 are one."""
    found = re.findall(r"\d{2,}", words)
    return (found[0], found[-1][-2:]) if found else words.casefold()


# The parts of a page


def of_version(version):
    """Speak in the words of a version: what its law calls things."""
    return called.using(lambda: version.content.words)


def planned(shown):
    """What the plan wants of a goal, who leads it, why and when."""
    goal = shown.goal
    with of_version(shown.stands.version):
        sorts = [("Outcome wanted", outcomes(goal))]
        if any(aim.kind in KINDS for aim in goal.aims):
            sorts = [("Outcome wanted", of_sort("")(goal)), *((KINDS[kind], of_sort(kind)(goal)) for kind in KINDS)]
        facts = [
            *sorts,
            ("Who leads it", goal.led_by or NOT_STATED),
            ("Background", background(goal)),
            ("Under", goal.above),
        ]
    if not any(words for _, words in sorts):
        facts[0] = ("Outcome wanted", NOT_STATED)
    return GoalPart(heading="What is wanted", stands=shown.stands, row=goal.key, before=told(facts))


def reported(shown, stands, period, of_plan, row):
    """How a goal, or a forerunner of it, went in a period: the test of its aims, its figures, drawn and in a table."""
    goal, at = row.goal, Anchored(row.goal.key if of_plan is None else f"before-{row.goal.key}")
    with of_version(stands.version):
        before = [] if of_plan is None else [("What it was called", named(goal))]
        if of_plan is not None or goal is shown.goal:
            before.append(("What was wanted", outcomes(goal)))
        lines = [line for each in row.indicators for line in figures(each, wanted_of(goal), moved(row))]
        table = [figures_table(at, f"{at.key}-figures", "Figures", [("", lines)])] if lines else []
        # The table behind them holds every figure: a chart needs none of its own to say them once more.
        blocks = [
            replace(chart, table=None, of=table[0].key)
            for each in row.indicators
            for chart in charts.of_indicator(at, each, goal.aims)
        ]
        blocks += table
        if of_plan is not None:
            blocks += actions_table(at, [goal])
        after = [
            ("Figures, in words", row.figures_in_words),
            ("What audits and people told", told_in_words(row) or NOT_WRITTEN),
            (say("Difference made to {people}"), row.difference_made or NOT_WRITTEN),
        ]
        return GoalPart(
            heading=how_it_went(goal, period, of_plan),
            stands=stands,
            row=goal.key,
            before=told(before),
            sentences=tuple(tests(row)),
            blocks=on_a_page(stands.version, blocks),
            after=told(after),
        )


def how_it_went(goal, period, of_plan):
    """The heading of what is told of progress: How it went, 2016/17; of a forerunner, which one."""
    if of_plan is None:
        return f"How it went, {period}" if period else "How it went"
    before = by_code(GOAL_KINDS["priority"], goal.code) if goal.code else "the goal"
    return f"How {before} went before{f', in the plan for {of_plan}' if of_plan else ''}"


def came_from(steps, *, is_planned):
    """What became of the forerunners of a goal or, if no plan is public, of the goal itself."""
    if not steps:
        return
    stands, _, first = steps[0]
    with of_version(stands.version):
        facts = []
        for _, past_plan, step in steps:
            before = f"{goal_words(step.from_goal)}, in: {past_plan}" if step.from_goal else NOT_BEFORE
            other = before if is_planned else goal_words(step.to_goal) or NO_LONGER
            facts.append(("Before" if is_planned else "Now", said(other, what_became(step))))
        if any(step.reading == "ours" for *_, step in steps):
            facts.append(("Whose reading", say("A reader's comparison of the two plans, not the {Body}'s own.")))
    heading = "Where it came from" if is_planned else "What became of it"
    yield GoalPart(heading=heading, stands=stands, row=first.key, before=told(facts))


def answered(stands, found):
    """Findings of one kind that a goal answers."""
    with of_version(stands.version):
        words = "\n".join(f"- {finding_words(each)}" for each in found)
    return GoalPart(heading=stands.heading, stands=stands, before=told([("Answered by this", words)]))


def done(stands, goal):
    """The actions for a goal that are printed."""
    with of_version(stands.version):
        blocks = on_a_page(stands.version, actions_table(Anchored(goal.key), [goal]))
    return GoalPart(heading="What is done", stands=stands, row="actions", blocks=blocks)


def told(facts):
    """The facts of which there are words."""
    return tuple(fact for fact in facts if fact[1])


def on_a_page(version, blocks):
    """Blocks below a heading of the second level, in the language of their version."""
    blocks = layout.screen_blocks(tuple(layout.in_its_language(version.content, blocks)), {})
    return layout.deeper(Page(key="", heading="", contents_heading="", label="", blocks=blocks)).blocks
