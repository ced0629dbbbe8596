"""A database of an earlier release goes up by `migrate` alone, keeps every row, and has the tables of a new one.

A new one gets its tables at once, and can't be told from one that was brought up step by step.
"""

import lzma
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from editions import seal
from lscb.custody.tables import make_at_once
from publications.content import codec
from tests.killing import database_url, environment

HERE = Path(__file__).parent
RELEASES = sorted(folder.name for folder in HERE.iterdir() if folder.name.isdigit())
# What `migrate` adds rows to by itself.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions"}
ALIAS = "released"
# Tables of Django and of the libraries are theirs to bring up; names of their indexes differ by how they came about.
THEIRS = {"django_migrations"} | {
    model._meta.db_table
    for app in apps.get_app_configs()
    if not (settings.BASE_DIR / app.label).is_dir()
    for model in app.get_models(include_auto_created=True)
}


@contextmanager
def sqlite_of(script, there, folder):
    there.settings_dict["NAME"] = str(folder / "board.sqlite3")
    with closing(sqlite3.connect(there.settings_dict["NAME"])) as file:
        file.executescript(script)
    yield
    there.close()


@contextmanager
def postgresql_of(script, there, folder):
    name = there.settings_dict["NAME"] = f"{connection.settings_dict['NAME']}_released"
    with connection._nodb_cursor() as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            with there.cursor() as cursor:
                cursor.execute(script)
            there.close()  # with the search path that the script leaves behind
            yield
        finally:
            there.close()
            server.execute(f"DROP DATABASE {name}")


MADE = {"sqlite": sqlite_of, "postgresql": postgresql_of}


@contextmanager
def made_of(script, folder):
    """A connection to a database that holds what a script writes, beside the one of the tests."""
    there = connection.copy(ALIAS)
    there.inc_thread_sharing()
    with MADE[connection.vendor](script, there, folder):
        connections[ALIAS] = there
        yield there
        del connections[ALIAS]


@pytest.fixture(params=RELEASES)
def released(request, tmp_path, db):
    """A database of that release."""
    script = lzma.decompress((HERE / request.param / f"{connection.vendor}.sql.xz").read_bytes()).decode()
    with made_of(script, tmp_path) as there:
        yield there


@pytest.fixture
def empty(tmp_path, db):
    """A database without a table."""
    with made_of("SELECT 1;", tmp_path) as there:
        yield there


def migrate(there, *options):
    """`manage.py migrate` on a database that nobody else has open."""
    there.close()
    return subprocess.run(
        [sys.executable, "manage.py", "migrate", *options],
        cwd=settings.BASE_DIR,
        env=environment(DATABASE_URL=database_url(there.settings_dict["NAME"])),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def rows(there, table):
    with there.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def as_written(there):
    """What SQLite has written down of each table and its indexes; nothing of PostgreSQL, which keeps no words."""
    if there.vendor != "sqlite":
        return {}
    with there.cursor() as cursor:
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        found = {}
        for table, sql in cursor.fetchall():
            found[table] = f"{found.get(table, '')}{sql};"
        return found


def tables(there, but=frozenset()):
    """Every table of ours with its columns, keys, indexes and constraints, in words that can be compared.

    To find them out takes long; `but` are those that need not be compared, because they are written in the same words.
    """
    described = {}
    with there.cursor() as cursor:
        for table in {*there.introspection.table_names(cursor)} - THEIRS - but:
            described[table] = {
                f"{column.name}: {there.introspection.get_field_type(column.type_code, column)}, {column.null_ok=}"
                for column in there.introspection.get_table_description(cursor, table)
            } | {
                # SQLite numbers what has no name, in the order in which it is written down.
                f"{'' if name.startswith(('__unnamed', 'fk_')) else name}: {way['columns']}, {way['unique']=}, "
                f"{way['primary_key']=}, {way['foreign_key']=}, {way['check']=}"
                for name, way in there.introspection.get_constraints(cursor, table).items()
            }
    return described


def test_it_goes_up_without_a_question_and_keeps_its_rows(released):
    before = {table: rows(released, table) for table in released.introspection.table_names() if table not in OF_DJANGO}
    assert before["priorities_goal"] and before["editions_edition"]
    with released.cursor() as cursor:
        cursor.execute("SELECT id, content, digest, schema FROM editions_edition")
        frozen = cursor.fetchall()
    went = migrate(released)
    assert went.returncode == 0, went.stderr
    assert {table: rows(released, table) for table in before} == before
    alike = {table for table, _ in as_written(released).items() & as_written(connection).items()}
    assert tables(released, alike) == tables(connection, alike)
    assert seal.sealed_tables(ALIAS) == {sealed.table for sealed in seal.SEALED}
    for _, content, digest, schema in frozen:
        assert codec.digest(content) == digest
        codec.read(content, schema)


def test_an_empty_one_gets_all_tables_at_once(empty, monkeypatch):
    """Equal to that of the tests, which migrations make one by one where `--migrations` asks for it."""
    went = migrate(empty)
    assert (went.returncode, "all tables were made at once" in went.stdout) == (0, True), went.stderr
    alike = {table for table, _ in as_written(empty).items() & as_written(connection).items()}
    assert tables(empty, alike) == tables(connection, alike)
    assert seal.sealed_tables(ALIAS) == {sealed.table for sealed in seal.SEALED}
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})
    executor = MigrationExecutor(empty)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert rows(empty, "shared_cache") == 0


def test_one_that_holds_anything_is_left_to_the_migrations(empty):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE somebodys (id integer)")
    assert make_at_once(empty) is False
    assert empty.introspection.table_names() == ["somebodys"]


def test_it_gets_all_tables_or_none(empty, monkeypatch):
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})
    monkeypatch.setattr(MigrationExecutor, "record_migration", lambda self, migration: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_at_once(empty)
    assert empty.introspection.table_names() == ["django_migrations"]
    monkeypatch.undo()
    assert migrate(empty).returncode == 0
