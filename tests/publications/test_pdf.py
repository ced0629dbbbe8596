"""The PDF of a document: what it says, how its pages fall, and that nothing gets into it or out of its process."""

import http.server
import subprocess
import sys
import tempfile
import threading
from datetime import date

import page as validator
import pytest
from msgspec.structs import replace

from kit import apart
from publications import render
from publications import sections as layout
from publications.blocks import Heading, List, Node, Page, Prose, Table, TableColumn, TableGroup, TableRow, Tree
from publications.colophon import colophon
from publications.content.base import BoardName, Control, Period
from publications.content.document import Document
from publications.content.site import Contact
from publications.files import checker, pdf
from publications.files.pdf import Limits, PdfFailed
from publications.measures import LARGE, is_short, laid
from tests.kept import make_anew
from tests.pdf_reading import Reading
from tests.publications.test_statements import EMPTY
from tests.refusing import problems

CHECK_CODE = "3fa94b7c" + "0" * 56
PUBLISHED = Control(
    number=2, published_on=date(2016, 4, 11), decision="Approved by the Board, minute 7", check_code=CHECK_CODE
)
DRAFT = Control(check_code=CHECK_CODE)
DOCUMENT = Document(
    kind="business-plan",
    slug="2016-2019",
    board=BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown Board", abbreviation="ASCB"),
    title="Business Plan",
    period=Period(words="2016 – 2019"),
    cover_note="",
    sections=(),
)


def row(*cells):
    return TableRow(cells=cells)


def filler(words):
    return Prose(html=f"<p>{'word ' * words}</p>")


WIDE = Table(
    key="progress",
    caption="Progress so far",
    wide=True,
    row_header=1,
    columns=(
        TableColumn(heading="Ref", holds="code", width=5),
        TableColumn(heading="Priority", width=20),
        TableColumn(heading="Outcome", width=25),
        TableColumn(heading="Quantity", width=25),
        TableColumn(heading="Quality", width=25),
    ),
    groups=(
        TableGroup(
            rows=tuple(
                row(
                    code,
                    f"Priority {code}: children are seen, heard and helped early, wherever they live",
                    "Fewer children harmed " * 12,
                    f"32%\n\n45% of those who were asked a year before{', and of their families' * 3}",
                    "- Asked\n- Answered",
                )
                for code in "ABCDEFGHIJ"
            )
        ),
    ),
)
MONEY = Table(
    key="budget",
    caption="Estimated spending",
    columns=(TableColumn(heading="Spending", width=75), TableColumn(heading="Estimate", holds="figure", width=25)),
    groups=(
        TableGroup(heading="Salaries", rows=(row("Chair", "£18,000.00"), row("Manager", "£34,000.00"))),
        TableGroup(rows=(row("Meetings", "£1,000.00"),)),
    ),
    totals=(row("Total spending", "£53,000.00"), row("Left over", "£10.00")),
)
MEMBERS = Table(
    key="members",
    caption="Members of the Board",
    columns=(TableColumn(heading="Role", width=50), TableColumn(heading="Organisation", width=50)),
    groups=(TableGroup(rows=tuple(row(f"Role {n}", f"Organisation {n}") for n in range(70))),),
)
LONG_WORDS = Table(
    key="objectives",
    caption="Objectives",
    columns=(TableColumn(heading="Objective", width=50), TableColumn(heading="Outcome", width=50)),
    groups=(TableGroup(rows=tuple(row(f"Objective {n}", "Children are safer and say so " * 14) for n in range(12))),),
)
CHART = Tree(
    caption="The Board and the groups below it",
    root=Node(
        text="Overarching Board",
        children=(
            *(Node(text=f"Group & Panel {n}") for n in range(1, 7)),
            Node(text="Executive", children=(Node(text="Task Group <1>"),)),
        ),
    ),
)
PAGES = (
    Page(
        key="introduction",
        heading="Introduction",
        contents_heading="Introduction",
        label="Section 1",
        blocks=(
            Heading(text="Background", anchor="background"),
            Prose(
                html='<p>See <a href="https://example.org/">our website</a>, <strong>open</strong> <em>daily</em>.</p>'
            ),
            List(items=(row("First success ✓"), row("Second success → more"))),
            filler(300),
        ),
    ),
    Page(
        key="progress",
        heading="Progress",
        contents_heading="Progress against the plan",
        label="Section 2",
        blocks=(
            Prose(html="<p>The achievements are as follows:</p>"),
            WIDE,
            replace(MONEY, caption="Figures behind it"),
            Heading(text="Successes", anchor="successes"),
            filler(30),
        ),
    ),
    Page(
        key="finance",
        heading="Finance",
        contents_heading="Finance",
        label="Section 3",
        blocks=(filler(90), MONEY, Heading(text="Objectives of the Board", anchor="objectives"), LONG_WORDS),
    ),
    Page(
        key="structure",
        heading="Structure",
        contents_heading="Structure",
        label="Appendix 1",
        blocks=(CHART, Heading(text="Membership", anchor="membership"), MEMBERS),
    ),
)


