"""What one partner asked of another, and what may happen: challenges and risks with the answer and the effect seen."""

from datetime import date
from typing import Annotated

from .base import Fact, Key
from .codes import CHALLENGE_KINDS, CHALLENGE_STATES, from_table
from .says import says, tells


class Challenge(Fact, kw_only=True):
    """One challenge or risk; `number` is that of the register, such as 2016/3."""

    key: Key
    number: Annotated[str, says("number", passage=False)]
    kind: Annotated[str, says("challenge or risk", show=from_table(CHALLENGE_KINDS), fact=True)]
    issue: Annotated[str, tells("wording")]
    state: Annotated[str, says("state", show=from_table(CHALLENGE_STATES), fact=True)]
    raised_by: Annotated[str, says("who raised it", fact=True)] = ""
    to: Annotated[str, says("to whom", fact=True)] = ""
    raised_on: Annotated[date | None, says("day on which it was raised", fact=True)] = None
    concerns: Annotated[str, says("goal that it concerns", beside="Concerns", fact=True)] = ""
    response_due: Annotated[date | None, says("day by which the answer was due", fact=True)] = None
    response: Annotated[str, says("answer")] = ""
    effect: Annotated[str, says("effect seen")] = ""

    def known_as(self, parents):
        return f"{CHALLENGE_KINDS.get(self.kind, self.kind)} {self.number}"


class Challenges(Fact, kw_only=True, tag="challenges"):
    """The challenges and risks of a reporting period that the board prints."""

    challenges: Annotated[tuple[Challenge, ...], tells()]
