"""Which plan or budget is meant on a day, and how it stands to that day."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kit import spans

A_DAY = timedelta(1)


@dataclass
class Plan:
    starts: date | None = None
    ends: date | None = None

    def __str__(self):
        return "Plan for later"


PLAN = Plan(date(2016, 4, 1), date(2019, 3, 31))
NEXT = Plan(date(2019, 6, 1), date(2022, 5, 31))
UNDATED = Plan()


def standing(*plans, on):
    return spans.standing(spans.meant(plans, on), "plan")


def test_in_force_on_its_first_and_its_last_day():
    for day in (PLAN.starts, PLAN.ends):
        assert spans.meant([UNDATED, NEXT, PLAN], day).row is PLAN
        assert standing(UNDATED, PLAN, on=day) == "In force from April 2016 to March 2019."


def test_ended():
    assert standing(UNDATED, PLAN, on=PLAN.ends + A_DAY) == "This plan ended in March 2019; no later plan is recorded."
    assert standing(PLAN, NEXT, on=PLAN.ends + A_DAY) == (
        "This plan ended in March 2019; the next one, Plan for later, starts in June 2019."
    )


def test_not_begun():
    assert standing(UNDATED, PLAN, on=PLAN.starts - A_DAY) == (
        "This plan starts in April 2016; no plan is recorded as in force today."
    )


def test_open_ends():
    assert standing(Plan(starts=PLAN.starts), on=NEXT.ends) == "In force since April 2016."
    assert standing(Plan(ends=PLAN.ends), on=PLAN.starts) == "In force until March 2019."
    assert standing(Plan(ends=PLAN.ends), on=NEXT.starts) == "This plan ended in March 2019; no later plan is recorded."


def test_without_dates_and_without_plans():
    assert standing(Plan(), UNDATED, on=PLAN.starts) == "The dates of this plan are not recorded."
    assert spans.meant([Plan(), UNDATED], PLAN.starts).row is UNDATED
    assert spans.meant([], PLAN.starts) is None


dates = st.none() | st.dates(date(2010, 1, 1), date(2014, 1, 1))


@st.composite
def plans(draw):
    starts, ends = draw(dates), draw(dates)
    return Plan(*sorted((starts, ends))) if starts and ends else Plan(starts, ends)


@given(st.lists(plans(), min_size=1), st.dates(date(2010, 1, 1), date(2014, 1, 1)))
def test_one_in_force_goes_before_all_and_one_without_dates_after_all(rows, today):
    found = spans.meant(rows, today)
    states = {spans.state(row, today) for row in rows}
    assert found.state == next(each for each in ("now", "past", "to-come", "undated") if each in states)
    assert spans.state(found.row, today) == found.state
    if found.later:
        assert found.later.starts > today
    assert spans.standing(found, "plan").endswith(".")
