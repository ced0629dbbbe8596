"""What the board counts: measures, their breakdowns, and each figure or why there is none."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from kit import wording
from kit.wording import COMPARED, DIRECTIONS, STATES

from .base import Fact, Key, Period
from .codes import from_table, spaced, yes_or_no
from .says import above, says, silent, tells


def in_unit(value, thing, parents):
    """A figure's value in the unit of the indicator that it stands under."""
    if value is None:
        return ""
    indicator = above(Indicator, parents)
    bare = Observation(key="", period=Period(words=""), timing="", value=value)
    return wording.figure(bare, indicator.unit, indicator.decimals) if indicator else wording.plain(value)


# The rules of an XmR chart, as an observation's `marks` name them, parted by spaces.
RULES = {
    "outside": "outside the usual range",
    "shift": "one of seven or more in a row on one side of the mean",
    "trend": "one of seven or more in a row that only rise or only fall",
    "two-of-three": "one of two of three near a limit",
}


def rules_in_words(marks, thing, parents):
    return "; ".join(RULES.get(rule, rule) for rule in marks.split())


class Observation(Fact, kw_only=True):
    """One figure for one period, or in words why there is none.

    In a document a small figure is never here, but for one of which it was `decided` that it is shown.
    """

    key: Key
    period: Annotated[Period, tells(fact=True, passage=True)]
    timing: Annotated[str, says("timing", show=spaced, fact=True)]
    value: Annotated[Decimal | None, tells("figure", show=in_unit, fact=True)] = None
    qualifier: Annotated[str, says("over, under or about", show=spaced, fact=True)] = ""
    state: Annotated[str, tells("why there is no figure", show=from_table(STATES), fact=True)] = ""
    reason: Annotated[str, says("reason why there is no figure", fact=True)] = ""
    direction: Annotated[str, says("direction", show=from_table(DIRECTIONS), fact=True)] = ""
    as_printed: Annotated[str, says("figure as printed", fact=True)] = ""
    provisional: Annotated[bool, says("provisional or final", show=yes_or_no("Provisional", ""), fact=True)] = False
    supplied_by: Annotated[str, says("who supplied the figure", fact=True)] = ""
    source: Annotated[str, says("source", fact=True)] = ""
    revised: Annotated[bool, says("revised", show=yes_or_no("Revised", ""), fact=True)] = False
    first_value: Annotated[Decimal | None, says("figure before it was revised", show=in_unit, fact=True)] = None
    new_start: Annotated[str, says("why what is usual is reckoned anew from here", fact=True)] = ""
    baseline: Annotated[int | None, says("figures that are the baseline", fact=True)] = None
    marks: Annotated[str, says("what is unusual of it", show=rules_in_words, passage=False, fact=True)] = ""
    decided: Annotated[str, says("who decided that it is shown, and why", fact=True)] = ""

    def known_as(self, parents):
        return wording.period(self.period.words, self.period.starts, self.period.ends, self.timing)


class Usual(Fact, kw_only=True):
    """What is usual of a series from one figure (its key) to another, the `last`: mean and limits of an XmR chart.

    `figures` is on how many they rest, `left_out` how many steps between figures were too far out to be counted.
    """

    key: Key
    last: Annotated[str, silent("A figure is recognised by its key; people never see it.")]
    mean: Annotated[Decimal, tells("mean", show=in_unit, fact=True)]
    lower: Annotated[Decimal, says("lower limit of what is usual", show=in_unit, fact=True)]
    upper: Annotated[Decimal, says("upper limit of what is usual", show=in_unit, fact=True)]
    figures: Annotated[int, says("number of figures that this rests on", fact=True)]
    left_out: Annotated[int, says("number of steps that were left out", fact=True)] = 0


class Series(Fact, kw_only=True):
    """One line of an indicator, such as all children or stage 4 only.

    With twelve figures in time or more it holds what is `usual` of them, and those that aren't bear `marks`.
    """

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("name of the breakdown")]
    observations: Annotated[tuple[Observation, ...], tells()]
    compares: Annotated[str, says("whose figures", show=from_table(COMPARED), fact=True)] = ""
    usual: Annotated[tuple[Usual, ...], tells("what is usual")] = ()


class Redefinition(Fact, kw_only=True):
    """A day from which an indicator means something else, and what it meant until then."""

    key: Key
    on: Annotated[date, says("day of another definition", fact=True)]
    before: Annotated[str, says("definition until then")] = ""
    why: Annotated[str, says("what changed in the definition")] = ""
    breaks: Annotated[
        bool, says("figures before and after", show=yes_or_no("Can’t be compared", "Can be compared"), fact=True)
    ] = False


class Indicator(Fact, kw_only=True):
    """Something the board counts: what, in which unit, from whom."""

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("name of the measure")]
    unit: Annotated[str, says("unit", show=spaced, fact=True)]
    decimals: Annotated[int, says("decimal places", fact=True)]
    owed_by: Annotated[str, says("who supplies the figure", fact=True)]
    series: Annotated[tuple[Series, ...], tells()]
    definition: Annotated[str, says("definition")] = ""
    base: Annotated[str, says("base")] = ""
    source: Annotated[str, says("source of the definition")] = ""
    redefinitions: Annotated[tuple[Redefinition, ...], tells("changes of definition")] = ()


class PlacedChart(Fact, kw_only=True, tag="placed-chart"):
    """A chart that the office placed in a section: the lines that it draws, each in its indicator, in one unit."""

    key: Key
    heading: Annotated[str, tells("what the chart shows")]
    indicators: Annotated[tuple[Indicator, ...], tells(fact=True)]
    words: Annotated[str, says("words beside the chart")] = ""

    def known_as(self, parents):
        return f"chart, {self.heading}"


class OtherFigures(Fact, kw_only=True, tag="other-figures"):
    """The measures that belong to no goal, with their figures of the reporting period; of any, if none is named."""

    period: Annotated[Period | None, tells("reporting period")]
    indicators: Annotated[tuple[Indicator, ...], tells(fact=True)]


class Measured(Fact, kw_only=True):
    """Which line of an indicator tells whether an aim is reached, and in which unit; `key` is the indicator's."""

    key: Key
    series: Key
    name: Annotated[str, tells("measured by", fact=True)]
    unit: Annotated[str, says("unit", show=spaced, fact=True)]
    decimals: Annotated[int, says("decimal places", fact=True)]

    @property
    def identity(self):
        return f"{self.key} {self.series}"

    def in_words(self, value):
        """A number in this unit."""
        return wording.in_unit(value, self.unit, self.decimals)
