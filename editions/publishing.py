"""Publishing: what was approved becomes what the public reads."""

from functools import partial

from django.db import transaction
from django.db.models import Max

from kit import clock, long_work, stamps
from publications.content.base import Control
from publications.content.document import Document
from publications.content.earlier import EarlierDocuments

from . import approval, decisions, earlier, following, printing
from .freezing import as_kept, composed, content, frozen, keep_edition
from .models import Approval, Edition, Rendition
from .status import Deed, NotAllowed, Status, as_it_stands, given, held, refuse_unless_lawful, status


def publish(edition, *, by, on):
    """Make an edition the one that the public sees; the former one is superseded in the same moment.

    The number is given now, and a document's PDF is made from the frozen content and the control block before the
    database is asked for anything, because making it takes seconds. Afterwards the public tree is written anew.
    Raises NotAllowed, or `publications.files.pdf.PdfFailed`; then nothing was published. Raises `following.Unfinished`
    if it is published and its large print couldn't be made, or the tree not be written.
    """
    edition = as_it_stands(edition)
    refuse_unless_lawful(edition, Deed.PUBLISH)
    return _publish(edition, lambda: edition, edition.approval_set.all(), by=by, on=on)


def _publish(text, kept, decisions_on, *, by, on):
    """Publish a text. `kept` gives the edition that holds it for good, in the transaction that publishes it.

    One that is kept only then leaves nothing behind if the process is killed before.
    """
    number = _next_number(text.publication)
    decision = decisions.in_words(decisions_on)
    if decision and text.repeats:
        decision = decision.rstrip(".") + f"; the text of version {text.repeats.number}, published again"
    control = Control(number=number, published_on=on, decision=decision, note=text.note, check_code=text.digest)
    document = content(text)
    if isinstance(document, EarlierDocuments) and (lost := earlier.gone(document)):
        raise NotAllowed(
            f"The file of “{lost[0].name}” was erased. Take it off the list, or bring another file for it, first."
        )
    made, others = None, {}
    if isinstance(document, Document):
        long_work.far("Making its PDF.")
        others = printing.begin(document, control)
        made = printing.first(others)
    with transaction.atomic():
        edition = held(kept(), Deed.PUBLISH, by=by)
        if _next_number(edition.publication) != number:
            raise NotAllowed("Another version was published in the meantime. Look at it, then publish again.")
        now = clock.now()
        # A unique index is checked statement by statement, so the old one goes first.
        for former in Edition.objects.live().filter(publication=edition.publication):
            former.superseded_at, former.superseded_by = now, by
            stamps.save(former, update_fields=["superseded_at", "superseded_by"])
        edition.number, edition.published_on, edition.decision = number, on, decision
        edition.published_at, edition.published_by = now, by
        stamps.save(edition)
        if made:
            printing.rendition(edition, Rendition.Kind.PDF, made, by=by, now=now).save()
        transaction.on_commit(partial(_finish, edition, others, by))
    return edition


def _finish(edition, others, by):
    """What follows once a version is published: its other PDFs, and the public pages, whatever comes of the first."""
    try:
        printing.keep_others(edition, others, by=by)
    finally:
        long_work.far("Writing the public pages.")
        following.follow()


def publish_as_decided(publication, decision, *, by, on):
    """Send, record a decision in these words, and publish, in one go: from the command line, and for a demonstration.

    What needs no approval is published as it is.
    """
    if not publication.needs_approval:
        return update(publication, by=by, on=on)
    # Of a run that was killed the draft is there, with the decision on it.
    _, _, code = composed(publication, on)
    drafts = Edition.objects.with_later().filter(publication=publication, digest=code, approval__decided_by=decision)
    draft = next((draft for draft in drafts if status(draft) is Status.APPROVED), None)
    if draft is None:
        sent = approval.send(publication, by=by, on=on)
        decided = Approval(how=Approval.How.IN_WORDS, decided_by=decision)
        draft = approval.record(sent, decided, by=by, shown=sent.digest)
    return publish(draft, by=by, on=on)


def update(publication, *, by, on):
    """Publish an everyday page as the records stand: no approval, but frozen, listed, and brought back if need be."""
    if publication.needs_approval:
        raise NotAllowed("This has to be approved before it is published.")
    text = frozen(publication, by=by, on=on)
    return _publish(text, lambda: keep_edition(text), (), by=by, on=on)


# What is true of a text, whichever version publishes it: who sent and approved it, and from which draft it was made.
OF_A_TEXT = (
    *("sent_at", "sent_by", "approved_at", "approved_by", "by_recorded_decision"),
    *("amends", "difference", "difference_erased_at", "difference_erased_by"),
)


def restore(edition, *, by, on, reason=""):
    """Publish a version again as it was: a new version with the former's content, and with the decisions on it.

    An everyday page at any time; what the board approves only while nothing later stands, so that the office doesn't
    go back behind the board. `reason` is why what was taken down may be public again: the public reads it.
    """
    edition = as_it_stands(edition)
    refuse_unless_lawful(edition, Deed.RESTORE)
    if edition.taken_down_at:
        given(reason, "Say why it may be public again: the public reads it.")
    same = {name: getattr(edition, name) for name in OF_A_TEXT}
    note = " ".join(filter(None, (reason.strip(), edition.note)))
    again = as_kept(
        edition.publication, edition.content, schema=edition.schema, by=by, repeats=edition, note=note, **same
    )

    def kept():
        """The new version with the decisions on the former."""
        held(edition, Deed.RESTORE, by=by)
        new = keep_edition(again)
        for decision in edition.approval_set.all():
            decision.pk, decision._state.adding, decision.edition = None, True, new
            decision.save(force_insert=True)
        return new

    return _publish(again, kept, edition.approval_set.all(), by=by, on=on)


def _next_number(publication):
    return (Edition.objects.filter(publication=publication).aggregate(last=Max("number"))["last"] or 0) + 1
