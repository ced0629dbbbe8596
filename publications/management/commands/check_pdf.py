"""manage.py check_pdf: what is wrong with a PDF, in words."""

from importlib.util import find_spec
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
        failures = self.second_opinion(data)
        if faults or failures:
            raise CommandError(f"{file}: {counted(len(faults) + failures, 'fault')} found.")
        self.stdout.write(f"No fault found: looked at {'; '.join(checker.CHECKS)}.")

    def second_opinion(self, data):
        """How many rules of PDF/UA-1 a validator by others sees broken; it is there for developers only."""
        if find_spec("page") is None:
            self.stdout.write("PDF/UA-1 by page-validation: not run, it isn't installed here.")
            return 0
        import page

        report = page.validate_pdf_bytes(data, profile="ua1")
        for failure in report.failures:
            self.stdout.write(f"PDF/UA-1 by page-validation: {failure.message} ({failure.rule_id})")
        if not report.failures:
            self.stdout.write("PDF/UA-1 by page-validation: no fault.")
        return len(report.failures)
