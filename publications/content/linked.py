"""Other boards' plans that a document ties in with."""

from typing import Annotated

from .base import Fact, Key
from .says import says, tells


class LinkedPlan(Fact, kw_only=True):
    """One of them: whose it is, how the two are linked, and where it can be read."""

    goes_by = "title"

    key: Key
    title: Annotated[str, tells("title")]
    owner: Annotated[str, says("whose plan", fact=True)] = ""
    how: Annotated[str, says("how it is linked")] = ""
    address: Annotated[str, says("address", passage=False)] = ""


class LinkedPlans(Fact, kw_only=True, tag="linked-plans"):
    """The plans in the board's order."""

    plans: Annotated[tuple[LinkedPlan, ...], tells(fact=True)]
