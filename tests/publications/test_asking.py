"""Statements of members: asked for, written behind a link, accepted, printed unchanged, brought forward next year."""

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import docx
import pytest
from django.db import connections
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains

from kit import clock
from kit.intake.cells import of_rows
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership import links
from membership.models import SignedLink
from publications import render, statements
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from publications.models import ArrivedStatement, Statement
from tests import factories as make
from tests.office.conftest import fields
from tests.publications.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_june")]
SAID = "We trained all our staff.\n\n- 212 colleagues\n- Each ward has a named nurse & <one> more"


@pytest.fixture
def report():
    body = make.BodyFactory(kind="board")
    for name in ("Essex Police", "Cafcass"):
        make.SeatFactory(body=body, organisation=make.OrganisationFactory(name=name))
    return make.PublicationFactory(
        kind="annual-report", slug="2016", title="Report", body=body, starts=date(2015, 10, 1), ends=date(2016, 9, 30)
    )


@pytest.fixture
def statement(report):
    police = report.body.seat_set.get(organisation__name="Essex Police").organisation
    return make.StatementFactory(publication=report, organisation=police, due=date(2016, 6, 30))


@pytest.fixture
def link(officer, statement):
    return made(officer, statement)


def of(name, statement, *more):
    mine = statement.publication
    return reverse(name, args=[mine.kind, mine.slug, statement.pk, *more])


def made(officer, statement, until="30 June 2016"):
    page = officer.post(of("statement-link", statement), {f"link-{statement.pk}-ends": until})
    return re.search(r'value="http://testserver(/given/statement/[^"]+)"', page.content.decode())[1]


def words(answer):
    page = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def page_of(report):
    return reverse("office-statements", args=[report.kind, report.slug])


def seen(page):
    return re.search(r'name="seen"(?: value="(\d+)")?', page.content.decode())[1] or ""


def send(stranger, link, said=SAID, seen=""):
    return stranger.post(link, {"do": "send", "words": said, "seen": seen})


def pasted(report, rows):
    into = LISTS["statements"]
    return Intake(into, {"publication": report}, make.UserFactory()).run(arrange(of_rows(rows), into), save=True)


def test_a_pasted_statement_of_nobody_known_or_over_another_is_refused(report, statement):
    head = ["Organisation", "Statement"]
    assert "isn’t in the list of organisations" in str(pasted(report, [head, ["Nobody", "Words"]]).problems)
    pasted(report, [head, ["Essex Police", "Ours."]])
    assert "recorded already" in str(pasted(report, [head, ["Essex Police", "Others."]]).problems)
    assert Statement.objects.get().words == "Ours."


def test_each_member_is_asked_once(officer, report):
    assert "Nobody is asked yet. 2 members aren’t asked." in words(officer.get(page_of(report)))
    officer.post(page_of(report), {"due": "30 June 2016"})
    asked = list(Statement.objects.values_list("organisation__name", "asked", "due"))
    assert asked == [("Cafcass", TODAY, date(2016, 6, 30)), ("Essex Police", TODAY, date(2016, 6, 30))]
    page = words(officer.post(page_of(report), {"due": ""}, follow=True))
    assert "Each member is asked already." in page
    assert "0 of 2 are in." in page
    assert "Still missing: Cafcass; Essex Police" in page
    assert Statement.objects.count() == 2


def test_asking_all_is_undone_in_one_step_unless_something_was_sent(officer, stranger, report):
    def undo(page):
        return re.search(r'action="([^"]+/statements/back/[^"]+)"', page.content.decode())[1]

    page = officer.post(page_of(report), {"due": "30 June 2016"}, follow=True)
    assert "2 members are asked." in words(page)
    assert "2 members are not asked any more." in words(officer.post(undo(page), follow=True))
    assert not Statement.objects.exists()
    page = officer.post(page_of(report), {"due": ""}, follow=True)
    send(stranger, made(officer, Statement.objects.first()))
    officer.post(undo(page), follow=True)
    assert Statement.objects.count() == 2, "what somebody sent is not swept away"


def test_a_day_that_is_none_is_said_beside_the_field_and_nobody_is_asked(officer, report):
    page = officer.post(page_of(report), {"due": "soon"})
    assert "Write the day as 1 June 2016" in page.content.decode()
    assert not Statement.objects.exists()


def test_a_statement_is_written_behind_the_link_accepted_and_printed_unchanged(officer, stranger, link, statement):
    assert "Essex" not in words(stranger.get(link)), "a scanner of mail finds nothing"
    page = words(stranger.post(link, {"do": "open"}))
    assert "Statement of Essex Police" in page
    assert "wanted by 30 June 2016" in page
    assert "Sent. Thank you" in words(send(stranger, link))
    statement.refresh_from_db()
    assert statement.words == "", "it counts for nothing until it is accepted"
    assert "1 statement came by the link" in words(officer.get("/office/"))
    came = ArrivedStatement.objects.get()
    assert "212 colleagues" in words(officer.get(page_of(statement.publication)))
    officer.post(of("statement-came", statement), {"do": f"accept-{came.pk}"})
    statement.refresh_from_db()
    assert (statement.words, statement.received) == (SAID, clock.day_of(came.received))
    make.NarrativeFactory(publication=statement.publication, place="statements", heading="Members")
    document = compose(statement.publication, on=TODAY)
    [row] = document.sections[0].records.statements
    assert row.words == SAID, "unchanged"
    html = repr(layout.pages(document))
    assert "named nurse &amp; &lt;one&gt; more" in html
    assert "<h3>Essex Police</h3><p>We trained all our staff.</p><ul><li>212 colleagues</li>" in html
    assert "212 colleagues" in codec.write(document)


