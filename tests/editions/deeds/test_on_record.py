"""Nothing is said that nobody recorded: confirmed changes, what the public reads after a take-down, and whether a
correction is permitted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from editions import approval, public_now, publishing, steps, tree, withdrawal
from editions.models import Approval, Edition, Rendition
from editions.needs import drafts, taken_down
from editions.status import NotAllowed, Status, status
from kit.needs import Day
from membership.models import Board
from membership.roles import Role
from publications.models import PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY, at_a_meeting, fresh, now_shown, rewrite, with_changes
from tests.office.conftest import Forms

pytestmark = pytest.mark.django_db

BY_EMAIL = {"confirmer": "the vice chair", "confirmed_on": date(2016, 3, 20), "confirmed_how": "e-mail"}
OPEN = "changes to be confirmed by the chair"
DONE = "changes confirmed by the vice chair, 20 March 2016, by e-mail"


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = DAY


@pytest.fixture
def client(manager):
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture
def changed(asked, plan, manager):
    """The draft with its changes made, which nobody has confirmed yet."""
    rewrite(plan, "We listen.")
    return approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan))


def publish(edition, by):
    return publishing.publish(edition, by=by, on=DAY)


def paper(edition):
    return bytes(Rendition.objects.get(edition=edition).data).decode()


def read(client, name, edition):
    return client.get(reverse(name, args=[edition.pk])).content.decode()


def form_in(page):
    """The form of a deed, if the page offers one."""
    return next((form for form in Forms(page).forms if "_once" in form["fields"]), None)


def send(client, name, edition, **words):
    where = reverse(name, args=[edition.pk])
    typed = {name: values[0] for name, values in form_in(client.get(where).content.decode())["fields"].items()}
    return client.post(where, typed | words, follow=True)


def errors(answer):
    return {name: str(found[0]) for name, found in answer.context["form"].errors.items()}


# Changes that a decision named


def test_changes_that_nobody_confirmed_are_still_to_be_confirmed(changed, site, manager, public_root):
    publishing.update(site, by=manager, on=DAY)
    published = publish(changed, manager)
    assert OPEN in published.decision
    assert OPEN in paper(published)
    tree.rebuild()
    for page in ("", "editions/"):
        words = (public_root / "current/business-plan/2016-2019" / page / "index.html").read_text()
        assert OPEN in words, page
        assert "confirmed by the chair," not in words, page


def test_who_confirmed_them_when_and_how_is_printed_where_it_is_recorded(asked, plan, site, manager, public_root):
    publishing.update(site, by=manager, on=DAY)
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan), confirmation=BY_EMAIL)
    published = publish(changed, manager)
    assert DONE in published.decision
    assert DONE in paper(published)
    tree.rebuild()
    assert DONE in (public_root / "current/business-plan/2016-2019/editions/index.html").read_text()
    decision = changed.approval_set.get()
    assert (decision.confirmation_by, decision.confirmed_by) == (manager, "the chair")


def test_it_can_be_recorded_between_freezing_and_publishing(changed, manager, client):
    page = read(client, "version", changed)
    assert "Changes asked for, to be confirmed by the chair" in page
    assert "says so for good" in read(client, "version-publish", changed)
    words = {"confirmed_on": "20 March 2016", "confirmed_how": "meeting", "confirmed_reference": "minute 9"}
    page = send(client, "version-record-confirmation", changed, **words).content.decode()
    assert "confirmed by the chair, 20 March 2016, at a meeting, minute 9" in page
    assert "says so for good" not in read(client, "version-publish", changed)
    assert "changes confirmed by the chair, 20 March 2016, at a meeting, minute 9" in publish(changed, manager).decision


def test_whoever_confirms_on_this_site_did_not_send_the_changed_draft(changed, manager, chair):
    signed_in = {"confirmer": "the chair", "confirmed_on": DAY, "confirmed_how": "signed-in"}
    with pytest.raises(NotAllowed, match="somebody else confirms"):
        approval.confirm(changed, signed_in, by=manager, shown=changed.digest)
    mine = Client()
    mine.force_login(chair)
    send(mine, "version-confirm", changed, confirmer="the Independent Chair")
    words = publish(changed, manager).decision
    assert "changes confirmed by the Independent Chair, 1 June 2016, on this site" in words


def test_what_is_confirmed_is_what_was_read(changed, chair):
    with pytest.raises(NotAllowed, match="isn’t the draft that was on your page"):
        approval.confirm(changed, BY_EMAIL, by=chair, shown="0" * 64)


def test_what_is_published_keeps_what_it_says_and_the_office_knows_better(changed, manager):
    published = publish(changed, manager)
    approval.confirm(published, BY_EMAIL, by=manager, shown=published.digest)
    assert OPEN in fresh(published).decision
    assert changed.approval_set.get().confirmer == "the vice chair"


def test_nothing_is_confirmed_before_it_is_made_or_where_nothing_was_asked_for(asked, plan, board, manager, chair):
    with pytest.raises(NotAllowed, match="approved with changes that are still to be made"):
        approval.confirm(asked, BY_EMAIL, by=chair, shown=asked.digest)
    board.decisions_needed = 2
    board.save()
    waiting = approval.send(plan, by=manager, on=DAY)
    approval.record(waiting, with_changes(), by=manager, shown=waiting.digest)
    with pytest.raises(NotAllowed, match="No changes to it wait"):
        approval.confirm(waiting, BY_EMAIL, by=chair, shown=waiting.digest)


def test_each_of_two_who_were_to_confirm_confirms_for_themselves(draft, board, plan, manager, client):
    board.decisions_needed = 2
    board.save()
    approval.record(draft, with_changes(), by=manager, shown=draft.digest)
    police = at_a_meeting(decided_by="the police", changes="Page 4", confirmed_by="the commander")
    approval.record(draft, police, by=manager, shown=draft.digest)
    rewrite(plan, "We listen.")
    assert "confirmed_on" not in form_in(read(client, "version-confirm-changes", draft))["fields"]
    changed = approval.freeze_changes(draft, by=manager, on=DAY, shown=now_shown(plan))
    with pytest.raises(NotAllowed, match="No changes wait for the director"):
        approval.confirm(changed, BY_EMAIL, by=manager, shown=changed.digest, whose="the director")
    words = {"confirmed_on": "20 March 2016", "confirmed_how": "e-mail", "confirmer": "the commander"}
    send(client, "version-record-confirmation", changed, whose="the commander", **words)
    decision = publish(changed, manager).decision
    assert OPEN in decision
    assert "changes confirmed by the commander, 20 March 2016, by e-mail" in decision


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"confirmed_on": "20 March 2016"}, "confirmed_how", "Say how"),
        ({"confirmed_how": "e-mail"}, "confirmed_on", "Give the day"),
        ({"confirmed_reference": "minute 9"}, "confirmed_on", "Give the day"),
        ({"confirmed_on": "20 March 2016", "confirmed_how": "e-mail", "confirmer": ""}, "confirmer", "Say who"),
        ({"confirmed_on": "15 March 2016", "confirmed_how": "e-mail"}, "confirmed_on", "later, on 16 March 2016"),
        ({"confirmed_on": "2 June 2016", "confirmed_how": "e-mail"}, "confirmed_on", "still to come"),
        ({"confirmed_on": "some day", "confirmed_how": "e-mail"}, "confirmed_on", "Write the day"),
    ],
)
def test_half_a_confirmation_is_none_and_is_said_beside_its_field(asked, plan, client, typed, field, words):
    rewrite(plan, "We listen.")
    answer = send(client, "version-confirm-changes", asked, only_these="on", **typed)
    assert words in errors(answer)[field]
    assert Edition.objects.count() == 1


def test_without_day_and_way_the_changes_are_frozen_unconfirmed(asked, plan, client):
    rewrite(plan, "We listen.")
    answer = send(client, "version-confirm-changes", asked, only_these="on")
    assert "to be confirmed by the chair" in answer.content.decode()
    assert status(fresh(answer.context["edition"])) is Status.APPROVED
    assert not Approval.objects.filter(confirmation_at__isnull=False).exists()


@pytest.mark.parametrize("left_out", [*BY_EMAIL])
def test_a_confirmation_says_who_when_and_how(changed, manager, left_out):
    half = BY_EMAIL | {left_out: None if left_out == "confirmed_on" else ""}
    with pytest.raises(ValidationError, match="Say who confirmed the changes"):
        approval.confirm(changed, half, by=manager, shown=changed.digest)


def test_it_is_recorded_once(changed, manager):
    approval.confirm(changed, BY_EMAIL, by=manager, shown=changed.digest)
    with pytest.raises(NotAllowed, match="No changes to it wait"):
        approval.confirm(changed, BY_EMAIL, by=manager, shown=changed.digest)
    with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
        Approval.objects.filter(edition=changed).update(confirmer="the chair")


def test_a_decision_of_the_chair_is_not_put_down_as_the_boards(draft, board, client):
    make.BodyFactory(kind="board")
    chair = {"how": "chair", "decided_on": "16 March 2016", "ratified": "the Board in June"}
    assert "The chair decided" in errors(send(client, "version-record", draft, **chair))["decided_by"]
    assert not draft.approval_set.exists()


def test_a_decision_is_not_recorded_before_its_day(draft, client):
    answer = send(client, "version-record", draft, decided_by="the Board", decided_on="2 June 2016")
    assert errors(answer) == {"decided_on": "This day is still to come: today is 1 June 2016."}


# After something was taken down


@pytest.fixture
def second(live, site, plan, manager):
    """Version 2, the first having been approved by the chair."""
    publishing.update(site, by=manager, on=DAY)
    rewrite(plan, "We listen.")
    draft = approval.send(plan, by=manager, on=DAY)
    return publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), manager)


@pytest.fixture
def down(second, manager):
    return withdrawal.take_down(second, by=manager, reason="A name.")


def lines():
    return [need.what for need in taken_down(Day(DAY))]


def test_the_office_says_what_the_public_reads(live, site, plan, manager):
    assert public_now.in_words(plan) == "Version 1 can be read once the public pages are published too."
    publishing.update(site, by=manager, on=DAY)
    assert public_now.in_words(plan) == "The public reads version 1, published 1 June 2016."
    withdrawal.take_down(live, by=manager, reason="A name.")
    assert public_now.in_words(plan).startswith("Nothing of it is public: version 1 was taken down on ")
    assert public_now.in_words(plan).endswith("/business-plan/2016-2019/ says so, with the reason.")
    earlier = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN, slug="2013", title="Former plan")
    assert public_now.in_words(earlier) == "Nothing of it is published yet."
    draft = approval.send(earlier, by=manager, on=DAY)
    publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), manager)
    assert "/business-plan/ shows Former plan" in public_now.in_words(plan)


def test_a_page_that_was_taken_down_shows_what_the_plan_says(live, site, plan, board, manager):
    body = make.BodyFactory(kind="board")
    forward = make.PublicationFactory(kind=PublicationKind.FORWARD_PLAN, slug="2016", title="Forward plan", body=body)
    make.NarrativeFactory(publication=forward, place="forward-plan", heading="Meetings")
    publishing.update(site, by=manager, on=DAY)
    page = publishing.update(forward, by=manager, on=DAY)
    withdrawal.take_down(page, by=manager, reason="A wrong day.")
    assert "/forward-plan/ shows" not in public_now.in_words(forward), "the plan has no such section"
    plan.body = body
    plan.save()
    make.NarrativeFactory(publication=plan, place="forward-plan", heading="Meetings")
    draft = approval.send(plan, by=manager, on=DAY)
    publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), manager)
    assert "/forward-plan/ shows Plan" in public_now.in_words(forward)


def test_the_line_stands_until_a_version_is_live(second, plan, manager):
    assert lines() == []
    down = withdrawal.take_down(second, by=manager, reason="A name.")
    assert lines() == [f"{second} was taken down"]
    withdrawal.ask_erasure(down, by=manager, reason="A name.")
    withdrawal.erase(down, by=manager, instruction="By telephone")
    assert lines() == [f"{second} was taken down"], "what is erased left the same hole"
    publishing.restore(Edition.objects.get(number=1, publication=plan), by=manager, on=DAY)
    assert lines() == []


def test_or_until_somebody_says_on_the_record_that_nothing_is_to_be(down, plan, manager, client):
    with pytest.raises(NotAllowed, match="Give the reason"):
        withdrawal.settle(down, by=manager, reason=" ")
    page = send(client, "version-leave-unpublished", down, reason="The plan is over.").content.decode()
    assert "The plan is over." in page
    assert lines() == []
    assert public_now.in_words(plan).endswith("Nothing is to be published for now: The plan is over.")
    with pytest.raises(NotAllowed, match="said so already"):
        withdrawal.settle(down, by=manager, reason="Twice")
    with pytest.raises(IntegrityError, match="stays as it was frozen"), transaction.atomic():
        Edition.objects.filter(pk=down.pk).update(settled_because="Other")
    again = publishing.restore(Edition.objects.get(number=1, publication=plan), by=manager, on=DAY)
    withdrawal.take_down(again, by=manager, reason="Another name.")
    assert lines() == [f"{plan}, version 3 was taken down"], "what was settled was another one"


def test_what_stood_behind_a_live_version_leaves_nothing_to_settle(second, live, manager):
    withdrawal.take_down(live, by=manager, reason="A name.")
    assert lines() == []
    with pytest.raises(NotAllowed, match="not the last that the public read"):
        withdrawal.settle(live, by=manager, reason="No")
    with pytest.raises(NotAllowed, match="replaced by a later version"):
        publishing.restore(live, by=manager, on=DAY, reason="Yes")


def test_the_first_page_says_it_first_and_in_red(down, plan, manager, client):
    make.BudgetFactory(starts=date(2016, 4, 1), ends=date(2017, 3, 31))
    page = client.get("/office/").content.decode()
    assert page.count("Nothing of it is public: version 2 was taken down on") == 2, "the line, and the document"
    first = client.get("/office/").context["groups"][0]
    assert (first["heading"], first["rows"][0]["what"]) == ("Overdue", f"{down} was taken down")
    assert (first["rows"][0]["overdue"], first["rows"][0]["far"]) == (True, "now")
    assert len(first["rows"]) > 1


def test_the_page_after_it_offers_the_last_that_was_approved(second, live, plan, client):
    page = send(client, "version-take-down", second, reason="A name.").content.decode()
    assert "Taken down. Nothing of it is public: version 2 was taken down on" in page
    assert reverse("version-bring-back", args=[live.pk]) in page
    where = reverse("approval", args=[plan.kind, plan.slug])
    page = client.get(where).content.decode()
    assert reverse("version-bring-back", args=[live.pk]) in page
    assert "Publish version 1 again" in page
    assert "Published again. The public reads version 3" in send(client, "version-bring-back", live).content.decode()
    assert "What the public reads now" not in client.get(where).content.decode()


def test_each_way_on_after_a_take_down_is_offered_once(down, client):
    page = read(client, "version", down)
    for name in ("version-correct", "version-bring-back", "version-leave-unpublished"):
        assert page.count(f'href="{reverse(name, args=[down.pk])}"') <= 1, name
    assert reverse("version-leave-unpublished", args=[down.pk]) in page


def test_the_last_that_was_approved_is_published_again_under_its_own_decision(down, live, plan, manager, public_root):
    again = publishing.restore(live, by=manager, on=DAY)
    assert (again.number, again.digest, again.content) == (3, live.digest, live.content)
    assert again.decision == f"{live.decision}; the text of version 1, published again"
    assert again.decision in paper(again)
    assert (status(fresh(again)), status(fresh(live))) == (Status.LIVE, Status.SUPERSEDED)
    assert (again.approved_by, again.sent_by) == (live.approved_by, live.sent_by)
    tree.rebuild()
    words = (public_root / "current/business-plan/2016-2019/editions/index.html").read_text()
    assert "the text of version 1, published again" in words
    assert "A name." in words, "what was taken down is still said"


def test_a_draft_on_its_way_goes_on_past_it(down, live, plan, manager, chair):
    rewrite(plan, "We listen without the name.")
    draft = approval.send(plan, by=manager, on=DAY)
    publishing.restore(live, by=manager, on=DAY)
    assert status(fresh(draft)) is Status.WAITING
    assert [each["what"] for each in drafts(Day(DAY), chair)] == [str(plan)]
    approved = approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")
    assert publish(approved, manager).number == 4


def test_the_office_does_not_go_back_behind_the_board(second, live, plan, manager):
    with pytest.raises(NotAllowed, match="replaced by a later version"):
        publishing.restore(live, by=manager, on=DAY)
    rewrite(plan, "We write.")
    draft = approval.send(plan, by=manager, on=DAY)
    third = publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), manager)
    withdrawal.take_down(third, by=manager, reason="A name.")
    with pytest.raises(NotAllowed, match="replaced by a later version"):
        publishing.restore(live, by=manager, on=DAY)
    assert publishing.restore(second, by=manager, on=DAY).number == 4


def test_what_was_taken_down_comes_back_with_a_reason_that_the_public_reads(down, manager, client):
    assert "It was taken down on" in read(client, "version-bring-back", down)
    assert "Say why" in errors(send(client, "version-bring-back", down))["reason"]
    with pytest.raises(NotAllowed, match="Say why it may be public again"):
        publishing.restore(down, by=manager, on=DAY, reason=" ")
    send(client, "version-bring-back", down, reason="She agreed to be named.")
    again = Edition.objects.get(number=3)
    assert (again.note, again.repeats) == ("She agreed to be named.", down)
    assert status(fresh(down)) is Status.TAKEN_DOWN, "what happened stays on the record"


def test_what_is_to_be_erased_does_not_come_back(down, manager, client):
    withdrawal.ask_erasure(down, by=manager, reason="A name.")
    with pytest.raises(NotAllowed, match="to be erased"):
        publishing.restore(down, by=manager, on=DAY, reason="Yes")
    withdrawal.erase(down, by=manager, instruction="By telephone")
    with pytest.raises(NotAllowed, match="was erased"):
        publishing.restore(down, by=manager, on=DAY, reason="Yes")


def test_what_was_taken_down_is_corrected_and_published_under_the_permission(down, board, plan, manager):
    board.standing_permission = "minute 9"
    board.save()
    rewrite(plan, "We listen without the name.")
    corrected = approval.correct(down, by=manager, on=DAY, shown=now_shown(plan), note="A name is gone.")
    assert publish(corrected, manager).number == 3
    rewrite(plan, "We write.")
    with pytest.raises(NotAllowed, match="A later version was published"):
        approval.correct(down, by=manager, on=DAY, shown=now_shown(plan), note="A slip.")


def test_the_decision_with_changes_goes_along_and_its_words_go_when_they_are_erased(
    changed, asked, plan, site, manager, chair
):
    approval.confirm(changed, BY_EMAIL, by=manager, shown=changed.digest)
    first = publish(changed, manager)
    rewrite(plan, "We write.")
    draft = approval.send(plan, by=manager, on=DAY)
    second = publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), manager)
    withdrawal.take_down(second, by=manager, reason="A name.")
    again = publishing.restore(first, by=manager, on=DAY)
    assert DONE in again.decision
    assert (again.amends, again.difference) == (asked, first.difference)
    withdrawal.ask_erasure(asked, by=manager, reason="A name.")
    withdrawal.erase(asked, by=chair)
    assert not Approval.objects.exclude(changes="").exists()
    assert fresh(again).difference == ""
    assert again.approval_set.get().confirmer == "the vice chair"


def test_nobody_but_who_publishes_is_offered_it(down, plan):
    editor = make.UserFactory(roles=[Role.EDITOR])
    assert steps.after_taking_down(plan, editor) == []


def test_a_reader_is_not_told_that_nothing_was_ever_published(live, site, manager, public_root):
    publishing.update(site, by=manager, on=DAY)
    withdrawal.take_down(live, by=manager, reason="A name.")
    tree.rebuild()
    for page in ("index.html", "data/index.html"):
        words = (public_root / "current" / page).read_text()
        assert "is public here at present" in words
        assert "not yet published" not in words


# Whether it is permitted is said before anything is typed


def test_without_a_permission_the_page_of_a_correction_says_so_and_has_no_form(live, plan, client):
    rewrite(plan, "We listen.")
    page = read(client, "version-correct", live)
    assert form_in(page) is None
    assert "Not permitted: no standing permission" in page
    assert reverse("office-settings") in page.partition("<main")[2]
    assert reverse("send", args=[plan.kind, plan.slug]) in page
    page = client.get(reverse("approval", args=[plan.kind, plan.slug])).content.decode()
    assert "Not permitted: no standing permission" in page
    assert reverse("version-correct", args=[live.pk]) not in page


def test_with_one_it_says_what_it_covers_above_the_form(live, plan, client):
    Board.objects.update(standing_permission="16 March 2016, minute 9")
    rewrite(plan, "We listen.")
    page = read(client, "version-correct", live)
    assert page.index("recorded as “16 March 2016, minute 9”") < page.index('name="note"')
    assert "is sent for approval instead" in page


@pytest.mark.parametrize(("name", "stands"), [("version-correct", "live"), ("version-confirm-changes", "asked")])
def test_where_nothing_differs_there_is_nothing_to_type(name, stands, client, request):
    edition = request.getfixturevalue(stands)
    Board.objects.update(standing_permission="minute 9")
    page = read(client, name, edition)
    assert "Nothing in the records differs" in page
    assert form_in(page) is None


def test_where_decisions_are_not_recorded_the_page_says_so_instead_of_asking(draft, client):
    Board.objects.update(recorded_decisions=False)
    page = read(client, "version-record", draft)
    assert "approval on this site only" in page
    assert form_in(page) is None


@pytest.mark.parametrize(
    ("name", "kind"), [("send", PublicationKind.FORWARD_PLAN), ("update", PublicationKind.BUSINESS_PLAN)]
)
def test_a_page_that_does_not_fit_the_kind_of_document_asks_nothing(name, kind, board, client):
    publication = make.PublicationFactory(kind=kind, slug="2016")
    page = client.get(reverse(name, args=[kind, "2016"])).content.decode()
    other = "update" if name == "send" else "send"
    assert reverse(other, args=[publication.kind, "2016"]) in page
    assert '<form method="post" novalidate' not in page


# What the paper of a draft says


def test_the_paper_of_a_preview_says_if_its_text_is_the_approved_one(draft, plan, manager, chair, client):
    def said(name):
        return client.get(reverse(name, args=[plan.kind, plan.slug])).content.decode()

    papers = ("preview-pdf", "comment-pdf")
    assert all("Not yet approved by the Board." in said(name) for name in papers)
    approved = approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")
    assert all("Approved, and not published yet." in said(name) for name in papers)
    publish(approved, manager)
    assert all("Its text is that of version 1." in said(name) for name in papers)
    rewrite(plan, "We listen.")
    assert all("Not yet approved by the Board." in said(name) for name in papers)


def test_the_paper_of_a_draft_says_how_it_stands(draft, manager, chair, client):
    def said():
        return b"".join([client.get(reverse("version-pdf", args=[draft.pk])).content]).decode()

    assert "Not yet approved by the Board." in said()
    approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")
    assert "Not yet approved" not in said()
    assert "Approved, and not published yet." in said()
