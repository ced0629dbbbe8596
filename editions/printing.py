"""The PDFs of a published version: the one it is published with, and after that one in large print and one in short.

To make the others takes as long as publishing itself, so nobody waits for them before the version counts, and a version
whose large print can't be made is public without it. `make_missing` tries it again every night.
"""

import hashlib
import logging
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from kit import clock, long_work
from publications import in_short, logos, pictures, render
from publications.colophon import has_summary
from publications.content.document import Document
from publications.files import pdf
from publications.models import Publication

from . import tree
from .following import Unfinished
from .freezing import content
from .models import Edition, Rendition

log = logging.getLogger(__name__)


class NotMade(Unfinished):
    """The version is public, and another PDF of it could not be made; why, and what will mend it, in words."""

    def __init__(self, edition, failure, what="large print"):
        super().__init__(
            f"The {what} of {edition} could not be made. {failure} It is public without it. It is tried again "
            "every night, and by manage.py site."
        )


def printed(document, control, *, large=False):
    """The PDF of a published document, with the site's own words as they are public now. Never in a transaction."""
    paper = render.paper(
        document, control, tree.site(), address=settings.SITE_ADDRESS, large=large, logo=logos.picture(document)
    )
    return pdf.make(paper, pictures=pictures.bytes_of(document))


def rendition(edition, kind, made, *, by, now):
    """The row for a file that was made of an edition."""
    return Rendition(
        edition=edition,
        kind=kind,
        data=made.data,
        digest=hashlib.sha256(made.data).hexdigest(),
        pages=made.pages,
        versions=made.versions,
        made_at=now,
        made_by=by,
    )


class Other(NamedTuple):
    """A PDF beside the first: what it is called, of which documents there is one, and how it is made."""

    words: str
    wanted: callable
    make: callable


OTHERS = {
    Rendition.Kind.LARGE_PRINT: Other(
        "large print",
        lambda document: True,
        lambda document, control: printed(document, control, large=True),
    ),
    Rendition.Kind.SUMMARY: Other(
        "form of two pages",
        has_summary,
        lambda document, control: in_short.make(document, control, tree.site(), settings.SITE_ADDRESS),
    ),
}


def has_one(edition, kind):
    return Rendition.objects.filter(edition=edition, kind=kind).exists()


def make_others(edition, *, by):
    """Make the other PDFs of a published version that it lacks, and keep them. Takes seconds: never in a transaction.

    What isn't a document has none. Raises NotMade for the first that failed, whatever it was, when all were tried: the
    version is public all the same.
    """
    document, failures = content(edition), []
    for kind, other in OTHERS.items():
        try:
            if isinstance(document, Document) and other.wanted(document):
                long_work.far(f"Public soon; making its {other.words}.")
                make_other(edition, kind, document, by=by)
        except pdf.PdfFailed as failure:
            failures.append((NotMade(edition, failure, other.words), failure))
        except Exception as failure:
            log.exception("A PDF beside the first could not be made")
            failures.append((NotMade(edition, "The log says why.", other.words), failure))
    if failures:
        told, failure = failures[0]
        raise told from failure


def make_other(edition, kind, document, *, by):
    """Make one of them and keep it, unless it is there."""
    if has_one(edition, kind):
        return
    made = OTHERS[kind].make(document, tree.control(edition))
    with transaction.atomic():
        # What was taken down meanwhile may have been erased: nothing of it may be kept again.
        Publication.objects.select_for_update().get(pk=edition.publication_id)
        if Edition.objects.public().filter(pk=edition.pk).exists() and not has_one(edition, kind):
            rendition(edition, kind, made, by=by, now=clock.now()).save()


def make_missing():
    """Make what is missing of the live versions; says of each that can't be made why."""
    for edition in Edition.objects.live().documents().select_related("publication"):
        there = set(Rendition.objects.filter(edition=edition).values_list("kind", flat=True))
        if OTHERS.keys() <= there:
            continue
        try:
            make_others(edition, by=edition.published_by)
        except NotMade as failure:
            yield str(failure)
