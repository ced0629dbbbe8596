"""A series as points in time: what has no place in a line isn't in it, and what is missing has one."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities.points import in_time
from tests.priorities.test_reading import figure, observed, seen


def month(number, value, year=2015, **more):
    return figure(value, ends=date(year, number, 28), **more) if value is not None else state(number, year, **more)


def state(number, year=2015, **more):
    return seen(ends=date(year, number, 28), **{"state": "not-available"} | more)


def told(line):
    return [(point.label, point.value if point.value is None else int(point.value), point.why) for point in line.points]


def test_months_in_their_order_whatever_the_order_of_recording():
    line = in_time([month(3, 7), month(1, 5), month(2, 6)])
    assert told(line) == [("Jan 2015", 5, ""), ("Feb 2015", 6, ""), ("Mar 2015", 7, "")]
    assert line.figures == 3


@pytest.mark.parametrize(
    ("between", "why"),
    [
        ([], "missing"),
        ([state(3)], "not available"),
        ([state(3, state="suppressed")], "not shown: a small number"),
        ([month(3, 9, qualifier="over")], "not exact"),
    ],
)
def test_a_period_without_a_figure_has_a_place_and_says_why(between, why):
    line = in_time([month(1, 5), month(2, 6), *between, month(4, 8), month(5, 9)])
    assert told(line)[2] == ("Mar 2015", None, why)
    assert line.values == [5, 6, None, 8, 9]


def test_a_gap_of_several_quarters():
    line = in_time([month(3, 1, 2014), month(6, 2, 2014), month(9, 3, 2014), month(9, 4)])
    assert [point.label for point in line.points] == [
        "Mar 2014", "Jun 2014", "Sep 2014", "Dec 2014", "Mar 2015", "Jun 2015", "Sep 2015",
    ]  # fmt: skip
    assert line.values == [1, 2, 3, None, None, None, 4]


def test_two_figures_have_no_step_and_no_gap():
    assert in_time([month(1, 5), month(12, 6)]).values == [5, 6]


def test_a_figure_that_came_later_for_the_same_day_counts():
    line = in_time([month(1, 5, position=1), month(1, 6, position=2), month(2, 7)])
    assert line.values == [6, 7]


def test_what_has_no_date_or_another_span_is_counted_and_not_placed():
    year = figure(40, starts=date(2014, 4, 1), ends=date(2015, 3, 31))
    quarters = [
        figure(number, starts=date(2015, first, 1), ends=date(2015, first + 2, 28))
        for number, first in ((10, 1), (11, 4), (12, 7))
    ]
    line = in_time([figure(9, "previous quarter"), year, *quarters])
    assert line.values == [10, 11, 12]
    assert (line.without_date, line.of_other_spans) == (1, 1)


def test_a_break_stands_at_the_first_point_from_its_day_on():
    line = in_time([month(number, number) for number in (1, 2, 3, 4)], [(date(2015, 2, 10), "counted anew")])
    assert [point.breaks for point in line.points] == ["", "counted anew", "", ""]
    assert line.breaks == [1]
    assert in_time([month(1, 1)], [(date(2014, 1, 1), "before all")]).breaks == []


def test_a_new_start_at_a_figure_is_a_break_with_its_reason_and_its_baseline():
    line = in_time([month(1, 5), month(2, 6), month(3, 7, new_start="a new service", baseline=12)])
    assert [point.breaks for point in line.points] == ["", "", "a new service"]
    assert line.baselines == {2: 12}
    first = in_time([month(1, 5, new_start="agreed in May", baseline=12), month(2, 6)])
    assert (first.breaks, first.baselines) == ([], {0: 12})


def test_the_board_s_short_words_for_a_period_are_kept():
    assert told(in_time([figure(1, "2014/15", date(2015, 3, 31))])) == [("2014/15", 1, "")]
    assert told(in_time([figure(1, "end of March 2015", date(2015, 3, 31))])) == [("Mar 2015", 1, "")]


@given(st.lists(observed, max_size=8))
def test_no_figure_is_drawn_that_is_not_recorded(recorded):
    line = in_time(recorded)
    assert [point.ends for point in line.points] == sorted(point.ends for point in line.points)
    there = {(each.ends, each.value) for each in recorded if each.value is not None}
    assert {(point.ends, point.value) for point in line.points if point.value is not None} <= there
    assert line.figures + line.without_date + line.of_other_spans <= len(recorded)
    assert all((point.value is None) == bool(point.why) for point in line.points)


def test_nought_is_drawn():
    assert in_time([month(1, 0), month(2, 3)]).values == [Decimal(0), Decimal(3)]
