"""From draft to decision: sending, giving back, approving, and what the board asked to be changed.

What is approved is the check code of a frozen text. Nothing here publishes, and nothing here changes a text.
"""

from django.db import transaction

from kit import clock, stamps
from kit.called import say
from membership.models import Board
from publications import checks
from publications.compose import asked_once, for_checks
from publications.content import codec
from publications.models import Publication

from .changes import changes
from .decisions import OFFICE_RECORDS, decider, described, naming_changes, unconfirmed
from .freezing import as_kept, as_text, composed, content, keep_edition
from .models import Approval
from .status import Deed, NotAllowed, as_it_stands, given, held, refuse_unless_lawful, same_person


class StoppedByChecks(NotAllowed):
    """What has to be mended before a draft can be sent; `findings` says each thing and where it is."""

    def __init__(self, findings):
        self.findings = findings
        super().__init__(findings[0].words)


class DecidedAlready(NotAllowed):
    """Somebody's decision on a draft counts once."""

    field = "decided_by"

    def __init__(self, decision):
        super().__init__(
            f"A decision by “{decision.decided_by}” on this draft is recorded already. "
            "If somebody else decided, write who, so that a reader can tell the two apart."
        )


def send(publication, *, by, on, remark=""):
    """Freeze what the records say and put it before the people who decide. A draft sent earlier is replaced by it.

    The checks run first, the making of the PDF among them: it takes seconds. Three things stop a draft (`Stopped`);
    what else they find is kept with it, and with one sentence on why it was sent nevertheless.
    """
    if not publication.needs_approval:
        raise NotAllowed("This needs no approval: update the public page instead.")
    text, findings = _checked(publication, on)
    with transaction.atomic():
        Publication.objects.select_for_update().get(pk=publication.pk)
        return _sent(publication, text, by=by, findings=as_text(findings), remark=remark)


@transaction.atomic
def give_back(edition, *, by, reason):
    """Give a draft back to the person who sent it, with the reason. The next one is sent anew."""
    given(reason, "Say what is to be done to the draft: its sender reads it.")
    edition = held(edition, Deed.GIVE_BACK, by=by)
    edition.returned_at, edition.returned_by, edition.returned_because = clock.now(), by, reason
    return _saved(edition)


@transaction.atomic
def approve(edition, *, by, shown, decided_by):
    """Approve a draft that somebody else sent, in the role `decided_by`. `shown` is the check code of what was read."""
    edition = _as_shown(held(edition, Deed.APPROVE, by=by), shown)
    if same_person(edition.sent_by, by):
        raise NotAllowed("You sent this draft, so somebody else approves it; or record the decision of a body.")
    if _has_approved(edition, by):
        raise NotAllowed("You have approved this draft already; it is waiting for the other decisions.")
    _decided(edition, Approval(how=Approval.How.SIGNED_IN, decided_by=decided_by, decided_on=clock.today()), by=by)
    return _when_all_decided(edition, by=by)


@transaction.atomic
def record(edition, decision, *, by, shown):
    """Write down what a body or its chair decided on a draft. The recorder may be the sender, and is named for good.

    `decision` is an unsaved Approval. If it names changes, the draft waits for them (`freeze_changes`).
    """
    edition = _as_shown(held(edition, Deed.RECORD, by=by), shown)
    if decision.how not in OFFICE_RECORDS:
        raise NotAllowed(
            "Say which body or chair decided; whoever approves on this site does it under their own login."
        )
    _decided(edition, decision, by=by)
    return _when_all_decided(edition, by=by)


def freeze_changes(edition, *, by, on, shown, confirmation=None):
    """Freeze the draft again with the changes that the decision named; no second meeting.

    `shown` is the check code of the changed draft whose difference was on the page. The difference from what the
    meeting saw is kept with the new edition, for which the decisions that named changes hold. Every other one was
    about a text without them: it is made anew (`to_decide_anew`). If the person who was to confirm the changes has
    done so already, `confirmation` says how (see `confirm`).
    """
    text, findings = _checked(edition.publication, on)
    with transaction.atomic():
        edition = held(edition, Deed.FREEZE_CHANGES, by=by)
        difference = _difference(edition, text, shown)
        changed = _sent(
            edition.publication,
            text,
            by=by,
            findings=as_text(findings),
            remark=edition.remark,
            amends=edition,
            difference=as_text(difference),
        )
        for decision in naming_changes(edition):
            decision.pk, decision._state.adding, decision.edition = None, True, changed
            decision.save(force_insert=True)
            if confirmation:
                _confirmed(decision, confirmation, by=by)
        return _when_all_decided(changed, by=by)


