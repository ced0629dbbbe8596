"""Tables of money with several years or amounts side by side: each goes to its own year, or is asked about."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from finance.models import Budget
from kit.intake import cells as tables
from kit.intake import looking
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.intake.understanding import years_in
from lscb.office.pasted_lists import LISTS
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
LINES, PAYS = "budget-lines", "contributions"


@pytest.fixture
def budget():
    return make.BudgetFactory(financial_year="2016/17", starts=date(2016, 4, 1), ends=date(2017, 3, 31))


class Brought:
    """A table as the page shows it: pressing each button that it offers for a column, if that is wanted."""

    def __init__(self, name, rows, budget, *, press=False):
        self.into, self.years, self.budget = LISTS[name], years_in(budget.financial_year), budget
        self.person = make.SuperuserFactory()
        self.table = arrange(tables.of_rows([row.split(" | ") for row in rows]), self.into, self.years)
        for place, deeds in self.offers().items() if press else ():
            self.table.columns[place] = deeds[0]

    def run(self, *, save=False):
        return Intake(self.into, {"budget": self.budget}, self.person).run(self.table, save=save)

    def looks(self):
        return looking.looks(self.table, self.run(), self.years)

    def offers(self):
        """What each column that isn't saved may be saved as."""
        deeds = [deed.does.partition("=") for look in self.looks() for deed in look.deeds]
        found = {}
        for at, _, name in deeds:
            if at.startswith("column-"):
                found.setdefault(int(at.removeprefix("column-")), []).append(name)
        return found


def saved(budget, *names):
    return [tuple(getattr(row, name) for name in names) for row in budget.budgetline_set.all()]


# Each heading is one that treasurers write: the columns of 2015/16, those of 2016/17, and what is asked.
YEARS = [
    (["Item | 2015/16 £ | 2016/17 £"], {1: "estimate@2015/16"}),
    (["Item | 2016/17 £ | 2015/16 £"], {2: "estimate@2015/16"}),
    (["Item | 15/16 | 16/17"], {1: "estimate@2015/16"}),
    (["Item | FY 2015-2016 £ | FY 2016-2017 £"], {1: "estimate@2015/16"}),
    (["Item | April 2015 to March 2016 | April 2016 to March 2017"], {1: "estimate@2015/16"}),
    (["Item | Apr 2015 - Mar 2016 £ | Apr 2016 - Mar 2017 £"], {1: "estimate@2015/16"}),
    (["Item | 1 April 2015 to 31 March 2016 | 1 April 2016 to 31 March 2017"], {1: "estimate@2015/16"}),
    (["Item | 01/04/2015 - 31/03/2016 | 01/04/2016 - 31/03/2017"], {1: "estimate@2015/16"}),
    (["Item | Outturn 2015/16 | Estimate 2016/17"], {1: "outturn@2015/16"}),
    (["Item | 2015/16 Actual | 2016/17 Budget"], {1: "outturn@2015/16"}),
]


@pytest.mark.parametrize(("heads", "asked"), YEARS, ids=lambda each: str(each)[:50])
def test_a_column_of_another_year_is_asked_about_and_never_taken_for_this_one(heads, asked, budget):
    found = Brought(LINES, [*heads, "Chair | 17,000 | 18,000", "Training | 500 | 600"], budget)
    assert {place: deeds[0] for place, deeds in found.offers().items()} == asked
    assert all(look.is_open for look in found.looks() if "another year" in look.words)
    found.run(save=True)
    here = 1 if "2016/17" in heads[0].split(" | ")[1] else 2
    expected = [17_000, 500] if here == 1 else [18_000, 600]
    assert [line.estimate for line in budget.budgetline_set.all()] == expected
    assert Budget.objects.count() == 1, "nothing of another year is saved unless somebody says so"


@pytest.mark.parametrize(("heads", "asked"), YEARS, ids=lambda each: str(each)[:50])
def test_with_one_press_each_year_goes_to_its_own_budget_which_is_made(heads, asked, budget):
    found = Brought(LINES, [*heads, "Chair | 17,000 | 18,000", "Training | 500 | 600"], budget, press=True)
    assert "Budget 2015/16 isn’t recorded yet. It is made." in [look.words for look in found.looks() if look.is_open]
    assert found.run(save=True).is_sound
    other = Budget.objects.get(financial_year="2015/16")
    assert (other.starts, other.ends) == (date(2015, 4, 1), date(2016, 3, 31))
    [(place, name)] = asked.items()
    amounts = [17_000, 500] if place == 1 else [18_000, 600]
    assert [getattr(line, name.partition("@")[0]) for line in other.budgetline_set.all()] == amounts


