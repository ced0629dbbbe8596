"""A copy of the database, read at one moment, in a folder of its own; and putting one back where there is nothing.

    board-2016-06-01-211005/
        database         of SQLite a database, of PostgreSQL what pg_dump writes
        MANIFEST.json    which program, database and migrations, rows by table, size and check code

A folder has its name once all of it is on the disk. Sessions and counts of tries stay out: everybody signs in anew.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from msgspec import Struct

from kit import clock, outcomes, release
from kit.wording import counted
from lscb.custody.files import on_the_disk, unfinished
from lscb.custody.leaving import one_moment

DATABASE, MANIFEST = "database", "MANIFEST.json"
# Nobody who gets hold of a copy shall come in by it, and nobody needs them after a restore.
PASSING = ("django_session", "shared_cache")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BEGINS = "board-"
OUTCOME = ".backed-up.json"

# What a copy of the database does not hold, and nothing of the board works without.
BESIDES = (
    "SECRETS_KEYS: without them every app and printed sheet has to be set up anew.",
    "SECRET_KEY: without it links that were mailed are dead, and everybody signs in anew.",
    "The rest of the environment, certificates, and the files of web server and service.",
    "Not the public pages, which manage.py site writes anew. Logo and files that were brought are in the copy.",
)


class Failed(Exception):
    """Why no copy was made, or why one is not put back, in a sentence."""


class Loaded(Failed):
    """As Failed, but the database holds what was loaded."""


class CopiedFile(Struct, frozen=True, kw_only=True):
    bytes: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a copy says of itself."""

    made_at: datetime
    engine: str
    server: str
    migrations: list[tuple[str, str]]
    tables: dict[str, int]
    files: dict[str, CopiedFile]

    @property
    def rows(self):
        return sum(self.tables.values())


class LastCopies(Struct, frozen=True, kw_only=True):
    """When a copy was last made, and when one last failed to be; None if that never was."""

    made_at: datetime | None = None
    failed_at: datetime | None = None


def last() -> LastCopies:
    return outcomes.read(OUTCOME, LastCopies) or LastCopies()


OVERDUE = timedelta(hours=50)  # of a nightly copy, two were missed


def remains():
    """What is wrong with the copies, in a sentence; nothing where none was ever made by this program."""
    how = last()
    if how.failed_at:  # a copy that was made since would have taken its place
        since = f"the last one is of {clock.in_words(how.made_at)}" if how.made_at else "there is none yet"
        yield f"The backup of {clock.in_words(how.failed_at)} failed, and {since}; manage.py backup says why."
    elif how.made_at and clock.now() - how.made_at > OVERDUE:
        yield f"The last backup is of {clock.in_words(how.made_at)}; manage.py backup makes one."


def back_up(place: Path, *, keep: int | None = None) -> tuple[Path, Manifest]:
    """Make a copy in a folder of copies; where it is, and what it says of itself. Raises Failed or OSError.

    With `keep` the copies that were made more than so many days before it go. How it went is written down.
    """
    before = last()
    try:
        made = copied(place)
    except BaseException:
        with suppress(OSError):  # what went wrong is what is to be heard of
            outcomes.write(OUTCOME, LastCopies(made_at=before.made_at, failed_at=clock.now()))
        raise
    outcomes.write(OUTCOME, LastCopies(made_at=made[1].made_at))
    if keep is not None:
        clear_older(place, made[1].made_at - timedelta(days=keep))
    return made


def copied(place):
    place.mkdir(parents=True, exist_ok=True)
    clear_unfinished(place)
    now = clock.now()
    named = f"{BEGINS}{now.astimezone(UTC):%Y-%m-%d-%H%M%S}"
    names = (named if number == 1 else f"{named}-{number}" for number in itertools.count(1))
    folder = next(place / name for name in names if not (place / name).exists())
    beside = unfinished(folder)
    beside.mkdir(mode=0o700)
    try:
        with locked(beside):
            data = beside / DATABASE
            tables = COPIES[connection.vendor](data)
            manifest = Manifest(
                made_at=now,
                engine=connection.vendor,
                server=server(),
                migrations=sorted(MigrationRecorder(connection).applied_migrations()),
                tables=tables,
                files={DATABASE: file_of(data)},
            )
            told = beside / MANIFEST
            told.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            for each in (data, told, beside):
                on_the_disk(each)
            beside.rename(folder)
            on_the_disk(place)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return folder, manifest


