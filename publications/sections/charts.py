"""Which figures are drawn, how, and what is said of the drawing: a line from four periods on, bars for two or three.

A chart is made of the content alone, as everything that is printed. What can't be drawn truly isn't drawn: figures that
can't be set beside each other, or nobody knows in which order.
"""

from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from kit import wording
from kit.wording import counted, listed, opening
from priorities.points import in_time
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
from publications.drawing import FEWEST, MOST_LINES, MOST_PERIODS, MOST_SHARES

UNITS = {"per-cent": "per cent", "pounds": "pounds", "days": "days", "rate": "rate", "number": ""}
ROUNDING = Decimal("0.5")  # for each share: so far may shares of a hundred be off
MOST_BARS = 15
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
            marks=tuple(each.marks.split()),
        )


def of_indicator(section, indicator, aims=()):
    """The charts of one indicator; none if there is nothing to compare. `aims` are those that want something of it."""
    lines = {series.key: in_time(seen_of(indicator, series)) for series in indicator.series}
    long = [series for series in indicator.series if lines[series.key].figures >= FEWEST]
    unusual = [series for series in long if series.usual]
    for series in unusual:
        yield over_time(section, indicator, [series], lines, aims)
    plain = [series for series in long if series not in unusual]
    if plain and same_periods([lines[series.key] for series in plain]) and len(plain) <= MOST_LINES:
        yield over_time(section, indicator, plain, lines, aims)
    elif plain:
        yield from (over_time(section, indicator, [series], lines, aims) for series in plain)
    short = [series for series in indicator.series if series not in long]
    if short and not long:
        yield from before_and_now(section, indicator, short)


def same_periods(lines):
    return len({tuple(point.ends for point in line.points) for line in lines}) == 1


# Over time


def over_time(section, indicator, several, lines, aims):
    """A line for each of these, or an XmR chart of one of which it is known what is usual."""
    [*drawn] = (line_of(indicator, series, lines[series.key], aims) for series in several)
    parts = usual(indicator, several[0], lines[several[0].key]) if len(several) == 1 else ()
    alone = several[0].name if len(several) == 1 and several[0].name != "All" else ""
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
        table=table_over_time(section, indicator, several, drawing),
        notes=tuple(notes(indicator, several, lines, parts)),
        anchor=f"{section.key}-{indicator.key}-{several[0].key}-chart",
    )


def line_of(indicator, series, line, aims):
    wanted = next((aim.wanted for aim in aims if aim.measured and aim.measured.series == series.key), "")
    means_of = {each.key: each for each in series.usual}
    part, marks = None, []
    for point in line.points:
        part = means_of.get(point.seen.key, part) if point.seen else part
        rules = point.seen.marks if point.seen else ()
        marks.append(
            DrawnPoint(
                label=point.label,
                value=point.value,
                words=point.seen.words if point.value is not None else "",
                why=point.why,
                breaks=point.breaks,
                unusual="; ".join(RULES[rule] for rule in rules),
                meaning=means(point.value, part, rules, wanted) if part and point.value is not None else "",
            )
        )
    return DrawnLine(name=series.name, marks=tuple(marks))


