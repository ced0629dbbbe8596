"""What audits, reviews, surveys and people taught the board, what they recommended, and what came of it."""

from datetime import date
from typing import Annotated

from .base import Fact, Key, Period
from .codes import ANSWERS, LEARNING_KINDS, SHOWS, from_table, yes_or_no
from .goals import Action
from .says import quoted, says, tells


class BearsOn(Fact, kw_only=True):
    """A goal that something learned bears on, and what it shows of it."""

    goes_by = "goal"

    key: Key
    goal: Annotated[str, tells("goal", fact=True, passage=False)]
    shows: Annotated[str, says("what it shows of the goal", show=from_table(SHOWS), fact=True, passage=False)] = ""


class Recommendation(Fact, kw_only=True):
    """Something that was recommended: what the board says to it, the actions that are printed, what came of it."""

    key: Key
    words: Annotated[str, tells("wording")]
    source: Annotated[str, says("where it comes from", beside="From")] = ""
    address: Annotated[str, says("where that is published", passage=False)] = ""
    made_on: Annotated[date | None, says("day on which it was made", beside="Made on", fact=True)] = None
    concerns: Annotated[str, says("goal that it concerns", beside="Concerns", fact=True)] = ""
    answer: Annotated[str, says("answer to it", show=from_table(ANSWERS), fact=True, passage=False)] = ""
    reason: Annotated[str, says("why not, or why only in part")] = ""
    actions: Annotated[tuple[Action, ...], tells("actions")] = ()
    outcome: Annotated[str, says("what came of it")] = ""

    def known_as(self, parents):
        return f"Recommendation {quoted(self.words)}"


class Learned(Fact, kw_only=True):
    """An audit, a review, a survey, what people said, practice observed, or the report of one agency.

    `when_in_words` is printed in place of the days. What is `under_way` hadn't ended by the end of the period.
    """

    goes_by = "title"

    key: Key
    kind: Annotated[str, says("kind of learning", show=from_table(LEARNING_KINDS), fact=True, passage=False)]
    title: Annotated[str, tells("title")]
    code: Annotated[str, says("reference", beside="Reference", passage=False)] = ""
    review_of: Annotated[str, says("kinds of review", beside="Kinds of review", fact=True)] = ""
    done_by: Annotated[str, says("who did it", beside="By", fact=True)] = ""
    starts: Annotated[date | None, says("day on which it began", fact=True)] = None
    ends: Annotated[date | None, says("day on which it ended", fact=True)] = None
    when_in_words: Annotated[str, says("when, in words", fact=True)] = ""
    under_way: Annotated[bool, says("state", show=yes_or_no("Under way", "Ended"), fact=True)] = False
    sample: Annotated[str, says("sample", beside="Sample")] = ""
    method: Annotated[str, says("method", beside="Method")] = ""
    address: Annotated[str, says("where it is published", passage=False)] = ""
    words: Annotated[str, says("what it says")] = ""
    changed: Annotated[str, says("what changed because of it")] = ""
    bears_on: Annotated[tuple[BearsOn, ...], tells("goals it bears on", fact=True)] = ()
    recommendations: Annotated[tuple[Recommendation, ...], tells("recommendations")] = ()


class Learning(Fact, kw_only=True, tag="learning"):
    """What a reporting period tells of it, in groups by its kind."""

    period: Annotated[Period, tells()]
    learned: Annotated[tuple[Learned, ...], tells()]
