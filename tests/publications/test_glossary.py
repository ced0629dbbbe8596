"""Terms of the field: kept by the manager, explained in a document that uses them, linked where they stand first."""

import re
from datetime import date
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publications import checks, render, terms
from publications import sections as layout
from publications.compose import compose
from publications.compose.left_out import left_out
from publications.content import codec
from publications.content.base import Control
from publications.models import Narrative, Term
from publications.passages import passages
from tests import factories as make

ON = date(2016, 6, 1)
# The meanings that stand behind a section.
MEANT = re.compile('<aside class="meanings".*?</aside>', re.DOTALL)
MEANINGS = {"CSE": "Child sexual exploitation", "C&YP": "Children", "early help": "Help", "FGM": "A crime"}


@pytest.fixture
def report(db):
    """A document with two sections of own words and a glossary."""
    make.BoardFactory()
    publication = make.PublicationFactory(slug="2016")
    make.NarrativeFactory(publication=publication, heading="First", before="<p>CSE and CSE again, C&amp;YP too.</p>")
    make.NarrativeFactory(publication=publication, heading="Second", before="<h3>CSE</h3><p>Of CSE. Early help.</p>")
    make.NarrativeFactory(publication=publication, heading="Glossary", key="glossary", place="glossary", position=9)
    for term, meaning in {
        "CSE": "Child sexual exploitation",
        "C&YP": "Children",
        "early help": "Help",
        "FGM": "A crime",
    }.items():
        make.TermFactory(term=term, meaning=meaning)
    return publication


def test_only_terms_that_the_document_uses_are_in_its_glossary(report):
    assert [term.term for term in terms.glossary_of(compose(report, on=ON))] == ["C&YP", "CSE", "early help"]


def test_a_term_that_only_the_glossary_uses_is_not_used(report):
    make.TermFactory(term="exploitation", meaning="Somebody takes advantage")
    assert "exploitation" not in [term.term for term in terms.glossary_of(compose(report, on=ON))]


def test_a_document_without_a_section_for_them_ends_with_the_terms_it_uses(report):
    Narrative.objects.get(key="glossary").delete()
    content = compose(report, on=ON)
    assert [term.term for term in content.terms] == ["C&YP", "CSE", "early help"]
    page = layout.pages(content)[-1]
    assert (page.key, page.heading) == ("terms-used-here", "Terms used in this document")
    assert [row.cells[0] for row in page.blocks[0].groups[0].rows] == ["C&YP", "CSE", "early help"]
    html = render.page("document/_sections.html", render.on_one_page(content))
    assert 'href="#terms-used-here-cse"' in html
    assert "Child sexual exploitation" in render.paper(content, Control())
    [told] = [each for each in passages(content) if each.words == "Child sexual exploitation"]
    assert (told.place.words, told.place.anchor) == ("CSE", "terms-used-here-cse")
    checks.run(content, today=ON, left_out=left_out(report, content, on=ON))


@pytest.mark.parametrize("why", ["left out on purpose", "an everyday page", "a translation"])
def test_a_document_that_is_to_have_no_glossary_asks_for_no_terms(report, why):
    if why == "left out on purpose":
        Narrative.objects.filter(key="glossary").update(included=False)
    else:
        Narrative.objects.get(key="glossary").delete()
        report.kind = "forward-plan" if why == "an everyday page" else report.kind
        report.language = "cy" if why == "a translation" else ""
    with CaptureQueriesContext(connection) as queries:
        content = compose(report, on=ON)
    assert not any("publications_term" in query["sql"] for query in queries)
    assert terms.glossary_of(content) == ()
    assert 'class="term"' not in render.page("document/_sections.html", render.on_one_page(content))


def test_the_glossary_is_a_table_with_anchors(report):
    [page] = [page for page in layout.pages(compose(report, on=ON)) if page.key == "glossary"]
    [table] = page.blocks
    rows = [(row.anchor, *row.cells) for row in table.groups[0].rows]
    assert ("glossary-cse", "CSE", "Child sexual exploitation") in rows


