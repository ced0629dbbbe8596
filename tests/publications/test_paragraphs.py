"""Paragraphs can be quoted by number, and the number says the same to everybody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import prose
from publications import render
from publications import sections as layout
from publications.blocks import Heading, Page, Prose
from publications.content.base import Control

pytest_plugins = ["tests.southend"]


def page(*blocks, label="Section 3", key="plan"):
    return Page(key=key, heading="Plan", contents_heading="Plan", label=label, blocks=blocks)


def own(html):
    return Prose(html=html, own_words=True)


def numbers(*pages):
    return [
        (paragraph.number, paragraph.html)
        for page in layout.numbered(pages)
        for block in page.blocks
        if isinstance(block, Prose)
        for paragraph in block.paragraphs
    ]


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
    found = re.findall(r'<div class="paragraph" id="([^"]+)"><a class="reference" href="#([^"]+)">', whole_page)
    assert len(found) > 5
    assert all(anchor == target for anchor, target in found)
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


def test_a_draft_on_paper_is_numbered_and_what_is_published_is_not(content):
    assert "paragraph-1-1" in render.paper(content, Control())
    assert "paragraph-1-1" not in render.paper(content, Control(number=1))
