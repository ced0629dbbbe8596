"""The pages of the deeds: what is sent twice is done once, and what is refused stands beside its field."""

import pytest
from django.urls import reverse

from editions.status import Status, status
from tests.editions.drafts import fresh
from tests.office.conftest import Forms

pytestmark = pytest.mark.django_db

MINUTE_7 = {"decided_by": "the Board", "decided_on": "16 March 2016", "reference": "minute 7"}


@pytest.fixture
def two_needed(board):
    board.decisions_needed = 2
    board.save()


def typed(client, where, words):
    """The form at an address with these words in it, as the browser sends it."""
    [form] = [form for form in Forms(client.get(where).content.decode()).forms if "_once" in form["fields"]]
    return {name: values[0] for name, values in form["fields"].items()} | words


def test_record_pressed_twice_is_one_decision(two_needed, draft, manager, client):
    client.force_login(manager)
    where = reverse("version-record", args=[draft.pk])
    once = typed(client, where, MINUTE_7)
    answers = [client.post(where, once) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [f"/office/versions/{draft.pk}/"] * 2
    assert draft.approval_set.count() == 1
    assert status(fresh(draft)) is Status.WAITING


def test_approve_pressed_twice_is_one_decision(two_needed, draft, chair, client):
    client.force_login(chair)
    where = reverse("version-approve", args=[draft.pk])
    once = typed(client, where, {"decided_by": "the chair"})
    answers = [client.post(where, once) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [f"/office/versions/{draft.pk}/"] * 2
    assert draft.approval_set.count() == 1


def test_a_second_decision_of_the_same_body_is_refused_beside_its_field(two_needed, draft, manager, client):
    client.force_login(manager)
    where = reverse("version-record", args=[draft.pk])
    client.post(where, typed(client, where, MINUTE_7))
    answer = client.post(where, typed(client, where, MINUTE_7 | {"decided_by": " The  board", "reference": "minute 8"}))
    [[field, [words]]] = answer.context["form"].errors.items()
    assert (field, "is recorded already" in words) == ("decided_by", True)
    assert status(fresh(draft)) is Status.WAITING
