"""Freezing and publishing: what the records say becomes what the public reads."""

import hashlib

from django.db import transaction
from django.db.models import Max

from kit import clock
from publications import pdf, render
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document
from publications.models import Publication

from . import tree
from .models import Edition, Rendition


class CannotPublish(Exception):
    """Why an edition can't be published. Nothing was changed."""


@transaction.atomic
def freeze(publication, *, by, on):
    """A new draft edition that holds, for good, what the records say on a day.

    It reads back what it wrote: an edition whose text isn't the text that was hashed is never kept.
    """
    text = codec.write(compose(publication, on=on))
    edition = Edition(
        publication=publication,
        content=text,
        schema=codec.SCHEMA,
        digest=codec.digest(text),
        composed_at=clock.now(),
        composed_by=by,
    )
    edition.full_clean()
    edition.save()
    kept = Edition.objects.get(pk=edition.pk)
    if codec.digest(kept.content) != edition.digest:
        raise codec.Unfaithful("The database did not keep the content as it was written.")
    return kept


def publish(edition, *, by, on, decision=""):
    """Make an edition the one that the public sees; the former one is superseded in the same moment.

    The number is given now, and a document's PDF is made from the frozen content and the control block before the
    database is asked for anything, because making it takes seconds. Afterwards the public tree is written anew.
    Raises CannotPublish, or `publications.pdf.PdfFailed`.
    """
    _refuse_unless_draft(edition)
    number = _next_number(edition.publication)
    control = Control(number=number, published_on=on, decision=decision, check_code=edition.digest)
    content = codec.read(edition.content, edition.schema)
    made = pdf.make(render.paper(content, control, tree.notice())) if isinstance(content, Document) else None
    with transaction.atomic():
        Publication.objects.select_for_update().get(pk=edition.publication_id)
        edition = Edition.objects.get(pk=edition.pk)
        _refuse_unless_draft(edition)
        if _next_number(edition.publication) != number:
            raise CannotPublish("Another version was published in the meantime. Look at it, then publish again.")
        now = clock.now()
        # A unique index is checked statement by statement, so the old one goes first.
        for former in Edition.objects.live().filter(publication=edition.publication):
            former.superseded_at, former.superseded_by = now, by
            former.full_clean()
            former.save(update_fields=["superseded_at", "superseded_by"])
        edition.number, edition.published_on, edition.decision = number, on, decision
        edition.published_at, edition.published_by = now, by
        edition.full_clean()
        edition.save()
        if made:
            Rendition.objects.create(
                edition=edition,
                kind=Rendition.Kind.PDF,
                data=made.data,
                digest=hashlib.sha256(made.data).hexdigest(),
                pages=made.pages,
                versions=made.versions,
                made_at=now,
                made_by=by,
            )
        transaction.on_commit(tree.rebuild)
    return edition


def _refuse_unless_draft(edition):
    if edition.published_at:
        raise CannotPublish(f"{edition} is published already.")


def _next_number(publication):
    return (Edition.objects.filter(publication=publication).aggregate(last=Max("number"))["last"] or 0) + 1
