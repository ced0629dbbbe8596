"""manage.py long_work: one piece of long work, in the process that the office started for it."""

import os

from kit import long_work
from kit.commands import RecordsCommand
from lscb.long_work import WORKS


class Command(RecordsCommand):
    help = "Does one piece of long work that somebody asked for in the office. The program starts it by itself."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument("lock", type=int, nargs="?", help="The number of the open file that is its sign of life.")

    def handle(self, *, number, lock, **options):
        long_work.run(number, WORKS)
        # What was begun beside it and is wanted no more may go on: nobody who asks again waits for that.
        if lock is not None:
            os.close(lock)
