"""The public tree: written whole, swapped in one step, and chosen by date."""

import os
import re
from datetime import date

import pytest
from msgspec.structs import replace

from editions import pages, tree
from editions.downloads import SiteFile
from kit import spans
from publications.content.base import Period

pytest_plugins = ["tests.southend"]


def test_the_tree_is_swapped_whole(public_root):
    root = public_root
    root.mkdir()
    tree.replace(root, root / "trees", [("a/index.html", b"first"), ("b.html", b"first")])
    seen = os.readlink(root / "current")

    def files():
        yield "a/index.html", b"second"
        assert (root / "current/a/index.html").read_bytes() == b"first"
        yield "c.html", b"second"

    tree.replace(root, root / "trees", files())
    assert os.readlink(root / "current") != seen
    assert (root / "current/a/index.html").read_bytes() == b"second"
    assert not (root / "current/b.html").exists()
    assert (root / seen).is_dir(), "the former tree stays for the requests that are reading it"


def test_a_tree_that_fails_half_way_changes_nothing(public_root):
    root = public_root
    root.mkdir()
    tree.replace(root, root / "trees", [("index.html", b"whole")])

    def full():
        raise OSError("no space left on device")

    files = [SiteFile(path="index.html", make=lambda: b"half"), SiteFile(path="later.html", make=full)]
    with pytest.raises(OSError, match="no space left"):
        tree.replace(root, root / "trees", files)
    assert (root / "current/index.html").read_bytes() == b"whole"
    tree.replace(root, root / "trees", [("index.html", b"later")])
    assert len(list((root / "trees").iterdir())) == 2, "what the failure left behind is cleared away"


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2016, 6, 1), "2016-2019"),
        (date(2019, 3, 31), "2016-2019"),
        (date(2019, 4, 1), "2019-2022"),
        (date(2030, 1, 1), "2019-2022"),
        (date(2010, 1, 1), "2016-2019"),
    ],
)
def test_which_plan_a_visitor_means_is_a_matter_of_date(content, today, shown):
    def plan(slug, starts, ends):
        period = Period(words=slug, starts=starts, ends=ends)
        return pages.PublishedVersion(
            content=replace(content, slug=slug, period=period), text="", control=None, pdf=b"", pdf_pages=1
        )

    plans = [
        plan("2016-2019", date(2016, 4, 1), date(2019, 3, 31)),
        plan("2019-2022", date(2019, 4, 1), date(2022, 3, 31)),
    ]
    assert spans.meant(plans, today).row.content.slug == shown


def test_every_link_leads_to_a_file_of_the_tree(published):
    """Of the addresses that Django answers only that of the members' page is linked from public pages."""
    files = {f"/{path}" for path in published} | {f"/{path.removesuffix('index.html')}" for path in published}
    for path, data in published.items():
        if not path.endswith(".html"):
            continue
        html = data.decode()
        for address in re.findall(r'(?:href|src)="([^"]+)"', html):
            if address.startswith(("https:", "http:", "mailto:", "tel:")):
                continue
            page, _, anchor = address.partition("#")
            target = page or f"/{path.removesuffix('index.html')}"
            assert target in {*files, "/members/"}, f"{path} links to {address}"
            if anchor:
                file = target.lstrip("/") + ("index.html" if target.endswith("/") else "")
                assert f' id="{anchor}"' in published[file].decode(), f"{path} links to {address}"


def test_public_pages_hold_no_script_no_inline_style_and_nothing_of_the_program(published):
    for path, data in published.items():
        if path.endswith(".html"):
            html = data.decode()
            # The search has its own script, which works without; data are no script.
            html = html.replace('<script type="module" src="/assets/search.', "", path == "search/index.html")
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html), path
            assert not re.search(r'href="/(office|members/.|admin|accounts)/', html), path


def test_every_public_page_leads_to_help_for_a_child(published):
    for path, data in published.items():
        if path.endswith(".html"):
            assert 'href="/worried-about-a-child/"' in data.decode(), path


def test_missing_numbers_are_left_out_and_999_is_there(published):
    page = published["worried-about-a-child/index.html"].decode()
    assert "999" in page
    assert not re.search(r"\b0\d{3,4}[ \d]{6,}", page)


def test_the_stylesheet_is_light(published):
    import gzip

    [css] = {data for path, data in published.items() if path.endswith(".css")}
    assert len(gzip.compress(css)) <= 8 * 1024
