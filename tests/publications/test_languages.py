"""A document in another language: it says so to browser, screen reader and Word, and leads to the one it goes with."""

import io
import re
from datetime import date

import docx
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from editions import pages
from editions.downloads import PublishedVersion
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import checker, pdf, word
from publications.models import Publication, PublicationKind
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)
CONTROL = Control(number=1, published_on=ON, check_code="0" * 64)


@pytest.fixture
def documents():
    """A plan in English, and the same in Welsh."""
    make.BoardFactory()
    plan = make.PlanFactory()
    make.GoalFactory(plan=plan, title="Diogelu plant")
    shared = {"starts": date(2026, 4, 1), "ends": date(2029, 3, 31), "plan": plan}
    english = make.PublicationFactory(title="Annual plan", slug="2026", **shared)
    welsh = make.PublicationFactory(
        title="Cynllun blynyddol", slug="2026-cy", language="cy", translates=english, **shared
    )
    for publication, words in ((english, "What we want"), (welsh, "Ein nodau")):
        make.NarrativeFactory(publication=publication, heading=words, before=f"<p>{words}.</p>", place="goals")
    return [compose(publication, on=ON) for publication in (english, welsh)]


def published(contents):
    versions = [
        PublishedVersion(content=content, text=codec.write(content), control=CONTROL, pdf=b"%PDF", pdf_pages=1)
        for content in contents
    ]
    site = compose(Publication(kind=PublicationKind.SITE), on=ON)
    return {path: data.decode() for path, data in pages.files(site, versions, ON) if path.endswith(".html")}


def test_each_leads_to_the_other_and_the_one_in_english_stands_for_its_kind(documents):
    made = published(documents)
    english, welsh = made["business-plan/2026/index.html"], made["business-plan/2026-cy/index.html"]
    assert 'href="/business-plan/2026-cy/" lang="cy" hreflang="cy">Cymraeg: Cynllun blynyddol' in english
    assert 'href="/business-plan/2026/" lang="en-GB" hreflang="en-GB">English: Annual plan' in welsh
    assert '<h1 lang="cy">Cynllun blynyddol' in welsh
    assert '<html lang="en-GB">' in welsh
    assert ' lang="cy"' not in english.replace('lang="cy" hreflang', "")
    assert "Annual plan" in made["business-plan/index.html"]
    # Each alone says nothing of the other.
    assert "hreflang" not in "".join(published(documents[:1]).values())
    assert "Cynllun blynyddol" in published(documents[1:])["business-plan/index.html"]


def test_what_the_program_says_in_it_is_marked_as_english(documents):
    made = published(documents)
    page = made["business-plan/2026-cy/ein-nodau/index.html"]
    assert '<div class="body" lang="cy">' in page
    assert re.search(r'<h2 [^>]*lang="en-GB">Table 1: Priorities and their projected outcomes</h2>', page)
    assert re.search(r'<p class="file" lang="en-GB"><a [^>]*>Download this table<', page)
    assert '<div class="prose" lang="en-GB"><p>How to read the table' in page
    assert re.search(r'<div class="prose">\s*<div class="paragraph"[^>]*>\s*<a .*</a>\s*<p>Ein nodau.</p>', page)
    assert 'lang="en-GB">Prior' not in made["business-plan/2026/what-we-want/index.html"]


def languages(data):
    """The language of the file, and of each structure element that says one, with what sort of element it is."""
    with pikepdf.open(io.BytesIO(data)) as file:

        def below(element):
            if isinstance(element, pikepdf.Array):
                for kid in element:
                    yield from below(kid)
            elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
                if "/Lang" in element:
                    yield str(element.S), str(element.Lang)
                yield from below(element.get("/K", pikepdf.Array()))

        return str(file.Root.Lang), list(below(file.Root.StructTreeRoot.K))


def test_the_pdf_says_its_language_and_that_of_what_is_in_another(documents):
    english, welsh = (pdf.make(render.paper(content, CONTROL)).data for content in documents)
    assert languages(english) == ("en-GB", [])
    whole, marked = languages(welsh)
    assert whole == "cy"
    assert {lang for _, lang in marked} == {"en-GB"}
    # The heading of the contents, the caption of the table and its heads, the words that explain, the control block.
    assert {"/H2", "/Caption", "/THead", "/Div", "/Sect"} <= {sort for sort, _ in marked}
    assert list(checker.check(welsh)) == []


def test_the_copy_for_word_is_in_its_language(documents):
    for content, language in zip(documents, ("en-GB", "cy"), strict=True):
        file = docx.Document(io.BytesIO(word.make(content, layout.pages(content), Control())))
        assert file.core_properties.language == language
        assert f'w:lang w:val="{language}"' in file.styles.element.xml


def test_a_document_says_another_of_its_kind_in_another_language():
    english = make.PublicationFactory(slug="2026")
    for wrong in ({"language": ""}, {"kind": PublicationKind.ANNUAL_REPORT, "language": "cy"}):
        other = make.PublicationFactory.build(slug="other", translates=english, **wrong)
        with pytest.raises(ValidationError, match="of another kind, or in the same language"):
            other.full_clean()
