"""Presenting a version: who is given it, and the words for the covering report."""

from kit import periods
from kit.grouping import grouped
from publications.models import Recipient

from .changes import by_section, changes, difference_in_words
from .freezing import content
from .models import Edition, Presented

MOST_CHANGES = 20


def lines(edition):
    """Each recipient of this kind of document with their line, which may not be saved yet."""
    there = {line.recipient_id: line for line in Presented.objects.filter(edition=edition)}
    recipients = Recipient.objects.filter(kind=edition.publication.kind).select_related(
        "party__organisation__parent__parent", "party__body", "party__seat"
    )
    return [
        (recipient, there.get(recipient.pk) or Presented(edition=edition, recipient=recipient))
        for recipient in recipients
    ]


def told():
    """What the public may read of it, as far as the office lets it: by edition each recipient with the day it was sent.

    Of a version that has been followed by another only who was given it; of the live one also who is still to be.
    """
    recipients = Recipient.objects.filter(told=True).select_related(
        "party__organisation__parent__parent", "party__body", "party__seat"
    )
    by_kind = grouped((recipient.kind, recipient) for recipient in recipients)
    if not by_kind:
        return {}
    lines = Presented.objects.filter(recipient__told=True, sent_on__isnull=False)
    sent = {(edition, to): on for edition, to, on in lines.values_list("edition_id", "recipient_id", "sent_on")}
    editions = Edition.objects.public().filter(publication__kind__in=by_kind)
    return {
        pk: tuple(
            (str(recipient), sent.get((pk, recipient.pk)))
            for recipient in by_kind[kind]
            if superseded is None or (pk, recipient.pk) in sent
        )
        for pk, kind, superseded in editions.values_list("pk", "publication__kind", "superseded_at")
    }


def covering(edition, address):
    """What a covering report says of a version: headings, each with its paragraphs, as plain text to copy."""
    title = str(edition.publication)
    yield "Purpose", [f"To present {title}, version {edition.number}."]
    yield "Recommendation", [f"That {title} be noted."]
    if edition.decision:
        yield "Decision", [f"{edition.decision.rstrip('.')}."]
    yield "What changed", list(what_changed(edition))
    yield "Where it is", [f"{address} (published {periods.day(edition.published_on)}, check code {edition.short_code})"]


def what_changed(edition):
    """The changes from the version before, one a paragraph; a long list is cut, and says so."""
    before = Edition.objects.public().filter(publication=edition.publication, number__lt=edition.number).first()
    if edition.erased_at:
        yield "Its content was erased."
        return
    if before is None:
        first = edition.number == 1
        yield "This is the first version." if first else "It can’t be compared: the versions before it were taken down."
        return
    if before.number != edition.number - 1:
        yield f"Compared with version {before.number}; what came between was taken down."
    found = changes(content(before), content(edition))
    if not found:
        yield "Nothing differs in what it says."
    for heading, group in by_section(found[:MOST_CHANGES]):
        for change in group:
            yield f"{heading}: {difference_in_words(change)}" if heading else difference_in_words(change)
    if len(found) > MOST_CHANGES:
        yield f"And {len(found) - MOST_CHANGES} more, on the list of versions."
