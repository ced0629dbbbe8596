"""The only reader of live tables for a document: it turns records into content."""

from publications.content import Content
from publications.models import OtherNumber, PublicationKind

from . import small
from .document import UnknownPlace, document
from .earlier import earlier
from .left_out import left_out
from .once import asked_once
from .site import site
from .wanted import wanted

__all__ = ["UnknownPlace", "asked_once", "compose", "for_checks", "left_out", "wanted"]

OTHERS = {PublicationKind.SITE: site, PublicationKind.EARLIER: earlier}


def compose(publication, *, on) -> Content:
    """What a publication says today, taken from the records; `on` is the day for which seats and bodies are asked."""
    with asked_once():
        return OTHERS.get(publication.kind, document)(publication, on)


def for_checks(publication, content, *, on):
    """What the checks want to know of the records, beside the content that the publication was composed to.

    Asked within one `asked_once` with it, most of that is known.
    """
    with asked_once():
        return {
            "left_out": left_out(publication, content, on=on),
            "other_numbers": frozenset(OtherNumber.marks()),
            "rules": small.rules_by_key(),
        }
