"""Shorter forms of a published report: two pages beside its PDF, a covering paper for each recipient, other readers."""

from datetime import date

import page as validator
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from editions import presenting, verification, withdrawal
from editions.models import Rendition
from membership.models import ReportingPeriod
from membership.roles import Role
from priorities.models import Finding
from publications import in_short, reports, summing
from publications.colophon import has_summary
from publications.compose import compose
from publications.content.base import Control
from publications.content.goals import Progress
from publications.files import pdf
from publications.models import Highlight, MadeFor, Publication, PublicationKind
from publications.passages import things
from publications.sections import placed
from tests import factories as make
from tests import publishing
from tests.pdf_reading import Reading
from tests.word_reading import WordFile

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

ON = date(2016, 6, 1)
BASE = "annual-report/2014-15"
SENTENCE = "High levels of safeguarding children training of professionals and volunteers"


@pytest.fixture
def report(southend):
    """The real board's report as it was started, with a summary of what stands in it."""
    person = make.UserFactory(roles=[Role.MANAGER])
    report = reports.start(reports.to_start(ReportingPeriod.objects.get()), by=person, on=ON)
    section = report.narrative_set.get(place="summary")
    content = compose(report, on=ON)
    make.HighlightFactory(narrative=section, sentence=SENTENCE)
    for figure in list(summing.figures(content))[:4]:
        what, *keys = figure.split(" ")
        assert what == "series"
        line = next(row for row in series() if (row.indicator.key, row.key) == tuple(keys))
        make.HighlightFactory(narrative=section, series=line, sentence="")
    return report


def series():
    return Highlight._meta.get_field("series").related_model.objects.select_related("indicator")


def test_the_report_in_short_fills_two_pages_that_everybody_can_read(report, tmp_path):
    content = compose(report, on=ON)
    made = in_short.make(content, Control(number=1, published_on=ON, check_code="0" * 64), address="https://b.example")
    assert made.pages == 2
    file = tmp_path / "short.pdf"
    file.write_bytes(made.data)
    assert not validator.validate_pdf(str(file), profile="ua1").failures
    words = Reading(made.data).tree.text
    for said in (SENTENCE, "Annual report 2014/15: in short", "more points in the report", "Nothing is said"):
        assert said in words, said
    [(_, section)] = placed(content, {"summary"})
    assert len(section.records.figures) == 4
    for figure in section.records.figures:
        assert f"{figure.figure} {figure.name}" in words


def test_a_goal_of_which_only_figures_are_recorded_shows_the_last_of_each(report):
    content = compose(report, on=ON)
    every, [goals] = summing.figures(content), [each for each, _ in things(content) if isinstance(each, Progress)]
    row = next(each for each in goals.goals if each.goal.code == "D")
    shown = in_short.in_a_row(replace(row, tests=(), figures_in_words=""), in_short.ROOMS[0], every)["figures"]
    assert shown.startswith("10.9% (July 2015): Percentage of children and their families supported")
    bare = replace(row, tests=(), figures_in_words="", indicators=())
    assert in_short.in_a_row(bare, in_short.ROOMS[0], every)["figures"] == "No figure"


def test_a_report_that_is_too_long_for_two_pages_says_so(report, monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html: pdf.Made(data=b"%PDF", pages=3, versions=""))
    with pytest.raises(pdf.PdfFailed, match="Its shortest form has 3 pages"):
        in_short.make(compose(report, on=ON), Control())


@pytest.fixture
def publish(public_root, monkeypatch, django_capture_on_commit_callbacks):
    person = make.UserFactory()
    monkeypatch.setattr(
        pdf, "make", lambda html, **how: pdf.Made(data=f"%PDF {html[-900:]}".encode(), pages=2, versions="")
    )

    def published(publication):
        with django_capture_on_commit_callbacks(execute=True):
            return publishing.publish(publication, by=person, on=ON)

    return published


def test_it_is_offered_wherever_the_pdf_is_if_there_is_a_summary(report, publish, public_root):
    publish(Publication.objects.get(kind=PublicationKind.SITE))
    edition = publish(report)
    assert set(Rendition.objects.filter(edition=edition).values_list("kind", flat=True)) == {"pdf", "large", "summary"}
    tree = public_root / "current"
    page, versions, one = ((tree / BASE / path / "index.html").read_text() for path in ("", "editions", "editions/1"))
    assert f'href="/{BASE}/in-short.pdf"' in page
    assert "In short, as PDF <small>1 KB, 2 pages</small>" in page
    for text in (versions, one):
        assert f'href="/{BASE}/editions/edition-1-in-short.pdf"' in text
    assert "SHA-256 of the PDF in short file" in versions
    for path in ("in-short.pdf", "editions/edition-1-in-short.pdf"):
        assert (tree / BASE / path).read_bytes().startswith(b"%PDF")
    assert verification.verify().findings == ()
    Highlight.objects.all().delete()
    assert not has_summary(compose(report, on=ON))
    again = publish(report)
    assert set(Rendition.objects.filter(edition=again).values_list("kind", flat=True)) == {"pdf", "large"}
    assert "In short, as PDF" not in (tree / BASE / "index.html").read_text()


