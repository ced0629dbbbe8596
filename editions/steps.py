"""What may be done to an edition next, and by whom: one line a deed, for the page that does it and for the list."""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from msgspec import Struct

from kit import clock
from kit.drafts import once
from kit.later import say_later
from kit.wording import listed
from membership.roles import MAY, May

from . import approval, at_work, forms, withdrawal
from .models import Approval, Edition
from .status import Deed, Status, refusal, status


class Step(Struct, frozen=True, kw_only=True):
    """A deed as an office page: who may, its form, what is done with what was typed, and its words.

    `do` takes the edition, the form and the person, and returns the edition that is to be shown next,
    or the long work that makes it. `shows_change`
    says which difference the page must show before somebody decides: from the live version, or to the records today.
    """

    deed: Deed
    address: str
    may: May
    form: type
    do: Callable
    button: str
    explained: str
    done: str = ""  # what long work says of itself
    waiting: str = ""  # what is said in its place if more decisions are needed
    recorded: str = ""  # what is done in the records even if the public pages can't be written
    again: bool = False  # the second factor, once more; not if every second counts, nor for what is easily mended
    shows_change: bool = False
    leads: bool = False  # the ordinary way on, which the list shows as a button

    @property
    def name(self):
        """The name of its address."""
        return f"version-{self.address}"


def _once(do):
    """A deed that is done once, however often its form arrives: a person who pressed twice is shown what came of it."""

    @wraps(do)
    @transaction.atomic
    def done(edition, form, by):
        try:
            sent = once.take(form.data, by, form.files.values())
        except once.AlreadySent as before:
            return Edition.objects.select_related("publication").get(pk=before.row)
        edition = do(edition, form, by)
        sent.row = edition.pk
        sent.save()
        return edition

    return done


@_once
def _approve(edition, form, by):
    return approval.approve(
        edition, by=by, shown=form.cleaned_data["shown"], decided_by=form.cleaned_data["decided_by"]
    )


@_once
def _record(edition, form, by):
    """With the extract, or without either."""
    return approval.record(edition, form.decision(by), by=by, shown=form.cleaned_data["shown"])


def _freeze_changes(edition, form, by):
    shown, confirmation = form.cleaned_data["shown"], form.confirmation()
    return approval.freeze_changes(edition, by=by, on=clock.today(), shown=shown, confirmation=confirmation)


def _confirm(edition, form, by):
    words = form.cleaned_data
    return approval.confirm(edition, form.confirmation(), by=by, shown=words["shown"], whose=words.get("whose", ""))


def _correct(edition, form, by):
    words = form.cleaned_data
    return approval.correct(edition, by=by, on=clock.today(), shown=words["shown"], note=words["note"])


def _erase(edition, form, by):
    words = form.cleaned_data
    return withdrawal.erase(edition, by=by, instruction=words["instruction"], extracts=words.get("extracts", False))


