"""Who may decide what: what is approved is what was read, and whoever sent it doesn't approve it alone."""

from datetime import date

import msgspec
import pytest

from editions import approval, publishing
from editions.changes import Difference, difference_in_words
from editions.models import Approval, Edition
from editions.status import NotAllowed, Status, status
from publications import checks
from tests import factories as make
from tests.editions.drafts import DAY, at_a_meeting, fresh, now_shown, rewrite, with_changes, words_of

pytestmark = pytest.mark.django_db


def stands(edition):
    return status(fresh(edition))


def difference(edition):
    return [
        difference_in_words(change) for change in msgspec.json.decode(edition.difference, type=tuple[Difference, ...])
    ]


def approve(draft, by, decided_by="the chair", shown=None):
    return approval.approve(draft, by=by, shown=shown or draft.digest, decided_by=decided_by)


def publish(edition, by):
    return publishing.publish(edition, by=by, on=DAY)


# Sending


def test_what_is_sent_waits_and_stays_as_it_was_sent(draft, plan, manager):
    rewrite(plan, "We listen.")
    assert stands(draft) is Status.WAITING
    assert words_of(draft) == "We talk."
    assert (draft.sent_by, draft.needs_approval) == (manager, True)


def test_what_stops_a_draft_is_said_and_nothing_is_kept(plan, manager, monkeypatch):
    stops = checks.CheckFinding(severity=checks.STOPS, words="There is nothing in it.", check="nothing at all")
    monkeypatch.setattr(checks, "run", lambda content, **more: (stops,))
    with pytest.raises(approval.StoppedByChecks, match="There is nothing in it") as stopped:
        approval.send(plan, by=manager, on=DAY)
    assert stopped.value.findings == (stops,)
    assert not Edition.objects.exists()


def test_warnings_are_kept_with_the_one_sentence_why_it_was_sent_all_the_same(plan, manager, monkeypatch):
    warning = checks.CheckFinding(severity=checks.WARNING, words="This section is empty.", check="empty sections")
    monkeypatch.setattr(checks, "run", lambda content, **more: (warning,))
    draft = approval.send(plan, by=manager, on=DAY, remark="It is filled in May.")
    assert [found["words"] for found in msgspec.json.decode(draft.findings)] == ["This section is empty."]
    assert draft.remark == "It is filled in May."
    assert stands(draft) is Status.WAITING


def test_what_needs_no_approval_is_not_sent(site, manager):
    with pytest.raises(NotAllowed, match="needs no approval"):
        approval.send(site, by=manager, on=DAY)


def test_a_new_draft_takes_the_place_of_an_older_one(draft, plan, chair, manager):
    rewrite(plan, "We listen.")
    newer = approval.send(plan, by=manager, on=DAY)
    with pytest.raises(NotAllowed, match="was replaced by a later draft"):
        approve(draft, chair)
    with pytest.raises(NotAllowed, match="was replaced by a later draft"):
        approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)
    assert stands(approve(newer, chair)) is Status.APPROVED


def test_an_approved_draft_is_published_only_while_no_later_one_is_approved(draft, plan, chair, manager):
    approve(draft, chair)
    newer = approval.send(plan, by=manager, on=DAY)
    assert stands(draft) is Status.APPROVED
    approve(newer, chair)
    with pytest.raises(NotAllowed, match="so was a later draft in its place"):
        publish(draft, manager)
    assert publish(newer, manager).number == 1


def test_drafts_of_two_documents_do_not_meet(draft, board, manager, chair):
    report = make.PublicationFactory(kind="annual-report", slug="2015")
    make.NarrativeFactory(publication=report, heading="Report")
    approve(approval.send(report, by=manager, on=DAY), chair)
    assert stands(draft) is Status.WAITING


# Giving back


