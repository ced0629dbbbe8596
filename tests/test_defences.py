# ruff: noqa: F811  a fixture that is imported and asked for by name looks like a name used twice
"""The defences of what is published, how each is switched off, and the test that must then fail.

A defence is switched off by putting something else in the place of the function or the value that holds it, by dropping
the rule in the database, or by taking off the seal. Each test fails without its defence and passes with it, or it would
prove nothing.
"""

import gzip
import inspect
import shutil
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Prefetch, UniqueConstraint, Value

from editions import (
    approval,
    decisions,
    following,
    freezing,
    goals_told,
    publishing,
    seal,
    serving,
    status,
    tree,
    verification,
    withdrawal,
)
from editions.models import Approval, Edition, KeptFile, Presented, Rendition
from editions.status import Deed, NotAllowed, Status
from forwardplan.models import Reminder
from kit import clock, release, uploads
from lscb.office import owing
from membership import links
from membership.models import Board, SignedLink, User
from membership.querysets import AppointmentQuerySet, RequiredPartnerQuerySet
from priorities import disclosure, small_numbers
from priorities.given import GivenFigures
from priorities.models import Action
from priorities.querysets import GoalQuerySet
from publications.content import codec
from publications.files import brought
from publications.models import EarlierDocument, PictureFile, Publication, PublicationKind
from tests import factories as make
from tests import test_organisations
from tests.editions import test_goal_pages, test_publishing, test_serving, test_tree
from tests.editions.deeds import test_approval, test_erasing
from tests.editions.deeds.conftest import asked, board, chair, draft, live, manager, plan, site  # noqa: F401  fixtures
from tests.editions.deeds.test_erasing import nameless, seen  # noqa: F401  fixtures
from tests.editions.drafts import at_a_meeting
from tests.editions.test_serving import get, gone, root  # noqa: F401  fixtures
from tests.kit import test_constraints, test_uploads
from tests.membership import test_links, test_shipped
from tests.membership.test_links import link, stranger  # noqa: F401  fixtures
from tests.priorities import test_actions
from tests.priorities.test_actions import goal  # noqa: F401  a fixture
from tests.priorities.test_collecting import asking, officer, police, today  # noqa: F401  fixtures
from tests.publications import test_brought, test_small_numbers
from tests.unsealing import unsealed

pytestmark = pytest.mark.django_db


@contextmanager
def without_rule(model, name):
    """The table without one of its rules."""
    with transaction.atomic(), connection.cursor() as cursor:
        [constraint] = [constraint for constraint in model._meta.constraints if constraint.name == name]
        connection.check_constraints()
        if isinstance(constraint, UniqueConstraint):
            cursor.execute(f"DROP INDEX {name}")
        elif connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
            transaction.set_rollback(True)


@dataclass
class Defence:
    """What is defended, how that is switched off, and the test that must then fail."""

    what: str
    off: Callable
    test: Callable


def instead(module, name, other):
    """With something else in the place of a function or a value that has a name of its own."""
    assert hasattr(module, name)
    return lambda: patch.object(module, name, other)


def rule(model, name):
    return lambda: without_rule(model, name)


def unless(deed):
    """Without what keeps a deed from editions that stand where it is lawful."""
    left = tuple(each for each in status.UNLESS if each.deed is not deed)
    assert left != status.UNLESS
    return lambda: patch.object(status, "UNLESS", left)


@contextmanager
def written_in_place():
    """The public tree written over the one that is read."""
    make = tempfile.mkdtemp

    def there(*named, **where):
        current = Path(where.get("dir") or "") / ".." / tree.CURRENT
        return str(current.resolve()) if where.get("prefix") == "tree-" and current.exists() else make(*named, **where)

    with patch.object(tempfile, "mkdtemp", there):
        yield


def emptied_but_for(kept, empty=withdrawal._empty):
    """All is emptied but one column."""
    return lambda row, now, by, *fields: kept in fields or empty(row, now, by, *fields)


def every_file_that_is_named(edition):
    """The files of a version of the list of earlier documents, whoever else offers them."""
    if edition.publication.kind != PublicationKind.EARLIER:
        return KeptFile.objects.none()
    named = {document.digest for document in freezing.content(edition).documents}
    return KeptFile.objects.filter(digest__in=named)


