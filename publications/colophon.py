"""What a published document says of itself at its end: where it stands on the web, and how to reach its publisher.

It is no part of what is approved: like the control block it is given when a version is published, from the site's own
words as they are public then, and printed in that version's files for good.
"""

from msgspec import Struct

from publications.content.document import Document
from publications.content.site import Site
from publications.content.summary import Summary
from publications.terms import every_section

LARGE = "large-print"  # what tells the PDF in large print from the other
LARGE_PRINT = f"{LARGE}.pdf"  # below the document's address
SHORT = "in-short"  # the same of the PDF of two pages
IN_SHORT = f"{SHORT}.pdf"


class Address(Struct, frozen=True):
    """A whole web address, and the words it is printed in."""

    whole: str

    @property
    def words(self):
        return self.whole.removeprefix("https://").removeprefix("http://")


class Colophon(Struct, frozen=True, kw_only=True):
    """What stands on the last page besides the control block. Without the site's address no address is known."""

    site: Site | None = None
    page: Address | None = None
    pdf: Address | None = None
    large_print: Address | None = None
    in_short: Address | None = None
    versions: Address | None = None
    concern: Address | None = None


def has_summary(document: Document) -> bool:
    """Whether a document has an executive summary in which something was chosen, and so a form of two pages."""
    summaries = (each.records for each in every_section(document.sections) if isinstance(each.records, Summary))
    return any(each.figures or each.sentences for each in summaries)


def colophon(document: Document, site: Site | None = None, address: str = "") -> Colophon:
    """The colophon of a document. `address` is that of the site, such as https://lscb.example.gov.uk, or empty."""
    if not address:
        return Colophon(site=site)
    base = f"{address}/{document.kind}/{document.slug}"
    return Colophon(
        site=site,
        page=Address(f"{base}/"),
        pdf=Address(f"{base}.pdf"),
        large_print=Address(f"{base}/{LARGE_PRINT}"),
        in_short=Address(f"{base}/{IN_SHORT}") if has_summary(document) else None,
        versions=Address(f"{base}/editions/"),
        concern=Address(f"{address}{site.concern_path}") if site else None,
    )
