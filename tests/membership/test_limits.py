"""The settings that limit what a manager can do alone: a change is confirmed, and stands in the record."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from kit.models import Draft
from membership import audit
from membership.models import AccessEvent, Board
from membership.roles import Role
from tests import factories as make
from tests import signing_in
from tests.office.conftest import fields

pytestmark = pytest.mark.django_db

CONFIRM = "/accounts/confirm/second-factor/"


@pytest.fixture
def board():
    return make.BoardFactory(decisions_needed=2)


@pytest.fixture
def manager(board, settings):
    settings.SECOND_FACTOR = True
    return make.UserFactory(name="Mary Manager", roles=[Role.MANAGER])


@pytest.fixture
def sheet(manager):
    return signing_in.sheet_of(manager)


@pytest.fixture
def where(board):
    return f"/office/edit/board/{board.pk}/"


CHANGES = [
    ("decisions_needed", "1", "1"),
    ("standing_permission", "minute 99", "minute 99"),
    ("recorded_decisions", None, "no"),
    ("trusted_computers", "on", "yes"),
]


def lines():
    return [(line.login, line.by, line.detail) for line in AccessEvent.objects.filter(what="limits-changed")]


def typed(page, name, words):
    """The form with something changed in it; a box that isn't ticked is not sent at all."""
    whole = fields(page)
    whole.pop(name, None)
    return whole | ({name: words} if words else {})


@pytest.mark.parametrize("how", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
@pytest.mark.parametrize(("name", "words", "kept"), CHANGES)
def test_a_limit_is_changed_by_whoever_has_just_proved_who_they_are(name, words, kept, how, where, manager, sheet):
    client = signing_in.client_of(manager, ago=16 * 60)
    before = Board.objects.values().get()
    answer = client.post(where, typed(client.get(where), name, words), headers=how)
    led = answer.headers.get("HX-Redirect") or answer.headers["Location"]
    form = f"{where}?draft={Draft.objects.get().pk}"
    assert (answer.status_code, led) == (204 if how else 302, f"{CONFIRM}?next={quote(form)}")
    assert Board.objects.values().get() == before
    assert lines() == []
    # Nothing that was typed is lost, and it is saved after the code.
    back = client.post(led, {"code": sheet[0], "next": form})
    again = fields(client.get(back["Location"]))
    assert again.get(name) == ([words] if words else None)
    client.post(where, again)
    assert audit.told_limit(getattr(Board.objects.get(), name)) == kept
    told = str(Board._meta.get_field(name).verbose_name)
    assert lines() == [(manager, manager, f"{told}: {kept}")]


def test_what_limits_nobody_is_changed_as_ever(where, manager, sheet):
    client = signing_in.client_of(manager, ago=16 * 60)
    client.post(where, typed(client.get(where), "notice", "Closed in August"))
    assert Board.objects.get().notice == "Closed in August"
    assert lines() == []


def test_a_change_of_limits_is_undone_no_more_lightly_than_made(where, manager, sheet, board):
    client = signing_in.client_of(manager)
    client.post(where, typed(client.get(where), "decisions_needed", "3"))
    assert len(lines()) == 1
    line = board.history.first().history_id
    undo = reverse("history-undo", kwargs={"kind": "board", "pk": board.pk, "number": line})
    version = {"version": Board.objects.get().version}
    late = signing_in.shown(client, manager, ago=16 * 60)
    assert late.post(undo, version)["Location"].startswith(CONFIRM)
    assert Board.objects.get().decisions_needed == 3
    signing_in.shown(client, manager).post(undo, version)
    assert Board.objects.get().decisions_needed == 2
    assert len(lines()) == 2
