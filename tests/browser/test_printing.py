"""Public pages as somebody prints them: nothing stands apart from what it names, and what is folded away is there."""

from itertools import pairwise

import pytest

from publications.files.pdf_tree import PdfTree
from tests import pages

pytestmark = pytest.mark.browser

PLAN = "/business-plan/2016-2019/"


@pytest.fixture
def printed(open_page):
    def of(path):
        margin = dict.fromkeys(("top", "right", "bottom", "left"), "10mm")
        return PdfTree(open_page(pages.Page(path)).pdf(format="A4", margin=margin, tagged=True))

    return of


@pytest.mark.parametrize("path", [f"{PLAN}whole/", "/membership/"])
def test_labels_and_groups_stay_with_what_they_name(printed, path):
    parts = [element for element in printed(path).elements if element.kind in ("P", "H2", "TR")]
    named = [
        (part, after)
        for part, after in pairwise(parts)
        if (part.kind, after.kind) == ("P", "H2") or (part.kind == "TR" and len(part.children) == 1)
    ]
    assert len(named) > 5
    assert [part.text for part, after in named if part.page < after.page] == []


def test_check_codes_that_are_folded_away_are_printed(printed):
    assert [text for text in printed(f"{PLAN}editions/").texts.values() if text.startswith("SHA-256 of the PDF")]


def test_the_footer_takes_no_paper(printed):
    """On screen the board's address ends each page; on paper it would often stand alone on one more."""
    said = "".join(printed("/data/").texts.values())
    assert "Data for re-use" in said
    assert "Members: sign in" not in said
