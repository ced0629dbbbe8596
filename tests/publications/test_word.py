"""The Word copy says what the page says, in Word's own headings, lists and tables, and Word can open it."""

import re
from datetime import date

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit import prose
from publications import narrative, render
from publications import sections as layout
from publications.blocks import Heading, List, Page, Prose
from publications.content import codec
from publications.content.base import Control
from publications.files import word
from tests.original.reading import page_blocks
from tests.publications.test_pdf import CHART, CHECK_CODE, DOCUMENT, DRAFT, MONEY, PAGES, PUBLISHED, WIDE, row
from tests.word_reading import WordFile, faults

pytest_plugins = ["tests.southend"]

NARRATIVE = (
    "<p>We  met\n<strong>three <em>times</em></strong>, see <a href='https://example.org/?a=1&amp;b=2'>our site</a>."
    "<br>Then stopped.</p><h3>After that</h3>"
    "<ol><li>First<ul><li>Inside</li></ul></li><li><p>Second</p><p>Still second</p></li></ol><ol><li>Anew</li></ol>"
    "<script>alert(1)</script><p>a &lt; b &amp; c</p><ul><li>Bullet</li></ul>"
)


def made(*blocks, control=DRAFT, reply_by=None, **page):
    described = {"key": "a", "heading": "A heading", "contents_heading": "A", "label": "Section 1"} | page
    return WordFile(word.make(DOCUMENT, (Page(blocks=blocks, **described),), control, reply_by))


@pytest.fixture(scope="module")
def copy():
    return WordFile(word.make(DOCUMENT, PAGES, DRAFT, date(2016, 7, 1)))


def words(text):
    """Words to compare, whatever stands between them."""
    return re.findall(r"[\w£%&/()'’.,:;–-]+", text)


def table(file, caption):
    parts = list(file.file.iter_inner_content())
    place = next(place for place, part in enumerate(parts) if getattr(part, "text", "") == caption)
    return parts[place + 1]


# The same words


@pytest.mark.parametrize("which", ["content", "report"])
def test_every_word_of_the_page_is_in_the_copy_in_the_same_order(which, request):
    document = request.getfixturevalue(which)
    on_the_page = [replace(page, terms=()) for page in render.on_one_page(document)["pages"]]
    html = render.page("document/_sections.html", {"pages": on_the_page})
    html = re.sub("<svg.*?</svg>", "", html, flags=re.DOTALL)  # a picture in Word
    shown = " ".join(page_blocks(f"<main>{html.replace('Back to contents', '')}</main>"))
    pages = layout.numbered(layout.pages(document))
    copied = WordFile(word.make(document, pages, Control(check_code=codec.digest(codec.write(document)))))
    text = copied.text
    body = text[text.index(f"{pages[0].label}\n{pages[0].heading}") : text.index("Copy for comment", 500)]
    assert words(body) == [said for said in words(shown) if said != "Paragraph"]
    assert list(faults(copied)) == []


