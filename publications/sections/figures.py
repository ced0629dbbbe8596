"""The figures that stand behind a goal or by themselves: a row each, and a row that says so where there is none."""

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kit import periods, wording
from kit.wording import COMPARED
from publications.blocks import BarDrawing, ShareDrawing, Table, TableGroup, TableRow

from . import charts
from .words import Cells, anchor, cells, headed, in_use, own_words, said


class FigureLine(Struct, frozen=True, kw_only=True):
    """A figure with its measure, period and source, in words ready to print.

    `about` tells what the measure means. What an aim wants of it and how it moved stands beside the first.
    """

    key: str
    measure: str
    figure: str = "No figure recorded"
    number: Decimal | None = None
    code: str = ""
    period: str = ""
    wanted: str = ""
    moved: str = ""
    about: str = ""
    started: str = ""
    decided: str = ""
    source: str = ""


FIGURES = (
    Cells(heading="Measure", width=50, of=lambda line: line.measure),
    Cells(heading="Period", width=25, of=lambda line: line.period),
    Cells(heading="Figure", width=25, of=lambda line: line.figure, holds="figure"),
    Cells(heading="Wanted", width=20, of=lambda line: line.wanted, rare=True, absent=""),
    Cells(heading="Moved", width=25, of=lambda line: line.moved, rare=True, absent=""),
    Cells(
        heading="About the measure",
        width=40,
        of=lambda line: said(line.about, line.started, line.decided),
        rare=True,
        absent="",
    ),
    Cells(heading="Source", width=40, of=lambda line: line.source, rare=True, absent=""),
)


def other_figures(section, records):
    """The figures that belong to no goal."""
    words = caption(records)
    lines = [line for indicator in records.indicators for line in figures(indicator, {}, {})]
    if section.charts:
        for indicator in records.indicators:
            yield from charts.of_indicator(section, indicator)
    yield figures_table(section, section.key, words, [("", lines)])


def placed_chart(section, chart):
    """A chart that the office placed, its words beside it; what can't be drawn stands in a table all the same.

    One of which no line was chosen yet, or whose lines are gone, is nothing to print; the checks name it.
    """
    if not chart.indicators:
        return
    drawn = list(charts.of_chosen(section, chart))
    if drawn:
        first, *others = drawn
        notes = (*filter(None, map(str.strip, chart.words.splitlines())), *first.notes)
        yield replace(first, notes=notes, anchor=anchor(section, chart.key))
        yield from others
        if (rest := charts.not_drawn(chart)).indicators and not isinstance(first.drawing, BarDrawing | ShareDrawing):
            yield placed_table(section, rest, f"{chart.heading}: too few figures to draw")
        return
    yield replace(placed_table(section, chart, chart.heading), anchor=anchor(section, chart.key))
    yield from own_words(chart.words)


def placed_table(section, chart, caption):
    """The figures of a chart that the office placed, a row each."""
    lines = [line for indicator in chart.indicators for line in figures(indicator, {}, {})]
    table = figures_table(section, f"{section.key}-{chart.key}", caption, [("", lines)])
    rows = tuple(replace(row, anchor="") for group in table.groups for row in group.rows)
    return replace(table, groups=(TableGroup(rows=rows),))


def caption(records):
    """What the table says of itself: for which period its figures are, and that of some no day is recorded."""
    if not records.period:
        return "Figures"
    seen = [each for of in records.indicators for series in of.series for each in series.observations]
    undated = [each for each in seen if not (each.period.starts or each.period.ends)]
    words = f"Figures for {records.period.words}"
    return f"{words}, and those of which no day is recorded" if undated else words


def figures_table(section, key, caption, groups, anchored=""):
    """A table of figures; `groups` are pairs of a heading and the lines below it."""
    columns = in_use(FIGURES, [line for _, lines in groups for line in lines])
    return Table(
        key=key,
        of="figure",
        anchor=anchored,
        caption=caption,
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=heading,
                rows=tuple(
                    TableRow(
                        key=line.key,
                        anchor=anchor(section, line.key),
                        cells=cells(columns, line),
                        numbers=tuple(line.number if column.holds == "figure" else None for column in columns),
                        code=line.code,
                    )
                    for line in lines
                ),
            )
            for heading, lines in groups
        ),
    )


def figures(indicator, wanted, moved):
    """The lines of one indicator: one for each figure, and one that says so where there is none.

    `wanted` holds what aims want of a series, `moved` how it went. That, and what it means, stands beside the first.
    """
    definition = meaning(indicator)
    if not indicator.series:
        yield FigureLine(key=indicator.key, measure=indicator.name, about=definition, source=source(indicator))
    for series in indicator.series:
        is_one_of_all = len(indicator.series) == 1 and series.name == "All"
        name = indicator.name if is_one_of_all else f"{indicator.name}: {series.name}"
        name = f"{name} (figures of: {COMPARED[series.compares]})" if series.compares else name
        line = f"{indicator.key} {series.key}"
        aim = {"wanted": wanted.get(line, ""), "moved": moved.get(line, "")}
        about = definition
        for seen in series.observations or [None]:
            yield FigureLine(
                key="-".join([indicator.key, series.key, *([seen.key] if seen else [])]),
                measure=name,
                about=about,
                source=source(indicator, seen),
                **aim,
                started=new_start(seen) if seen else "",
                **(told_of(seen, indicator) if seen else {}),
            )
            definition = about = ""
            aim = {}


def beside_words(indicators):
    """Figures that stand below the words that tell them: Admissions, 2014/15: 54."""
    for indicator in indicators:
        for line in figures(indicator, {}, {}):
            measure = ", ".join(filter(None, (line.measure, line.period)))
            about = " ".join(filter(None, (line.decided, line.source and f"Source: {line.source}.")))
            yield " ".join(filter(None, (f"{measure}: {line.figure}.", about)))


def new_start(seen):
    """That what is usual is reckoned anew from a figure on, why, and by how many figures from there."""
    if not seen.new_start:
        return ""
    fixed = f" The first {seen.baseline:,} figures are the baseline." if seen.baseline else ""
    return f"What is usual is reckoned anew from here: {seen.new_start.rstrip('.')}.{fixed}"


def meaning(indicator):
    """What an indicator means, of what it is a share, and what it meant before."""
    words = [indicator.definition]
    words += [f"Base: {indicator.base}"] if indicator.base else []
    words += [f"Defined in: {indicator.source}"] if indicator.source else []
    for former in indicator.redefinitions:
        changed = f": {former.why}" if former.why else ""
        words.append(f"Counted in another way since {periods.day(former.on)}{changed}")
        words += [f"Until then: {former.before}"] if former.before else []
        words += ["Figures before and after can’t be compared"] if former.breaks else []
    return said(*words)


def told_of(seen, indicator):
    """A figure as it is read out, or why there is none, with its period as the board prints it, or else its dates."""
    period = wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)
    return {
        "period": period,
        "figure": wording.figure(seen, indicator.unit, indicator.decimals),
        "number": seen.value,
        "code": wording.code(seen.state, provisional=seen.provisional, revised=seen.revised),
        "decided": seen.decided,
    }


def source(indicator, seen=None):
    """Who supplied a figure, or is to supply it, and from what it was taken."""
    supplier = seen.supplied_by if seen else ""
    owed = indicator.owed_by if indicator.owed_by != supplier else ""
    who = f"{supplier} (due from {owed})" if supplier and owed else supplier or owed
    return ": ".join(filter(None, (who, seen.source if seen else "")))
