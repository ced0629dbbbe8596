"""The policies that the board looks after."""

from datetime import date
from typing import Annotated

from .base import Fact, Key
from .says import says, tells


class Policy(Fact, kw_only=True):
    """One policy: who looks after it, since when it holds, and by when it is to be reviewed."""

    goes_by = "title"

    key: Key
    title: Annotated[str, tells("policy")]
    owner: Annotated[str, says("who looks after it", fact=True)] = ""
    adopted: Annotated[date | None, says("day on which it was adopted", fact=True)] = None
    review_due: Annotated[date | None, says("day by which it is to be reviewed", fact=True)] = None
    ends: Annotated[date | None, says("last day", beside="Withdrawn, last day", fact=True)] = None
    address: Annotated[str, says("where it is published", passage=False)] = ""


class Policies(Fact, kw_only=True, tag="policies"):
    """The policies that hold on the day for which the document is made."""

    policies: Annotated[tuple[Policy, ...], tells()]
