"""manage.py leave FILE: writes the whole record into one archive for those who carry on."""

from pathlib import Path

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from lscb.custody import leaving


class Command(RecordsCommand):
    help = "Writes the whole record into one ZIP that is read without this program, for those who carry on."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The file to write, such as record.zip. It isn't there yet.")
        parser.add_argument(
            "--for",
            dest="whom",
            choices=list(leaving.FOLDERS),
            default="successors",
            help="For whom it is: everybody gets what is published, members what they can read, successors all of it.",
        )

    def handle(self, *, file, whom, **options):
        try:
            with file.open("xb") as written:
                left = leaving.leave(written, whom)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Name another file.") from None
        file.chmod(0o600)
        self.stdout.write(f"{file}: {left.in_words}")
