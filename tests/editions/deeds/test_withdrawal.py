"""What is taken down leaves a notice; what is erased leaves digests, dates and reasons, and nothing else."""

import gzip

import pytest
from django.db import connection

from editions import approval, publishing, seal, verification, withdrawal
from editions.models import Edition, KeptFile, Rendition
from editions.status import NotAllowed, Status, status
from tests import factories as make
from tests.editions.drafts import DAY, at_a_meeting, fresh, now_shown, rewrite, with_changes
from tests.kept_rows import do_once

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/business-plan/2016-2019/"


def published(plan, by, words):
    """A version of the plan with these words, decided by the Board."""
    rewrite(plan, words)
    draft = approval.send(plan, by=by, on=DAY)
    return publishing.publish(approval.record(draft, at_a_meeting(), by=by, shown=draft.digest), by=by, on=DAY)


def everything(root):
    """All that lies under the public root, packed or not."""
    files = [file for file in root.rglob("*") if file.is_file() and not file.is_symlink()]
    return b"".join(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in map(read, files))


def read(file):
    return file.read_bytes()


@pytest.fixture
def answer(client):
    """The status of an address, and what is read there."""

    def asked(address):
        response = client.get(address)
        words = b"".join(response).decode(errors="replace")
        response.close()
        return response.status_code, words

    return asked


def stands(edition):
    return status(fresh(edition))


@pytest.fixture
def first(plan, site, manager):
    def make():
        publishing.update(site, by=manager, on=DAY)
        published(plan, manager, "We talk of Wilhelmina.")

    do_once("a published plan with a name", make)
    return plan.edition_set.select_related("publication").get()


@pytest.fixture
def second(first, plan, manager):
    do_once("its second version", lambda: published(plan, manager, "We listen."))
    return plan.edition_set.select_related("publication").get(number=2)


# Taking down


def test_a_notice_stands_where_the_document_stood(first, manager, answer, public_root):
    assert answer(ADDRESS)[0] == 200
    withdrawal.take_down(first, by=manager, reason="It names a child.")
    for address in (ADDRESS, f"{ADDRESS}whole/", "/business-plan/2016-2019.pdf", f"{ADDRESS}editions/edition-1.pdf"):
        found, words = answer(address)
        assert found == 410, address
        assert "It names a child." in words, address
    assert stands(first) is Status.TAKEN_DOWN
    assert fresh(first).content, "nothing is destroyed"
    assert verification.verify().findings == ()


def test_the_version_before_does_not_come_back_and_stays_listed(second, first, manager, answer):
    withdrawal.take_down(second, by=manager, reason="A wrong figure.")
    assert answer(ADDRESS)[0] == 410
    assert (stands(second), stands(first)) == (Status.TAKEN_DOWN, Status.SUPERSEDED)
    assert answer(f"{ADDRESS}editions/edition-1.pdf")[0] == 200
    assert not Edition.objects.live().documents().exists()


def test_a_former_version_is_taken_down_alone(second, first, manager, answer):
    withdrawal.take_down(first, by=manager, reason="It names a child.")
    assert answer(ADDRESS)[0] == 200
    assert answer(f"{ADDRESS}editions/edition-1.pdf")[0] == 410
    assert answer(f"{ADDRESS}editions/edition-2.pdf")[0] == 200


def test_the_next_version_takes_the_place_of_the_notice(first, plan, manager, answer):
    withdrawal.take_down(first, by=manager, reason="It names a child.")
    assert published(plan, manager, "We listen.").number == 2
    assert answer(ADDRESS)[0] == 200


def test_taking_down_needs_a_reason_and_something_that_is_public(first, plan, manager):
    with pytest.raises(NotAllowed, match="Give the reason"):
        withdrawal.take_down(first, by=manager, reason=" ")
    draft = approval.send(plan, by=manager, on=DAY)
    with pytest.raises(NotAllowed, match="is waiting for a decision"):
        withdrawal.take_down(draft, by=manager, reason="Why not")
    withdrawal.take_down(first, by=manager, reason="Once")
    with pytest.raises(NotAllowed, match="was taken down"):
        withdrawal.take_down(first, by=manager, reason="Twice")


def test_the_sites_own_words_stay(site, manager):
    words = publishing.update(site, by=manager, on=DAY)
    with pytest.raises(NotAllowed, match="stand on every page"):
        withdrawal.take_down(words, by=manager, reason="Why not")


# Erasing


def test_it_takes_two_people(first, manager, chair):
    with pytest.raises(NotAllowed, match="Ask for it to be erased first"):
        withdrawal.erase(first, by=manager)
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    with pytest.raises(NotAllowed, match="A second person has to erase it"):
        withdrawal.erase(first, by=manager, instruction="  ")
    assert fresh(first).content
    erased = withdrawal.erase(first, by=chair)
    assert (erased.content, erased.erased_by, erased.erasure_asked_by) == ("", chair, manager)


def test_or_one_with_a_recorded_instruction(first, manager):
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    erased = withdrawal.erase(first, by=manager, instruction="Data protection officer, e-mail of 1 June 2016")
    assert erased.erasure_instruction == "Data protection officer, e-mail of 1 June 2016"
    with pytest.raises(NotAllowed, match="was erased"):
        withdrawal.erase(first, by=manager, instruction="Again")


