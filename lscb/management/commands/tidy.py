"""manage.py tidy: what is kept longer than the retention table allows is shown, and with --do deleted."""

from django.core.management.base import CommandError

from kit import owner
from lscb.custody import retention
from membership.models import Hold


class Command(owner.Command):
    help = "Shows what is due for deletion by the retention table. With --do it is deleted, unless a hold stands."

    def add_arguments(self, parser):
        parser.add_argument("--do", action="store_true", help="delete what is due")
        parser.add_argument("--page", action="store_true", help="print the table as docs/approval/retention.md has it")

    def handle(self, *, do, page, **options):
        if page:
            self.stdout.write(retention.as_page(), ending="")
            return
        if do:
            try:
                counts = retention.tidy()
            except retention.OnHold as hold:
                raise CommandError(str(hold)) from hold
        else:
            counts = retention.due()
        for rule, count in counts:
            self.stdout.write(f"{count:>7,}  {rule.what} ({rule.how_long})")
        if not do:
            self.stdout.write("Nothing was deleted. To delete what is due: manage.py tidy --do")
            for hold in Hold.objects.standing():
                self.stdout.write(f"A hold stands, so that it would delete nothing: {hold}")
