"""What a command says when the machine, not the board's work, is what is wrong: a sentence that names the setting."""

import errno
import shutil
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.migrations.exceptions import MigrationSchemaMissing

from kit import release
from kit.checks import unwritable

# What an operating system refuses, and what to do.
REFUSED = {
    errno.ENOSPC: "There is no room left on its disk. Make room and run the same command again.",
    errno.EDQUOT: "This user’s share of its disk is used up. Ask for more and run the same command again.",
    errno.EROFS: "Its disk can only be read. Name a place that can be written.",
    errno.EACCES: "This user may not write there. Run it as the program’s own user, or give the place to that.",
    errno.ENOTDIR: "Something else than a folder stands in its way. Name another place.",
}
REFUSED[errno.EFBIG] = "A file may not grow that large there: the user has a limit (ulimit -f). Raise it."
REFUSED[errno.EPERM] = REFUSED[errno.EACCES]
# A folder that isn't there is made; where even that fails, as below /proc, the place is wrong.
NEVER_THERE = "No folder can be made there. Name another place."


def of_the_database(failure):
    """Of a database that isn't there, isn't the right one, or was not brought up to date."""
    try:
        said = release.mismatch()
    except (DatabaseError, InterfaceError):
        said = ""  # it can't even be asked
    reached = not isinstance(failure, OperationalError | InterfaceError | MigrationSchemaMissing)
    return said or ("" if reached else f"The database that DATABASE_URL names can’t be used: {one_line(failure)}")


def one_line(failure):
    return " ".join(str(failure).split())


def of_the_disk(failure):
    """Of a place that can't be written, with the setting that names it. A full disk doesn't say which place it was."""
    place = Path(str(failure.filename)) if failure.filename else None
    if failure.errno == errno.ENOENT:
        return next(
            (f"{name}: {folder} can’t be made. {NEVER_THERE}" for name, folder in folders() if is_above(place, folder)),
            "",
        )
    if failure.errno not in REFUSED:
        return ""
    for name, folder in folders():
        if place.is_relative_to(folder) if place else is_full(folder):
            return f"{name}: {place or folder} can’t be written. {REFUSED[failure.errno]}"
    return f"{place or 'A file'} can’t be written. {REFUSED[failure.errno]}"


def folders():
    """The places that the program writes to, by the setting that names each."""
    yield "PUBLIC_ROOT", settings.PUBLIC_ROOT
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        yield "DATABASE_URL", Path(database["NAME"]).parent


def is_above(place, folder):
    """Whether a place that is missing is a folder of ours, or one that it would lie in."""
    return bool(place) and folder.is_relative_to(place) and not place.exists()


def is_full(folder):
    return folder.is_dir() and shutil.disk_usage(folder).free < NO_ROOM


NO_ROOM = 1_000_000  # bytes: less than one picture of the public site
SAID = (
    (ImproperlyConfigured, one_line),
    ((DatabaseError, InterfaceError), of_the_database),
    (OSError, of_the_disk),
)


def in_words(failure):
    """A failure as a sentence for whoever runs the program; nothing where the fault is the program's own."""
    return next((words(failure) for kind, words in SAID if isinstance(failure, kind)), "")


def at_the_start():
    """What is wrong beside the settings as the program starts, each in a sentence.

    None of it keeps the server from starting: the public pages are files, and go on.
    """
    if said := unwritable(settings.PUBLIC_ROOT):
        yield said
    try:
        said = release.mismatch()
    except (DatabaseError, InterfaceError) as failure:
        said = of_the_database(failure)
    finally:
        connections.close_all()  # whoever answers requests opens one of their own
    if said:
        yield said