def test_asking_needs_a_reason_and_is_done_once(first, manager):
    with pytest.raises(NotAllowed, match="Give the reason"):
        withdrawal.ask_erasure(first, by=manager, reason="")
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    with pytest.raises(NotAllowed, match="asked for this already"):
        withdrawal.ask_erasure(first, by=manager, reason="Again")
    assert stands(first) is Status.LIVE, "asking changes nothing that the public reads"


def test_content_files_differences_drafts_and_extracts_are_destroyed_and_digests_stay(
    first, plan, board, manager, chair, public_root, answer
):
    """Everything that holds the name, from the draft that the meeting saw to the difference that quotes it."""
    extract = make.KeptFileFactory(data=b"%PDF Wilhelmina was discussed", name="minutes.pdf")
    rewrite(plan, "We talk of Wilhelmina again.")
    seen = approval.send(plan, by=manager, on=DAY, remark="Wilhelmina agrees")
    asked = approval.record(seen, with_changes(extract=extract), by=manager, shown=seen.digest)
    rewrite(plan, "We listen to Wilhelmina.")
    changed = approval.freeze_changes(asked, by=manager, on=DAY, shown=now_shown(plan))
    second = publishing.publish(changed, by=manager, on=DAY)
    board.standing_permission = "minute 9"
    board.save()
    rewrite(plan, "We listen.")
    corrected = approval.correct(second, by=manager, on=DAY, shown=now_shown(plan), note="A name is gone.")
    third = publishing.publish(corrected, by=manager, on=DAY)
    digests = dict(Edition.objects.values_list("pk", "digest"))
    files = dict(Rendition.objects.values_list("pk", "digest"))
    for edition in (first, second):
        withdrawal.ask_erasure(edition, by=manager, reason="It names a child.")
        withdrawal.erase(edition, by=chair)
    for gone in (first, seen, second):
        row = fresh(gone)
        assert status(row) is Status.ERASED
        assert (row.content, row.difference, row.findings, row.remark, row.note) == ("", "", "", "", "")
        assert row.erased_because == "It names a child."
    assert {bytes(file.data) for file in Rendition.objects.filter(edition__in=[first, second])} == {b""}
    assert bytes(KeptFile.objects.get().data) == b""
    third = fresh(third)
    assert (status(third), third.difference, third.difference_erased_by) == (Status.LIVE, "", chair)
    assert third.note == "A name is gone."
    assert dict(Edition.objects.values_list("pk", "digest")) == digests
    assert dict(Rendition.objects.values_list("pk", "digest")) == files
    assert b"Wilhelmina" not in everything(public_root)
    assert answer(ADDRESS)[0] == 200
    assert answer(f"{ADDRESS}editions/edition-2.pdf")[0] == 410
    assert verification.verify().findings == ()


def test_what_is_erased_from_the_public_site_is_not_left_in_the_tree_before_it(first, manager, public_root):
    """The former tree is kept for whoever is reading it; one that holds what was erased is not."""
    assert b"Wilhelmina" in everything(public_root)
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    withdrawal.erase(first, by=manager, instruction="By telephone")
    assert b"Wilhelmina" not in everything(public_root)
    assert len(list((public_root / "trees").iterdir())) == 1


def test_every_unpublished_draft_goes_along_and_says_with_what(first, plan, manager, chair):
    draft = approval.send(plan, by=manager, on=DAY)
    assert list(withdrawal.goes_with(first)) == list(Edition.objects.filter(pk__in=[draft.pk, *drafts_of(first)]))
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    withdrawal.erase(first, by=chair)
    draft = fresh(draft)
    assert (draft.content, draft.erasure_instruction) == ("", "Destroyed along with Plan, version 1.")
    with pytest.raises(NotAllowed, match="was erased"):
        approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")


def drafts_of(edition):
    unpublished = Edition.objects.unpublished().filter(publication=edition.publication)
    return unpublished.values_list("pk", flat=True)


def test_the_words_on_every_page_are_replaced_before_they_are_erased(site, board, manager, chair, public_root):
    """Without them no page is written, so what was erased would stay where it stands."""
    words = publishing.update(site, by=manager, on=DAY)
    withdrawal.ask_erasure(words, by=manager, reason="It names a child.")
    with pytest.raises(NotAllowed, match="update the public page first"):
        withdrawal.erase(words, by=chair)
    board.notice = "Closed in August"
    board.save()
    publishing.update(site, by=manager, on=DAY)
    assert withdrawal.erase(words, by=chair).content == ""
    assert (public_root / "current/index.html").is_file()
    assert verification.verify().findings == ()


def test_what_is_erased_is_not_in_the_database_file(first, plan, manager, chair):
    """SQLite overwrites what it lets go (`secure_delete`); PostgreSQL asks its tables."""
    rewrite(plan, "We listen.")
    plan.narrative_set.get().history.all().delete()
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    withdrawal.erase(first, by=chair)
    with connection.cursor() as cursor:
        for sealed in seal.SEALED:
            cursor.execute(f"SELECT * FROM {sealed.table}")
            assert b"Wilhelmina" not in b"".join(as_bytes(value) for row in cursor for value in row), sealed.table
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(connection.settings_dict["NAME"], "rb") as file:
            assert b"Wilhelmina" not in file.read()


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
