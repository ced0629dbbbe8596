"""Presenting a version: who is given it, and the words for the covering report."""

import re

from kit import periods
from kit.grouping import grouped
from publications.colophon import IN_SHORT, LARGE, LARGE_PRINT, SHORT
from publications.content.summary import Summary
from publications.models import Recipient
from publications.passages import things

from .changes import by_section, changes, difference_in_words
from .freezing import content
from .models import Edition, Presented, Rendition

MOST_CHANGES = 20
# A title with such a noun takes an article, unless it has a word in its place already.
NAMES_A_DOCUMENT = re.compile(r"\b(?:plan|report|review|strategy|summary)\b", re.IGNORECASE)
HAVE_ONE = {"the", "a", "an", "our", "your", "my", "this", "y", "yr"}


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


def may_be_given(edition):
    """Whether a covering paper is made of a version: none goes out with words that aren't public, or no longer are."""
    return edition.published_at is not None and edition.taken_down_at is None


def covering(edition, site, recipient=None):
    """What a covering paper says of a version: headings, each with its paragraphs, as plain text.

    `site` is the address of the public site, without a slash at its end. For a recipient it says to whom it is.
    """
    title = as_object(str(edition.publication))
    to = f" to {recipient}" if recipient else ""
    yield "Purpose", [f"To present {title}, version {edition.number}{to}."]
    yield "Recommendation", [f"That {recipient} note {title}." if recipient else f"That {title} be noted."]
    published = f"Published {periods.day(edition.published_on)}, check code {edition.short_code}"
    if edition.decision:
        yield "Decision", [f"{edition.decision.rstrip('.')}."]
    if chosen := in_short(edition):
        yield "In short", chosen
    yield "What changed", list(what_changed(edition))
    yield (
        "Where it is",
        [
            f"{published}: {site}{where(edition)}",
            *(f"{words}: {site}{address}" for words, address in other_forms(edition)),
        ],
    )


def as_object(title):
    """A title as a sentence goes on with it: the Annual report 2014/15, but Our year 2014/15."""
    first, *_ = title.casefold().split()
    return f"the {title}" if NAMES_A_DOCUMENT.search(title) and first not in HAVE_ONE else title


def where(edition):
    """The address at which the public reads a version: the document's own, until a later one stands there."""
    address = edition.publication.address
    return f"{address}editions/{edition.number}/" if edition.superseded_at else address


def in_short(edition):
    """The figures and sentences of its executive summary, a paragraph each."""
    document = None if edition.erased_at else content(edition)
    summaries = [thing for thing, _ in things(document) if isinstance(thing, Summary)] if document else []
    figures = [f"{figure_in_words(each)}." for summary in summaries for each in summary.figures]
    return figures + [each.words for summary in summaries for each in summary.sentences]


def figure_in_words(figure):
    when = f", {figure.when}" if figure.when else ""
    return f"{figure.name}{when}: {figure.figure}"


def other_forms(edition):
    """The other forms in which the public reads it: its PDFs, and it in other languages or for other readers."""
    publication = edition.publication
    base = publication.address.rstrip("/")
    made = set(Rendition.objects.filter(edition=edition, erased_at=None).values_list("kind", flat=True))
    files = {
        Rendition.Kind.PDF: f"{base}.pdf",
        Rendition.Kind.SUMMARY: f"{base}/{IN_SHORT}",
        Rendition.Kind.LARGE_PRINT: f"{base}/{LARGE_PRINT}",
    }
    if edition.superseded_at:
        version = f"{base}/editions/edition-{edition.number}"
        files = {
            Rendition.Kind.PDF: f"{version}.pdf",
            Rendition.Kind.SUMMARY: f"{version}-{SHORT}.pdf",
            Rendition.Kind.LARGE_PRINT: f"{version}-{LARGE}.pdf",
        }
    yield from ((kind.label, address) for kind, address in files.items() if kind in made)
    live = Edition.objects.live().filter(publication__translates=publication).select_related("publication")
    for other in live:
        yield other.publication.readers_in_words, other.publication.address


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
