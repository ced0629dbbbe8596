"""The only reader of live tables for a document: it turns records into content."""

from publications.content.codec import Content
from publications.models import Kind

from .document import document
from .site import site

BY_KIND = {Kind.BUSINESS_PLAN: document, Kind.ANNUAL_REPORT: document, Kind.SITE: site}


def compose(publication, *, on) -> Content:
    """What a publication says today, taken from the records; `on` is the day for which seats and bodies are asked."""
    return BY_KIND[publication.kind](publication, on)
