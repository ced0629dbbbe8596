"""Long work is seen: it goes on elsewhere, says how far it is, and is never left under way by who was killed."""

import os
import re
import signal
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from kit import clearing, clock, long_work
from kit.models import LongWork, Uncleared
from lscb.custody import archives, retention
from lscb.long_work import WORKS
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

# Holds what it was given for as long as it lives, and does nothing.


@pytest.fixture
def manager(db):
    make.BoardFactory()
    return make.UserFactory(name="The manager", roles=[Role.MANAGER])


def ask(by, key="one"):
    return long_work.start("archive", key, "An archive", by=by, told={"whom": "successors"})


def test_who_presses_twice_is_shown_the_same_row(manager, asleep):
    first, second = ask(manager), ask(make.UserFactory())
    assert (first.pk, first.is_under_way, len(asleep)) == (second.pk, True, 1)
    assert ask(manager, key="another").pk != first.pk


def test_a_killed_worker_is_noticed_and_can_be_started_anew(manager, asleep):
    work = ask(manager)
    assert long_work.notice(work).is_under_way
    os.kill(asleep[0].pid, signal.SIGKILL)
    asleep[0].wait()
    assert LongWork.objects.get(pk=work.pk).is_under_way, "nobody has looked yet"
    seen = long_work.latest("archive", "one")
    assert (seen.pk, seen.is_under_way, seen.went_well, seen.outcome) == (work.pk, False, False, long_work.KILLED)
    again = ask(manager)
    assert again.pk != work.pk
    assert again.is_under_way


def test_one_who_was_killed_unseen_is_in_nobodys_way(manager, asleep):
    work = ask(manager)
    asleep[0].kill()
    asleep[0].wait()
    assert ask(manager).pk != work.pk
    assert LongWork.objects.get(pk=work.pk).outcome == long_work.KILLED


def test_what_can_not_be_started_is_not_left_under_way(manager, monkeypatch):
    def begin(work, lock):
        raise BlockingIOError

    monkeypatch.setattr(long_work, "begin", begin)
    assert ask(manager).outcome == long_work.STARTLESS


@pytest.mark.parametrize(
    ("ends", "went_well", "words"),
    [
        (lambda: ("Made.", "/there/"), True, "Made."),
        (lambda: (_ for _ in ()).throw(long_work.WorkFailed("There is no room.")), False, "There is no room."),
        (lambda: 1 / 0, False, long_work.BROKEN),
    ],
)
def test_it_says_how_it_ended(manager, monkeypatch, ends, went_well, words):
    seen = []

    def work_on(work, told):
        long_work.far("Half of it.")
        seen.append((LongWork.objects.get(pk=work.pk).how_far, told))
        return ends()

    monkeypatch.setattr(long_work, "begin", lambda work, lock: long_work.run(work.pk, {"archive": work_on}))
    work = ask(manager)
    assert seen == [("Half of it.", {"whom": "successors"})]
    assert (work.went_well, work.outcome, work.how_far, work.told) == (went_well, words, "", "")
    long_work.far("Nobody is at work.")
    assert LongWork.objects.get().how_far == ""


def test_a_page_asks_how_far_it_is_and_the_first_page_of_its_owner_says_so(manager, asleep, client):
    client.force_login(manager)
    work = long_work.start("archive", str(manager.pk), "An archive", by=manager, told={})
    LongWork.objects.update(how_far="Half of it.")
    page = client.get(reverse("leave")).content.decode()
    asked = re.search(r'hx-get="([^"]+)"', page)[1]
    assert "being done. Half of it." in page
    assert client.get(asked, headers={"HX-Request": "true"}).status_code == 204, "nothing new is nothing to say"
    LongWork.objects.update(how_far="Nearly all.")
    assert "Nearly all." in client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert "being done. Nearly all." in client.get(reverse("long-work", args=[work.pk])).content.decode()
    assert "being done. Nearly all." in client.get(reverse("office")).content.decode()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    assert "being done" not in client.get(reverse("office")).content.decode()
    asleep[0].kill()
    asleep[0].wait()
    ended = client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert long_work.KILLED in ended
    assert "hx-get" not in ended
    again = '<a href="">Load this page again to try once more</a>'
    assert again in ended, "in place of the button stood how far it is"
    of_its_own = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse('long-work', args=[work.pk])}"}
    assert again not in client.get(asked, headers=of_its_own).content.decode()


