"""What was erased is in no byte of trees, database files and log; where it still is, page and health say so."""

import io
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from editions import approval, following, publishing, tree, withdrawal
from editions.models import Edition, KeptFile
from kit import clearing
from kit.models import Uncleared
from lscb import logs
from lscb.custody import removal
from membership.roles import Role
from tests import factories as make
from tests import neighbours
from tests.editions.deeds.conftest import board, chair, manager, plan, site  # noqa: F401  fixtures
from tests.editions.deeds.test_canaries import opened
from tests.editions.drafts import DAY, at_a_meeting, rewrite
from tests.killing import database_url, environment
from tests.test_health import findings

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db(transaction=True)

# One word, so that no line break and no markup parts it; and no text of a size that PostgreSQL would compress.
CANARY = "Zuzannaquill"
ERASER = """
import django, os, signal
django.setup()
from editions import following, withdrawal
from editions.models import Edition
from membership.models import User
following.follow = lambda: os.kill(os.getpid(), signal.SIGKILL)
withdrawal.erase(Edition.objects.get(number=1, publication__slug="2016-2019"), by=User.objects.get(name="The chair"))
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Nobody waits five seconds for a reader who stays; and each word lies in the files as it was written."""
    monkeypatch.setattr(clearing, "PATIENCE", 100)
    neighbours.waited_for(monkeypatch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model, *columns in ((Edition, "content", "difference"), (KeptFile, "data")):
                for column in columns:
                    cursor.execute(f"ALTER TABLE {model._meta.db_table} ALTER COLUMN {column} SET STORAGE EXTERNAL")
            cursor.execute("ALTER TABLE editions_rendition ALTER COLUMN data SET STORAGE EXTERNAL")
            cursor.execute("SET lock_timeout = 300")
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


@pytest.fixture
def log():
    """All that the installation writes into its log meanwhile."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.JsonLines())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def named(plan, site, manager):
    """A version that names a child in its text, its PDF, a remark and the extract of the minutes; and one without."""
    publishing.update(site, by=manager, on=DAY)
    rewrite(plan, f"We talk of {CANARY}.")
    draft = approval.send(plan, by=manager, on=DAY, remark=f"{CANARY} agrees")
    extract = make.KeptFileFactory(data=f"%PDF {CANARY}".encode(), name=f"{CANARY}.pdf")
    draft = approval.record(draft, at_a_meeting(extract=extract), by=manager, shown=draft.digest)
    published = publishing.publish(draft, by=manager, on=DAY)
    rewrite(plan, "We listen.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return published


def erase(edition, manager, chair):
    """As the guide has it: the phrase out of the records, the version by two people."""
    removal.replace(CANARY, by=manager)
    withdrawal.ask_erasure(edition, by=manager, reason="It names a child.")
    withdrawal.erase(edition, by=chair)


def in_trees(root):
    return [file for file in root.rglob("*") if file.is_file() and CANARY.encode() in opened(file.read_bytes())]


def in_database():
    """The files of the database that hold the word, in one byte after another."""
    if connection.vendor == "sqlite":
        places = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal", "-shm", "-journal")]
        return [place for place in places if place.exists() and CANARY.encode() in place.read_bytes()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "WITH folder AS (SELECT 'base/' || oid AS path FROM pg_database WHERE datname = current_database()) "
            "SELECT name FROM folder, pg_ls_dir(path) AS name "
            "WHERE position(%s::bytea IN pg_read_binary_file(path || '/' || name)) > 0",
            [CANARY.encode()],
        )
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def somebody_reads():
    """Another connection in the middle of its reading, which sees what was there when it began."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT COUNT(*) FROM editions_edition").fetchone()
    else:
        other = psycopg2.connect(database_url())
        other.set_session(isolation_level="REPEATABLE READ")
        other.cursor().execute("SELECT 1")
    try:
        yield
    finally:
        other.close()


def pages(client, edition):
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    addresses = (reverse("office"), reverse("version", args=[edition.pk]), reverse("remove"))
    return [client.get(address).content.decode() for address in addresses]


# All of it


def test_what_two_people_erased_is_in_no_byte(named, manager, chair, public_root, client, log):
    assert in_trees(public_root), "the public read it"
    assert in_database()
    erase(named, manager, chair)
    assert in_trees(public_root) == []
    assert in_database() == []
    assert CANARY not in log.getvalue()
    assert "Erase" in log.getvalue()
    assert findings(client) == (200, ["nothing found"])
    assert "not gone everywhere" not in "".join(pages(client, named))


def test_without_the_clearing_it_is_found(named, manager, chair, public_root, monkeypatch):
    """The search that finds nothing above finds what is there."""
    monkeypatch.setattr(clearing, "CLEARED", {connection.vendor: lambda cursor, tables: tables})
    monkeypatch.setattr(tree, "clear_away", lambda tree: None)
    erase(named, manager, chair)
    assert in_trees(public_root)
    assert in_database()


