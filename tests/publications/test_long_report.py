"""A report of a hundred pages passes both checks, and says on paper and in Word what its web page says, in order."""

import re
from collections import Counter
from html import unescape

import page as validator
import pytest
from msgspec.structs import replace

from publications import render
from publications import sections as layout
from publications.blocks import Chart, ShownPicture, Tree
from publications.content import codec
from publications.content.base import Control
from publications.files import checker, pdf, word
from tests.long_report import long_report, of_pictures
from tests.original.reading import page_blocks, pdf_blocks
from tests.pdf_reading import Reading, sizes_of
from tests.word_reading import WordFile, faults

pytest_plugins = ["tests.southend"]


@pytest.fixture(scope="module")
def document():
    """A hundred pages with twelve charts, six pictures, twenty tables of its own and four quotations."""
    return long_report(68, put_in=True)


@pytest.fixture(scope="module")
def made(document):
    """Its PDF, made once."""
    paper = render.paper(document, Control(number=1, check_code=codec.digest(codec.write(document))))
    return pdf.make(paper, pictures=of_pictures(document))


def words(text):
    """A text to compare: where a line breaks, paper may part a word from its hyphen, so without spaces."""
    return "".join(text.split())


def shown(document):
    """The words of the page's main part, its numbers among them.

    The structure is a list on the page and a drawing with words of its own on paper: see the tests for it.
    """
    pages = [replace(layout.deeper(page), terms=()) for page in layout.numbered(layout.pages(document))]
    html = render.page("document/_sections.html", {"pages": pages}).replace("Back to contents", "")
    html = html.replace('<span class="hidden">Paragraph </span>', "")
    html = re.sub("<svg.*?</svg>", "", html, flags=re.DOTALL)
    html = re.sub(r'<div class="drawing".*?</div>|<img [^>]*>', "", html, flags=re.DOTALL)
    html = re.sub(r'(<figure class="tree".*?</figcaption>).*?</figure>', r"\1</figure>", html, flags=re.DOTALL)
    return words(" ".join(page_blocks(f"<main>{html}</main>")))


def announced(reading):
    """What is read out between the contents and the words about this version."""
    [main] = reading.every("Part")
    for element in list(main.find()):
        element.kids = [kid for kid in element.kids if getattr(kid, "kind", "") != "Figure"]
    main.kids = main.kids[: main.kids.index(main.children[-1])]
    return words(" ".join(pdf_blocks(main)))


def test_long_report_is_long_and_passes_both_checks(made):
    assert 90 <= made.pages <= 110
    assert len(made.data) < 600_000
    assert made.remarks == ()
    assert checker.check(made.data) == ()
    report = validator.validate_pdf_bytes(made.data, profile="ua1")
    assert report.failures == []
    assert report.is_compliant


def test_every_word_of_the_long_page_is_announced_in_the_same_order(document, made):
    reading = Reading(made.data)
    charts = [figure.alternative for figure in reading.every("Figure")]
    on_the_page = shown(document)
    assert len(on_the_page) > 90_000
    assert announced(reading) == on_the_page
    blocks = [block for page in layout.pages(document) for block in page.blocks]
    drawn = [block for block in blocks if isinstance(block, Chart | Tree | ShownPicture)]
    count = Counter(type(block) for block in drawn)
    assert (count[Chart], count[ShownPicture]) == (12, 6)
    # A picture for decoration is read out by nobody.
    read_out = [block for block in drawn if not isinstance(block, ShownPicture) or block.shows]
    assert len(read_out) == len(drawn) - 1
    for said, block in zip(charts, read_out, strict=True):
        if isinstance(block, Tree):
            for body in (block.root, *block.root.children):
                assert body.text in said
        else:
            assert said == (block.shows if isinstance(block, ShownPicture) else block.words)


def test_every_word_of_the_plan_is_announced_in_the_same_order(content, plan_as_pdf):
    assert announced(Reading(plan_as_pdf)) == shown(content)
    assert validator.validate_pdf_bytes(plan_as_pdf, profile="ua1").failures == []


def test_every_word_of_the_report_is_announced_in_the_same_order(report, report_as_pdf):
    assert checker.check(report_as_pdf.data) == ()
    assert validator.validate_pdf_bytes(report_as_pdf.data, profile="ua1").failures == []
    assert announced(Reading(report_as_pdf.data)) == shown(report)


def test_every_number_of_the_published_page_is_in_the_pdf(whole_page, plan_as_pdf, check_code):
    """The whole page, with contents and what is said of the version, but for the code, which paper has in groups."""
    main = re.sub(r'<p class="actions">.*?</p>', "", whole_page.replace(check_code, ""), flags=re.DOTALL)
    numbers = set(re.findall(r"\d[\d.,]*", " ".join(page_blocks(main))))
    assert len(numbers) > 60
    assert numbers <= set(re.findall(r"\d[\d.,]*", " ".join(pdf_blocks(Reading(plan_as_pdf).tree))))


# Elements whose words go on in the line.
IN_A_LINE = re.compile(r"</?(?:a|abbr|em|small|span|strong)\b[^>]*>")


def joined(html, made):
    """The words that a reader who knows no geometry finds in a PDF, and which the HTML doesn't have."""
    html = re.sub(r"<svg.*?</svg>|<head>.*?</head>", " ", html, flags=re.DOTALL)
    written = set(unescape(re.sub(r"<[^>]*>", " ", IN_A_LINE.sub("", html))).split())
    said = Reading(made).tree.as_it_stands.split()
    assert len(said) > 3000
    return {
        word for word in said if word not in written and word not in ("•", "–") and not re.fullmatch(r"\d+\.?", word)
    }


def test_every_word_stands_by_itself(document, made):
    control = Control(number=1, check_code=codec.digest(codec.write(document)))
    assert joined(render.paper(document, control), made.data) == set()


def test_large_print_passes_both_checks_and_its_words_stand_by_themselves(report):
    html = render.paper(report, Control(number=1), large=True)
    made = pdf.make(html)
    assert made.remarks == ()
    assert checker.check(made.data) == ()
    assert validator.validate_pdf_bytes(made.data, profile="ua1").failures == []
    assert joined(html, made.data) == set()
    words, drawn = sizes_of(made.data)
    assert min(words) >= 140
    assert sum(count for size, count in words.items() if size < 162) < 0.2 * words.total()
    assert not drawn or min(drawn) >= 160


def test_nothing_is_printed_smaller_than_it_may_be(plan_as_pdf):
    """Running lines and numbers in the margin 9 points, tables and drawings 10.5, words 12."""
    words, drawn = sizes_of(plan_as_pdf)
    assert min(words) == 90
    assert {size for size in words if size < 120} <= {90, 105, 110}  # 11: the second level of the contents
    assert min(drawn) >= 104


def test_word_left_out_on_paper_is_noticed(plan_as_pdf, content):
    reading = Reading(plan_as_pdf)
    paragraph = next(each for each in reading.every("P") if "reporting year runs" in each.text)
    paragraph.kids = [kid.replace("annually", "") for kid in paragraph.kids]
    assert announced(reading) != shown(content)


def test_word_copy_of_a_long_report_can_be_opened():
    document = long_report(34, put_in=True)
    pages = layout.numbered(layout.pages(document))
    file = WordFile(word.make(document, pages, Control(), None, of_pictures(document)))
    assert list(faults(file)) == []
    assert len(file.styled("Heading 1")) == len(pages) + 1
    told = [drawn.get("descr") for drawn in file.file.element.body.iter("{*}docPr")]
    assert len(told) == 10
    assert told.count(None) == 1 == len([*file.file.element.body.iter("{*}decorative")])