@transaction.atomic
def confirm(edition, confirmation, *, by, shown, whose=""):
    """Record that the changes to a draft are confirmed. Without it the public reads who is to confirm them.

    `confirmation` gives `confirmer`, `confirmed_on`, `confirmed_how` and, if there is one, `confirmed_reference`.
    `whose` is who was to confirm them, if several decisions named changes. A person who does it under their own login
    did not send the draft.
    """
    edition = _as_shown(held(edition, Deed.CONFIRM, by=by), shown)
    if confirmation["confirmed_how"] == Approval.Confirmed.SIGNED_IN and same_person(edition.sent_by, by):
        raise NotAllowed("You sent this draft, so somebody else confirms its changes.")
    decisions = [each for each in unconfirmed(edition) if not whose or each.confirmed_by == whose]
    if not decisions:
        raise NotAllowed(f"No changes wait for {whose} to confirm them.")
    for decision in decisions:
        _confirmed(decision, confirmation, by=by)
    return edition


def to_decide_anew(edition):
    """The decisions that don't hold once the changes to this draft are made, in the order in which they were taken.

    Of a draft in which they are made already: those of whoever has not decided on it yet.
    """
    made = list(edition.approval_set.all())
    if naming := naming_changes(edition):
        return [decision for decision in made if decision not in naming]
    if not edition.amends_id:
        return []
    decided = {decider(decision) for decision in made}
    return [decision for decision in edition.amends.approval_set.all() if decider(decision) not in decided]


def correct(edition, *, by, on, shown, note):
    """Put a spelling or a figure right in what the public reads, or in what was taken down last, under the board's
    standing permission.

    `note` is read by the public beside the difference. The corrected edition is approved by the permission; it still
    has to be published.
    """
    refuse_unless_lawful(as_it_stands(edition), Deed.CORRECT)
    given(note, "Say to the public what was corrected.")
    text, findings = _checked(edition.publication, on)
    with transaction.atomic():
        edition = held(edition, Deed.CORRECT, by=by)
        difference = _difference(edition, text, shown)
        corrected = _sent(
            edition.publication,
            text,
            by=by,
            findings=as_text(findings),
            note=note,
            amends=edition,
            difference=as_text(difference),
        )
        standing = Approval(
            how=Approval.How.STANDING,
            decided_by=say("the {Body}"),
            decided_on=on,
            reference=edition.standing_permission,
        )
        _decided(corrected, standing, by=by)
        return _approve(corrected, by=by, recorded=True)


def _checked(publication, on):
    """The text of the records today and what the checks find; Stopped if it can't go on."""
    with asked_once():
        content, text, _ = composed(publication, on)
        known = for_checks(publication, content, on=on)
    findings = checks.run(content, today=on, **known)
    if stopping := checks.stopping(findings):
        raise StoppedByChecks(stopping)
    return text, findings


def _sent(publication, text, *, by, **more):
    return keep_edition(as_kept(publication, text, by=by, sent_at=clock.now(), sent_by=by, **more))


def _as_shown(edition, shown):
    """The edition, unless it isn't the one that was on the page."""
    if edition.digest != shown:
        raise NotAllowed("This isn’t the draft that was on your page. Read it again, then decide.")
    return edition


def _difference(edition, text, shown):
    """What differs between an edition and a new text; NotAllowed if nothing does, or if it isn't what was shown."""
    found = changes(content(edition), codec.read(text, codec.SCHEMA))
    if not found:
        raise NotAllowed("Nothing in the records differs from it yet. Make the changes first.")
    if codec.digest(text) != shown:
        raise NotAllowed("The records have changed since your page was made. Look at the difference again.")
    return found


def _has_approved(edition, person):
    return edition.approval_set.filter(how=Approval.How.SIGNED_IN, recorded_by=person).exists()


def _decided(edition, decision, *, by):
    if same := [made for made in edition.approval_set.all() if decider(made) == decider(decision)]:
        raise DecidedAlready(same[0])
    decision.edition, decision.recorded_at, decision.recorded_by = edition, clock.now(), by
    decision.recorded_as = described(by)
    stamps.save(decision, force_insert=True)


def _confirmed(decision, confirmation, *, by):
    for name, value in confirmation.items():
        setattr(decision, name, value)
    decision.confirmation_at, decision.confirmation_by = clock.now(), by
    stamps.save(decision)


def _when_all_decided(edition, *, by):
    """Approved once as many partners have decided as the board asks for, or waiting for the changes they named."""
    decisions = list(edition.approval_set.all())
    if len(decisions) < _board().decisions_needed:
        return edition
    if naming_changes(edition):
        edition.changes_asked_at, edition.changes_asked_by = clock.now(), by
        return _saved(edition)
    return _approve(edition, by=by, recorded=any(decision.how != Approval.How.SIGNED_IN for decision in decisions))


def _approve(edition, *, by, recorded):
    edition.approved_at, edition.approved_by, edition.by_recorded_decision = clock.now(), by, recorded
    return _saved(edition)


def _saved(edition):
    stamps.save(edition)
    return as_it_stands(edition)


def _board():
    return Board.objects.get()