def paper(pages=PAGES, control=PUBLISHED, notice="", document=DOCUMENT, **about):
    """The HTML of these pages; `about` is what the last page says besides (`colophon`)."""
    printed = tuple(map(layout.for_paper, pages))
    words = {"document": document, "pages": printed, "control": control, "notice": notice, "large": False}
    return render.page("print.html", words | {"colophon": colophon(document, **about)})


@pytest.fixture(scope="module")
def plan():
    return pdf.make(paper())


@pytest.fixture(scope="module")
def reading(plan):
    return Reading(plan.data)


@pytest.fixture(scope="module")
def draft():
    return pdf.make(paper(PAGES[:1], DRAFT, "For demonstration only."))


# What it says


def test_published_and_draft_pass_every_rule_of_pdf_ua(plan, draft):
    for made in (plan, draft):
        report = validator.validate_pdf_bytes(made.data, profile="ua1")
        assert report.failures == []
        assert report.is_compliant


def test_stylesheet_and_page_give_no_cause_for_remarks(plan):
    assert plan.remarks == ()


def test_remarks_are_kept():
    remarks = pdf.make('<html lang="en"><title>T</title><style>p { no-such-property: 1 }</style><p>x').remarks
    assert any("no-such-property" in remark for remark in remarks)


def test_only_our_typeface_is_in_the_file(reading):
    assert reading.fonts == {"Source-Sans-3,", "Source-Sans-3-Semi-Bold", "Source-Sans-3-Italic"}


def test_sign_without_a_drawing_is_refused():
    """An emoji, and a letter that other typefaces of this machine may well have."""
    signs = {"✋": "270B", "א": "05D0"}
    said = problems(
        paper((Page(key="a", heading=f"A {sign}", contents_heading="A", label="", blocks=()),)) for sign in signs
    )
    for (sign, code), words in zip(signs.items(), said, strict=True):
        assert f"no sign for {sign} (U+{code})" in words


def test_every_word_is_announced_in_order(reading):
    (main,) = reading.every("Part")
    headings = [heading.text for heading in main.find("H2", "H3")]
    assert headings == [
        "Section 1 Introduction",
        "Background",
        "Section 2 Progress",
        "Successes",
        "Section 3 Finance",
        "Objectives of the Board",
        "Appendix 1 Structure",
        "Membership",
        "About this document",
        "Is this copy genuine, and the latest?",
        "Large print and other formats",
        "Worried about a child?",
    ]
    first = main.children[0]
    assert first.text.startswith(
        "Section 1 Introduction Background See our website , open daily . • First success ✓ • Second success → more"
    )


def test_contents_name_the_page_each_section_is_on(reading):
    links = [item.children[0].text for item in reading.every("TOC")[0].children]
    pages = [min(heading.pages) for heading in reading.every("H2")[1:]]
    names = [
        "Section 1 Introduction",
        "Section 2 Progress against the plan",
        "Section 3 Finance",
        "Appendix 1 Structure",
        "About this document",
    ]
    assert links == [f"{name} {number}" for name, number in zip(names, pages, strict=True)]
    assert sorted(set(pages)) == pages


