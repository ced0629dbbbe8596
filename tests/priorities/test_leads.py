"""Who leads a goal, what it is related to, who owes a figure: edited where it is read, and in the document."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from membership.models import Party
from membership.roles import Role
from priorities.models import Indicator, Lead
from publications.compose import compose
from publications.content import codec
from publications.sections import section_blocks
from tests import factories as make
from tests.office.conftest import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    make.BoardFactory()
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


def test_a_lead_and_a_related_goal_are_added_where_the_goal_is_read(client):
    goal, other = make.GoalFactory(title="Neglect"), make.GoalFactory(title="Early help")
    police = make.OrganisationFactory(name="Essex Police")
    for kind, answer in (("lead", {"party": "essex police"}), ("related", {"other": other.pk})):
        address = f"/office/add/{kind}/?goal={goal.pk}"
        assert client.post(address, fields(client.get(address)) | answer).status_code == 302
    assert Lead.objects.get().party == Party.objects.of(police)
    page = client.get(f"/office/plan/{goal.plan.key}/").content.decode()
    assert "Essex Police" in page
    assert f"Early help ({other.plan})" in page


def test_who_owes_a_figure_is_chosen_with_the_indicator(client):
    indicator = make.IndicatorFactory()
    address = f"/office/edit/indicator/{indicator.pk}/"
    client.post(address, fields(client.get(address)) | {"owed_by": "The hospital"})
    assert str(Indicator.objects.get().owed_by) == "The hospital"
    assert "The hospital" in client.get("/office/figures/").content.decode()


def test_leads_stand_in_the_document_and_without_them_it_says_what_it_always_said(client):
    publication = make.PublicationFactory(plan=make.PlanFactory())
    make.NarrativeFactory(publication=publication, place="goals")
    led, _ = (make.GoalFactory(plan=publication.plan, title=title) for title in ("Neglect", "Early help"))

    def document():
        return compose(publication, on=date(2016, 4, 1))

    before = codec.write(document())
    assert "led_by" not in before
    for name in ("Police", "Health"):
        make.LeadFactory(goal=led, party=Party.objects.of(name))
    [table] = [block for block in section_blocks(document().sections[0]) if hasattr(block, "groups")]
    assert [column.heading for column in table.columns] == [
        "Ref",
        "Priority",
        "Led by",
        "Projected Outcome/Impact Measurement",
    ]
    assert [row.cells[2] for row in table.groups[0].rows] == ["Police and Health", "Not stated"]
    assert codec.read(codec.write(document()), codec.SCHEMA) == document()
    Lead.objects.all().delete()
    assert codec.write(document()) == before


def test_the_plan_page_asks_as_often_for_many_leads(client):
    goal = make.GoalFactory()
    make.LeadFactory(goal=goal)
    make.RelatedFactory(goal=goal)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/office/plan/{goal.plan.key}/")
        return len(queries)

    few = asked()
    for _ in range(8):
        make.LeadFactory(goal=goal, party=Party.objects.of(make.SeatFactory()))
        make.RelatedFactory(goal=goal)
    assert asked() == few
