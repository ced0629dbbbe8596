"""What the public reads of a publication by now, in words for the office."""

from kit import clock, periods, spans
from publications import sections as layout
from publications.models import PublicationKind

from . import pages, tree
from .downloads import PublishedVersion
from .freezing import content
from .models import Edition


def in_words(publication):
    """The live version; or that nothing of it is public any more, since when, and what stands in its place."""
    published = Edition.objects.published().filter(publication=publication).without_content()
    last = published.first()
    if last is None:
        return "Nothing of it is published yet."
    if live := published.live().first():
        if Edition.objects.live().filter(publication__kind=PublicationKind.SITE).exists():
            return f"The public reads version {live.number}, published {periods.day(live.published_on)}."
        return f"Version {live.number} can be read once the public pages are published too."
    down = periods.day(clock.day_of(last.taken_down_at))
    words = [
        f"Nothing of it is public: version {last.number} was taken down on {down}.",
        f"{publication.address} says so, with the reason.",
    ]
    if instead := in_its_place(publication, clock.today()):
        words.append(f"/{publication.kind}/ shows {instead.title}, version {instead.number}.")
    if last.settled_at:
        words.append(f"Nothing is to be published for now: {last.settled_because}")
    return " ".join(words)


def in_its_place(publication, today):
    """The document that the page of this kind shows while nothing of the publication is public, if there is one."""
    if found := spans.meant(live(publication.kind), today):
        return found.row
    if publication.kind in pages.EXTRACTS and (found := spans.meant(live(PublicationKind.BUSINESS_PLAN), today)):
        _, places = pages.EXTRACTS[publication.kind]
        return found.row if layout.extract(found.row.content, places) else None
    return None


def live(kind):
    """The live documents of a kind, without their files."""
    editions = Edition.objects.live().documents().filter(publication__kind=kind).select_related("publication")
    for edition in editions.exclude(publication__kind=PublicationKind.EARLIER):
        yield PublishedVersion(content=content(edition), text="", control=tree.control(edition), pdf=b"", pdf_pages=0)
