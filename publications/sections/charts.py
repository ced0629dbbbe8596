"""Which figures are drawn, how, and what is said of the drawing: a line from four periods on, bars for two or three.

A chart is made of the content alone, as everything that is printed. What can't be drawn truly isn't drawn: figures that
can't be set beside each other, or nobody knows in which order.
"""

import dataclasses
from decimal import Decimal
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from kit import periods, wording
from kit.wording import COMPARED, counted, opening
from priorities.points import CHANGED, MISSING, Point, in_time
from priorities.reading import in_order, not_comparable
from priorities.xmr import means
from publications.blocks import (
    Bar,
    BarDrawing,
    Chart,
    DrawnLine,
    DrawnPoint,
    DrawnUsual,
    LineDrawing,
    ShareDrawing,
    Table,
    TableColumn,
    TableGroup,
    TableRow,
)
from publications.content.figures import RULES
from publications.drawing import FEWEST, MEANINGS, MOST_LINES, MOST_PERIODS, MOST_SHARES

UNITS = {"per-cent": "per cent", "pounds": "pounds", "days": "days", "rate": "rate", "number": ""}
ROUNDING = Decimal("0.5")  # for each share: so far may shares of a hundred be off
MOST_BARS = 15
BESIDE = 8  # periods of a table that has a row for each
ALL, OURS = "All", "Our own figures"  # a line of everybody, and what it is called beside those of others
SAID_ALL = 12  # figures; of a longer line the ends are said, and what is unusual


class Seen(Struct, frozen=True, kw_only=True):
    """An observation of the content as `priorities.points` reads one."""

    key: str
    position: int
    starts: object
    ends: object
    period_as_printed: str
    period: str
    value: Decimal | None
    qualifier: str
    state: str
    reason: str
    words: str
    new_start: str
    baseline: int | None
    marks: tuple[str, ...]


def seen_of(indicator, series):
    for position, each in enumerate(series.observations):
        period = each.period
        yield Seen(
            key=each.key,
            position=position,
            starts=period.starts,
            ends=period.ends,
            period_as_printed=period.words,
            period=wording.period(period.words, period.starts, period.ends, each.timing),
            value=None if each.state in ("suppressed", "withheld") else each.value,
            qualifier=each.qualifier,
            state=each.state,
            reason=each.reason,
            words=wording.figure(each, indicator.unit, indicator.decimals),
            new_start=each.new_start,
            baseline=each.baseline,
            marks=tuple(each.marks.split()),
        )


def of_indicator(section, indicator, aims=()):
    """The charts of one indicator; none if there is nothing to compare. `aims` are those that want something of it."""
    lines = {series.key: in_time(seen_of(indicator, series), breaks(indicator)) for series in indicator.series}
    yield from drawn_together(section, indicator, lines, aims)


def of_chosen(section, chart):
    """The charts of lines that the office chose of one indicator or several: one, if they have the same periods.

    Each line is broken where its own indicator changed. What is usual is shown of a line that stands alone. Lines of
    two units, of which one was changed since they were chosen, are not set side by side.
    """
    chosen = [(indicator, series) for indicator in chart.indicators for series in indicator.series]
    if len({indicator.unit for indicator, _ in chosen}) != 1:
        return
    alone = {} if len(chosen) == 1 else {"usual": ()}
    named = [
        replace(series, key=f"{indicator.key}-{series.key}", name=in_full(chart, indicator, series), **alone)
        for indicator, series in chosen
    ]
    together = replace(
        chosen[0][0],
        key=chart.key,
        name=chart.heading,
        decimals=max(indicator.decimals for indicator in chart.indicators),
        series=tuple(named),
        redefinitions=tuple(former for indicator in chart.indicators for former in indicator.redefinitions),
    )
    lines = {line.key: in_time(seen_of(*each), breaks(each[0])) for line, each in zip(named, chosen, strict=True)}
    yield from drawn_together(section, together, lines)