def test_links_are_announced_by_their_words(reading):
    assert [str(link.Contents) for link in reading.links] == [
        "Section 1 Introduction",
        "Background",
        "Section 2 Progress against the plan",
        "Successes",
        "Section 3 Finance",
        "Objectives of the Board",
        "Appendix 1 Structure",
        "Membership",
        "About this document",
        "our website",
        "999",
    ]


def test_headings_are_bookmarks(reading):
    with reading.file.open_outline() as outline:
        marks = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert marks[1:3] == [
        ("Section 1 Introduction", ["Background"]),
        ("Section 2 Progress", ["Successes"]),
    ]


def test_cells_name_their_headers_in_a_table_with_groups_and_totals(reading):
    table = reading.table("Estimated spending")
    headers = {cell.text: reading.header_texts(cell) for cell in table.find("TD")}
    assert headers["£34,000.00"] == ["Manager", "Estimate"]
    assert headers["£1,000.00"] == ["Meetings", "Estimate"]
    assert headers["£53,000.00"] == ["Total spending", "Estimate"]


def test_chart_names_every_body_in_words(reading):
    assert reading.only("Figure").alternative == (
        "Structure: Overarching Board, with seven groups below it: Group & Panel 1; Group & Panel 2; Group & Panel 3; "
        "Group & Panel 4; Group & Panel 5; Group & Panel 6; Executive. "
        "Executive, with one group below it: Task Group <1>."
    )


def test_published_document_says_version_day_and_decision(reading):
    cover = " ".join(child.text for child in reading.tree.children if 1 in child.pages)
    assert "Anytown Safeguarding Children Board Business Plan 2016 – 2019" in cover
    assert "Version 2, published 11 April 2016 Approved by the Board, minute 7 Check code 3fa9-4b7c" in cover
    assert "Draft" not in cover + reading.artifacts[2]
    assert str(reading.file.docinfo.CreationDate).startswith("D:20160411")


def test_draft_says_so_on_every_page(draft):
    reading = Reading(draft.data)
    assert "Draft Not yet approved by the Board. Check code 3fa9-4b7c For demonstration only." in reading.tree.text
    assert len(reading.artifacts) == 3
    for number in (2, 3):
        assert "Draft, check code 3fa9-4b7c" in reading.artifacts[number]
        assert "DRAFT" in reading.artifacts[number]
    assert "/CreationDate" not in reading.file.docinfo


def test_last_words_say_what_this_version_is(plan, reading):
    last = reading.every("Sect")[-1]
    assert last.text.startswith(
        f"About this document Version 2, published 11 April 2016. Published by: {DOCUMENT.board.in_full}. "
        "Approved by the Board, minute 7 Is this copy genuine, and the latest? Its check code begins with 3fa9-4b7c"
    )
    assert CHECK_CODE in last.text.replace(" ", "")
    assert last.pages == {plan.pages}


def test_title_and_author_are_those_of_the_document(reading):
    assert str(reading.file.docinfo.Title) == "Business Plan 2016 – 2019, Anytown Safeguarding Children Board"
    assert str(reading.file.docinfo.Author) == "Anytown Safeguarding Children Board"


def test_document_of_no_period_leaves_no_gap_for_it():
    made = pdf.make(paper(PAGES[:1], document=replace(DOCUMENT, title="Membership", period=Period(words=""))))
    reading = Reading(made.data)
    assert str(reading.file.docinfo.Title) == "Membership, Anytown Safeguarding Children Board"
    assert str(reading.file.docinfo.Subject) == "Membership of the Anytown Safeguarding Children Board"
    assert checker.check(made.data) == ()


# How its pages fall


def test_running_heads_and_feet_are_decoration_on_every_page_but_the_cover(plan, reading):
    assert reading.artifacts[1] == ""
    assert len(reading.artifacts) == plan.pages
    for number in range(2, plan.pages + 1):
        assert "Anytown Board: Business Plan 2016 – 2019" in reading.artifacts[number]
        assert f"Page {number} of {plan.pages}" in reading.artifacts[number]
        assert "Version 2, published 11 April 2016, check code 3fa9-4b7c" in reading.artifacts[number]
    assert "Anytown Board: Business" not in reading.tree.text
    assert f"of {plan.pages}" not in reading.tree.text


