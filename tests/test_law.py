"""The words for the body and its report: under a law that makes it no board, the program calls it none."""

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client, override_settings

from kit import called
from kit.called import BOARD, PARTNERSHIP, say, words_for
from lscb.management.commands import demo
from membership import law
from membership.models import Board, User
from membership.roles import Role
from publications import checks, render, starting
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf, word
from publications.models import NO_DOCUMENT, Publication
from tests import factories as make
from tests import pages
from tests.law_words import left, no_word_of_a_board, without_a_board
from tests.walk import OF_PAGES, Answer, Parts, Person, answers, each_once, faults
from tests.word_reading import WordFile

ON = date(2016, 6, 1)


@pytest.fixture(scope="module")
def partnership(of_the_module, tmp_path_factory):
    """The demonstration under the law of a partnership, published, with nothing in its records that names a board."""
    load = demo.Command.load

    def loaded(self):
        load(self)
        make.RegimeFactory(
            body_called="Safeguarding Children Partnership", report_called="Yearly report", starts=date(2016, 1, 1)
        )
        without_a_board()

    tree = tmp_path_factory.mktemp("partnership")
    with (
        override_settings(PUBLIC_ROOT=tree, TODAY=ON, VAR=tree),
        patch.object(demo.Command, "load", loaded),
        patch.object(demo, "NOTICE", "For a test"),
        patch.object(demo, "DECISIONS", dict.fromkeys(demo.DECISIONS, "Minute 7")),
        patch.object(demo, "SIGN_INS", tree / "sign-ins.txt"),
        patch.object(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions="")),
        patch.object(checks, "run", return_value=()),
    ):
        call_command("demo", verbosity=0)
        yield tree / "current"


QUESTIONS = {**OF_PAGES, "words of the law": no_word_of_a_board}


def test_no_public_page_says_board(partnership):
    wrong, files = [], sorted(partnership.rglob("*.html"))
    for file in files:
        page = Answer(file.relative_to(partnership).as_posix(), "anonymous", HttpResponse(file.read_bytes()))
        wrong += faults(page, QUESTIONS, of_answers={})
    assert not wrong
    assert len(files) > 40
    home = (partnership / "index.html").read_text()
    assert "What the partnership is" in home
    assert ">Yearly report</a>" in home
    # Addresses are kept: people have them written down.
    assert 'href="/annual-report/"' in home


def test_no_page_of_the_office_says_board(partnership):
    """Every page there is, as the demonstration fills it; tests/test_walk.py asks as every role."""
    people = [Person("anonymous", None, Client())]
    for role in (Role.MEMBER, Role.MANAGER):
        people.append(Person(role, User.objects.get(email=f"{role}@{demo.DOMAIN}"), Client()))
        people[-1].client.force_login(people[-1].user)
    wrong, walked = [], 0
    for path in pages.addresses():
        if Path(path).suffix:  # a file
            continue
        for answer in each_once(answers(people, "get", path), path):
            if answer.response.status_code == 200:
                walked += 1
                wrong += faults(answer, QUESTIONS, of_answers={})
    assert not wrong
    assert walked > 150


def test_no_paper_and_no_copy_for_comment_says_board(partnership):
    for publication in Publication.objects.exclude(kind__in=NO_DOCUMENT):
        content = compose(publication, on=ON)
        assert content.called.body == "partnership"
        for control in (Control(), Control(number=1, published_on=ON)):
            assert not left(Parts(render.paper(content, control)).text)
        assert not left(WordFile(word.make(content, layout.pages(content), Control())).text)
    assert "Not yet approved by the Partnership." in render.paper(content, Control())


def test_no_mail_says_board(partnership):
    folder = settings.BASE_DIR / "templates" / "account" / "email"
    files = [file.relative_to(folder.parent.parent).as_posix() for file in folder.iterdir()]
    with called.using(lambda: PARTNERSHIP):
        assert files
        for file in files:
            assert not left(get_template(file).render({"board": Board.objects.get()}))


# The table


