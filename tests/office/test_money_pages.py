"""The budget's pages: next year in one step, a cost split by formula, years and what if side by side, agreement."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finance.models import Budget, BudgetLine, Contribution, CostPart, CostSplit
from membership.roles import Role
from tests import factories as make
from tests.finance.test_outlook import AMOUNTS, SHARES
from tests.test_money import page, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


@pytest.fixture
def budget():
    """The budget of the original."""
    make.BoardFactory()
    budget = make.BudgetFactory(
        key="2016-17", financial_year="2016/17", starts=date(2016, 4, 1), ends=date(2017, 3, 31)
    )
    for place, ((name, amount), share) in enumerate(zip(AMOUNTS.items(), SHARES, strict=True)):
        make.ContributionFactory(
            budget=budget, label=name, amount=Decimal(amount), share=Decimal(share), status="proposed", position=place
        )
    line(budget, "Partners", None, from_contributions=True)
    line(budget, "Training", 5_000)
    line(budget, "Schools Forum", 10_000, confirmed=False)
    line(budget, "2015/16 outturn", 71_000, recurrence="brought-forward")
    line(budget, "Salaries and all else", 115_850, side="expenditure")
    return budget


def line(budget, description, estimate, side="income", **more):
    amount = None if estimate is None else Decimal(estimate)
    place = budget.budgetline_set.count()
    return make.BudgetLineFactory(
        budget=budget, description=description, estimate=amount, side=side, position=place, **more
    )


# Next year


def test_next_year_is_started_in_one_step_and_taken_back_with_one(client, budget):
    budget.budgetline_set.filter(description="Training").update(revised=Decimal(6_000), outturn=Decimal(1))
    answer = client.post("/office/budget/2016-17/next/", follow=True)
    made = Budget.objects.get(financial_year="2017/18")
    words = plain(answer.content.decode())
    assert "started: budget 2017/18, from 2016/17. nothing of 2016/17 has changed." in words
    assert (made.starts, made.ends) == (date(2017, 4, 1), date(2018, 3, 31))
    assert [(row.payer_name, row.amount, row.share, row.status) for row in made.contributions()] == [
        (row.payer_name, row.amount, row.share, "") for row in budget.contributions()
    ]
    assert list(made.budgetline_set.values_list("description", "estimate", "revised", "outturn")) == [
        ("Partners", None, None, None),
        ("Training", 6_000, None, None),
        ("Schools Forum", 10_000, None, None),
        ("Brought forward from 2016/17", 58_150, None, None),
        ("Salaries and all else", 115_850, None, None),
    ]
    assert "by its share" not in words
    answer = client.post(f"/office/budget/{made.key}/not-started/", follow=True)
    assert "the start was taken back: 12 records." in plain(answer.content.decode())
    assert list(Budget.objects.all()) == [budget]


def test_a_start_is_not_taken_back_once_somebody_worked_on_it(client, budget):
    client.post("/office/budget/2016-17/next/")
    row = Contribution.objects.filter(budget__financial_year="2017/18").first()
    sent = {"payer": "", "label": row.label, "share": "50", "amount": "1", "basis": "share", "version": row.version}
    client.post(f"/office/edit/contribution/{row.pk}/", sent)
    address = f"/office/budget/{row.budget.key}/not-started/"
    words = plain(client.post(address, follow=True).content.decode())
    assert "some of these rows were changed since" in words
    assert Budget.objects.count() == 2


def test_a_year_that_is_there_or_has_no_name_is_not_started(client, budget):
    make.BudgetFactory(financial_year="2017/18")
    assert "there is a budget 2017/18 already." in plain(
        client.post("/office/budget/2016-17/next/", follow=True).content.decode()
    )
    Budget.objects.filter(pk=budget.pk).update(financial_year="First year")
    assert "holds no year" in client.post("/office/budget/2016-17/next/", follow=True).content.decode()
    assert Budget.objects.count() == 2


# A cost split by formula


def test_a_review_is_split_by_the_contributions_and_kept(client, budget):
    asked = client.post("/office/budget/2016-17/running/costsplit/", {"cost": "£18,000.01"}).content.decode()
    assert "Southend (49.5%) £8,910.01, Police (16.5%) £2,970, CCG (26.0%) £4,680" in asked
    assert "CAFCASS (0.7%) £126 and no payer named (0.1%) £18." in asked
    address = f"/office/add/costsplit/?budget={budget.pk}"
    assert client.post(address, {"what": "Review", "cost": "£18,000.01"}).status_code == 302
    split = CostSplit.objects.get()
    parts = [str(part.amount) for part in split.costpart_set.all()]
    assert parts == ["8910.01", "2970.00", "4680.00", "1296.00", "126.00", "18.00"]
    # What was asked stays, whatever becomes of the contributions; another cost is parted by the same weights.
    budget.contribution_set.filter(label="Southend").update(share=Decimal(1))
    sent = {"what": "Review", "cost": "20,000", "outcome": "Paid by all", "version": split.version}
    client.post(f"/office/edit/costsplit/{split.pk}/", sent)
    assert [str(part.amount) for part in split.costpart_set.all()][:2] == ["9900.00", "3300.00"]
    sheet = page(f"/office/print/split/{split.pk}/")
    assert "southend 49.5% £9,900" in sheet
    assert "no payer named 0.1% £20" in sheet
    assert "total £20,000" in sheet
    assert "paid by all" in sheet
    assert "total £20,000" in page("/office/budget/2016-17/")
    assert "southend 49.5% £9,900" in page("/office/budget/2016-17/")


def test_nobody_was_asked_on_a_day_that_is_yet_to_come(client, budget, settings):
    settings.TODAY = date(2016, 6, 1)
    address = f"/office/add/costsplit/?budget={budget.pk}"
    sent = {"what": "Review", "cost": "£18,000", "asked_on": "1 July 2016"}
    assert "This day is yet to come." in client.post(address, sent).content.decode()
    assert not CostSplit.objects.exists()
    client.post(address, sent | {"asked_on": "1 June 2016"})
    assert CostSplit.objects.get().asked_on == date(2016, 6, 1)


@pytest.mark.parametrize(
    ("cost", "sentence"),
    [
        ("-5", "A cost is more than nought."),
        ("0", "A cost is more than nought."),
        ("1.005", "has more than two places for pence"),
        ("1.000,00", "1.000,00"),
        ("£5,000 £6,000", "£5,000 £6,000"),
        ("1" + "0" * 400, "too"),
        ("much", "much"),
    ],
)
def test_a_cost_that_is_none_is_refused_beside_its_field_and_nothing_typed_is_lost(cost, sentence, client, budget):
    answer = client.post(f"/office/add/costsplit/?budget={budget.pk}", {"what": "Review", "cost": cost})
    page_of_it = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page_of_it, plain(page_of_it)
    assert cost in page_of_it
    assert not CostSplit.objects.exists()


def test_without_contributions_there_is_no_formula(client):
    make.BoardFactory()
    budget = make.BudgetFactory()
    answer = client.post(f"/office/add/costsplit/?budget={budget.pk}", {"what": "Review", "cost": "5"})
    assert "Nobody has a share. The cost is split by the shares or amounts of who pays what." in answer.content.decode()
    assert not CostPart.objects.exists()


def test_the_page_asks_as_often_for_many_costs_as_for_two(client, budget):
    counts = []
    for number in (2, 8):
        for _ in range(number):
            split = make.CostSplitFactory(budget=budget)
            make.CostPartFactory.create_batch(number, split=split)
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/budget/2016-17/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# Years, what if, outlook


def test_as_planned_and_without_what_is_not_confirmed(budget):
    words = page("/office/budget/2016-17/beside/")
    assert "£13,850 a year short; what is left lasts to march 2021." in words
    assert "without schools forum, £10,000: £23,850 a year short; what is left lasts to march 2018." in words
    assert "as planned £173,000 £115,850 £57,150 -£13,850 to march 2021" in words
    assert "2018/19 £29,450 -£550" in words


def test_members_read_how_long_the_money_lasts(budget, settings):
    settings.TODAY = date(2016, 6, 1)
    words = page("/members/", Role.MEMBER)
    assert "£13,850 a year short; what is left lasts to march 2021." in words
    assert "without schools forum, £10,000: £23,850 a year short; what is left lasts to march 2018." in words
    line(budget, "A post that nobody has priced", None, side="expenditure")
    assert "what is left lasts" not in page("/members/", Role.MEMBER)


def test_each_change_has_its_line_and_all_of_them_one(budget):
    key = budget.contribution_set.get(label="CAFCASS").key
    query = f"?fails=on&leaves={key}&post=Trainer&cost=20,000"
    for address in ("/office/budget/2016-17/beside/", "/office/print/beside/2016-17/"):
        words = page(address + query)
        assert "cafcass leaves £172,391 £115,850 £56,541 -£14,459" in words
        assert "trainer is added, £20,000 £173,000 £135,850 £37,150 -£33,850" in words
        assert "all of these £162,391 £135,850 £26,541 -£44,459" in words
    assert Contribution.objects.get(label="CAFCASS").amount == 609, "nothing of it is kept"
    assert not BudgetLine.objects.filter(description="Trainer").exists()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?post=Trainer", "Write what the post costs."),
        ("?share=5", "Choose whose share that is."),
        ("?cost=-5", "A cost isn’t below nought."),
        ("?cost=lots", "lots"),
        ("?leaves=nobody-we-know", "nobody-we-know"),
    ],
)
def test_what_cannot_be_reckoned_is_said(query, sentence, client, budget):
    words = client.get(f"/office/budget/2016-17/beside/{query}").content.decode()
    assert sentence in words
    assert "Error: " in words


def test_the_years_before_stand_beside_it(budget):
    before = make.BudgetFactory(financial_year="2015/16", starts=date(2014, 12, 1), ends=date(2016, 3, 31))
    line(before, "Partners", 80_000, outturn=Decimal(79_000))
    line(before, "A conference", 500, side="expenditure", outturn=Decimal(450))
    words = page("/office/budget/2016-17/beside/")
    assert "2015/16 outturn, 16 months 2016/17 estimate" in words
    assert "partners £79,000 £87,000" in words
    assert "a conference £450 no such line" in words
    assert "total income £79,000 £173,000" in words
    # What it brought forward is not what was left, and the page asks why.
    assert "2015/16 left £78,550, and £71,000 is brought forward: £7,550 less." in page("/office/budget/2016-17/")


def test_it_asks_as_often_for_many_years_as_for_two(client, budget, django_assert_max_num_queries):
    """Each year before is read by two questions of its own: its lines, and who pays."""
    for year in range(2000, 2007):
        before = make.BudgetFactory(financial_year=f"{year}", starts=date(year, 4, 1), ends=date(year + 1, 3, 31))
        line(before, "Partners", 80_000)
    with django_assert_max_num_queries(40):
        assert client.get("/office/budget/2016-17/beside/").status_code == 200


# Agreed


def test_a_budget_is_agreed_by_a_decision_of_a_meeting(client, budget):
    body = make.BodyFactory(name="The Board")
    meeting = make.MeetingFactory(body=body, year=2016, month=3, day=14)
    decision = make.DecisionFactory(item__meeting=meeting, words="The budget is agreed.", minute="5.2", budget=budget)
    assert "agreed by this decision" in plain(client.get("/office/budget/2016-17/").content.decode())
    client.post("/office/budget/2016-17/agreed/", {"decision": decision.pk})
    budget.refresh_from_db()
    assert (budget.agreed_on, budget.agreed_in_words) == (date(2016, 3, 14), "The Board, minute 5.2")
    assert "agreed by this decision" not in plain(client.get("/office/budget/2016-17/").content.decode())


@pytest.mark.parametrize("decision", ["9" * 5_000, "9" * 400, "-1", "²", ""])
def test_what_is_no_decision_agrees_nothing(client, budget, decision):
    page = client.post("/office/budget/2016-17/agreed/", {"decision": decision}, follow=True)
    assert "Choose a decision on this budget" in page.content.decode()
    budget.refresh_from_db()
    assert budget.agreed_on is None


def test_after_that_a_change_is_a_revision_with_its_reason(client, budget):
    budget.agreed_in_words = "Board meeting"
    budget.save()
    row = budget.budgetline_set.get(description="Training")
    sent = {"side": "income", "description": "Training", "estimate": "6000", "confirmed": "on", "version": row.version}
    address = f"/office/edit/budgetline/{row.pk}/"
    assert (
        "Its estimate stays: write the new amount as revised, and why." in client.post(address, sent).content.decode()
    )
    sent |= {"estimate": "5000", "revised": "6000"}
    assert "Say why it was revised" in client.post(address, sent).content.decode()
    sent |= {"revised_because": "More courses"}
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.estimate, row.revised, row.revised_because) == (5_000, 6_000, "More courses")
    words = plain(client.get("/office/budget/2016-17/").content.decode())
    assert "balance £57,150 balance as revised £58,150" in words

    paid = budget.contribution_set.get(label="CAFCASS")
    sent = {
        "payer": "",
        "label": "CAFCASS",
        "share": "0.7%",
        "amount": "600",
        "basis": "share",
        "version": paid.version,
    }
    address = f"/office/edit/contribution/{paid.pk}/"
    assert "Say below why this changed." in client.post(address, sent).content.decode()
    assert client.post(address, sent | {"changed_because": "By their letter"}).status_code == 302
