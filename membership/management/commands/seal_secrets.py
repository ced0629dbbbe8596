"""manage.py seal_secrets: seals what second factors rest on with the newest of SECRETS_KEYS."""

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from kit.wording import counted
from membership import sealing


class Command(RecordsCommand):
    help = (
        "Seals the secrets of second factors with the first of SECRETS_KEYS: those in clear, and those of older keys."
    )

    def handle(self, **options):
        try:
            found = sealing.seal_all()
        except sealing.KeyMissing as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{counted(found.total(), 'secret')}: {found[sealing.CLEAR]} sealed, "
            f"{found[sealing.FORMER]} sealed anew, {found[sealing.NEWEST]} as they should be."
        )
        if found[sealing.UNREADABLE]:
            raise CommandError(
                f"No key opens {found[sealing.UNREADABLE]} of them. Add the key to SECRETS_KEYS that did."
            )
