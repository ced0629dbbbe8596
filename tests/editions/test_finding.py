"""What people and programs find of the public site, and by which they follow it."""

import gzip
import json
import re
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest
from msgspec.structs import replace
from tinyhtml5.parser import HTMLParser

from editions import pages, search, signposts
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.models import Publication, PublicationKind

pytest_plugins = ["tests.southend"]

BASE = "business-plan/2016-2019"
TODAY = date(2018, 6, 1)
ADDRESS = "https://board.example"


@pytest.fixture(scope="module")
def site(southend):
    return replace(compose(Publication.objects.get(kind=PublicationKind.SITE), on=TODAY), search_engines=True)


@pytest.fixture(scope="module")
def two(content):
    return [version(replace(content, cover_note="Reworded & <new>"), 2, live=True), version(content, 1)]


def version(content, number, *, live=False):
    text = codec.write(content)
    control = Control(
        number=number,
        published_on=date(2015 + number, 4, 1),
        decision=f"Minute {number} & <more>",
        check_code=codec.digest(text),
    )
    return pages.PublishedVersion(content=content, text=text, control=control, pdf=b"%PDF", pdf_pages=1, live=live)


@pytest.fixture(scope="module")
def tree(site, two):
    return dict(pages.files(site, two, TODAY, site_address=ADDRESS))


@pytest.fixture(scope="module")
def unaddressed(site, two):
    """The same, while nobody has said where the public finds it."""
    return dict(pages.files(site, two, TODAY))


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


# Searching


def looked_up(tree, typed):
    """What the script finds: the pages on which each word stands, whole or as the beginning of another."""
    [listed] = [path for path in tree if path.endswith("/pages.json")]
    known = json.loads(tree[listed])
    found = None
    for word in map(search.folded, typed.split()):
        part = json.loads(tree.get(listed.replace("pages", search.sign(word)), b"{}"))
        here = {place for each, places in part.items() if each.startswith(word) for place in places[::2]}
        found = here if found is None else found & here
    return {known["pages"][number][0] for number in found}


def test_a_word_is_found_where_it_stands_and_nowhere_else(tree):
    found = looked_up(tree, "Bullying")
    for path, data in tree.items():
        if re.fullmatch(rf"{BASE}/(?!editions|whole)[\w-]+/index\.html", path):
            body = data.decode().partition('<div class="body"')[2].partition('<div class="after"')[0]
            assert (f"/{path.removesuffix('index.html')}" in found) == ("bullying" in body.lower()), path
    assert found


def test_the_beginning_of_a_word_is_enough_and_every_word_is_needed(tree):
    assert looked_up(tree, "bully") == looked_up(tree, "bullying")
    assert looked_up(tree, "bully budget") == looked_up(tree, "bully") & looked_up(tree, "budget")
    assert not looked_up(tree, "bully zebra")


@pytest.mark.parametrize(
    ("printed", "typed"),
    [("Café", "cafe"), ("Ŵyr", "wyr"), ("Child’s", "child"), ("child's", "child"), ("CSE", "cse"), ("2016", "2016")],
)
def test_words_are_known_however_they_are_typed(printed, typed):
    assert search.folded(printed) == typed


def test_each_word_stands_on_the_page_of_its_letter_for_whoever_has_no_script(tree):
    page = tree["search/words/b/index.html"].decode()
    entry = page.partition("<dt>bullying</dt>")[2].partition("</div>")[0]
    assert set(re.findall(r'href="([^"]+)"', entry)) == looked_up(tree, "bullying") - {"/"}
    assert '<a href="/search/words/b/">' in tree["search/index.html"].decode()


def test_what_was_erased_is_in_no_index(site, two):
    gone = dict(pages.files(site, two[1:], TODAY))
    assert any(b"reworded" in data for path, data in gone.items() if path.startswith("search/")) is False


def test_only_the_search_has_a_script_and_a_light_one(tree):
    scripts = [path for path, data in tree.items() if b'<script type="module"' in data]
    assert scripts == ["search/index.html"]
    [script] = [data for path, data in tree.items() if path.endswith(".js")]
    assert len(gzip.compress(script)) <= 2 * 1024


# Following


def test_a_feed_reader_reads_the_versions(tree):
    feed = feedparser.parse(tree["feed.atom"])
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.link for entry in feed.entries] == [f"{ADDRESS}/{BASE}/editions/{number}/" for number in (2, 1)]
    assert feed.entries[0].published == "2017-04-01T12:00:00+00:00"
    assert "Minute 2 &amp; &lt;more&gt;" in feed.entries[0].summary
    assert len({entry.id for entry in feed.entries}) == 2
    assert feed.feed.updated == feed.entries[0].updated, "the same versions make the same bytes"


def test_what_is_followed_stays_the_same_when_the_site_moves_or_a_version_is_added(site, two, tree):
    moved = feedparser.parse(dict(pages.files(site, two, TODAY, site_address="https://elsewhere.example"))["feed.atom"])
    alone = feedparser.parse(dict(pages.files(site, two[1:], TODAY, site_address=ADDRESS))["feed.atom"])
    ids = [entry.id for entry in feedparser.parse(tree["feed.atom"]).entries]
    assert [entry.id for entry in moved.entries] == ids
    assert [entry.id for entry in alone.entries] == ids[1:]


