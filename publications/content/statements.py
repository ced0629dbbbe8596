"""Each member's own account, in its words."""

from datetime import date
from typing import Annotated

from .base import Fact, Key
from .says import says, tells


class Statement(Fact, kw_only=True):
    """What one member organisation says; one that was asked and sent nothing has no words."""

    goes_by = "organisation"

    key: Key
    organisation: Annotated[str, tells("organisation", fact=True, passage=False)]
    words: Annotated[str, says("statement")] = ""
    received: Annotated[date | None, says("day on which it was received", fact=True)] = None


class Statements(Fact, kw_only=True, tag="statements"):
    """The statements in the board's order."""

    statements: Annotated[tuple[Statement, ...], tells()]
