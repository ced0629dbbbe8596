"""Files and clipboards of many programs: each comes out as what it shows, and no word is lost without being named.

`python -m tests.test_incoming` writes down what comes out of files without an expectation: read it before it stays.
"""

import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import xlrd
from lxml import etree, html

from kit.incoming import files, plain
from kit.incoming.shape import IncomingCell, IncomingText, NoTable

KINDS = Path(__file__).parent / "pasted" / "kinds"
EXPECTED = KINDS.parent / "kinds.json"
NAMES = sorted(path.name for path in KINDS.glob("[a-z]*"))
EXPECTATIONS = json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
CLIPBOARDS = (".html", ".txt")  # are text when they come


@cache
def incoming(name):
    data = (KINDS / name).read_bytes()
    is_text = name.startswith("chromium") and name.endswith(CLIPBOARDS)
    return files.read(data.decode() if is_text else data)


# What is expected


def outline(name):
    """What comes out of a file as plain values: a place that a cell covers is null, and only what is rare is named."""
    try:
        found = incoming(name)
    except NoTable as reason:
        return {"refused": str(reason)}
    told = {
        "blocks": [in_short(block) for block in found.blocks],
        "left_out": [f"{each.what}: {each.words}" for each in found.left_out],
        "sheets": list(found.sheets) if len(found.sheets) > 1 else [],
        "said": list(found.said),
    }
    return {key: value for key, value in told.items() if value}


def in_short(block):
    if isinstance(block, IncomingText):
        mark = {"heading": f"heading {block.level}", "item": f"item {block.level} {block.label}"}
        ids = f" [{', '.join(block.ids)}]" if block.ids else ""
        return f"{mark.get(block.kind, 'paragraph')}{ids}: {block.html}"
    rows = [[cell_in_short(cell) for cell in row] for row in block.rows]
    rare = {"name": block.name, "heading_rows": block.heading_rows}
    return {key: value for key, value in rare.items() if value} | {"rows": rows}


def cell_in_short(cell):
    if not isinstance(cell, IncomingCell):
        return None
    rare = {"down": cell.down, "across": cell.across, "trouble": cell.trouble, "said": list(cell.said)}
    rare = {key: value for key, value in rare.items() if value not in (1, "", [])}
    return {"words": cell.words} | rare if rare else cell.words


@pytest.mark.parametrize("name", NAMES)
def test_each_file_comes_out_as_what_it_shows(name):
    assert outline(name) == EXPECTATIONS[name]


def test_the_corpus_is_as_large_and_as_foreign_as_it_says():
    assert set(EXPECTATIONS) == set(NAMES)
    foreign = [name for name in NAMES if not name.startswith("hand-")]
    assert len(foreign) >= 200
    assert len(NAMES) >= 230


# No word is lost

UNSEEN = re.compile("[\u00ad\u200b]")


def bag(words):
    folded = unicodedata.normalize("NFKC", UNSEEN.sub("", words)).casefold()
    return Counter(re.findall(r"[^\W_]+", folded))


def all_words(found):
    """All words of what came in, in the order of its blocks, and those that were left out."""
    for block in found.blocks:
        if isinstance(block, IncomingText):
            yield f"{block.label} {block.words}"
        else:
            yield block.name
            yield from (cell.words for row in block.rows for cell in row if isinstance(cell, IncomingCell))
    yield from (each.words for each in found.left_out)


# Words read in another way than ours: all text of the file, be it seen or not.


def words_of_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"word/(document|comments|footnotes|header\d*|footer\d*)\.xml", name):
                root = etree.fromstring(parts.read(name))
                for fallback in root.findall(".//{*}Fallback"):
                    fallback.getparent().remove(fallback)
                for paragraph in root.iter("{*}p"):
                    yield "".join(
                        text.text or "" if text.tag.endswith(("}t", "delText")) else " " for text in own(paragraph)
                    )


