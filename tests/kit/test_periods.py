"""Spans of time in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import clock, periods

JUNE = date(2016, 6, 1)


def test_a_day_and_a_month_as_they_are_read_out():
    assert periods.day(JUNE) == "1 June 2016"
    assert periods.day(date(2016, 12, 31)) == "31 December 2016"
    assert periods.month(2016, 1) == "January 2016"


@pytest.mark.parametrize(
    ("words", "a_day"),
    [
        ("March 16", True),
        ("Jun ’16", True),
        ("March 2016", False),
        ("14 June", False),
        ("September", False),
        ("Away day 16", False),
    ],
)
def test_a_month_with_two_figures_reads_as_a_day(words, a_day):
    assert periods.reads_as_a_day(words) is a_day


@pytest.mark.parametrize(
    ("words", "when", "another"),
    [
        ("June 16", (2016, 6, None), False),
        ("June 16", (2017, 6, 16), False),  # the day
        ("June 16", (2017, 6, None), True),
        ("June 16", (2016, 7, 12), True),
        ("June 16", (2017, None, None), True),
        ("Jun ’16", (2016, 6, 14), False),
        ("14 June", (2016, 6, 14), False),
        ("14 June", (2016, 6, 12), True),
        ("Tuesday 14th June 2016", (2016, 6, 14), False),
        ("14 June 16", (2017, 6, 14), True),
        ("September", (2016, 9, 3), False),
        ("September", (2016, 6, None), True),
        ("Marching orders", (2016, 6, None), False),
        ("Review of the June figures", (2016, 9, None), False),
        ("", (2016, 9, None), False),
    ],
)
def test_whether_words_name_another_date(words, when, another):
    assert periods.names_another(words, *when) is another


def test_a_span_as_plans_say_it():
    assert periods.span(date(2016, 4, 1), date(2019, 3, 31)) == "April 2016 to March 2019"
    assert periods.span(date(2016, 4, 1), date(2016, 4, 30)) == "April 2016"
    assert periods.span(date(2015, 4, 1), date(2016, 4, 30)) == "April 2015 to April 2016"


@pytest.mark.parametrize(
    ("starts", "ends", "there"),
    [
        (None, None, True),
        (JUNE, None, True),
        (None, JUNE, True),
        (JUNE, JUNE, True),
        (JUNE + timedelta(1), None, False),
        (None, JUNE - timedelta(1), False),
        (JUNE - timedelta(1), JUNE + timedelta(1), True),
    ],
)
def test_both_days_belong_to_a_span_and_unknown_ends_are_open(starts, ends, there):
    assert periods.holds(JUNE, starts, ends) is there


@given(st.dates(), st.dates(), st.dates())
def test_a_day_lies_before_in_or_after_a_span(on, one, other):
    starts, ends = sorted((one, other))
    before, after = on < starts, on > ends
    assert [before, periods.holds(on, starts, ends), after].count(True) == 1


@given(st.dates(), st.dates())
def test_a_span_names_both_its_months(one, other):
    starts, ends = sorted((one, other))
    words = periods.span(starts, ends)
    assert words.startswith(periods.month(starts.year, starts.month))
    assert words.endswith(periods.month(ends.year, ends.month))


def test_the_clock_has_whole_seconds_and_is_real(settings):
    settings.TODAY = JUNE
    assert clock.now().microsecond == 0
    assert clock.now().tzinfo is not None
    assert clock.now().date() != JUNE, "a pretended day moves today and no stamp"
    assert clock.today() == JUNE


def test_today_is_today_in_london(settings, monkeypatch):
    from datetime import UTC, datetime

    settings.TODAY = None
    monkeypatch.setattr(clock, "now", lambda: datetime(2016, 6, 30, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2016, 7, 1)
