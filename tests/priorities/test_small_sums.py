"""What is looked up in one pass is what setting every figure beside every other finds."""

from datetime import date
from itertools import combinations, islice, product

from hypothesis import given
from hypothesis import strategies as st

from priorities.small_cells import LineOf, cell_of, name_of
from priorities.small_sums import (
    MOST_WAYS,
    TimesOf,
    by_first_day,
    loose_spans_of,
    of_one_time,
    same_again,
    spans_in,
    sums_that_fit,
    time_of,
    with_first_days,
)
from tests.priorities.test_disclosure import seen

DAYS = st.sampled_from([None, *(date(2015, month, day) for month in (1, 2, 3) for day in (1, 28))])
TIMES = st.tuples(DAYS, DAYS, st.sampled_from(["", "", "q1", "spring"]))


def may_be_one_time(one, other):
    """Whether two times may be one: a day that only one of them names is held against neither."""
    dated = [any(time[:2]) for time in (one, other)]
    if not all(dated):
        return one[2] == other[2] and (bool(one[2]) or not any(dated))
    return all(None in days or days[0] == days[1] for days in zip(one[:2], other[:2], strict=True))


def is_one_month(one, other):
    return bool(one[1] and other[1]) and (one[1].year, one[1].month) == (other[1].year, other[1].month)


def fitting(times, when):
    choices = (
        lambda time: may_be_one_time(time, when),
        lambda time: is_one_month(time, when),
        lambda time: any(when[:2]) and not any(time[:2]),
    )
    return next(filter(None, ([place for place, time in enumerate(times) if fits(time)] for fits in choices)), [])


@given(st.lists(TIMES, max_size=12), TIMES)
def test_the_figures_that_fit_a_time(times, when):
    of = TimesOf(times)
    assert of.fitting(when) == fitting(times, when)
    assert of.that_may_be(when) == [place for place, time in enumerate(times) if may_be_one_time(time, when)]


@st.composite
def some_lines(draw):
    """Breakdowns with a few numbers, so that there are equal ones, of times recorded in every way."""
    told = draw(st.lists(st.lists(st.tuples(TIMES, st.integers(0, 3)), max_size=8), min_size=1, max_size=3))
    return [
        LineOf(
            key=str(place),
            name=f"Stage {place}",
            compares="",
            rule=None,
            seen=tuple(
                seen(number, time[:2], f"{place}-{at}", period_as_printed=time[2])
                for at, (time, number) in enumerate(line)
            ),
        )
        for place, line in enumerate(told)
    ]


def cells_of(line):
    return {name_of(line, each): cell_of(each, "number", line, (), False) for each in line.seen}


@given(some_lines())
def test_the_figures_that_are_set_together(lines):
    found = {}
    for when in dict.fromkeys(time_of(each) for line in lines for each in line.seen):
        rows = []
        for line in lines:
            places = fitting([time_of(each) for each in line.seen], when)
            alike = {(time_of(line.seen[at]), line.seen[at].value): line.seen[at] for at in places}
            rows += [list(alike.values())] if alike else []
        for together in islice(product(*rows), MOST_WAYS) if len(rows) > 1 else ():
            found[tuple(each.pk for each in together)] = len({time_of(each) for each in together})
    ways = [tuple(each.pk for _, each in together) for together in of_one_time(lines)[0]]
    assert ways == sorted(found, key=found.get)


@given(some_lines())
def test_the_figures_that_are_the_same_again(lines):
    for line in lines:
        cells, times = cells_of(line), {name_of(line, each): time_of(each) for each in line.seen}
        assert [(each.total, *each.parts) for each in same_again(line, cells)] == [
            (one, other)
            for one, other in combinations(times, 2)
            if cells[one].number == cells[other].number and may_be_one_time(times[one], times[other])
        ]


def rows_that_end(starting, ends):
    """As it was before they were made once for all: for each day, or for none, through all spans again."""
    for first in (span for each in starting.values() for span in each):
        row = [first]
        while len(row) < 12 and (following := starting.get(after(row[-1]))):
            length = (row[-1][1] - row[-1][0]).days
            row.append(min(following, key=lambda each, length=length: abs((each[1] - each[0]).days - length)))
            if ends is None or row[-1][1] == ends:
                yield tuple(row)


def after(span):
    return date.fromordinal(span[1].toordinal() + 1)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6), st.integers(1, 4), st.integers(0, 4)), max_size=8))
def test_the_spans_that_come_to_a_figure_without_a_first_day(told):
    spans = [
        ((None if is_loose else date(2015, 1, starts), date(2015, 1, starts + days)), number)
        for is_loose, starts, days, number in told
    ]
    figures = tuple(seen(number, span, at) for at, (span, number) in enumerate(spans))
    line = LineOf(key="a", name="Stage", compares="", rule=None, seen=figures)
    cells = cells_of(line)
    dated, others, _ = spans_in(line)
    widened = with_first_days(dated, others)
    plainly = [
        each
        for total, ends in others.items()
        for row in rows_that_end(by_first_day(widened), ends)
        for each in sums_that_fit(total, (widened[span] for span in row), cells)
    ]
    assert list(loose_spans_of(line, cells))[: len(plainly)] == plainly
