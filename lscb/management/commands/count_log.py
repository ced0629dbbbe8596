"""manage.py count_log: requests, refusals and slow answers, counted from the log of nginx and of the program."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lscb.counting import count, told


class Command(BaseCommand):
    help = "Counts requests, refusals, slow answers and events in logs, given as files or on the standard input."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="logs; the standard input if none is named")
        parser.add_argument("--slow", type=float, default=1.0, metavar="SECONDS", help="from where an answer is slow")

    def handle(self, *, files, slow, **options):
        counts = count(self.lines(files), slow)
        self.stdout.write("\n".join(told(counts, slow)))

    def lines(self, files):
        if not files:
            yield from sys.stdin
        for file in files:
            try:
                with file.open(encoding="utf-8", errors="replace") as log:
                    yield from log
            except OSError as problem:
                raise CommandError(f"{file} can’t be read: {problem.strerror}.") from problem
