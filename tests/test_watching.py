"""What a security team reads in the log: each event in numbers, as the guide lists them, and never a name or a word."""

import json
import re

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from editions import approval, publishing
from editions.status import Deed
from kit import events
from lscb.custody import arriving, removal
from membership.audit import What
from membership.roles import Role
from tests import factories as make
from tests import neighbours
from tests.editions.deeds.conftest import board, plan, site  # noqa: F401  fixtures
from tests.editions.deeds.test_pages import typed
from tests.editions.drafts import DAY, rewrite

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db(transaction=True)

GUIDE = settings.BASE_DIR / "docs" / "watching.md"
CANARY = "canary"


def listed(heading):
    """The words in the first column of the table that stands last under a heading of the guide."""
    _, _, section = GUIDE.read_text().partition(f"## {heading}\n")
    return re.findall(r"^\| `([a-z-]+)` \|", section.partition("\n## ")[0], flags=re.M)


def test_the_guide_lists_every_event_and_no_other():
    assert sorted(listed("Events")) == sorted(
        [*What.values, *(deed.word for deed in Deed), arriving.EVENT, removal.EVENT]
    )


def test_the_guide_lists_every_field_and_no_other():
    of_a_line = ["time", "level", "logger", "message", "request", "method", "path", "user", "errors"]
    assert listed("The log") == [*of_a_line, *events.Event.__struct_fields__]


def test_a_line_holds_no_field_that_is_not_listed(lines):
    """What somebody hands to the log beside an event is not written."""
    events.log.info("Read", extra={"event": {"typed": CANARY}, "person": CANARY})
    events.tell("failed")
    for line in lines():
        assert set(line) <= set(listed("The log"))
        assert CANARY not in json.dumps(line)


def sign_in(person, password=make.PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": password})
    return client


def test_a_day_in_the_log(plan, site, lines, monkeypatch):
    """Who came in, who didn't, what was decided, published and erased: line by line as the guide has it."""
    neighbours.waited_for(monkeypatch)
    manager, other, chair = (
        make.UserFactory(email=f"canary-{role}-{number}@board.example", name=f"Canary {role}", roles=[role])
        for number, role in enumerate((Role.MANAGER, Role.MANAGER, Role.APPROVER))
    )
    member = make.UserFactory(email="canary-new@board.example", name="Canary New")
    publishing.update(site, by=manager, on=DAY)
    rewrite(plan, f"We talk of {CANARY}.")
    draft = approval.send(plan, by=manager, on=DAY, remark=CANARY)
    morning = len(lines())

    for _ in range(4):
        sign_in(manager, "canary typed wrong")
    Client().post(reverse("account_login"), {"login": "canary@stranger.example", "password": CANARY})
    office, second, board_room = map(sign_in, (manager, other, chair))
    roles = {"name": "Canary Newer", "roles": [Role.EDITOR]}
    office.post(reverse("person-roles", args=[member.pk]), roles)
    where = reverse("version-approve", args=[draft.pk])
    board_room.post(where, typed(board_room, where, {"decided_by": "the canary chair"}))
    office.post(reverse("version-publish", args=[draft.pk]))
    office.post(reverse("version-take-down", args=[draft.pk]), {"reason": f"It names {CANARY}."})
    office.post(reverse("version-ask-to-erase", args=[draft.pk]), {"reason": f"It names {CANARY}."})
    second.post(reverse("version-erase", args=[draft.pk]))
    office.post(reverse("retention"), {"reason": f"Inquiry, letter of {CANARY}"})
    board_room.get(reverse("people"))
    office.post(reverse("account_logout"))

    day = [line for line in lines()[morning:] if line["level"] != "DEBUG"]
    assert {line["logger"] for line in day} <= {"kit.events", "django.request"}
    said = [tuple(line.get(name) for name in listed("The log")[-5:]) for line in day if "event" in line]
    assert said == [
        *[("failed", None, manager.pk, None, None)] * 4,
        ("failed", None, None, None, None),
        *[("signed-in", person.pk, person.pk, None, None) for person in (manager, other, chair)],
        ("details-changed", manager.pk, member.pk, None, None),
        ("role-given", manager.pk, member.pk, "editor", None),
        ("approve", chair.pk, None, None, draft.pk),
        ("publish", manager.pk, None, None, draft.pk),
        ("take-down", manager.pk, None, None, draft.pk),
        ("ask-erasure", manager.pk, None, None, draft.pk),
        ("erase", other.pk, None, None, draft.pk),
        ("held", manager.pk, None, None, None),
        ("denied", chair.pk, chair.pk, None, None),
        ("signed-out", manager.pk, manager.pk, None, None),
    ]
    assert {line["level"] for line in day if "event" in line} == {"INFO"}
    [refused] = [line for line in day if "event" not in line]
    assert (refused["level"], refused["path"]) == ("WARNING", reverse("people")), "Django's own line of it"
    written = json.dumps(day)
    assert CANARY not in written.lower()
    assert "@" not in written
    assert "127.0.0.1" not in written


def test_a_deed_that_is_not_done_is_not_in_the_log(plan, lines):
    manager = make.UserFactory(roles=[Role.MANAGER])
    draft = approval.send(plan, by=manager, on=DAY)
    with pytest.raises(approval.NotAllowed):
        approval.approve(draft, by=manager, shown=draft.digest, decided_by="the chair")
    assert "approve" not in [line.get("event") for line in lines()]


def test_another_name_and_health_are_no_errors(lines):
    """Anybody can ask under a name that isn't ours; what watches the server asks every few seconds."""
    client = Client(raise_request_exception=False)
    assert client.get("/accounts/sign-in/", headers={"host": "canary.example"}).status_code == 400
    make.EditionFactory(published=True, publication__kind="site", publication__slug="site")
    assert client.get("/health/ready").status_code == 503
    told = [line for line in lines() if line["level"] != "DEBUG"]
    assert {line["level"] for line in told} == {"INFO"}
    assert not [line for line in told if "errors" in line or CANARY in json.dumps(line)]
    assert "not in ALLOWED_HOSTS" in told[0]["message"]
    assert any(line["path"] == "/health/ready" for line in told)


def test_an_event_is_numbers_and_words_of_the_program():
    fields = msgspec.structs.fields(events.Event)
    assert {field.name for field in fields if field.type is str} == {"event", "role"}
    assert {field.type for field in fields if field.type is not str} == {int | None}