def not_drawn(chart):
    """A chart that the office placed with those of its lines that are too short to be drawn beside the others."""

    def is_short(indicator, series):
        return in_time(seen_of(indicator, series), breaks(indicator)).figures < FEWEST

    found = tuple(
        replace(indicator, series=tuple(series for series in indicator.series if is_short(indicator, series)))
        for indicator in chart.indicators
    )
    return replace(chart, indicators=tuple(indicator for indicator in found if indicator.series))


def in_full(chart, indicator, series):
    """A line by its name, with its indicator where a chart draws lines of several."""
    if len(chart.indicators) == 1:
        return series.name
    return indicator.name if series.name == ALL else f"{indicator.name}: {series.name}"


def called(series):
    """A line as a chart calls it: never ours if it is somebody else's, set beside ours to compare."""
    if not series.compares:
        return series.name
    whose = COMPARED.get(series.compares, series.compares)
    return f"{whose}, to compare" if series.name in (ALL, whose) else f"{series.name} ({whose}, to compare)"


def name_beside(series):
    """A line's name where lines of others stand beside it."""
    return OURS if series.name == ALL and not series.compares else series.name


def drawn_together(section, indicator, lines, aims=()):
    """The charts of an indicator whose lines are known in time.

    A line of ours of which it is known what is usual has a chart of that; the others share one, if they can. Lines of
    others are set beside all of ours, and what is usual is no question of theirs.
    """
    long = [series for series in indicator.series if lines[series.key].figures >= FEWEST]
    ours, others = [each for each in long if not each.compares], [each for each in long if each.compares]
    unusual = [series for series in ours if series.usual]
    for series in unusual:
        yield over_time(section, indicator, [series], lines, aims)
    plain = [series for series in ours if series not in unusual]
    beside = [replace(series, usual=(), name=name_beside(series)) for series in (*ours, *others)]
    if others and (over := in_one(beside, lines)):
        yield over_time(section, indicator, beside, over, aims)
    else:
        for several in filter(None, (plain, [replace(series, usual=()) for series in others])):
            over = in_one(several, lines)
            apart = [several] if over else [[series] for series in several]
            yield from (over_time(section, indicator, each, over or lines, aims) for each in apart)
    short = [series for series in indicator.series if series not in long]
    if short and not long:
        yield from before_and_now(section, indicator, short)


def in_one(several, lines):
    """These lines over the same places, as one drawing shows them; None if they differ in more than their ends.

    One may begin later than another, or end sooner. Lines of which one has periods between those of another can't share
    a drawing, nor can more than there are kinds of strokes.
    """
    if len(several) > MOST_LINES:
        return None
    points = [point for series in several for point in lines[series.key].points]
    places = {point.ends: Point(label=point.label, ends=point.ends, why=MISSING) for point in points}
    ends = sorted(places)
    found = {}
    for series in several:
        own = {point.ends: point for point in lines[series.key].points}
        first = ends.index(next(iter(own)))
        if ends[first : first + len(own)] != list(own):
            return None
        whole = tuple(own.get(on, places[on]) for on in ends)
        found[series.key] = dataclasses.replace(lines[series.key], points=whole)
    return found


def breaks(indicator):
    """The days from which the figures can't be compared with those before, each with what changed."""
    return [(each.on, each.why or CHANGED) for each in indicator.redefinitions if each.breaks]


# Over time


