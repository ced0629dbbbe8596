"""manage.py old_texts: takes signs that nobody sees out of the texts of the records, as forms do since 0.10."""

from kit.commands import RecordsCommand
from kit.wording import counted
from lscb.custody import old_texts


class Command(RecordsCommand):
    help = "Shows in how many records texts hold signs that nobody sees. With --do they are taken out."

    def add_arguments(self, parser):
        parser.add_argument("--do", action="store_true", help="take them out; each record gets a line of history")

    def handle(self, *, do, **options):
        if not do:
            self.stdout.write(f"Signs that nobody sees: in {counted(sum(1 for _ in old_texts.due()), 'record')}.")
            return
        done = 0
        for row, could_be in old_texts.bring_up():
            done += could_be
            if not could_be:
                self.stdout.write(f"Not changed: {row._meta.verbose_name} number {row.pk}. Open and save it by hand.")
        self.stdout.write(f"Taken out of {counted(done, 'record')}.")
