"""Budgets of other shapes hold and print without bending: the document's tables, and the files made of them."""

from datetime import date
from decimal import Decimal

import pytest

from publications import sections as layout
from publications.blocks import Prose, Table
from publications.checks import money as checks
from publications.compose import compose
from publications.content import codec
from tests import factories as make
from tests.test_money import PAID, TODAY, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


def printed(plan):
    """The tables of a plan's money by their captions, and its sentences."""
    blocks = [block for page in layout.pages(compose(plan, on=TODAY)) for block in page.blocks]
    tables = {block.caption: block for block in blocks if isinstance(block, Table)}
    return tables, " ".join(block.html for block in blocks if isinstance(block, Prose))


def cells(table):
    return [row.cells for group in table.groups for row in group.rows] + [row.cells for row in table.totals]


def numbers(table):
    return [row.numbers[1:] for group in table.groups for row in group.rows]


def test_shares_without_pounds_of_a_sum_that_was_set():
    plan = recorded([(61, None), (33, None), (4, None), (2, None)], [PAID], [])
    plan.budget.shared_out = Decimal("50000.01")
    plan.budget.save()
    tables, said = printed(plan)
    paid = tables["Who pays what in 2016/17"]
    assert [row[2] for row in cells(paid)] == [
        "£30,500.01 by its share", "£16,500 by its share", "£2,000 by its share", "£1,000 by its share", "£50,000.01"
    ]  # fmt: skip
    assert numbers(paid)[0] == (61, Decimal("30500.01"))
    assert "Each share is a share of £50,000.01." in said
    assert cells(tables["Estimated Income"])[-1][1] == "£50,000.01"


def test_flat_sums_say_what_part_they_are_and_owe_no_share():
    plan = recorded([], [PAID], [])
    for _ in range(4):
        make.ContributionFactory(budget=plan.budget, basis="fixed", amount=Decimal(5_000))
    tables, _ = printed(plan)
    paid = tables["Who pays what in 2016/17"]
    assert cells(paid)[0][1:] == ("25.0% of all", "£5,000")
    assert cells(paid)[-1][1:] == ("Not recorded", "£20,000")
    assert not list(checks.shares(compose(plan, on=TODAY), TODAY))


def test_an_amount_that_is_no_share_of_its_whole_stands_beside_what_its_share_says():
    plan = recorded([(50, 600), (50, 400)], [PAID], [])
    tables, _ = printed(plan)
    rows = cells(tables["Who pays what in 2016/17"])
    assert [row[2] for row in rows] == ["£600 (£500 by its share)", "£400 (£500 by its share)", "£1,000"]
    document = compose(plan, on=TODAY)
    (found,) = checks.shares_and_amounts(document, TODAY)
    assert [place.words.partition(": ")[2] for place in found.places] == [
        "50.0% of £1,000 would be £500, and £600 is given",
        "50.0% of £1,000 would be £500, and £400 is given",
    ]
    assert not list(checks.sums_of_rows(document, TODAY))


def test_one_payment_to_two_boards_is_parted_by_its_ratio():
    plan = recorded([], [PAID], [])
    make.ContributionFactory(
        budget=plan.budget,
        basis="joint",
        label="Police",
        joint_whole=Decimal("10000.01"),
        joint_part=Decimal("50"),
        joint_with="Essex SAB",
    )
    tables, _ = printed(plan)
    row, _ = cells(tables["Who pays what in 2016/17"])
    assert row == (
        "Police\n\n50.0% of one joint payment of £10,000.01, shared with Essex SAB",
        "100.0% of all",
        "£5,000.01 by its part",
    )


def test_ten_agencies_over_seven_years_the_last_of_fifteen_months():
    plan = recorded([(10, 1_000)] * 10, [PAID], [9_000])
    plan.budget.shows_years = True
    plan.budget.starts, plan.budget.ends = date(2016, 7, 1), date(2017, 9, 30)
    plan.budget.save()
    for year in range(2009, 2015):
        before = make.BudgetFactory(financial_year=f"{year}", starts=date(year, 4, 1), ends=date(year + 1, 3, 31))
        for _ in range(10):
            make.ContributionFactory(budget=before, amount=Decimal(year))
        make.BudgetLineFactory(budget=before, side="income", description="Partners", from_contributions=True)
    last = make.BudgetFactory(financial_year="2015", starts=date(2015, 4, 1), ends=date(2016, 6, 30))
    make.BudgetLineFactory(budget=last, side="income", description="Partners", estimate=Decimal(5), outturn=Decimal(4))
    tables, _ = printed(plan)
    years = tables["Years side by side"]
    assert [column.heading for column in years.columns] == [
        "Line", *(f"{year} estimate" for year in range(2009, 2015)), "2015 outturn, 15 months", "2016/17 estimate"
    ]  # fmt: skip
    assert (
        "Partners",
        "£20,090",
        "£20,100",
        "£20,110",
        "£20,120",
        "£20,130",
        "£20,140",
        "£4",
        "No such line",
    ) in cells(years)
    assert cells(years)[-2] == ("Total expenditure", *["Not recorded"] * 7, "£9,000")
    assert cells(years)[-1] == ("Balance: income less expenditure", *["Not known"] * 7, "£1,000")
    assert "£0" not in str(cells(years))
    text = codec.write(compose(plan, on=TODAY))
    assert codec.write(codec.read(text, codec.SCHEMA)) == text


