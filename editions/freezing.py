"""Freezing: what the records say becomes text that stays."""

import msgspec
from django.db import transaction

from kit import clock, stamps
from publications.compose import compose
from publications.content import codec

from .models import Edition
from .status import NotAllowed, as_it_stands


def composed(publication, on):
    """What the records say today: the content, its text and the check code of that text."""
    content = compose(publication, on=on)
    text = codec.write(content)
    return content, text, codec.digest(text)


def content(edition):
    """What an edition holds, whatever schema it was written in. NotAllowed if it was erased."""
    if edition.erased_at:
        raise NotAllowed("Its content was erased.")
    return codec.read(edition.content, edition.schema)


def as_kept(publication, text, *, by, schema=codec.SCHEMA, **more):
    """An edition that would hold this text, not kept yet."""
    return Edition(
        publication=publication,
        content=text,
        schema=schema,
        digest=codec.digest(text),
        needs_approval=publication.needs_approval,
        composed_at=clock.now(),
        composed_by=by,
        **more,
    )


@transaction.atomic
def keep_edition(edition):
    """Keep a new edition for good.

    It reads back what it wrote: an edition whose text isn't the text that was hashed is never kept.
    """
    stamps.save(edition)
    kept = as_it_stands(edition)
    if codec.digest(kept.content) != edition.digest:
        raise codec.Unfaithful("The database did not keep the content as it was written.")
    return kept


def frozen(publication, *, by, on):
    """An edition that would hold what the records say on a day, not kept yet."""
    _, text, _ = composed(publication, on)
    return as_kept(publication, text, by=by)


def as_text(structs):
    """Findings or changes as text to be kept beside an edition."""
    return msgspec.json.encode(structs).decode()
