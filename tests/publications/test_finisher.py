"""What a PDF's structure says, read from small pages made for one question each."""

import importlib
import re
from types import SimpleNamespace

import pytest

from publications.files import pdf
from publications.files.finisher import Finisher, InternalsMoved, finishing, noting_spaces
from tests.pdf_reading import Reading

PAGE = """<!doctype html><html lang="en-GB"><head><title>A page</title><style>
@page {{ size: A5; @top-left {{ content: "Running head" }} @bottom-right {{ content: "Page " counter(page) }} }}
html {{ font: 12pt/1.5 "Source Sans 3" }}
caption {{ caption-side: top }}
{style}
</style></head><body>{body}</body></html>"""

LONG_TABLE = (
    "<table><caption>Members</caption><thead><tr><th scope=col>Role</th><th scope=col>Organisation</th></tr></thead>"
    + "<tbody>"
    + "".join(f"<tr><th scope=row>Role {n}</th><td>Organisation {n}</td></tr>" for n in range(60))
    + "</tbody></table>"
)

GROUPED_TABLE = """<table><caption>Spending</caption>
<thead><tr><th scope=col>Line</th><th scope=col>Estimate</th><th scope=col>Outturn</th></tr></thead>
<tbody><tr><th scope=rowgroup colspan=3>Salaries</th></tr>
<tr><th scope=row>Chair</th><td>18,000</td><td>17,000</td></tr></tbody>
<tbody><tr><th scope=row>Meetings</th><td>1,000</td><td>900</td></tr></tbody>
<tbody><tr><th scope=rowgroup colspan=3>Training</th></tr>
<tr><th scope=row>E-Academy</th><td colspan=2>6,000</td></tr></tbody></table>"""

TWO_ROWS_OF_HEADINGS = """<table><caption>Quarters</caption>
<thead><tr><th scope=col rowspan=2>Role</th><th scope=col colspan=2>2016</th></tr>
<tr><th scope=col>Q1</th><th scope=col>Q2</th></tr></thead>
<tbody><tr><th scope=row>Chair</th><td>one</td><td>two</td></tr></tbody></table>"""


def read(body, style=""):
    return Reading(pdf.make(PAGE.format(body=body, style=style)).data)


@pytest.fixture(scope="module")
def long_table():
    return read(LONG_TABLE)


@pytest.fixture(scope="module")
def words():
    """A page with links, lists, and words side by side; its paragraph runs over several pages."""
    return read(
        "<p><strong>LSCB</strong> <em>plan</em></p>"
        '<div class=contents><a href="#end"><span>The</span> end</a></div>'
        "<ol><li>First</li></ol><ul><li>Point<ul><li>Inner point</li></ul></li></ul>"
        f"<p>{'word ' * 900}</p><h1 id=end>End</h1>"
        '<p>See <a href="https://example.org/">the Board’s website</a>.</p>',
        '.contents a::after { content: leader(".") target-counter(attr(href), page) }',
    )


def test_table_over_several_pages_is_one_table(long_table):
    table = long_table.only("Table")
    assert len(table.pages) > 2
    assert [child.kind for child in table.children] == ["Caption", "THead", "TBody"]
    assert [row.text for row in table.children[2].children] == [f"Role {n} Organisation {n}" for n in range(60)]


def test_table_head_is_announced_once_and_drawn_on_each_page(long_table):
    table = long_table.only("Table")
    assert [header.text for header in table.find("TH")][:2] == ["Role", "Organisation"]
    assert [cell.text for cell in table.find("TH", "TD")].count("Organisation") == 1
    first, *others = sorted(table.pages)
    assert "Role Organisation" not in long_table.artifacts[first]
    assert all("Role Organisation" in long_table.artifacts[page] for page in others)


def test_cells_of_later_pages_name_the_headers_of_the_first(long_table):
    cells = list(long_table.only("Table").find("TD"))
    assert [long_table.header_texts(cell) for cell in (cells[0], cells[-1])] == [
        ["Role 0", "Organisation"],
        ["Role 59", "Organisation"],
    ]


def test_running_heads_and_feet_are_decoration(long_table):
    assert "Running head" not in long_table.tree.text
    for page, text in long_table.artifacts.items():
        assert "Running head" in text
        assert f"Page {page}" in text