def test_a_statement_that_the_office_puts_in_bears_the_day(officer, statement):
    where = reverse("row-edit", args=["statement", statement.pk])
    typed = {"organisation": statement.organisation_id, "words": "Ours.", "version": statement.version}
    officer.post(where, typed)
    statement.refresh_from_db()
    assert (statement.words, statement.received) == ("Ours.", TODAY)
    officer.post(where, typed | {"words": "Ours, put right.", "received": "3 May 2016", "version": statement.version})
    statement.refresh_from_db()
    assert statement.received == date(2016, 5, 3), "a day that stands is left alone"


def test_signs_that_no_typeface_has_do_not_keep_the_report_from_its_file(officer, stranger, link, statement):
    send(stranger, link, "Our\x01 staff\ufffe were trained.\x1f")
    officer.post(of("statement-came", statement), {"do": f"accept-{ArrivedStatement.objects.get().pk}"})
    make.NarrativeFactory(publication=statement.publication, place="statements", heading="Members")
    statement.refresh_from_db()
    assert statement.words == "Our staff were trained."
    assert pdf.make(render.paper(compose(statement.publication, on=TODAY), Control())).pages


def test_who_sent_none_is_named(report, statement):
    make.BoardFactory()
    make.StatementFactory(publication=report, words="Ours.")
    make.NarrativeFactory(publication=report, place="statements")
    assert "No statement was received from: Essex Police." in repr(layout.pages(compose(report, on=TODAY)))


def test_those_who_sent_none_are_parted_although_their_names_have_commas(report, statement):
    make.BoardFactory()
    council = make.OrganisationFactory(name="Council")
    make.StatementFactory(publication=report, organisation=make.OrganisationFactory(name="Housing", parent=council))
    make.NarrativeFactory(publication=report, place="statements")
    told = repr(layout.pages(compose(report, on=TODAY)))
    assert "No statement was received from: Essex Police; Council, Housing." in told


def test_the_page_leads_to_the_section_that_prints_them_where_it_is_left_out_or_not_there(officer, report, statement):
    where = reverse("office-statements", args=[report.kind, report.slug])
    add = reverse("row-add", args=["narrative"]) + f"?publication={report.pk}&place=statements"
    page = officer.get(where)
    assertContains(page, "The document has no section “Statements of members”")
    assertContains(page, f'href="{escape(add)}"')
    assert fields(officer.get(add))["place"] == ["statements"]
    section = make.NarrativeFactory(publication=report, place="statements", heading="Their own words", included=False)
    page = officer.get(where)
    assertContains(page, "The section “Their own words” is left out")
    assertContains(page, f'href="{reverse("row-edit", args=["narrative", section.pk])}"')
    section.included = True
    section.save()
    assertNotContains(officer.get(where), "so none is printed yet")


def test_a_link_that_has_run_out_gives_back_what_was_written(stranger, link, monkeypatch):
    stranger.post(link, {"do": "open"})
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(60))
    answer = send(stranger, link)
    assert answer.status_code == 404
    assert "What you wrote is still here." in words(answer)
    assert "Each ward has a named nurse &amp; &lt;one&gt; more" in answer.content.decode()
    assert not ArrivedStatement.objects.exists()
    assert "still here" not in words(stranger.get(link))


def test_a_statement_of_a_megabyte_is_refused_in_a_sentence_and_stays_in_the_field(stranger, link):
    long = "We trained our staff. " * 50_000
    answer = send(stranger, link, long)
    assert answer.status_code == 200
    assert "signs long, and 20,000 can be kept. Shorten it; nothing of it was cut." in words(answer)
    assert long.strip() in answer.content.decode()
    assert not ArrivedStatement.objects.exists()


@pytest.mark.parametrize("said", ["", "  \n "])
def test_an_empty_statement_is_asked_for(stranger, link, said):
    assert "Write your statement before you send it." in words(send(stranger, link, said))


def test_points_marked_as_people_mark_them_are_printed_as_points(stranger, link, statement):
    send(stranger, link, "We did:\n\n* one\n•\ttwo\n - three\n\n*Starred* words, 5 * 3.")
    came = ArrivedStatement.objects.get(statement=statement)
    assert came.words == "We did:\n\n- one\n- two\n- three\n\n*Starred* words, 5 * 3."


