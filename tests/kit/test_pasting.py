"""Tables as Word, Excel and files give them: whole cells, nothing of their markup, nothing too large or hostile."""

import io
import tempfile
import zipfile
from contextlib import suppress
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit import apart, pasting
from kit.incoming import files, plain, shape
from kit.intake.taking import paragraphs, paragraphs_apart
from kit.pasting import NoTable, read
from lscb.office import brought


def rows(incoming):
    """The one table or list in words; what a merged cell says stands in each row that it covers."""
    cells = brought.single(brought.of(incoming)).pieces[0].cells
    return [[cells.whole(row, column) for column in range(cells.width)] for row in range(len(cells.rows))]


def read_text(given):
    return rows(files.read(given))


read_file = read_text


def html(*rows):
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def test_a_cell_keeps_its_paragraphs_and_bullets():
    cell = (
        "<td><p class=MsoNormal>We will:<o:p></o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
        "<![endif]>talk to\n  children</p><ul><li>listen</li></ul><p>And&nbsp;act.</p></td>"
    )
    assert read_text(html(f"{cell}<td>A")) == [["We will:\n\n- talk to children\n- listen\n\nAnd act.", "A"]]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("a<br>b", "a\nb"),
        ("<style>p {}</style><script>alert(1)</script>x", "x"),
        ("<!--[if gte mso 9]><xml>noise</xml><![endif]-->x", "x"),
        ("“Working Together” – &pound;5 &lt;b&gt;", "“Working Together” – £5 <b>"),
        ("<b>bold</b> <i>italic</i>", "bold italic"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("<table><tr><td>inner</td></tr></table>", "inner"),
        ("<p></p><p>&nbsp;</p>x", "x"),
    ],
)
def test_what_a_cell_says(cell, words):
    assert read_text(html(f"<td>{cell}</td>")) == [[words]]


def test_a_cell_that_spans_rows_stands_in_each():
    rows = ["<td rowspan=2>A</td><td>1</td>", "<td>2</td>", "<td>B</td><td rowspan='3'>3</td>", "<td>C</td>"]
    assert read_text(html(*rows)) == [["A", "1"], ["A", "2"], ["B", "3"], ["C", "3"]]


def test_a_cell_that_spans_columns_stands_in_the_first():
    rows = ["<td colspan=2>Head</td><td>x</td>", "<td>a</td><td>b</td><td>c</td>"]
    assert read_text(html(*rows)) == [["Head", "", "x"], ["a", "b", "c"]]


def test_empty_rows_and_columns_go():
    assert read_text(html("<td></td><td>a</td><td></td>", "<td></td><td></td><td></td>")) == [["a"]]


def test_words_without_a_table_are_a_list():
    assert read_text("<ul><li>One<li>Two</ul>") == [["One"], ["Two"]]
    assert read_text("<p>One</p>\n<p>Two, with a comma</p>") == [["One"], ["Two, with a comma"]]
    assert read_text("- One\n\n• Two\nThree, and more") == [["One"], ["Two"], ["Three, and more"]]


def test_tab_separated_text_keeps_cells_of_several_lines():
    assert read_text('a\t"b\nc ""d"""\r\ne\tf\r\n') == [["a", 'b\nc "d"'], ["e", "f"]]


def test_rows_that_word_broke_are_joined():
    assert read_text("Code\tGoal\tOutcome\nA\tTalk\tfirst\nsecond\nB\tListen\nmore\tthird") == [
        ["Code", "Goal", "Outcome"],
        ["A", "Talk", "first\n\nsecond"],
        ["B", "Listen\n\nmore", "third"],
    ]


def test_one_quotation_mark_swallows_no_rows():
    assert read_text('a\t"b\nc\td') == [["a", '"b'], ["c", "d"]]


def test_commas_and_semicolons_part_a_square_table():
    assert read_text('a,b\n"c, d",e') == [["a", "b"], ["c, d", "e"]]
    assert read_text("a;b\nc;d") == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("text", ["", "  \n ", "<table></table>", "<table><tr><td>&nbsp;</td></tr></table>"])
def test_where_there_is_no_table_it_is_said(text):
    with pytest.raises(NoTable, match="There is no table"):
        read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * (files.MOST_SIGNS + 1),
        "a\x00b",
        "\n".join("a\tb" for _ in range(shape.MOST_ROWS + 1)),
        "\t".join("a" for _ in range(shape.MOST_COLUMNS + 1)),
        html("".join("<td>a</td>" for _ in range(shape.MOST_COLUMNS + 1))),
        "\n".join("\t".join("abcdef") for _ in range(shape.MOST_CELLS // 6 + 1)),
    ],
)
def test_too_much_is_refused_in_a_sentence(text):
    with pytest.raises(NoTable):
        read_text(text)