def test_years_above_cells_that_were_merged_head_all_columns_below_them(budget):
    """Of a merged cell only the first place has words in a file of values alone."""
    before = make.BudgetFactory(financial_year="2015-16")
    rows = [
        " | 2015/16 |  | 2016/17 | ",
        "Item | Budget | Actual | Budget | Actual",
        "Chair | 17,000 | 16,000 | 18,000 | 5",
    ]
    found = Brought(LINES, rows, budget, press=True)
    assert found.table.columns == ["description", "estimate@2015/16", "outturn@2015/16", "estimate", "outturn"]
    assert found.run(save=True).is_sound
    assert saved(before, "estimate", "outturn") == [(17_000, 16_000)]
    assert saved(budget, "estimate", "outturn") == [(18_000, 5)]


def test_a_line_of_one_year_alone_is_a_line_of_that_year(budget):
    rows = ["Item | 2015/16 £ | 2016/17 £", "A conference | 500 | ", "Chair |  | 18,000", "Post | 1 | 2"]
    assert Brought(LINES, rows, budget, press=True).run(save=True).is_sound
    assert saved(budget, "description") == [("Chair",), ("Post",)]
    assert saved(Budget.objects.get(financial_year="2015/16"), "description") == [("A conference",), ("Post",)]


def test_totals_are_compared_in_each_year(budget):
    rows = [
        "Item | 2015/16 £ | 2016/17 £",
        "Chair | 17,000 | 18,000",
        "Training | 500 | 600",
        "Total | 17,600 | 18,600",
    ]
    found = Brought(LINES, rows, budget, press=True)
    told = {look.words: look.is_open for look in found.looks() if "Total" in look.words}
    assert told == {
        "Estimate of 2015/16, “Total”: you typed 17,600, these rows come to 17,500.": True,
        "Estimate, “Total”: you typed 18,600, and these rows come to the same.": False,
    }


def test_what_is_wrong_with_another_year_stands_at_its_own_cell_and_nothing_is_saved(budget):
    found = Brought(LINES, ["Item | 2015/16 £ | 2016/17 £", "Chair | 1.000,00 | 18,000"], budget, press=True)
    outcome = found.run(save=True)
    assert list(outcome.problems[1]) == ["estimate@2015/16"]
    assert not Budget.objects.exclude(pk=budget.pk).exists()
    assert not budget.budgetline_set.exists()


def test_a_line_that_stands_in_the_other_year_already_is_said_with_its_year(budget):
    before = make.BudgetFactory(financial_year="2015/16")
    make.BudgetLineFactory(budget=before, side="expenditure", heading="", description="Chair")
    found = Brought(LINES, ["Item | 2015/16 £ | 2016/17 £", "Chair | 17,000 | 18,000"], budget, press=True)
    assert "2015/16: This stands in the list already." in str(found.run(save=True).problems)


def test_two_budgets_of_one_year_are_asked_about(budget):
    make.BudgetFactory(financial_year="2015/16")
    make.BudgetFactory(financial_year="2015/16 revised")
    found = Brought(LINES, ["Item | 2015/16 £ | 2016/17 £", "Chair | 17,000 | 18,000"], budget, press=True)
    assert any("Several are of 2015/16" in sentence for sentence in found.run(save=True).general)


def test_a_ledger_of_two_years_keeps_its_sides(budget):
    rows = [
        "Details | Debit 2015/16 | Credit 2015/16 | Debit 2016/17 | Credit 2016/17",
        "Chair | 17,000 |  | 18,000 | ",
        "Fees |  | 300 |  | 350",
    ]
    assert Brought(LINES, rows, budget, press=True).run(save=True).is_sound
    assert saved(budget, "side", "outturn") == [("expenditure", 18_000), ("income", 350)]
    before = Budget.objects.get(financial_year="2015/16")
    assert saved(before, "side", "outturn") == [("expenditure", 17_000), ("income", 300)]


def test_the_balance_that_a_ledger_runs_is_no_amount_of_its_lines(budget):
    rows = ["Details | DR £ | CR £ | Balance £", "Chair | 17,000 |  | -17,000", "Fees |  | 300 | -16,700"]
    found = Brought(LINES, rows, budget)
    assert found.run(save=True).is_sound
    assert saved(budget, "estimate", "outturn") == [(None, 17_000), (None, 300)]


def test_a_row_that_names_its_year_is_asked_about_if_that_is_another(budget):
    found = Brought(LINES, ["Year | Item | Amount", "2015/16 | Chair | 17,000", "2016/17 | Chair | 18,000"], budget)
    [(number, problems)] = found.run(save=True).problems.items()
    assert (number, list(problems)) == (1, ["year"])
    found.table.roles[1] = "out"
    assert found.run(save=True).is_sound
    assert saved(budget, "estimate") == [(18_000,)]


