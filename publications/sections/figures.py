"""The figures that stand behind a goal or by themselves: a row each, and a row that says so where there is none."""

from kit import wording
from publications.blocks import Column, Group, Row, Table
from publications.content.codes import NOT_STATED

from .words import anchor


def other_figures(section, records):
    """The figures that belong to no goal."""
    words = f"Figures for {records.period.words}" if records.period else "Figures"
    yield figures_table(section.key, words, (Group(rows=figure_rows(section, records.indicators)),))


def figures_table(key, caption, groups, anchor=""):
    """A table of figures; `groups` hold the rows of `figure_rows`."""
    return Table(
        key=key,
        anchor=anchor,
        caption=caption,
        columns=(
            Column(heading="Measure", width=50),
            Column(heading="Period", width=25),
            Column(heading="Figure", holds="figure", width=25),
        ),
        groups=groups,
    )


def figure_rows(section, indicators):
    """The rows of indicators: a row for each figure, and one that says so where there is none."""
    return tuple(row for indicator in indicators for row in rows_of(section, indicator))


def rows_of(section, indicator):
    if not indicator.series:
        yield none_recorded(section, indicator.key, indicator.name)
    for series in indicator.series:
        measure = f"{indicator.name}: {series.name}" if len(indicator.series) > 1 else indicator.name
        key = f"{indicator.key}-{series.key}"
        for seen in series.observations:
            yield Row(
                key=f"{key}-{seen.key}",
                anchor=anchor(section, f"{key}-{seen.key}"),
                cells=(measure, period(seen) or NOT_STATED, figure(seen, indicator)),
                numbers=(None, None, seen.value),
            )
        if not series.observations:
            yield none_recorded(section, key, measure)


def none_recorded(section, key, measure):
    return Row(key=key, anchor=anchor(section, key), cells=(measure, NOT_STATED, "No figure recorded"))


def period(seen):
    """The period of a figure as the board prints it, or else its dates."""
    return wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)


def figure(seen, indicator):
    """A figure as it is read out, or why there is none."""
    return wording.figure(seen, indicator.unit, indicator.decimals)