def over_time(section, indicator, several, lines, aims):
    """A line for each of these, or an XmR chart of one of which it is known what is usual."""
    [*drawn] = (line_of(indicator, series, lines[series.key], aims) for series in several)
    parts = usual(indicator, several[0], lines[several[0].key]) if len(several) == 1 else ()
    alone = called(several[0]) if len(several) == 1 and called(several[0]) != ALL else ""
    name = ": ".join(filter(None, [indicator.name, alone]))
    targets = [aim.target for aim in aims if aim.measured and aim.measured.series == several[0].key]
    drawing = LineDrawing(
        lines=tuple(drawn),
        unit=UNITS.get(indicator.unit, ""),
        target=targets[0] if targets and len(several) == 1 else None,
        usual=parts,
    )
    return Chart(
        caption=name,
        words=" ".join([f"{'XmR chart' if parts else 'Line chart'}: {name}.", *told(drawing, indicator)]),
        drawing=drawing,
        table=table_over_time(
            section, indicator, several, drawing, [point.ends for point in lines[several[0].key].points]
        ),
        notes=tuple(notes(drawing, several, lines, parts)),
        anchor=f"{section.key}-{indicator.key}-{several[0].key}-chart",
    )


def line_of(indicator, series, line, aims):
    wanted = next((aim.wanted for aim in aims if aim.measured and aim.measured.series == series.key), "")
    stretch, marks = None, []
    for point in line.points:
        key, rules = (point.seen.key, point.seen.marks) if point.seen else ("", ())
        stretch = next((each for each in series.usual if each.key == key), stretch)
        marks.append(
            DrawnPoint(
                label=point.label,
                value=point.value,
                words=point.seen.words if point.value is not None else "",
                why=point.why,
                breaks=point.breaks,
                unusual="; ".join(RULES[rule] for rule in rules),
                meaning=means(point.value, stretch, rules, wanted) if stretch and rules else "",
            )
        )
    return DrawnLine(name=called(series), marks=tuple(marks), compares=bool(series.compares))


def usual(indicator, series, line):
    """What is usual in each stretch of a line, by the places at which it begins and ends."""
    places = {point.seen.key: place for place, point in enumerate(line.points) if point.seen}
    decimals = max(1, indicator.decimals)
    return tuple(
        DrawnUsual(
            first=places[each.key],
            end=places[each.last] + 1,
            mean=each.mean,
            lower=each.lower,
            upper=each.upper,
            words=tuple(in_figures(level, indicator.unit, decimals) for level in (each.upper, each.mean, each.lower)),
        )
        for each in series.usual
        if each.key in places and each.last in places
    )


def in_figures(level, unit, decimals):
    return wording.in_unit(round(level, decimals), unit, decimals)


def told(drawing, indicator):
    """A line in words: every figure of a short one; of a long one its ends, what is usual, and what is not."""
    for line in drawing.lines:
        name = f"{line.name}: " if len(drawing.lines) > 1 else ""
        known = [mark for mark in line.marks if mark.value is not None]
        missing = len(line.marks) - len(known)
        if len(line.marks) <= SAID_ALL:
            yield f"{name}{', '.join(f'{mark.label} {mark.words or mark.why}' for mark in line.marks)}."
        else:
            yield (
                f"{name}{counted(len(known), 'figure')} from {known[0].label}, {known[0].words}, to {known[-1].label}, "
                f"{known[-1].words}."
            )
            if missing:
                yield f"{counted(missing, 'period has', 'periods have')} no figure."
        yield from unusual(line.marks)
        yield from (f"From {mark.label} on: {mark.breaks}." for mark in line.marks if mark.breaks)
    for part in drawing.usual[-1:]:
        upper, mean, lower = part.words
        yield f"Mean {mean}, usual range {lower} to {upper}."
        if not any(mark.meaning for line in drawing.lines for mark in line.marks):
            yield "No figure shows more than the usual ups and downs."
    if drawing.target is not None:
        yield f"Wanted: {wording.in_unit(drawing.target, indicator.unit, indicator.decimals)}."


def unusual(marks):
    """What is unusual in a line and why, those in a row as one: Concern: Mar 2015, outside the usual range."""
    for (meaning, rules), run in groupby(marks, key=lambda mark: (mark.meaning, mark.unusual)):
        labels = [mark.label for mark in run]
        span = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
        if meaning:
            each = "" if len(labels) == 1 else "each "
            yield f"{opening(MEANINGS[meaning])}: {span}, {each}{rules}."


