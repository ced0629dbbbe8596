"""What figures tell, and what they don't."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities import reading
from priorities.models import Lineage, Observation, Series
from priorities.reading import MeasureLine, TracedStep
from tests import factories as make

JUNE = date(2016, 6, 1)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
values = st.decimals(min_value=0, max_value=10_000, places=1)


def seen(*, words="", as_printed="", **fields):
    return Observation(period_as_printed=words, figure_as_printed=as_printed, **fields)


def figure(value, words="", ends=None, **more):
    return seen(value=Decimal(value), words=words, ends=ends, **more)


def line(*figures, **more):
    return MeasureLine(measure="Children", figures=figures, points=more.pop("points", len(figures)), **more)


PREVIOUS = figure(8, "previous quarter", as_printed="8%")
JULY = figure("10.9", "July 2015", date(2015, 7, 31))
STAGE_4 = line(PREVIOUS, JULY, name="Acute/Stage 4", unit="per-cent", decimals=1)


# Time


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2015, 6, 30), "11 months ago"),
        (date(2015, 7, 31), "10 months ago"),
        (date(2015, 9, 30), "8 months ago"),
        (date(2015, 6, 1), "12 months ago"),
        (date(2014, 6, 2), "23 months ago"),
        (date(2014, 6, 1), "2 years ago"),
        (date(2014, 5, 31), "2 years ago"),
        (date(2014, 5, 1), "more than 2 years ago"),
        (date(2016, 5, 1), "1 month ago"),
        (date(2016, 5, 2), "30 days ago"),
        (date(2016, 5, 31), "yesterday"),
        (JUNE, "today"),
        (date(2016, 6, 2), "tomorrow"),
        (date(2016, 6, 14), "in 13 days"),
        (date(2016, 7, 1), "in 1 month"),
    ],
)
def test_how_long_ago(on, words):
    assert reading.ago(on, JUNE) == words


def test_from_the_end_of_a_month_to_the_end_of_a_month():
    assert reading.ago(date(2016, 1, 31), date(2016, 4, 30)) == "3 months ago"


@given(days, days)
def test_an_age_is_never_more_than_the_truth(one, other):
    earlier, later = sorted((one, other))
    months = reading.months_between(earlier, later)
    assert 28 * months <= (later - earlier).days <= 31 * (months + 1)
    assert (reading.ago(earlier, later) == "today") == (earlier == later)


@given(days, days, days)
def test_what_is_older_has_no_smaller_age(one, two, three):
    first, second, today = sorted((one, two, three))
    assert reading.months_between(first, today) >= reading.months_between(second, today)


def test_the_time_of_a_figure():
    assert reading.when(JULY, JUNE) == "July 2015, 10 months ago"
    assert reading.when(PREVIOUS, JUNE) == "previous quarter, no date given"
    assert reading.when(figure(32), JUNE) == "no date given"
    assert reading.when(figure(1, ends=date(2015, 6, 30), timing="as-at"), JUNE) == "30 June 2015, 11 months ago"
    assert reading.when(figure(1, ends=date(2015, 6, 30)), JUNE) == "30 June 2015, 11 months ago"
    quarter = figure(1, starts=date(2015, 4, 1), ends=date(2015, 6, 30))
    assert reading.when(quarter, JUNE) == "April 2015 to June 2015, 11 months ago"


def test_that_there_is_no_figure_needs_no_date():
    assert reading.when(seen(state="not-available"), JUNE) == ""
    assert reading.when(seen(state="in-words-only"), JUNE) == "no date given"


# Which is the latest

observed = st.builds(seen, ends=st.none() | days, position=st.integers(0, 3), value=st.none() | values)


@given(st.lists(observed))
def test_the_latest_date_comes_last_and_what_has_none_comes_first(recorded):
    ordered = reading.in_order(recorded)
    dates = [seen.ends for seen in ordered]
    undated = dates.count(None)
    assert dates == [None] * undated + sorted(each for each in dates if each)
    assert [seen for seen in ordered if not seen.ends] == sorted(
        (seen for seen in recorded if not seen.ends), key=lambda seen: seen.position
    )


# Which of two is the later


@given(values, values)
def test_a_change_seen_backwards_is_the_other_change(earlier, later):
    assert reading.change(earlier, later) == -reading.change(later, earlier)


def test_a_year_with_a_leap_day_is_as_long_as_another():
    years = [(date(2014, 4, 1), date(2015, 3, 31)), (date(2015, 4, 1), date(2016, 3, 31))]
    assert reading.not_comparable(*(figure(1, starts=starts, ends=ends) for starts, ends in years)) == ""
    quarters = [(date(2015, 1, 1), date(2015, 3, 31)), (date(2015, 4, 1), date(2015, 6, 30))]
    assert reading.not_comparable(*(figure(1, starts=starts, ends=ends) for starts, ends in quarters)) == ""


def test_the_figure_before_is_shown_only_where_it_is_sure_to_be_the_earlier():
    assert STAGE_4.before is PREVIOUS
    assert line(JULY).before is None
    assert line(figure(1), figure(2)).before is None


# What is missing


def test_a_reason_or_that_none_was_given():
    assert line(without=seen(state="not-available")).why == "Not available: no reason given"
    assert line(without=seen(state="not-available", reason="due to change in data system")).why == (
        "Not available: due to change in data system"
    )
    assert line(without=seen(state="in-words-only", direction="up")).why == "In words only: up"
    assert line().why == "No figure recorded"


def test_a_figure_that_stayed_away_is_missing_and_the_last_one_is_known():
    stopped = line(JULY, without=seen(state="withheld", words="October 2015", ends=date(2015, 10, 31)))
    assert stopped.latest is JULY
    assert stopped.why == "Withheld by the supplier: no reason given"
    caught_up = line(JULY, without=seen(state="withheld", ends=date(2015, 4, 30)))
    assert caught_up.why == ""
    assert caught_up.since is None


@given(st.lists(observed, max_size=4))
def test_nought_is_a_figure_and_absence_is_none(recorded):
    figures = tuple(reading.in_order(seen for seen in recorded if seen.value is not None))
    told = line(*figures)
    assert bool(told.why) is (not figures)
    if not figures:
        assert "0" not in told.why


# Where a goal came from


def test_where_figures_come_from():
    kept, reworded = TracedStep(source=2, kind="kept"), TracedStep(source=1, kind="reworded", ours=True)
    assert reading.origin("priority B of 2014/15", (kept,)) == "From priority B of 2014/15, kept since"
    assert reading.origin("priority B of 2011/14", (kept, reworded)) == (
        "From priority B of 2011/14, reworded and kept since (our reading)"
    )
    assert reading.origin("goal", (kept, TracedStep(source=1, kind="kept"))) == "From goal, kept since"


def test_every_step_to_a_successor_has_its_word():
    assert set(reading.STEPS) == set(Lineage.Kind.values) - {"closed", "new"}


def test_each_branch_is_followed_back_until_there_is_enough():
    came_from = {
        1: [TracedStep(source=2, kind="merged"), TracedStep(source=3, kind="merged")],
        2: [TracedStep(source=4, kind="kept")],
    }
    assert [goal for goal, _ in reading.forerunners(1, came_from, {3, 4}.__contains__)] == [3, 4]
    assert [goal for goal, _ in reading.forerunners(1, came_from, {2, 4}.__contains__)] == [2]
    assert reading.forerunners(1, came_from, set().__contains__) == []


goals = st.integers(0, 8)
families = st.dictionaries(goals, st.lists(st.builds(TracedStep, source=goals, kind=st.just("kept")), max_size=4))


@given(families, goals, st.sets(goals))
def test_a_circle_leads_nowhere_and_no_forerunner_comes_twice(came_from, goal, enough):
    found = reading.forerunners(goal, came_from, enough.__contains__)
    sources = [source for source, _ in found]
    assert len(set(sources)) == len(sources)
    assert set(sources) <= enough - {goal}
    for source, path in found:
        assert path[-1].source == source
        at = goal
        for step in path:
            assert step in came_from[at]
            at = step.source
        assert not {step.source for step in path[:-1]} & enough


# In the database


def rows_of(series):
    return list(Observation.objects.filter(series=series).order_by("pk"))


@pytest.mark.django_db
def test_the_database_picks_the_last_as_the_reading_orders_them():
    ends = [None, date(2015, 7, 31), None, date(2014, 7, 31), date(2015, 7, 31)]
    for number in range(1, 6):
        series = make.SeriesFactory()
        for position, end in enumerate(ends[:number]):
            make.ObservationFactory(series=series, position=position, ends=end, value=position)
        for states in ((), [(date(2015, 7, 31), 9)], [(None, 0)]):
            for end, position in states:
                make.ObservationFactory(series=series, position=position, ends=end, state="not-available")
            figures = reading.in_order(row for row in rows_of(series) if row.value is not None)
            wanted = {*figures[-2:], reading.in_order(rows_of(series))[-1]}
            assert set(Observation.objects.newest_of(Series.objects.filter(pk=series.pk))) == wanted


@pytest.mark.django_db
def test_a_series_without_a_figure_has_why():
    row = make.ObservationFactory(state="withheld")
    make.SeriesFactory()
    assert list(Observation.objects.newest_of(Series.objects.all())) == [row]


@pytest.mark.django_db
def test_what_came_in_later_was_not_known_then():
    series = make.SeriesFactory()
    early = make.ObservationFactory(series=series, value=1, ends=date(2016, 3, 31))
    late = make.ObservationFactory(series=series, value=2, ends=date(2016, 4, 30), received_on=date(2016, 6, 2))
    make.ObservationFactory(series=series, value=3, ends=date(2016, 6, 30))
    undated = make.ObservationFactory(series=series, value=4)
    known = Observation.objects.known_on(JUNE)
    assert set(known) == {early, undated}
    assert set(Observation.objects.known_on(date(2016, 6, 2))) == {early, late, undated}
    assert set(known.newest_of(Series.objects.filter(pk=series.pk))) == {early, undated}


def test_a_day_is_not_a_month():
    assert reading.length(JUNE, JUNE + timedelta(1)) == "1 day"
