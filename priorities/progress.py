"""How the goals of the plan stand: their latest figures, where those come from, and what is not available.

Up to seven questions to the database (`priorities.asked_of_goals`), however many goals and figures there are. What the
answers mean is reckoned in `priorities.reading`.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from msgspec import structs

from kit import spans
from kit.grouping import grouped
from kit.wording import counted, in_unit
from membership.models import Party
from priorities import owed, points, reading
from priorities.aims import test_of, trend
from priorities.asked_of_goals import (
    MOST_FIGURES,
    aims_of_goals,
    counted_for,
    in_time_of,
    last_recorded,
    measured_lines,
    plans_with_goals,
)
from priorities.levels import by_level
from priorities.models import Aim, Evidence, Lineage, Plan, Series

# A kind of goal in running words, and the heading above several, in the order in which they are shown.
KINDS = {"priority": ("priority", "Priorities"), "objective": ("objective", "Objectives"), "duty": ("duty", "Duties")}
MOST_DRAWN = 60  # figures of a small line
DRAWN_FROM = 4  # figures: fewer are no line
MOST_LINES = 6  # of the measures of one goal that are told
THE_ONLY_LINE = Series._meta.get_field("name").default


@dataclass(eq=False)
class TracedGoal:
    """A goal of any plan, with what became of it."""

    pk: int
    plan: Plan
    kind: str
    code: str
    title: str
    ends: date | None
    parent_id: int | None
    is_aimed: bool = False  # whether an aim of it says which way a line of figures is to go
    is_untold: bool = False  # whether something of what audits and people tell of it is lacking
    above: str = ""  # the goal above it
    became: list = field(default_factory=list)  # its successor's pk or None, how, and whether that is our reading

    @property
    def name(self):
        """Short and without its plan: priority B."""
        kind, _ = KINDS[self.kind]
        return f"{kind} {self.code}" if self.code else f"{kind} “{self.title}”"

    @property
    def full_name(self):
        """With its plan: priority B of 2014/15."""
        return f"{self.name} of {self.plan.period_as_printed or self.plan.title}"

    @property
    def closed_by_the_board(self):
        return any(kind == Lineage.Kind.CLOSED and not ours for _, kind, ours in self.became)

    def over(self, today):
        """Whether it ended before its plan did."""
        return bool(self.ends and self.ends < today and (self.plan.ends is None or self.ends < self.plan.ends))


@dataclass(eq=False)
class GoalMeasure:
    """A measure of a goal: its lines, and what was wanted of them beside what came."""

    name: str
    owed_by: Party | None
    pk: int  # the indicator
    lines: list[reading.MeasureLine]
    today: date
    series: list[int] = field(default_factory=list)  # the numbers of its lines
    aims: list[list[Aim]] = field(default_factory=list)  # what was wanted of each line
    breaks: tuple = ()  # the days since which it is counted in another way, each with the reason
    # By the place of a line: its figures in time, where they are enough, and what is usual of them if an aim asks.
    in_time: dict = field(default_factory=dict)
    trends: dict = field(default_factory=dict)

    @property
    def results(self):
        """What was wanted beside what came, a sentence or more for each aim."""
        return [
            test_of(aim, self.lines[place], self.trends.get(place)).words
            for place, aims in enumerate(self.aims[:MOST_LINES])
            for aim in aims
        ]

    @property
    def told(self):
        """Each line with its figure, its time, the one before, what was recorded since, and its figures in time."""
        return [
            {
                "name": line.name,
                "figure": line.say(line.latest) if line.latest else reading.NO_FIGURE,
                "is_number": bool(line.figures),
                "when": "" if self.time else self.when(line),
                "before": line.told(line.before),
                "since": line.told(line.since),
                "drawn": self.drawn(place, line),
            }
            for place, line in enumerate(self.lines[:MOST_LINES])
        ]

    def drawn(self, place, line):
        """The figures of a line in time as they are drawn in small, and the same in words; nothing for a few."""
        known = self.in_time.get(place)
        if known is None or known.figures < DRAWN_FROM:
            return None
        ends = [point for point in known.points if point.value is not None]
        first, last = (
            f"{point.label}, {in_unit(point.value, line.unit, line.decimals)}" for point in (ends[0], ends[-1])
        )
        missing = len(known.points) - len(ends)
        without = f" {counted(missing, 'period')} without a figure." if missing else ""
        return {
            "values": known.values[-MOST_DRAWN:],
            "words": f"{counted(len(ends), 'figure')} in time, from {first} to {last}.{without}",
        }

    @property
    def several(self):
        """Whether its lines need names of their own."""
        return len(self.lines) > 1 or bool(self.lines[0].name)

    @property
    def time(self):
        """The time of several lines where it is one and the same."""
        times = {self.when(line) for line in self.lines}
        return times.pop() if self.several and len(times) == 1 else ""

    @property
    def has_news(self):
        """Whether it tells anything: a number, or in words how it went."""
        return any(line.figures or (line.without and line.without.state == "in-words-only") for line in self.lines)

    def when(self, line):
        """The time of what is shown; nothing needs one where nothing is recorded."""
        return reading.when(line.latest, self.today) if line.latest else ""


@dataclass(eq=False)
class MeasureGroup:
    """The measures of a goal, or of a forerunner that the origin names."""

    source: TracedGoal
    measures: list[GoalMeasure]
    origin: str = ""
    is_ours: bool = False  # whether somebody else than the board says that this is a forerunner


@dataclass(eq=False)
class Card:
    """A goal of the plan with its latest figures."""

    goal: TracedGoal
    groups: list[MeasureGroup]
    elsewhere: str = ""  # the goal with which the figures of its forerunner stand already

    @property
    def measures(self):
        return [shown for group in self.groups for shown in group.measures]

    @property
    def told(self):
        """The groups with the measures that are told, those that an aim names first; as many as find room."""
        room, told = MOST_LINES, []
        for group in self.groups:
            ranked = sorted(group.measures, key=lambda shown: not any(shown.aims))
            kept = []
            for shown in ranked:
                lines = min(len(shown.lines), MOST_LINES)
                if lines <= room:
                    kept.append(shown)
                    room -= lines
            told += [replace(group, measures=[each for each in group.measures if each in kept])] if kept else []
        return told

    @property
    def left_out(self):
        """How many lines of its measures find no room, in words; empty if all do."""
        told = sum(min(len(shown.lines), MOST_LINES) for group in self.told for shown in group.measures)
        left = sum(len(shown.lines) for shown in self.measures) - told
        return counted(left, "line of figures", "lines of figures") if left else ""


class Concerned(NamedTuple):
    """The plan that is meant on a day, and the goals that tell of it: its own, those they came from, those it left."""

    plan: spans.Meant
    goals: dict  # all that there are, by number
    own: list
    came_from: dict
    before: set
    left: list

    @property
    def all(self):
        return {goal.pk for goal in (*self.own, *self.left)} | self.before


def concerned(today, asked=None):
    """The plan that is meant on a day with its goals, or None. `asked` is what `plans_and_goals` found."""
    plans, goals = asked or plans_and_goals()
    found = spans.meant(plans, today)
    if found is None:
        return None
    own = by_level(goal for goal in goals.values() if goal.plan == found.row and not goal.over(today))
    for goal in own:
        if goal.parent_id in goals:
            goal.above = f"{goals[goal.parent_id].code} {goals[goal.parent_id].title}".strip()
    own.sort(key=lambda goal: list(KINDS).index(goal.kind))
    came_from = steps_back(goals)
    before = ancestors(own, came_from)
    left = [goal for goal in goals_before(found.row, plans, goals) if is_left(goal, before, today)]
    return Concerned(found, goals, own, came_from, before, left)


def progress(today, *, past=False):
    """The plan that is meant on a day, its goals with what is known of them, and what is not available.

    Of a day that is `past` only what had come in by then is told. `lines_owed` are all lines of which a figure is owed,
    whether or not they measure a goal.
    """
    known_on = today if past else None
    of, lines = concerned(today), owed.told(today, past=past)
    if of is None:
        return {"plan": None, "lines_owed": lines}
    found, goals, own, came_from, left = of.plan, of.goals, of.own, of.came_from, of.left
    is_aimed = any(goals[pk].is_aimed for pk in of.all)
    measures = measures_of(of.all, today, known_on=known_on, is_aimed=is_aimed)
    cards = only_once([card(goal, goals, came_from, measures) for goal in own])
    missing = owed_figures(cards, left, measures, {(each.indicator, each.line) for each in lines})
    tell_in_full([shown for each in cards for group in each.told for shown in group.measures], known_on)
    return {
        "plan": found.row,
        "standing": spans.standing(found, "plan"),
        "priorities": [each for each in cards if each.goal.kind == "priority"],
        "others": [
            {"heading": KINDS[kind][1], "one": KINDS[kind][0], "cards": of_kind}
            for kind in ("objective", "duty")
            if (of_kind := [each for each in cards if each.goal.kind == kind])
        ],
        "measured": bool(measures),
        "our_reading": any(group.is_ours for each in cards for group in each.groups),
        "cards": cards,
        "owed": missing,
        "lines_owed": lines,
        "missing": counted(sum(len(each["rows"]) for each in missing), "figure") if missing else "",
        "evidence": lacking(of),
    }


# Plans, goals and the steps between them


def plans_and_goals():
    """All plans, the undated first, and all goals by their number with what became of each."""
    plans, goals = {}, {}
    for row in plans_with_goals():
        plan = plans.setdefault(row.pk, row)
        if row.goal_pk is None:
            continue
        goal = goals.setdefault(
            row.goal_pk,
            TracedGoal(
                row.goal_pk,
                plan,
                row.goal_kind,
                row.goal_code,
                row.goal_title,
                row.goal_ends,
                row.goal_parent,
                row.is_aimed,
                row.is_untold,
            ),
        )
        if row.step is not None:
            goal.became.append((row.successor, row.how, row.reading == Lineage.Reading.OURS))
    return list(plans.values()), goals


def steps_back(goals):
    """From each goal the steps to its forerunners."""
    came_from = defaultdict(list)
    for goal in goals.values():
        for successor, kind, ours in goal.became:
            if successor is not None:
                came_from[successor].append(reading.TracedStep(source=goal.pk, kind=kind, ours=ours))
    return came_from


def ancestors(own, came_from):
    """All that the goals came from, however far back."""
    found, left = set(), [goal.pk for goal in own]
    while left:
        further = {step.source for step in came_from.get(left.pop(), ())} - found
        found |= further
        left += further
    return found


def goals_before(plan, plans, goals):
    """The goals of the plan before this one; of the plans without dates the last is the nearest."""
    before = plans[: plans.index(plan)][-1:]
    return [goal for goal in goals.values() if goal.plan in before]


def is_left(goal, continued, today):
    """Whether a goal of the plan before was neither continued, nor closed by the board, nor over."""
    return goal.pk not in continued and not goal.closed_by_the_board and not goal.over(today)


# Figures


def measures_of(goals, today, *, known_on=None, is_aimed=True):
    """The measures of each goal with the last figures of every line, and what was wanted of them.

    Of the figures those count that were known on a day; all, if nobody says which.
    """
    goals = frozenset(goals)
    lines = defaultdict(dict)  # goal and indicator: its series by number, each with its name
    for goal, indicator, number, name, compares in measured_lines(goals):
        found = lines[goal, indicator]
        # Another area's figures are owed by nobody, and tell nothing of how the goal went.
        if number is not None and not compares:
            found[number] = name
    aims = defaultdict(list)
    for aim in aims_of_goals(goals) if is_aimed else ():
        lines[aim.goal_id, aim.series.indicator_id].setdefault(aim.series_id, aim.series.name)
        aims[aim.goal_id, aim.series_id].append(aim)
    indicators, breaks = indicators_of(goals)
    recorded = grouped((row.series_id, row) for row in map(reading.Recorded._make, last_recorded(goals, known_on)))
    shown = defaultdict(list)
    for (goal, pk), names in lines.items():
        told = {
            series: line(indicators[pk], name, names, recorded.get(series, ()), breaks.get(pk, ()))
            for series, name in names.items()
        }
        shown[goal].append(
            GoalMeasure(
                name=indicators[pk].name,
                owed_by=indicators[pk].owed_by,
                pk=pk,
                lines=list(told.values()) or [reading.MeasureLine(measure=indicators[pk].name)],
                series=list(told),
                aims=[aims.get((goal, series), []) for series in told],
                breaks=breaks.get(pk, ()),
                today=today,
            )
        )
    return shown


def indicators_of(goals):
    """By number what is counted for these goals, and the days since which each is counted in another way, with why."""
    found, changed = {}, defaultdict(list)
    for row in counted_for(goals):
        found.setdefault(row.pk, row)
        if row.breaks:
            changed[row.pk].append((row.since, row.why or points.CHANGED))
    return found, changed


def tell_in_full(measures, known_on=None):
    """Say of these measures what their figures in time show: of as many as are read in a moment, aimed ones first."""
    aimed, others = [], []
    for shown in measures:
        for number, aims in zip(shown.series[:MOST_LINES], shown.aims, strict=False):
            (aimed if aims else others).append(number)
    if not aimed + others:
        return
    read = list(map(points.Placed._make, in_time_of(tuple(aimed), tuple(others), known_on)))
    in_time = grouped((row.series_id, row) for row in read)
    if len(read) > MOST_FIGURES:
        del in_time[read[-1].series_id]  # not read to its end
    for shown in measures:
        for place, number in enumerate(shown.series[:MOST_LINES]):
            if number in in_time:
                tell_line(shown, place, in_time[number])


def tell_line(shown, place, rows):
    """Say of one line of a measure what its figures in time show, and how many they are."""
    figures = sum(row.value is not None for row in rows)
    shown.lines[place] = structs.replace(shown.lines[place], points=figures)
    if figures < DRAWN_FROM:
        return
    if shown.aims[place]:
        shown.trends[place] = trend(rows, shown.breaks)
        shown.in_time[place] = shown.trends[place].line
    else:
        shown.in_time[place] = points.in_time(rows, shown.breaks)


def line(indicator, name, names, rows, breaks):
    """One line of a measure from the last that was recorded of it."""
    without = [row for row in rows if row.value is None]
    return reading.MeasureLine(
        measure=indicator.name,
        name=name if len(names) > 1 or name != THE_ONLY_LINE else "",
        unit=indicator.unit,
        decimals=indicator.decimals,
        figures=tuple(row for row in rows if row.value is not None),
        without=without[-1] if without else None,
        breaks=tuple(on for on, _ in breaks),
    )


def card(goal, goals, came_from, measures):
    """A goal with its own measures and, where these tell nothing, with those of its nearest forerunners."""
    own = measures.get(goal.pk, [])
    groups = [MeasureGroup(goal, own)] if own else []
    if not any(shown.has_news for shown in own):
        groups += [
            MeasureGroup(
                source=goals[pk],
                measures=measures[pk],
                origin=reading.origin(goals[pk].full_name, path),
                is_ours=any(step.ours for step in path),
            )
            for pk, path in reading.forerunners(goal.pk, came_from, measures.__contains__)
        ]
    return Card(goal, groups)


def only_once(cards):
    """The same, but figures of a forerunner that was split stand with its first successor only."""
    first = {}
    for each in cards:
        for group in list(each.groups):
            at = first.setdefault(group.source.pk, each.goal)
            if at is not each.goal:
                each.groups.remove(group)
                each.elsewhere = at.name
    return cards


# What is not available


def owed_figures(cards, left, measures, lines):
    """The figures that are owed, by who owes them; those that nobody owes by name stand last.

    `lines` are all that are owed: the indicator and its line by number.
    """
    by_party = defaultdict(dict)
    groups = [(group, belongs(each.goal, group)) for each in cards for group in each.groups]
    groups += [(MeasureGroup(goal, measures.get(goal.pk, [])), left_words(goal)) for goal in left]
    for group, of in groups:
        for shown in group.measures:
            for number, each in zip(shown.series or [None], shown.lines, strict=True):
                if (shown.pk, number) in lines:
                    what = ": ".join(filter(None, [each.measure, each.name]))
                    about = {"what": what, "line": each, "of": [], "indicator": shown.pk}
                    row = by_party[shown.owed_by].setdefault(what, about)
                    row["of"].append(of)
                    row["measure"] = shown
    owners = {party: str(party or "") for party in by_party}
    return [
        {"owner": owner, "party": party and party.pk, "rows": list(by_party[party].values())}
        for party, owner in sorted(owners.items(), key=lambda each: (not each[1], each[1]))
    ]


def last_of(row):
    """The last figure there was before the one of a row that is owed stayed away, in words; empty if there was none."""
    line = row["line"]
    return f"{line.say(line.latest)} ({row['measure'].when(line)})" if line.figures else ""


def belongs(goal, group):
    """Whose measure it is: priority C, from priority C of 2014/15."""
    return f"{goal.name}, from {group.source.full_name}" if group.origin else goal.name


def left_words(goal):
    """A goal of the plan before that this plan doesn't continue, as far as that is recorded."""
    if not goal.became:
        return f"{goal.full_name}; what became of it is not recorded"
    ours = " (our reading)" if all(ours for *_, ours in goal.became) else ""
    return f"{goal.full_name}, which this plan doesn't continue{ours}"