def label_of(series, key, lines):
    return next(point.label for point in lines[series.key].points if point.seen and point.seen.key == key)


def notes(drawing, several, lines, parts):
    """What is unusual, how the limits were reckoned, and what the drawing leaves out."""
    yield from unusual(drawing.lines[0].marks)
    for each in several[0].usual if parts else ():
        left_out = counted(each.left_out, "step was", "steps were") if each.left_out else ""
        since = f"From {label_of(several[0], each.key, lines)} on: the" if len(several[0].usual) > 1 else "The"
        yield (
            f"{since} mean and the limits rest on {counted(each.figures, 'figure')}"
            + (f"; {left_out} left out as too far." if left_out else "; no step between two was left out as too far.")
        )
    without_date = sum(lines[series.key].without_date for series in several)
    of_other_spans = sum(lines[series.key].of_other_spans for series in several)
    if without_date:
        yield f"{counted(without_date, 'figure')} without a date {'is' if without_date == 1 else 'are'} not drawn."
    if of_other_spans:
        yield f"{counted(of_other_spans, 'figure')} for a longer or shorter time not drawn."


def table_over_time(section, indicator, several, drawing, ends):
    """The figures of the lines: a row for each period or, if these are many and regular, a row for each year."""
    by_year = years(ends)
    if len(several) == 1 and len(ends) > BESIDE and by_year:
        columns, rows = across(indicator, drawing.lines[0].marks, ends, by_year)
    else:
        names = ["Figure"] if len(several) == 1 else [called(series) for series in several]
        columns = [
            TableColumn(heading="Period", width=35),
            *(TableColumn(heading=name, holds="figure") for name in names),
        ]
        places = zip(*(line.marks for line in drawing.lines), strict=True)
        rows = [
            TableRow(
                key=f"{indicator.key}-{place}",
                cells=(marks[0].label, *(cell(mark) for mark in marks)),
                numbers=(None, *(mark.value for mark in marks)),
            )
            for place, marks in enumerate(places)
        ]
    return table(section, indicator, several[0].key, columns, rows)


def cell(mark):
    return mark.words or opening(mark.why)


def years(ends):
    """How many periods make a year, if all are as long and a year has two to twelve of them; else 0."""
    months = [on.year * 12 + on.month for on in ends]
    steps = {later - earlier for earlier, later in pairwise(months)}
    return 12 // min(steps) if len(steps) == 1 and min(steps) in (1, 2, 3, 4, 6) else 0


def across(indicator, marks, ends, by_year):
    """A table with the periods of a year across and the years down, from the first period on."""
    by_year = min(by_year, len(ends))  # less than a year has no columns for the months to come
    heads = [periods.MONTHS[on.month - 1][:3] for on in ends[:by_year]]
    columns = [
        TableColumn(heading="Year from", width=15),
        *(TableColumn(heading=head, holds="figure") for head in heads),
    ]
    rows = []
    for first in range(0, len(marks), by_year):
        year = marks[first : first + by_year]
        left = by_year - len(year)
        rows.append(
            TableRow(
                key=f"{indicator.key}-{first}",
                cells=(year[0].label, *(cell(mark) for mark in year), *("" for _ in range(left))),
                numbers=(None, *(mark.value for mark in year), *(None for _ in range(left))),
            )
        )
    return columns, rows


def table(section, indicator, key, columns, rows):
    return Table(
        key=f"{section.key}-{indicator.key}-{key}-drawn",
        of="period",
        caption="The figures of the chart",
        columns=tuple(columns),
        groups=(TableGroup(rows=tuple(rows)),),
    )


# Before and now


