"""Boards under other laws come from nothing to a published plan, and nothing of theirs speaks another law's words."""

import csv
import io
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse

from editions import tree
from editions.models import Edition
from kit import called
from membership.law import words
from membership.models import Board, ReportingPeriod, User
from membership.roles import Role
from publications import checks, render
from publications import sections as layout
from publications.compose import compose, wanted
from publications.compose.wanted import numbers
from publications.content import codec
from publications.content.base import Control
from publications.files import word
from publications.models import Publication
from tests import factories as make
from tests import pages
from tests.boards.entering import board as entered
from tests.boards.made_up import BOARDS, TODAY
from tests.editions.drafts import stand_ins
from tests.law_words import Law, unlisted
from tests.walk import Answer, Parts
from tests.word_reading import WordFile

# What stands in the words of a law, or names somebody else.
NAMES = (
    "integrated care board",
    "Health Board",
    "Health and Wellbeing Board",
    "National Board",
    "Youth Justice Board",
    "Partnership working",  # one of the six principles
    "Principles that goals serve Partnership",  # as the law that was taken over names it
)


@pytest.fixture(scope="module", params=BOARDS)
def made_up(request):
    return BOARDS[request.param]


@pytest.fixture(scope="module")
def published(made_up, of_the_module, tmp_path_factory):
    """The folder of the public pages, when all is entered and published."""
    folder = tmp_path_factory.mktemp("board")
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(PUBLIC_ROOT=folder, TODAY=TODAY),
        transaction.atomic(),
    ):
        stand_ins(patch)
        manager = make.UserFactory(name="Ann", email="ann@shire.example", roles=[Role.MANAGER])
        client = Client()
        client.force_login(manager)
        entered(client, made_up)
        tree.rebuild()  # what follows a deed once it is committed
        yield folder / "current"
        transaction.set_rollback(True)


def left(made_up, text):
    """The words of a text that are foreign to a board, each with what stands around it."""
    for name in NAMES:
        text = text.replace(name, "")
    return Law("", "", "", made_up.wrong).left(text)


def test_its_plan_is_published_and_says_what_was_entered(published, made_up):
    plan = (published / "business-plan" / "2026-2029" / "whole" / "index.html").read_text()
    shown = Parts(plan).text
    assert [said for said in made_up.says if said not in shown] == []
    home = Parts((published / "index.html").read_text()).text
    assert made_up.menu in home
    assert (published / made_up.concern / "index.html").is_file()
    assert (published / "worried-about-a-child" / "index.html").is_file()


def test_its_report_answers_each_thing_that_the_law_wants_or_the_office_is_told_that_it_is_missing(published, made_up):
    """Straight from Start: what the records feed is fed, and each other thing waits in a section of its own words."""
    report = Publication.objects.get(kind="annual-report")
    items = list(wanted(report, compose(report, on=TODAY), on=TODAY))
    waiting = {name for text in report.narrative_set.values_list("answers", flat=True) for name in numbers(text)}
    fed = {item.requirement.number for item in items if not item.is_missing}
    client = Client()
    client.force_login(User.objects.get(email="ann@shire.example"))
    page = client.get(reverse("document-overview", args=[report.kind, report.slug]))
    said = {each.number for each in page.context["missing"]}
    assert fed | said == {item.requirement.number for item in items}
    in_words = {item.requirement.number for item in items if not item.requirement.fed_by}
    assert in_words <= waiting
    assert fed >= made_up.fed
    whole = Parts((published / "annual-report" / "2025-26" / "whole" / "index.html").read_text()).text
    assert ("Nothing is written here." in whole) == bool(in_words)
    assert "Nothing is recorded here." in whole


