"""The strip of the year, and what is due when: the board's clock, case by case."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from forwardplan.needs import next_meeting
from kit import clock
from kit.needs import Day, Need
from lscb.office import needs, year
from lscb.office.year import DONE, Happening, YearBar
from membership.models import Board
from priorities.models import Action
from tests import factories as make
from tests.office.conftest import signed_in


def on(text):
    return date.fromisoformat(text)


def period(starts, ends, label="as recorded"):
    class Period(SimpleNamespace):
        def __str__(self):
            return label

    return Period(starts=on(starts), ends=on(ends))


# Which reporting year a day lies in: four year ends, the first and the last day of each, and years that go on

OCTOBER, APRIL, JANUARY, SEPTEMBER = (
    ("2014-10-01", "2015-09-30"),
    ("2015-04-01", "2016-03-31"),
    ("2015-01-01", "2015-12-31"),
    ("2014-09-01", "2015-08-31"),
)


@pytest.mark.parametrize(
    ("recorded", "today", "starts", "ends"),
    [
        (OCTOBER, "2014-10-01", "2014-10-01", "2015-09-30"),
        (OCTOBER, "2015-09-30", "2014-10-01", "2015-09-30"),
        (OCTOBER, "2015-10-01", "2015-10-01", "2016-09-30"),
        (OCTOBER, "2016-02-29", "2015-10-01", "2016-09-30"),
        (OCTOBER, "2016-06-01", "2015-10-01", "2016-09-30"),
        (OCTOBER, "2016-09-30", "2015-10-01", "2016-09-30"),
        (OCTOBER, "2016-10-01", "2016-10-01", "2017-09-30"),
        (OCTOBER, "2026-11-29", "2026-10-01", "2027-09-30"),
        (APRIL, "2016-03-31", "2015-04-01", "2016-03-31"),
        (APRIL, "2016-04-01", "2016-04-01", "2017-03-31"),
        (APRIL, "2020-02-29", "2019-04-01", "2020-03-31"),
        (APRIL, "2020-03-31", "2019-04-01", "2020-03-31"),
        (JANUARY, "2015-12-31", "2015-01-01", "2015-12-31"),
        (JANUARY, "2016-01-01", "2016-01-01", "2016-12-31"),
        (JANUARY, "2016-12-31", "2016-01-01", "2016-12-31"),
        (SEPTEMBER, "2015-08-31", "2014-09-01", "2015-08-31"),
        (SEPTEMBER, "2015-09-01", "2015-09-01", "2016-08-31"),
        (SEPTEMBER, "2016-08-31", "2015-09-01", "2016-08-31"),
        # A year to the end of February, which is a day longer in a leap year.
        (("2014-03-01", "2015-02-28"), "2016-02-29", "2015-03-01", "2016-02-29"),
        (("2014-03-01", "2015-02-28"), "2016-03-01", "2016-03-01", "2017-02-28"),
        (("2015-03-01", "2016-02-29"), "2017-02-28", "2016-03-01", "2017-02-28"),
        # Eighteen months, and half a year; one that begins within a month.
        (("2014-10-01", "2016-03-31"), "2016-06-01", "2016-04-01", "2017-09-30"),
        (("2015-10-01", "2016-03-31"), "2016-10-01", "2016-10-01", "2017-03-31"),
        (("2015-04-15", "2016-04-14"), "2016-04-14", "2015-04-15", "2016-04-14"),
        (("2015-04-15", "2016-04-14"), "2017-04-14", "2016-04-15", "2017-04-14"),
        (("2015-04-15", "2016-04-14"), "2017-04-15", "2017-04-15", "2018-04-14"),
    ],
)
def test_the_reporting_year_of_a_day(recorded, today, starts, ends):
    found = year.reporting_year(on(today), [period(*recorded)])
    assert (found.starts, found.ends) == (on(starts), on(ends))
    assert found.words.endswith("not recorded yet") == ((starts, ends) != recorded)


def test_there_is_no_reporting_year_before_one_is_recorded_with_its_days():
    assert year.reporting_year(on("2016-06-01"), []) is None
    assert year.reporting_year(on("2014-01-01"), [period(*OCTOBER)]) is None
    undated = SimpleNamespace(starts=None, ends=on("2015-09-30"))
    assert year.reporting_year(on("2016-06-01"), [undated]) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2016-01-31", 1, "2016-02-29"),
        ("2015-01-31", 1, "2015-02-28"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2016-02-29", 48, "2020-02-29"),
        ("2015-12-31", 1, "2016-01-31"),
        ("2016-11-30", 1, "2016-12-30"),
        ("2016-03-31", -1, "2016-02-29"),
    ],
)
def test_so_many_months_later(day, months, expected):
    assert year.later(on(day), months) == on(expected)


# What the strip shows

TWELVE = YearBar(words="Year", starts=on("2015-10-01"), ends=on("2016-09-30"))


def test_months_begin_with_those_of_the_reporting_year_and_today_is_marked():
    [row] = year.strip(on("2016-06-01"), TWELVE, [TWELVE], [])
    assert [month["name"] for month in row["months"]] == "Oct Nov Dec Jan Feb Mar Apr May Jun Jul Aug Sep".split()
    assert [month["today"] for month in row["months"] if month["today"]] == ["today, the 1st"]
    assert [month["over"] for month in row["months"]] == [True] * 8 + [False] * 4
    assert row["bars"] == [{"words": "Year, month 9 of 12", "first": 1, "months": 12}]


def test_the_three_spans_are_independent_and_a_span_out_of_sight_is_not_told():
    budget = YearBar(words="Budget", starts=on("2016-04-01"), ends=on("2017-03-31"))
    plan = YearBar(words="Plan", starts=on("2016-04-01"), ends=on("2019-03-31"))
    over = YearBar(words="Before", starts=on("2014-04-01"), ends=on("2015-03-31"))
    [row] = year.strip(on("2016-06-01"), TWELVE, [TWELVE, budget, plan, over], [])
    assert [(bar["words"], bar["first"], bar["months"]) for bar in row["bars"]] == [
        ("Year, month 9 of 12", 1, 12),
        ("Budget, month 3 of 12", 7, 6),
        ("Plan, month 3 of 36", 7, 6),
    ]


def test_a_year_of_more_than_twelve_months_stands_in_two_rows():
    long = YearBar(words="Year", starts=on("2014-10-01"), ends=on("2016-03-31"))
    first, second = year.strip(
        on("2015-12-01"), long, [long], [Happening(on=on("2016-03-31"), state=DONE, words="End")]
    )
    assert (len(first["months"]), len(second["months"])) == (12, 6)
    assert second["bars"] == [{"words": "Year, month 15 of 18", "first": 1, "months": 6}]
    assert second["months"][-1]["events"][0]["words"] == "End"


def test_a_month_that_holds_much_says_how_much_more():
    events = [Happening(on=on(f"2016-06-{day:02}"), state=DONE, words=str(day)) for day in (9, 3, 7, 5, 1)]
    [row] = year.strip(on("2016-06-01"), TWELVE, [], events)
    june = row["months"][8]
    assert [event["words"] for event in june["events"]] == ["1", "3", "5"]
    assert june["more"] == "2 more things"
    assert not row["months"][7]["events"]


@pytest.mark.parametrize(
    ("day", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (22, "22nd")],
)
def test_days_of_the_month(day, said):
    assert year.ordinal(day) == said


# Due and overdue


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        ("2016-02-29", "2016-02-28", False),
        ("2016-02-29", "2016-02-29", False),
        ("2016-02-29", "2016-03-01", True),
        ("2015-02-28", "2015-03-01", True),
        ("2016-03-31", "2016-03-31", False),
        ("2016-03-31", "2016-04-01", True),
        ("2015-12-31", "2016-01-01", True),
        ("2016-03-27", "2016-03-27", False),
        ("2016-10-30", "2016-10-31", True),
    ],
)
def test_a_thing_is_overdue_from_the_day_after_its_own(due, today, late):
    need = Need(what="Sign it", address="/", deed="Sign", may="", due=on(due))
    assert needs.is_overdue(need, on(today)) == late
    action = Action(words="Sign it", due=on(due))
    assert action.is_overdue(on(today)) == late
    assert not Action(words="Sign it", due_in_words="by then").is_overdue(on(today))


# The board's day is London's: the clocks go forward on 27 March 2016 and back on 30 October 2016


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ((2016, 3, 26, 23, 59), "2016-03-26"),
        ((2016, 3, 27, 0, 59), "2016-03-27"),
        ((2016, 3, 27, 22, 59), "2016-03-27"),
        ((2016, 3, 27, 23, 0), "2016-03-28"),
        ((2016, 5, 31, 22, 59), "2016-05-31"),
        ((2016, 5, 31, 23, 0), "2016-06-01"),
        ((2016, 10, 29, 23, 0), "2016-10-30"),
        ((2016, 10, 30, 23, 30), "2016-10-30"),
        ((2016, 10, 31, 0, 0), "2016-10-31"),
        ((2016, 2, 28, 23, 59), "2016-02-28"),
        ((2016, 2, 29, 0, 0), "2016-02-29"),
        ((2015, 12, 31, 23, 59), "2015-12-31"),
    ],
)
def test_today_is_londons_day_in_summer_and_in_winter(settings, moment, today):
    settings.TODAY = None
    with patch("kit.clock.now", return_value=datetime(*moment, tzinfo=UTC)):
        assert clock.today() == on(today)


# The next meeting


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("meeting", "today", "is_next"),
    [
        ((2016, 6, 14), "2016-06-14", True),
        ((2016, 6, 14), "2016-06-15", False),
        ((2016, 2, 29), "2016-02-29", True),
        ((2016, 2, 29), "2016-03-01", False),
        ((2016, 2, None), "2016-02-29", True),
        ((2016, 2, None), "2016-03-01", False),
        ((2016, 6, None), "2016-06-30", True),
        ((2016, 12, None), "2016-12-31", True),
        ((2016, None, None), "2016-12-31", True),
        ((2016, None, None), "2017-01-01", False),
        ((2016, 3, 27), "2016-03-27", True),
        ((2016, 10, 30), "2016-10-31", False),
    ],
)
def test_the_next_meeting_is_ahead_until_its_day_or_month_is_out(meeting, today, is_next):
    numbers = dict(zip(("year", "month", "day"), meeting, strict=True))
    make.MeetingFactory(body=make.BodyFactory(kind="board"), **numbers)
    assert bool(next_meeting(Day(on(today), Board.objects.first()))) == is_next


# On the page


@pytest.mark.django_db
def test_the_page_shows_what_the_records_hold_in_their_months(settings, ann):
    settings.TODAY = on("2016-06-01")
    make.ReportingPeriodFactory(label="2014/15", starts=on("2014-10-01"), ends=on("2015-09-30"))
    make.BudgetFactory(financial_year="2016/17", starts=on("2016-04-01"), ends=on("2017-03-31"))
    board = make.BodyFactory(kind="board")
    make.MeetingFactory(body=board, year=2015, month=11, day=17, state="held")
    make.MeetingFactory(body=board, year=2016, month=7, day=12, label="Summer meeting")
    make.MeetingFactory(body=board, year=2016, month=9, state="cancelled")
    make.ActionFactory(words="Write it", due=on("2016-05-20"))
    strip = signed_in(ann).get("/office/").content.decode().partition('class="year"')[2].partition("</section>")[0]
    assert "Reporting year October 2015 to September 2016, not recorded yet, month 9 of 12" in strip
    assert "Budget 2016/17, month 3 of 12" in strip
    november, _, rest = strip.partition("<h3>Dec")
    assert '<li class="done"><span class="hidden">Done: </span>' in november
    assert "Board: 17 Nov" in november
    may, _, june = rest.partition("<h3>May")[2].partition("<h3>Jun")
    assert '<span class="hidden">Late: </span>' in may
    assert "1 action is overdue" in may
    assert "Board: Summer meeting" in june
    assert "<h3>Sep" in june
    assert "Board:" not in june.partition("<h3>Sep")[2], "a cancelled meeting isn't held"


@pytest.mark.django_db
def test_a_board_without_any_dates_sees_the_calendars_year(settings, ann):
    settings.TODAY = on("2016-06-01")
    strip = signed_in(ann).get("/office/").content.decode().partition('class="year"')[2].partition("</section>")[0]
    assert strip.index("<h3>Jan") < strip.index("<h3>Dec")
    assert "Reporting year" not in strip


def test_the_cases_of_the_clock_are_sixty_at_least():
    """Reporting year, due and overdue, London's day and the next meeting: each table above is counted."""
    tables = (
        test_the_reporting_year_of_a_day,
        test_so_many_months_later,
        test_a_thing_is_overdue_from_the_day_after_its_own,
        test_today_is_londons_day_in_summer_and_in_winter,
        test_the_next_meeting_is_ahead_until_its_day_or_month_is_out,
    )
    marks = [mark for table in tables for mark in table.pytestmark if mark.name == "parametrize"]
    assert sum(len(mark.args[1]) for mark in marks) >= 60