def as_the_records_stand(edition, text, shown, difference=approval._difference):
    """The difference, whatever was on the page."""
    return difference(edition, text, codec.digest(text))


def without_later(name, standing=status._standing.__wrapped__):
    """The edition of a deed as if nothing of a kind had come after it."""
    return instead(status, "_standing", lambda number: standing(number).annotate(**{name: Value(False)}))


def written(row, **fields):
    """A change that goes straight to the database has to be refused there."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**fields)


def by(person, *deeds, **more):
    now = clock.now()
    return {f"{deed}_at": now for deed in deeds} | {f"{deed}_by": person for deed in deeds} | more


# Tests that ask the database itself


def no_sender_approves_by_sql(draft):
    written(draft, **by(draft.sent_by, "approved", by_recorded_decision=False))


def nothing_is_published_unapproved_by_sql(draft):
    written(draft, **by(draft.sent_by, "published", number=1, published_on=clock.today()))


def no_two_are_live_by_sql():
    live = make.EditionFactory(published=True)
    other = make.EditionFactory(publication=live.publication)
    written(other, **by(live.composed_by, "published", number=2, published_on=clock.today()))


def nobody_erases_alone_by_sql(draft):
    written(draft, **by(draft.sent_by, "erasure_asked", "erased", content=""))


def nothing_erased_stays_public_by_sql():
    live = make.EditionFactory(published=True)
    written(live, **by(live.composed_by, "erased", content="", erasure_instruction="By telephone"))


def nothing_published_is_given_back_by_sql(draft):
    person = make.UserFactory()
    written(draft, **by(person, "approved", "returned", by_recorded_decision=False))


def changed(factory, **fields):
    """A sealed row is neither changed nor deleted by SQL."""

    def test():
        row = factory.create()
        written(row, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")

    return test


def changes_are_not_half_confirmed_by_sql():
    decision = make.ApprovalFactory(changes="Page 3", confirmed_by="the chair")
    written(decision, **by(make.UserFactory(), "confirmation"))


# Tests that ask the program


def nobody_is_reminded_twice_in_a_week():
    login, on = make.UserFactory(), date(2016, 6, 6)
    assert Reminder.objects.claim(login, on)
    assert Reminder.objects.claim(login, on + timedelta(days=6)) is None
    assert Reminder.objects.claim(login, on + timedelta(days=7))


def whoever_may_not_read_is_not_reminded():
    make.AppointmentFactory(login=make.UserFactory(roles=[]), state="in-post")
    assert not owing.readers(clock.today())


def nobody_is_said_to_have_confirmed():
    decision = make.ApprovalFactory(changes="Page 3", confirmed_by="the chair")
    assert "changes to be confirmed by the chair" in decisions.one_in_words(decision)


def nobody_records_a_press_of_approve(draft, manager):
    with pytest.raises(NotAllowed):
        approval.record(draft, at_a_meeting(how=Approval.How.SIGNED_IN), by=manager, shown=draft.digest)


def nobody_decides_twice(draft, board, manager, chair):
    test_approval.test_a_body_decides_once_however_often_it_is_written_down(draft, board, chair, manager, "the BOARD")


def nobody_erases_alone(draft, manager):
    withdrawal.ask_erasure(draft, by=manager, reason="A name")
    with pytest.raises(NotAllowed):
        withdrawal.erase(draft, by=manager)


def nothing_is_erased_unasked(draft, manager, chair):
    with pytest.raises(NotAllowed):
        withdrawal.erase(draft, by=chair, instruction="By telephone")


def the_words_on_every_page_are_not_erased_while_they_are_live(site, manager):
    words = publishing.update(site, by=manager, on=clock.today())
    withdrawal.ask_erasure(words, by=manager, reason="A name")
    with pytest.raises(NotAllowed):
        withdrawal.erase(words, by=manager, instruction="By telephone")


def the_words_on_every_page_are_not_taken_down(site, manager):
    words = publishing.update(site, by=manager, on=clock.today())
    with pytest.raises(NotAllowed):
        withdrawal.take_down(words, by=manager, reason="A name")


def drafts_go_along(asked, plan, manager, chair):
    newer = approval.send(plan, by=manager, on=clock.today())
    withdrawal.ask_erasure(newer, by=manager, reason="A name")
    withdrawal.erase(newer, by=chair)
    assert Edition.objects.get(pk=asked.pk).content == ""


# Tests that ask the files and the public tree


def the_public_pages_follow_after_a_failure(site, manager, monkeypatch):
    """A tree that can't be written is an error of its own, which the page tells apart from a deed that was refused."""
    publishing.update(site, by=manager, on=clock.today())

    def full(*args):
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(tree, "write", full)
        try:
            following.follow()
        except OSError:
            pytest.fail("the office would read that something went wrong")
        except following.NotWritten:
            return


