"""The base of every command that reads or changes the board's records."""

from django.core.management.base import BaseCommand, CommandError

from . import release


class RecordsCommand(BaseCommand):
    """Refuses a database that belongs to another release of the program, before it reads or changes anything."""

    requires_migrations_checks = True

    def check_migrations(self):
        if said := release.mismatch():
            raise CommandError(said)
