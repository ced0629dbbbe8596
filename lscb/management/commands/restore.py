"""manage.py restore FOLDER: puts a copy of manage.py backup back where there is nothing, and makes the board whole."""

import time
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from kit import clock, owner
from kit.wording import counted
from lscb.custody import backup
from lscb.custody.files import private


class Command(BaseCommand):
    help = (
        "Puts a copy of the database back into an empty place, brings it up to date, verifies it and writes the public "
        "pages. With --rehearse it does so beside the running program, and clears it away."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="The copy, such as /srv/copies/board-2016-06-01-211005.")
        parser.add_argument(
            "--rehearse", action="store_true", help="Try it beside the running program, and change nothing."
        )

    def handle(self, *, folder, rehearse, **options):
        began = time.monotonic()
        try:
            if rehearse:
                with private():
                    said = backup.rehearse(folder)
                self.stdout.write(said, ending="")
                self.stdout.write(f"Rehearsed in {time.monotonic() - began:.0f} s. It was cleared away again.")
                return
            owner.refuse_another()
            with private():
                manifest = backup.restore(folder)
        except owner.OtherUser as refusal:
            raise CommandError(str(refusal)) from refusal
        except backup.Failed as failure:
            nothing = "" if isinstance(failure, backup.Loaded) else " Nothing was restored."
            raise CommandError(f"{failure}{nothing}") from failure
        self.stdout.write(
            f"The database is as it was on {clock.in_words(manifest.made_at)}: "
            f"{counted(manifest.rows, 'row')} in {counted(len(manifest.tables), 'table')}, as many as were copied."
        )
        steps = (["migrate", "--verbosity=0", "--no-input"], ["verify_editions"], ["site"])
        for number, step in enumerate(steps):
            try:
                call_command(*step, stdout=self.stdout)
            except (CommandError, DatabaseError, OSError) as failure:
                rest = ", ".join(f"manage.py {words[0]}" for words in steps[number:])
                raise CommandError(f"{failure} The database is restored. Still to be done: {rest}.") from failure
        self.stdout.write(f"Restored in {time.monotonic() - began:.0f} s. Everybody signs in anew.")
