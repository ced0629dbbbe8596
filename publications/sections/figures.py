"""The figures that stand behind a goal, a row each, and a row that says so where there is none."""

from kit import wording
from publications.blocks import Row
from publications.content.codes import NOT_STATED

from .words import anchor


def figures(section, indicator):
    """The rows of one indicator: a row for each figure, and one that says so where there is none."""
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
            yield Row(key=key, anchor=anchor(section, key), cells=(measure, NOT_STATED, "No figure recorded"))


def period(seen):
    """The period of a figure as the board prints it, or else its dates."""
    return wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)


def figure(seen, indicator):
    """A figure as it is read out, or why there is none."""
    return wording.figure(seen, indicator.unit, indicator.decimals)