def lacking(of: Concerned):
    """Where audits and people told nothing yet: there is no evidence, or it is only planned."""
    if not any(of.goals[pk].is_untold for pk in of.all):
        return []
    found = Evidence.objects.filter(goal__in=of.all).select_related("period")
    by_goal = grouped((row.goal_id, row) for row in found)
    told = {}
    for goal in of.own:
        for pk in [goal.pk] if goal.pk in by_goal else nearest(goal, of.came_from, by_goal):
            told.setdefault(pk, goal.name if pk == goal.pk else f"{goal.name}, from {of.goals[pk].full_name}")
    told |= {goal.pk: left_words(goal) for goal in of.left if goal.pk in by_goal}
    return [
        {"of": whose, "planned": row.words if row.state == Evidence.State.PLANNED else "", "period": row.period.label}
        for pk, whose in told.items()
        for row in last_period(by_goal[pk])
        if row.state != Evidence.State.FOUND
    ]


def nearest(goal, came_from, by_goal):
    return [pk for pk, _ in reading.forerunners(goal.pk, came_from, by_goal.__contains__)]


def last_period(rows):
    """What was recorded for the last reporting period of these."""
    last = max((row.period for row in rows), key=lambda period: (period.ends or period.starts or date.min, period.pk))
    return [row for row in rows if row.period == last]
