"""docs/deploy, followed: nginx and gunicorn really started on this machine, and what they answer compared.

Where nginx isn't installed this is skipped, and says so; .ci/run installs it.
"""

import threading
import time
from contextlib import ExitStack

import pytest

from editions import tree
from tests import deployed
from tests.same_headers import HOSTILE, REFUSED, addresses, between, differences

pytestmark = pytest.mark.skipif(deployed.NGINX is None, reason=deployed.MISSING)

PAGE = b"<!doctype html><title>Page</title>" + b"<p>words of a page " * 200
# What a tree may hold: each kind of file, and each name under which one is kept.
PLACES = """
index.html 404.html calendar.ics feed.atom sitemap.xml robots.txt favicon.ico site.css assets/logo.0a1b.png
business-plan/2016-2019.pdf business-plan/2016-2019.json business-plan/2016-2019/index.html
business-plan/2016-2019/whole/index.html business-plan/2016-2019/large-print.pdf business-plan/2016-2019/budget.csv
business-plan/2016-2019/editions/1/index.html business-plan/2016-2019/editions/edition-2.pdf
business-plan/2016-2019/editions/edition-2-large.pdf business-plan/2016-2019/editions/edition-2.json
data/index.html data/published.zip data/document-schema-1.json search/index.html search/words.0a1b.json
assets/search.0a1b.js pictures/0a1b.jpeg pictures/0a1b.png old/gone/410.html old/gone/index.html
"""
FILES = [*((place, PAGE) for place in PLACES.split()), ("tiny.txt", b"a few letters")]
# Set up or not, it changes nothing of what a public page sends.
COUNCIL = {"OIDC_TENANT_ID": "ours", "OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "for tests"}
GONE = ["/old/gone", "/old/gone/", "/old/gone/below", "/old/gone/two/below/", "/old/gone/a.pdf", "/old/gone/index.html"]


def write(root, files=FILES):
    root.mkdir(exist_ok=True)
    tree.replace(root, root / "trees", files)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("board") / "public"
    write(root)
    return root


@pytest.fixture(scope="module")
def servers(root):
    """The program behind its socket, without a database, and nginx in front of it."""
    folder = root.parent / "deployed"
    folder.mkdir()
    with ExitStack() as running:
        ours = running.enter_context(deployed.program(folder, root, **COUNCIL))
        yield ours, running.enter_context(deployed.nginx(folder, root))


def test_every_address_is_answered_alike_in_ten_ways(root, servers):
    asked = [*addresses(root / "current"), *HOSTILE, *GONE]
    assert not [line for address in asked for line in differences(*servers, address)]


def test_a_difference_would_be_found(servers):
    """What the test above rests on: it sees another status, a header too few, one too many, and one that differs."""
    ours, theirs = servers
    page = ours.ask("/")
    assert list(between(page, theirs.ask("/nothing"))) == ["200 and 404"]
    for name, instead in (("x-frame-options", None), ("cache-control", "no-store"), ("x-more", "more")):
        headers = {**page[1], name: instead} if instead else {key: page[1][key] for key in page[1].keys() - {name}}
        assert [line.partition(":")[0] for line in between(page, (200, headers, page[2]))] == [name]
    assert list(between(page, (200, page[1], b"other"))) == ["body"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_leaves_the_site_is_refused(servers, address):
    for server in servers:
        assert server.ask(address)[0] in (400, 404)


def test_what_is_the_programs_passes_through_with_its_own_headers(servers):
    ours, theirs = servers
    for address in ("/health/live", "/health/ready", "/office/", "/members/", "/csp-reports/", "/static/none.css"):
        one, other = ours.ask(address), theirs.ask(address)
        assert not list(between(one, other)), address
        assert "AND" not in other[1]["content-security-policy"]


def test_plain_http_is_led_to_https(servers):
    _, theirs = servers
    status, headers, _ = theirs.plain.ask("/data/?q=1")
    assert (status, headers["location"]) == (301, f"https://{deployed.HOST}/data/?q=1")


def test_the_log_holds_no_query_no_key_and_no_visitor(root, servers):
    _, theirs = servers
    for address in (
        "/data/?q=canary",
        "/accounts/canary/",
        "/given/figures/canary/",
        "//given/canary/",
        "/data/%00?canary",
    ):
        theirs.ask(address, Referer="https://canary.example/", User_Agent="canary")
    time.sleep(6)  # it is written every five seconds
    folder = root.parent / "deployed"
    log = (folder / "lscb-board.log").read_text()
    assert '"path":"/data/"' in log
    assert '"path":"/given/..."' in log
    for file in ("lscb-board.log", "lscb-error.log", "error.log"):
        written = (folder / file).read_text()
        assert "canary" not in written, file
        assert "127.0.0.1" not in written, file


def test_public_pages_go_on_without_the_program_and_through_a_hundred_swaps(tmp_path):
    """Each answer is whole, of one tree, and of the newest one once it was swapped."""
    root = tmp_path / "public"

    def publish(number):
        write(
            root, [("index.html", b"<p>%d</p>" % number * 4_000), ("404.html", b"none"), (f"only/{number}.pdf", b"x")]
        )

    publish(0)
    wrong, stop = [], threading.Event()
    with deployed.nginx(tmp_path, root) as server:

        def read():
            while not stop.is_set():
                status, headers, body = server.ask("/")
                first = body.partition(b"</p>")[0] + b"</p>"
                if status != 200 or body != first * 4_000 or len(body) != int(headers["content-length"]):
                    wrong.append((status, len(body)))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            for number in range(1, 101):
                publish(number)
                if not server.ask("/")[2].startswith(b"<p>%d</p>" % number):
                    wrong.append(number)
                if server.ask(f"/only/{number - 1}.pdf")[0] != 404:
                    wrong.append(f"{number - 1} still there")
        finally:
            stop.set()
            reader.join()
        assert server.ask("/office/")[0] == 502, "the program isn't there"
    assert not wrong


def test_both_answer_alike_through_a_hundred_swaps(root, servers):
    """After each swap every kind of address, in one of the ten ways: each way ten times."""
    found = []
    try:
        for number in range(100):
            page = f"<p>{number}</p>".encode() * 1_000
            changed = {"index.html": page, f"only/{number}/index.html": page, "calendar.ics": page}
            write(root, list((dict(FILES) | changed).items()))
            asked = ["/", f"/only/{number}/", f"/only/{number - 1}/", "/calendar.ics"]
            found += [line for address in asked for line in differences(*servers, address, only=number)]
    finally:
        write(root)
    assert not found


def test_what_packing_makes_larger_is_not_packed(root):
    assert (root / "current" / "index.html.gz").exists()
    assert not (root / "current" / "tiny.txt.gz").exists()


def test_readable_by_another_user(root):
    """nginx runs as www-data: whatever the umask, the files are for everybody to read, and so are their folders."""
    for place in (root, *root.rglob("*")):
        if not place.is_symlink() and not place.name.startswith("."):
            assert place.stat().st_mode & 0o004, place
