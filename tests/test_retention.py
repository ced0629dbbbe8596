"""How long what is kept: shown first, deleted when told to, and not while a hold stands."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from kit import clock, long_work
from kit.models import Draft, LongWork
from lscb.custody import retention
from membership.models import AccessEvent, Appointment, Hold, User
from membership.roles import Role
from publications.models import PictureFile
from tests import factories as make

pytestmark = pytest.mark.django_db
What = AccessEvent.What


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = date(2026, 3, 1)


def at(*day):
    return datetime(*day, tzinfo=UTC)


def ended(when, **fields):
    return make.UserFactory(is_active=False, ended_at=when, ended_by=make.UserFactory(), **fields)


@pytest.fixture
def old():
    """Of each kind one row that is due and one that is a day too young."""
    for when in (at(2024, 2, 29, 12), at(2024, 3, 1, 12)):
        AccessEvent.objects.create(when=when, what=What.FAILED)
    Session.objects.create(session_key="old", session_data="", expire_date=datetime.now(UTC) - timedelta(hours=1))
    Session.objects.create(session_key="new", session_data="", expire_date=datetime.now(UTC) + timedelta(hours=1))
    caches["default"].set("old", [1], timeout=-1)
    caches["default"].set("new", [1], timeout=60)
    for saved in (clock.now() - timedelta(days=91), clock.now() - timedelta(days=89)):
        make.DraftFactory(form="a test", key=f"{saved:%j}", saved=saved)
        work = make.LongWorkFactory(key=f"{saved:%j}", ended=saved, went_well=True)
    for days in (31, 29):
        make.PictureFileFactory(data=b"%d" % days, kept_at=clock.now() - timedelta(days=days))
    for hours in (23, 25):
        kept = long_work.file_of(work).with_stem(f"{hours}")
        kept.touch()
        os.utime(kept, (time.time() - hours * 3600,) * 2)
    ended(at(2020, 2, 28), email="long-gone@board.example", name="Long Gone")
    ended(at(2020, 3, 2), email="gone@board.example", name="Gone")
    make.AppointmentFactory(name="Long Left", ends=date(2020, 2, 28))
    make.AppointmentFactory(name="Left", ends=date(2020, 3, 1))


def counts():
    return {rule.what.split(":")[0].split(",")[0]: count for rule, count in retention.due()}


def names():
    return {
        *User.objects.exclude(name="").values_list("name", flat=True),
        *Appointment.objects.values_list("name", flat=True),
    }


def test_it_shows_first_and_deletes_nothing(old, capsys):
    before = AccessEvent.objects.count()
    call_command("tidy")
    out = capsys.readouterr().out
    assert list(counts().values()) == [1] * 9
    assert "Nothing was deleted." in out
    assert AccessEvent.objects.count() == before
    assert {"Long Gone", "Long Left"} <= names()


def test_it_deletes_what_is_due_and_nothing_else(old):
    call_command("tidy", do=True)
    assert list(counts().values()) == [0] * 9
    assert caches["default"].get("new") == [1]
    assert AccessEvent.objects.filter(what=What.FAILED).get().when == at(2024, 3, 1, 12)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert not {"Long Gone", "Long Left"} & names()
    assert {"Gone", "Left"} <= names()
    assert Draft.objects.get().saved > clock.now() - timedelta(days=90)
    assert LongWork.objects.get().ended > clock.now() - timedelta(days=90)
    assert [bytes(data) for data in PictureFile.objects.there().values_list("data", flat=True)] == [b"29"]
    assert [file.stem for file in long_work.files_made(older_than=timedelta())] == ["23"]
    assert not User.objects.filter(email="long-gone@board.example").exists()
    assert AccessEvent.objects.get(what=What.TIDIED).detail == "9 deleted or emptied"


def test_a_name_is_gone_from_the_history_too(old):
    call_command("tidy", do=True)
    assert "Long Left" not in Appointment.history.values_list("name", flat=True)
    assert "Left" in Appointment.history.values_list("name", flat=True)
    [left] = Appointment.objects.filter(ends=date(2020, 2, 28))
    assert left.history.first().history_change_reason == "Personal details removed"


def test_while_a_hold_stands_nothing_is_deleted(old, capsys):
    manager = make.UserFactory()
    hold = retention.hold("inquiry, letter of 3 May 2025", by=manager)
    before = AccessEvent.objects.count()
    with pytest.raises(CommandError, match="Nothing is deleted while a hold stands: inquiry"):
        call_command("tidy", do=True)
    call_command("tidy")
    assert "A hold stands" in capsys.readouterr().out
    assert AccessEvent.objects.count() == before
    assert list(counts().values()) == [1] * 9
    retention.lift(hold, by=manager)
    call_command("tidy", do=True)
    assert list(counts().values()) == [0] * 9


@pytest.mark.parametrize(
    ("day", "years", "before"), [(date(2026, 3, 1), 2, date(2024, 3, 1)), (date(2024, 2, 29), 6, date(2018, 2, 28))]
)
def test_years_before_a_day(day, years, before):
    assert retention.years_before(day, years) == before


def test_a_manager_puts_deleting_on_hold_and_lifts_it():
    make.BoardFactory()
    manager, client = make.UserFactory(name="Mary Manager", roles=[Role.MANAGER]), Client()
    client.force_login(manager)
    assert "This field is required" in client.post(reverse("retention")).content.decode()
    page = client.post(reverse("retention"), {"reason": "inquiry"}, follow=True).content.decode()
    assert "Nothing is deleted: inquiry" in page
    assert "Put on hold by Mary Manager" in page
    hold = Hold.objects.get()
    client.post(reverse("hold-lift", args=[hold.pk]))
    client.post(reverse("hold-lift", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.lifted_by == manager
    told = AccessEvent.objects.filter(what__in=[What.HELD, What.RELEASED]).order_by("pk")
    assert [(event.what, event.by) for event in told] == [(What.HELD, manager), (What.RELEASED, manager)]


def test_the_page_for_the_council_is_the_table():
    """Written anew by `manage.py tidy --page`."""
    assert (Path(installed.BASE_DIR) / "docs/approval/retention.md").read_text() == retention.as_page()
