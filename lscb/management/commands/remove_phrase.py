"""manage.py remove_phrase: shows every place where a phrase stands; with --replace it is taken out of them."""

from django.core.management.base import CommandError

from editions import following
from kit.commands import RecordsCommand
from kit.wording import counted
from lscb.custody import phrases, removal, searching
from lscb.custody.views import removal_sentences
from membership.models import User


class Command(RecordsCommand):
    help = "Shows where a phrase stands, such as somebody's name. With --replace it is taken out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("phrase", nargs="?", help="Left out, it is asked for, so that no shell remembers it.")
        parser.add_argument("--by", default="", metavar="EMAIL", help="whose deed it is: the e-mail of a login")
        parser.add_argument("--replace", action="store_true", help="Replace it by [removed]. This can't be undone.")

    def handle(self, *, phrase, replace, by, **options):
        person = User.objects.filter(email__iexact=by, is_active=True).first()
        if replace and person is None:
            raise CommandError("Say whose deed it is: --by, with the e-mail of a login.")
        phrase = phrase or input("Phrase: ")
        try:
            places = searching.find(phrase)
        except phrases.TooShort as reason:
            raise CommandError(str(reason)) from reason
        for place in places:
            self.stdout.write(line(place))
        if not places:
            self.stdout.write("It stands nowhere.")
        elif not replace:
            self.stdout.write(f"It stands in {counted(len(places), 'place')}. Replace it with --replace.")
        else:
            removed = removal.replace(phrase, by=person, expected=len(places))
            for words in (*removal_sentences(removed), *following.remains()):
                self.stdout.write(words)


def line(place):
    """A place in one line: goal A Reduce harm (title; 3 lines of history). Public when published."""
    lines = f"; {place.lines} lines" if place.lines > 1 else ""
    return f"{place.kind}: {place.record} ({', '.join(place.fields)}{lines}). {place.audience}"
