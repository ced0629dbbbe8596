"""Work that takes longer than a person waits: done in a process of its own, with one row that pages ask how far it is.

`start` writes the row and starts `manage.py long_work`, which calls what the roof names for this kind of work and
writes down how it ended. Whoever asked can leave the page and find it again; who presses twice is shown the same row.
There is no queue: the work begins at once, and each thing is worked on once at a time.

Who works holds a lock that the kernel lets go of with the process, however that ended. So a row whose lock is free is
seen to be abandoned by the next who looks (`notice`), and nothing is left under way for ever.

A file that was made is kept in a folder nobody else reads, until it is fetched, a day is over, or something is erased.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from datetime import timedelta
from threading import Thread

from django.apps import apps
from django.conf import settings
from django.db import transaction

from kit import clock

log = logging.getLogger(__name__)

PATIENCE = 2  # seconds in which somebody who only looks lets go of a lock
SHOWN_FOR = timedelta(days=1)  # how long a page says how it ended
KILLED = "It was stopped before it came to its end, perhaps because the server was started anew. Ask for it again."
BROKEN = "It came to no end because of a fault in the program. The log says which."
ERASED_MEANWHILE = "Something was erased while it was made, and may be in it, so it was thrown away. Ask for it again."
STARTLESS = "It could not be started: the server has no room for one process more. Try again in a moment."

_current = ContextVar("current", default=None)


class WorkFailed(Exception):
    """The work ended otherwise than it should, and why, for the person who asked for it.

    `address` is where what was done all the same is looked at.
    """

    def __init__(self, words, address=""):
        self.address = address
        super().__init__(words)


def rows():
    return apps.get_model("kit", "LongWork").objects


# Where it is asked for


def start(what, key, title, *, by, told=None):
    """The row of this work on this thing: the one that is under way, or a new one. Never call it in a transaction."""
    with _lock(what, key, patience=PATIENCE) as lock:
        if lock is None:
            return latest(what, key)
        _abandon(rows().filter(what=what, key=key, ended=None))
        work = rows().create(
            what=what, key=key, title=title[:300], by=by, told=json.dumps(told or {}), asked=clock.now()
        )
        try:
            begin(work, lock)
        except OSError:
            log.exception("A process for %s could not be started", what)
            _end(work, went_well=False, outcome=STARTLESS)
        work.refresh_from_db()
        return work


def begin(work, lock):
    """Start the process that does it. It inherits the lock, and lives on if the server's own process ends."""
    process = subprocess.Popen(
        [sys.executable, settings.BASE_DIR / "manage.py", "long_work", str(work.pk), str(lock)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[lock],
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it stays in the list of processes.
    Thread(target=process.wait, daemon=True).start()


def latest(what, key):
    """The last row of this work on this thing, as it stands now; None if it was never asked for, or long ago."""
    work = rows().filter(what=what, key=key).select_related("by").first()
    if work:
        notice(work)
    return work if work and (work.is_under_way or work.ended > clock.now() - SHOWN_FOR) else None


def is_under_way(what):
    """Whether work of this kind is being done, on anything."""
    return any(under_way(what))


def under_way(what):
    """The rows of this work that is being done."""
    return [work for work in begun(what) if notice(work).is_under_way]


def begun(what):
    """The rows of this work that have no end yet, whether or not somebody still works on them."""
    return rows().filter(what=what, ended=None)


def recent(person):
    """The rows of what somebody has asked for that is under way, or ended within a day; the newest first."""
    return rows().filter(by=person).exclude(ended__lt=clock.now() - SHOWN_FOR)


def of_person(person):
    """The same as it stands now, ten at most."""
    return [notice(work) for work in recent(person)[:10]]


def notice(work):
    """The row, ended if nobody works on it any more."""
    if work.is_under_way and not _is_held(work):
        _abandon(rows().filter(pk=work.pk, ended=None))
        work.refresh_from_db()
    return work


def _abandon(unfinished):
    for work in unfinished:
        _end(work, went_well=False, outcome=KILLED)


# In the process that does it


def run(pk, works):
    """Do a piece of work and write down how it ended. `works` has what does it, by what it is called."""
    work = rows().select_related("by").get(pk=pk)
    token = _current.set(work)
    try:
        outcome, address = works[work.what](work, json.loads(work.told))
    except WorkFailed as failure:
        _end(work, went_well=False, outcome=str(failure), address=failure.address)
    except Exception:  # whatever it was: nobody else could write down how it ended, and the log says what it was
        log.exception("Long work ended with a fault: %s", work.what)
        _end(work, went_well=False, outcome=BROKEN)
    else:
        _end(work, went_well=True, outcome=outcome, address=address)
    finally:
        _current.reset(token)


def far(words):
    """Say how far it is, if what runs here is long work; not in a transaction, where nobody would see it."""
    if work := _current.get():
        _write(work, how_far=words)


def _end(work, *, went_well, outcome, address=""):
    _write(work, ended=clock.now(), went_well=went_well, outcome=outcome, address=address, told="", how_far="")


def _write(work, **columns):
    """Write these columns, unless it has ended: of two who end it the first is right."""
    with transaction.atomic():
        if there := rows().select_for_update().filter(pk=work.pk, ended=None).first():
            for name, value in columns.items():
                setattr(there, name, value)
            there.save(update_fields=[*columns])


def _place_of_files():
    return settings.PUBLIC_ROOT / "work"


def _folder():
    """Beside the public pages, like the lock of these: whoever erases looks there too, and nobody else may read it."""
    folder = _place_of_files()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


# Files that are fetched afterwards


def file_of(work):
    """Where the file that a piece of work makes is kept."""
    return _folder() / f"{work.pk}.made"


def open_file(work):
    """The file that a piece of work made, open; None if there is none, or its time is over."""
    if not work.went_well or work.ended <= clock.now() - SHOWN_FOR:
        return None
    with suppress(FileNotFoundError):
        return file_of(work).open("rb")
    return None


def has_file(work):
    with open_file(work) or nullcontext() as kept:
        return kept is not None


def throw_away_files(*, older_than=None):
    """Throw away what was made and not fetched: all of it after something was erased, otherwise what is old."""
    if older_than is None:
        _mark().touch(mode=0o600)
    for file in files_made(older_than=older_than or timedelta()):
        file.unlink(missing_ok=True)


def files_made(*, older_than):
    """What was made so long ago and lies there still."""
    before, found = time.time() - older_than.total_seconds(), []
    for file in _place_of_files().glob("*.made"):
        # Another may be throwing it away in this moment.
        with suppress(FileNotFoundError):
            if file.stat().st_mtime <= before:
                found.append(file)
    return found


def keep_file(work, made):
    """Keep what an open file holds, to be fetched."""
    throw_away_files(older_than=SHOWN_FOR)
    with open(os.open(file_of(work), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
        shutil.copyfileobj(made, kept)
    # Looked at when it is there, so that of this and an erasure the later sees the other.
    if _thrown_away_at() >= work.asked.timestamp():
        file_of(work).unlink(missing_ok=True)
        raise WorkFailed(ERASED_MEANWHILE)


def _mark():
    return _folder() / "erased"


def _thrown_away_at():
    """When all of it was last thrown away; 0 if that was never so."""
    try:
        return _mark().stat().st_mtime
    except FileNotFoundError:
        return 0


# The lock


def _place(what, key):
    return _folder() / f"{hashlib.sha256(f'{what} {key}'.encode()).hexdigest()[:32]}.lock"


@contextmanager
def _lock(what, key, patience=0):
    """Hold the lock of this work on this thing: its number among the open files, or None while somebody works on it."""
    handle = os.open(_place(what, key), os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < until:
                    time.sleep(0.05)
                    continue
                yield None
            else:
                yield handle
            return
    finally:
        os.close(handle)


def _is_held(work):
    with _lock(work.what, work.key) as lock:
        return lock is None