def test_each_recipient_has_a_covering_paper_that_says_the_same_for_word_and_as_text(report, publish, settings):
    settings.SITE_ADDRESS = "https://board.example"
    make.NarrativeFactory(publication=report, heading="More", before="<p>More.</p>")
    first = publish(report)
    finding = Finding.objects.get(words=SENTENCE)
    finding.words = "Low levels of training"
    finding.save()
    edition = publish(report)
    assert first.number == 1
    leader = make.RecipientFactory(party=make.PartyFactory(words="Leader of the council"))
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.APPROVER]))
    text = client.get(reverse("covering-txt", args=[edition.pk, leader.pk])).content.decode()
    for said in (
        "To present the Annual report 2014/15, version 2, to Leader of the council.",
        "That Leader of the council note the Annual report 2014/15.",
        "Low levels of training",
        "PDF in large print: https://board.example/annual-report/2014-15/large-print.pdf",
        "PDF of two pages, in short: https://board.example/annual-report/2014-15/in-short.pdf",
    ):
        assert said in text.replace("version 2 to", "version 2, to"), said
    answer = client.get(reverse("covering-docx", args=[edition.pk, leader.pk]))
    word = WordFile(answer.content).text
    lines = [line for line in text.splitlines() if line.strip("=- ")]
    assert [line for line in lines if line not in word] == []
    assert client.get(reverse("covering-docx", args=[edition.pk, leader.pk])).content == answer.content
    assert "covering-paper-2014-15-leader-of-the-council.docx" in answer["Content-Disposition"]
    page = client.get(reverse("presented", args=[edition.pk])).content.decode()
    assert reverse("covering-docx", args=[edition.pk, leader.pk]) in page


def test_the_paper_of_a_version_that_was_followed_leads_to_that_very_version(report, publish, public_root):
    publish(Publication.objects.get(kind=PublicationKind.SITE))
    first = publish(report)
    make.NarrativeFactory(publication=report, heading="More", before="<p>More.</p>")
    publish(report)
    first.refresh_from_db()
    said = dict(presenting.covering(first, "https://board.example"))["Where it is"]
    addresses = [line.rpartition("https://board.example")[2] for line in said]
    assert addresses[0] == f"/{BASE}/editions/1/"
    assert sorted(addresses[1:]) == [
        f"/{BASE}/editions/edition-1-in-short.pdf",
        f"/{BASE}/editions/edition-1-large-print.pdf",
        f"/{BASE}/editions/edition-1.pdf",
    ]
    tree = public_root / "current"
    assert all((tree / each.strip("/")).exists() for each in addresses)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Annual report 2014/15", "the Annual report 2014/15"),
        ("Revised Business Plan 2016 to 2019", "the Revised Business Plan 2016 to 2019"),
        ("Our annual report", "Our annual report"),
        ("The report of the year", "The report of the year"),
        ("Keeping safe in 2015", "Keeping safe in 2015"),
    ],
)
def test_a_title_goes_on_in_a_sentence(title, said):
    assert presenting.as_object(title) == said


def test_a_paper_is_for_a_recipient_of_that_kind_and_a_version_that_is_public(report, publish):
    edition = publish(report)
    other = make.RecipientFactory(kind=PublicationKind.BUSINESS_PLAN)
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    assert client.get(reverse("covering-txt", args=[edition.pk, other.pk])).status_code == 404
    draft = make.EditionFactory(publication=report)
    own = make.RecipientFactory()
    assert client.get(reverse("covering-txt", args=[draft.pk, own.pk])).status_code == 404


def test_no_paper_goes_out_with_the_words_of_what_was_taken_down(report, publish):
    edition, leader, manager = publish(report), make.RecipientFactory(), make.UserFactory(roles=[Role.MANAGER])
    client = Client()
    client.force_login(manager)
    page, papers = (
        reverse("presented", args=[edition.pk]),
        [reverse(f"covering-{ending}", args=[edition.pk, leader.pk]) for ending in ("docx", "txt")],
    )
    assert SENTENCE in client.get(page).content.decode()
    withdrawal.take_down(edition, by=manager, reason="It names a child.")
    assert [client.get(paper).status_code for paper in papers] == [404, 404]
    after = client.get(page).content.decode()
    assert SENTENCE not in after
    assert not [paper for paper in papers if paper in after]
    assert "No covering paper is made of it." in after


def test_a_version_for_young_people_leads_to_the_report_and_is_never_taken_for_it(report, publish, public_root):
    young = make.PublicationFactory(
        kind=PublicationKind.ANNUAL_REPORT,
        slug="2014-15-young",
        title="Our year",
        period_as_printed="2014/15",
        starts=report.starts,
        ends=report.ends,
        reporting_period=report.reporting_period,
        made_for=MadeFor.YOUNG_PEOPLE,
        translates=report,
    )
    make.NarrativeFactory(publication=young, heading="What we did", before="<p>We listened to you.</p>")
    publish(Publication.objects.get(kind=PublicationKind.SITE))
    edition = publish(report)
    publish(young)
    tree = public_root / "current" / "annual-report"
    assert ">Young people: Our year 2014/15</a>" in (tree / "2014-15" / "index.html").read_text()
    assert ">For everybody: Annual report 2014/15</a>" in (tree / "2014-15-young" / "index.html").read_text()
    assert (
        "Our year" not in (tree / "index.html").read_text().partition("<main")[2].partition("<h1")[2].split("</h1>")[0]
    )
    assert ("Young people", "/annual-report/2014-15-young/") in list(presenting.other_forms(edition))


def test_a_form_for_the_same_readers_in_the_same_language_is_no_other_form(report):
    twin = make.PublicationFactory.build(
        kind=PublicationKind.ANNUAL_REPORT, slug="twin", title="Twin", translates=report
    )
    with pytest.raises(ValidationError, match="in the same language and for the same readers"):
        twin.full_clean()
    twin.made_for = MadeFor.EASY_READ
    twin.full_clean()
