"""manage.py arrive FILE: takes in the whole board that another installation has left."""

from pathlib import Path

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from lscb.custody import arriving


class Command(RecordsCommand):
    help = "Takes in what manage.py leave --for installation wrote, into an installation that is empty."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The archive, such as record.zip.")

    def handle(self, *, file, **options):
        try:
            with file.open("rb") as given:
                arrived = arriving.arrive(given)
        except FileNotFoundError:
            raise CommandError(f"There is no file {file}.") from None
        except arriving.NotTakenIn as refusal:
            raise CommandError(f"{refusal} Nothing was taken in.") from refusal
        self.stdout.write(f"{file}: {arrived.in_words}")
        self.stdout.write(
            "Next: manage.py verify_editions, then manage.py site, which writes the public pages. People choose a new "
            "password, for which they ask by mail; manage.py appoint gives a manager a link. Second factors are set up "
            "anew."
        )
