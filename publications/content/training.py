"""What was taught and campaigned for, how many places each agency took, and what changed afterwards."""

from datetime import date
from typing import Annotated

from .base import Fact, Key, Period
from .codes import TRAINING_KINDS, from_table
from .says import says, tells


class Places(Fact, kw_only=True):
    """How many places one agency took."""

    goes_by = "agency"

    key: Key
    agency: Annotated[str, tells("agency", fact=True, passage=False)]
    number: Annotated[int, says("places taken", fact=True)]


class TrainingGiven(Fact, kw_only=True):
    """One training, learning event or campaign. `taken` are all places that agencies took, if any are recorded.

    `when_in_words` is printed in place of the days.
    """

    goes_by = "title"

    key: Key
    kind: Annotated[str, says("kind of training", show=from_table(TRAINING_KINDS), fact=True, passage=False)]
    title: Annotated[str, tells("title")]
    words: Annotated[str, says("what it was about")] = ""
    given_by: Annotated[str, says("who gave it", beside="Given by", fact=True)] = ""
    starts: Annotated[date | None, says("first day", fact=True)] = None
    ends: Annotated[date | None, says("last day", fact=True)] = None
    when_in_words: Annotated[str, says("when, in words", fact=True)] = ""
    offered: Annotated[int | None, says("places there were", fact=True)] = None
    taken: Annotated[int | None, says("places taken in all", fact=True, sum="reckoned")] = None
    places: Annotated[tuple[Places, ...], tells("places by agency", fact=True)] = ()
    changed: Annotated[str, says("what changed afterwards")] = ""


class Training(Fact, kw_only=True, tag="training"):
    """The training and campaigns of a reporting period."""

    period: Annotated[Period, tells()]
    given: Annotated[tuple[TrainingGiven, ...], tells()]
