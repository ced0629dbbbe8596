"""Which goals come before a body, and at which of its meetings: what never does is the answer that is looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit import spans
from kit.grouping import grouped
from kit.wording import cut
from priorities.models import Goal, Plan

from . import wording
from .models import AgendaItem, Meeting

PLURALS = {
    Goal.Kind.PRIORITY: "priorities",
    Goal.Kind.OBJECTIVE: "objectives",
    Goal.Kind.DUTY: "duties",
}


@dataclass(frozen=True)
class GoalLine:
    """One goal with what of it is considered, by the meeting's number."""

    goal: Goal
    items: dict[int, list[AgendaItem]]

    @property
    def is_never(self):
        return not self.items


@dataclass(frozen=True)
class AgendasAgainstGoals:
    """Goals against meetings. Cancelled meetings are in it no more."""

    meetings: tuple[Meeting, ...]
    goals: tuple[GoalLine, ...]
    items: int = 0
    unsaid: int = 0  # items of which nobody says which goal they serve

    @property
    def never(self):
        """The goals that no agenda serves."""
        return [line.goal for line in self.goals if line.is_never]


def plan_of(span, today):
    """The plan that is meant in some meetings' time; None if there is none."""
    meant = spans.meant(list(Plan.objects.all()), min(max(today, span.first), span.last) if span else today)
    return meant and meant.row


def coverage(plan, meetings: Iterable[Meeting]) -> AgendasAgainstGoals:
    """Which goals of a plan the agendas of some meetings serve. An item serves its goal, or that of its standing item.

    What serves a goal that stands below another serves that one too. Asks the database twice.
    """
    meetings = [meeting for meeting in meetings if meeting.state != Meeting.State.CANCELLED]
    goals = list(plan.goal_set.select_related("plan")) if plan else []
    above = {goal.pk: goal.parent_id for goal in goals}
    items = AgendaItem.objects.filter(meeting__in=meetings).select_related("standing_item")
    served, unsaid = [], 0
    for item in items:
        goal = item.goal_id or (item.standing_item and item.standing_item.goal_id)
        unsaid += goal is None
        while goal in above:
            served.append((goal, item))
            goal = above[goal]
    by_goal = grouped(served)
    return AgendasAgainstGoals(
        tuple(meetings),
        tuple(GoalLine(goal, grouped((item.meeting_id, item) for item in by_goal.get(goal.pk, ()))) for goal in goals),
        items=len(items),
        unsaid=unsaid,
    )


def never_in_words(found: AgendasAgainstGoals, plan) -> str:
    """The goals that no agenda serves, as a sentence names them: priorities A, B and E, and core objectives 3 and 5."""
    return wording.unserved([(called(plan, goal), goal.code, cut(goal.title, wording.TITLE)) for goal in found.never])


def called(plan, goal):
    """What a goal is called: the plan may call its priorities by a word of its own."""
    own = goal.kind == Goal.Kind.PRIORITY and plan.goals_called
    return own or PLURALS[goal.kind]
