"""The tables of the office, sorted by the heads of their columns: for a look, and the list keeps its own order."""

import re

import pytest

from membership.roles import Role
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db

BUDGET = "/office/budget/2016-17/"
LINES = [("Chair", "900"), ("Training", None), ("Audit", "5000"), ("Website", "350")]


@pytest.fixture
def budget():
    budget = make.BudgetFactory(key="2016-17")
    for place, (description, estimate) in enumerate(LINES, 1):
        make.BudgetLineFactory(
            budget=budget, side="expenditure", description=description, estimate=estimate, position=place
        )
    return budget


def table(client, address, caption):
    """The part of a page that holds one table."""
    page = client.get(address).content.decode()
    return next(part for part in re.findall("<table.*?</table>", page, re.DOTALL) if f">{caption}</caption>" in part)


def names(client, address, caption="Spending"):
    """What names the rows of a table, its sums aside."""
    rows = table(client, address, caption).partition("totals")[0]
    return re.findall(r'<th scope="row"[^>]*>(?:<p>)?(.*?)(?:</p>)?</th>', rows)


def heads(client, address, caption="Spending"):
    return re.findall(r'<th scope="col"[^>]*>(?:<[^>]+>)*([^<]+)', table(client, address, caption))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Chair", "Training", "Audit", "Website"]),
        ("estimate", ["Website", "Chair", "Audit", "Training"]),
        ("-estimate", ["Audit", "Chair", "Website", "Training"]),
        ("what_for", ["Audit", "Chair", "Training", "Website"]),
        ("-what_for", ["Website", "Training", "Chair", "Audit"]),
        ("unknown", ["Chair", "Training", "Audit", "Website"]),
        ("outturn", ["Chair", "Training", "Audit", "Website"]),
        ("\0'\"", ["Chair", "Training", "Audit", "Website"]),
    ],
)
def test_a_list_is_sorted_by_a_column_and_what_is_not_recorded_stands_last(client, budget, order, expected):
    assert names(client, f"{BUDGET}?spending-sort={order}") == expected


def test_a_sorted_list_says_so_and_leads_back_to_its_own_order(client, budget):
    page = client.get(BUDGET).content.decode()
    assert "Sorted by" not in page
    assert '<a href="?spending-sort=estimate#spending">Estimate</a>' in page
    page = client.get(f"{BUDGET}?spending-sort=estimate").content.decode()
    assert '<p class="sorted">Sorted by Estimate. <a href="?#spending">Show in the usual order' in page
    assert 'aria-sort="ascending"><a href="?spending-sort=-estimate#spending">Estimate</a>' in page
    assert 'aria-sort="descending"' in client.get(f"{BUDGET}?spending-sort=-estimate").content.decode()


def test_rows_are_moved_in_their_own_order_only(client, budget):
    assert "Move down" in client.get(BUDGET).content.decode()
    assert "Move down" not in client.get(f"{BUDGET}?spending-sort=estimate").content.decode()


def test_one_list_is_sorted_without_the_others(client, budget):
    for place, (description, estimate) in enumerate(LINES, 1):
        make.BudgetLineFactory(budget=budget, side="income", description=description, estimate=estimate, position=place)
    address = f"{BUDGET}?spending-sort=what_for"
    assert names(client, address) == ["Audit", "Chair", "Training", "Website"]
    assert names(client, address, "Income") == ["Chair", "Training", "Audit", "Website"]
    assert '<a href="?spending-sort=what_for&amp;income-sort=estimate#income">' in client.get(address).content.decode()


def test_days_are_sorted_as_days(client):
    for name, starts in (("A", "2016-04-01"), ("B", None), ("C", "2014-12-01"), ("D", "2015-01-01")):
        make.OrganisationFactory(name=name, starts=starts)
    assert names(client, "/office/members/?organisations-sort=since_until", "Organisations") == ["C", "D", "A", "B"]


def test_a_few_rows_are_seen_at_a_glance(client):
    budget = make.BudgetFactory(key="2016-17")
    for description in ("Chair", "Audit", "Training"):
        make.BudgetLineFactory(budget=budget, side="expenditure", description=description)
    address = f"{BUDGET}?spending-sort=what_for"
    assert "spending-sort" not in client.get(BUDGET).content.decode()
    assert names(client, address) == ["Chair", "Audit", "Training"]


def test_a_column_in_which_nothing_is_recorded_is_left_out(client, budget):
    assert heads(client, BUDGET) == ["What for", "Estimate", "Change"]
    make.BudgetLineFactory(budget=budget, side="expenditure", heading="Salaries", outturn="12.50")
    assert heads(client, BUDGET) == ["What for", "Heading", "Estimate", "Outturn", "Change"]


def test_a_column_that_is_summed_stays_if_nothing_is_recorded(client):
    budget = make.BudgetFactory(key="2016-17")
    make.BudgetLineFactory(budget=budget, side="expenditure", estimate=None)
    assert "Estimate" in heads(client, BUDGET)


def test_who_may_only_read_can_sort_too(budget):
    reader = signed_in(make.UserFactory(roles=[Role.APPROVER]))
    assert names(reader, f"{BUDGET}?spending-sort=what_for") == ["Audit", "Chair", "Training", "Website"]
    assert "Change" not in heads(reader, BUDGET)
