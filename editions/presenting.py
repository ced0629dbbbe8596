"""Presenting a version: who is given it, and the words for the covering report."""

from kit import periods
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
