"""manage.py send_reminders: mail to each who owes the board something what that is, once a week at most."""

from collections import Counter

from django.core.management.base import CommandError

from kit.commands import RecordsCommand
from kit.wording import counted
from lscb.office import reminders
from membership import mail


class Command(RecordsCommand):
    help = (
        "Mails to each person who holds a seat and has a sign-in what they and their organisation owe. Nobody is "
        "mailed twice in a week, however often this is run."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say who would be mailed, and send nothing")

    def handle(self, dry_run, **options):
        if not mail.can_be_sent():
            raise CommandError("No mail server is set up (EMAIL_HOST), so nobody can be reminded. Nothing was sent.")
        done = Counter()
        for state, login, number in reminders.send(dry_run=dry_run):
            done[state] += 1
            # A log holds no name and no address: the number is that of the person's page in the office.
            self.stdout.write(f"Person {login}: {state}, {counted(number, 'thing')}")
        if not done:
            self.stdout.write("Nobody who can be mailed owes anything.")
        if done[reminders.NOT_SENT]:
            raise CommandError(
                f"{counted(done[reminders.NOT_SENT], 'reminder')} could not be sent. The next run tries them again."
            )