def test_a_draft_is_given_back_with_a_reason_and_is_then_not_approved(draft, chair):
    with pytest.raises(NotAllowed, match="Say what is to be done"):
        approval.give_back(draft, by=chair, reason="  ")
    assert stands(draft) is Status.WAITING
    returned = approval.give_back(draft, by=chair, reason="Say more of listening.")
    assert (returned.returned_by, returned.returned_because) == (chair, "Say more of listening.")
    with pytest.raises(NotAllowed, match="was given back"):
        approve(draft, chair)


def test_what_is_approved_is_not_given_back(draft, chair):
    approve(draft, chair)
    with pytest.raises(NotAllowed, match="You can’t give this back: this draft is approved"):
        approval.give_back(draft, by=chair, reason="Too late")


# Approving on this site


def test_whoever_sent_it_does_not_approve_it(draft, manager, chair):
    with pytest.raises(NotAllowed, match="somebody else approves"):
        approve(draft, manager)
    assert not Approval.objects.exists()
    approved = approve(draft, chair)
    assert (approved.approved_by, approved.by_recorded_decision, stands(draft)) == (chair, False, Status.APPROVED)
    [decision] = approved.approval_set.all()
    assert (decision.how, decision.decided_by, decision.recorded_by) == ("signed-in", "the chair", chair)


def test_what_is_approved_is_what_was_read(draft, chair):
    with pytest.raises(NotAllowed, match="isn’t the draft that was on your page"):
        approve(draft, chair, shown="0" * 64)
    assert stands(draft) is Status.WAITING


def test_three_partners_decide_each_on_their_own(draft, board, chair):
    board.decisions_needed = 3
    board.save()
    approve(draft, chair, "the local authority")
    with pytest.raises(NotAllowed, match="You have approved this draft already"):
        approve(draft, chair, "the police")
    approve(draft, make.UserFactory(), "the police")
    assert stands(draft) is Status.WAITING
    with pytest.raises(NotAllowed, match="is waiting for a decision"):
        publish(draft, chair)
    approve(draft, make.UserFactory(), "the integrated care board")
    assert stands(draft) is Status.APPROVED
    assert draft.approval_set.count() == 3


@pytest.mark.parametrize("again", ["the Board", "THE BOARD", " the  board ", "the\u00a0Board"])
def test_a_body_decides_once_however_often_it_is_written_down(draft, board, chair, manager, again):
    board.decisions_needed = 2
    board.save()
    approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)
    with pytest.raises(NotAllowed, match="A decision by “the Board” on this draft is recorded already"):
        approval.record(draft, at_a_meeting(decided_by=again, reference="minute 8"), by=chair, shown=draft.digest)
    with pytest.raises(NotAllowed, match="recorded already"):
        approve(draft, chair, again)
    assert stands(draft) is Status.WAITING
    approve(draft, chair)
    assert stands(draft) is Status.APPROVED


def test_one_of_three_names_changes_and_all_wait_for_them(draft, board, plan, chair, manager):
    board.decisions_needed = 3
    board.save()
    approve(draft, chair, "the local authority")
    approval.record(draft, with_changes(), by=manager, shown=draft.digest)
    assert stands(draft) is Status.WAITING
    approve(draft, make.UserFactory(), "the police")
    assert stands(draft) is Status.TO_CHANGE
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(draft, by=manager, on=DAY, shown=now_shown(plan))
    assert [decision.decided_by for decision in changed.approval_set.all()] == ["the Board"]


def test_nobody_is_held_to_have_approved_what_they_did_not_see(draft, board, plan, chair, manager):
    """Who approved the draft as it stood approves the changed one anew; the decision that named the changes holds."""
    board.decisions_needed = 2
    board.save()
    approve(draft, chair)
    approval.record(draft, with_changes(), by=manager, shown=draft.digest)
    assert [decision.decided_by for decision in approval.to_decide_anew(fresh(draft))] == ["the chair"]
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(draft, by=manager, on=DAY, shown=now_shown(plan))
    assert stands(changed) is Status.WAITING
    assert [decision.decided_by for decision in approval.to_decide_anew(fresh(changed))] == ["the chair"]
    with pytest.raises(NotAllowed, match="is waiting for a decision"):
        publish(changed, manager)
    with pytest.raises(NotAllowed, match="“the Board” on this draft is recorded already"):
        approval.record(changed, at_a_meeting(), by=manager, shown=changed.digest)
    approved = approve(changed, chair)
    assert (stands(changed), approved.by_recorded_decision) == (Status.APPROVED, True)
    assert approval.to_decide_anew(fresh(changed)) == []
    assert "approved by the chair" in publish(changed, manager).decision