def no_former_tree_holds_what_was_erased(site, live, manager, chair, public_root):
    publishing.update(site, by=manager, on=clock.today())
    tree.rebuild()
    withdrawal.ask_erasure(live, by=manager, reason="A name")
    withdrawal.erase(live, by=chair)
    tree.rebuild()
    assert len(list((public_root / "trees").iterdir())) == 1


def a_tree_that_fails_half_way_changes_nothing(public_root):
    shutil.rmtree(public_root, ignore_errors=True)
    test_tree.test_a_tree_that_fails_half_way_changes_nothing(public_root)


def a_packed_page_that_somebody_changed_is_found(public_root):
    public_root.mkdir(exist_ok=True)
    (public_root / "plan.json").write_bytes(b"{}")
    (public_root / "plan.json.gz").write_bytes(gzip.compress(b"{'other'}"))
    assert list(verification.file_findings(public_root, "plan.json", b"{}"))


def what_was_taken_down_is_gone(get, gone):
    test_serving.test_what_was_taken_down_is_gone(get, gone, "/annual-report/2015/introduction/")


def nothing_hidden_is_found(get):
    test_serving.test_nothing_else_is_found(get, "/.hidden")


def an_unchanged_page_is_not_sent_again(get):
    test_serving.test_an_unchanged_page_is_not_sent_again(get, "W/{tag}")


# Tests of documents from before the system


def no_script_is_brought():
    with pytest.raises(brought.NotTaken):
        brought.look(test_brought.a_pdf(change=test_brought.deep_inside))