STEPS = (
    Step(
        deed=Deed.APPROVE,
        address="approve",
        may=May.APPROVE,
        form=forms.Approve,
        do=_approve,
        leads=True,
        button="Approve this draft",
        explained="You approve exactly this text. Nothing is published by it: the office does that next.",
        done="Approved. The office can publish it now.",
        waiting="Your approval is noted. More is needed before this can be published.",
        again=True,
    ),
    Step(
        deed=Deed.RECORD,
        address="record",
        may=May.SEND,
        form=forms.RecordForm,
        do=_record,
        leads=True,
        button="Record a decision",
        explained=(
            say_later(
                "For a decision that was taken elsewhere: by the {body} at a meeting, or by its chair. "
                "Every reader will see who decided, when, and that the office recorded it."
            )
        ),
        done="The decision is recorded.",
        again=True,
    ),
    Step(
        deed=Deed.FREEZE_CHANGES,
        address="confirm-changes",
        may=May.SEND,
        form=forms.FreezeChanges,
        do=_freeze_changes,
        leads=True,
        button="Freeze it with these changes",
        explained=(
            "The decision named changes. This is all that differs between the draft that was decided on and the "
            "records now. It is kept with the version, for everybody to see."
        ),
        done="The changed draft is approved. It can be published now.",
        waiting="The changed draft is frozen. It is not approved yet: others decide on it first.",
        again=True,
        shows_change=True,
    ),
    Step(
        deed=Deed.CONFIRM,
        address="confirm",
        may=May.APPROVE,
        form=forms.Confirm,
        do=_confirm,
        leads=True,
        button="Confirm the changes",
        explained=(
            "The decision named changes. You confirm that this text has them, and every reader of a version published "
            "from now on will see that you did, in which role and when."
        ),
        done="The changes are confirmed.",
        again=True,
    ),
    Step(
        deed=Deed.CONFIRM,
        address="record-confirmation",
        may=May.SEND,
        form=forms.RecordConfirmation,
        do=_confirm,
        leads=True,
        button="Record that the changes are confirmed",
        explained=(
            "If whoever was to confirm the changes has told you so. Every reader of a version published from now on "
            "will see who confirmed them, when and how. A version that is public already stays as it is."
        ),
        done="It is recorded that the changes are confirmed.",
        again=True,
    ),
    Step(
        deed=Deed.GIVE_BACK,
        address="give-back",
        may=May.APPROVE,
        form=forms.Reason,
        do=lambda edition, form, by: approval.give_back(edition, by=by, reason=form.cleaned_data["reason"]),
        button="Give it back",
        explained="The draft goes back to the office with your reason. Nothing is lost: the next draft is sent anew.",
        done="Given back to the office.",
    ),
    Step(
        deed=Deed.PUBLISH,
        address="publish",
        may=May.PUBLISH,
        form=forms.Plain,
        do=lambda edition, form, by: at_work.ask(edition, Deed.PUBLISH, by=by),
        leads=True,
        button="Publish it now",
        explained="The public reads it from now on. The version before it stays on the list of versions.",
        again=True,
    ),
    Step(
        deed=Deed.CORRECT,
        address="correct",
        may=May.PUBLISH,
        form=forms.Correct,
        do=_correct,
        button="Freeze the correction",
        explained=say_later(
            "Under the {body}’s standing permission. This is all that differs from the published version."
        ),
        done="The correction is approved by the standing permission. It can be published now.",
        again=True,
        shows_change=True,
    ),
    Step(
        deed=Deed.RESTORE,
        address="bring-back",
        may=May.PUBLISH,
        form=forms.RestoreForm,
        do=lambda edition, form, by: at_work.ask(
            edition, Deed.RESTORE, by=by, reason=form.cleaned_data.get("reason", "")
        ),
        button="Publish this one again",
        explained=(
            "The public reads again what it read here, as a new version with the same text. If it was decided on, the "
            "new version names the same decision, and says that the text is published again."
        ),
        again=True,
    ),
    Step(
        deed=Deed.TAKE_DOWN,
        address="take-down",
        may=May.PUBLISH,
        form=forms.Reason,
        do=lambda edition, form, by: withdrawal.take_down(edition, by=by, reason=form.cleaned_data["reason"]),
        button="Take it down now",
        explained=(
            "It is gone from the public site at once, and its address says when and why. "
            "The version before it does not come back by itself; the next page offers it. Nothing is destroyed."
        ),
        done="Taken down.",
        recorded="taken down",
    ),
    Step(
        deed=Deed.SETTLE,
        address="leave-unpublished",
        may=May.PUBLISH,
        form=forms.Reason,
        do=lambda edition, form, by: withdrawal.settle(edition, by=by, reason=form.cleaned_data["reason"]),
        button="Say that nothing is to be published for now",
        explained=(
            "The office stops asking for something in place of what was taken down. Your reason is kept for the "
            "office; the public doesn’t read it. Whatever is published later takes its place all the same."
        ),
        done="It is on the record that nothing is to be published for now.",
    ),
    Step(
        deed=Deed.ASK_ERASURE,
        address="ask-to-erase",
        may=May.PUBLISH,
        form=forms.Reason,
        do=lambda edition, form, by: withdrawal.ask_erasure(edition, by=by, reason=form.cleaned_data["reason"]),
        button="Ask for it to be erased",
        explained=say_later(
            "For what must not exist, such as the name of {somebody}. A second person erases it. The reason stays."
        ),
        done="Asked for. A second person can erase it now, or you with the data protection officer’s instruction.",
        again=True,
    ),
    Step(
        deed=Deed.ERASE,
        address="erase",
        may=May.PUBLISH,
        form=forms.Erase,
        do=_erase,
        button="Erase it for good",
        explained=(
            "Its text, its files and what was said of the text are destroyed, and with it every draft of the same "
            "document that was never published. Check codes, who decided, when and by which minute, and the reason "
            "stay. This can’t be undone."
        ),
        done="Erased.",
        recorded="erased",
        again=True,
    ),
)