def test_changes_to_changes_are_decided_on_by_all_anew(draft, board, plan, chair, manager):
    """A second partner names changes to the changed draft: what the first decided was about another one."""
    board.decisions_needed = 2
    board.save()
    approve(draft, chair)
    approval.record(draft, with_changes(), by=manager, shown=draft.digest)
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(draft, by=manager, on=DAY, shown=now_shown(plan))
    approval.record(changed, with_changes(decided_by="the police"), by=manager, shown=changed.digest)
    assert stands(changed) is Status.TO_CHANGE
    rewrite(plan, "We listen and write.")
    again = approval.freeze_changes(changed, by=manager, on=DAY, shown=now_shown(plan))
    assert [decision.decided_by for decision in again.approval_set.all()] == ["the police"]
    assert stands(again) is Status.WAITING


# Decisions that are recorded


def test_the_recorder_may_be_the_sender_and_the_edition_says_so_for_good(draft, manager):
    approved = approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)
    assert (approved.approved_by, approved.by_recorded_decision) == (manager, True)
    assert publish(approved, manager).decision == (
        "Approved by the Board, 16 March 2016, minute 7; recorded by the board’s office"
    )


def test_the_day_decided_is_kept_apart_from_the_moment_recorded(draft, manager):
    approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)
    [decision] = draft.approval_set.all()
    assert decision.decided_on == date(2016, 3, 16)
    assert decision.recorded_at.date() > decision.decided_on


def test_a_board_may_forbid_recorded_decisions(draft, board, manager, chair):
    board.recorded_decisions = False
    board.save()
    with pytest.raises(NotAllowed, match="approval on this site only"):
        approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)
    assert not Approval.objects.exists()
    assert stands(approve(draft, chair)) is Status.APPROVED


@pytest.mark.parametrize("how", [Approval.How.SIGNED_IN, Approval.How.STANDING])
def test_nobody_records_that_somebody_else_pressed_approve(draft, board, manager, how):
    """Otherwise the sender's own approval would count beside a partner's."""
    board.decisions_needed = 2
    board.save()
    with pytest.raises(NotAllowed, match="under their own login"):
        approval.record(draft, at_a_meeting(how=how), by=manager, shown=draft.digest)


def test_a_decision_is_recorded_on_what_the_meeting_saw(draft, manager):
    with pytest.raises(NotAllowed, match="isn’t the draft that was on your page"):
        approval.record(draft, at_a_meeting(), by=manager, shown="0" * 64)


# Approved with changes


def test_the_exact_difference_is_kept_and_no_second_meeting_is_needed(asked, plan, manager):
    assert stands(asked) is Status.TO_CHANGE
    with pytest.raises(NotAllowed, match="changes that are still to be made"):
        publish(asked, manager)
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan))
    assert stands(changed) is Status.APPROVED
    assert changed.amends == asked
    [words] = difference(changed)
    assert words.endswith(": We talk. → We listen.")
    assert (words_of(asked), words_of(changed)) == ("We talk.", "We listen.")
    published = publish(changed, manager)
    assert "approved with changes by the board, 16 march 2016, minute 7" in published.decision.lower()
    assert "changes to be confirmed by the chair" in published.decision
    assert stands(asked) is Status.VOID


def test_changes_that_nobody_made_are_not_confirmed(asked, manager):
    with pytest.raises(NotAllowed, match="Nothing in the records differs"):
        approval.freeze_changes(asked, by=manager, on=DAY, shown=asked.digest)


