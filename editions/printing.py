"""The PDFs of a published version: the one it is published with, and beside it one in large print and one in short.

They are begun together. Nobody waits for the others before the version counts, and a version whose large print can't be
made is public without it. `make_missing` tries it again every night.
"""

import hashlib
import logging
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from kit import apart, clock, long_work
from publications import in_short, logos, pictures, render
from publications.colophon import has_summary
from publications.content.site import Site
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


class Surroundings(NamedTuple):
    """What a document's PDFs take from the records beside its frozen text: the site's own words as they are public now,
    and pictures."""

    site: Site | None
    logo: str
    pictures: dict


def _printed(document, control, around, *, large=False):
    paper = render.paper(document, control, around.site, address=settings.SITE_ADDRESS, large=large, logo=around.logo)
    return pdf.make(paper, pictures=around.pictures)


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


class PaperKind(NamedTuple):
    """A PDF of a version: what it is called, of which documents there is one, and how it is made."""

    words: str
    wanted: callable
    make: callable


PDF = Rendition.Kind.PDF
KINDS = {
    PDF: PaperKind("PDF", lambda document: True, _printed),
    Rendition.Kind.LARGE_PRINT: PaperKind(
        "large print",
        lambda document: True,
        partial(_printed, large=True),
    ),
    Rendition.Kind.SUMMARY: PaperKind(
        "form of two pages",
        has_summary,
        lambda document, control, around: in_short.make(document, control, around.site, settings.SITE_ADDRESS),
    ),
}


def begin(document, control, *, but=()):
    """Begin all PDFs of a published document but some: of each kind what is being made. Never in a transaction.

    `result()` of that is the PDF, or the reason why there is none.
    """
    around = Surroundings(tree.site(), logos.picture(document), pictures.bytes_of(document))
    wanted = {kind: each for kind, each in KINDS.items() if kind not in but and each.wanted(document)}
    return {kind: apart.begin(each.make, document, control, around) for kind, each in wanted.items()}


def first(begun):
    """The PDF that a version is published with, taken out of what was begun; without it nothing else is wanted."""
    try:
        return begun.pop(PDF).result()
    except Exception:
        for other in begun.values():
            other.cancel()
        raise


def keep_others(edition, begun, *, by):
    """Keep the other PDFs of a published version when they are made. Takes seconds: never in a transaction.

    Raises NotMade for the first that failed, whatever it was, when all were tried: the version is public all the same.
    """
    failures = []
    for kind, being_made in begun.items():
        words = KINDS[kind].words
        try:
            long_work.far(f"Public soon; making its {words}.")
            _keep(edition, kind, being_made.result(), by=by)
        except pdf.PdfFailed as failure:
            failures.append((NotMade(edition, failure, words), failure))
        except Exception as failure:
            log.exception("A PDF beside the first could not be made")
            failures.append((NotMade(edition, "The log says why.", words), failure))
    if failures:
        told, failure = failures[0]
        raise told from failure


def _keep(edition, kind, made, *, by):
    """Keep one of them, unless it is there."""
    with transaction.atomic():
        # What was taken down meanwhile may have been erased: nothing of it may be kept again.
        Publication.objects.select_for_update().get(pk=edition.publication_id)
        if Edition.objects.public().filter(pk=edition.pk).exists() and not has_one(edition, kind):
            rendition(edition, kind, made, by=by, now=clock.now()).save()


def has_one(edition, kind):
    return Rendition.objects.filter(edition=edition, kind=kind).exists()


def make_missing():
    """Make what is missing of the live versions; says of each that can't be made why."""
    for edition in Edition.objects.live().documents().select_related("publication"):
        there = set(Rendition.objects.filter(edition=edition).values_list("kind", flat=True))
        if there >= KINDS.keys():
            continue
        try:
            begun = begin(content(edition), tree.control(edition), but={PDF, *there})
            keep_others(edition, begun, by=edition.published_by)
        except NotMade as failure:
            yield str(failure)