def test_wide_table_lies_on_landscape_pages_with_its_heading_and_lead_in(reading):
    table = reading.table("Progress so far")
    heading = next(heading for heading in reading.every("H2") if heading.text == "Section 2 Progress")
    lead_in = next(words for words in reading.every("P") if words.text.startswith("The achievements"))
    assert len(table.pages) > 1
    assert heading.pages == lead_in.pages == {min(table.pages)}
    assert all(reading.is_landscape(number) for number in table.pages)
    assert reading.table("Figures behind it").pages == {max(table.pages) + 1}
    assert sum(map(reading.is_landscape, reading.artifacts)) == len(table.pages)


def test_long_table_is_one_table_with_its_head_on_each_page(reading):
    table = reading.table("Members of the Board")
    first, *others = sorted(table.pages)
    assert len(others) > 1
    assert [cell.text for cell in table.find("TH")].count("Role") == 1
    assert len(list(table.find("TR"))) == 71
    assert "Role Organisation" not in reading.artifacts[first]
    assert all("Role Organisation" in reading.artifacts[number] for number in others)


def test_a_page_that_begins_within_a_table_says_so():
    numbered = replace(MEMBERS, number=4)
    reading = Reading(pdf.make(paper((section(filler(250), numbered, Heading(text="After"), filler(500)),))).data)
    [first, *others] = sorted(reading.table(numbered.called).pages)
    assert others
    for page, words in reading.artifacts.items():
        assert ("Table 4 continued" in words) is (page in others), (page, first)


def test_a_page_that_begins_with_a_table_says_nothing_yet():
    """A wide table begins a page of its own; in large print many do. “Continued” is said from the next page on."""
    numbered = replace(WIDE, number=4)
    reading = Reading(pdf.make(paper((section(filler(60), replace(MEMBERS, number=3), numbered),))).data)
    [first, *others] = sorted(reading.table(numbered.called).pages)
    assert others
    for page, words in reading.artifacts.items():
        assert ("Table 4 continued" in words) is (page in others), (page, first)


def test_wide_tables_that_follow_each_other_share_a_landscape_page():
    few = replace(WIDE, groups=(TableGroup(rows=WIDE.groups[0].rows[:1]),))
    pages = [section(replace(few, caption=name), key=name) for name in ("one", "two")]
    reading = Reading(pdf.make(paper((*pages, section(filler(300), key="upright")))).data)
    [landscape] = [page for page in reading.artifacts if reading.is_landscape(page)]
    assert reading.table("one").pages == reading.table("two").pages == {landscape}


def test_heading_and_caption_stay_with_the_first_rows(reading):
    for caption, heading in (("Objectives", "Objectives of the Board"), ("Members of the Board", "Membership")):
        table = reading.table(caption)
        above = next(found for found in reading.every("H3") if found.text == heading)
        first_rows = list(table.find("TR"))[:3]
        assert [part.pages for part in (above, table.children[0], *first_rows)] == [{min(table.pages)}] * 5


@pytest.fixture(scope="module")
def edges():
    """Small tables after ever more words, and ever longer tables: somewhere each meets the end of its page."""
    blocks = [(filler(words), MONEY) for words in range(200, 480, 40)]
    for number in range(22, 30):
        rows = tuple(row(f"Role {n}", "Organisation") for n in range(number))
        blocks.append((replace(MEMBERS, groups=(TableGroup(rows=rows),)),))
    sections = (
        Page(key=f"s{number}", heading="Section", contents_heading="Section", label="", blocks=section)
        for number, section in enumerate(blocks)
    )
    html = paper(tuple(sections)).replace(
        '<section class="section"', '<section class="section" style="break-before: page"'
    )
    return Reading(pdf.make(html).data)


def test_small_table_goes_over_whole(edges):
    tables = [table for table in edges.every("Table") if table.children[0].text == "Estimated spending"]
    words = [words for words in edges.every("P") if words.text.startswith("word")]
    assert all(len(table.pages) == 1 for table in tables)
    beside = [table.pages <= before.pages for table, before in zip(tables, words, strict=True)]
    assert beside == sorted(beside, reverse=True)
    assert set(beside) == {True, False}


