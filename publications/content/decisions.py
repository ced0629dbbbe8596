"""What the board decided in a period, as far as it prints it."""

from typing import Annotated

from .base import Fact, Key
from .says import quoted, says, tells


class Decision(Fact, kw_only=True):
    """One decision, with the meeting that took it and the item of its agenda; their keys are in its own."""

    key: Key
    words: Annotated[str, tells("wording", fact=True)]
    meeting: Annotated[str, says("meeting that decided it", fact=True, passage=False)]
    item: Annotated[str, says("item of the agenda", passage=False)]
    minute: Annotated[str, says("number in the minutes", fact=True, passage=False)] = ""
    concerns: Annotated[str, says("goal that it concerns", beside="Concerns", fact=True)] = ""

    @property
    def place(self):
        """Where it stands, as an anchor names it."""
        return self.key.replace(" ", "-")

    def known_as(self, parents):
        return f"Decision {quoted(self.words)}"


class DecisionsTaken(Fact, kw_only=True, tag="decisions"):
    """The decisions of a body's meetings in the span of the document that the board prints."""

    body: Annotated[str, says("whose decisions", fact=True, passage=False)]
    decisions: Annotated[tuple[Decision, ...], tells()]