def before_and_now(section, indicator, several):
    """The last two or three figures of each line side by side, or as shares if they are the parts of a hundred."""
    known = {
        series.key: [seen for seen in in_order(seen_of(indicator, series)) if seen.value is not None]
        for series in several
    }
    last = [[seen.period for seen in rows[-MOST_PERIODS:]] for rows in known.values()]
    shared = [period for period in last[0] if period and all(period in each for each in last)]
    ends = [seen.ends for rows in known.values() for seen in rows if seen.ends and seen.period in shared]
    changed = [on for on, _ in breaks(indicator) if ends and on <= max(ends)]
    if changed or len(shared) < 2 or any(not sure(rows, shared) for rows in known.values()):
        return
    by_period = {key: {seen.period: seen for seen in rows if seen.period in shared} for key, rows in known.items()}
    chosen = [[by_period[series.key][period] for period in shared] for series in several]
    have_others = any(series.compares for series in several)
    everybody = OURS if have_others else indicator.name
    names = tuple(called(series) if called(series) != ALL else everybody for series in several)
    ours = [place for place, series in enumerate(several) if not series.compares]
    parts, named_parts = [chosen[place] for place in ours], tuple(names[place] for place in ours)
    if are_shares(indicator, parts):
        whole = zip(*parts, strict=True)
        rows = [bar(opening(period), each) for period, each in zip(shared, whole, strict=True)]
        drawing, begins = ShareDrawing(bars=tuple(rows), names=named_parts), "Stacked bars, each a hundred per cent"
    else:
        rows = [
            bar(name if len(names) > 1 else "", figures, compares=bool(series.compares))
            for name, figures, series in zip(names, chosen, several, strict=True)
        ]
        drawing, begins = BarDrawing(bars=tuple(rows), names=tuple(shared)), "Bar chart"
    yield Chart(
        caption=indicator.name,
        words=f"{begins}: {indicator.name}. " + " ".join(in_periods(shared, names, chosen)),
        drawing=drawing,
        table=table_before_and_now(section, indicator, names, shared, chosen),
        anchor=f"{section.key}-{indicator.key}-chart",
    )


def sure(rows, shared):
    """Whether each of these periods has one figure of a line, and it is known which is the later of two."""
    figures = [seen for seen in rows if seen.period in shared]
    return len(figures) == len(shared) and not any(not_comparable(*two) for two in pairwise(figures))


def are_shares(indicator, chosen):
    """Whether figures in per cent are the two to four parts of a whole in each period."""
    if indicator.unit != "per-cent" or not 2 <= len(chosen) <= MOST_SHARES:
        return False
    sums = [sum(seen.value for seen in parts) for parts in zip(*chosen, strict=True)]
    return all(abs(each - 100) <= ROUNDING * len(chosen) for each in sums)


def bar(name, figures, *, compares=False):
    values, words = tuple(seen.value for seen in figures), tuple(seen.words for seen in figures)
    return Bar(name=name, values=values, words=words, compares=compares)


def in_periods(shared, names, chosen):
    for place, period in enumerate(shared):
        figures = [f"{name} {seen[place].words}" for name, seen in zip(names, chosen, strict=True)]
        yield f"{opening(period)}: {', '.join(figures)}."


def table_before_and_now(section, indicator, names, shared, chosen):
    """The figures of bars: a row for each breakdown or, if there is only one, for each period."""
    heads, lines = [opening(each) for each in shared], list(zip(names, chosen, strict=True))
    if len(lines) == 1:
        heads, lines = ["Figure"], [(opening(seen.period), [seen]) for seen in chosen[0]]
    first = TableColumn(heading="Breakdown" if len(names) > 1 else "Period", width=40)
    rows = [
        TableRow(
            key=f"{indicator.key}-{place}",
            cells=(name, *(seen.words for seen in figures)),
            numbers=(None, *(seen.value for seen in figures)),
        )
        for place, (name, figures) in enumerate(lines)
    ]
    return table(
        section, indicator, "now", [first, *(TableColumn(heading=head, holds="figure") for head in heads)], rows
    )