def test_what_alone_does_not_clear_it(named, manager, chair, public_root, monkeypatch):
    """SQLite as it deletes by itself; PostgreSQL with its statistics as they were."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
        erase(named, manager, chair)
        assert [place.name for place in in_database()] == [Path(connection.settings_dict["NAME"]).name]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.execute("VACUUM")
    else:
        monkeypatch.setattr(clearing, "STATISTICS", "kit_sent")
        erase(named, manager, chair)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_filepath('pg_statistic')")
            [statistics] = cursor.fetchone()
        assert Path(statistics).name in in_database()


# What stands in its way


def test_while_somebody_reads_page_and_health_say_that_it_is_there(named, manager, chair, client, public_root):
    with somebody_reads():
        erase(named, manager, chair)
        assert in_trees(public_root) == []
        assert in_database()
        status, [line] = findings(client)
        assert status == 503
        assert "Words that were erased on" in line
        for page in pages(client, named):
            assert "Something that was erased is not gone everywhere" in page
            assert "Words that were erased on" in page
            assert "Clear what is left" in page
        with pytest.raises(CommandError, match="Words that were erased on"):
            call_command("site", stdout=io.StringIO())
    said = client.post(reverse("write-again"), follow=True).content.decode()
    assert "not gone everywhere" not in said
    assert in_database() == []
    assert findings(client) == (200, ["nothing found"])


def test_a_process_that_was_killed_leaves_it_to_the_next_run(named, manager, chair, client, public_root):
    removal.replace(CANARY, by=manager)
    withdrawal.ask_erasure(named, by=manager, reason="It names a child.")
    ran = subprocess.run([sys.executable, "-c", ERASER], env=environment(), capture_output=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
    assert Edition.objects.get(pk=named.pk).erased_at
    assert in_database()
    status, lines = findings(client)
    assert status == 503
    assert "behind the records" in lines[0]
    assert "Words that were erased on" in lines[-1]
    call_command("site", stdout=io.StringIO())
    assert in_trees(public_root) == []
    assert in_database() == []
    assert findings(client) == (200, ["nothing found"])


def test_a_tree_that_can_not_be_cleared_keeps_no_other_from_going(
    named, manager, chair, client, public_root, monkeypatch
):
    """One that root wrote: it holds the words, it comes first, and the page says what is true."""
    current = (public_root / "current").resolve()
    for name in ("tree-0-of-root", "tree-z"):
        shutil.copytree(current, public_root / "trees" / name)
    remove = shutil.rmtree

    def refused(place, *args, **how):
        if Path(place).name == "tree-0-of-root":
            raise PermissionError(13, "Permission denied")
        remove(place, *args, **how)

    client.force_login(chair)
    chair_may = make.UserFactory(roles=[Role.MANAGER])
    client.force_login(chair_may)
    withdrawal.ask_erasure(named, by=manager, reason="It names a child.")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", refused)
        page = client.post(reverse("version-erase", args=[named.pk]), follow=True).content.decode()
        assert "Erased." in page
        assert "could not be written" not in page
        assert "1 former copy of the public pages may still hold what was erased (trees/tree-0-of-root)" in page
        held = {file.relative_to(public_root / "trees").parts[0] for file in in_trees(public_root)}
        assert held == {"tree-0-of-root"}
        status, [line] = findings(client)
        assert (status, "trees/tree-0-of-root" in line) == (503, True)
    call_command("site", stdout=io.StringIO())
    assert in_trees(public_root) == []
    assert findings(client) == (200, ["nothing found"])


def test_a_visitor_who_is_reading_a_former_page_keeps_nothing(named, manager, chair, public_root):
    [page, *_] = in_trees(public_root)
    with page.open("rb") as reading:
        erase(named, manager, chair)
        assert in_trees(public_root) == []
        assert reading.read(), "whoever reads comes to the end of the page"


# Who may write


@pytest.mark.parametrize(
    "command",
    [
        ("site",),
        ("verify_editions",),
        ("tidy", "--do"),
        ("publish", "site", "site", "--by=nobody@example.org"),
        ("remove_phrase", CANARY, "--replace", "--by=nobody@example.org"),
        ("appoint", "nobody@example.org"),
        ("demo",),
    ],
)
def test_a_command_that_another_user_runs_writes_nothing(command, public_root, monkeypatch):
    public_root.mkdir()

    def everything():
        return {place: place.lstat().st_mtime_ns for place in public_root.rglob("*")}

    before = everything()
    monkeypatch.setattr(os, "geteuid", lambda: public_root.stat().st_uid + 54_321)
    with pytest.raises(CommandError, match=r"The public pages belong to the user \S+, and this is run by \d+"):
        call_command(*command, stdout=io.StringIO())
    assert everything() == before


def test_publishing_for_another_user_says_why_the_pages_are_not_written(named, site, manager, public_root, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: public_root.stat().st_uid + 54_321)
    with pytest.raises(following.NotWritten, match="could not be written: the public pages belong to the user"):
        publishing.update(site, by=manager, on=DAY)


# The note of what is left


def test_the_note_goes_only_with_what_was_cleared(db, monkeypatch):
    """Words that are erased while the clearing goes on are noted for the next one."""

    def meanwhile(cursor, tables):
        clearing.left_in(Edition)
        return tables

    clearing.left_in(Edition, KeptFile)
    with monkeypatch.context() as patch:
        patch.setattr(clearing, "CLEARED", {connection.vendor: meanwhile})
        clearing.clear()
    assert [row.table for row in Uncleared.objects.all()] == ["editions_edition"]
    clearing.clear()
    assert list(clearing.remains()) == []


def test_an_erasure_that_fails_leaves_no_note(named, manager):
    with pytest.raises(RuntimeError), transaction.atomic():
        clearing.left_in(Edition)
        raise RuntimeError
    assert not Uncleared.objects.exists()
