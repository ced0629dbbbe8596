"""Drafts on their way to the public, and published versions that somebody is still to be given."""

from django.urls import reverse
from msgspec import Struct

from kit import periods
from kit.clock import day_of
from kit.needs import Need
from kit.wording import counted
from membership.roles import MAY, May
from publications.models import Recipient

from . import public_now, steps
from .models import Edition, Presented
from .status import Status, status

ON_THE_WAY = {Status.WAITING, Status.TO_CHANGE, Status.APPROVED, Status.RETURNED}


class UnderWay(Struct, frozen=True, kw_only=True):
    """A draft on its way: what it is, where it stands, what this person can do next, and for whom else it waits."""

    name: str
    words: str
    address: str
    ways: tuple[tuple[str, str], ...]  # address and words of each
    waits_for: tuple[str, ...]


def drafts(person):
    """The latest draft of each document that isn't public yet, with its next step and who may take it."""
    # What repeats an earlier text came after a draft that is still on its way.
    public = Edition.objects.filter(published_at__isnull=False, repeats__isnull=True)
    last = dict(public.order_by("pk").values_list("publication_id", "pk"))
    sent = Edition.objects.unpublished().filter(sent_at__isnull=False, repeats__isnull=True)
    rows = sent.with_later().without_content().select_related("publication", "sent_by").order_by("pk")
    for edition in {edition.publication_id: edition for edition in rows}.values():
        if status(edition) in ON_THE_WAY and edition.pk > last.get(edition.publication_id, 0):
            yield under_way(edition, person)


def under_way(edition, person):
    offered = [(step, why) for step, why in steps.next_for(edition, person) if step.leads]
    ways = [(reverse(step.name, args=[edition.pk]), step.button) for step, why in offered if not why]
    waits_for = [f"{step.button}: {why}" for step, why in offered if why]
    if status(edition) is Status.RETURNED:
        again, words = sent_again(edition, person)
        ways, waits_for = again, words
    return UnderWay(
        name=str(edition.publication),
        words=draft_in_words(edition),
        address=reverse("version", args=[edition.pk]),
        ways=tuple(ways),
        waits_for=tuple(waits_for),
    )


def sent_again(edition, person):
    """What follows a draft that was given back: the next one is sent anew."""
    publication = edition.publication
    if person.has_perm(May.SEND):
        return [(reverse("send", args=[publication.kind, publication.slug]), "Send it for approval again")], []
    roles = " or ".join(role.label for role, allowed in MAY.items() if May.SEND in allowed)
    return [], [f"Send it for approval again: somebody with the role {roles} can do this."]


def draft_in_words(edition):
    """Where a draft stands, as a sentence: Draft 12 is waiting for a decision, sent by Ann on 1 June 2016."""
    words = f"Draft {edition.pk} {status(edition).value}"
    sent = f"sent by {edition.sent_by} on {periods.day(day_of(edition.sent_at))}"
    reason = f" Because: {edition.returned_because}" if edition.returned_because else ""
    return f"{words}, {sent}.{reason}"


def to_be_presented(today):
    """Recipients of what is published now who still lack it: a line each where it is dated."""
    live = {
        edition.publication.kind: edition
        for edition in Edition.objects.live().without_content().order_by("pk")
        if edition.publication.needs_approval
    }
    lines = {(line.edition_id, line.recipient_id): line for line in Presented.objects.filter(edition__in=live.values())}
    recipients = Recipient.objects.filter(kind__in=live).select_related(
        "party__organisation__parent__parent", "party__body", "party__seat"
    )
    undated = {}
    for recipient in recipients:
        edition = live[recipient.kind]
        line = lines.get((edition.pk, recipient.pk))
        if line and line.sent_on:
            continue
        if line and line.due:
            yield presenting(edition, f"Present {edition} to {recipient}", who=str(recipient), due=line.due)
        else:
            undated.setdefault(recipient.kind, []).append(recipient)
    for kind, rows in undated.items():
        times = dict.fromkeys(row.due for row in rows if row.due)
        what = f"{live[kind]} is not recorded as presented to {counted(len(rows), 'recipient')}"
        yield presenting(live[kind], what, more=tuple(str(row) for row in rows), when="; ".join(times))


def presenting(edition, what, **more):
    address = reverse("presented", args=[edition.pk])
    return Need(what=what, address=address, deed="Record it", may=May.EDIT, **more)


def taken_down(today):
    """What was taken down, until a version is live again or somebody says on the record that none is to be."""
    for edition in Edition.objects.unsettled().without_content().order_by("taken_down_at"):
        publication = edition.publication
        yield Need(
            what=f"{edition} was taken down",
            when=f"Since {periods.day(day_of(edition.taken_down_at))}",
            more=(public_now.in_words(publication),),
            address=reverse("approval", args=[publication.kind, publication.slug]),
            deed="Settle it",
            may=May.PUBLISH,
            urgent=True,
        )


SOURCES = (to_be_presented, taken_down)