def test_spans_of_a_million_rows_cost_nothing():
    assert read_text(html("<td rowspan=999999999 colspan=999999999>a</td>")) in ([["a"]],)


@pytest.mark.parametrize("number", ["9" * 5000, "0" * 5000 + "2", "-1", "²", ""], ids=lambda number: number[:3])
def test_a_span_of_any_number_is_none_that_hurts(number):
    assert read_text(html(f'<td rowspan="{number}" colspan="{number}">a</td>')) == [["a"]]


@pytest.mark.parametrize("piece", ["<td>a", "<tr><td>a", "<tr><td rowspan=400 colspan=400>a", "<td colspan=400>"])
def test_a_table_larger_than_any_of_ours_is_refused(piece):
    with pytest.raises(NoTable):
        read_text("<table><tr><td>a" + piece * 20_000)


def test_a_million_columns_are_counted_before_they_are_looked_at(monkeypatch):
    looked = []
    monkeypatch.setattr(plain, "tidy", lambda cell: looked.append(cell) or cell)
    with pytest.raises(NoTable, match="more than 20,000 rows, 200 columns or 150,000 cells"):
        read_text("\t".join("a" * 400_000))
    assert looked == []
    assert read_text("\t" * 900_000 + "a\nb\tc") == [["", "", "a"], ["b", "c", ""]]
    assert looked == ["a", "b", "c"]


def test_text_between_spans_that_never_end_is_read_once():
    assert read_text(html("<td>" + "<span>a" * 3)) == [["aaa"]]
    hidden = "<span style='mso-hide:all'>b<span>c</span>d</span>"
    assert read_text(html(f"<td>a{hidden}e</td>")) == [["ae"]]


def test_the_zero_with_which_writer_ends_its_html_is_no_part_of_the_table():
    assert read_text(html("<td>a</td>") + "\n\x00") == [["a"]]


@given(st.text(alphabet="<>/=td r\"'&;!-[]\t\n,ab\u00a0", max_size=300))
def test_whatever_is_pasted_is_a_square_table_or_a_sentence(text):
    for given_text in (text, f"<table>{text}"):
        try:
            table = read_text(given_text)
        except NoTable:
            continue
        assert len({len(row) for row in table}) == 1
        assert all(isinstance(cell, str) for row in table for cell in row)


# Files


def workbook(*rows, **formats):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, form in formats.items():
        book.active[cell].number_format = form
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_says_what_is_seen_in_it():
    data = workbook(
        # A workbook knows no zones.
        ["Words\nin lines", 0.1 + 0.2, 43065.5, date(2016, 6, 1), datetime(2016, 6, 14, 9, 30), True, None, 0],  # noqa: DTZ001
        [None] * 8,
        ["x", 0.495, -1000, 10**12, "=1+1", False, None, 1e300],
        B1="0.0", B3="0.0%", C1='"£"#,##0.00',
    )  # fmt: skip
    table = read_file(data)
    assert table[0] == ["Words\nin lines", "0.3", "£43,065.50", "1 June 2016", "14 June 2016 09:30", "yes", "0"]
    assert table[1][:4] == ["x", "49.5%", "-1000", str(10**12)]
    # A formula that was never reckoned has no value; it is not run here, and isn't taken for an empty cell either.
    (found,) = files.read(data).tables
    assert found.rows[1][4].trouble.startswith("This formula was never calculated")
    assert not found.rows[0][6].trouble


def test_the_sheet_that_somebody_chose_is_read():
    book = openpyxl.Workbook()
    for row in (["Year", "Line", "Estimate"], ["2016/17", "Rent", 100]):
        book.active.append(row)
    book.active.title = "This year"
    book.create_sheet("Next year").append(["Rent", 110])
    file = io.BytesIO()
    book.save(file)
    first, other = read(file.getvalue()), read(file.getvalue(), "Next year")
    assert (first.sheets, rows(first)[1]) == (("This year", "Next year"), ["2016/17", "Rent", "100"])
    assert (other.sheets, rows(other)) == (("Next year", "This year"), [["Rent", "110"]])
    with pytest.raises(NoTable, match="no sheet “Last year” to be seen"):
        read(file.getvalue(), "Last year")


def test_text_files_are_read_in_both_encodings():
    assert read_file("a,£5\nb,c".encode("utf-8-sig")) == [["a", "£5"], ["b", "c"]]
    assert read_file("a,£5\nb,“c”".encode("cp1252")) == [["a", "£5"], ["b", "“c”"]]