def no_damaged_file_is_brought():
    with pytest.raises(brought.Damaged):
        brought.look(test_brought.WHOLE[: len(test_brought.WHOLE) * 9 // 10])


def no_file_passes_a_scanner_that_is_away(settings):
    settings.SCAN_UPLOADS = ["/nowhere/scanner"]
    assert test_uploads.errors()


def a_newer_database_is_refused(monkeypatch):
    monkeypatch.setattr(release, "known", lambda: {"finance": ["0001_released"]})
    monkeypatch.setattr(release, "stood_for", set)
    monkeypatch.setattr(release, "applied", lambda: {("finance", "0001_released"), ("finance", "0002_tomorrow")})
    with pytest.raises(CommandError):
        call_command("tidy")


def listed(manager, kept):
    make.EarlierDocumentFactory(digest=kept.digest)
    publication = Publication.objects.list_of_earlier_documents(by=manager)
    return publication, publishing.update(publication, by=manager, on=clock.today())


def a_file_goes_with_the_last_that_names_it(board, manager, chair):
    kept = make.KeptFileFactory()
    publication, first = listed(manager, kept)
    EarlierDocument.objects.all().delete()
    publishing.update(publication, by=manager, on=clock.today())
    withdrawal.ask_erasure(first, by=manager, reason="A name")
    withdrawal.erase(first, by=chair)
    assert bytes(KeptFile.objects.get(pk=kept.pk).data) == b""


def a_file_that_the_public_page_offers_does_not_go(board, manager, chair):
    kept = make.KeptFileFactory()
    publication, first = listed(manager, kept)
    publishing.update(publication, by=manager, on=clock.today())
    withdrawal.ask_erasure(first, by=manager, reason="A name")
    withdrawal.erase(first, by=chair)
    assert bytes(KeptFile.objects.get(pk=kept.pk).data)


def a_list_without_its_file_is_not_published(board, manager):
    kept = make.KeptFileFactory(data=b"", erased_at=clock.now(), erased_by=manager)
    with pytest.raises(NotAllowed):
        listed(manager, kept)


def refused_by_the_database(case):
    def test():
        row = case.row()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    return test


def rules_of_the_record():
    """Every rule of the tables of the record that can be taken off alone, with the row that breaks it."""
    broken = {case.name: case for case in test_constraints.CASES}
    for model in (Approval, Edition, KeptFile, Presented, Rendition):
        for constraint in model._meta.constraints:
            # A unique rule without a condition is part of its table in SQLite.
            if isinstance(constraint, CheckConstraint) or constraint.condition or constraint.expressions:
                yield model, broken[constraint.name]


def what_the_database_changed_is_not_kept(plan, manager, monkeypatch):
    with monkeypatch.context() as patched:
        test_publishing.test_a_text_that_the_database_changes_is_not_kept(plan, manager, patched)


def all_actions_printed(rows):
    return rows.prefetch_related(Prefetch("action_set", Action.objects.with_all(), to_attr="actions_printed"))


def opens_although(why):
    """A link that opens although there is a reason why it shouldn't."""
    left = tuple(each for each in links.REASONS if each[0] != why)
    assert left != links.REASONS
    return lambda: patch.object(links, "REASONS", left)


def by_its_number(word):
    """A link that is known by its number alone, whatever its secret."""
    number = word.partition("-")[0]
    return SignedLink.objects.filter(pk=int(number)).first() if number.isdecimal() else None


OF_LINKS = {
    "its last day is over": test_links.test_an_expired_link_opens_nothing,
    "withdrawn": test_links.test_a_revoked_link_opens_nothing,
    "made for something else": test_links.test_a_link_made_for_something_else_opens_nothing,
    "used too often": test_links.test_a_link_that_was_used_too_often_is_worn_out,
    "what it was made for was changed": test_links.test_a_link_to_what_was_changed_or_closed_since_opens_nothing,
}


DEFENCES = [
    *(Defence(f"a link opens nothing: {why}", opens_although(why), test) for why, test in OF_LINKS.items()),
    Defence(
        "a seat that is over opens no page of its organisation",
        instead(AppointmentQuerySet, "sitting", AppointmentQuerySet.holding),
        test_organisations.test_nobody_reads_or_replies_whose_seat_is_over_in_whichever_way,
    ),
    Defence(
        "an organisation that has ended is read by the office alone",
        instead(AppointmentQuerySet, "for_organisations", lambda rows, on: rows.exclude(seat__organisation=None)),
        test_organisations.test_nobody_reads_or_replies_whose_seat_is_over_in_whichever_way,
    ),
    Defence(
        "a link is known by its secret",
        instead(links, "known", by_its_number),
        test_links.test_an_altered_link_opens_nothing,
    ),
    Defence(
        "a scanner that opens a link sees a button",
        instead(GivenFigures, "get", GivenFigures.post),
        test_links.test_a_scanner_that_opens_a_link_sees_a_button_and_changes_nothing,
    ),
    Defence(
        "the page of a goal tells nothing of another plan's goal that has its key",
        instead(goals_told, "is_same", lambda name, goal, **how: name.key == goal.key),
        test_goal_pages.test_one_key_in_two_plans_joins_nothing_by_itself,
    ),
    Defence(
        "an action is printed only if its row says so",
        instead(GoalQuerySet, "with_actions_printed", all_actions_printed),
        test_actions.test_the_plan_prints_an_action_below_its_goal_only_if_its_row_says_so,
    ),
    *(
        Defence(f"the rule {case.name}", rule(model, case.name), refused_by_the_database(case))
        for model, case in rules_of_the_record()
    ),
    Defence(
        "a small figure is held back before anything is composed of it",
        instead(small_numbers, "as_public", lambda seen, verdict, unit: seen),
        test_small_numbers.test_neither_a_small_number_goes_out_nor_what_gives_it_away,
    ),
    Defence(
        "what gives a small figure away is held back with it",
        instead(disclosure.CellTable, "protect", lambda table, name: True),
        test_small_numbers.test_neither_a_small_number_goes_out_nor_what_gives_it_away,
    ),
    Defence(
        "what isn't read in the law, or not in force, is required of nobody",
        instead(RequiredPartnerQuerySet, "by_law", lambda rows, on: rows),
        test_shipped.test_what_was_not_read_names_no_one_the_law_requires,
    ),
    Defence(
        "the deed is done and the pages are not: that is an error of its own",
        instead(following, "follow", tree.rebuild),
        the_public_pages_follow_after_a_failure,
    ),
    Defence(
        "a former tree that holds what was erased is cleared away",
        instead(
            tree, "replace", lambda *where, replace=tree.replace, **how: replace(*where, **how | {"keep_former": True})
        ),
        no_former_tree_holds_what_was_erased,
    ),
    Defence(
        "the public tree is written beside the old one",
        written_in_place,
        a_tree_that_fails_half_way_changes_nothing,
    ),
    Defence(
        "packed pages are verified too",
        instead(verification, "unpacked", lambda packed: packed.with_suffix("").read_bytes()),
        a_packed_page_that_somebody_changed_is_found,
    ),
    Defence(
        "what was taken down is gone, with all below it",
        instead(serving, "above", lambda root, place: ()),
        what_was_taken_down_is_gone,
    ),
    Defence("nothing hidden is served", instead(serving, "may_name", bool), nothing_hidden_is_found),
    Defence(
        "only what is named by its digest is kept for good",
        instead(serving, "SHORT", serving.FOR_GOOD),
        test_serving.test_only_what_is_named_by_its_digest_is_kept_for_good,
    ),
    Defence(
        "a weak tag is known for the same page",
        instead(serving, "get_conditional_response", lambda request, etag: None),
        an_unchanged_page_is_not_sent_again,
    ),
    Defence(
        "a download of the former version is not spliced with the new one",
        instead(serving, "etag", lambda *file: '"former"'),
        test_serving.test_a_download_of_the_former_version_is_not_spliced_with_the_new,
    ),
    Defence(
        "a page written anew with the same words keeps its tag",
        instead(serving, "etag", lambda file, modified, size: f'"{modified}"'),
        test_serving.test_a_page_written_anew_with_the_same_words_is_unchanged,
    ),
    Defence(
        "what an erased draft was asked to change goes",
        instead(withdrawal, "_empty", emptied_but_for("changes")),
        test_erasing.test_the_changes_asked_for_go_with_the_draft_that_they_quote_and_the_minute_stays,
    ),
    Defence(
        "why an erased draft was given back goes, with all else that may quote it",
        instead(withdrawal, "QUOTING", tuple(set(withdrawal.QUOTING) - {"returned_because"})),
        test_erasing.test_a_name_in_whatever_was_said_of_a_draft_is_gone_and_the_decision_stays,
    ),
    Defence(
        "an extract stays with the version that was decided by it",
        instead(withdrawal, "needed_extracts", lambda edition: ()),
        test_erasing.test_an_extract_is_kept_while_a_version_that_stays_was_decided_by_it,
    ),
    Defence(
        "a script in a PDF from elsewhere is found",
        lambda: patch.object(brought, "active", lambda pdf: iter(())),
        no_script_is_brought,
    ),
    Defence(
        "a script deep inside a PDF is found",
        lambda: patch.object(brought, "is_direct", lambda part: False),
        no_script_is_brought,
    ),
    Defence(
        "a PDF that had to be mended to be read is not taken",
        lambda: patch.object(brought, "is_mended", lambda pdf: False),
        no_damaged_file_is_brought,
    ),
    Defence(
        "each file that is brought is given to the scanner",
        instead(uploads, "scan", lambda file: None),
        no_file_passes_a_scanner_that_is_away,
    ),
    Defence(
        "a command refuses a database of a newer release",
        instead(release, "newer", lambda done=None: ""),
        a_newer_database_is_refused,
    ),
    Defence(
        "erasing reaches the file of an earlier document",
        instead(withdrawal, "files_that_go", lambda edition: ()),
        a_file_goes_with_the_last_that_names_it,
    ),
    Defence(
        "and no file that the public page still offers",
        instead(withdrawal, "files_that_go", every_file_that_is_named),
        a_file_that_the_public_page_offers_does_not_go,
    ),
    Defence(
        "a list is not published without its files",
        instead(publishing.earlier, "gone", lambda document: ()),
        a_list_without_its_file_is_not_published,
    ),
    Defence(
        "the sender does not approve",
        instead(approval, "same_person", lambda *two: False),
        test_approval.test_whoever_sent_it_does_not_approve_it,
    ),
    Defence(
        "the sender does not approve, below the program",
        rule(Edition, "editions_edition_sender_does_not_approve"),
        no_sender_approves_by_sql,
    ),
    Defence(
        "what is approved is what was shown",
        instead(approval, "_as_shown", lambda edition, shown: edition),
        test_approval.test_what_is_approved_is_what_was_read,
    ),
    Defence(
        "a decision is recorded on what was shown",
        instead(approval, "_as_shown", lambda edition, shown: edition),
        test_approval.test_a_decision_is_recorded_on_what_the_meeting_saw,
    ),
    Defence(
        "each partner decides once",
        instead(approval, "_has_approved", lambda edition, person: False),
        test_approval.test_three_partners_decide_each_on_their_own,
    ),
    Defence(
        "each body decides once",
        instead(approval, "decider", lambda decision: object()),
        nobody_decides_twice,
    ),
    Defence(
        "as many decisions as the board asks for",
        instead(approval, "_board", lambda: Board(decisions_needed=1)),
        test_approval.test_three_partners_decide_each_on_their_own,
    ),
    Defence(
        "the board may forbid recorded decisions",
        unless(Deed.RECORD),
        test_approval.test_a_board_may_forbid_recorded_decisions,
    ),
    Defence(
        "nobody records that somebody pressed Approve",
        instead(approval, "OFFICE_RECORDS", set(Approval.How)),
        nobody_records_a_press_of_approve,
    ),
    Defence(
        "changes are confirmed as they were shown",
        instead(approval, "_difference", as_the_records_stand),
        test_approval.test_changes_made_since_the_page_are_not_confirmed_unseen,
    ),
    Defence(
        "changes that nobody made are not confirmed",
        instead(approval, "_difference", lambda edition, text, shown: ()),
        test_approval.test_changes_that_nobody_made_are_not_confirmed,
    ),
    Defence(
        "changes wait to be made before anything is published",
        instead(approval, "naming_changes", lambda edition: ()),
        test_approval.test_one_of_three_names_changes_and_all_wait_for_them,
    ),
    Defence(
        "who approved a draft without changes has not approved the changed one",
        instead(approval, "naming_changes", lambda edition: list(edition.approval_set.all())),
        test_approval.test_nobody_is_held_to_have_approved_what_they_did_not_see,
    ),
    Defence(
        "a correction needs the standing permission",
        unless(Deed.CORRECT),
        test_approval.test_without_permission_note_or_change_nothing_is_corrected,
    ),
    Defence(
        "a draft is given back with a reason",
        instead(approval, "given", lambda words, sentence: None),
        test_approval.test_a_draft_is_given_back_with_a_reason_and_is_then_not_approved,
    ),
    Defence(
        "a newer draft voids the older",
        without_later("later_sent"),
        test_approval.test_a_new_draft_takes_the_place_of_an_older_one,
    ),
    Defence(
        "a newer approved draft outdates the older",
        without_later("later_approved"),
        test_approval.test_an_approved_draft_is_published_only_while_no_later_one_is_approved,
    ),
    Defence(
        "only what is approved is published",
        lambda: patch.dict(status.LAWFUL, {Deed.PUBLISH: set(Status)}),
        test_approval.test_what_is_not_approved_is_not_published,
    ),
    Defence(
        "only what is approved is published, below the program",
        rule(Edition, "editions_edition_published_was_approved"),
        nothing_is_published_unapproved_by_sql,
    ),
    Defence(
        "a number is given once",
        instead(publishing, "_next_number", cache(publishing._next_number)),
        test_publishing.test_a_number_that_was_given_meanwhile_is_not_given_again,
    ),
    Defence("one version is live", rule(Edition, "editions_edition_one_live"), no_two_are_live_by_sql),
    Defence(
        "what is approved is not given back, below the program",
        rule(Edition, "editions_edition_returned_is_not_approved"),
        nothing_published_is_given_back_by_sql,
    ),
    Defence(
        "a text is read back before it is kept",
        instead(codec, "digest", lambda text: "0" * 64),
        what_the_database_changed_is_not_kept,
    ),
    Defence(
        "erasing is asked for first",
        unless(Deed.ERASE),
        nothing_is_erased_unasked,
    ),
    Defence(
        "erasing takes two",
        instead(withdrawal, "same_person", lambda *two: False),
        nobody_erases_alone,
    ),
    Defence(
        "erasing takes two, below the program",
        rule(Edition, "editions_edition_erased_by_two"),
        nobody_erases_alone_by_sql,
    ),
    Defence(
        "what is erased is not public, below the program",
        rule(Edition, "editions_edition_erased_is_not_public"),
        nothing_erased_stays_public_by_sql,
    ),
    Defence(
        "drafts are erased along",
        instead(withdrawal, "goes_with", lambda edition: Edition.objects.none()),
        drafts_go_along,
    ),
    Defence(
        "the words on every page are replaced before they are erased",
        unless(Deed.ERASE),
        the_words_on_every_page_are_not_erased_while_they_are_live,
    ),
    Defence(
        "the words on every page are not taken down",
        unless(Deed.TAKE_DOWN),
        the_words_on_every_page_are_not_taken_down,
    ),
    *(
        Defence(f"the seal of {factory._meta.model._meta.db_table}", unsealed, changed(factory, **fields))
        for factory, fields in (
            (make.EditionFactory, {"content": "[]"}),
            (make.RenditionFactory, {"data": b"other"}),
            (make.KeptFileFactory, {"data": b"other"}),
            (make.PictureFileFactory, {"data": b"other"}),
            (make.ApprovalFactory, {"reference": "minute 8"}),
        )
    ),
    Defence(
        "changes are confirmed with who, when and how, below the program",
        rule(Approval, "editions_approval_confirmation_is_whole"),
        changes_are_not_half_confirmed_by_sql,
    ),
    Defence(
        "changes that nobody confirmed are printed as still to be confirmed",
        instead(decisions, "confirmation", lambda decision: f"confirmed by {decision.confirmed_by}"),
        nobody_is_said_to_have_confirmed,
    ),
    Defence(
        "nobody is reminded twice in a week",
        instead(Reminder, "may_be_sent", lambda row, on: True),
        nobody_is_reminded_twice_in_a_week,
    ),
    Defence(
        "whoever may not read the members’ page is not reminded",
        instead(User, "has_perm", lambda login, may: True),
        whoever_may_not_read_is_not_reminded,
    ),
    Defence(
        "the office does not go back behind the board",
        unless(Deed.RESTORE),
        test_approval.test_a_document_is_not_brought_back_past_the_board,
    ),
]
FAILURES = (AssertionError, IntegrityError, ValidationError, pytest.fail.Exception)


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.what)
def test_a_defence_stands_and_its_test_fails_without_it(defence, request):
    arguments = {name: request.getfixturevalue(name) for name in inspect.signature(defence.test).parameters}

    def tried():
        with transaction.atomic():
            defence.test(**arguments)
            connection.check_constraints()
            transaction.set_rollback(True)

    with defence.off(), pytest.raises(FAILURES):
        tried()
    tried()


def test_every_sealed_table_is_in_the_list():
    assert {model._meta.db_table for model in (Approval, Edition, KeptFile, PictureFile, Rendition)} == {
        sealed.table for sealed in seal.SEALED
    }
    for sealed in seal.SEALED:
        assert f"the seal of {sealed.table}" in {defence.what for defence in DEFENCES}
