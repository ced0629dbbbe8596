"""A draft to send round: it says on each page what it is, by when to reply, and how to quote it."""

from datetime import date

import page as validator
import pytest
from django.urls import reverse

from membership.models import Board
from membership.roles import Role
from publications import render
from publications import sections as layout
from publications.files import checker, pdf
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests.pdf_reading import Reading
from tests.publications.test_pdf import DOCUMENT, DRAFT, PAGES
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db

ADDRESS = {"kind": "business-plan", "slug": "2016"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def office(client, settings):
    settings.TODAY = date(2016, 6, 1)
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    publication = Publication.objects.create(kind=PublicationKind.BUSINESS_PLAN, title="Plan", slug="2016")
    make.NarrativeFactory(publication=publication, heading="Introduction", before="<p>First words.</p>")
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    return client


@pytest.fixture
def drawn(monkeypatch):
    """What would be printed, in place of printing it."""
    asked = []

    def note(html, **how):
        asked.append(html)
        return pdf.Made(data=b"%PDF", pages=1, versions="")

    monkeypatch.setattr(pdf, "make", note)
    return asked


def paper(document, **options):
    html = render.page(
        "print.html",
        {"document": document, "pages": tuple(map(layout.for_paper, PAGES[:3])), "control": DRAFT, "for_comment": True}
        | options,
    )
    return pdf.make(html)


@pytest.fixture(scope="module")
def sent():
    return paper(DOCUMENT, reply_by=date(2016, 7, 1))


def test_watermark_is_on_every_page_but_the_cover_and_read_out_once(sent):
    reading = Reading(sent.data)
    for number in range(2, sent.pages + 1):
        assert "Draft for comment" in reading.artifacts[number]
        assert "Draft, check code 3fa9-4b7c. Comments by 1 July 2016" in reading.artifacts[number]
        assert "FOR COMMENT" in reading.artifacts[number]
    cover = " ".join(child.text for child in reading.tree.children if 1 in child.pages)
    assert cover.count("Draft for comment") == 1
    assert "Please send your comments by 1 July 2016." in cover
    between = [child.text for child in reading.tree.children if 1 not in child.pages]
    assert " ".join(between).count("Draft for comment") == 1, "once more in the closing words about this draft"


def test_draft_for_comment_passes_both_checks(sent):
    assert checker.check(sent.data) == ()
    assert validator.validate_pdf_bytes(sent.data, profile="ua1").failures == []


def test_both_copies_are_one_click_from_the_preview(office, drawn):
    page = office.get(reverse("preview", kwargs=ADDRESS)).content.decode()
    for name, kind in (("comment-pdf", "application/pdf"), ("comment-word", WORD)):
        address = reverse(name, kwargs=ADDRESS)
        assert f'action="{address}"' in page
        answer = office.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert "draft-for-comment-business-plan-2016" in answer["Content-Disposition"]


@pytest.mark.parametrize("written", ["1 July 2016", "01 july 2016", "1 Jul 2016", "1/7/2016", "2016-07-01"])
def test_day_is_understood_as_people_write_it(office, drawn, written):
    assert office.get(reverse("comment-pdf", kwargs=ADDRESS), {"reply_by": written}).status_code == 200
    assert "Please send your comments by 1 July 2016." in drawn[0]
    word = office.get(reverse("comment-word", kwargs=ADDRESS), {"reply_by": written})
    assert "Please send your comments by 1 July 2016." in WordFile(word.content).text


def test_without_a_day_none_is_asked_for(office, drawn):
    office.get(reverse("comment-pdf", kwargs=ADDRESS), {"reply_by": ""})
    assert "Draft for comment" in drawn[0]
    assert "comments by" not in drawn[0].lower()


@pytest.mark.parametrize("name", ["comment-pdf", "comment-word"])
@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("next week", "Write the day as 1 June 2016 or 1/6/2016."),
        ("31 June 2016", "Write the day as 1 June 2016 or 1/6/2016."),
        ("31 May 2016", "This day is over. Today is 1 June 2016."),
    ],
)
def test_day_that_can_not_be_is_said_beside_its_field(office, drawn, name, written, message):
    answer = office.get(reverse(name, kwargs=ADDRESS), {"reply_by": written})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count(message) == 2, "in the summary at the head, and beside the field"
    assert f'value="{written}"' in page
    assert drawn == []


def test_both_copies_carry_the_numbers_of_the_web_page(office, drawn):
    office.get(reverse("comment-pdf", kwargs=ADDRESS))
    word = WordFile(office.get(reverse("comment-word", kwargs=ADDRESS)).content)
    page = office.get(reverse("preview", kwargs=ADDRESS)).content.decode()
    assert 'id="paragraph-1-1"' in page
    assert '<span class="reference">1.1</span>' in drawn[0]
    assert "1.1\tFirst words." in word.text
