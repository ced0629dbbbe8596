"""The figures of the demonstration's report, number by number: data file, tables as CSV, page, PDF and Word copy."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from editions import pages, tables
from kit import wording
from publications import render
from publications import sections as layout
from publications.blocks import Table
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.figures import Indicator
from publications.content.summary import Summary
from publications.files import pdf, word
from publications.models import Publication, PublicationKind
from publications.passages import things
from tests.pdf_reading import Reading
from tests.word_reading import WordFile

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY, ADDRESS = date(2016, 6, 1), "annual-report/2014-2015"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers(words):
    """Every number in some words, as it is printed."""
    return NUMBER.findall(words)


def spaced(words):
    return " ".join(words.split())


@pytest.fixture(scope="module")
def forms(report):
    """The report as the public gets it: its files by path, and what each says in running words."""
    site = compose(Publication.objects.get(kind=PublicationKind.SITE), on=DAY)
    text = codec.write(report)
    control = Control(number=1, published_on=DAY, check_code=codec.digest(text))
    made = pdf.make(render.paper(report, control, site))
    version = pages.PublishedVersion(content=report, text=text, control=control, pdf=made.data, pdf_pages=made.pages)
    return dict(pages.files(site, [version], DAY)) | {"word": word.make(report, layout.pages(report), control)}


@pytest.fixture(scope="module")
def page(forms):
    return html.fromstring(forms[f"{ADDRESS}/whole/index.html"].decode()).find(".//main")


@pytest.fixture(scope="module")
def paper(forms):
    return Reading(forms[f"{ADDRESS}.pdf"])


@pytest.fixture(scope="module")
def copy(forms):
    return WordFile(forms["word"])


def bare(words):
    """Words without blanks: on paper an abbreviation is a piece of its own."""
    return "".join(words.split())


def figures_of(report):
    """Every table of the report with the numbers of its rows, in their order, by its caption."""
    for each in layout.pages(report):
        for block in each.blocks:
            if isinstance(block, Table):
                rows = [row for group in block.groups for row in group.rows] + list(block.totals)
                yield block, [numbers(" ".join(row.cells)) for row in rows]


def test_every_table_as_csv_has_them_as_printed_and_as_plain_numbers(report, forms):
    files = tables.names(report)
    compared = 0
    for block, _ in figures_of(report):
        lines = list(csv.reader(io.StringIO(forms[f"{ADDRESS}/{files[block]}.csv"].decode("utf-8-sig"))))
        head, *rows = lines
        of_block = [row for group in block.groups for row in group.rows] + list(block.totals)
        for row, line in zip(of_block, rows, strict=True):
            assert numbers(" ".join(row.cells)) == numbers(
                " ".join(cell for cell, name in zip(line, head, strict=True) if is_printed(name, block))
            )
            for name, cell in zip(head, line, strict=True):
                if name.endswith("(number)") and cell:
                    whole = name.removesuffix("(number)") + "(as printed)"
                    said = numbers(line[head.index(whole)].replace(",", ""))
                    assert abs(Decimal(cell)) in map(Decimal, said), (block.caption, line)
                    compared += 1
    assert compared > 60


def is_printed(name, block):
    """Whether a column of the file is one of the table's own, as it is printed."""
    return name.removesuffix(" (as printed)") in {column.heading for column in block.columns}


def test_the_json_holds_each_figure_that_is_printed(report, forms, page):
    """Each observation, by its name and period: the value in the data file is the one that the page prints."""
    public = codec.read(json.dumps(json.loads(forms[f"{ADDRESS}.json"])["content"]), codec.SCHEMA)
    assert public == report
    said = spaced(page.text_content())
    compared = 0
    for thing, _ in things(public):
        for series in thing.series if isinstance(thing, Indicator) else ():
            for seen in series.observations:
                if seen.value is not None:
                    assert wording.figure(seen, thing.unit, thing.decimals) in said
                    compared += 1
    assert compared > 10


def test_what_is_in_short_stands_in_every_form_and_is_what_the_tables_say(report, page, paper, copy):
    [summary] = [thing for thing, _ in things(report) if isinstance(thing, Summary)]
    assert (len(summary.figures), len(summary.sentences)) == (5, 5)
    forms = [bare(page.text_content()), bare("".join(paper.tree.pieces())), bare(copy.text)]
    in_tables = {number for _, rows in figures_of(report) for row in rows for number in row}
    for figure in summary.figures:
        for form in forms:
            assert bare(figure.figure) in form
            assert bare(figure.name) in form
        # How often people came is a share of all places, which the figure counts itself.
        assert set(numbers(figure.figure)) <= in_tables or figure.key == "attendance", figure
    for sentence in summary.sentences:
        for form in forms:
            assert bare(sentence.words) in form, sentence.words


def in_rows(rows):
    """The numbers of each row that has any."""
    return [found for found in map(numbers, rows) if found]


def follow(found, wanted):
    """Whether the wanted rows stand in what was found, in their order; heads and headings of groups may lie between."""
    left = iter(found)
    return all(any(row == other for other in left) for row in wanted)


def test_every_table_holds_the_same_numbers_on_the_page_on_paper_and_in_word(report, page, paper, copy):
    on_page = [
        in_rows(spaced(" ".join(cell.text_content() for cell in row)) for row in table.iterfind(".//tr"))
        for table in page.iter("table")
    ]
    in_word = [in_rows(" ".join(cell.text for cell in row.cells) for row in table.rows) for table in copy.file.tables]
    compared = 0
    for block in (each for one in layout.numbered(layout.pages(report)) for each in one.blocks):
        if not isinstance(block, Table):
            continue
        rows = [*(row for group in block.groups for row in group.rows), *block.totals]
        if not (wanted := in_rows(" ".join(row.cells) for row in rows)):
            continue
        printed = in_rows(spaced(row.text) for row in paper.table(block.called).find("TR"))
        assert any(follow(table, wanted) for table in on_page), block.caption
        assert follow(printed, wanted), block.caption
        assert any(follow(table, wanted) for table in in_word), block.caption
        compared += sum(map(len, wanted))
    assert compared > 300