def test_a_page_is_silent_on_what_ended_long_ago_and_the_row_goes(manager):
    ended = make.LongWorkFactory(
        key="one", ended=clock.now() - timedelta(days=2), went_well=True, outcome="Made.", by=manager
    )
    assert long_work.latest("archive", "one") is None
    assert long_work.of_person(manager) == []
    assert not retention.work_ended_long_ago()
    LongWork.objects.update(ended=clock.now() - timedelta(days=retention.WORK_DAYS + 1))
    assert list(retention.work_ended_long_ago()) == [ended]


def archive(client, whom="members"):
    page = client.post(reverse("leave"), {"whom": whom}, follow=True).content.decode()
    return re.search(r'href="([^"]+\.zip[^"]*)"', page)[1]


def test_an_archive_is_for_who_asked_for_it_and_only_until_something_is_erased(manager, client, monkeypatch):
    client.force_login(manager)
    address = archive(client)
    assert client.get(address).getvalue()
    kept = long_work.file_of(LongWork.objects.get())
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    assert client.get(address).status_code == 404
    client.force_login(manager)
    # A table isn't written anew inside the transaction of a test.
    monkeypatch.setitem(clearing.CLEARED, connection.vendor, lambda cursor, tables: tables)
    Uncleared.objects.create(table="membership_board", since=clock.now())
    clearing.clear()
    assert client.get(address).status_code == 404


def test_an_archive_that_nobody_fetched_is_not_to_be_had_after_its_day_and_goes(manager, client):
    client.force_login(manager)
    address = archive(client)
    kept = long_work.file_of(LongWork.objects.get())
    retention.tidy()
    assert kept.exists(), "its day is not over"
    LongWork.objects.update(ended=clock.now() - long_work.SHOWN_FOR - timedelta(minutes=1))
    assert client.get(address).status_code == 404
    yesterday = time.time() - long_work.SHOWN_FOR.total_seconds() - 60
    os.utime(kept, (yesterday, yesterday))
    retention.tidy()
    assert not kept.exists()


def test_what_was_erased_while_an_archive_is_made_is_not_kept_in_it(manager, client, monkeypatch):
    make_it = archives.leaving.leave

    def meanwhile(*args, **how):
        left = make_it(*args, **how)
        long_work.throw_away_files()
        return left

    monkeypatch.setattr(archives.leaving, "leave", meanwhile)
    client.force_login(manager)
    page = client.post(reverse("leave"), {"whom": "members"}, follow=True).content.decode()
    assert long_work.ERASED_MEANWHILE in page
    assert not long_work.file_of(LongWork.objects.get()).exists()


def test_who_asks_again_need_not_wait_for_what_the_failed_process_left_running(manager, monkeypatch):
    """Large print is drawn beside a PDF that failed, and its process ends only after it."""
    lives_on = []

    def begin(work, lock):
        lives_on.append(os.dup(lock))
        call_command("long_work", str(work.pk), str(lives_on[-1]))

    def refuse(work, told):
        raise long_work.WorkFailed("A test says so.")

    monkeypatch.setattr(long_work, "begin", begin)
    monkeypatch.setitem(WORKS, "archive", refuse)
    first = ask(manager)
    assert first.outcome == "A test says so."
    assert ask(manager).pk != first.pk


@pytest.mark.own_process
@pytest.mark.django_db(transaction=True)
def test_it_is_done_in_a_process_of_its_own(manager, monkeypatch, tmp_path):
    """The command as the server starts it; with the database of the tests, which the process is told of."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{name}")
    else:
        url = re.sub(r"/[^/]*$", f"/{name}", os.environ["DATABASE_URL"])
        monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PUBLIC_ROOT", str(settings.PUBLIC_ROOT))
    work = archives.ask("members", access=False, by=manager)
    until = time.monotonic() + 300
    while work.is_under_way and time.monotonic() < until:
        time.sleep(0.2)
        work = long_work.notice(LongWork.objects.get(pk=work.pk))
    # Tables that were made from the models belong to no release, so that the command refuses them and ends.
    assert work.went_well or work.outcome == long_work.KILLED
    assert work.ended
