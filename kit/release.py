"""Whether the database belongs to the release of the program that is running."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OLDER = "The database is not up to date with this release of the program. Run manage.py migrate."
NEWER = (
    "The database was brought up to date by a newer release of the program than this one ({name}). Run that release, "
    "or restore the backup that was made before the upgrade."
)


@cache
def known():
    """The migrations of this release by app."""
    modules = {app.label: MigrationLoader.migrations_module(app.label)[0] for app in apps.get_app_configs()}
    return {
        label: sorted(each.name for each in iter_modules(import_module(module).__path__) if each.name[0] not in "_~")
        for label, module in modules.items()
        if module and has_migrations(module)
    }


def has_migrations(module):
    try:
        return hasattr(import_module(module), "__path__")
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return False


def applied():
    """What the database has been through, by app and name; nothing if it is empty."""
    return MigrationRecorder(connection).applied_migrations().keys()


@cache
def stood_for():
    """The migrations of former releases that those of this release stand for."""
    modules = {app.label: MigrationLoader.migrations_module(app.label)[0] for app in apps.get_app_configs()}
    here = (import_module(f"{modules[label]}.{name}") for label, names in known().items() for name in names)
    return {former for module in here for former in module.Migration.replaces}


def newer(done=None):
    """Why this release must not write into the database, in a sentence; nothing if it may.

    Migrations are numbered, so one behind the last that is known here comes from a later release. One that stands among
    them and is not known was joined with others since, which is no fault.
    """
    for label, name in sorted(applied() if done is None else done):
        if known().get(label) and name > known()[label][-1] and (label, name) not in stood_for():
            return NEWER.format(name=f"{label} {name}")
    return ""


def mismatch():
    """Why the program can't work with the database, in a sentence; nothing if it can."""
    done = applied()
    is_behind = any((label, name) not in done for label, names in known().items() for name in names)
    return newer(done) or (OLDER if is_behind else "")