def test_revised_outturn_and_variance_have_columns_and_what_is_in_kind_a_table_and_no_total():
    plan = recorded([], [500], [400])
    plan.budget.budgetline_set.filter(side="expenditure").update(
        revised=Decimal(450), revised_because="A second trainer", outturn=Decimal(430), description="Training"
    )
    make.BudgetLineFactory(budget=plan.budget, side="in-kind", description="Rooms", estimate=Decimal(2_000))
    tables, _ = printed(plan)
    spent = tables["Estimated Expenditure"]
    assert [column.heading for column in spent.columns] == [
        "Expenditure", "Estimate", "Revised", "Outturn", "Variance"
    ]  # fmt: skip
    assert cells(spent) == [
        ("Training\n\nRevised: A second trainer", "£400", "£450", "£430", "-£20"),
        ("Total Estimated Expenditure", "£400", "£450", "£430", ""),
        ("Balance: income less expenditure", "£100", "£50", "", ""),
    ]
    assert numbers(spent) == [(400, 450, 430, -20)]
    assert cells(tables["In kind, in no total"]) == [("Rooms", "£2,000")]
    assert cells(tables["Estimated Income"])[-1][1] == "£500"


def test_what_is_certain_and_what_is_not_stands_in_words_and_in_a_column():
    plan = recorded([], [PAID], [300])
    for status in ("agreed", "proposed"):
        make.ContributionFactory(budget=plan.budget, amount=Decimal(50), status=status)
    for name, more in (("Grant", {"confirmed": False}), ("Reserve", {"recurrence": "brought-forward"})):
        make.BudgetLineFactory(
            budget=plan.budget, side="income", description=name, estimate=Decimal(80), position=1, **more
        )
    before = make.BudgetFactory(financial_year="2015/16", starts=date(2015, 4, 1), ends=date(2016, 3, 31))
    make.BudgetLineFactory(budget=before, side="income", estimate=Decimal(100), outturn=Decimal(100))
    make.BudgetLineFactory(budget=before, estimate=Decimal(40), outturn=Decimal(25))
    plan.budget.starts, plan.budget.carried_because = date(2016, 4, 1), "A late bill of £5 was refunded."
    plan.budget.save()
    tables, said = printed(plan)
    income = tables["Estimated Income"]
    assert income.columns[-1].heading == "How certain"
    assert [row[-1] for row in cells(income)] == ["Agreed in part", "Subject to confirmation", "Brought forward", ""]
    for words in (
        "Of the income, £50 is agreed, £80 is brought forward from earlier, £50 is not recorded as agreed and "
        "£80 is subject to confirmation.",
        "£120 less than its spending; without what is subject to confirmation, £200 less than its spending.",
        "2015/16 left £75; £80 is brought forward, £5 more. A late bill of £5 was refunded.",
    ):
        assert words in said
    assert cells(tables["Estimated Expenditure"])[-2:] == [
        ("The year by itself", "-£120"),
        ("The year by itself, without what is subject to confirmation", "-£200"),
    ]


def test_the_year_by_itself_is_reckoned_of_what_was_revised_and_stands_in_that_column():
    plan = recorded([], [500], [900])
    make.BudgetLineFactory(
        budget=plan.budget, side="income", estimate=Decimal(600), revised=Decimal(700), recurrence="brought-forward"
    )
    tables, _ = printed(plan)
    assert cells(tables["Estimated Expenditure"])[-1] == ("The year by itself", "", "-£400"), "income alone was revised"
    plan.budget.budgetline_set.filter(side="expenditure").update(revised=Decimal(950))
    tables, said = printed(plan)
    assert cells(tables["Estimated Expenditure"])[1:] == [
        ("Total Estimated Expenditure", "£900", "£950"),
        ("Balance: income less expenditure", "£200", "£250"),
        ("The year by itself", "", "-£450"),
    ]
    assert "£700 is brought forward from earlier" in said
    assert "£450 less than its spending." in said
