"""A copy of the database is whole or isn't there; put back it is the same board; what is no copy is refused."""

import hashlib
import json
import os
import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kit import clock
from kit.needs import Day
from lscb.custody import backup
from lscb.office import needs
from membership.models import Board
from membership.roles import Role
from tests import factories as make
from tests.copies import manage
from tests.killing import environment

# A copy can't be made inside a transaction.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]


def copies(place):
    return sorted(each.name for each in place.iterdir())


def code(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def test_what_was_destroyed_comes_back_the_same(board_to_copy, tmp_path, elsewhere):
    """Backup, another place, restore: the whole board as an archive has the same check code in both."""
    made = tmp_path / "copies"
    call_command("leave", str(tmp_path / "before.zip"), "--for", "installation", "--with-access")
    folder, manifest = backup.back_up(made)
    restored = manage("restore", folder, database=elsewhere, root=tmp_path / "public")
    assert restored.returncode == 0, restored.stderr
    assert "1 version and 0 files verified." in restored.stdout
    assert (tmp_path / "public" / "current" / "index.html").is_file()
    assert (tmp_path / "public" / "current").joinpath("index.html").stat().st_mode & 0o777 == 0o644
    left = manage(
        "leave", tmp_path / "after.zip", "--for", "installation", database=elsewhere, root=tmp_path / "public"
    )
    assert left.returncode == 0, left.stderr
    call_command("leave", str(tmp_path / "here.zip"), "--for", "installation")
    assert code(tmp_path / "after.zip") == code(tmp_path / "here.zip")
    assert manifest.tables["django_session"] == 0
    assert b"canary-of-a-session" not in (folder / "database").read_bytes()
    again = manage("restore", folder, database=elsewhere, root=tmp_path / "public")
    assert again.returncode == 1
    assert re.search("is there already|tables already", again.stderr)
    assert "Nothing was restored." in again.stderr


def test_a_copy_says_what_it_is_and_what_it_is_not(board_to_copy, tmp_path, capsys):
    call_command("backup", str(tmp_path / "copies"))
    told = capsys.readouterr().out
    [name] = copies(tmp_path / "copies")
    folder = tmp_path / "copies" / name
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    assert manifest["engine"] == connection.vendor
    assert manifest["tables"]["membership_board"] == manifest["tables"]["priorities_goal"] == 1
    assert manifest["files"]["database"]["sha256"] == code(folder / "database")
    assert [folder.stat().st_mode & 0o777, *(each.stat().st_mode & 0o777 for each in folder.iterdir())] == [
        0o700,
        0o600,
        0o600,
    ]
    for word in ("SECRETS_KEYS", "SECRET_KEY", "environment", "public pages"):
        assert word in told


def test_older_copies_go_and_whatever_else_lies_there_stays(board_to_copy, tmp_path, monkeypatch):
    old, _ = backup.back_up(tmp_path)
    told = json.loads((old / "MANIFEST.json").read_text())
    (old / "MANIFEST.json").write_text(json.dumps(told | {"made_at": "2016-01-01T00:00:00Z"}))
    old = old.rename(tmp_path / "board-2016-01-01-000000")
    (tmp_path / "board-of-ours").mkdir()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    twin, _ = backup.back_up(tmp_path)
    (tmp_path / ".board-2016-02-02-000000.unfinished").mkdir()
    new, _ = backup.back_up(tmp_path, keep=35)
    assert copies(tmp_path) == [twin.name, new.name, "board-of-ours"]
    assert new.name == f"{twin.name}-2", "in one second two may be made"


def altered(folder):
    data = folder / "database"
    held = bytearray(data.read_bytes())
    held[len(held) // 2] ^= 1
    data.write_bytes(held)


def cut_off(folder):
    data = folder / "database"
    data.write_bytes(data.read_bytes()[:-1])


def told_otherwise(**values):
    def change(folder):
        manifest = folder / "MANIFEST.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | values))

    return change


def fewer_rows(folder):
    told = json.loads((folder / "MANIFEST.json").read_text())
    told["tables"]["priorities_goal"] += 1
    (folder / "MANIFEST.json").write_text(json.dumps(told))


OTHER = "postgresql" if connection.vendor == "sqlite" else "sqlite"
NO_COPY = {
    "altered": (altered, "is not what was written"),
    "cut off": (cut_off, "was cut off: it lacks some of its"),
    "without its data": (lambda folder: (folder / "database").unlink(), "was cut off"),
    "without its manifest": (lambda folder: (folder / "MANIFEST.json").unlink(), "holds no MANIFEST.json"),
    "a manifest cut off": (lambda folder: (folder / "MANIFEST.json").write_text('{"made'), "can’t be read"),
    "of a newer release": (
        told_otherwise(migrations=[["membership", "9999_moon"]]),
        "by a newer release of the program than this one (membership 9999_moon)",
    ),
    "of the other database": (told_otherwise(engine=OTHER), "is a copy of"),
}


@pytest.mark.parametrize("name", NO_COPY)
def test_what_is_no_copy_is_refused_in_words(board_to_copy, tmp_path, name):
    spoil, words = NO_COPY[name]
    folder, _ = backup.back_up(tmp_path)
    assert backup.checked(folder)
    spoil(folder)
    went = manage("restore", folder)
    assert went.returncode == 1
    assert words in went.stderr
    assert "Nothing was restored." in went.stderr


def test_a_copy_that_says_other_numbers_of_rows_is_not_put_in_place(board_to_copy, tmp_path, elsewhere):
    folder, _ = backup.back_up(tmp_path / "copies")
    fewer_rows(folder)
    went = manage("restore", folder, database=elsewhere, root=tmp_path / "public")
    assert went.returncode == 1
    assert "the rows of priorities_goal are not as many" in went.stderr
    if connection.vendor == "sqlite":
        assert copies(tmp_path) == ["copies"]


def test_whoever_names_the_folder_of_copies_is_told_which_there_are(board_to_copy, tmp_path):
    folder, _ = backup.back_up(tmp_path)
    with pytest.raises(CommandError, match=f"Name one of the copies in it, such as {re.escape(str(folder))}"):
        call_command("restore", str(tmp_path))


def test_a_rehearsal_proves_the_copy_and_leaves_nothing(board_to_copy, tmp_path, monkeypatch):
    folder, manifest = backup.back_up(tmp_path)
    monkeypatch.setattr(os, "environ", environment())
    said = backup.rehearse(folder)
    assert f"{sum(manifest.tables.values()):,} rows in {len(manifest.tables)} tables, as many as were copied." in said
    assert "verified." in said
    assert copies(tmp_path) == [folder.name]
    assert Board.objects.get().name == "The Board of Wessex"
    fewer_rows(folder)
    with pytest.raises(backup.Failed, match=r"The copy can’t be restored: .*priorities_goal"):
        backup.rehearse(folder)
    assert copies(tmp_path) == [folder.name]


@contextmanager
def may_not_make_databases():
    """The program works as a user of PostgreSQL that may not make a second database."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE lscb_plain NOCREATEDB")
        try:
            cursor.execute("SET ROLE lscb_plain")
            yield
        finally:
            cursor.execute("RESET ROLE; DROP ROLE lscb_plain")


@contextmanager
def a_rehearsal_was_cut_off():
    name = f"{connection.settings_dict['NAME']}_rehearsal"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield
        finally:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    ("hindered", "words"),
    [
        (may_not_make_databases, r"may not make a second one, so nothing was rehearsed. Allow it \(ALTER ROLE"),
        (a_rehearsal_was_cut_off, "one was cut off. In that case: dropdb .*_rehearsal"),
    ],
    ids=["may not", "was cut off"],
)
def test_where_it_cannot_be_rehearsed_it_says_why(board_to_copy, tmp_path, hindered, words):
    """On SQLite a rehearsal is a file beside the copies, which whoever made them may make."""
    folder, _ = backup.back_up(tmp_path)
    if connection.vendor == "postgresql":
        with hindered(), pytest.raises(CommandError, match=words):
            call_command("restore", str(folder), "--rehearse")
    assert copies(tmp_path) == [folder.name]


def test_a_disk_that_is_full_leaves_no_copy_and_is_said(board_to_copy, tmp_path):
    (tmp_path / "copies").mkdir()
    went = manage("backup", tmp_path / "copies", limit=100_000)
    assert went.returncode == 1
    assert "Traceback" not in went.stderr
    assert len(went.stderr.strip().splitlines()) == 1, went.stderr
    assert copies(tmp_path / "copies") == []
    assert backup.last().failed_at


def test_a_folder_that_can_only_be_read_is_said(board_to_copy):
    """Not even root makes a folder there."""
    went = manage("backup", "/sys/copies")
    assert went.returncode == 1
    assert len(went.stderr.strip().splitlines()) == 1
    assert "/sys/copies can’t be written." in went.stderr


def test_a_place_where_a_file_stands_is_said(board_to_copy, tmp_path):
    (tmp_path / "copies").write_text("no folder")
    went = manage("backup", tmp_path / "copies" / "nightly")
    assert "Traceback" not in went.stderr
    assert "Something else than a folder stands in its way." in went.stderr


def test_the_last_backup_is_seen_by_who_watches_and_by_the_manager(board_to_copy, client, tmp_path, monkeypatch):
    def findings():
        return client.get("/health/findings").content.decode()

    def told(person):
        day = Day(clock.today(), Board.objects.first())
        groups = needs.groups(needs.found(person, day), clock.today(), None)
        return [row["what"] for group in groups for row in group["rows"]]

    said = "There is no fresh backup of the records"
    assert findings() == "nothing found\n"
    backup.back_up(tmp_path / "copies")
    assert findings() == "nothing found\n"
    assert said not in told(board_to_copy)
    monkeypatch.setitem(backup.COPIES, connection.vendor, broken)
    with pytest.raises(backup.Failed):
        backup.back_up(tmp_path / "copies")
    assert "failed, and the last one is of" in findings()
    assert told(board_to_copy)[0] == said
    assert said not in told(make.UserFactory(roles=[Role.EDITOR]))
    monkeypatch.undo()
    backup.back_up(tmp_path / "later")
    assert findings() == "nothing found\n"
    later = clock.now() + timedelta(hours=51)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "The last backup is of" in findings()


def broken(to):
    raise backup.Failed("The disk is broken.")
