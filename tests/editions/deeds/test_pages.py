"""The pages on which a deed is done: what they show beside one another, and what they want to have ticked."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.editions.drafts import fresh, now_shown, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(manager):
    client = Client()
    client.force_login(manager)
    return client


def page(client, name, edition, **sent):
    """The page of a deed, or what it answers to a form."""
    address = reverse(name, args=[edition.pk])
    answer = client.post(address, sent) if sent else client.get(address)
    return answer.content.decode() if answer.status_code == 200 else answer


def test_the_changes_asked_for_stand_above_all_that_differs(asked, plan, client):
    rewrite(plan, "We listen.")
    shown = page(client, "version-confirm-changes", asked)
    assert (
        shown.index("Say “listening” in section 1.")
        < shown.index("to be confirmed by the chair")
        < shown.index("Before")
    )
    refused = page(client, "version-confirm-changes", asked, shown=now_shown(plan))
    assert "tick that nothing else is in it" in refused
    assert fresh(asked).publication.edition_set.count() == 1
    page(client, "version-confirm-changes", asked, shown=now_shown(plan), only_these="on")
    assert fresh(asked).publication.edition_set.count() == 2