def test_a_term_is_linked_where_each_section_uses_it_first(report):
    content = compose(report, on=ON)
    html = render.page("document/_sections.html", render.on_one_page(content))
    first, second, glossary = re.findall(r'<section class="section".*?</section>', html, re.S)
    assert first.count('href="#glossary-cse"') == second.count('href="#glossary-cse"') == 1
    [name] = re.findall('popovertarget="([^"]*)">CSE</button> and CSE', first)
    meaning = re.search(f'<div popover id="{name}">.*?</div>', first).group()
    assert "<b>CSE</b>: Child sexual exploitation" in meaning
    assert ">C&amp;YP</button>" in first
    assert ">Early help</button>" in second
    names = re.findall('popover id="([^"]*)"', html)
    assert len(names) == len({*names})
    assert "<h3>CSE</h3>" in second
    assert 'class="term"' not in glossary


def test_a_section_on_a_page_of_its_own_leads_to_the_page_of_the_glossary(report):
    content = compose(report, on=ON)
    page = layout.pages(content)[0]
    context = {"document": content, "page": page, "control": Control(number=1), "site": None}
    html = render.page("public/section.html", context)
    assert f'href="/{report.kind}/2016/glossary/#glossary-cse"' in html


def test_paper_leads_to_the_glossary_where_a_term_stands_first(report):
    html = render.paper(compose(report, on=ON), Control())
    assert "Terms used in this document" in html
    for section in html.split("</section>"):
        assert section.count('class="term" href="#glossary-cse"') <= 1
    assert 'class="term" href="#glossary-cse"' in html
    assert 'id="glossary-cse"' in html


def test_no_word_is_altered(report):
    pages = render.on_one_page(compose(report, on=ON))["pages"]
    linked = render.page("document/_sections.html", {"pages": pages})
    plain = render.page("document/_sections.html", {"pages": [replace(page, terms=()) for page in pages]})
    assert linked != plain
    read, read_plain = (re.sub(r"<[^>]*>", "", html).split() for html in (MEANT.sub("", linked), plain))
    assert read == read_plain


def test_it_is_kept_as_it_is_and_older_texts_are_read_as_before(report):
    content = compose(report, on=ON)
    text = codec.write(content)
    assert '"type":"glossary"' in text
    assert codec.read(text, codec.SCHEMA) == content
    before = text.replace(re.search(r'"records":(\{"terms".*?"type":"glossary"\})', text)[1], "null")
    assert codec.read(before, 1).sections[-1].records is None


@pytest.mark.parametrize(
    ("words", "term", "used"),
    [
        ("the CSE group", "CSE", True),
        ("MCSEL", "CSE", False),
        ("the cse group", "CSE", False),
        ("Key PIs", "PI", True),
        ("Looked after\nchildren", "looked after children", True),
        ("early helper", "early help", False),
        ("R&D and C&YP", "C&YP", True),
        ("pre-CSE", "CSE", False),
    ],
)
def test_a_term_is_used_as_a_whole_word(words, term, used):
    assert terms.uses(words, term) is used


def opened(html, known):
    return terms.opened(html, known, "here")


def explained(term):
    return (terms.Explained(term=term, meaning="It means", page="glossary", anchor="glossary-x"),)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/">CSE</a>',
        "<h2>CSE</h2>",
        "<caption>CSE</caption>",
        "<thead><tr><th>CSE</th></tr></thead>",
        '<p title="CSE">-</p>',
    ],
)
def test_nothing_is_linked_where_a_link_would_be_in_the_way(html):
    assert opened(html, explained("CSE")) == html


def test_after_what_is_left_alone_links_are_made_again():
    assert opened("<h2>CSE</h2><p>CSE</p>", explained("CSE")).count(">CSE</button>") == 1


def test_the_longer_of_two_terms_is_meant():
    both = (*explained("child protection"), *explained("child protection plan"))
    assert ">child protection plan</button>" in opened("<p>a child protection plan</p>", both)


def test_a_meaning_is_no_markup():
    [term] = explained("CSE")
    hostile = type(term)(term="CSE", meaning='"><script>', page="glossary", anchor="x")
    assert "<script>" not in opened("<p>CSE</p>", [hostile])


@given(words=st.text(alphabet="CSE &;<>/apq"), term=st.sampled_from(["CSE", "C&S", "sea"]))
def test_without_its_tags_any_text_stays_as_it_was(words, term):
    html = f"<p>{escape(words)}</p>"
    assert re.sub(r"</?button\b[^>]*>", "", MEANT.sub("", opened(html, explained(term)))) == html


def test_terms_are_rows_of_the_board(db):
    term = make.TermFactory(term="Early help")
    assert term.key == "early-help"
    assert Term.history.count() == 1
