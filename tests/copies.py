"""Databases beside that of the tests, and the program's commands run on them as somebody runs them."""

import resource
import subprocess
import sys
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from editions import publishing
from kit import clock
from lscb.custody import backup
from membership.roles import Role
from publications.models import PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY, stand_ins
from tests.killing import database_url, environment


@pytest.fixture
def board_to_copy(monkeypatch):
    """A board with its public pages published, a session, and a count of tries; its manager."""
    stand_ins(monkeypatch)
    make.BoardFactory(name="The Board of Wessex")
    manager = make.UserFactory(roles=[Role.MANAGER])
    make.GoalFactory(title="Neglect")
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    publishing.update(site, by=manager, on=DAY)
    Session.objects.create(session_key="k" * 32, session_data="canary-of-a-session", expire_date=clock.now())
    return manager


@pytest.fixture
def migrated(transactional_db):
    """The database says that it went through every migration, though its tables were made at once: commands ask."""
    found = [
        (app.label, each.name, import_module(f"{app.name}.migrations.{each.name}").Migration)
        for app in apps.get_app_configs()
        if (folder := Path(app.path) / "migrations").is_dir()
        for each in iter_modules([str(folder)])
    ]
    wanted = {(label, name) for label, name, _ in found} | {each for *_, made in found for each in made.replaces}
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    missing = wanted - recorder.applied_migrations().keys()
    for each in missing:
        recorder.record_applied(*each)
    yield
    for each in missing:
        recorder.record_unapplied(*each)


@contextmanager
def nothing_there(folder):
    """The address of a database that doesn't exist yet, or is empty."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection._nodb_cursor() as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield database_url(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def elsewhere(tmp_path):
    with nothing_there(tmp_path) as address:
        yield address


def there(address):
    """Rows by table of the database at an address; None if there is none, or nothing in it."""
    if connection.vendor == "sqlite":
        file = Path(address.removeprefix("sqlite:///"))
        return backup.whole_sqlite(file) if file.exists() else None
    other = connection.copy("restored")
    other.settings_dict["NAME"] = address.rpartition("/")[2]
    with closing(other), other.cursor() as cursor:
        return backup.rows_of_postgresql(cursor) or None


def manage(*words, database=None, root=None, limit=None):
    """manage.py in a process of its own, as somebody runs it; with `limit` no file may grow beyond so many bytes."""
    more = {"DATABASE_URL": database} if database else {}
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=settings.BASE_DIR,
        env=environment(**more, **({"PUBLIC_ROOT": str(root)} if root else {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,
    )