@contextmanager
def locked(folder):
    """Nobody else clears the folder away meanwhile. Raises BlockingIOError where somebody writes it just now."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def clear_unfinished(place):
    """Clear away what a run that was killed has left; nothing that another one is just writing."""
    for folder in place.glob(unfinished(place / f"{BEGINS}*").name):
        with suppress(BlockingIOError), locked(folder):
            shutil.rmtree(folder)


def clear_older(place, than):
    for folder in place.glob(f"{BEGINS}*"):
        with suppress(Failed):  # whatever else bears such a name stays
            if manifest_of(folder).made_at < than:
                shutil.rmtree(folder)


def file_of(path):
    with path.open("rb") as data:
        return CopiedFile(bytes=path.stat().st_size, sha256=hashlib.file_digest(data, "sha256").hexdigest())


def server():
    return ".".join(map(str, connection.get_database_version()))


def of_sqlite(to):
    """Unused pages stay behind, and with them whatever was erased; writers don't wait."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(to)])
    with closing(sqlite3.connect(to)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        with copy:
            for table in PASSING:
                copy.execute(f"DELETE FROM {table}")
    return whole_sqlite(to)


def whole_sqlite(file):
    """Rows by table of a database in a file, which is looked at from end to end. Raises Failed if it isn't whole."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Failed(f"{file} is not whole: SQLite finds faults in it.")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise Failed(f"{file} is not whole: rows in it point to rows that are not there.")
            names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}
        except sqlite3.DatabaseError as problem:
            raise Failed(f"{file} is not whole: {problem}.") from problem


def of_postgresql(to):
    """pg_dump reads at the same moment as we count, and writers don't wait for it."""
    with one_moment(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        left_out = [f"--exclude-table-data={table}" for table in PASSING]
        postgresql(
            "pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
            *left_out, f"--file={to}",
        )  # fmt: skip
        return rows_of_postgresql(cursor)


def rows_of_postgresql(cursor):
    found = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        found[table] = 0 if table in PASSING else cursor.fetchone()[0]
    return found


# What PostgreSQL's own programs read from the environment: an address on the command line could be read by everybody.
SPOKEN = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def postgresql(program, *words):
    """Run one of PostgreSQL's own programs on the database. Raises Failed with what it says."""
    if shutil.which(program) is None:
        raise Failed(
            f"{program} is not installed. Install the client of PostgreSQL in the version of the server or a newer one "
            "(postgresql-client)."
        )
    known = connection.get_connection_params()
    spoken = {name: str(known[key]) for key, name in SPOKEN.items() if known.get(key)}
    ran = subprocess.run(
        [program, *words], env=os.environ | spoken, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if ran.returncode:
        said = " ".join(ran.stderr.split())[-300:] or f"it ended with {ran.returncode}"
        raise Failed(f"{program} could not do it: {said}")


COPIES = {"sqlite": of_sqlite, "postgresql": of_postgresql}


def manifest_of(folder) -> Manifest:
    """What a copy says of itself. Raises Failed if it is none."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        inside = sorted(folder.glob(f"{BEGINS}*/{MANIFEST}"))
        there = f" Name one of the copies in it, such as {inside[-1].parent}." if inside else ""
        raise Failed(
            f"{folder} holds no {MANIFEST}: it is no copy that manage.py backup has made, or it was cut off.{there}"
        ) from None
    except (msgspec.MsgspecError, NotADirectoryError) as problem:
        raise Failed(f"{folder / MANIFEST} can’t be read: {problem}. The copy is damaged, or no copy.") from problem


def checked(folder) -> Manifest:
    """A copy that this program can put back here. Raises Failed if it can't, with what to do."""
    manifest = manifest_of(folder)
    if manifest.engine != connection.vendor:
        raise Failed(
            f"{folder} is a copy of {NAMES.get(manifest.engine, manifest.engine)}, and DATABASE_URL names "
            f"{NAMES[connection.vendor]}. Restore it there; manage.py leave goes from one to the other."
        )
    if said := release.newer({tuple(each) for each in manifest.migrations}):
        raise Failed(said.replace("The database was", f"{folder} was made after the database was"))
    for name, known in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size < known.bytes:
            raise Failed(f"{path} was cut off: it lacks some of its {known.bytes:,} bytes. Take another copy.")
        if file_of(path) != known:
            raise Failed(f"{path} is not what was written: it was altered, or it is damaged. Take another copy.")
    return manifest


def restore(folder: Path) -> Manifest:
    """Put a copy back into an empty place. Raises Failed if the place isn't empty or the copy isn't whole."""
    manifest = checked(folder)
    PUT_BACK[connection.vendor](folder / DATABASE, manifest)
    return manifest


def into_sqlite(data, manifest):
    """A file beside, looked at, that gets the name of the database at the end."""
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for place in (target, target.with_name(f"{target.name}-wal")):
        if place.exists() and place.stat().st_size:
            raise Failed(
                f"{place} is there already. A copy is restored into an empty place: move the old database away, with "
                "-wal and -shm beside it, or name another place in DATABASE_URL."
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = unfinished(target)
    try:
        shutil.copyfile(data, beside)
        on_the_disk(beside)
        compare(whole_sqlite(beside), manifest)
        target.unlink(missing_ok=True)  # SQLite leaves an empty file where somebody asked for a database
        os.link(beside, target)
        on_the_disk(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def into_postgresql(data, manifest):
    """All of it or nothing: in one transaction."""
    with connection.cursor() as cursor:
        if tables := connection.introspection.table_names(cursor):
            raise Failed(
                f"The database {connection.settings_dict['NAME']} has {counted(len(tables), 'table')} already. "
                "A copy is restored into an empty one: make one (createdb), name it in DATABASE_URL."
            )
    connection.close()
    postgresql(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
        f"--dbname={connection.settings_dict['NAME']}", str(data),
    )  # fmt: skip
    with connection.cursor() as cursor:
        try:
            compare(rows_of_postgresql(cursor), manifest)
        except Failed as failure:
            raise Loaded(f"{failure} What was loaded is in the database all the same: dropdb it.") from failure


PUT_BACK = {"sqlite": into_sqlite, "postgresql": into_postgresql}


def compare(tables, manifest):
    """Refuse a database that has other tables, or other numbers of rows, than the copy says."""
    differing = sorted(name for name, _ in tables.items() ^ manifest.tables.items())
    if differing:
        raise Failed(f"The copy is not whole: the rows of {differing[0]} are not as many as its {MANIFEST} says.")


def rehearse(folder: Path, seconds: int = 3600) -> str:
    """Restore a copy beside the running database, by the very command, and look at all of it; then clear it away.

    Gives what the command said. Raises Failed if it couldn't be rehearsed, or if the copy proves to be none.
    """
    checked(folder)
    with (
        tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=folder.parent) as room,
        BESIDE[connection.vendor](Path(room)) as address,
    ):
        ran = subprocess.run(
            [sys.executable, "manage.py", "restore", str(folder.absolute())],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address, "PUBLIC_ROOT": f"{room}/public"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    if ran.returncode:
        raise Failed(f"The copy can’t be restored: {' '.join(ran.stderr.split())[-500:]}")
    return ran.stdout


@contextmanager
def second_sqlite(room):
    yield f"sqlite:///{room.absolute() / 'board.sqlite3'}"


@contextmanager
def second_postgresql(room):
    """A second database on the same server, if the program's user may make one."""
    name = f"{connection.settings_dict['NAME']}_rehearsal"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise Failed(
                "The user of the database may not make a second one, so nothing was rehearsed. Allow it "
                "(ALTER ROLE … CREATEDB), or restore the copy on another server."
            )
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [name])
        if cursor.fetchone()[0]:
            raise Failed(f"A rehearsal is going on, or one was cut off. In that case: dropdb {name}")
        cursor.execute(f"CREATE DATABASE {quoted}")
        try:
            yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        finally:
            cursor.execute(f"DROP DATABASE {quoted}")


BESIDE = {"sqlite": second_sqlite, "postgresql": second_postgresql}
