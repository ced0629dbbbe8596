"""Where an edition stands, read off its stamps, and which deeds are lawful there."""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from kit import events
from kit.later import say_later
from kit.written import written_once
from publications.models import Publication, PublicationKind

from .decisions import unconfirmed
from .models import Edition


class NotAllowed(Exception):
    """Why a deed can't be done, in a sentence. Nothing was changed. It may stand beside a `field`."""

    field = None


def given(words, sentence):
    """Words that a deed requires, such as its reason; NotAllowed with the sentence if there are none."""
    if not words.strip():
        raise NotAllowed(sentence)


def same_person(one, other):
    """Whether one person would do both of two things that take two people."""
    return one == other


class Status(Enum):
    """Where an edition stands, in the words that follow "This draft" or "This version"."""

    DRAFT = "is frozen and not sent"
    WAITING = "is waiting for a decision"
    VOID = "was replaced by a later draft"
    RETURNED = "was given back"
    TO_CHANGE = "was approved with changes that are still to be made"
    APPROVED = "is approved and not published yet"
    OUTDATED = "was approved, and so was a later draft in its place"
    LIVE = "is what the public reads"
    SUPERSEDED = "was replaced by a later version"
    TAKEN_DOWN = "was taken down"
    ERASED = "was erased"


class Deed(Enum):
    """What may be done to an edition, in the words that follow "You can't"."""

    GIVE_BACK = "give this back"
    APPROVE = "approve this"
    RECORD = "record a decision on this"
    FREEZE_CHANGES = "freeze this with its changes"
    CONFIRM = "confirm the changes to this"
    CORRECT = "correct this"
    PUBLISH = "publish this"
    RESTORE = "bring this back"
    TAKE_DOWN = "take this down"
    SETTLE = "leave nothing in the place of this"
    ASK_ERASURE = "ask for this to be erased"
    ERASE = "erase this"

    @property
    def word(self):
        """What the log calls it: take-down."""
        return self.name.lower().replace("_", "-")


NOT_ERASED = set(Status) - {Status.ERASED}
# Where each deed is lawful. What is not named here is refused.
LAWFUL = {
    Deed.GIVE_BACK: {Status.WAITING, Status.TO_CHANGE},
    Deed.APPROVE: {Status.WAITING},
    Deed.RECORD: {Status.WAITING},
    Deed.FREEZE_CHANGES: {Status.TO_CHANGE},
    Deed.CONFIRM: {Status.WAITING, Status.APPROVED, Status.LIVE},
    Deed.CORRECT: {Status.LIVE, Status.TAKEN_DOWN},
    Deed.PUBLISH: {Status.APPROVED},
    Deed.RESTORE: {Status.SUPERSEDED, Status.TAKEN_DOWN},
    Deed.TAKE_DOWN: {Status.LIVE, Status.SUPERSEDED},
    Deed.SETTLE: {Status.TAKEN_DOWN, Status.ERASED},
    Deed.ASK_ERASURE: NOT_ERASED,
    Deed.ERASE: NOT_ERASED,
}
# Nobody approves an everyday page: it is published as it was frozen.
EVERYDAY = {Deed.PUBLISH: {Status.DRAFT}}


class Unless(NamedTuple):
    """Of which editions a deed is refused although they stand where it is lawful, and what is said then."""

    deed: Deed
    holds: Callable[[Edition], bool]
    words: str


