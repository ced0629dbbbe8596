"""Whatever fails while something is published: it is published whole or not at all, and the tree is whole."""

import io
import itertools
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection

from editions import approval, following, pages, publishing, tree, turns
from editions.models import Rendition
from editions.status import Status, status
from publications.files import pdf
from tests import killing
from tests.editions.drafts import DAY, at_a_meeting, fresh, rewrite
from tests.failing import Failed, counted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def few_files(monkeypatch):
    """A tree of three files that name the live version, so that every wait for the disk can fail in its turn."""

    def files(site, documents, *more, **how):
        for path in ("index.html", "plan/index.html", "plan/edition.pdf"):
            yield path, b"".join(str(document.control.number).encode() for document in documents if document.live)

    monkeypatch.setattr(pages, "wanted", files)


def shown(root):
    """Which version the public tree shows; a tree that shows two is not whole."""
    files = [
        file
        for file in (root / "current").rglob("*")
        if file.is_file() and file.suffix != ".gz" and file.name not in (tree.WRITTEN_FROM, turns.MADE_FROM)
    ]
    assert len(files) == 3
    [number] = {int(file.read_bytes()) for file in files}
    return number


def approved(plan, manager, words):
    rewrite(plan, words)
    draft = approval.send(plan, by=manager, on=DAY)
    return approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest)


def of_kind(edition):
    """How many files of each kind a version has."""
    return Counter(Rendition.objects.filter(edition=edition).values_list("kind", flat=True))


def whole(edition, former):
    """Whether it is published with all that belongs to it; half of it is an error. Its large print follows later."""
    edition, former = fresh(edition), fresh(former)
    is_live = status(edition) is Status.LIVE
    assert status(former) is (Status.SUPERSEDED if is_live else Status.LIVE)
    assert edition.number == (former.number + 1 if is_live else None)
    assert bool(edition.decision) == is_live
    kept = of_kind(edition)
    assert kept[Rendition.Kind.PDF] == is_live
    assert kept[Rendition.Kind.LARGE_PRINT] <= is_live
    return is_live


def test_every_write_fails_in_its_turn(plan, site, manager, few_files, public_root, monkeypatch, said):
    publishing.update(site, by=manager, on=DAY)
    live = publishing.publish(approved(plan, manager, "First"), by=manager, on=DAY)
    failures, unpublished = Counter(), 0
    for fail_at in itertools.count(1):
        draft = approved(plan, manager, f"Words {fail_at}")
        with counted(monkeypatch, fail_at) as seen:
            try:
                publishing.publish(draft, by=manager, on=DAY)
            except (Failed, following.Unfinished) as failure:
                cause = failure.__cause__ if isinstance(failure, following.Unfinished) else failure
                assert whole(draft, live) == (cause is not failure), "whether it is published is told by the error"
                failures[str(cause).partition(",")[0]] += 1
            else:
                break
        is_published = whole(draft, live)
        assert shown(public_root) in {live.number, fresh(draft).number}
        if is_published:
            # The records are true, and the tree not yet: the nightly run follows them.
            call_command("site", stdout=io.StringIO())
            live = fresh(draft)
            assert of_kind(live) == dict.fromkeys((Rendition.Kind.PDF, Rendition.Kind.LARGE_PRINT), 1)
        unpublished += not is_published
        assert shown(public_root) == live.number
    assert whole(draft, live)
    assert shown(public_root) == fresh(draft).number
    said(f"{failures.total()} writes failed in turn, {unpublished} before it was published: {dict(failures)}")
    assert seen == failures
    # The version's commit, and that of its large print.
    assert (failures["replace"], failures["commit"]) == (1, 2)
    # The former tree, which is nobody's from here on; three files too short to be packed, what it was written from,
    # two folders; what each file was made from, its folder, that of trees, and the link's.
    assert failures["fsync"] == 1 + (3 + 1 + 2) + (1 + 1 + 1) + 1
    # The former version is superseded, the draft is published, its file is kept, and then its large print.
    assert failures["execute"] == 4


def test_the_pdf_is_not_made_inside_a_transaction(plan, manager, monkeypatch):
    seen, make = [], pdf.make

    def made(html, **how):
        seen.append(connection.in_atomic_block)
        return make(html, **how)

    draft = approved(plan, manager, "Words")
    monkeypatch.setattr(pdf, "make", made)
    publishing.publish(draft, by=manager, on=DAY)
    # The document's, and its large print's.
    assert seen == [False, False]


def test_publishers_are_killed_and_nothing_acknowledged_is_lost(plan, site, manager, public_root):
    publishing.update(site, by=manager, on=DAY)
    for row in killing.rounds(killing.ROUNDS):
        assert row["acknowledged"] >= row["round"], row
        assert (row["lost"], row["half published"], row["dead links"]) == (0, 0, 0), row
        assert row["findings after manage.py site"] == 0, row
        assert len(list((public_root / "trees").iterdir())) <= 2, "what was half written is cleared away"