def test_last_row_never_goes_over_alone(edges):
    tables = [list(table.find("TR")) for table in edges.every("Table") if len(list(table.find("TR"))) > 20]
    assert all(last.pages == last_but_one.pages for *_, last_but_one, last in tables)
    assert {first.pages == last.pages for first, *_, last in tables} == {True, False}


def section(*blocks, key="a"):
    return Page(key=key, heading=key, contents_heading=key, label="", blocks=blocks)


def test_a_list_counts_from_where_it_begins_and_in_its_own_way():
    html = '<ol start="3"><li>Third<ol type="a"><li>Inner</li></ol></li><li>Fourth</li></ol>'
    reading = Reading(pdf.make(paper((section(Prose(html=html)),))).data)
    assert [label.text.strip() for label in reading.every("Lbl") if label.text.strip()[:1] in "34a"] == [
        "3.",
        "a.",
        "4.",
    ]


def test_short_section_does_not_take_a_page_for_itself():
    """Not before a wide table either, which begins a page of another shape."""
    wide = replace(WIDE, groups=(TableGroup(rows=WIDE.groups[0].rows[:2]),))
    short, long = section(filler(60), key="short"), section(filler(260), key="long")
    reading = Reading(pdf.make(paper((short, section(wide, key="wide"), long, section(filler(40), key="end")))).data)
    pages = {heading.text: heading.pages for heading in reading.every("H2")}
    assert pages["short"] == pages["Contents"]
    assert pages["end"] == pages["long"]
    assert reading.is_landscape(min(pages["wide"]))


@pytest.mark.parametrize(("words", "runs_on"), [(800, True), (1100, False)])
def test_section_begins_on_a_page_that_is_more_than_half_empty(words, runs_on):
    """The head of a page names the section that the page begins with."""
    listed = [Heading(text=f"Listed {n}", anchor=f"n{n}") for n in range(4)]  # so that the contents take a page
    end = section(CHART, *listed, key="end")
    sections = (section(filler(words), key="former"), section(filler(900), key="latter"), end)
    made = pdf.make(paper(sections))
    reading = Reading(made.data)
    pages = {heading.text: min(heading.pages) for heading in reading.every("H2")}
    assert (pages["former"], pages["latter"]) == (3, 4 if runs_on else 5)
    assert "Contents" not in reading.artifacts[2]
    heads = [reading.artifacts[page].split("Anytown")[0].strip() for page in range(3, 6)]
    assert heads == ["former", "former", "latter"]


@pytest.mark.parametrize(("wide", "words"), [(False, 230), (False, 260), (True, 260)])
def test_headings_do_not_stand_alone_above_a_row_that_finds_no_room_below_them(wide, words):
    """Such a row goes over to the next page. Both pages were tried without: the row went, and the headings stayed."""
    columns = (TableColumn(heading="Goal", width=30), TableColumn(heading="Outcome", width=70))
    tall = row("First", "safer children " * words)
    table = Table(
        key="tall", caption="Tall", wide=wide, columns=columns, groups=(TableGroup(rows=(tall, row("A", "B"))),)
    )
    made = pdf.make(paper((section(Heading(text="Alone"), table),)))
    assert not [fault.words for fault in checker.check(made.data) if fault.rule == "heading-alone"]


def test_box_on_a_page_of_its_own_is_not_headed_by_the_last_section():
    for words in range(430, 600, 20):
        reading = Reading(pdf.make(paper((section(filler(words), key="end"),), DRAFT)).data)
        (box,) = [heading.pages for heading in reading.every("H2") if heading.text == "About this draft"]
        if box == {3}:
            break
    assert box == {3}
    assert reading.artifacts[3].startswith("About this draft")


@pytest.mark.parametrize(
    ("blocks", "short"),
    [
        ((filler(60),), True),
        ((filler(300),), False),
        ((Heading(text="A"), List(items=(row("One"), row("Two")))), True),
        ((Heading(text="A"), List(items=(row("One"),) * 7)), False),
        ((MONEY,), False),
        ((CHART,), False),
    ],
)
def test_only_a_few_words_make_a_short_section(blocks, short):
    assert is_short(section(*blocks)) is short


