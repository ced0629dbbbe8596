"""Paragraphs can be quoted by number, and the number says the same to everybody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import prose
from publications import render
from publications import sections as layout
from publications.blocks import Heading, List, Page, Prose, Table, TableRow
from publications.content.base import Control

pytest_plugins = ["tests.southend"]


def page(*blocks, label="Section 3", key="plan"):
    return Page(key=key, heading="Plan", contents_heading="Plan", label=label, blocks=blocks)


def own(html):
    return Prose(html=html, own_words=True)


def numbers(*pages):
    return [
        (paragraph.quoted.number if paragraph.quoted else "", paragraph.html)
        for page in layout.numbered(pages)
        for block in page.blocks
        if isinstance(block, Prose)
        for paragraph in block.paragraphs
    ]


def bullets(*pages):
    """The numbers of all bullets, in narratives and in lists of statements."""
    found = []
    for block in (block for page in layout.numbered(pages) for block in page.blocks):
        if isinstance(block, Prose):
            found += [quoted.number for paragraph in block.paragraphs for quoted in paragraph.bullets]
        elif isinstance(block, List):
            found += [item.quoted.number for item in block.items if item.quoted]
    return found


def statements(count, **kind):
    return List(items=tuple(TableRow(cells=(f"Statement {n}",)) for n in range(count)), **kind)


def table(key):
    return Table(key=key, caption=key, columns=(), groups=())


def test_paragraphs_are_counted_through_a_section_whatever_stands_between():
    counted = numbers(page(own("<p>One</p><h3>Heading</h3><p>Two</p>"), Heading(text="Inside"), own("<p>Three</p>")))
    assert counted == [("3.1", "<p>One</p>"), ("", "<h3>Heading</h3>"), ("3.2", "<p>Two</p>"), ("3.3", "<p>Three</p>")]


def test_a_list_belongs_to_the_paragraph_before_it():
    assert numbers(page(own("<p>Namely:</p><ul><li>a</li></ul><p>Then</p>"))) == [
        ("3.1", "<p>Namely:</p><ul><li>a</li></ul>"),
        ("3.2", "<p>Then</p>"),
    ]


def test_a_list_without_words_before_it_has_a_number_of_its_own():
    assert numbers(page(own("<h3>Heading</h3><ul><li>a</li></ul>")))[1] == ("3.1", "<ul><li>a</li></ul>")


def test_the_words_of_the_program_are_not_numbered():
    assert numbers(page(Prose(html="<p>How to read the table</p>"), own("<p>Ours</p>"))) == [("3.1", "<p>Ours</p>")]


BULLETS = "<ul><li>a<ul><li>inner</li></ul></li><li><p>b</p><p>more</p></li></ul>"


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([own(f"<p>Namely:</p>{BULLETS}<p>Then</p>{BULLETS}")], ["3.1.1", "3.1.2", "3.2.1", "3.2.2"]),
        (
            [own(f"<p>Namely:</p>{BULLETS}"), statements(2), Heading(text="A"), statements(1)],
            [f"3.1.{n}" for n in range(1, 6)],
        ),
        ([statements(2), Heading(text="A"), statements(1)], ["3.1", "3.2", "3.3"]),
        # A paragraph's number never moves: what stands before the first is counted from nought.
        ([statements(2), own("<p>Then</p>"), statements(1)], ["3.0.1", "3.0.2", "3.1.1"]),
        (
            [own("<p>In order:</p><ol><li>a</li><li>b<ul><li>inner</li></ul></li></ol>"), statements(1, ordered=True)],
            [],
        ),
        ([Prose(html=f"<p>The program's own</p>{BULLETS}")], []),
    ],
)
def test_bullets_go_on_from_their_paragraph(blocks, found):
    assert bullets(page(*blocks)) == found


def test_tables_are_counted_through_the_document():
    pages = layout.numbered((page(table("a"), own("<p>a</p>"), table("b")), page(table("c"), label="Section 4")))
    tables = [block for each in pages for block in each.blocks if isinstance(block, Table)]
    assert [each.called for each in tables] == ["Table 1: a", "Table 2: b", "Table 3: c"]


@given(
    st.lists(
        st.sampled_from([own("<p>a</p>"), own(f"<p>a</p>{BULLETS}"), statements(2), Heading(text="H")]), max_size=7
    )
)
def test_no_two_things_are_quoted_by_one_number(blocks):
    found = [number for number, _ in numbers(page(*blocks)) if number] + bullets(page(*blocks))
    assert len(found) == len(set(found))
    # What is counted between two paragraphs moves no number of a paragraph.
    alone = [block for block in blocks if isinstance(block, Prose)]
    assert numbers(page(*blocks)) == numbers(page(*alone))


def test_an_appendix_is_told_from_a_section():
    found = numbers(page(own("<p>a</p>"), label="Section 1"), page(own("<p>b</p>"), label="Appendix 1"))
    assert [number for number, _ in found] == ["1.1", "A1.1"]


@pytest.mark.parametrize("labels", [("", ""), ("Section 1", "Section 1"), ("Section 1", "Part one")])
def test_sections_that_their_labels_do_not_tell_apart_are_counted(labels):
    assert layout.paragraphs.section_numbers([page(label=label) for label in labels]) == ["1", "2"]


@given(st.text(alphabet="<>/phulio3 ab&;\n"))
def test_taking_a_narrative_apart_loses_no_word(html):
    def words(html):
        return re.sub(r"<[^>]*>|\s|&nbsp;", "", html)

    assert words("".join(piece for _, piece in prose.pieces(html))) == words(prose.clean(html))


def test_every_anchor_of_the_real_plan_stands_once_and_each_number_leads_to_it(whole_page):
    found = re.findall(r'<div class="paragraph" id="([^"]+)">\s*<a class="reference" href="#([^"]+)">', whole_page)
    of_bullets = re.findall(r'<li[^>]*>\s*<a class="reference" id="([^"]+)" href="#([^"]+)">', whole_page)
    assert len(found) > 5
    assert len(of_bullets) > 20
    assert all(anchor == target for anchor, target in (*found, *of_bullets))
    identifiers = re.findall(r' id="([^"]+)"', whole_page)
    assert len(identifiers) == len(set(identifiers))


def test_a_number_is_the_same_on_the_page_of_the_section_and_on_the_whole_page(published, whole_page):
    def numbered(html):
        return re.findall(r'id="(paragraph-[^"]+)".*?</a><p>([^<]*)', html)

    of_sections = [
        found
        for path, data in published.items()
        if re.fullmatch(r"business-plan/2016-2019/(?!whole/)[^/]+/index.html", path)
        for found in numbered(data.decode())
    ]
    assert sorted(of_sections) == sorted(numbered(whole_page))


def test_paper_has_the_numbers_of_the_web_and_no_link_to_them(content, whole_page):
    def shown(html):
        paragraphs = re.findall(r'class="reference"[^>]*>(?:<span class="hidden">Paragraph </span>)?([A\d.]+)<', html)
        return paragraphs, re.findall(r"<(?:caption|h\d class=\"caption\")[^>]*>(Table \d+)", html)

    for control in (Control(), Control(number=1)):
        html = render.paper(content, control)
        assert shown(html) == shown(whole_page)
        assert "paragraph-1-1" not in html
    assert "2.1.12" in shown(html)[0]
    assert shown(html)[1][-1] == "Table 11"
