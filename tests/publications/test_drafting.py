"""The PDF of a long draft: made in a process of its own, found again, given to those who may see the draft."""

import os
import time
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kit import clock, long_work
from kit.models import LongWork
from membership.models import Board
from membership.roles import Role
from publications import drafting
from publications.files import pdf
from publications.models import Narrative, Publication, PublicationKind
from tests import factories as make

pytestmark = pytest.mark.django_db

ADDRESS = {"kind": "business-plan", "slug": "2016"}
PDF = reverse("preview-pdf", kwargs=ADDRESS)
PREVIEW = reverse("preview", kwargs=ADDRESS)


@pytest.fixture
def plan(monkeypatch):
    monkeypatch.setattr(drafting, "LONG", 10)
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    publication = Publication.objects.create(kind=PublicationKind.BUSINESS_PLAN, title="Plan", slug="2016")
    make.NarrativeFactory(publication=publication, heading="Introduction", before="<p>First words.</p>")
    return publication


@pytest.fixture
def drawn(monkeypatch):
    """The HTML of each PDF that is made."""
    seen = []

    def stand_in(html, **how):
        seen.append(html)
        return pdf.Made(data=f"%PDF {len(seen)}".encode(), pages=94, versions="")

    monkeypatch.setattr(pdf, "make", stand_in)
    return seen


def signed_in(role):
    client = Client()
    client.force_login(make.UserFactory(roles=[role]))
    return client


def got(client, address=PDF, **data):
    answer = client.get(address, data)
    return answer.status_code, answer.getvalue() if answer.streaming else answer.get("Location", "")


def rewrite(words):
    Narrative.objects.update(before=f"<p>{words}</p>")


def test_who_asks_is_led_to_the_row_and_finds_it_again_on_the_draft_and_on_today(plan, asleep):
    manager, colleague = signed_in(Role.MANAGER), signed_in(Role.EDITOR)
    status, row = got(manager)
    work = LongWork.objects.get()
    assert (status, row) == (302, reverse("long-work", args=[work.pk]))
    long_work._write(work, how_far="Drawing its pages.")
    for address in (row, PREVIEW, reverse("office")):
        assert "being done. Drawing its pages." in manager.get(address).content.decode(), address
    assert "being done" not in colleague.get(PREVIEW).content.decode()
    assert got(manager) == got(colleague) == (302, row), "the same row, whoever presses"
    assert len(asleep) == 1


def test_whoever_may_see_the_draft_reads_what_was_made_and_nobody_else(plan, drawn):
    manager = signed_in(Role.MANAGER)
    assert got(manager) == (200, b"%PDF 1")
    row = reverse("long-work", args=[LongWork.objects.get().pk])
    page = manager.get(row).content.decode()
    assert "done. It has 94 pages." in page
    assert f'href="{PDF}"' in page
    answer = signed_in(Role.EDITOR).get(PDF)
    assert (answer["Content-Type"], answer.getvalue()) == ("application/pdf", b"%PDF 1")
    assert answer["Content-Disposition"] == 'inline; filename="draft-business-plan-2016.pdf"'
    assert len(drawn) == 1
    member = signed_in(Role.MEMBER)
    assert [member.get(address).status_code for address in (PDF, row)] == [403, 403]
    assert Client().get(PDF).status_code == 302


def test_of_a_draft_that_was_changed_it_is_made_anew(plan, drawn):
    manager = signed_in(Role.MANAGER)
    got(manager)
    rewrite("Other words.")
    assert got(manager) == got(manager) == (200, b"%PDF 2")
    assert "Other words." in drawn[1]
    rewrite("First words.")
    assert got(manager) == (200, b"%PDF 1"), "its day is not over"


def test_it_is_made_anew_after_its_day_and_after_something_was_erased(plan, drawn):
    manager = signed_in(Role.MANAGER)
    got(manager)
    LongWork.objects.update(ended=clock.now() - long_work.SHOWN_FOR - timedelta(minutes=1))
    assert got(manager) == (200, b"%PDF 2")
    long_work.throw_away_files()
    assert not long_work.files_made(older_than=timedelta())
    before = time.time() - 2  # moments are kept in whole seconds
    os.utime(long_work._mark(), (before, before))
    assert got(manager) == (200, b"%PDF 3")


def test_each_copy_for_comment_has_a_row_of_its_own(plan, drawn, settings):
    settings.TODAY = date(2016, 6, 1)
    manager = signed_in(Role.MANAGER)
    got(manager)
    comment = reverse("comment-pdf", kwargs=ADDRESS)
    assert got(manager, comment, reply_by="1 July 2016") == (200, b"%PDF 2")
    assert "Please send your comments by 1 July 2016." in drawn[1]
    assert LongWork.objects.first().address == f"{comment}?reply_by=1+July+2016"
    assert got(manager, comment, reply_by="2 July 2016") == (200, b"%PDF 3")


def test_a_draft_that_is_changed_before_it_is_made_is_asked_for_again(plan, drawn, monkeypatch):
    at_once = long_work.begin

    def late(work, lock):
        rewrite("Changed meanwhile.")
        at_once(work, lock)

    monkeypatch.setattr(long_work, "begin", late)
    manager = signed_in(Role.MANAGER)
    _, row = got(manager)
    page = manager.get(row).content.decode()
    assert drafting.CHANGED in page and f'href="{PDF}"' in page
    assert drawn == []


def test_why_there_is_no_pdf_is_said_and_the_draft_can_be_read(plan, monkeypatch):
    def fail(html, **how):
        raise pdf.PdfFailed("The PDF could not be made: a test says so.")

    monkeypatch.setattr(pdf, "make", fail)
    manager = signed_in(Role.MANAGER)
    _, row = got(manager)
    page = manager.get(row).content.decode()
    assert "a test says so. You can read the draft as a web page." in page
    assert f'href="{PREVIEW}"' in page


def test_a_short_draft_is_had_by_one_press(plan, drawn, monkeypatch):
    monkeypatch.setattr(drafting, "LONG", 100_000)
    manager = signed_in(Role.MANAGER)
    assert (manager.get(PDF).content, LongWork.objects.count()) == (b"%PDF 1", 0)


def test_what_else_stands_in_the_address_is_not_taken_along(plan, drawn, settings):
    settings.TODAY = date(2016, 6, 1)
    manager = signed_in(Role.MANAGER)
    assert got(manager, from_a_mail="x" * 400) == (200, b"%PDF 1")
    comment = reverse("comment-pdf", kwargs=ADDRESS)
    assert got(manager, comment, reply_by="1 July 2016", from_a_mail="x" * 400) == (200, b"%PDF 2")
    assert [work.address for work in LongWork.objects.all()] == [f"{comment}?reply_by=1+July+2016", PDF]


def test_two_are_made_at_once_and_who_asks_for_a_third_is_told_to_try_again(plan, asleep, settings):
    settings.TODAY = date(2016, 6, 1)
    manager, colleague = signed_in(Role.MANAGER), signed_in(Role.EDITOR)
    comment = reverse("comment-pdf", kwargs=ADDRESS)
    _, row = got(manager, comment, reply_by="1 July 2016")
    got(manager, comment, reply_by="2 July 2016")
    answer = colleague.get(comment, {"reply_by": "3 July 2016"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Two documents are being made just now." in answer.content.decode()
    assert len(asleep) == LongWork.objects.count() == 2
    assert got(colleague, comment, reply_by="1 July 2016") == (302, row), "who asks for one of them is led to it"
    asleep[0].kill()
    asleep[0].wait()
    assert got(colleague, comment, reply_by="3 July 2016")[0] == 302
