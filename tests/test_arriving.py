"""The whole board leaves one installation and arrives in another: equal, or not at all."""

import hashlib
import io
import json
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import load_backend
from django.test import override_settings

from editions import seal, verification
from editions.models import Edition
from lscb import environment
from lscb.custody import arriving, leaving, upgrades, whole
from membership.models import AccessEvent, Board, User
from priorities.models import Goal, Plan
from tests import factories as make
from tests.conftest import empty

pytestmark = pytest.mark.django_db
OLD = Path(__file__).parent / "released" / "board-1.zip"
# What a text may hold that is lost where somebody is careless.
ODD = " outer \r\n\ttabs, “quotes”, \u2028 and 'one'; =1+1 "


@pytest.fixture
def demo(made):
    """The demonstration's records, with a text that is easily spoilt, and a file that was brought."""
    arriving.count_on()  # the numbers that a test before this one left are not rolled back with its rows
    plan = Plan.objects.first()
    Goal.objects.filter(plan=plan).update(rationale=ODD)
    make.KeptFileFactory()
    return plan


def left(access=False):
    """The archive of what the database holds."""
    written = io.BytesIO()
    leaving.leave(written, "installation", access=access)
    return written.getvalue()


def arrive(data):
    return arriving.arrive(io.BytesIO(data))


def code(data):
    return hashlib.sha256(data).hexdigest()


def rows():
    return {model._meta.label: model._base_manager.count() for model in whole.tables(access=True)}


def differing(one, other):
    """The files of two archives that differ, for whoever reads why a test failed."""
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        names = {*first.namelist(), *second.namelist()}
        return sorted(
            name
            for name in names
            if name not in first.namelist() or name not in second.namelist() or first.read(name) != second.read(name)
        )


@pytest.mark.parametrize("access", [False, True], ids=["without the record of access", "with it"])
def test_what_arrives_leaves_again_byte_for_byte(demo, access):
    before = left(access)
    events = AccessEvent.objects.count() - 1  # that it left is written down after it was read
    held = rows()
    empty(None)
    arrived = arrive(before)
    assert rows() == held | {"membership.AccessEvent": events if access else 0}
    assert arrived.versions == Edition.objects.count() > 2
    after = left(access)
    assert differing(before, after) == []
    assert code(after) == code(before)
    assert set(Goal.objects.filter(plan=demo).values_list("rationale", flat=True)) == {ODD}
    assert seal.sealed_tables() == {sealed.table for sealed in seal.SEALED}
    assert verification.verify().findings == ()


@contextmanager
def an_empty_sqlite(tmp_path):
    """The program works on another database, an SQLite, whichever the tests run on."""
    wanted = connection.settings_dict | environment.SQLITE | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "other.sqlite3"),
    }  # fmt: skip
    usual = connections["default"]
    other = load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, "default")
    connections["default"] = other
    try:
        # Its tables are made at once, not by a hundred migrations: meanwhile the usual database would end a
        # transaction that stands idle for a minute.
        with override_settings(MIGRATION_MODULES=dict.fromkeys(app.label for app in apps.get_app_configs())):
            call_command("migrate", verbosity=0, run_syncdb=True, interactive=False)
        yield
    finally:
        other.close()
        connections["default"] = usual


def test_it_goes_to_the_other_database_and_comes_back(demo, tmp_path):
    before = left()
    with an_empty_sqlite(tmp_path):
        arrive(before)
        there = left()
        assert connection.vendor == "sqlite"
        assert Board.objects.get().name
    empty(None)
    arrive(there)
    assert differing(before, there) == []
    assert code(left()) == code(there) == code(before)


def test_people_come_back_in_their_roles_without_a_password(demo):
    before = {
        user.email: (user.is_superuser, sorted(user.duty_set.values_list("role", flat=True))) for user in people()
    }
    secret = User.objects.exclude(password="").first().password
    data = left()
    empty(None)
    arrive(data)
    after = {user.email: (user.is_superuser, sorted(user.duty_set.values_list("role", flat=True))) for user in people()}
    assert after == before
    assert any(roles for _, roles in before.values())
    assert not any(user.has_usable_password() for user in people())
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert not any(secret.encode() in bundle.read(name) for name in bundle.namelist())
    new = make.GoalFactory()
    assert Goal.objects.filter(pk__gt=new.pk).count() == 0, "numbers go on behind those that arrived"


def people():
    return User.objects.order_by("pk")


def test_every_table_is_in_it_or_left_out_with_a_reason():
    assert untold() == []
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert set(whole.LEFT_OUT) <= known
    assert all(whole.LEFT_OUT.values())


def untold():
    inside = {model._meta.label_lower for model in whole.tables(access=True)}
    return sorted(
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in inside | whole.LEFT_OUT.keys()
    )


def test_a_table_of_a_library_that_nobody_decided_on_is_noticed(monkeypatch):
    monkeypatch.delitem(whole.LEFT_OUT, "mfa.authenticator")
    assert untold() == ["mfa.authenticator"]


def test_a_table_of_ours_is_in_it_without_a_line(monkeypatch):
    monkeypatch.delitem(whole.LEFT_OUT, "kit.draft")
    assert "kit.draft" in {model._meta.label_lower for model in whole.tables(access=False)}


