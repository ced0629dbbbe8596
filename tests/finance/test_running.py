"""The sums of a budget while a row is typed: what they would be, and what can't be read."""

from types import SimpleNamespace

import pytest
from django.test import Client

from finance.models import BudgetLine, Contribution
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget():
    make.BoardFactory()
    budget = make.BudgetFactory(key="sample")
    make.ContributionFactory(budget=budget, share="49.5", amount="43065")
    make.ContributionFactory(budget=budget, share="26", amount="22620")
    make.BudgetLineFactory(budget=budget, side="income", description="Partners", from_contributions=True)
    make.BudgetLineFactory(budget=budget, estimate="60000")
    return budget


@pytest.fixture
def ask(budget):
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))

    def asked(kind, row=None, **typed):
        query = f"?row={row.pk}" if row else ""
        return client.post(f"/office/budget/sample/running/{kind}/{query}", typed, headers={"HX-Request": "true"})

    return asked


@pytest.mark.parametrize(
    ("share", "amount", "sentences"),
    [
        ("24.5%", "£21,315", "Shares come to 100%. Amounts: £87,000."),
        ("24", "22,620.50", "Shares come to 99.5%, 0.5% short of 100%. Amounts: £88,305.50."),
        ("25 %", "", "Shares come to 100.5%, 0.5% more than 100%. Amounts: at least £65,685, 1 amount not given."),
    ],
)
def test_a_contribution_that_is_added(share, amount, sentences, ask):
    assert sentences in ask("contribution", share=share, amount=amount).content.decode()
    assert Contribution.objects.count() == 2


def test_a_contribution_that_is_changed_counts_once_and_moves_the_balance(ask, budget):
    row = budget.contribution_set.first()
    page = ask("contribution", row, share="49.5%", amount="£1,000").content.decode()
    assert "Shares come to 75.5%, 24.5% short of 100%. Amounts: £23,620." in page
    assert "Income: £23,620. Spending: £60,000. Balance: -£36,380." in page.replace("−", "-")
    row.refresh_from_db()
    assert row.amount == 43065


def test_a_share_that_is_not_the_amount_is_said_for_the_row_that_is_typed(ask, budget):
    last = make.ContributionFactory(budget=budget, share="24.5", amount="21315")
    row = budget.contribution_set.get(share="26")
    assert "would be" not in ask("contribution", row, share="26", amount="22,620").content.decode()
    page = ask("contribution", row, share="26", amount="24,500").content.decode()
    assert page.count("would be") == 1
    assert "26.0% of £88,880 would be £23,108.80, and £24,500 is given." in page
    # Where the shares make no whole, there is nothing that an amount could be a share of.
    assert "would be" not in ask("contribution", row, share="25", amount="24,500").content.decode()
    # Without a script, the page of the budget says it once the row is saved.
    row.amount = 24500
    row.save()
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    page = client.get("/office/budget/sample/").content.decode()
    assert "26.0% of £88,880 would be £23,108.80, and £24,500 is given." in page
    last.delete()
    assert "would be" not in client.get("/office/budget/sample/").content.decode()


def test_a_line_of_the_budget(ask, budget):
    page = ask("budgetline", side="expenditure", estimate="5,685").content.decode()
    assert "Income: £65,685. Spending: £65,685. Balance: £0." in page
    spent = budget.budgetline_set.get(side="expenditure")
    page = ask("budgetline", spent, side="income", estimate="1").content.decode()
    assert "Income: £65,686. Spending: not recorded. Balance: not known." in page
    assert BudgetLine.objects.get(pk=spent.pk).estimate == 60000


def test_what_cannot_be_read_leaves_the_last_sums_and_says_what_is_wrong(ask):
    answer = ask("contribution", share="half", amount="<b>much")
    assert answer.content.decode() == "Share: Write a share, such as 49.5%."
    assert answer["HX-Retarget"] == "#running-problem"
    assert "HX-Retarget" not in ask("contribution", share="1", amount="1").headers
    assert ask("budgetline", side="sideways", estimate="1").content.decode().startswith("Income or spending: ")


def test_the_page_has_room_for_what_is_wrong_before_there_are_any_sums(budget):
    """A form that comes back with errors asks for its sums at once, and is told what can't be read."""
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    page = client.get(f"/office/edit/contribution/{budget.contribution_set.first().pk}/").content.decode()
    assert page.count('id="running-problem"') == 1


def test_rows_of_another_budget_and_kinds_without_sums(ask):
    foreign = make.ContributionFactory(share="99", amount="99")
    assert "Shares come to 76.5%" in ask("contribution", foreign, share="1").content.decode()
    assert ask("goal").status_code == 404


@pytest.mark.parametrize("row", ["9" * 5_000, "9" * 400, "-1", "²", ""])
def test_a_row_that_is_no_number_is_a_new_one(ask, row):
    page = ask("contribution", SimpleNamespace(pk=row), share="24.5").content.decode()
    assert "Shares come to 100%" in page


def test_the_form_asks_for_its_sums(budget, ask):
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    row = budget.contribution_set.first()
    page = client.get(f"/office/edit/contribution/{row.pk}/").content.decode()
    assert f'hx-post="/office/budget/sample/running/contribution/?row={row.pk}"' in page
    page = client.get(f"/office/add/budgetline/?budget={budget.pk}").content.decode()
    assert 'hx-post="/office/budget/sample/running/budgetline/"' in page
