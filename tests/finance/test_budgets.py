"""Budgets, who pays, and the lines."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from finance.office import who_pays
from membership.models import Party
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_who_pays_what_comes_in_one_query_however_many_pay(django_assert_num_queries):
    budget = make.BudgetFactory()
    for count in (2, 18):
        for _ in range(count):
            organisation = make.OrganisationFactory(parent=make.OrganisationFactory())
            make.ContributionFactory(budget=budget, label="", payer=Party.objects.of(organisation))
        with django_assert_num_queries(1):
            assert all(row.payer_name.startswith("Organisation") for row in budget.contributions())
    make.ContributionFactory()
    assert budget.contributions().count() == 20


def test_a_payer_is_named_as_printed():
    police = Party.objects.of(make.OrganisationFactory(name="Essex Police"))
    assert make.ContributionFactory(payer=police, label="").payer_name == "Essex Police"
    assert make.ContributionFactory(payer=police, label="Police").payer_name == "Police"
    nobody = make.ContributionFactory(payer=None, label="")
    assert nobody.payer_name == ""
    assert (str(nobody), nobody.key) == ("No payer named", "no-payer-named")


def test_the_office_sees_whom_a_printed_name_stands_for():
    police = Party.objects.of(make.OrganisationFactory(name="Essex Police"))
    said = [who_pays(make.ContributionFactory(payer=police, label=label)) for label in ("", "Police", "Essex Police")]
    assert said == ["Essex Police", "Police, printed for Essex Police", "Essex Police"]


def test_money_is_kept_to_the_penny():
    line = make.BudgetLineFactory(estimate=Decimal("9999999999.99"), outturn=Decimal("0.01"))
    line.refresh_from_db()
    assert (line.estimate, line.outturn) == (Decimal("9999999999.99"), Decimal("0.01"))


def test_an_unknown_amount_is_not_nought():
    line = make.BudgetLineFactory()
    line.refresh_from_db()
    assert line.estimate is None


@pytest.mark.parametrize("part", [Decimal("-0.5"), Decimal("1.01")])
def test_a_part_of_a_post_is_a_part(part):
    with pytest.raises(ValidationError):
        make.BudgetLineFactory.build(budget=make.BudgetFactory(), post_share=part).full_clean()


@pytest.mark.parametrize("share", [Decimal("-0.001"), Decimal("100.001")])
def test_a_share_is_refused_beside_its_field(share):
    """The constraint's sentence is the only one: the field itself has none of its own."""
    with pytest.raises(ValidationError) as refused:
        make.ContributionFactory.build(budget=make.BudgetFactory(), share=share).full_clean()
    assert refused.value.messages == ["A share lies between 0 and 100 per cent."]


def test_a_payer_is_not_deleted():
    contribution = make.ContributionFactory(payer=make.PartyFactory())
    with pytest.raises(ProtectedError):
        contribution.payer.delete()
