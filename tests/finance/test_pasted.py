"""Tables of money as treasurers send them: ledgers, two years side by side, shares shared with another board."""

import pytest

from kit.intake import cells as tables
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.intake.understanding import years_in
from lscb.office.pasted_lists import LISTS
from tests import factories as make

pytestmark = pytest.mark.django_db


def paste(name, *rows, budget=None):
    budget = budget or make.BudgetFactory(financial_year="2016/17")
    into = LISTS[name]
    cells = tables.of_rows([row.split(" | ") for row in rows])
    table = arrange(cells, into, years_in(budget.financial_year))
    return budget, Intake(into, {"budget": budget}, make.SuperuserFactory()).run(table, save=True)


def test_a_ledger_says_by_its_column_what_came_in_and_what_was_spent():
    budget, outcome = paste(
        "budget-lines",
        "Details | DR | CR",
        "Hall hire | £1,200.00 | -",
        "Course fees | 0.00 | 350",
        "Chair | 18,000 | ",
    )
    assert outcome.is_sound, outcome
    assert list(budget.budgetline_set.values_list("description", "side", "estimate", "outturn")) == [
        ("Hall hire", "expenditure", None, 1_200),
        ("Course fees", "income", None, 350),
        ("Chair", "expenditure", None, 18_000),
    ]


def test_a_line_that_is_booked_on_both_sides_is_asked_about():
    budget, outcome = paste("budget-lines", "Details | DR | CR", "Hall hire | 1,200 | 50")
    assert "in another column too" in str(outcome.problems)
    assert not budget.budgetline_set.exists()


@pytest.mark.parametrize("amount", ["CR 500", "£500 CR", "1.000,00", "£5,000 £6,000", "1" + "0" * 400, "1.005"])
def test_an_amount_that_may_mean_several_things_is_asked_about_and_never_guessed(amount):
    budget, outcome = paste("budget-lines", "Details | Estimate", f"Hall hire | {amount}")
    assert list(outcome.problems) == [1]
    assert not budget.budgetline_set.exists()


@pytest.mark.parametrize("heads", ["Agency | 2015/16 £ | 2016/17 £", "Agency | 2016/17 £ | 2015/16 £"])
def test_of_two_columns_of_amounts_that_of_the_budget_s_year_is_taken(heads):
    first = "100 | 200" if heads.endswith("2016/17 £") else "200 | 100"
    budget, outcome = paste("contributions", heads, f"Police | {first}")
    assert outcome.is_sound, outcome
    assert [row.amount for row in budget.contributions()] == [200]


def test_two_years_of_a_budget_side_by_side_give_the_year_that_was_chosen():
    budget, outcome = paste("budget-lines", "Expenditure | 2015/16 £ | 2016/17 £", "Chair | 17,000 | 18,000")
    assert outcome.is_sound, outcome
    assert [line.estimate for line in budget.budgetline_set.all()] == [18_000]
    other, outcome = paste(
        "budget-lines",
        "Expenditure | 2015/16 £ | 2016/17 £",
        "Chair | 17,000 | 18,000",
        budget=make.BudgetFactory(financial_year="First year"),
    )
    assert not [line.estimate for line in other.budgetline_set.all() if line.estimate is not None]
