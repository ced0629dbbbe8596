"""The pages of the deeds: what is sent twice is done once, and what is refused stands beside its field."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editions.status import Status, status
from kit.models import Draft
from tests import signing_in
from tests.editions.drafts import fresh, rewrite
from tests.office.conftest import Forms
from tests.publications.test_brought import a_pdf

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


def test_whose_approval_does_not_hold_for_the_changed_text_is_said_before_and_after(
    two_needed, draft, plan, manager, chair, client
):
    def press(name, edition, by, words):
        client.force_login(by)
        where = reverse(f"version-{name}", args=[edition.pk])
        return client.post(where, typed(client, where, words), follow=True)

    waits = press("approve", draft, chair, {"decided_by": "the chair"}).content.decode()
    assert "Your approval is noted" in waits
    assert "can publish it now" not in waits
    changes = {"changes": "Say “listening”.", "confirmed_by": "the chair"}
    before = press("record", draft, manager, MINUTE_7 | changes).content.decode()
    assert "Approved without changes by the chair: that doesn’t hold for the changed text" in before
    rewrite(plan, "We listen.")
    after = press("confirm-changes", draft, manager, {"only_these": "on"})
    changed = after.context["edition"]
    assert "The changed draft is frozen. It is not approved yet" in after.content.decode()
    assert "decide anew on this one: the chair." in after.content.decode()
    done = press("approve", changed, chair, {"decided_by": "the chair"}).content.decode()
    assert "The office can publish it now" in done
    assert "anew" not in done


def test_whoever_approves_where_changes_were_asked_for_reads_so_first(two_needed, draft, manager, chair, client):
    client.force_login(manager)
    where = reverse("version-record", args=[draft.pk])
    client.post(where, typed(client, where, MINUTE_7 | {"changes": "Page 3", "confirmed_by": "the chair"}))
    client.force_login(chair)
    page = client.get(reverse("version-approve", args=[draft.pk])).content.decode()
    assert "Whoever approves this draft without them decides anew once they are made." in page


def test_an_extract_is_not_lost_where_the_second_factor_is_asked_again(draft, manager, client, settings):
    """The form can't be sent again by itself: its words are kept, and the file is chosen again."""
    settings.SECOND_FACTOR = True
    sheet = signing_in.sheet_of(manager)
    client.force_login(manager)
    where = reverse("version-record", args=[draft.pk])
    whole = typed(signing_in.shown(client, manager), where, MINUTE_7)
    signing_in.shown(client, manager, ago=16 * 60)
    led = client.post(where, whole | {"extract": SimpleUploadedFile("minutes.pdf", a_pdf())})["Location"]
    form = f"{where}?draft={Draft.objects.get().pk}"
    assert led == f"/accounts/confirm/second-factor/?next={quote(form)}"
    back = client.post(led, {"code": sheet[0], "next": form})["Location"]
    assert not draft.approval_set.exists()
    page = client.get(back)
    assert "Choose the file again" in page.content.decode()
    again = typed(client, back, {})
    assert (again["reference"], again["decided_on"]) == ("minute 7", "16 March 2016")
    client.post(where, again | {"extract": SimpleUploadedFile("minutes.pdf", a_pdf())})
    assert bytes(draft.approval_set.get().extract.data) == a_pdf()


def test_an_extract_that_is_damaged_is_refused_beside_its_field(draft, manager, client):
    client.force_login(manager)
    where = reverse("version-record", args=[draft.pk])
    cut_off = SimpleUploadedFile("minutes.pdf", a_pdf()[:-60])
    page = client.post(where, typed(client, where, MINUTE_7) | {"extract": cut_off}).content.decode()
    assert "This PDF is damaged" in page
    assert 'value="minute 7"' in page, "what was typed stays"
    assert not draft.approval_set.exists()
