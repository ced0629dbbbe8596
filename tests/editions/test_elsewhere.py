"""A copy of the site for another host: the headers that it has to send are those that the program sends itself."""

import pytest

from editions import elsewhere
from editions.pages import NOINDEX

pytestmark = pytest.mark.django_db


def rules(files=("index.html",)):
    found = {}
    for line in elsewhere.headers(set(files)).decode().splitlines():
        if line.startswith("/"):
            found[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            found[list(found)[-1]][name] = value
    return found


@pytest.fixture
def page(as_installed, client, public_root):
    (public_root / "current").mkdir(parents=True)
    (public_root / "current" / "index.html").write_text("<!doctype html><title>Home</title>")
    return client.head("/", secure=True)


def test_every_header_of_security_is_told_as_the_program_says_it(page):
    told = rules()["/*"]
    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert told.pop(name) == page[name]
    for name in ("X-Frame-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"):
        assert told.pop(name) == page[name]
    policy = told.pop("Content-Security-Policy").split("; ")
    assert set(page["Content-Security-Policy"].split("; ")) - set(policy) == {"report-uri /csp-reports/"}
    assert not told, "nothing of one answer is said of all"


def test_types_and_what_may_be_kept(page):
    told = rules()
    assert told["/*.ics"] == {"Content-Type": "text/calendar; charset=utf-8"}
    assert "immutable" in told["/assets/*"]["Cache-Control"]


def test_a_site_that_search_engines_leave_out_stays_so(page):
    assert rules(["index.html", NOINDEX])["/*"]["X-Robots-Tag"] == "noindex"