def test_the_side_of_a_ledger_with_one_column_of_amounts_is_asked_for(budget):
    found = Brought(LINES, ["Details | Amount | DR/CR", "Chair | 17,000 | DR"], budget)
    [sentence] = found.run().problems[1]["side"]
    assert sentence.offers == ("income", "expenditure")


@pytest.mark.parametrize(
    "heads",
    [
        "Agency | Agreed | Paid",
        "Agency | Agreed £ | Paid £",
        "Agency | Proposed contribution | Agreed contribution",
        "Agency | Amount due | Amount received",
        "Agency | Last year | This year",
        "Agency | Current year £ | Next year £",
        "Agency | Invoiced | Received",
    ],
)
def test_which_of_two_columns_of_amounts_is_meant_is_asked(heads, budget):
    found = Brought(PAYS, [heads, "Police | £100 | £200", "CCG | £300 | £400"], budget)
    assert found.table.columns[1:] == ["", ""]
    assert [found.offers()[place][0] for place in (1, 2)] == ["amount", "amount"]
    found.table.columns[2] = "amount"
    assert found.run(save=True).is_sound
    assert [row.amount for row in budget.contributions()] == [200, 400]


@pytest.mark.parametrize(("name", "is_one"), [
    ("amount@2015/16", True), ("amount@2015", True), ("amount@1999/00", True), ("amount@2015/99", False),
    ("amount@", False), ("amount@next", False), ("payer@2015/16", False), ("nothing@2015/16", False), ("amount", True),
])  # fmt: skip
def test_only_figures_have_years_of_their_own(name, is_one):
    assert LISTS[PAYS].has(name) is is_one
    assert bool(LISTS[PAYS].label(name)) is is_one


def test_agreed_stands_in_the_heading_of_what_was_chosen(budget):
    found = Brought(PAYS, ["Agency | Agreed £ | Paid £", "Police | 100 | 90"], budget)
    found.table.columns[1] = "amount"
    found.run(save=True)
    assert [(row.amount, row.status) for row in budget.contributions()] == [(100, "agreed")]


def test_shares_and_amounts_of_two_years_stay_together(budget):
    rows = ["Agency | 2015/16 % | 2015/16 £ | 2016/17 % | 2016/17 £", "Police | 40% | 100 | 33.3% | 200"]
    assert Brought(PAYS, rows, budget, press=True).run(save=True).is_sound
    before = Budget.objects.get(financial_year="2015/16")
    assert [(row.share, row.amount, row.basis) for row in before.contributions()] == [(40, 100, "share")]
    assert [(row.share, row.amount) for row in budget.contributions()] == [(Decimal("33.3"), 200)]


@pytest.mark.parametrize("other", ["2015/16", "2018/19"])
def test_amounts_under_a_year_alone_are_offered_as_amounts_and_never_as_shares(budget, other):
    rows = [f"Agency | 2016/17 | {other}", "Essex Police | 14,355 | 15,000", "Southend CCG | 22,620 | 23,100"]
    assert Brought(PAYS, rows, budget).offers() == {2: [f"amount@{other}"]}
    assert Brought(PAYS, rows, budget, press=True).run(save=True).is_sound
    added = Budget.objects.get(financial_year=other)
    assert [(row.share, row.amount) for row in added.contributions()] == [(None, 15000), (None, 23100)]


def test_years_on_the_page_and_taken_back_with_one_button(budget):
    """As somebody does it: paste, press what is offered, say that it was looked at, save, take it back."""
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    address = "/office/paste/contributions/"
    pasted = "Agency\t2015/16 £\t2016/17 £\nPolice\t100\t200\nCCG\t300\t400"
    look = client.post(address, {"budget": budget.pk, "pasted": pasted})
    assert "Save as amount of 2015/16" in look.content.decode()
    look = client.post(address, {"look": "1", "do": "column-1=amount@2015/16"})
    words = look.content.decode()
    assert '<option value="amount@2015/16" selected>Amount of 2015/16</option>' in words
    sign = look.context["sign"]
    answer = client.post(address, {"look": "1", "looked-shown": "1", "looked": sign, "do": "save"})
    assert answer.status_code == 302, answer.context["open"]
    before = Budget.objects.get(financial_year="2015/16")
    assert [row.amount for row in before.contributions()] == [100, 300]
    assert [row.amount for row in budget.contributions()] == [200, 400]
    client.post(answer.url)
    assert not Budget.objects.filter(financial_year="2015/16").exists()
    assert not budget.contributions().exists()
