"""The next plan, made from the one before: every goal of the old plan goes somewhere, and the records say where.

What a plan is made of is copied: parts, principles, goals, what is wanted of them, who leads, what measures them. What
came of it is not: progress, evidence, dates and figures belong to the plan in which they happened. The old plan stays
as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from kit.rows import LONGEST_KEY, shorten
from kit.together import Together

from .models import Aim, Answer, Goal, Lineage, Part, Plan, Principle, Related, Serves
from .office import AIM, GOAL, LEAD, MEASURE, PART, PRINCIPLE, RELATED, SERVES

GOES_ON = {Lineage.Kind.KEPT, Lineage.Kind.REWORDED}


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What becomes of one goal of the old plan.

    `titles` is its new wording where it is reworded, and the wording of each new goal where it is split. `into` is the
    goal of the old plan that takes it in where it is merged; that one goes on itself, kept or reworded.
    """

    goal: Goal
    kind: str
    titles: tuple[str, ...] = ()
    into: Goal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Next:
    """The next plan, with what each part, principle and goal of the old one became: none, one or, if split, several."""

    plan: Plan
    parts: dict[int, Part]
    principles: dict[int, Principle]
    goals: dict[int, list[Goal]]


def next_plan(old: Plan, plan: Plan, fates: Iterable[Fate], together: Together, *, decided="", reading="") -> Next:
    """Save the next plan with all that it takes from the old one, and a step of lineage for each goal of it.

    `plan` is the new plan, not saved yet. Belongs in a transaction; each row is signed as added together.
    """
    fates = list(fates)
    together.add(plan)
    parts = {part.pk: together.add(PART.successor(part, plan=plan)) for part in old.part_set.all()}
    principles = {row.pk: together.add(PRINCIPLE.successor(row, plan=plan)) for row in old.principle_set.all()}
    made = Next(plan, parts, principles, _goals(old, plan, parts, {fate.goal.pk: fate for fate in fates}, together))
    for fate in fates:
        _copy_parts(fate, made, together)
    _relate(fates, made, together)
    _say_where_they_came_from(fates, made, together, decided, reading or Lineage.Reading.BOARD)
    return made


def _goals(old, plan, parts, fates, together):
    """The new goals by the number of the old one, each in its forerunner's place and below its own parent."""
    rows, found = {goal.pk: goal for goal in old.goal_set.all()}, {}
    taken = {goal.key for goal in rows.values()}

    def successors(pk):
        if pk not in found:
            goal, fate = rows[pk], fates[pk]
            if fate.kind == Lineage.Kind.MERGED:
                found[pk] = successors(fate.into.pk)
            else:
                above = successors(goal.parent_id) if goal.parent_id in rows else []
                found[pk] = [successor(goal, above, *named) for named in _named(goal, fate, taken)]
        return found[pk]

    def successor(goal, above, key, title):
        parent, part = above[0] if above else None, parts.get(goal.part_id)
        return together.add(GOAL.successor(goal, plan=plan, key=key, part=part, parent=parent, title=title))

    for pk in rows:
        successors(pk)
    return found


def _named(goal, fate, taken):
    """Key and wording of each goal that a goal becomes.

    What goes on keeps its key, so that its place in the document has the same address. The goals that another is split
    into take numbered ones, which no goal that goes on may want.
    """
    if fate.kind in GOES_ON:
        yield goal.key, (fate.titles or (goal.title,))[0]
    elif fate.kind == Lineage.Kind.SPLIT:
        for title in fate.titles:
            stem = shorten(goal.key, LONGEST_KEY - 5)
            key = next(key for key in (f"{stem}-{number}" for number in count(1)) if key not in taken)
            taken.add(key)
            yield key, title


def _copy_parts(fate, made, together):
    """What is wanted of a goal, who leads it and what measures it, to what it became.

    Of a split goal the first of the new ones has the outcomes wanted: which belongs to which, only the board can say.
    A merged goal brings its own along.
    """
    for place, goal in enumerate(made.goals[fate.goal.pk]):
        last = goal.aim_set.count()
        for aim in fate.goal.aim_set.filter(kind=Aim.Kind.WANTED) if place == 0 else ():
            last += 1
            key = "" if goal.aim_set.filter(key=aim.key).exists() else aim.key
            together.add(AIM.successor(aim, goal=goal, key=key, position=last))
        for kind, name in ((LEAD, "party_id"), (MEASURE, "indicator_id")):
            there = set(kind.model.objects.filter(goal=goal).values_list(name, flat=True))
            for row in kind.model.objects.filter(goal=fate.goal):
                if getattr(row, name) not in there:
                    there.add(getattr(row, name))
                    together.add(kind.successor(row, goal=goal, key="", position=len(there)))
        served = set(Serves.objects.filter(goal=goal).values_list("principle_id", flat=True))
        for row in fate.goal.serves_set.all():
            principle = made.principles[row.principle_id]
            if principle.pk not in served:
                served.add(principle.pk)
                together.add(SERVES.successor(row, goal=goal, key="", position=len(served), principle=principle))


def _relate(fates, made, together):
    """Goals that were related are related still, where both went on."""
    for fate in fates:
        for goal in made.goals[fate.goal.pk][:1]:
            for row in Related.objects.filter(goal=fate.goal):
                # A goal of another plan stays what it is.
                for other in made.goals.get(row.other_id, [row.other])[:1]:
                    if other != goal and not Related.objects.filter(goal=goal, other=other).exists():
                        together.add(RELATED.successor(row, goal=goal, key="", other=other))


def _say_where_they_came_from(fates, made, together, decided, reading):
    steps = [(fate, goal) for fate in fates for goal in made.goals[fate.goal.pk] or [None]]
    for position, (fate, goal) in enumerate(steps, start=1):
        together.add(
            Lineage(
                plan=made.plan,
                position=position,
                from_goal=fate.goal,
                to_goal=goal,
                kind=fate.kind,
                reason=fate.reason,
                decided=decided,
                reading=reading,
            )
        )


def answer(findings: Mapping, made: Next, together: Together):
    """Say which goal of the next plan answers what the board found: findings, each with a goal of the old plan."""
    for finding, goal in findings.items():
        for successor in made.goals[goal.pk][:1]:
            last = Answer.objects.filter(finding=finding).count()
            together.add(Answer(finding=finding, goal=successor, position=last + 1))


def whole(fates):
    """What is wrong with the fates of a plan's goals taken together: pairs of the goal's number and a sentence."""
    kinds = {fate.goal.pk: fate.kind for fate in fates}
    for fate in fates:
        if fate.kind == Lineage.Kind.MERGED and fate.into and kinds.get(fate.into.pk) not in GOES_ON:
            yield fate.goal.pk, f"“{fate.into}” doesn’t go on itself. Choose a goal that is kept or reworded."