def own(paragraph):
    """Its texts and breaks, but not those of a paragraph in a text box in it."""
    for each in paragraph.iter("{*}t", "{*}delText", "{*}br", "{*}cr", "{*}tab"):
        if next(each.iterancestors("{*}p"), None) is paragraph:
            yield each


def words_of_odt(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        yield from paragraphs_of_odf(etree.fromstring(parts.read("content.xml")).find("{*}body"))


def words_of_ods(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = etree.fromstring(parts.read("content.xml"))
    chosen = files.read(data).sheets[0]
    for page in root.iter("{*}table"):
        if page.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name") == chosen:
            for cell in page.iter("{*}table-cell"):
                if cell.get("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type") == "string":
                    yield from paragraphs_of_odf(cell)


def paragraphs_of_odf(root):
    # Who wrote a comment and when, and the number of a note.
    for unread in [*root.iter("{*}creator", "{*}date", "{*}creator-initials", "{*}note-citation")]:
        unread.text = ""
    for paragraph in root.iter("{*}p", "{*}h"):
        if next(paragraph.iterancestors("{*}p"), None) is None:
            yield (
                " ".join(paragraph.itertext())
                if paragraph.find(".//{*}p") is not None
                else "".join(paragraph.itertext())
            )


def words_of_xlsx(data):
    """Every text in the sheet that was read, be it seen or not, by the bare mark-up."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
        titles = [each.get("name") for each in etree.fromstring(parts.read("xl/workbook.xml")).iter("{*}sheet")]
        page = etree.fromstring(parts.read(names[titles.index(files.read(data).sheets[0])]))
        shared = (
            etree.fromstring(parts.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in parts.namelist() else ()
        )
    texts = ["".join(each.itertext()) for each in shared]
    for cell in page.iter("{*}c"):
        words = "".join(cell.itertext())
        yield texts[int(words)] if cell.get("t") == "s" else words if cell.get("t") == "inlineStr" else ""


def words_of_xls(data):
    page = xlrd.open_workbook(file_contents=data, logfile=io.StringIO()).sheet_by_name(files.read(data).sheets[0])
    yield from (cell.value for row in page.get_rows() for cell in row if cell.ctype == xlrd.XL_CELL_TEXT)


def words_of_html(data):
    root = html.document_fromstring(data.decode())
    for unseen in root.xpath("//style | //script | //title | //comment()"):
        unseen.drop_tree()
    for each in root.iter():
        yield f"{each.text or ''}"
        yield f"{each.tail or ''}"


def words_of_text(data):
    yield re.sub(r"^\ufeff?sep=.", "", plain.decode(data)[0])


READ_ANOTHER_WAY = {
    "docx": words_of_docx,
    "odt": words_of_odt,
    "ods": words_of_ods,
    "xlsx": words_of_xlsx,
    "xls": words_of_xls,
    "html": words_of_html,
    "csv": words_of_text,
    "txt": words_of_text,
}
# Letters of a font whose letters are ticks.
SHOWN_AS_SIGNS = {"ü", "û"}


@pytest.mark.parametrize("name", [name for name in NAMES if "refused" not in EXPECTATIONS.get(name, {})])
def test_no_word_is_lost(name):
    data = (KINDS / name).read_bytes()
    kind = "html" if data.startswith(b"<html") else name.rpartition(".")[2]
    given, passed = Counter(), list(all_words(incoming(name)))
    for words in READ_ANOTHER_WAY[kind](data):
        given += bag(words)
    missing = given - bag("\n".join(passed)) - Counter(dict.fromkeys(SHOWN_AS_SIGNS, 9))
    # What is raised stands apart now: £43,065(1) for £43,0651.
    squeezed = "".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", "".join(passed)).casefold()))
    assert [word for word in missing if word not in squeezed] == []


if __name__ == "__main__":
    known = {name: EXPECTATIONS.get(name) or outline(name) for name in NAMES}
    text = json.dumps(known, ensure_ascii=False, indent=1)
    EXPECTED.write_text(f"{text}\n", encoding="utf-8")
