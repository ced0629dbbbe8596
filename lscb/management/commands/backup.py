"""manage.py backup FOLDER: a whole copy of the database in a folder of copies, to be put back by manage.py restore."""

from pathlib import Path

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from kit.wording import counted
from lscb.custody import backup
from lscb.custody.files import private


class Command(RecordsCommand):
    help = (
        "Copies the database, as it is at one moment, into a new folder among others. Nobody who writes waits for it."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="The folder of copies, such as /srv/copies.")
        parser.add_argument(
            "--keep", type=int, metavar="DAYS", help="Clear away the copies that are older than so many days."
        )

    def handle(self, *, folder, keep, **options):
        try:
            with private():
                made, manifest = backup.back_up(folder, keep=keep)
        except backup.Failed as failure:
            raise CommandError(f"{failure} No copy was made.") from failure
        size = sum(file.bytes for file in manifest.files.values())
        self.stdout.write(f"{made}: {counted(manifest.rows, 'row')}, {size:,} bytes.")
        self.stdout.write("It is the database only. Keep apart from it:")
        self.stdout.writelines(f"  {words}\n" for words in backup.BESIDES)
