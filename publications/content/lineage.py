"""How goals changed from plan to plan, and what the board has not recorded."""

from typing import Annotated

from .base import Fact, Key, Period
from .codes import GAPS, GOAL_KINDS, LINEAGE, READINGS, by_code, from_table
from .says import says, tells


class GoalName(Fact, kw_only=True):
    """A goal as another plan refers to it."""

    key: Key
    kind: Annotated[str, says("kind of goal", show=from_table(GOAL_KINDS))]
    code: Annotated[str, says("reference", passage=False)]
    title: Annotated[str, tells("wording")]


class LineageStep(Fact, kw_only=True):
    """What became of a goal, or where a goal came from. `reading` is board or ours."""

    key: Key
    kind: Annotated[str, tells("what became of it", show=from_table(LINEAGE), fact=True)]
    from_goal: Annotated[GoalName | None, tells("before")]
    to_goal: Annotated[GoalName | None, tells("now")]
    reason: Annotated[str, says("reason")]
    decided: Annotated[str, says("where it was decided", fact=True)]
    reading: Annotated[str, says("whose reading", show=from_table(READINGS), fact=True)]

    def known_as(self, parents):
        goal = self.from_goal or self.to_goal
        return by_code(GOAL_KINDS.get(goal.kind, goal.kind), goal.code) if goal else LINEAGE.get(self.kind, self.kind)


class Lineage(Fact, kw_only=True, tag="lineage"):
    """How the goals of one plan became those of the next, with the number of goals of each kind in both."""

    past_plan: Annotated[str, says("former plan", fact=True)]
    plan: Annotated[str, says("plan", fact=True)]
    past_goals: Annotated[dict[str, int], says("goals of the former plan", fact=True)]
    goals: Annotated[dict[str, int], says("goals of the plan", fact=True)]
    steps: Annotated[tuple[LineageStep, ...], tells(fact=True)]


class Gap(Fact, kw_only=True):
    """Something that the board did not record. `kind` says what sort of thing, `about` which one, in words."""

    goes_by = "about"

    kind: Annotated[str, says("what sort of thing", show=from_table(GAPS))]
    about: Annotated[str, tells("about")]
    reason: Annotated[str, says("reason")] = ""

    @property
    def identity(self):
        return f"{self.kind} {self.about}"


class NotRecorded(Fact, kw_only=True, tag="not-recorded"):
    """What the board has not recorded of a reporting period."""

    period: Annotated[Period, tells()]
    gaps: Annotated[tuple[Gap, ...], tells()]
    plan: Annotated[str, says("years of the plan whose goals they are", fact=True, passage=False)] = ""