@pytest.mark.parametrize(("table", "whole"), [(MONEY, True), (LONG_WORDS, False), (MEMBERS, False), (WIDE, False)])
def test_only_a_table_that_leaves_little_empty_is_kept_whole(table, whole):
    assert laid(table).whole is whole
    assert not laid(table, LARGE).whole


# The same bytes


def test_surroundings_of_the_server_make_no_difference(plan, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TZ": "Pacific/Auckland",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "de_DE.UTF-8",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
        "FONTCONFIG_FILE": "/etc/fonts/fonts.conf",
        "PYTHONPATH": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "weasyprint.py").write_text("raise SystemExit('not this one')")
    again = make_anew(paper())
    assert again.data == plan.data
    assert again.versions == plan.versions


def test_versions_name_what_shapes_the_bytes(plan):
    for name in ("WeasyPrint 70.", "pydyf", "fontTools", "Source Sans 3", "Pango 1.", "HarfBuzz"):
        assert name in plan.versions


# Nothing gets in or out


@pytest.fixture(scope="module")
def outside():
    """A web server on this machine that notes what it is asked for."""
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


ATTACKS = {
    "picture from the web": '<img src="{web}/a.svg" alt="x">',
    "picture from the disk": '<img src="{file}" alt="x">',
    "picture beside a base address": '<base href="{folder}/"><img src="secret.svg" alt="x">',
    "stylesheet from the web": "<style>@import '{web}/a.css';</style>",
    "stylesheet from the disk": '<link rel="stylesheet" href="{file}">',
    "background": '<p style="background: url({web}/a.svg)">x</p>',
    "attachment": '<link rel="attachment" href="{file}">',
    "attachment by a link": '<a rel="attachment" href="{file}">x</a>',
    "object": '<object data="{file}">x</object>',
    "embed": '<embed src="{web}/a.svg">',
    "picture in a drawing": '<svg width="9" height="9"><image href="{web}/a.svg" width="9" height="9"/></svg>',
    "picture in the address itself": '<img alt="x" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
}


WORDS = '<html lang="en"><head><title>T</title></head><body><p>Words</p>{}</body></html>'


def test_nothing_from_outside_is_asked_for(outside, tmp_path):
    web, asked = outside
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text y="20">Secret</text></svg>')
    known = {"web": web, "file": secret.as_uri(), "folder": tmp_path.as_uri()}
    said = problems(WORDS.format(fragment.format(**known)) for fragment in ATTACKS.values())
    assert not [
        what for what, words in zip(ATTACKS, said, strict=True) if "asks for something from outside" not in words
    ]
    # Whoever asked for it reads why.
    with pytest.raises(PdfFailed, match="could not be made: it asks for something from outside"):
        pdf.make(WORDS.format(ATTACKS["picture from the web"].format(**known)))
    assert asked == []


def test_only_our_typeface_and_our_stylesheets_are_there(outside):
    """WeasyPrint wants a place on disk for another typeface first, and there is none."""
    web, asked = outside
    with pytest.raises(PdfFailed, match="could not be made"):
        pdf.make(f"<style>@font-face {{ font-family: F; src: url({web}/a.ttf) }} p {{ font-family: F }}</style><p>x")
    assert asked == []
    colours = ("asset:colour-teal.css", "asset:colour-7a1f5c.css?x", "asset:colour-7A1F5C.css")
    others = ("asset:site.css", *colours)
    said = problems(f'<html lang="en"><title>T</title><link rel="stylesheet" href="{other}"><p>x' for other in others)
    assert not [other for other, words in zip(others, said, strict=True) if f"may not: {other}" not in words]


# Nothing runs for ever


def failure(html, **limits):
    with pytest.raises(PdfFailed) as failed:
        pdf.make(html, Limits(**limits))
    return str(failed.value)


def test_nested_too_deeply():
    assert "nested too deeply" in failure("<div>" * 400 + "x")


def test_too_much_computing():
    rows = "<tr><td>a<td>b<td>c</tr>" * 3000
    assert "more than 1 seconds of computing" in failure(f"<table>{rows}</table>", computing=1)