def test_the_welsh_board_has_its_plan_in_welsh(published, made_up):
    """Each leads to the other; the words of the edition in Welsh are marked as such, and its check code is its own."""
    if made_up.law != "wales-2014":
        assert not Publication.objects.exclude(language="").exists()
        return
    english, welsh = (
        (published / "business-plan" / slug / "index.html").read_text() for slug in ("2026-2029", "2026-2029-cy")
    )
    assert 'href="/business-plan/2026-2029-cy/" lang="cy" hreflang="cy">Cymraeg: Cynllun blynyddol' in english
    assert 'href="/business-plan/2026-2029/" lang="en-GB" hreflang="en-GB">English: Annual plan' in welsh
    assert '<h1 lang="cy">Cynllun blynyddol' in welsh
    whole = (published / "business-plan" / "2026-2029-cy" / "whole" / "index.html").read_text()
    assert "Atebir pob atgyfeiriad o fewn diwrnod." in Parts(whole).text
    digests = Edition.objects.filter(publication__kind="business-plan").values_list("digest", flat=True)
    assert len(set(digests)) == 2
    assert "Annual plan" in (published / "business-plan" / "index.html").read_text()


def test_nothing_public_speaks_another_law_s_words(published, made_up):
    """Pages, tables, calendar; the addresses, which people have written down, stay."""
    read = {
        ".html": lambda text: Parts(unlisted(text, NAMES)).text,
        ".csv": lambda text: "\n".join(cell for row in csv.reader(io.StringIO(text)) for cell in row[:-1]),
        ".ics": lambda text: re.sub(r"^(?:UID|PRODID):.*", "", text, flags=re.MULTILINE),
    }
    files = [file for file in published.rglob("*") if file.suffix in read]
    found = {
        file.relative_to(published).as_posix(): left(made_up, read[file.suffix](file.read_text())) for file in files
    }
    assert {file.suffix for file in files} == {*read}
    assert {path: said for path, said in found.items() if said} == {}
    assert len(files) > 15


def test_no_paper_no_copy_and_no_frozen_text_does(published, made_up):
    for publication in Publication.objects.documents():
        content = compose(publication, on=TODAY)
        assert not left(made_up, Parts(render.paper(content, Control(number=1, published_on=TODAY))).text)
        assert not left(made_up, WordFile(word.make(content, layout.pages(content), Control())).text)
        assert not [finding.words for finding in checks.check(content, today=TODAY) if left(made_up, finding.words)]
    for edition in Edition.objects.all():
        text = re.sub(r'"(?:for_whom|key|kind|place)":"[^"]*"', "", edition.content)
        assert not left(made_up, re.sub(r'"\w+":', "", text)), edition
        assert codec.read(edition.content, edition.schema)


def test_no_page_hint_or_list_of_the_office_does(published, made_up):
    client, walked, wrong = Client(), 0, {}
    client.force_login(User.objects.get(email="ann@shire.example"))
    for path in pages.addresses():
        answer = client.get(path)
        if path.startswith("/office/law/") or answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        walked += 1
        if said := left(made_up, Answer(path, "manager", HttpResponse(answer.content)).parts.text):
            wrong[path] = said
    assert wrong == {}
    assert walked > 60


def test_no_mail_does(published, made_up):
    folder = settings.BASE_DIR / "templates" / "account" / "email"
    files = [file.relative_to(folder.parent.parent).as_posix() for file in folder.iterdir()]
    assert files
    with called.using(lambda: words(TODAY)):
        for file in files:
            assert not left(made_up, get_template(file).render({"board": Board.objects.get()}))


FED = {
    "sab-2014": {"4(1)(d)", "4(1)(e)", "4(1)(f)", "4(1)(g)"},
    "wales-2014": {"(j)", "(l)"},
}


def missing_of(report):
    found = wanted(report, compose(report, on=TODAY), on=TODAY)
    return {each.requirement.number for each in found if each.is_missing}


def test_what_was_learned_answers_the_law_item_by_item(published, made_up):
    """Of the report that comes next: with the two sections each item is fed, and without a statement (c) is missing."""
    if made_up.law not in FED:
        return
    report = make.PublicationFactory(
        kind="annual-report", slug="2025-2026", reporting_period=ReportingPeriod.objects.get(label="2025/26")
    )
    for place in ("learning", "training", "statements"):
        make.NarrativeFactory(publication=report, place=place, heading=place)
    missing = missing_of(report)
    assert not missing & FED[made_up.law]
    own_account = {"sab-2014": "4(1)(c)", "wales-2014": "(g)"}[made_up.law]
    assert own_account in missing
    make.StatementFactory(publication=report, words="We trained all our staff.")
    assert own_account not in missing_of(report)