@given(st.text(alphabet="<>/phulio3 ab&;\n1"))
def test_taking_a_narrative_apart_loses_no_word_and_adds_none(html):
    there = re.sub(r"<[^>]*>", " ", prose.clean(html)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    found = "".join(passage.words for passage in narrative.narrative_blocks(html))
    assert "".join(found.split()) == "".join(there.split())


# Word's own headings, lists, links and tables


def test_headings_are_headings_of_the_right_level(copy):
    found = [(each.style.name, each.text) for each in copy.paragraphs if each.style.name.startswith("Heading")]
    assert found[:4] == [
        ("Heading 1", "Contents"),
        ("Heading 1", "Section 1\nIntroduction"),
        ("Heading 2", "Background"),
        ("Heading 1", "Section 2\nProgress"),
    ]


def test_sub_heading_of_a_narrative_steps_down_one_level():
    below = made(Heading(text="Part"), Prose(html="<h3>Below</h3>"))
    straight = made(Prose(html="<h3>Below</h3>"))
    assert [each.style.name for each in (*below.paragraphs, *straight.paragraphs) if each.text == "Below"] == [
        "Heading 3",
        "Heading 2",
    ]


def test_narrative_keeps_bold_italics_links_and_lists_and_no_markup():
    file = made(Prose(html=NARRATIVE))
    first = next(each for each in file.paragraphs if each.text.startswith("We met"))
    assert first.text == "We met three times, see our site.\nThen stopped."
    assert [(run.text, run.bold, run.italic) for run in first.runs[:3]] == [
        ("We met ", None, None),
        ("three ", True, None),
        ("times", True, True),
    ]
    [link] = first.hyperlinks
    assert (link.text, link.url) == ("our site", "https://example.org/?a=1&b=2")
    items = {
        each.text: (each._p.pPr.numPr.numId.val, each._p.pPr.numPr.ilvl.val)
        for each in file.styled("List Bullet", "List Number")
    }
    assert [items[text][1] for text in ("First", "Inside", "Second", "Anew", "Bullet")] == [0, 1, 0, 0, 0]
    assert items["First"][0] == items["Second"][0] != items["Anew"][0]
    assert items["Inside"][0] == items["Bullet"][0]
    assert "a < b & c" in file.text
    assert not re.search(r"</?(p|li|strong|em|a|br|script)\b|alert|&amp;|&lt;", file.text)
    assert list(faults(file)) == []


def test_a_list_counts_from_where_it_begins_in_its_own_way_and_goes_on_after_a_list_in_it():
    nested = '<ol start="2" type="i"><li>Inner</li></ol>'
    file = made(Prose(html=f'<ol start="3" type="a"><li>Third{nested}</li><li>Fourth</li></ol>'))
    [root] = [part for name, part in file.parts() if name == "word/numbering.xml"]
    items = {each.text: each._p.pPr.numPr for each in file.styled("List Number")}
    assert items["Third"].numId.val == items["Fourth"].numId.val
    found = []
    for text in ("Third", "Inner"):
        level = items[text].ilvl.val
        number = root.find(f"./{qn('w:num')}[@{qn('w:numId')}='{items[text].numId.val}']")
        kind = number.find(qn("w:abstractNumId")).get(qn("w:val"))
        formats = root.findall(f"./{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{kind}']//{qn('w:numFmt')}")
        begins = number[1 + level].find(qn("w:startOverride")).get(qn("w:val"))
        found.append((level, begins, formats[level].get(qn("w:val"))))
    assert found == [(0, "3", "lowerLetter"), (1, "2", "lowerRoman")]
    assert list(faults(file)) == []


def test_paragraphs_carry_the_numbers_of_the_draft_on_paper():
    pages = layout.numbered((Page(key="a", heading="A", contents_heading="A", label="Section 3", blocks=(
        Prose(html="<p>One</p><h3>Head</h3><p>Two</p><ul><li>a</li></ul>", own_words=True), Prose(html="<p>Ours</p>")
    )),))  # fmt: skip
    file = WordFile(word.make(DOCUMENT, pages, DRAFT))
    assert "3.1\tOne\nHead\n3.2\tTwo\n3.2.1 a\nOurs" in file.text


def test_table_has_repeated_headings_caption_groups_and_figures_to_the_right(copy):
    found = table(copy, "Estimated spending")
    assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert found._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Estimated spending"
    lines = [[cell.text for cell in line.cells] for line in found.rows]
    assert lines == [
        ["Spending", "Estimate"],
        ["Salaries", "Salaries"],
        ["Chair", "£18,000.00"],
        ["Manager", "£34,000.00"],
        ["Meetings", "£1,000.00"],
        ["Total spending", "£53,000.00"],
        ["Left over", "£10.00"],
    ]
    assert len(found.rows[1]._tr.tc_lst) == 1, "the heading of a group is one cell over the whole row"
    assert {line.cells[1].paragraphs[0].alignment for line in found.rows[2:]} == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert found.rows[5].cells[0].paragraphs[0].runs[0].bold
    assert not found.rows[4].cells[0].paragraphs[0].runs[0].bold


def test_bullets_in_a_cell_are_bullets(copy):
    cell = table(copy, "Progress so far").rows[1].cells[4]
    assert [(each.text, each._p.pPr.numPr is not None) for each in cell.paragraphs] == [
        ("Asked", True),
        ("Answered", True),
    ]


def test_wide_table_lies_on_landscape_pages_with_its_heading(copy):
    shapes = [section.page_width > section.page_height for section in copy.file.sections]
    assert shapes == [False, True, False]
    before = copy.text.index("Section 2\nProgress")
    assert before < copy.text.index("Progress so far")
    broken = [
        paragraph.text
        for paragraph in copy.file.paragraphs
        if paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:sectPr")) is not None
    ]
    assert broken == ["", ""]


def test_structure_is_a_list_in_which_groups_stand_below_their_board():
    file = made(CHART)
    levels = [(each._p.pPr.numPr.ilvl.val, each.text) for each in file.styled("List Bullet")]
    assert levels[0] == (0, "Overarching Board")
    assert levels[-2:] == [(1, "Executive"), (2, "Task Group <1>")]
    assert CHART.caption in [each.text for each in file.styled("Caption")]


def test_ordered_list_begins_with_one_each_time():
    file = made(*[List(ordered=True, items=(row("One"), row("Two\n\n- inside")))] * 2)
    numbers = [each._p.pPr.numPr.numId.val for each in file.styled("List Number") if each.text == "One"]
    assert len(set(numbers)) == 2


def test_word_can_open_it(copy):
    assert list(faults(copy)) == []


def test_what_word_can_not_open_is_found():
    file = made(MONEY)
    file.file.element.body.tbl_lst[0].tblPr.insert(0, file.file.element.body.tbl_lst[0].tblPr[-1])
    file.zip = rezipped(file)
    assert any("tblPr" in fault for fault in faults(file))


def rezipped(file):
    from io import BytesIO
    from zipfile import ZipFile

    changed = BytesIO()
    file.file.save(changed)
    return ZipFile(changed)


# What kind of copy it is


def test_each_page_says_that_it_is_a_copy_with_its_check_code(copy):
    for section in copy.file.sections:
        head = " ".join(each.text for each in section.header.paragraphs)
        foot = " ".join(each.text for each in section.footer.paragraphs)
        assert head == "Copy for comment, not the plan. Draft. Check code 3fa9-4b7c"
        assert foot == "Anytown Board: Business Plan 2016 – 2019. Comments by 1 July 2016. Page 1 of 1"
    assert "Please send your comments by 1 July 2016." in copy.text
    assert CHECK_CODE in copy.text


def test_without_a_day_the_foot_asks_for_no_comments():
    (section,) = made().file.sections
    assert section.footer.paragraphs[0].text == "Anytown Board: Business Plan 2016 – 2019. Page 1 of 1"


def test_report_is_called_a_report_and_an_unknown_kind_a_document():
    assert word.notice(replace(DOCUMENT, kind="annual-report")) == "Copy for comment, not the report"
    assert word.notice(replace(DOCUMENT, kind="threshold-guide")) == "Copy for comment, not the document"


def test_it_says_its_title_and_language_and_names_no_person_and_no_moment(copy):
    core = copy.file.core_properties
    assert core.title == "Business Plan 2016 – 2019, Anytown Safeguarding Children Board"
    assert (core.author, core.last_modified_by) == ("Anytown Safeguarding Children Board", "")
    assert core.language == "en-GB"
    assert core.created is None
    assert made(MONEY, control=PUBLISHED).file.core_properties.created.date() == date(2016, 4, 11)
    styles = dict(copy.parts())["word/styles.xml"]
    assert {language.get(qn("w:val")) for language in styles.iter(qn("w:lang"))} == {"en-GB"}
    assert {entry.date_time[0] for entry in copy.zip.infolist()} == {1980}
    assert {name.split("/")[0] for name in copy.zip.namelist()} == {"[Content_Types].xml", "_rels", "docProps", "word"}


def test_the_same_content_gives_the_same_bytes():
    assert word.make(DOCUMENT, PAGES, DRAFT) == word.make(DOCUMENT, PAGES, DRAFT)
    assert word.make(DOCUMENT, PAGES, DRAFT) != word.make(DOCUMENT, PAGES, PUBLISHED)


def test_signs_that_the_format_can_not_hold_are_left_out():
    file = made(replace(WIDE, caption="A\x0bB\x00 \ufffe"), Prose(html="<p>x\x08y 😀</p>"), heading="H\x1f")
    assert "AB " in file.text
    assert "xy 😀" in file.text
