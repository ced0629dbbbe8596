"""The base of every command that reads or changes the board's records."""

from django.core.management.base import BaseCommand, CommandError

from . import owner, release


class RecordsCommand(BaseCommand):
    """Refuses another user than the owner of the public pages, and a database that belongs to another release."""

    requires_migrations_checks = True

    def execute(self, *args, **options):
        try:
            owner.refuse_another()
        except owner.OtherUser as refusal:
            raise CommandError(str(refusal)) from refusal
        return super().execute(*args, **options)

    def check_migrations(self):
        if said := release.mismatch():
            raise CommandError(said)
