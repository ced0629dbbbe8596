"""Pages on the web, as the program answers them without a web server before it."""

from datetime import date

from bench.measuring import benchmark, in_milliseconds, rolled_back_board

DAY = date(2016, 6, 1)


@benchmark("Pages on the web")
def web_pages():
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.TODAY = DAY
    rows = []
    with rolled_back_board():
        administrator = get_user_model().objects.create_superuser("bench@board.example", "not to be signed in with")
        written_out(settings.PUBLIC_ROOT)
        client = Client()
        client.force_login(administrator)
        for name, address, times in (
            ("public page, from the folder", "/business-plan/2016-2019/whole/", 300),
            ("members' page", "/members/", 50),
            ("office", "/office/", 50),
            ("draft preview, composed anew", "/office/business-plan/2016-2019/", 10),
        ):

            def ask(address=address):
                answer = client.get(address)
                answer.getvalue()
                assert answer.status_code == 200, f"{address}: {answer.status_code}"  # noqa: S101

            ask()
            with CaptureQueriesContext(connection) as queries:
                ask()
                asked = len(queries)  # counted here: the next request begins its own list
            median, slowest = in_milliseconds(ask, times)
            rows.append(
                {
                    "page": name,
                    "median": f"{median:.1f} ms",
                    "slowest twentieth": f"{slowest:.1f} ms",
                    "queries": asked,
                }
            )
    return rows


def written_out(root, pdf=b"%PDF-"):
    """The public folder as it would be with both documents published, with these bytes for their PDFs."""
    from editions import pages, tree
    from publications.compose import compose
    from publications.content import codec
    from publications.content.base import Control
    from publications.models import Publication, PublicationKind

    def published(publication):
        content = compose(publication, on=DAY)
        text = codec.write(content)
        control = Control(number=1, published_on=DAY, check_code=codec.digest(text))
        return pages.PublishedVersion(content=content, text=text, control=control, pdf=pdf, pdf_pages=1)

    site = compose(Publication.objects.get(kind=PublicationKind.SITE), on=DAY)
    versions = [published(publication) for publication in Publication.objects.documents()]
    root.mkdir(parents=True, exist_ok=True)
    tree.replace(root, root / tree.TREES, pages.files(site, versions, DAY))
