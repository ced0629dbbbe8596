"""The words that the law decides: under one that makes the body no board the program calls it none, and an adults board
never reads of children.

The pages of the office are asked by `tests/test_walk.py`, under a law that makes both foreign, and by `tests/boards`.
"""

import csv
import io
import re
from datetime import date
from itertools import product
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import get_template
from django.test import override_settings
from django.utils.html import escape

from kit import called
from kit.called import BOARD, UnknownWord, Words, say, words_for
from kit.later import say_later
from lscb.management.commands import demo
from membership import law
from membership.models import Board, Regime
from publications import checks, render, starting
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf, word
from publications.models import NO_DOCUMENT, Publication
from tests import factories as make
from tests.law_words import ADULTS_BOARD, PARTNERSHIP, unlisted
from tests.walk import OF_PAGES, Answer, Parts, faults
from tests.word_reading import WordFile

ON = date(2016, 6, 1)


@pytest.fixture(scope="module", params=[PARTNERSHIP, ADULTS_BOARD], ids=lambda law: law.called)
def law_of(request):
    """Another law than that of a children's board."""
    return request.param


@pytest.fixture(scope="module")
def published(law_of, of_the_module, tmp_path_factory):
    """The demonstration under that law, published, with nothing in its records that the law makes foreign."""
    load = demo.Command.load

    def loaded(self):
        load(self)
        make.RegimeFactory(**law_of.recorded, starts=date(2016, 1, 1))
        law_of.without_its_foreign_words()

    tree = tmp_path_factory.mktemp("published")
    with (
        override_settings(PUBLIC_ROOT=tree, TODAY=ON, VAR=tree),
        patch.object(demo.Command, "load", loaded),
        patch.object(demo, "NOTICE", "For a test"),
        patch.object(demo, "DECISIONS", dict.fromkeys(demo.DECISIONS, "Minute 7")),
        patch.object(demo, "SIGN_INS", tree / "sign-ins.txt"),
        patch.object(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions="")),
        patch.object(checks, "run", return_value=()),
        transaction.atomic(),
    ):
        call_command("demo", verbosity=0)
        yield tree / "current"
        transaction.set_rollback(True)


def questions(law):
    return {**OF_PAGES, "words of the law": law.speaks}


# What the home page says under it.
HOME = {
    PARTNERSHIP: ("What the partnership is", ">Yearly report</a>", "Keeping children safe", "Worried about a child?"),
    ADULTS_BOARD: (
        "What the board is",
        ">Annual report</a>",
        "Keeping adults with care and support needs safe",
        "Worried about an adult with care and support needs?",
        "It works for adults with care and support needs.",
    ),
}


def test_no_public_page_says_what_the_law_makes_foreign(published, law_of):
    wrong, files = [], sorted(published.rglob("*.html"))
    for file in files:
        page = Answer(file.relative_to(published).as_posix(), "anonymous", HttpResponse(unlisted(file.read_text())))
        wrong += faults(page, questions(law_of), of_answers={})
    assert not wrong
    assert len(files) > 40
    home = (published / "index.html").read_text()
    assert [words for words in HOME[law_of] if words not in home] == []
    # Addresses are kept: people have them written down.
    assert 'href="/annual-report/"' in home


def test_no_public_file_does(published, law_of):
    """Tables and calendar: what a program reads is written by ours all the same. Keys are nobody's words."""
    read = {
        ".csv": lambda text: "\n".join(cell for row in csv.reader(io.StringIO(text)) for cell in row[:-1]),
        ".ics": lambda text: re.sub(r"^(?:UID|PRODID):.*", "", text, flags=re.MULTILINE),
    }
    files = [file for file in published.rglob("*") if file.suffix in read]
    assert {file.suffix for file in files} == {*read}
    left = {file.name: law_of.left(read[file.suffix](file.read_text())) for file in files}
    assert sorted((name, *words) for name, words in left.items() if words) == []


def test_no_paper_and_no_copy_for_comment_does(published, law_of):
    for publication in Publication.objects.exclude(kind__in=NO_DOCUMENT):
        content = compose(publication, on=ON)
        assert content.words == law_of.words
        for control in (Control(), Control(number=1, published_on=ON)):
            assert not law_of.left(Parts(render.paper(content, control)).text)
        assert not law_of.left(WordFile(word.make(content, layout.pages(content), Control())).text)
    with called.using(lambda: law_of.words):
        assert say("Not yet approved by the {Body}.") in render.paper(content, Control())