@pytest.mark.parametrize(
    ("body_called", "report_called", "words"),
    [
        ("Local Safeguarding Children Board", "", BOARD),
        ("Local Safeguarding Children Board", "Annual report", BOARD),
        ("Safeguarding Children Partnership", "", PARTNERSHIP),
        ("Safeguarding partners", "yearly report", PARTNERSHIP),
        ("Multi-agency safeguarding arrangements", "", PARTNERSHIP),
        ("Safeguarding Partnership Board", "", BOARD),
        ("Safeguarding Children Partnership", "Annual report", PARTNERSHIP._replace(report="annual report")),
        ("Something else", "", BOARD),
    ],
)
def test_what_a_law_calls_the_body_says_which_words_go_with_it(body_called, report_called, words):
    assert words_for(body_called, report_called) == words


def test_a_sentence_keeps_its_capitals_and_its_number():
    with called.using(lambda: PARTNERSHIP):
        assert say("Approved by the Board") == "Approved by the Partnership"
        assert say("The boards’ annual reports") == "The partnerships’ yearly reports"
        assert say("Annual report") == "Yearly report"
        assert say("a keyboard, a dashboard and boarding") == "a keyboard, a dashboard and boarding"
    assert say("Approved by the Board") == "Approved by the Board"


def test_each_piece_that_a_generator_makes_is_made_in_its_words_and_nothing_else_is():
    def pieces():
        yield say("the board")
        yield say("the board")

    made = called.each_using(lambda: PARTNERSHIP, pieces())
    assert [(piece, say("the board")) for piece in made] == [("the partnership", "the board")] * 2


@pytest.mark.django_db
def test_the_law_of_a_day_is_the_last_that_began_and_one_without_dates_only_where_none_has_any():
    def named(*day):
        return [one.body_called for one in law.in_force(date(*day))[:1]]

    make.RegimeFactory(body_called="Undated")
    assert named(2016, 6, 1) == ["Undated"]
    make.RegimeFactory(body_called="Later", starts=date(2019, 9, 29))
    assert named(2016, 6, 1) == []
    make.RegimeFactory(body_called="First", starts=date(2006, 4, 1), ends=date(2020, 9, 28))
    make.RegimeFactory(body_called="Ends only", ends=date(2019, 12, 31))
    assert [named(*day) for day in ((2005, 1, 1), (2016, 6, 1), (2019, 9, 29), (2021, 1, 1))] == [
        ["Ends only"],
        ["First"],
        ["Later"],
        ["Later"],
    ]


# What is frozen


@pytest.mark.django_db
def test_a_former_version_keeps_its_words_and_a_board_s_text_says_nothing_of_them():
    make.BoardFactory()
    root = make.BodyFactory(name="All of us")
    publication = make.PublicationFactory(body=root)
    make.NarrativeFactory(publication=publication, heading="Meetings", place="forward-plan")
    make.MeetingFactory(body=root)
    before = codec.write(compose(publication, on=ON))
    assert "called" not in before
    make.RegimeFactory(body_called="Local Safeguarding Children Board", report_called="Annual report")
    assert codec.write(compose(publication, on=ON)) == before
    make.RegimeFactory(body_called="Safeguarding partners", starts=date(2016, 1, 1))
    after = codec.write(compose(publication, on=ON))
    # Whatever law is in force where it is shown.
    for ask in (lambda: BOARD, lambda: PARTNERSHIP):
        with called.using(ask):
            assert "What the Board will consider" in render.paper(codec.read(before, codec.SCHEMA), Control())
            assert "What the Partnership will consider" in render.paper(codec.read(after, codec.SCHEMA), Control())


@pytest.mark.django_db
def test_first_documents_are_begun_in_the_words_of_the_law():
    plan = make.PlanFactory()
    headings = {section["heading"] for section in starting.sections(plan)}
    assert "Members of the board" in headings
    with called.using(lambda: PARTNERSHIP):
        assert "Members of the partnership" in {section["heading"] for section in starting.sections(plan)}


@pytest.mark.django_db
def test_a_page_asks_for_the_law_once_and_only_where_a_word_depends_on_it(client):
    make.BoardFactory()
    make.RegimeFactory(body_called="Safeguarding partners")
    with patch.object(law, "board_of_the_day", wraps=law.board_of_the_day) as asked:
        assert (
            "For partnership members and the partnership’s office" in client.get("/accounts/sign-in/").content.decode()
        )
        assert asked.call_count == 1
        client.get("/colour/7a1f5c.css")
        assert asked.call_count == 1
