"""What inspectors judged: each area with their word for it, and nothing reckoned over all of them."""

from datetime import date
from typing import Annotated

from .base import Fact, Key, Period
from .says import says, tells


class InspectedArea(Fact, kw_only=True):
    """One thing that was judged, and in which word."""

    goes_by = "area"

    key: Key
    area: Annotated[str, tells("what was judged", fact=True)]
    word: Annotated[str, says("in which word", fact=True)]


class Inspection(Fact, kw_only=True):
    """One inspection by its framework, with the areas that were judged."""

    goes_by = "framework"

    key: Key
    framework: Annotated[str, tells("framework", fact=True)]
    inspected: Annotated[str, says("who was inspected", fact=True)] = ""
    on: Annotated[date | None, says("date", fact=True)] = None
    address: Annotated[str, says("where it is published", passage=False)] = ""
    words: Annotated[str, says("what it says")] = ""
    areas: Annotated[tuple[InspectedArea, ...], tells("areas")] = ()


class Inspections(Fact, kw_only=True, tag="inspections"):
    """The inspections of a reporting period."""

    period: Annotated[Period, tells()]
    inspections: Annotated[tuple[Inspection, ...], tells()]