def usual(indicator, series, line):
    """What is usual in each part of a line, by the places at which the parts begin."""
    places = {point.seen.key: place for place, point in enumerate(line.points) if point.seen}
    starts = [(places[each.key], each) for each in series.usual if each.key in places]
    ends = [*(start for start, _ in starts[1:]), len(line.points)]
    decimals = max(1, indicator.decimals)
    return tuple(
        DrawnUsual(
            first=first if number else 0,
            end=end,
            mean=each.mean,
            lower=each.lower,
            upper=each.upper,
            words=tuple(in_figures(level, indicator.unit, decimals) for level in (each.upper, each.mean, each.lower)),
        )
        for number, ((first, each), end) in enumerate(zip(starts, ends, strict=True))
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
        for kind in ("improvement", "concern", "high", "low"):
            if hit := [mark.label for mark in known if mark.meaning == kind]:
                yield f"{opening({'high': 'unusually high', 'low': 'unusually low'}.get(kind, kind))}: {listed(hit)}."
        yield from (f"From {mark.label} on: {mark.breaks}." for mark in line.marks if mark.breaks)
    for part in drawing.usual[-1:]:
        upper, mean, lower = part.words
        yield f"Mean {mean}, usual range {lower} to {upper}."
        if not any(mark.meaning for line in drawing.lines for mark in line.marks):
            yield "No figure shows more than the usual ups and downs."
    if drawing.target is not None:
        yield f"Wanted: {wording.in_unit(drawing.target, indicator.unit, indicator.decimals)}."


def notes(indicator, several, lines, parts):
    """How the limits were reckoned, and what the drawing leaves out."""
    for each in several[0].usual if parts else ():
        left_out = counted(each.left_out, "step was", "steps were") if each.left_out else ""
        yield (
            f"The mean and the limits rest on {counted(each.figures, 'figure')}"
            + (f"; {left_out} left out as too far." if left_out else "; no step between two was left out as too far.")
        )
    without_date = sum(lines[series.key].without_date for series in several)
    of_other_spans = sum(lines[series.key].of_other_spans for series in several)
    if without_date:
        yield f"{counted(without_date, 'figure')} without a date {'is' if without_date == 1 else 'are'} not drawn."
    if of_other_spans:
        yield f"{counted(of_other_spans, 'figure')} for a longer or shorter time not drawn."


def table_over_time(section, indicator, several, drawing):
    """The figures of a line, a row for each period, with what is unusual of each."""
    marks = drawing.lines[0].marks
    marked = any(mark.meaning for mark in marks)
    columns = [TableColumn(heading="Period", width=35)]
    columns += [
        TableColumn(heading="Figure" if len(several) == 1 else series.name, holds="figure") for series in several
    ]
    columns += [TableColumn(heading="Unusual", width=35)] if marked else []
    rows = []
    for place, mark in enumerate(marks):
        at = [line.marks[place] for line in drawing.lines]
        unusual = [f"{opening(mark.meaning)}: {mark.unusual}" if mark.meaning else ""] if marked else []
        rows.append(
            TableRow(
                key=f"{indicator.key}-{place}",
                cells=(mark.label, *(each.words or opening(each.why) for each in at), *unusual),
                numbers=(None, *(each.value for each in at), *(None for _ in unusual)),
            )
        )
    return table(section, indicator, several[0].key, columns, rows)


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
    periods = [[seen.period for seen in rows[-MOST_PERIODS:]] for rows in known.values()]
    shared = [period for period in periods[0] if period and all(period in each for each in periods)]
    if len(shared) < 2 or any(not sure(rows, shared) for rows in known.values()):
        return
    by_period = {key: {seen.period: seen for seen in rows if seen.period in shared} for key, rows in known.items()}
    chosen = [[by_period[series.key][period] for period in shared] for series in several]
    names = tuple(series.name if series.name != "All" else indicator.name for series in several)
    if are_shares(indicator, chosen):
        whole = zip(*chosen, strict=True)
        rows = [bar(opening(period), parts) for period, parts in zip(shared, whole, strict=True)]
        drawing, begins = ShareDrawing(bars=tuple(rows), names=names), "Stacked bars, each a hundred per cent"
    else:
        rows = [bar(name, figures) for name, figures in zip(names, chosen, strict=True)]
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


def bar(name, figures):
    return Bar(name=name, values=tuple(seen.value for seen in figures), words=tuple(seen.words for seen in figures))


def in_periods(periods, names, chosen):
    for place, period in enumerate(periods):
        figures = [f"{name} {seen[place].words}" for name, seen in zip(names, chosen, strict=True)]
        yield f"{opening(period)}: {', '.join(figures)}."


def table_before_and_now(section, indicator, names, periods, chosen):
    columns = [
        TableColumn(heading="Breakdown" if len(names) > 1 else "Measure", width=40),
        *(TableColumn(heading=opening(each), holds="figure") for each in periods),
    ]
    rows = [
        TableRow(
            key=f"{indicator.key}-{place}",
            cells=(name, *(seen.words for seen in figures)),
            numbers=(None, *(seen.value for seen in figures)),
        )
        for place, (name, figures) in enumerate(zip(names, chosen, strict=True))
    ]
    return table(section, indicator, "now", columns, rows)


# Money


def of_amounts(key, caption, things, show, named=("",)):
    """Bars of amounts; `things` are pairs of a name and its amounts, None where none is given.."""
    if not 2 <= len(things) <= MOST_BARS or all(amount is None for _, amounts in things for amount in amounts):
        return
    rows = tuple(
        Bar(name=name, values=amounts, words=tuple("not stated" if each is None else show(each) for each in amounts))
        for name, amounts in things
    )
    names = tuple(each for each in named if each)
    figures = ", ".join(f"{row.name} {' and '.join(row.words)}" for row in rows)
    of = f" {listed(list(names))}." if names else ""
    yield Chart(
        caption=caption,
        words=f"Bar chart: {caption}.{of} {figures}.",
        drawing=BarDrawing(bars=rows, names=names),
        of=key,
        anchor=f"{key}-chart",
    )