# If a decision may not hold for long, that is said beforehand.
DECIDING = {Deed.APPROVE, Deed.RECORD, Deed.FREEZE_CHANGES}
# What can be done once something was taken down and nothing of it is public, the first that can be done leading.
IN_ITS_PLACE = (
    (Status.SUPERSEDED, Deed.RESTORE),
    (Status.TAKEN_DOWN, Deed.CORRECT),
    (Status.TAKEN_DOWN, Deed.RESTORE),
    (Status.TAKEN_DOWN, Deed.SETTLE),
    (Status.ERASED, Deed.SETTLE),
)


def refused_to(edition, step, person):
    """Why this person can't do what somebody may do next; empty if they can."""
    if not person.has_perm(step.may):
        roles = " or ".join(role.label for role, allowed in MAY.items() if step.may in allowed)
        return f"Somebody with the role {roles} can do this."
    if step.deed is Deed.APPROVE and edition.sent_by_id == person.pk:
        return "You sent it, so somebody else approves it."
    if step.form is forms.Confirm and edition.sent_by_id == person.pk:
        return "You sent it, so somebody else confirms it on this site."
    return ""


def next_for(edition, person):
    """What may be done to an edition next: pairs of a step and why this person can't, empty if they can."""
    return [(step, refused_to(edition, step, person)) for step in STEPS if not refusal(edition, step.deed)]


def after_taking_down(publication, person):
    """What this person can do while nothing of a publication is public because it was taken down: pairs of an edition
    and a step. Nothing once a version is live, or somebody has said that none is to be."""
    editions = Edition.objects.published().filter(publication=publication)
    last = editions.values_list("taken_down_at", "settled_at").first()
    # All are asked for only where what can be put in its place is among them.
    if last is None or not last[0] or last[1]:
        return []
    offered = {
        (status(edition), step.deed): (edition, step)
        for edition in reversed(list(editions.with_later().without_content()))
        for step, why in next_for(edition, person)
        if not why
    }
    return [offered[each] for each in IN_ITS_PLACE if each in offered]


def anew(edition):
    """Whose decision doesn't hold for a text with the changes that were asked for, in words; empty if all do."""
    now = status(edition)
    if now not in (Status.WAITING, Status.TO_CHANGE):
        return ""
    who = listed([decision.decided_by for decision in approval.to_decide_anew(edition)])
    if now is Status.TO_CHANGE:
        return (
            who and f"Approved without changes by {who}: that doesn’t hold for the changed text, so they decide anew."
        )
    if approval.naming_changes(edition):
        return "Changes were asked for. Whoever approves this draft without them decides anew once they are made."
    return who and f"The changes are made. These decided on the draft without them and decide anew on this one: {who}."


def decisions_on(edition):
    """The decisions on a draft, the earliest first."""
    return (
        Approval.objects.filter(edition=edition)
        .select_related("extract", "recorded_by", "confirmation_by")
        .defer("extract__data")
    )
