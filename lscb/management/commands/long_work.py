"""manage.py long_work: one piece of long work, in the process that the office started for it."""

from kit import long_work
from kit.commands import RecordsCommand
from lscb.long_work import WORKS


class Command(RecordsCommand):
    help = "Does one piece of long work that somebody asked for in the office. The program starts it by itself."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)

    def handle(self, *, number, **options):
        long_work.run(number, WORKS)