def test_headers_in_a_table_with_group_rows():
    table = read(GROUPED_TABLE)
    assert {cell.text: table.header_texts(cell) for cell in table.every("TD")} == {
        "18,000": ["Chair", "Estimate"],
        "17,000": ["Chair", "Outturn"],
        "1,000": ["Meetings", "Estimate"],
        "900": ["Meetings", "Outturn"],
        "6,000": ["E-Academy", "Estimate", "Outturn"],
    }
    # The heading of a group heads the rows of its own group, and no others.
    headings = {cell.text: table.header_texts(cell) for cell in table.every("TH") if cell.headers}
    assert headings == {"Chair": ["Salaries"], "E-Academy": ["Training"]}


def test_headers_under_two_rows_of_headings():
    table = read(TWO_ROWS_OF_HEADINGS)
    assert {cell.text: table.header_texts(cell) for cell in table.every("TD")} == {
        "one": ["Chair", "2016", "Q1"],
        "two": ["Chair", "2016", "Q2"],
    }


def test_header_cells_say_what_they_head():
    scopes = {cell.text: str(cell.attribute("Scope")) for cell in read(GROUPED_TABLE).every("TH")}
    assert scopes["Estimate"] == "/Column"
    assert scopes["Chair"] == scopes["Salaries"] == "/Row"


def test_identifiers_are_registered_in_order(long_table):
    register = long_table.file.Root.StructTreeRoot.IDTree.Kids[0]
    registered = {
        bytes(name): node.objgen for name, node in zip(register.Names[::2], register.Names[1::2], strict=True)
    }
    assert registered == {header.identifier: header.node.objgen for header in long_table.every("TH")}
    assert list(registered) == sorted(registered)
    assert [bytes(limit) for limit in register.Limits] == [min(registered), max(registered)]


def test_links_are_announced_by_their_words(words):
    assert [str(link.Contents) for link in words.links] == ["The end", "the Board’s website"]
    assert all(link.F == 4 for link in words.links)


def test_contents_entry_is_one_link_without_its_dots(words):
    entry = words.every("Link")[0]
    end = words.only("H1")
    assert "".join(entry.pieces()) == f"The end {min(end.pages)}"
    assert not list(entry.find("Link"))
    assert "...." in words.artifacts[1].replace(" ", "")


def test_space_between_two_elements_is_a_space(words):
    assert "".join(words.every("P")[0].pieces()) == "LSCB plan"


LINES = """<p>{filler} and <strong>bold words go over the end</strong> of a line; <em>so</em> do
<a href="https://example.org/">links that are long enough for it</a>, addresses such as
<a href="https://example.org/a/b">example.org/a-long-address/with-parts/that-is-broken-somewhere/</a> and what follows,
well-known compounds <strong>in-bold</strong>-and-plain, a line<br>that somebody ended, and un<em>broken</em> ones.</p>
<h1><span class=label>Section 1</span> <span>Introduction</span></h1>
<table><thead><tr><th scope=col>Head of two words</th></tr></thead>
<tbody><tr><td><p>First of a cell</p><p>Second that is long enough to need another line</p></td></tr></tbody></table>"""


@pytest.mark.parametrize("width", [38, 57, 83])
def test_words_are_apart_for_a_reader_that_knows_no_geometry(width):
    """Each width breaks the lines elsewhere. What the HTML says is what is read, space for space."""
    body = LINES.format(filler="Some words")
    style = f"p, td {{ max-width: {width}mm }} .label::after {{ content: '\\a'; white-space: pre }}"
    said = read(body, style).tree.as_it_stands.split()
    as_written = re.sub(r"<br>|</?(p|h1|t[a-z]+)\b[^>]*>", " ", body)
    assert said == re.sub(r"<[^>]*>", "", as_written).split()