def test_the_number_of_the_shape_goes_with_the_tables():
    """Whoever changes a table of ours says so; and raises the number if an archive of it is kept."""
    assert whole.columns_code() == whole.COLUMNS, (
        f"Tables or columns changed. If tests/released/board-{whole.SCHEMA}.zip is kept, raise SCHEMA in "
        "lscb/custody/whole.py and write the step from the number before into upgrades.py, if it needs one. "
        f'Then set COLUMNS = "{whole.columns_code()}"'
    )
    with zipfile.ZipFile(OLD) as bundle:
        assert json.loads(bundle.read("whole/archive.json"))["schema"] < whole.SCHEMA
    assert sorted(upgrades.UPGRADES) == list(range(1, whole.SCHEMA))


def changed(data, *, sums=True, **changes):
    """The archive with some of its files changed: by a function of their bytes, None takes one away.

    With `sums` its check codes are made to fit, as somebody would who wants it to be taken in.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        files = {name: given.read(name) for name in given.namelist()}
    for path, change in changes.items():
        files[path] = change(files.get(path, b"")) if change else None
    files = {path: data for path, data in files.items() if data is not None}
    if sums:
        head = json.loads(files["whole/archive.json"])
        for label, table in head["tables"].items():
            if path := files.get(f"whole/tables/{label}.jsonl"):
                table["sha256"] = code(path)
        files["whole/archive.json"] = json.dumps(head).encode()
        listed = {path: code(data) for path, data in files.items() if path != "SHA256SUMS"}
        files["SHA256SUMS"] = "".join(f"{each}  {path}\n" for path, each in listed.items()).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, data in files.items():
            bundle.writestr(path, data)
    return written.getvalue()


def head(**values):
    return {"whole/archive.json": lambda data: json.dumps(json.loads(data) | values).encode()}


def first_row(label, **values):
    def change(data):
        first, *rest = data.splitlines(keepends=True)
        row = json.loads(first) | values
        return (
            json.dumps({name: value for name, value in row.items() if value is not ...}).encode()
            + b"\n"
            + b"".join(rest)
        )

    return {f"whole/tables/{label}.jsonl": change}


BOARD = "membership.board"
REFUSED = {
    "newer": (head(schema=whole.SCHEMA + 1, more="?"), {}, "written by a newer release of the program"),
    "too old": (head(schema=0), {}, "too old: this release no longer knows the shape 0"),
    "altered": (first_row(BOARD, name="Another"), {"sums": False}, "membership.board.jsonl is not what was written"),
    "a file altered": ({"README.txt": lambda data: data + b"."}, {"sums": False}, "README.txt is not what was written"),
    "lacking": ({f"whole/tables/{BOARD}.jsonl": None}, {}, "lacks whole/tables/membership.board.jsonl"),
    "more": ({"more.txt": lambda data: b"more"}, {"sums": False}, "holds more.txt, which nothing in it names"),
    "no codes": ({"SHA256SUMS": None}, {"sums": False}, "lacks SHA256SUMS"),
    "no head": ({"whole/archive.json": None}, {"sums": False}, "no archive that manage.py leave"),
    "unknown column": (first_row(BOARD, moon="full"), {}, "has a column that this release doesn’t know, moon"),
    "missing column": (first_row(BOARD, name=...), {}, "Row 1 of membership.board lacks the column name"),
    "a number for a text": (first_row(BOARD, name=7), {}, "name is no text"),
    "a word for a day": (first_row("membership.user", last_login="soon"), {}, "Row 1 of membership.user"),
    "no such row": (first_row("priorities.goal", plan_id=10**6), {}, "don’t fit together"),
    "no row at all": ({f"whole/tables/{BOARD}.jsonl": lambda data: b"[1]\n"}, {}, "can’t be read"),
    "no such file": (first_row("editions.rendition", data="0" * 64), {}, "lacks the file"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_in_words_and_nothing_stays(demo, name):
    changes, how, words = REFUSED[name]
    data = changed(left(), **how, **changes)
    empty(None)
    nothing = rows()
    with pytest.raises(arriving.NotTakenIn, match=re.escape(words)):
        arrive(data)
    assert rows() == nothing == dict.fromkeys(nothing, 0)


def test_a_table_that_is_not_known_here_is_refused(demo):
    def with_table(data):
        told = json.loads(data)
        told["tables"]["moon.phase"] = {"rows": 1, "sha256": code(b"{}\n")}
        return json.dumps(told).encode()

    data = changed(left(), **{"whole/archive.json": with_table, "whole/tables/moon.phase.jsonl": lambda data: b"{}\n"})
    empty(None)
    with pytest.raises(arriving.NotTakenIn, match=r"This release has no table moon\.phase"):
        arrive(data)


def test_where_there_is_a_board_none_is_taken_in(demo):
    data = left()
    before = rows()
    with pytest.raises(arriving.NotTakenIn, match="This database is not empty: it holds"):
        arrive(data)
    assert rows() == before


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1], ids=["nothing", "ten bytes", "half", "all but one byte"])
def test_what_was_cut_off_is_refused(demo, kept):
    data = left()
    data = data[: int(len(data) * kept) if kept == 0.5 else kept]
    empty(None)
    with pytest.raises(arriving.NotTakenIn, match="or it was cut off"):
        arrive(data)


def test_a_row_longer_than_any_is_refused(demo, monkeypatch):
    data = left()
    empty(None)
    monkeypatch.setattr(arriving, "ONE", 100)
    with pytest.raises(arriving.NotTakenIn, match=r"far more than it can hold|longer than this program takes in"):
        arrive(data)