UNLESS = (
    Unless(
        Deed.RECORD,
        lambda edition: edition.recorded_decisions is False,
        say_later("This {body} allows approval on this site only; somebody else than the sender approves."),
    ),
    Unless(
        Deed.CONFIRM,
        lambda edition: not (edition.amends_id and edition.to_be_confirmed and unconfirmed(edition)),
        "No changes to it wait for somebody to confirm them.",
    ),
    Unless(
        Deed.RESTORE,
        lambda edition: edition.needs_approval and edition.later_stands,
        "It was replaced by a later version, which has not been taken down. To go back to it, put the records back and "
        "have them approved.",
    ),
    Unless(
        Deed.RESTORE,
        lambda edition: edition.taken_down_at and (edition.later_stands or edition.erasure_asked_at),
        "It was taken down, and is to be erased or was replaced by a later version.",
    ),
    Unless(
        Deed.CORRECT,
        lambda edition: edition.taken_down_at and edition.later_number,
        "A later version was published. Correct that one.",
    ),
    Unless(
        Deed.SETTLE,
        lambda edition: edition.later_number or edition.superseded_at or not edition.published_at,
        "It was not the last that the public read.",
    ),
    Unless(
        Deed.SETTLE,
        lambda edition: edition.settled_at,
        "Somebody has said so already.",
    ),
    Unless(
        Deed.CORRECT,
        lambda edition: not edition.needs_approval,
        "This needs no approval: update the public page instead.",
    ),
    Unless(
        Deed.CORRECT,
        lambda edition: not edition.standing_permission,
        say_later("The {body} has given no standing permission to correct; send a draft for approval instead."),
    ),
    Unless(
        Deed.TAKE_DOWN,
        lambda edition: edition.publication.kind == PublicationKind.SITE,
        "The site’s own words stand on every page. Change them and update the public page instead.",
    ),
    Unless(
        Deed.ASK_ERASURE,
        lambda edition: bool(edition.erasure_asked_at),
        "Somebody has asked for this already; a second person can erase it.",
    ),
    Unless(
        Deed.ERASE,
        lambda edition: not edition.erasure_asked_at,
        "Ask for it to be erased first, with the reason.",
    ),
    Unless(
        Deed.ERASE,
        lambda edition: edition.publication.kind == PublicationKind.EARLIER and status(edition) is Status.LIVE,
        "The public page offers these files. Take what must go off the list and update the public page first; "
        "then erase this version.",
    ),
    Unless(
        Deed.ERASE,
        lambda edition: edition.publication.kind == PublicationKind.SITE and status(edition) is Status.LIVE,
        "The site’s own words stand on every page. Change them and update the public page first; "
        "then erase this version.",
    ),
)


def status(edition):
    """Where an edition stands. It comes from `Edition.objects.with_later()`, for a later draft voids an older one."""
    stamps = (
        (edition.erased_at, Status.ERASED),
        (edition.taken_down_at, Status.TAKEN_DOWN),
        (edition.superseded_at, Status.SUPERSEDED),
        (edition.published_at, Status.LIVE),
        (edition.approved_at and edition.later_approved, Status.OUTDATED),
        (edition.approved_at, Status.APPROVED),
        (edition.returned_at, Status.RETURNED),
        (edition.sent_at and edition.later_sent, Status.VOID),
        (edition.changes_asked_at, Status.TO_CHANGE),
        (edition.sent_at, Status.WAITING),
    )
    return next((status for stamp, status in stamps if stamp), Status.DRAFT)


@written_once
def _standing(number):
    return Edition.objects.with_later().select_related("publication").filter(pk=number)


def as_it_stands(edition):
    """The edition read anew, with its publication and all that a deed depends on."""
    [edition] = _standing(edition.pk)
    return edition


def held(edition, deed, *, by):
    """The edition as it is now, held to the end of the transaction for a deed; NotAllowed if that isn't lawful.

    The log says who did the deed, once the transaction has come to its end.
    """
    # The row that all editions of a publication share: two deeds on two drafts of it must not pass one another.
    Publication.objects.select_for_update().get(pk=edition.publication_id)
    fresh = as_it_stands(edition)
    refuse_unless_lawful(fresh, deed)
    events.tell(deed.word, by=by, edition=fresh)
    return fresh


def refuse_unless_lawful(edition, deed):
    """NotAllowed, in a sentence, if a deed isn't lawful to an edition as it stands."""
    if words := refusal(edition, deed):
        raise NotAllowed(words)


def refusal(edition, deed):
    """Why a deed isn't lawful to an edition as it stands, to anybody; empty if it is."""
    now = status(edition)
    lawful = LAWFUL[deed] if edition.needs_approval else EVERYDAY.get(deed, LAWFUL[deed])
    if now not in lawful:
        what = "version" if edition.published_at else "draft"
        return f"You can’t {deed.value}: this {what} {now.value}."
    return str(next((unless.words for unless in UNLESS if unless.deed is deed and unless.holds(edition)), ""))
