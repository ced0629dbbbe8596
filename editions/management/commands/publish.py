"""manage.py publish: what the records say today becomes what the public reads."""

from django.core.management.base import CommandError

from editions.following import Unfinished
from editions.publishing import publish_as_decided
from editions.status import NotAllowed
from kit import clock
from kit.commands import RecordsCommand
from membership.models import User
from publications.compose import UnknownPlace
from publications.files.pdf import PdfFailed
from publications.models import Publication, PublicationKind


class Command(RecordsCommand):
    help = "Freezes a publication as the records stand and publishes it. The site's own words come first, once."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=PublicationKind.values)
        parser.add_argument("slug", help="the end of its address, such as 2016-2019; for the site's own words: site")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose deed it is: the e-mail of a login")
        parser.add_argument("--decision", default="", help="who decided it, when, by which minute, in words")

    def handle(self, kind, slug, by, decision, **options):
        publication = self.found(Publication, f"There is no {kind} at the address {slug}.", kind=kind, slug=slug)
        person = self.found(User, f"Nobody signs in as {by}.", email__iexact=by, is_active=True)
        if publication.needs_approval and not decision:
            raise CommandError('Say who decided it, when, by which minute: --decision "…".')
        try:
            edition = publish_as_decided(publication, decision, by=person, on=clock.today())
        except (NotAllowed, PdfFailed, UnknownPlace) as refusal:
            raise CommandError(str(refusal)) from refusal
        except Unfinished as failure:
            raise CommandError(f"It is published in the records. {failure}") from failure
        self.stdout.write(f"{edition} is what the public reads now.")

    def found(self, model, otherwise, **lookup):
        try:
            return model.objects.get(**lookup)
        except model.DoesNotExist:
            raise CommandError(otherwise) from None