def test_changes_made_since_the_page_are_not_confirmed_unseen(asked, plan, manager):
    rewrite(plan, "We listen.")
    shown = now_shown(plan)
    rewrite(plan, "We listen and write.")
    with pytest.raises(NotAllowed, match="records have changed since your page was made"):
        approval.freeze_changes(asked, by=manager, on=DAY, shown=shown)
    assert Edition.objects.count() == 1


def test_changes_are_confirmed_once(asked, plan, manager):
    rewrite(plan, "We listen.")
    approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan))
    rewrite(plan, "We write.")
    with pytest.raises(NotAllowed, match="was replaced by a later draft"):
        approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan))


def test_a_draft_with_changes_can_still_be_given_back(asked, manager):
    assert stands(approval.give_back(asked, by=manager, reason="Too much to change")) is Status.RETURNED


# Corrections


def test_a_slip_is_corrected_under_the_standing_permission(live, board, plan, manager):
    board.standing_permission = "16 March 2016, minute 9"
    board.save()
    rewrite(plan, "We listen.")
    corrected = approval.correct(live, by=manager, on=DAY, shown=now_shown(plan), note="A word was missing.")
    assert stands(live) is Status.LIVE
    published = publish(corrected, manager)
    assert published.number == 2
    assert published.note == "A word was missing."
    assert len(difference(published)) == 1
    assert published.decision.startswith("Corrected under the Board’s standing permission (16 March 2016, minute 9)")
    assert published.decision.endswith("recorded by the board’s office")
    assert stands(live) is Status.SUPERSEDED


def test_without_permission_note_or_change_nothing_is_corrected(live, board, plan, manager):
    rewrite(plan, "We listen.")

    def correct(note="A word"):
        return approval.correct(live, by=manager, on=DAY, shown=now_shown(plan), note=note)

    with pytest.raises(NotAllowed, match="no standing permission"):
        correct()
    board.standing_permission = "minute 9"
    board.save()
    with pytest.raises(NotAllowed, match="Say to the public"):
        correct(note=" ")
    rewrite(plan, "We talk.")
    with pytest.raises(NotAllowed, match="Nothing in the records differs"):
        correct()
    assert Edition.objects.count() == 1


def test_a_page_without_approval_is_updated_not_corrected(site, board, manager):
    """Its correction could never be published: nothing of it is approved."""
    board.standing_permission = "minute 9"
    board.save()
    live = publishing.update(site, by=manager, on=DAY)
    with pytest.raises(NotAllowed, match="update the public page instead"):
        approval.correct(live, by=manager, on=DAY, shown="", note="A word")


# Publishing


def test_publishing_asks_nothing_and_runs_no_checks(draft, chair, manager, monkeypatch):
    approve(draft, chair)
    monkeypatch.setattr(checks, "run", None)
    published = publish(draft, manager)
    assert published.decision.startswith("Approved by the chair, ")
    assert published.decision.endswith(", on this site")
    assert published.content == draft.content


def test_what_is_not_approved_is_not_published(draft, plan, manager):
    with pytest.raises(NotAllowed, match="is waiting for a decision"):
        publish(draft, manager)
    with pytest.raises(NotAllowed, match="has to be approved"):
        publishing.update(plan, by=manager, on=DAY)


def test_an_everyday_page_is_brought_back_as_it_was(site, board, manager):
    first = publishing.update(site, by=manager, on=DAY)
    board.notice = "Closed in August"
    board.save()
    publishing.update(site, by=manager, on=DAY)
    again = publishing.restore(first, by=manager, on=DAY)
    assert (again.number, again.digest) == (3, first.digest)
    with pytest.raises(NotAllowed, match="is what the public reads"):
        publishing.restore(again, by=manager, on=DAY)


def test_a_document_is_not_brought_back_past_the_board(live, plan, chair, manager):
    rewrite(plan, "We listen.")
    publish(approve(approval.send(plan, by=manager, on=DAY), chair), manager)
    with pytest.raises(NotAllowed, match="replaced by a later version, which has not been taken down"):
        publishing.restore(live, by=manager, on=DAY)
