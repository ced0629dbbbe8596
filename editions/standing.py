"""How a published document stands to the day on which its pages are written."""

from django.db.models import Q
from msgspec import Struct

from kit import spans
from publications.models import PublicationKind, standing_of_a_draft

from .models import Edition

# What is published for a span of time and can be out of date; a report is about a time that is over.
ENDS = {PublicationKind.BUSINESS_PLAN: "plan"}


class Link(Struct, frozen=True, kw_only=True):
    """Something to follow: its words, where it leads, and whether the reader is there already."""

    text: str
    address: str
    current: bool = False
    label: str = ""
    code: str = ""
    below: tuple["Link", ...] = ()


class Standing(Struct, frozen=True, kw_only=True):
    """When a document is in force, or that its time is over or still to come, and the one that came after it."""

    words: str
    holds: bool = False
    later: Link | None = None


def how_it_stands(document, published, today):
    """From when to when a plan is in force, that it has ended, or is yet to start; None if there is nothing to say.

    While it is in force its pages name its dates, which stay true whenever they are read. `published` are the live
    documents of its kind.
    """
    noun, state = ENDS.get(document.content.kind), spans.state(document, today)
    if noun and state == "to-come":
        return Standing(words=f"This {noun} starts in {spans.month(document.starts)}.")
    if noun and state == "now":
        until = f" to {spans.month(document.ends)}" if document.ends else ""
        since = f" from {spans.month(document.starts)}" if document.starts else ""
        return Standing(words=f"This {noun} is in force{since}{until}.", holds=True)
    if not noun or state != "past":
        return None
    ended = f"This {noun} ended in {spans.month(document.ends)};"
    later = [other for other in published if other.starts and other.starts > document.ends]
    if not later:
        return Standing(words=f"{ended} no later {noun} is published here.")
    next_up = min(later, key=lambda other: other.starts)
    return Standing(words=f"{ended} the next one is", later=Link(text=next_up.title, address=next_up.address))


def of_the_same_text(content, code):
    """What the paper of a draft says of its approval: its very text, known by the check code, may have it already."""
    same = Edition.objects.filter(publication__kind=content.kind, publication__slug=content.slug, digest=code)
    known = same.filter(Q(approved_at__isnull=False) | Q(published_at__isnull=False), taken_down_at__isnull=True)
    if edition := known.order_by("number", "pk").last():
        return (
            f"Its text is that of version {edition.number}." if edition.number else "Approved, and not published yet."
        )
    return standing_of_a_draft(content.kind)
