"""What the council signs: each page that is named is there, each question has its answer, the pictures are so drawn."""

import re

import pytest
from django.conf import settings
from lxml import etree

from tests import drawings

FOLDER = settings.BASE_DIR / "docs" / "approval"
PAGES = sorted(
    [*FOLDER.glob("*.md"), settings.BASE_DIR / "docs" / "hosting.md", settings.BASE_DIR / "docs" / "watching.md"]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ANSWERS = {"answered", "partly", "council", "no"}


def headings(page):
    """The addresses of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def broken(page):
    for link in LINK.findall(page.read_text()):
        if link.startswith(("http", "mailto:")):
            continue
        path, _, heading = link.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (heading and heading not in headings(file)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_heading_that_is_named_is_there(page):
    assert not list(broken(page))


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](none.md) [d](page.md#one) [e](page.md#three)")
    assert list(broken(page)) == ["#two", "none.md", "page.md#three"]


def test_forty_questions_have_an_answer_and_a_place():
    rows = re.findall(
        r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", (FOLDER / "questions.md").read_text(), re.M
    )
    assert [int(number) for number, *_ in rows] == list(range(1, 41))
    for number, _, answer, words, where in rows:
        assert answer in ANSWERS, number
        assert words.strip(), number
        assert LINK.search(where), number


def test_every_page_is_in_the_list_of_pages():
    listed = LINK.findall((FOLDER / "README.md").read_text())
    assert {page.name for page in FOLDER.iterdir() if page.suffix != ".svg"} - {"README.md"} <= set(listed)


def test_every_test_that_is_named_is_there():
    for page in PAGES:
        for named in re.findall(r"`(tests/[\w/]+\.py)`", page.read_text()):
            assert (settings.BASE_DIR / named).exists(), f"{page.name}: {named}"


@pytest.mark.parametrize("name", drawings.PICTURES)
def test_the_pictures_are_as_drawn(name):
    picture = drawings.draw(*drawings.PICTURES[name])
    assert (FOLDER / name).read_text() == picture, "draw it anew: .venv/bin/python -m tests.drawings"
    assert etree.fromstring(picture).tag.endswith("svg")
    assert name in (FOLDER / "security.md").read_text()


def test_the_picture_has_all_that_the_program_reaches():
    table = (FOLDER / "connections.md").read_text()
    drawn = (FOLDER / "architecture.svg").read_text().lower()
    for named in re.findall(r"^\| the ([a-z' -]+?)(?: for malware)?[,(|]", table, flags=re.M):
        assert named.strip().replace("'", "&#x27;") in drawn or named.strip() in drawn, named