def test_no_mail_does(published, law_of):
    folder = settings.BASE_DIR / "templates" / "account" / "email"
    files = [file.relative_to(folder.parent.parent).as_posix() for file in folder.iterdir()]
    with called.using(lambda: law_of.words):
        assert files
        for file in files:
            assert not law_of.left(get_template(file).render({"board": Board.objects.get()}))


# The table


@pytest.mark.parametrize(
    ("body_called", "report_called", "words"),
    [
        ("Local Safeguarding Children Board", "", BOARD),
        ("Local Safeguarding Children Board", "Annual report", BOARD),
        ("Safeguarding Children Partnership", "", PARTNERSHIP.words),
        ("Safeguarding partners", "yearly report", PARTNERSHIP.words),
        ("Multi-agency safeguarding arrangements", "", PARTNERSHIP.words),
        ("Safeguarding Partnership Board", "", BOARD),
        ("Board of Partners (Southend)", "", PARTNERSHIP.words),
        ("Safeguarding Children Partnership", "Annual report", Words("partnership", "annual report")),
        ("Something else", "", BOARD),
    ],
)
def test_what_a_law_calls_the_body_says_which_words_go_with_it(body_called, report_called, words):
    assert words_for(body_called, report_called) == words


UNDER_NO_LAW = "The Board agreed an annual report for children, the LSCB’s."


def test_a_sentence_names_what_the_law_decides():
    sentence = "The {Body} agreed {a_report} for {people}, the {short}’s."
    later = say_later(sentence)
    assert say(sentence) == str(later) == UNDER_NO_LAW
    with called.using(lambda: PARTNERSHIP.words):
        assert say(sentence) == "The Partnership agreed a yearly report for children, the SCP’s."
    with called.using(lambda: ADULTS_BOARD.words):
        assert str(later) == "The Board agreed an annual report for adults with care and support needs, the SAB’s."
    with called.using(lambda: words_for("Partnership", "SAR overview", "both")):
        assert say("{Body}: {a_report}. {People}.") == (
            "Partnership: an SAR overview. Children and adults with care and support needs."
        )
    assert str(later) == UNDER_NO_LAW


@pytest.mark.parametrize("speak", [say, say_later])
def test_a_name_that_nobody_gives_is_an_error_at_once(speak):
    for wrong in ("The {bord} met", "The {body.upper} met", "The {} met", "The {0} met", "The {body[0]} met"):
        with pytest.raises(UnknownWord, match=r"met” names .*among the words of the law, which are Body, "):
            speak(wrong)
    with pytest.raises(UnknownWord, match="is given body: the law decides what that says"):
        speak("The {body} met", body="circle")


def test_what_people_typed_is_put_in_as_it_is():
    for typed in ("{body}", "{nobody}", "{", "}", "{0.__class__}", "<b>"):
        assert say("Only {who} can manage this {body}", who=typed) == f"Only {typed} can manage this board"
        assert str(say_later("Only {who} can", who=typed)) == f"Only {typed} can"
        page = Template('{% say "The {body}’s <{who}>" who=who %}').render(Context({"who": typed}))
        assert page == f"The board’s &lt;{escape(typed)}&gt;"


def test_every_kind_of_body_has_all_words():
    for body, for_whom in product({words.body for words in called.BODIES.values()}, Regime.ForWhom.values):
        assert all(called.forms(Words(body=body, for_whom=for_whom)).values())
    assert {*called.WHOM} == {*Regime.ForWhom.values}
    assert [called.WHOM[code].people.capitalize() for code in Regime.ForWhom.values] == Regime.ForWhom.labels


def test_each_piece_that_a_generator_makes_is_made_in_its_words_and_nothing_else_is():
    def pieces():
        yield say("the {body}")
        yield say("the {body}")

    made = called.each_using(lambda: PARTNERSHIP.words, pieces())
    assert [(piece, say("the {body}")) for piece in made] == [("the partnership", "the board")] * 2


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
    for ask in (lambda: BOARD, lambda: PARTNERSHIP.words, lambda: ADULTS_BOARD.words):
        with called.using(ask):
            assert "What the Board will consider" in render.paper(codec.read(before, codec.SCHEMA), Control())
            assert "What the Partnership will consider" in render.paper(codec.read(after, codec.SCHEMA), Control())


@pytest.mark.django_db
def test_first_documents_are_begun_in_the_words_of_the_law():
    plan = make.PlanFactory()
    headings = {section["heading"] for section in starting.sections(plan)}
    assert "Members of the board" in headings
    with called.using(lambda: PARTNERSHIP.words):
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
