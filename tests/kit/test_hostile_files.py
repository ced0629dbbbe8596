"""Files that ask for too much, or are broken: each is refused in words, or read, in the child and within its limits."""

import io
import zipfile

import pytest

from kit.incoming.shape import Incoming, NoTable
from kit.pasting import read
from tests.test_incoming import KINDS

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODS, ODT = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("spreadsheet", "text"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return file.getvalue()


def odf(kind, inside):
    spaces = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text", "draw"))
    body = "spreadsheet" if kind == ODS else "text"
    text = f"<office:document-content {spaces}><office:body><office:{body}>{inside}</office:{body}></office:body>"
    return packed(**{"mimetype": kind, "content.xml": f"{text}</office:document-content>"})


def docx(inside, **parts):
    """A document of python-docx with other words in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(KINDS / "python-docx-headers-and-footers.docx") as given, zipfile.ZipFile(out, "w") as made:
        for info in given.infolist():
            text = given.read(info)
            if info.filename == "word/document.xml":
                text = f'<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'.encode()
            made.writestr(info.filename, parts.get(info.filename, text))
    return out.getvalue()


def xlsx(change):
    out = io.BytesIO()
    with zipfile.ZipFile(KINDS / "openpyxl-shares-in-percent.xlsx") as given, zipfile.ZipFile(out, "w") as made:
        for info in given.infolist():
            text = given.read(info)
            made.writestr(info.filename, change(text) if info.filename == "xl/worksheets/sheet1.xml" else text)
    return out.getvalue()


CELL = "<table:table-cell{}><text:p>a</text:p></table:table-cell>"
MERGED = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>'
ITSELF = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/>'
    '<w:basedOn w:val="a"/></w:style></w:styles>'
)
WIDE = CELL.format(' table:number-columns-repeated="9999999"')
P = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
SPAN = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>' + P + "</w:tc></w:tr></w:tbl>"
TALL = '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{}"/></w:trPr><w:tc>' + P + "</w:tc></w:tr></w:tbl>"
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">]><x>&a;</x>'
REFUSED = {
    "a sheet of a million full rows": (
        odf(ODS, f'<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{CELL.format("")}'
        "</table:table-row></table:table>"),
        "more than 20,000 rows",
    ),
    "a row of a million full cells": (
        odf(ODS, f'<table:table table:name="a"><table:table-row>{WIDE}</table:table-row></table:table>'),
        "more than 20,000 rows, 200 columns",
    ),
    "a table of a million rows in a text": (
        odf(ODT, f'<table:table><table:table-row table:number-rows-repeated="1048576">{CELL.format("")}'
        "</table:table-row></table:table>"),
        "more than 20,000 rows",
    ),
    "a text of a thousand lists in one another": (
        odf(ODT, "<text:list><text:list-item>" * 150 + "<text:p>a</text:p>" + "</text:list-item></text:list>" * 150),
        "can't be read|nested too deep",
    ),
    "three thousand tables in one another": (
        docx("<w:tbl><w:tr><w:tc>" * 3_000 + P + "</w:tc></w:tr></w:tbl>" * 3_000), "can't be read|too deep"
    ),
    "twenty tables in one another": (
        docx("<w:tbl><w:tr><w:tc>" * 20 + P + "</w:tc></w:tr></w:tbl>" * 20), "too deep"
    ),
    "entities in a document": (docx("", **{"word/document.xml": ENTITIES.encode()}), "isn't opened"),
    "entities in UTF-16": (docx("", **{"word/document.xml": ENTITIES.encode("utf-16")}), "isn't opened"),
    "a document without a body": (docx("", **{"word/document.xml": b"<a/>"}), "can't be read"),
    "a document cut short": (docx(P)[:-300], "can't be unpacked"),
    "a document whose words are cut short": (docx("", **{"word/document.xml": b"<w:document"}), "can't be read"),
    "a text without a body": (packed(mimetype=ODT, **{"content.xml": "<a/>"}), "can't be read"),
    "a merged cell as large as a sheet can be": (
        xlsx(lambda text: text.replace(b"</sheetData>", MERGED)),
        "could not be read: it (needed more memory|took more than)",
    ),
}  # fmt: skip
READ = {
    "a span of a milliard columns": docx(SPAN.format("999999999")),
    "a span of less than none": docx(SPAN.format("-5")),
    "a span of no number": docx(SPAN.format("²")),
    "a row that begins a million columns further in": docx(TALL.format("999999")),
    "a list of no number": docx(LISTED + P),
    "a style that is based on itself": docx(P, **{"word/styles.xml": ITSELF.encode()}),
    "a cell of another sheet's text": xlsx(lambda text: text.replace(b't="s"', b't="q"')),
    "sheet of spans": odf(
        ODS,
        '<table:table table:name="a"><table:table-row>'
        + CELL.format(' table:number-rows-spanned="9999999" table:number-columns-spanned="9999999"')
        + "</table:table-row></table:table>",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_asks_for_too_much_or_is_broken_is_refused_in_words(name):
    data, words = REFUSED[name]
    with pytest.raises(NoTable, match=words):
        read(data)


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(name):
    assert isinstance(read(READ[name]), Incoming)
