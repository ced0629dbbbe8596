"""The only reader of live tables for a document: it turns records into content."""

from publications.content import Content
from publications.models import PublicationKind

from .document import UnknownPlace, document
from .earlier import earlier
from .left_out import left_out
from .site import site
from .wanted import wanted

__all__ = ["UnknownPlace", "compose", "left_out", "wanted"]

OTHERS = {PublicationKind.SITE: site, PublicationKind.EARLIER: earlier}


def compose(publication, *, on) -> Content:
    """What a publication says today, taken from the records; `on` is the day for which seats and bodies are asked."""
    return OTHERS.get(publication.kind, document)(publication, on)
