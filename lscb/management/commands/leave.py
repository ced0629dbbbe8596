"""manage.py leave FILE: writes the whole record into one archive for those who carry on."""

from pathlib import Path

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from lscb.custody import leaving
from lscb.custody.files import private, written_whole


class Command(RecordsCommand):
    help = "Writes the whole record into one ZIP: for those who carry on, or for another installation of this program."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The file to write, such as record.zip. It isn't there yet.")
        parser.add_argument(
            "--for",
            dest="whom",
            choices=list(leaving.FOLDERS),
            default="successors",
            help="For whom it is: everybody gets what is published, members what they can read, successors all of it, "
            "to be read; another installation of this program all of it, to be taken in by manage.py arrive.",
        )
        parser.add_argument(
            "--with-access", action="store_true", help="With the record of access: who signed in when, from where."
        )

    def handle(self, *, file, whom, with_access, **options):
        if with_access and whom not in leaving.MAY_HAVE_ACCESS:
            raise CommandError(f"The record of access is not for {whom}. Leave out --with-access.")
        if file.exists():
            raise CommandError(f"{file} is there already. Name another file.")
        with private(), written_whole(file) as written:
            left = leaving.leave(written, whom, access=with_access)
        self.stdout.write(f"{file}: {left.in_words}")
