"""The figures that are missing, each with why there is none and who supplies it."""

from typing import Annotated

from .base import Fact, Period
from .figures import Indicator
from .says import tells


class Gaps(Fact, kw_only=True, tag="gaps"):
    """What is counted and has no figure: of the reporting period, or of late if none is named.

    Of each indicator it holds the lines without a figure, and of each line what is recorded in its place; a line with
    nothing was not received.
    """

    period: Annotated[Period | None, tells("reporting period")]
    indicators: Annotated[tuple[Indicator, ...], tells(fact=True)]
