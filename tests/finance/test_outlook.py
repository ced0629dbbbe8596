"""What if, and how long the money lasts: the figures of the original, and years of other shapes."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import outlook
from finance.reckoning import reckon
from finance.years import next_label, next_span, on_by
from tests.finance.test_reckoning import SPENDING, Line, Paid


@dataclass(frozen=True)
class Payer(Paid):
    key: str = ""


@dataclass(frozen=True)
class Year:
    financial_year: str = "2016/17"
    starts: date | None = date(2016, 4, 1)
    ends: date | None = date(2017, 3, 31)


SCHOOLS = Line(estimate=Decimal(10_000), confirmed=False)
LINES = [
    Line(from_contributions=True),
    Line(estimate=Decimal(5_000)),
    SCHOOLS,
    Line(estimate=Decimal(71_000), recurrence="brought-forward"),
    Line(SPENDING, Decimal(115_850)),
]
AMOUNTS = {"Southend": 43_065, "Police": 14_355, "CCG": 22_620, "Probation": 6_264, "CAFCASS": 609, "": 87}
SHARES = ["49.5", "16.5", "26.0", "7.2", "0.7", "0.1"]
PAYERS = [
    Payer(Decimal(amount), Decimal(share), "proposed", payer_name=name, key=name or "nobody")
    for (name, amount), share in zip(AMOUNTS.items(), SHARES, strict=True)
]


def planned_of(lines, payers, whole):
    return outlook.plan(reckon(lines, payers, whole), whole)


PLAN = planned_of(LINES, PAYERS, None)


def seen(*changes, year=Year(), money=PLAN):
    return outlook.outlook(outlook.all_of(changes, money), year)


def test_the_original_as_planned_and_without_what_is_not_confirmed():
    planned = seen()
    assert outlook.cells("", planned)[1:] == ("£173,000", "£115,850", "£57,150", "-£13,850", "to March 2021")
    assert [(end.year, end.left) for end in planned.ends] == [
        ("2016/17", 57_150), ("2017/18", 43_300), ("2018/19", 29_450), ("2019/20", 15_600), ("2020/21", 1_750),
        ("2021/22", -12_100),
    ]  # fmt: skip
    failed = seen(outlook.Supposed("", outlook.unconfirmed_fails))
    assert outlook.cells("", failed)[1:] == ("£163,000", "£115,850", "£47,150", "-£23,850", "to March 2018")
    assert SCHOOLS.estimate == 10_000, "the row itself stays"


@pytest.mark.parametrize(
    ("change", "income", "spending", "gap"),
    [
        (outlook.leaves(PAYERS[4]), 172_391, 115_850, -14_459),
        (outlook.share_is(PAYERS[4], Decimal("1.7"), PLAN), 173_870, 115_850, -12_980),
        (outlook.post_is_added("Trainer", Decimal(20_000)), 173_000, 135_850, -33_850),
    ],
)
def test_one_change(change, income, spending, gap):
    found = seen(outlook.Supposed("", change))
    sides = (found.found.income.estimate.amount, found.found.expenditure.estimate.amount)
    assert (*sides, found.yearly) == (income, spending, gap)


def test_changes_come_together():
    both = seen(
        outlook.Supposed("", outlook.unconfirmed_fails), outlook.Supposed("", outlook.post_is_added("", Decimal(1_000)))
    )
    assert both.yearly == -24_850


@given(st.permutations(range(4)))
def test_the_order_in_which_things_change_changes_nothing(order):
    changes = [
        outlook.Supposed("", outlook.unconfirmed_fails),
        outlook.Supposed("", outlook.leaves(PAYERS[4])),
        outlook.Supposed("", outlook.share_is(PAYERS[1], Decimal(20), PLAN)),
        outlook.Supposed("", outlook.post_is_added("Trainer", Decimal(20_000))),
    ]
    found = seen(*(changes[place] for place in order))
    assert (found.found.income.estimate.amount, found.yearly) == (165_436, -41_414)
    alone = [seen(change).yearly + 13_850 for change in changes]
    assert found.yearly == -13_850 + sum(alone), "all of them come to what each of them comes to"


def test_outlooks_side_by_side_end_where_each_runs_out():
    failed = seen(outlook.Supposed("", outlook.unconfirmed_fails))
    years, (planned, without) = outlook.years_ahead([seen(), failed])
    assert years == ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22"]
    assert planned[-2:] == [1_750, -12_100]
    assert without == [47_150, 23_300, -550, None, None, None]
    unknown = seen(money=planned_of([*LINES, Line(SPENDING)], PAYERS, None))
    assert outlook.years_ahead([unknown, failed])[1][0] == [None] * 3
    assert outlook.years_ahead([unknown]) == ([], [[]])


def test_where_income_covers_spending_the_money_lasts_beyond_the_years_recorded():
    covered = planned_of([Line(estimate=Decimal(10)), Line(SPENDING, Decimal(10))], [], None)
    assert seen(money=covered).lasts == "beyond the years recorded"
    assert [end.left for end in seen(money=covered).ends] == [0]


def test_what_is_not_known_is_not_reckoned_on():
    assert seen(money=planned_of([*LINES, Line(SPENDING)], PAYERS, None)).lasts == "not known"
    short = planned_of([Line(estimate=Decimal(5)), Line(SPENDING, Decimal(10))], [], None)
    assert seen(money=short).lasts == "not to the end of this year"
    small = planned_of(
        [Line(estimate=Decimal(1_000), recurrence="brought-forward"), Line(SPENDING, Decimal(1))], [], None
    )
    assert seen(money=small).lasts == "for 30 years and more"


def test_what_comes_once_is_in_this_year_and_in_no_later_one():
    once = [*LINES, Line(SPENDING, Decimal(7_150), recurrence="non-recurrent")]
    found = seen(money=planned_of(once, PAYERS, None))
    assert (found.yearly, found.ends[0].left, found.ends[1].left) == (-13_850, 50_000, 36_150)


def test_a_revision_is_what_the_plan_is_now():
    revised = [*LINES[:-1], replace(LINES[-1], revised=Decimal(102_000))]
    assert seen(money=planned_of(revised, PAYERS, None)).lasts == "beyond the years recorded"


def test_years_of_other_lengths_and_without_days():
    long = Year("2018/19", date(2018, 4, 1), date(2019, 6, 30))
    assert seen(year=long).lasts == "to June 2024", "each year to come is as long as this one"
    assert seen(year=Year("First year", None, None)).lasts == "to the end of 4 years later"


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("2016/17", "2017/18"),
        ("2016-17", "2017-18"),
        ("2016/2017", "2017/2018"),
        ("1999/00", "2000/01"),
        ("16/17", "17/18"),
        ("FY 2016", "FY 2017"),
        ("April 2016 to March 2017", "April 2017 to March 2018"),
        ("First year", ""),
        ("1/4/2016 to 31/3/2017", ""),
    ],
)
def test_what_the_next_year_is_called(label, after):
    assert next_label(label) == after


def test_when_the_next_year_is():
    assert next_span(date(2017, 3, 31)) == (date(2017, 4, 1), date(2018, 3, 31))
    assert next_span(None) == (None, None)
    assert (on_by(date(2016, 2, 29), 12), on_by(date(2017, 2, 28), 36)) == (date(2017, 2, 28), date(2020, 2, 29))
