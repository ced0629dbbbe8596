"""How the goals of the plan stand: their latest figures, where those come from, and what is not available.

Six questions to the database, however many goals and figures there are. What the answers mean is reckoned in
`priorities.reading`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from kit import spans
from kit.grouping import grouped
from kit.wording import counted, in_unit
from priorities import reading
from priorities.aims import test_of, trend
from priorities.levels import by_level
from priorities.models import Aim, Evidence, Lineage, Measure, Observation, Plan, Redefinition, Series
from priorities.points import CHANGED

OWED_BY = ("owed_by__organisation__parent__parent", "owed_by__body", "owed_by__seat")
# A kind of goal in running words, and the heading above several, in the order in which they are shown.
KINDS = {"priority": ("priority", "Priorities"), "objective": ("objective", "Objectives"), "duty": ("duty", "Duties")}
MOST_DRAWN = 60  # figures of a small line
DRAWN_FROM = 4  # figures: fewer are no line
MOST_FIGURES = 5_000  # that are read to be drawn: the page is read on the way to a meeting
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
    owed_by: str
    party: int | None  # who owes it, by number
    pk: int  # the indicator
    lines: list[reading.MeasureLine]
    results: list[str]
    today: date
    in_time: dict = field(default_factory=dict)  # by the place of a line: its figures in time, where they are enough

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
            for place, line in enumerate(self.lines)
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


def progress(today, asked=None):
    """The plan that is meant on a day, its goals with what is known of them, and what is not available.

    `asked` is what `plans_and_goals` found, if somebody asked already.
    """
    plans, goals = asked or plans_and_goals()
    found = spans.meant(plans, today)
    if found is None:
        return {"plan": None}
    own = by_level(goal for goal in goals.values() if goal.plan == found.row and not goal.over(today))
    for goal in own:
        if goal.parent_id in goals:
            goal.above = f"{goals[goal.parent_id].code} {goals[goal.parent_id].title}".strip()
    own.sort(key=lambda goal: list(KINDS).index(goal.kind))
    came_from = steps_back(goals)
    before = ancestors(own, came_from)
    left = [goal for goal in goals_before(found.row, plans, goals) if is_left(goal, before, today)]
    concerned = {goal.pk for goal in (*own, *left)} | before
    measures = measures_of(concerned, today)
    cards = only_once([card(goal, goals, came_from, measures) for goal in own])
    missing = owed(cards, left, measures)
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
        "owed": missing,
        "missing": counted(sum(len(each["rows"]) for each in missing), "figure") if missing else "",
        "evidence": lacking(own, left, goals, came_from, concerned),
    }


# Plans, goals and the steps between them


def plans_and_goals():
    """All plans, the undated first, and all goals by their number with what became of each."""
    rows = Plan.objects.annotate(
        goal_pk=F("goal"),
        goal_kind=F("goal__kind"),
        goal_code=F("goal__code"),
        goal_title=F("goal__title"),
        goal_ends=F("goal__ends"),
        goal_parent=F("goal__parent"),
        step=F("goal__became"),
        successor=F("goal__became__to_goal"),
        how=F("goal__became__kind"),
        reading=F("goal__became__reading"),
    ).order_by(F("starts").asc(nulls_first=True), "title", "pk", "goal__position", "goal__pk", "goal__became__position")
    plans, goals = {}, {}
    for row in rows:
        plan = plans.setdefault(row.pk, row)
        if row.goal_pk is None:
            continue
        goal = goals.setdefault(
            row.goal_pk,
            TracedGoal(row.goal_pk, plan, row.goal_kind, row.goal_code, row.goal_title, row.goal_ends, row.goal_parent),
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


def measures_of(goals, today):
    """The measures of each goal with the last figures of every line, and what was wanted of them."""
    lines = defaultdict(dict)  # goal and indicator: its series by number, each with its name
    indicators = {}
    measured = (
        Measure.objects.filter(goal__in=goals)
        .select_related(*(f"indicator__{way}" for way in OWED_BY))
        .annotate(
            line=F("indicator__series"),
            line_name=F("indicator__series__name"),
            compares=F("indicator__series__compares"),
        )
        .order_by("goal", "position", "pk", "indicator__series__position", "indicator__series__pk")
    )
    for row in measured:
        indicators[row.indicator_id] = row.indicator
        found = lines[row.goal_id, row.indicator_id]
        # Another area's figures are owed by nobody, and tell nothing of how the goal went.
        if row.line is not None and not row.compares:
            found[row.line] = row.line_name
    aims = defaultdict(list)
    for aim in (
        Aim.objects.filter(goal__in=goals, kind=Aim.Kind.WANTED, series__isnull=False)
        .exclude(wanted=Aim.Wanted.NOT_SAID)
        .select_related(*(f"series__indicator__{way}" for way in OWED_BY))
    ):
        indicators.setdefault(aim.series.indicator_id, aim.series.indicator)
        lines[aim.goal_id, aim.series.indicator_id].setdefault(aim.series_id, aim.series.name)
        aims[aim.goal_id, aim.series_id].append(aim)
    latest = Observation.objects.filter(series__in={pk for names in lines.values() for pk in names}).latest(2)
    recorded = grouped((row.series_id, row) for row in latest)
    # Where no line has two figures there is nothing that can't be compared.
    compared = {pk for (_, pk), names in lines.items() for series in names if len(recorded.get(series, ())) > 1}
    broken = Redefinition.objects.filter(breaks=True, indicator__in=compared) if compared else ()
    breaks = grouped((row.indicator_id, (row.on, row.why or CHANGED)) for row in broken)
    aimed_at = {series for _, series in aims}
    enough = {series: rows[0].points for series, rows in recorded.items() if rows[0].points >= DRAWN_FROM}
    counted_anew = {series: breaks.get(pk, ()) for (_, pk), names in lines.items() for series in names}
    trends = in_full(sorted(enough, key=lambda series: series not in aimed_at), enough, counted_anew)
    shown = defaultdict(list)
    for (goal, pk), names in lines.items():
        told = {
            series: line(indicators[pk], name, names, recorded.get(series, []), [on for on, _ in breaks.get(pk, ())])
            for series, name in names.items()
        }
        shown[goal].append(
            GoalMeasure(
                name=indicators[pk].name,
                owed_by=str(indicators[pk].owed_by or ""),
                party=indicators[pk].owed_by_id,
                pk=pk,
                lines=list(told.values()) or [reading.MeasureLine(measure=indicators[pk].name)],
                results=[
                    test_of(aim, told[series], trends.get(series)).words
                    for series in names
                    for aim in aims.get((goal, series), ())
                ],
                today=today,
                in_time={place: trends[series].line for place, series in enumerate(names) if series in trends},
            )
        )
    return shown


def in_full(wanted, numbers, breaks):
    """All figures of these series in time, the first ones first, as long as they aren't too many to be read.

    `breaks` are of each series the days since which it is counted in another way, each with the reason.
    """
    chosen, left = [], MOST_FIGURES
    for series in wanted:
        left -= numbers[series]
        if left >= 0:
            chosen.append(series)
    rows = grouped((row.series_id, row) for row in Observation.objects.filter(series__in=chosen).bare())
    return {series: trend(found, breaks[series]) for series, found in rows.items()}


def line(indicator, name, names, rows, breaks=()):
    """One line of a measure from what is recorded of it."""
    figures = reading.in_order(row for row in rows if row.value is not None)
    without = reading.in_order(row for row in rows if row.value is None)
    return reading.MeasureLine(
        measure=indicator.name,
        name=name if len(names) > 1 or name != THE_ONLY_LINE else "",
        unit=indicator.unit,
        decimals=indicator.decimals,
        figures=tuple(figures),
        points=rows[0].points if rows else 0,
        without=without[-1] if without else None,
        breaks=tuple(breaks),
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


def owed(cards, left, measures):
    """The figures that are missing, by who owes them; those that nobody owes by name stand last."""
    by_owner, parties = defaultdict(dict), {}
    concerned = [(group, belongs(each.goal, group)) for each in cards for group in each.groups]
    concerned += [(MeasureGroup(goal, measures.get(goal.pk, [])), left_words(goal)) for goal in left]
    for group, of in concerned:
        for shown in group.measures:
            for each in shown.lines:
                if each.missing:
                    what = ": ".join(filter(None, [each.measure, each.name]))
                    about = {"what": what, "line": each, "of": [], "indicator": shown.pk}
                    row = by_owner[shown.owed_by].setdefault(what, about)
                    parties[shown.owed_by] = shown.party
                    row["of"].append(of)
                    # The last figure there was before it stayed away.
                    row["last"] = f"{each.say(each.latest)} ({shown.when(each)})" if each.figures else ""
    return [
        {"owner": owner, "party": parties[owner], "rows": list(by_owner[owner].values())}
        for owner in sorted(by_owner, key=lambda owner: (not owner, owner))
    ]


def belongs(goal, group):
    """Whose measure it is: priority C, from priority C of 2014/15."""
    return f"{goal.name}, from {group.source.full_name}" if group.origin else goal.name


def left_words(goal):
    """A goal of the plan before that this plan doesn't continue, as far as that is recorded."""
    if not goal.became:
        return f"{goal.full_name}; what became of it is not recorded"
    ours = " (our reading)" if all(ours for *_, ours in goal.became) else ""
    return f"{goal.full_name}, which this plan doesn't continue{ours}"


def lacking(own, left, goals, came_from, asked):
    """Where audits and people told nothing yet: there is no evidence, or it is only planned."""
    found = Evidence.objects.filter(goal__in=asked).select_related("period")
    by_goal = grouped((row.goal_id, row) for row in found)
    told = {}
    for goal in own:
        for pk in [goal.pk] if goal.pk in by_goal else nearest(goal, came_from, by_goal):
            told.setdefault(pk, goal.name if pk == goal.pk else f"{goal.name}, from {goals[pk].full_name}")
    told |= {goal.pk: left_words(goal) for goal in left if goal.pk in by_goal}
    return [
        {"of": of, "planned": row.words if row.state == Evidence.State.PLANNED else "", "period": row.period.label}
        for pk, of in told.items()
        for row in last_period(by_goal[pk])
        if row.state != Evidence.State.FOUND
    ]


def nearest(goal, came_from, by_goal):
    return [pk for pk, _ in reading.forerunners(goal.pk, came_from, by_goal.__contains__)]


def last_period(rows):
    """What was recorded for the last reporting period of these."""
    last = max((row.period for row in rows), key=lambda period: (period.ends or period.starts or date.min, period.pk))
    return [row for row in rows if row.period == last]