def test_too_long_by_the_clock():
    assert "more than 0.1 seconds" in failure("<p>x", wall=0.1)


def test_too_much_memory():
    assert "more memory than it may have" in failure("<p>x" * 60_000, memory=150 << 20)


def test_too_little_memory_to_start():
    assert "could not be made" in failure("<p>x", memory=40 << 20)


def test_too_much_html_starts_nothing(monkeypatch):
    def unwanted(*args, **kwargs):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "run", unwanted)
    assert "too long (2.1 million characters; the most is 2 million)" in failure("x" * 2_100_000)


def test_no_more_than_two_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # turns of its own, whatever else runs on this machine
    monkeypatch.setattr(apart, "WAIT_FOR_A_TURN", 0)
    with apart.turn(), apart.turn():
        assert "Two documents are being made just now" in failure("<p>x")
    with apart.turn(), apart.turn():  # both turns are free again
        pass


def test_who_only_looks_does_not_wait_behind_others_who_wait(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    slept = []
    monkeypatch.setattr(apart.time, "sleep", slept.append)
    monkeypatch.setattr(apart, "WAIT_FOR_A_TURN", 0)
    monkeypatch.setattr(apart, "WAIT_BRIEFLY", 0)
    with apart.turn(), apart.turn():
        monkeypatch.setattr(apart, "WAITING", 0)  # as where all places are taken
        monkeypatch.setattr(apart, "WAIT_BRIEFLY", 600)
        with pytest.raises(pdf.PdfBusy):
            pdf.make("<p>x", patient=False)
        assert slept == []
        with pytest.raises(pdf.PdfBusy):  # who has to be served waits, however many do
            pdf.make("<p>x")


def test_child_writes_no_file_and_knows_no_secret(monkeypatch, tmp_path):
    """The same limits and surroundings, with another program: neither a file nor the server's environment."""
    monkeypatch.setenv("SECRET_KEY", "hidden")
    program = (
        "import os, pathlib, sys; from kit import apart; apart.confine(5, 1 << 30)\n"
        "print('SECRET_KEY' in os.environ)\n"
        "try: pathlib.Path(sys.argv[1]).write_text('x')\n"
        "except OSError as error: print(error.strerror)"
    )
    child = subprocess.run(
        [sys.executable, "-s", "-c", program, tmp_path / "a.txt"],
        cwd=apart.PROJECT,
        env=apart.surroundings() | pdf._environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.splitlines() == ["False", "File too large"]


def test_server_loads_neither_weasyprint_nor_the_child_django():
    program = "import sys, publications.files.pdf; print(sorted({'weasyprint', 'django', 'pydyf'} & set(sys.modules)))"
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=apart.PROJECT, capture_output=True, text=True, check=True
    )
    assert child.stdout.strip() == "['pydyf']"


# The last page


def test_last_page_leads_to_whom_and_where_a_reader_needs():
    contact = Contact(
        email="office@anytown.example", telephone="01702 215007", address="", website="www.anytown.example"
    )
    site = replace(
        EMPTY,
        contact=contact,
        concern=replace(
            EMPTY.concern, daytime="01702 215008", daytime_when="Monday to Friday", out_of_hours="0345 606 1212"
        ),
        licence="ogl-3",
    )
    made = pdf.make(paper(PAGES[:1], site=site, address="https://lscb.anytown.example"))
    assert checker.check(made.data) == ()
    reading = Reading(made.data)
    base = "https://lscb.anytown.example/business-plan/2016-2019"
    led = {str(link.A.URI) for link in reading.links if "/A" in link}
    assert {
        *(f"{base}{end}" for end in ("/", "/editions/", "/large-print.pdf")),
        *("tel:999", "mailto:office@anytown.example", "https://www.anytown.example"),
        "https://lscb.anytown.example/worried-about-a-child/",
    } <= led
    assert sum(address.startswith("tel:") for address in led) == 4
    assert reading.only("Figure").alternative == f"QR code that leads to {base}/editions/"
    assert "Monday to Friday" in reading.tree.text
    assert "Open Government Licence v3.0" in reading.tree.text
