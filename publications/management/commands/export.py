"""manage.py export: a draft as files, from the records as they stand."""

import base64
from pathlib import Path

from django.core.management.base import CommandError

from kit import called, clock
from kit.commands import RecordsCommand
from publications import logos, pictures, render
from publications.compose import UnknownPlace, compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from publications.models import NO_DOCUMENT, Publication, PublicationKind, standing_of_a_draft


class Command(RecordsCommand):
    help = "Writes the draft of a publication, composed from the records, as PDF, web page or JSON."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=[kind for kind in PublicationKind.values if kind not in NO_DOCUMENT])
        parser.add_argument("slug", help="the end of its address, such as 2016-2019")
        for form in ("pdf", "html", "json"):
            parser.add_argument(f"--{form}", type=Path, metavar="FILE")

    def handle(self, kind, slug, **files):
        try:
            publication = Publication.objects.get(kind=kind, slug=slug)
        except Publication.DoesNotExist:
            raise CommandError(f"There is no {kind} at the address {slug}.") from None
        try:
            content = compose(publication, on=clock.today())
        except UnknownPlace as failure:
            raise CommandError(str(failure)) from failure
        text = codec.write(content)
        control = Control(check_code=codec.digest(text))
        makers = {
            "json": lambda: text.encode(),
            "html": lambda: web_page(content, control).encode(),
            "pdf": lambda: (
                pdf.make(
                    render.paper(
                        content, control, logo=logos.picture(content), standing=standing_of_a_draft(content.kind)
                    ),
                    pictures=pictures.bytes_of(content),
                ).data
            ),
        }
        for form, make in makers.items():
            if files[form]:
                try:
                    files[form].write_bytes(make())
                except (OSError, pdf.PdfFailed) as failure:
                    raise CommandError(str(failure)) from failure
                self.stdout.write(f"{files[form]}: check code {control.check_code}")


def web_page(content, control):
    """The draft as one page that needs no server: its stylesheet travels inside it."""
    site = compose(Publication(kind=PublicationKind.SITE), on=clock.today())
    css = base64.b64encode(render.stylesheet(content.colour)).decode()
    shown = pictures.bytes_of(content)
    with called.using(lambda: site.words):
        return render.page(
            "public/whole.html",
            render.on_one_page(content, lambda picture: pictures.in_the_page(shown.get(picture.digest, b"")))
            | {
                "site": site,
                "assets": {"css": f"data:text/css;base64,{css}"},
                "title": f"{content.title} {content.period.words}",
                "control": control,
            },
        )
