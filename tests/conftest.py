"""What every test has: its own public tree, no network, and a count that CI compares between the two databases."""

import gc
import itertools
import os
import runpy
import socket
from concurrent.futures import Future
from functools import cache, partial

import hypothesis
import pytest
import sqlparse
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.test import client as test_client
from django.test.utils import setup_databases, teardown_databases

from kit import apart, long_work
from lscb import garbage
from tests.unsealing import unsealed

pytest_plugins = ["tests.kept", "tests.copies", "tests.demonstration", "tests.logged", "tests.sleeping"]

hypothesis.settings.register_profile("local", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("nightly", max_examples=2_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))

HERE = ("127.0.0.1", "::1", "localhost")
trees = itertools.count(1)


def guarded(connect):
    """A socket's `connect` that reaches this machine only."""

    def connect_here(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in HERE:
            raise AssertionError(f"A test reached for the network: {address[0]}. Tests talk to this machine only.")
        return connect(self, address)

    return connect_here


def pytest_collection_finish(session):
    """Look for garbage less often, and never again among what was loaded: it took a tenth of the tests' time."""
    gc.collect()
    garbage.look_seldom()


# Parts of a form: a page has a hundred of them, and no test asks what each was given.
PARTS = ("django/forms/", "board/")


@pytest.fixture(scope="session", autouse=True)
def _no_parts_kept():
    """What Django's client keeps of each template that was rendered: of those that are pages, or parts with a name."""
    keep = test_client.store_rendered_templates

    def keep_some(store, signal, sender, template, context, **more):
        if not (template.name or "").startswith(PARTS):
            keep(store, signal, sender, template, context, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_client, "store_rendered_templates", keep_some)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_power_cut():
    """Waiting for the disk takes longer than writing. Tests ask what is waited for, none what a power cut leaves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_use_migrations, django_db_blocker):
    """The test database, whoever asks for it.

    pytest-django's own makes it only when some test bears the mark for it, so that a fixture that fills the database
    for many tests would fill the real one. The tables are made from the models, in two seconds; with `--migrations`
    they are made as an installation makes them, in twenty: CI asks for that on PostgreSQL, and makes the demonstration
    so on SQLite. Each worker of pytest-xdist has a database of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not django_db_use_migrations:  # and for as long as the database lives: it was never migrated
            patch.setattr(settings, "MIGRATION_MODULES", {app.label: None for app in apps.get_app_configs()})
        with django_db_blocker.unblock():
            made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=())
        yield
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def of_the_module(django_db_setup, django_db_blocker):
    """For what a module makes once in the database: each test is undone by itself, and this after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


# What `migrate` writes by itself, and no test changes.
WRITTEN_BY_MIGRATE = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty(test_case):
    """Clear away what a test committed: past the seal, and only where there is something.

    Django's own way empties a hundred tables and then does all that follows a migration.
    """

    with unsealed(), transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names(only_existing=True)) - WRITTEN_BY_MIGRATE
        filled = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in sorted(tables))
        cursor.execute(" UNION ALL ".join(filled))
        cleared = [table for (table,) in cursor.fetchall()]
        for table in cleared:
            cursor.execute(f"DELETE FROM {table}")
        # Rows are numbered from 1 again, so that what begins alike has the same rows (`tests.kept_rows`).
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
        else:
            models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in cleared]
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        connection.check_constraints()  # PostgreSQL seals no table with checks that are put off


@pytest.fixture(scope="session", autouse=True)
def _tables_parsed_once():
    """Django parses what SQLite wrote down of a table each time it is asked for the columns: a second a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.backends.sqlite3.introspection.sqlparse.parse", cache(sqlparse.parse))
        yield


@pytest.fixture(scope="session", autouse=True)
def _empty_past_the_seal():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def public_root(settings, tmp_path_factory):
    """A folder for the public tree, not made yet, that no other test has seen."""
    settings.PUBLIC_ROOT = tmp_path_factory.getbasetemp() / f"public-{next(trees)}"
    return settings.PUBLIC_ROOT


@pytest.fixture
def as_installed(settings, monkeypatch):
    """The transport settings of a real installation: by https only, with guarded cookies."""
    monkeypatch.setenv("HTTPS", "1")
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    real = runpy.run_path(str(settings.BASE_DIR / "lscb" / "settings.py"))
    for name, value in real.items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_COOKIE")):
            setattr(settings, name, value)


class AtOnce:
    """Does at once what the program does aside, so that a test finds it done."""

    def submit(self, do, *args):
        done = Future()
        done.set_result(do(*args))
        return done


@pytest.fixture(autouse=True)
def _mail_at_once(monkeypatch):
    monkeypatch.setattr("membership.mail.aside", AtOnce())


class WhenAskedFor:
    """What is begun beside the test, done when its result is asked for, so that it is known what comes first."""

    def __init__(self, work, *given, **how):
        self.cancel, self.work = (lambda: True), partial(work, *given, **how)

    def result(self):
        return self.work()


@pytest.fixture(autouse=True)
def _begun_when_asked_for(request, monkeypatch):
    if "side_by_side" not in request.keywords:
        monkeypatch.setattr(apart, "begin", WhenAskedFor)


BEGIN = long_work.begin


@pytest.fixture(scope="session", autouse=True)
def _long_work_at_once():
    """A process of its own would not see what a test wrote, and has another database."""

    # Asked for when it is used: the table names views, which can't be imported before Django is set up.
    def at_once(work, lock):
        from lscb.long_work import WORKS

        long_work.run(work.pk, WORKS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kit.long_work.begin", at_once)
        yield


@pytest.fixture(autouse=True)
def _own_process(request, monkeypatch):
    if "own_process" in request.keywords:
        monkeypatch.setattr("kit.long_work.begin", BEGIN)


@pytest.fixture
def said(record_property):
    """Says a line in the summary of the run: how much a test tried that makes its own cases."""
    return lambda line: record_property("said", line)


def pytest_terminal_summary(terminalreporter):
    """Say what the tests said, and how many ran on which database: `.ci/run` compares the numbers of the two."""
    from django.db import connection

    for report in terminalreporter.stats.get("passed", ()):
        for name, line in report.user_properties:
            if name == "said":
                terminalreporter.write_line(line)
    ran = sum(len(terminalreporter.stats.get(outcome, ())) for outcome in ("passed", "failed", "xfailed", "xpassed"))
    terminalreporter.write_line(f"Tests run on {connection.vendor}: {ran}")
