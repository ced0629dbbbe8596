"""The real board promised to end the delays at MARAC by the end of March 2016. On 1 June 2016 each page says so."""

from datetime import date

import pytest
from django.test import Client

from membership.roles import Role
from priorities.models import Action
from publications.compose import compose
from publications.models import Publication
from tests import factories as make

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)
PROMISE = "(MARAC)"


@pytest.fixture
def page(report, db, settings):
    settings.TODAY = DAY

    def page(address, role):
        client = Client()
        client.force_login(make.UserFactory(roles=[role]))
        return client.get(address).content.decode()

    return page


def test_the_promise_is_overdue_wherever_somebody_has_to_know_it(page):
    action = Action.objects.get(key="marac")
    assert (action.due, action.due_in_words) == (date(2016, 3, 31), "by the end of March 2016 at the latest")
    today = page("/office/", Role.MANAGER)
    overdue = today[today.index("Overdue") : today.index("Before the next meeting")]
    assert PROMISE in overdue
    for address in ("/office/actions/?show=overdue", "/office/print/actions/", "/office/evidence/2014-15/"):
        assert "by the end of March 2016 at the latest (overdue by 2 months)" in page(address, Role.MANAGER), address
    members = page("/members/", Role.MEMBER)
    assert "<span>Actions</span> <span>2 overdue</span>" in members
    assert PROMISE in members[members.index('id="actions"') :]


def test_no_document_prints_it(page):
    """The plan holds the promise as a finding, and no action."""
    plan = compose(Publication.objects.get(kind="business-plan"), on=DAY)
    assert "local solution to the delays at the Multi" not in repr(plan)
    assert "What is done" not in repr(plan)
