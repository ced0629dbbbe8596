"""manage.py summary: what is to be mended and what happened, for a nightly run; printed, or mailed."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from kit.wording import counted
from lscb.summing import summary
from membership import mail


class Command(RecordsCommand):
    help = (
        "Says what is to be mended and, in numbers, what happened. Exits 1 if anything is to be mended. It holds no "
        "name and no address."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=1, help="how far back it looks; a day if nothing is said")
        parser.add_argument(
            "--mail", action="append", default=[], metavar="EMAIL", help="mail it there; may be repeated"
        )

    def handle(self, *, days, **options):
        if days < 1:
            raise CommandError(f"--days is {days}; write 1 or more.")
        findings, lines = summary(days)
        self.stdout.write("\n".join(lines))
        if to := options["mail"]:
            self.send(to, findings, lines)
        if findings:
            raise CommandError(f"{counted(len(findings), 'thing')} to be mended.")

    def send(self, to, findings, lines):
        if not mail.can_be_sent():
            raise CommandError("No mail server is set up (EMAIL_HOST), so nothing was mailed.")
        site = next(iter(settings.ALLOWED_HOSTS), "this site")
        state = f"{counted(len(findings), 'thing')} to be mended" if findings else "nothing to be mended"
        message = EmailMessage(f"{site}: {state}", "\n".join(lines) + "\n", settings.DEFAULT_FROM_EMAIL, to)
        if not mail.deliver("summary", message):
            raise CommandError("The mail server did not take the summary.")