def packed(parts, **how):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(name, change):
    with zipfile.ZipFile(io.BytesIO(workbook(["a", "b"]))) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[name] = change(parts.get(name, b""))
    return packed(parts)


BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
SHEET = "xl/worksheets/sheet1.xml"
# Each with the words by which it is refused.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "nothing": (b"", "file is empty"),
    "not a file": (b"PK\x03\x04 broken", "can't be unpacked"),
    "cut short": (workbook(["a", "b"])[:-200], "can't be unpacked"),
    "larger than allowed": (b"x" * (files.MOST_BYTES + 1), "larger than 10 MB"),
    "an old Word file": (OLD + "WordDocument".encode("utf-16-le"), "old Word"),
    "a password": (OLD + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    "a password in ODF": (packed({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "has a password"),
    "an old workbook, broken": (OLD + "Workbook".encode("utf-16-le"), "can't be read"),
    "another old file": (OLD, "no file that can be read here"),
    "a bomb": (packed({SHEET: b" " * (files.MOST_UNPACKED + 1)}), "holds too much"),
    "many parts": (packed({f"{n}.xml": b"" for n in range(files.MOST_PARTS + 1)}), "holds too much"),
    "entities": (with_part(SHEET, lambda xml: BILLION_LAUGHS + xml), "isn't opened"),
    "entities in another encoding": (
        with_part(SHEET, lambda xml: (BILLION_LAUGHS + xml).decode().encode("utf-16")),
        "isn't opened",
    ),
    "no workbook": (packed({"other.xml": b"<a/>"}), "no file that can be read here"),
    "a binary workbook": (packed({"xl/workbook.bin": b"a"}), "XLSB"),
    "a presentation": (packed({"ppt/presentation.xml": b"<a/>"}), "presentation"),
    "broken markup": (with_part(SHEET, lambda xml: xml[:-40]), "can't be read"),
    "a PDF": (b"%PDF-1.7", "a PDF"),
    "RTF": (b"{\\rtf1 a}", "an RTF file"),
    "a picture": (b"\x89PNG\r\n", "a picture"),
    "no text": (b"\x81\x00\x01\x90\x9d", "isn't text"),
    "XML": (b"<?xml version='1.0'?><a/>", "is XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_in_a_sentence(name):
    data, words = HOSTILE[name]
    with pytest.raises(NoTable, match=words):
        read(data)


def test_a_sheet_that_claims_a_million_rows_is_read_no_further_than_allowed():
    with pytest.raises(NoTable, match="rows"):
        read_file(workbook(*(["a"] for _ in range(shape.MOST_ROWS + 50))))


# Read apart


@pytest.fixture
def little_time(monkeypatch):
    monkeypatch.setattr(pasting, "LIMITS", replace(pasting.LIMITS, computing=1))


def test_what_takes_too_long_is_given_up(little_time):
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 1_000_000 + b"</mergeCells>"
    book = with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", merged))
    with pytest.raises(NoTable, match=r"more than 1 seconds of computing\. Paste or save the one table"):
        read(book)


@pytest.mark.parametrize("piece", ["<a ", "<div>", "<table><tr><td>", "<ul><li>", "<![if !x]>", "<td colspan=9>"])
def test_markup_without_end_takes_no_longer_than_allowed(piece, little_time):
    with suppress(NoTable):  # or it is read
        read("<table>" + piece * (files.MOST_SIGNS // len(piece) - 10))


def test_what_is_pasted_is_never_read_in_the_server(monkeypatch):
    def unwanted(given):
        raise AssertionError("read in the server")

    book = workbook(["a", "£5"])
    monkeypatch.setattr(files, "read", unwanted)
    assert rows(read("a\t£5\nb\t–")) == [["a", "£5"], ["b", "–"]]
    assert rows(read(book)) == [["a", "£5"]]
    with pytest.raises(NoTable, match="no table"):
        rows(read(""))


def test_one_long_word_in_every_cell_of_a_workbook_is_too_much():
    book = workbook(*([["long" * 5_000] * 10] * 10))
    with pytest.raises(NoTable, match="too much to paste"):
        rows(read(book))


def test_others_are_waited_for_no_longer_than_allowed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(apart, "WAIT_BRIEFLY", 0)
    with apart.turn(), apart.turn(), pytest.raises(NoTable, match="again in a moment"):
        read("a\tb")


# Cells as the lists read them


def test_the_paragraphs_of_a_cell():
    assert paragraphs("One\n\n- two\n- three\nfour") == ["One", "two", "three", "four"]
    assert paragraphs_apart("One:\n- two\n\n\nThree") == ["One:\n- two", "Three"]
