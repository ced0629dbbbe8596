"""By when something is due: days that somebody reckoned by hand, for each rule of the laws that come with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.due import last_day
from membership.shipped import laws

# Reckoned with a paper calendar. Behind each day stands the day of the week: no rule that was read moves a weekend.
BY_HAND = [
    # words, the year's end, last day
    ("by the end of September", date(2025, 3, 31), date(2025, 9, 30)),  # Tuesday
    ("by the end of September", date(2026, 3, 31), date(2026, 9, 30)),  # Wednesday
    ("by the end of September", date(2027, 3, 31), date(2027, 9, 30)),  # Thursday
    ("by the end of September", date(2028, 3, 31), date(2028, 9, 30)),  # Saturday
    ("by the end of September", date(2029, 3, 31), date(2029, 9, 30)),  # Sunday
    ("by the end of September", date(2030, 3, 31), date(2030, 9, 30)),  # Monday
    # A year that ends with September has its report in the September after.
    ("by the end of September", date(2027, 9, 30), date(2028, 9, 30)),
    ("by the end of February", date(2027, 9, 30), date(2028, 2, 29)),
    ("by the end of February", date(2028, 9, 30), date(2029, 2, 28)),
    # Wales: 31 July is late.
    ("before 31 July", date(2025, 3, 31), date(2025, 7, 30)),  # Wednesday
    ("before 31 July", date(2026, 3, 31), date(2026, 7, 30)),  # Thursday
    ("before 31 July", date(2027, 3, 31), date(2027, 7, 30)),  # Friday
    ("before 31 July", date(2028, 3, 31), date(2028, 7, 30)),  # Sunday
    ("before 31 July", date(2029, 3, 31), date(2029, 7, 30)),  # Monday
    ("before 31 July", date(2030, 3, 31), date(2030, 7, 30)),  # Tuesday
    ("before 1 March", date(2027, 9, 30), date(2028, 2, 29)),
    ("before the 1st March", date(2028, 9, 30), date(2029, 2, 28)),
    ("by 30 June", date(2026, 3, 31), date(2026, 6, 30)),
    ("By 29 February", date(2026, 3, 31), date(2027, 2, 28)),
    ("on or before 29 February", date(2027, 3, 31), date(2028, 2, 29)),
    ("within 6 months of the end of the year", date(2025, 8, 31), date(2026, 2, 28)),
    ("within six months of the end of the year", date(2027, 8, 31), date(2028, 2, 29)),
    ("as soon as is feasible after the end of each financial year", date(2026, 3, 31), None),
    ("for each financial year", date(2026, 3, 31), None),
    ("when the published arrangements change", date(2026, 3, 31), None),
]


@pytest.mark.parametrize(("words", "ends", "day"), BY_HAND)
def test_the_last_day_after_a_year_is_the_one_reckoned_by_hand(words, ends, day):
    assert last_day(words, ends=ends) == day


@pytest.mark.parametrize(
    ("starts", "day"),
    [(date(year, 4, 1), date(year, 3, 31)) for year in range(2025, 2031)] + [(date(2028, 3, 1), date(2028, 2, 29))],
)
def test_a_plan_that_is_due_before_its_year_is_due_on_the_day_before(starts, day):
    assert last_day("before the start of each financial year", starts=starts) == day


@pytest.mark.parametrize(
    ("last", "day"),
    [
        (date(2025, 9, 15), date(2026, 9, 15)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (None, None),
    ],
)
def test_what_is_due_every_twelve_months_counts_from_the_last_one(last, day):
    for words in ("at least once in every 12 months", "at least once in every 12-month period"):
        assert last_day(words, ends=date(2026, 3, 31), last=last) == day


def test_words_without_the_dates_they_count_from_have_no_day():
    for words in {row["words"] for law in laws().values() for row in law.requirements if row["about"][-3:] == "due"}:
        assert last_day(words) is None


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_typed_there_is_a_day_after_the_year_or_none(words, ends):
    day = last_day(words, starts=ends, ends=ends, last=ends)
    assert day is None or abs(day - ends).days < 3000
