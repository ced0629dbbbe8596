"""manage.py verify_editions: whether what was published is still what was published."""

from django.core.management.base import CommandError

from editions.verification import verify, write_outcome
from kit.commands import RecordsCommand
from kit.wording import counted


class Command(RecordsCommand):
    help = "Recomputes every check code and compares the public files with the records. It mends nothing."

    def handle(self, **options):
        verified = verify()
        looked_at = f"{counted(verified.editions, 'version')} and {counted(verified.renditions, 'file')} verified"
        for finding in verified.findings:
            self.stdout.write(finding)
        if verified.unwritten:
            self.stdout.write(verified.unwritten)
        write_outcome(verified)
        if verified.findings:
            raise CommandError(f"{looked_at}: {counted(len(verified.findings), 'finding')}.")
        self.stdout.write(f"{looked_at}.")
