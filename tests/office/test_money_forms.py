"""Amounts as people type them in the forms of the budget, and two people who edit its lines at once."""

import html
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from editions.changes import CHANGED, changes, difference_in_words
from finance.models import BudgetLine, Contribution
from membership.roles import Role
from publications.compose import compose
from publications.models import Publication
from tests import factories as make
from tests.office.conftest import fields

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)

# What is typed, and what is understood; or words of the sentence beside the field.
AMOUNTS = [
    ("£1,000", 1_000),
    ("1,000.50", Decimal("1000.50")),
    (" 1000 ", 1_000),
    ("£ 1,000", 1_000),
    ("1000.5", Decimal("1000.50")),
    ("(1,000)", -1_000),
    ("-1,000", -1_000),
    ("−1,000", -1_000),
    ("1.000,00", "1.000,00"),
    ("1.005", "1.005"),
    ("£5,000 £6,000", "Several numbers stand here: 5,000 and 6,000."),
    ("5,000 and 6,000", "5,000"),
    ("1" + "0" * 400, "This is too long for a number."),
    ("10^400", "“^” is no part of a number."),
    ("1e400", "1e400"),
    ("lots", "Write an amount, such as £1,000"),
    ("1 000", "1 000"),
]


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


@pytest.fixture
def budget():
    make.BoardFactory()
    return make.BudgetFactory(key="2016-17", financial_year="2016/17")


@pytest.mark.parametrize(("typed", "understood"), AMOUNTS)
@pytest.mark.parametrize("kind", ["budgetline", "contribution"])
def test_an_amount_is_understood_or_refused_in_a_sentence_and_stays_in_its_field(
    kind, typed, understood, client, budget
):
    name = "estimate" if kind == "budgetline" else "amount"
    sent = {
        "budgetline": {"side": "expenditure", "description": "Training", "confirmed": "on"},
        "contribution": {"payer": "", "label": "Police", "basis": "share", "share": ""},
    }[kind] | {name: typed}
    answer = client.post(f"/office/add/{kind}/?budget={budget.pk}", sent)
    row = (BudgetLine if kind == "budgetline" else Contribution).objects.first()
    if isinstance(understood, str):
        [sentence] = answer.context["form"].errors[name]
        words = answer.content.decode()
        assert understood in sentence
        assert html.escape(sentence) in words or sentence in html.unescape(words)
        assert f'value="{html.escape(typed)}"' in words, "nothing typed is lost"
        assert row is None
    else:
        assert answer.status_code == 302, answer.context["form"].errors
        assert getattr(row, name) == understood


@pytest.mark.parametrize("typed", ["101%", "-5%", "49,5", "49.5555%", "half", "49.5% 50.5%", "1e3"])
def test_a_share_is_understood_or_refused_in_a_sentence_and_stays_in_its_field(typed, client, budget):
    sent = {"payer": "", "label": "Police", "basis": "share", "share": typed, "amount": ""}
    answer = client.post(f"/office/add/contribution/?budget={budget.pk}", sent)
    assert answer.context["form"].errors["share"]
    assert f'value="{typed}"' in answer.content.decode()
    assert not Contribution.objects.exists()


# Two people at once


@pytest.fixture
def line(budget):
    return make.BudgetLineFactory(budget=budget, side="expenditure", description="Training", estimate=Decimal(500))


@pytest.fixture
def other():
    client = Client()
    client.force_login(make.UserFactory(name="Ben", roles=[Role.EDITOR]))
    return client


def test_two_who_edit_one_line_at_once_lose_nothing(client, other, line):
    """One types the estimate and one the outturn; the second sees both before anything is saved."""
    address = f"/office/edit/budgetline/{line.pk}/"
    mine, theirs = fields(client.get(address)), fields(other.get(address))
    assert other.post(address, theirs | {"outturn": "450"}).status_code == 302
    answer = client.post(address, mine | {"estimate": "600"})
    words = answer.content.decode()
    assert "Somebody else saved this" in words
    assert 'value="600"' in words, "what was typed is still there"
    line.refresh_from_db()
    assert (line.estimate, line.outturn) == (500, 450), "and what the other saved is"
    again = fields(client.get(address)) | {"estimate": "600"}
    assert client.post(address, again).status_code == 302
    line.refresh_from_db()
    assert (line.estimate, line.outturn) == (600, 450)


def test_two_who_add_lines_at_once_both_keep_theirs(client, other, budget):
    address = f"/office/add/budgetline/?budget={budget.pk}"
    forms = [fields(each.get(address)) | {"side": "income"} for each in (client, other)]
    for each, typed, description in zip((client, other), forms, ("Fees", "A grant"), strict=True):
        assert each.post(address, typed | {"description": description, "estimate": "100"}).status_code == 302
    assert sorted(budget.budgetline_set.values_list("description", flat=True)) == ["A grant", "Fees"]


def test_who_edits_a_line_that_was_removed_meanwhile_keeps_what_was_typed(client, other, line):
    address = f"/office/edit/budgetline/{line.pk}/"
    mine = fields(client.get(address))
    removal = f"/office/remove/budgetline/{line.pk}/"
    other.post(removal, {"version": line.version, "_deed": "delete"})
    assert not BudgetLine.objects.exists()
    answer = client.post(address, mine | {"estimate": "612"})
    assert "612" in answer.content.decode()


# What changed after it was agreed


def test_the_decision_and_a_revision_with_its_reason_stand_in_what_changed(client, budget, line):
    """As the office does it: it is agreed by a decision; then a line is revised, and a contribution changes."""
    paid = make.ContributionFactory(budget=budget, label="CAFCASS", amount=Decimal(609), share=None, basis="fixed")
    plan = make.PublicationFactory(slug="2016-2019", budget=budget)
    for place in ("contributions", "budget"):
        make.NarrativeFactory(publication=plan, place=place, key=place)
    meeting = make.MeetingFactory(body=make.BodyFactory(name="The Board"), year=2016, month=3, day=14)
    decision = make.DecisionFactory(item__meeting=meeting, words="Agreed.", minute="5.2", budget=budget)

    proposed = compose(plan, on=TODAY)
    client.post("/office/budget/2016-17/agreed/", {"decision": decision.pk})
    agreed = compose(Publication.objects.get(), on=TODAY)
    assert said(proposed, agreed) == {
        "Agreed on: Not stated → 14 March 2016",
        "Where and how it was agreed: nothing → The Board, minute 5.2",
    }

    address = f"/office/edit/budgetline/{line.pk}/"
    typed = fields(client.get(address)) | {"revised": "650", "revised_because": "More courses were asked for."}
    assert client.post(address, typed).status_code == 302
    address = f"/office/edit/contribution/{paid.pk}/"
    typed = fields(client.get(address)) | {"amount": "600", "changed_because": "By their letter of May."}
    assert client.post(address, typed).status_code == 302
    revised = compose(Publication.objects.get(), on=TODAY)
    told = said(agreed, revised)
    assert "Expenditure, Training, revised: nothing → £650" in told
    assert "Expenditure, Training, why it was revised: nothing → More courses were asked for." in told
    assert "CAFCASS contribution: £609 → £600" in told
    assert "CAFCASS contribution, why it changed: nothing → By their letter of May." in told
    assert not any("£500 →" in change for change in told), "what was agreed stays beside it"
    # Against the version before it was agreed, the decision and the revision stand together.
    assert said(proposed, agreed) < said(proposed, revised)


def said(old, new):
    return {difference_in_words(change) for change in changes(old, new) if change.kind == CHANGED}
