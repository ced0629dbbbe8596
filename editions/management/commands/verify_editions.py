"""manage.py verify_editions: whether what was published is still what was published."""

from django.core.management.base import BaseCommand, CommandError

from editions.verification import verify, write_outcome
from kit.wording import counted


class Command(BaseCommand):
    help = "Recomputes every check code and compares the public files with the records. It mends nothing."

    def handle(self, **options):
        verified = verify()
        write_outcome(verified)
        looked_at = f"{counted(verified.editions, 'version')} and {counted(verified.renditions, 'file')} verified"
        for finding in verified.findings:
            self.stdout.write(finding)
        if verified.findings:
            raise CommandError(f"{looked_at}: {counted(len(verified.findings), 'finding')}.")
        self.stdout.write(f"{looked_at}.")
