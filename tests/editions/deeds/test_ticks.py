"""The pages on which a deed is done: what they show beside one another, and what they want to have ticked."""

import pytest
from django.test import Client
from django.urls import reverse

from membership.models import Board
from tests import factories as make
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
    shown = page(client, "version-confirm-changes", asked).partition("<main")[2]
    assert (
        shown.index("Say “listening” in section 1.")
        < shown.index("to be confirmed by the chair")
        < shown.index("Before")
    )
    refused = page(client, "version-confirm-changes", asked, shown=now_shown(plan))
    assert "tick that nothing else has changed" in refused
    assert fresh(asked).publication.edition_set.count() == 1
    page(client, "version-confirm-changes", asked, shown=now_shown(plan), only_these="on")
    assert fresh(asked).publication.edition_set.count() == 2


def test_a_slip_of_the_pen_is_corrected_without_another_question(live, plan, client):
    Board.objects.update(standing_permission="Minute 4")
    rewrite(plan, "We listen.")
    assert 'name="facts"' not in page(client, "version-correct", live)
    page(client, "version-correct", live, shown=now_shown(plan), note="A slip")
    assert fresh(live).publication.edition_set.count() == 2


def test_more_than_words_is_named_and_has_to_be_ticked(live, plan, client):
    Board.objects.update(standing_permission="Minute 4")
    rewrite(plan, "We listen.")
    make.NarrativeFactory(publication=plan, heading="Our new aim", before="We walk.")
    shown = page(client, "version-correct", live)
    named = shown.partition("More than words")[2].partition("</ul>")[0]
    assert "Our new aim" in named
    assert named.count("<li>") == 1
    assert "This amount, figure, date, person or entry is wrong in print" in shown
    sent = {"shown": now_shown(plan), "note": "A slip"}
    assert "tick that they are wrong in print" in page(client, "version-correct", live, **sent)
    assert fresh(live).publication.edition_set.count() == 1
    page(client, "version-correct", live, **sent, facts="on")
    assert fresh(live).publication.edition_set.count() == 2
