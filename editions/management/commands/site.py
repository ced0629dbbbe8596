"""manage.py site: write the public site anew from the published editions."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from editions import elsewhere, following, printing, tree
from kit.commands import RecordsCommand


class Command(RecordsCommand):
    help = (
        "Makes large prints that are missing, writes the public site anew from the published editions, and clears "
        "what was erased: after an upgrade, and every night."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--out", type=Path, metavar="DIR", help="write it there instead, for any web host, with its check codes"
        )

    def handle(self, out, **options):
        if out is None:
            left = list(printing.make_missing())
            try:
                following.follow(anew=True)
            except following.NotWritten as failure:
                if isinstance(failure.__cause__, OSError):
                    raise failure.__cause__ from None  # its sentence names the setting
                raise CommandError(str(failure)) from failure
            self.stdout.write(f"The public site stands in {settings.PUBLIC_ROOT / tree.CURRENT}.")
            if left := [*left, *following.remains()]:
                raise CommandError(" ".join(left))
            return
        try:
            if not tree.write_out(out.absolute(), more={elsewhere.FILE: elsewhere.headers}):
                raise CommandError("The site's own words are not published yet, so there is no site to write.")
        except tree.NotOurs as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The public site stands in {out}; its check codes are in {tree.MANIFEST}.")