def test_row_over_two_pages_is_one_row_with_its_cells_once():
    rows = "".join(f"<tr><th scope=row>Goal {n}</th><td>{'word ' * 420}</td><td>{n}</td></tr>" for n in range(2))
    heads = "".join(f"<th scope=col>{name}</th>" for name in ("Goal", "Outcome", "Number"))
    reading = read(f"<table><caption>Goals</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
    table = reading.only("Table")
    body = list(table.children[2].children)
    assert [[cell.kind for cell in row.children] for row in body] == [["TH", "TD", "TD"]] * 2
    assert any(len(row.pages) > 1 for row in body)
    assert [row.children[1].text.split() for row in body] == [["word"] * 420] * 2
    assert reading.header_texts(body[1].children[1]) == ["Goal 1", "Outcome"]


def test_contents_are_a_table_of_contents_in_two_levels():
    inner = "<ol class=toc><li><a href='#b'>Part with so long a name that it needs two lines of a page</a></li></ol>"
    reading = read(
        f"<ol class=toc><li><a href='#a'>First</a>{inner}</li><li><a href='#c'>Second</a></li></ol>"
        "<h1 id=a>First</h1><h2 id=b>Part</h2><h1 id=c>Second</h1>",
        ".toc { list-style: none } .toc a::after { content: leader('.') target-counter(attr(href), page) }",
    )
    outer, below = reading.every("TOC")
    assert [(item.kind, [child.kind for child in item.children]) for item in outer.children] == [
        ("TOCI", ["Reference", "TOC"]),
        ("TOCI", ["Reference"]),
    ]
    assert below.children[0].text == "Part with so long a name that it needs two lines of a page 1"
    assert {link.kind for item in reading.every("Reference") for link in item.children} == {"Link"}
    assert not reading.every("L", "LI", "LBody")


def test_paragraph_over_several_pages_is_one_paragraph(words):
    paragraph = words.every("P")[1]
    assert len(paragraph.pages) > 1
    assert paragraph.text.split() == ["word"] * 900


def test_text_belongs_to_its_paragraph_not_to_a_span_a_line(words):
    assert not words.every("Span", "NonStruct")


def test_an_item_of_several_paragraphs_has_one_body():
    items = read("<ul><li><p>One</p><p>Two</p></li><li>Three</li></ul>").every("LI")
    assert [[child.kind for child in item.children] for item in items] == [["Lbl", "LBody"]] * 2
    assert "One" in items[0].children[1].text
    assert "Two" in items[0].children[1].text


def test_lists_say_how_they_are_numbered(words):
    assert [str(found.attribute("ListNumbering")) for found in words.every("L")] == ["/Decimal", "/Disc", "/Disc"]


def test_headings_step_down_one_level_at_a_time():
    page = read("<h1>A</h1><h3>B</h3><h3>C</h3><h2>D</h2><h3>E</h3><h4>F</h4><h1>G</h1><h2>H</h2><h4>I</h4>")
    headings = page.every("H1", "H2", "H3", "H4")
    assert [heading.text + heading.kind for heading in headings] == [
        "AH1", "BH2", "CH2", "DH2", "EH3", "FH4", "GH1", "HH2", "IH3",
    ]  # fmt: skip


def test_every_owner_in_the_parent_tree_is_in_the_tree(words):
    numbers = words.file.Root.StructTreeRoot.ParentTree.Nums
    live = {element.node.objgen for element in words.every()}
    pages = len(words.file.pages)
    for number, owners in zip(numbers[::2], numbers[1::2], strict=True):
        for owner in owners if int(number) < pages else [owners]:
            assert owner is None or owner.objgen in live


def test_finisher_stops_when_its_hook_is_gone():
    with pytest.raises(InternalsMoved, match="no _build_box_tree"), finishing(SimpleNamespace()):
        pass


def test_finisher_stops_when_lines_are_broken_elsewhere():
    with pytest.raises(InternalsMoved, match="no split_text_box"), noting_spaces(SimpleNamespace()):
        pass


@pytest.fixture
def weasyprint():
    """WeasyPrint in this process, which takes a second to load: only the worker that runs these tests waits for it."""
    return importlib.import_module("weasyprint")


@pytest.fixture
def tags():
    return importlib.import_module("weasyprint.pdf.tags")


def test_finisher_stops_when_the_tree_is_built_behind_its_back(weasyprint, tags):
    """As if a later WeasyPrint built its tree by another function: everything would seem to work."""
    elsewhere = SimpleNamespace(_build_box_tree=tags._build_box_tree)
    document = weasyprint.HTML(string=PAGE.format(body="<p>Words</p>", style="")).render(pdf_variant="pdf/ua-1")
    with pytest.raises(InternalsMoved, match="without calling"), finishing(elsewhere) as finish:
        document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish)


def test_hook_is_taken_out_again(tags):
    before = tags._build_box_tree
    with pytest.raises(RuntimeError), finishing(tags) as finish:
        assert isinstance(finish, Finisher)
        assert tags._build_box_tree is not before
        raise RuntimeError
    assert tags._build_box_tree is before
