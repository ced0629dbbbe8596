"""The PDFs of a published version: the one it is published with, and after that one in large print.

To make the second takes as long as publishing itself, so nobody waits for it before the version counts, and a version
whose large print can't be made is public without it. `make_missing` tries it again every night.
"""

import hashlib
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from kit import clock
from publications import logos, render
from publications.content.document import Document
from publications.files import pdf
from publications.models import Publication

from . import tree
from .following import Unfinished
from .freezing import content
from .models import Edition, Rendition

log = logging.getLogger(__name__)


class NotMade(Unfinished):
    """The version is public, and its large print could not be made; why, and what will mend it, in words."""

    def __init__(self, edition, failure):
        super().__init__(
            f"The large print of {edition} could not be made. {failure} It is public without it. It is tried again "
            "every night, and by manage.py site."
        )


def printed(document, control, *, large=False):
    """The HTML of a published document for its PDF, with the site's own words as they are public now."""
    return render.paper(
        document, control, tree.site(), address=settings.SITE_ADDRESS, large=large, logo=logos.picture(document)
    )


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


def has_one(edition):
    return Rendition.objects.filter(edition=edition, kind=Rendition.Kind.LARGE_PRINT).exists()


def make_large(edition, *, by):
    """Make the large print of a published version that has none, and keep it. Takes seconds: never in a transaction.

    What isn't a document has none. Raises NotMade, whatever failed: the version is public all the same.
    """
    try:
        _make_large(edition, by)
    except pdf.PdfFailed as failure:
        raise NotMade(edition, failure) from failure
    except Exception as failure:
        log.exception("A large print could not be made")
        raise NotMade(edition, "The log says why.") from failure


def _make_large(edition, by):
    document = content(edition)
    if not isinstance(document, Document) or has_one(edition):
        return
    made = pdf.make(printed(document, tree.control(edition), large=True))
    with transaction.atomic():
        # What was taken down meanwhile may have been erased: nothing of it may be kept again.
        Publication.objects.select_for_update().get(pk=edition.publication_id)
        if Edition.objects.public().filter(pk=edition.pk).exists() and not has_one(edition):
            rendition(edition, Rendition.Kind.LARGE_PRINT, made, by=by, now=clock.now()).save()


def make_missing():
    """Make the large print of each live version that has none; says of each that can't be made why."""
    made = Rendition.objects.filter(edition=OuterRef("pk"), kind=Rendition.Kind.LARGE_PRINT)
    for edition in Edition.objects.live().documents().filter(~Exists(made)).select_related("publication"):
        try:
            make_large(edition, by=edition.published_by)
        except NotMade as failure:
            yield str(failure)