def test_the_sitemap_names_pages_that_are_there_each_by_its_one_address(tree):
    root = ElementTree.fromstring(tree["sitemap.xml"])  # noqa: S314 - our own
    listed = [element.text for element in root.iter(f"{{{signposts.SITEMAP_NAMES}}}loc")]
    assert len(listed) == len(set(listed)) == len(root)
    for address in listed:
        assert address.startswith(f"{ADDRESS}/")
        html = tree[f"{address.removeprefix(f'{ADDRESS}/')}index.html"].decode()
        assert f'<link rel="canonical" href="{address}">' in html
        assert 'content="noindex"' not in html
    assert f"{ADDRESS}/business-plan/" not in listed, "it shows what has an address of its own"
    assert not [address for address in listed if re.search(r"/(whole|changes|since|words)/", address)]
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in tree["robots.txt"].decode()


def test_a_site_that_asks_not_to_be_listed_is_read_all_the_same(site, two):
    hidden = dict(pages.files(replace(site, search_engines=False), two, TODAY, site_address=ADDRESS))
    assert "sitemap.xml" not in hidden
    assert hidden["robots.txt"] == b"User-agent: *\nDisallow:\n", "or nobody would see that it asks"


def test_a_page_says_what_it_is(tree):
    html = tree[f"{BASE}/index.html"].decode()
    assert f'<meta property="og:url" content="{ADDRESS}/{BASE}/">' in html
    assert re.search(r'<meta name="description" content="[^"]{20,170}">', html)
    [facts] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    facts = json.loads(facts)
    assert (facts["@type"], facts["version"], facts["datePublished"]) == ("Report", "2", "2017-04-01")
    assert set(facts) <= {"@context", "@type", "name", "url", "datePublished", "publisher", "version", "inLanguage"}


def test_no_word_ends_the_block_of_data(site, content):
    hostile = version(replace(content, title="</script><script>alert(1)</script>"), 1, live=True)
    html = dict(pages.files(site, [hostile], TODAY, site_address=ADDRESS))[f"{BASE}/index.html"].decode()
    [facts] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(facts)["name"].startswith("</script>")
    assert html.count("<script") == 1


def test_without_an_address_nothing_names_one(unaddressed):
    assert not {"feed.atom", "sitemap.xml"} & set(unaddressed)
    for path, data in unaddressed.items():
        if path.endswith(".html"):
            assert not re.search(rb'property="og:|ld\+json|feed\.atom|rel="canonical" href="http', data), path


# Reading


def test_a_version_has_a_page_that_a_later_one_leaves_as_it_is(site, two, tree):
    path = f"{BASE}/editions/1/index.html"
    alone = dict(pages.files(site, [replace(two[1], live=True)], TODAY, site_address=ADDRESS))
    assert alone[path] == tree[path]
    page = tree[path].decode()
    assert f'href="/{BASE}/"' in page
    assert 'id="paragraph-1-2"' in page
    assert "version 2" not in page.lower()
    assert '<meta name="robots" content="noindex">' in page


def test_the_version_line_leads_to_what_changed(tree, site, two):
    for path in ("index.html", f"{BASE}/index.html"):
        assert f'<a href="/{BASE}/editions/2/changes/">What changed since version 1</a>' in tree[path].decode()
    first = dict(pages.files(site, [replace(two[1], live=True)], TODAY))
    for path in ("index.html", f"{BASE}/index.html", f"{BASE}/editions/index.html"):
        assert "The first version" in words(first[path]), path
        assert "changed" not in words(first[path]).lower().replace("what changed since", "?") or path == "index.html"


def test_a_long_section_begins_with_what_is_in_it(tree):
    html = tree[f"{BASE}/progress/index.html"].decode()
    parts = html.partition('<nav class="parts"')[2].partition("</nav>")[0]
    for anchor in re.findall(r'href="#([^"]+)"', parts):
        assert f'id="{anchor}"' in html
    assert "Key Areas of Challenge" in parts
    assert 'class="parts"' not in tree[f"{BASE}/introduction/index.html"].decode()


def test_beside_each_table_stands_its_file_and_above_it_a_heading(tree):
    html = tree[f"{BASE}/financial-provision/index.html"].decode()
    tables = html.count("<table")
    files = re.findall(r'<p class="file"><a href="/([^"]+)" download="([^"]+)">', html)
    assert len(files) == tables == len(re.findall(r'<h\d class="caption"', html))
    assert all(path in tree for path, _ in files)
    assert "<caption" not in html


def test_no_page_is_heavy(tree):
    [css] = {data for path, data in tree.items() if path.endswith(".css")}
    for path, data in tree.items():
        # The whole document on one page, and the words by letter, are as long as they are.
        if path.endswith(".html") and not re.search(r"whole/|editions/\d+/index|words/", path):
            assert len(gzip.compress(data)) + len(gzip.compress(css)) <= 15 * 1024, path


@pytest.mark.parametrize(
    "path",
    ["index.html", "404.html", "search/index.html", "search/words/b/index.html", "data/index.html"]
    + [
        f"{BASE}/{page}index.html"
        for page in ("", "financial-provision/", "editions/", "editions/1/", "editions/2/changes/")
    ],
)
def test_a_strict_parser_finds_no_fault(tree, path):
    parser = HTMLParser()
    parser.parse(tree[path].decode())
    assert not parser.errors