def test_of_two_writers_the_second_is_told_and_neither_loses_anything(stranger, link, statement):
    first, second = (seen(stranger.post(link, {"do": "open"})) for _ in range(2))
    send(stranger, link, "The first.", first)
    page = send(stranger, link, "The second.", second)
    assert "Somebody else sent a statement by this link" in words(page)
    for kept in ("The first.", "The second."):
        assert kept in page.content.decode()
    assert ArrivedStatement.objects.get(outcome="").words == "The first."
    assert "Sent. Thank you" in words(send(stranger, link, "The second.", seen(page)))
    assert dict(ArrivedStatement.objects.values_list("words", "outcome")) == {
        "The first.": "replaced",
        "The second.": "",
    }


def test_whoever_comes_back_goes_on_with_what_waits(stranger, link):
    send(stranger, link, "The first.")
    page = stranger.post(link, {"do": "open"})
    assert "The first." in page.content.decode()
    assert "Sent." in words(send(stranger, link, "The first, and more.", seen(page)))


def test_what_was_put_aside_is_kept_and_taken_up_again(officer, stranger, link, statement):
    send(stranger, link)
    came = ArrivedStatement.objects.get()
    address = of("statement-came", statement)
    assert "Put aside." in words(officer.post(address, {"do": f"aside-{came.pk}"}, follow=True))
    assert "This doesn’t wait any more" in words(officer.post(address, {"do": f"accept-{came.pk}"}, follow=True))
    officer.post(address, {"do": f"again-{came.pk}"})
    assert ArrivedStatement.objects.get().outcome == ""
    officer.post(address, {"do": f"aside-{came.pk}"})
    send(stranger, link, "Another.")
    page = words(officer.post(address, {"do": f"again-{came.pk}"}, follow=True))
    assert "A statement of theirs is waiting already." in page


def test_a_link_opens_one_statement_and_nothing_else(officer, stranger, link, statement):
    other = make.StatementFactory(publication=statement.publication, words="Secret.")
    assert "Secret." not in words(stranger.post(link, {"do": "open"}))
    assert stranger.post(link.replace("/statement/", "/figures/"), {"do": "open"}).status_code == 404
    [mine] = SignedLink.objects.all()
    assert not links.given_for("statement", other)
    officer.post(of("statement-link-revoke", other, mine.pk))
    assert stranger.post(link, {"do": "open"}).status_code == 200, "it is withdrawn at its own statement only"
    officer.post(of("statement-link-revoke", statement, mine.pk))
    assert stranger.post(link, {"do": "open"}).status_code == 404


def test_an_accepted_statement_closes_its_link(officer, stranger, link, statement):
    send(stranger, link)
    officer.post(of("statement-came", statement), {"do": f"accept-{ArrivedStatement.objects.get().pk}"})
    answer = send(stranger, link, "Changed afterwards")
    assert answer.status_code == 404
    for told in ("Your statement was received", "What you wrote is still here"):
        assert told in words(answer)
    SignedLink.objects.update(ends=date(2016, 5, 31))
    assert "was received" not in words(stranger.get(link)), "a link that is over tells nothing"
    SignedLink.objects.update(ends=date(2016, 6, 30))
    assert "void, because the statement was changed since" in words(officer.get(page_of(statement.publication)))


def test_a_link_without_a_day_is_asked_for_one(officer, statement):
    answer = officer.post(of("statement-link", statement), {})
    assert "Fill" in words(answer) or "required" in words(answer)
    assert not SignedLink.objects.exists()


def test_last_years_answer_is_brought_forward(stranger, link, statement):
    def earlier(year, said):
        return make.StatementFactory(
            publication=make.PublicationFactory(kind="annual-report", slug=str(year), starts=date(year, 10, 1)),
            organisation=statement.organisation,
            words=said,
        )

    earlier(2013, "Two years ago.")
    earlier(2014, "Last year.")
    earlier(2019, "Years later.")
    make.StatementFactory(publication=earlier(2012, "Long ago.").publication, words="Of somebody else.")
    page = words(stranger.post(link, {"do": "open"}))
    assert "Last year." in page
    for other in ("Two years ago.", "Years later.", "Of somebody else."):
        assert other not in page


def test_the_word_copy_asks_and_comes_back_by_paste(officer, statement):
    answer = officer.get(of("statement-word", statement))
    document = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "From Essex Police" in text
    assert "by 30 June 2016" in text
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Organisation", "Statement"]
    assert [cell.text for cell in table.rows[1].cells] == ["Essex Police", ""]
    outcome = pasted(statement.publication, [["Organisation", "Statement"], ["Essex Police", "We trained all."]])
    assert outcome.is_sound
    statement.refresh_from_db()
    assert (statement.words, statement.received) == ("We trained all.", TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_all_members_at_once_ask_each_once(report, monkeypatch):
    person, together, members_of = make.UserFactory(), threading.Barrier(2), statements.members_of

    def slowly(*asked):
        with suppress(threading.BrokenBarrierError):  # the other one waits its turn
            together.wait(timeout=1)
        return members_of(*asked)

    def ask(_):
        try:
            return len(statements.ask_all(report, TODAY, by=person)[0])
        finally:
            connections.close_all()

    monkeypatch.setattr(statements, "members_of", slowly)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == [0, 2]
