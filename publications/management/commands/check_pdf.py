"""manage.py check_pdf: what is wrong with a PDF, in words."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kit.wording import counted
from publications.files import checker


class Command(BaseCommand):
    help = "Says what is wrong with a PDF of a document: for those who can't see it, and for those who print it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            data = file.read_bytes()
            faults = checker.check(data)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except checker.Unreadable as error:
            raise CommandError(f"{file}: {error}") from error
        for fault in faults:
            self.stdout.write(f"{fault.words} ({fault.rule})")
        if faults:
            raise CommandError(f"{file}: {counted(len(faults), 'fault')} found.")
        self.stdout.write(f"No fault found: looked at {'; '.join(checker.CHECKS)}.")
