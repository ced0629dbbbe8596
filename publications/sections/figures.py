"""The figures that stand behind a goal, a row each, and a row that says so where there is none."""

from decimal import Decimal

from msgspec import Struct

from kit import wording

from .words import Cells, said


class Line(Struct, frozen=True, kw_only=True):
    """A figure with its measure, period and source, in words ready to print; `wanted` is what an aim wants of it."""

    key: str
    measure: str
    figure: str = "No figure recorded"
    number: Decimal | None = None
    period: str = ""
    wanted: str = ""
    source: str = ""


FIGURES = (
    Cells(heading="Measure", width=50, of=lambda line: line.measure),
    Cells(heading="Period", width=25, of=lambda line: line.period),
    Cells(heading="Figure", width=25, of=lambda line: line.figure, holds="figure"),
    Cells(heading="Wanted", width=20, of=lambda line: line.wanted, rare=True),
    Cells(heading="Source", width=25, of=lambda line: line.source, rare=True),
)


def figures(indicator, wanted):
    """The lines of one indicator: one for each figure, and one that says so where there is none.

    `wanted` holds what aims want of a series. The definition stands beside the first.
    """
    definition = indicator.definition
    if not indicator.series:
        yield Line(key=indicator.key, measure=said(indicator.name, definition), source=source(indicator))
    for series in indicator.series:
        is_one_of_all = len(indicator.series) == 1 and series.name == "All"
        name = indicator.name if is_one_of_all else f"{indicator.name}: {series.name}"
        told = {"wanted": wanted.get(f"{indicator.key} {series.key}", "")}
        for seen in series.observations or [None]:
            yield Line(
                key="-".join([indicator.key, series.key, *([seen.key] if seen else [])]),
                measure=said(name, definition),
                source=source(indicator, seen),
                **told,
                **(told_of(seen, indicator) if seen else {}),
            )
            definition, told = "", {}


def told_of(seen, indicator):
    return {"period": period(seen), "figure": figure(seen, indicator), "number": seen.value}


def source(indicator, seen=None):
    """Who supplied a figure, or is to supply it, and from what it was taken."""
    supplier = seen.supplied_by if seen else ""
    owed = indicator.owed_by if indicator.owed_by != supplier else ""
    who = f"{supplier} (due from {owed})" if supplier and owed else supplier or owed
    return ": ".join(filter(None, (who, seen.source if seen else "")))


def period(seen):
    """The period of a figure as the board prints it, or else its dates."""
    return wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)


def figure(seen, indicator):
    """A figure as it is read out, or why there is none."""
    return wording.figure(seen, indicator.unit, indicator.decimals)
