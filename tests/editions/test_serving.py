"""The public tree over the web. No test here may use the database: the middleware needs none."""

import gzip

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from editions.serving import find

PAGE = "<p>" + "words " * 500 + "</p>"
PDF = b"%PDF-1.7 " + bytes(range(256)) * 20


@pytest.fixture
def root(public_root):
    root = public_root / "current"
    for name, data in {
        "index.html": b"home",
        "404.html": b"own page for nothing",
        "business-plan/2016-2019/index.html": PAGE.encode(),
        "business-plan/2016-2019.pdf": PDF,
        "business-plan/2016-2019.json": b"{}",
        "assets/site.0123.css": b"p {}",
        ".hidden": b"secret",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / "business-plan/2016-2019/index.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (public_root / "outside.txt").write_text("outside")
    return root


@pytest.fixture
def get(client, root):
    answers = []

    def got(path, **headers):
        answers.append(client.get(path, headers=headers))
        return answers[-1]

    yield got
    # As Django's test client does: the end of a request looks after connections, and here none may be touched.
    request_finished.disconnect(close_old_connections)
    for answer in answers:
        answer.close()
    request_finished.connect(close_old_connections)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_page(get):
    response = get("/business-plan/2016-2019/")
    assert response.status_code == 200
    assert body(response).decode() == PAGE
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=60, s-maxage=3600"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_page_with_a_query_string_or_a_session_cookie_is_the_same_page(get, client):
    client.cookies["sessionid"] = "abc"
    assert body(get("/business-plan/2016-2019/?utm_source=mail")).decode() == PAGE


def test_a_gzipped_page(get):
    response = get("/business-plan/2016-2019/", accept_encoding="gzip")
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(response)).decode() == PAGE


def test_head(client, root):
    response = client.head("/business-plan/2016-2019.pdf")
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(PDF))
    assert body(response) == b""


def test_a_pdf_has_a_speaking_name(get):
    response = get("/business-plan/2016-2019.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="business-plan-2016-2019.pdf"'


@pytest.mark.parametrize(
    ("path", "said"),
    {
        "business-plan/2016-2019/editions/edition-2.pdf": 'inline; filename="business-plan-2016-2019-version-2.pdf"',
        "business-plan/2016-2019/editions/edition-12-large-print.pdf": (
            'inline; filename="business-plan-2016-2019-version-12-large-print.pdf"'
        ),
        "business-plan/2016-2019/large-print.pdf": 'inline; filename="business-plan-2016-2019-large-print.pdf"',
        "business-plan/2016-2019/money.csv": 'attachment; filename="business-plan-2016-2019-money.csv"',
        "data/published.zip": 'attachment; filename="data-published.zip"',
        "data/document-schema-3.json": 'inline; filename="data-document-schema-3.json"',
        "search/0123/a.json": None,
        "calendar.ics": None,
        "favicon.svg": None,
        "feed.atom": None,
        "site.css": None,
    }.items(),
)
def test_a_file_is_kept_under_a_name_that_follows_from_its_address(get, root, path, said):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("words")
    assert get(f"/{path}").get("Content-Disposition") == said
    assert get("/").get("Content-Disposition") is None


def test_a_table_is_text(get, root):
    (root / "money.csv").write_text("Line\r\n")
    assert get("/money.csv")["Content-Type"] == "text/csv; charset=utf-8"


def test_that_parts_may_be_asked_for_is_said_of_each_file(get):
    for path in ("/", "/business-plan/2016-2019.pdf"):
        assert get(path)["Accept-Ranges"] == "bytes"
    part = get("/business-plan/2016-2019.pdf", range="bytes=10-19")
    assert part["Accept-Ranges"] == "bytes"


def test_what_is_unchanged_says_no_other_thing_to_search_engines(get, root):
    tag = get("/")["ETag"]
    assert get("/", if_none_match=tag)["X-Robots-Tag"] == "all"
    (root / ".noindex").touch()
    assert get("/", if_none_match=tag)["X-Robots-Tag"] == "noindex"


@pytest.fixture
def gone(root):
    for place in ("annual-report/2015", "annual-report/2015.pdf", "business-plan/2016-2019/editions/edition-1.pdf"):
        for name in ("410.html", "index.html"):
            (root / place / name).parent.mkdir(parents=True, exist_ok=True)
            (root / place / name).write_text("Taken down")


@pytest.mark.parametrize(
    "path",
    [
        "/annual-report/2015/",
        "/annual-report/2015",
        "/annual-report/2015/introduction/",
        "/annual-report/2015/money.csv",
        "/annual-report/2015.pdf",
        "/annual-report/2015.pdf?download=1",
        "/business-plan/2016-2019/editions/edition-1.pdf",
    ],
)
def test_what_was_taken_down_is_gone(get, gone, path):
    response = get(path, if_none_match="*")
    assert response.status_code == 410
    assert body(response) == b"Taken down"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert "max-age" not in response["Cache-Control"]


def test_a_notice_is_no_address_by_the_name_of_its_file(get, gone):
    assert get("/annual-report/2015/410.html").status_code == 404


def test_what_stands_beside_or_below_a_notice_is_still_found(get, gone, root):
    (root / "annual-report/2015/editions").mkdir()
    (root / "annual-report/2015/editions/index.html").write_text("Versions")
    assert body(get("/annual-report/2015/editions/")) == b"Versions"
    assert get("/business-plan/2016-2019/").status_code == 200
    assert get("/annual-report/2016/").status_code == 404


def test_only_what_is_named_by_its_digest_is_kept_for_good(get):
    assert "immutable" in get("/assets/site.0123.css")["Cache-Control"]
    assert "immutable" not in get("/business-plan/2016-2019.pdf")["Cache-Control"]


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', '"other", W/{tag}', "*"])
def test_an_unchanged_page_is_not_sent_again(get, form):
    tag = get("/business-plan/2016-2019/")["ETag"]
    response = get("/business-plan/2016-2019/", if_none_match=form.format(tag=tag))
    assert response.status_code == 304
    assert body(response) == b""


def test_a_changed_page_is_sent_again(get, root):
    tag = get("/business-plan/2016-2019/")["ETag"]
    (root / "business-plan/2016-2019/index.html").write_text("changed")
    response = get("/business-plan/2016-2019/", if_none_match=tag)
    assert response.status_code == 200
    assert response["ETag"] != tag


def test_a_page_written_anew_with_the_same_words_is_unchanged(get, root):
    tag = get("/business-plan/2016-2019/")["ETag"]
    file = root / "business-plan/2016-2019/index.html"
    file.unlink()
    file.write_text(PAGE)
    assert get("/business-plan/2016-2019/")["ETag"] == tag


def test_part_of_a_file(get):
    response = get("/business-plan/2016-2019.pdf", range="bytes=10-19")
    assert response.status_code == 206
    assert body(response) == PDF[10:20]
    assert response["Content-Range"] == f"bytes 10-19/{len(PDF)}"


@pytest.mark.parametrize("asked", ["bytes=0-0", "bytes=5-5", "bytes=-1"])
def test_a_single_byte_of_a_file(get, asked):
    start = {"bytes=0-0": 0, "bytes=5-5": 5, "bytes=-1": len(PDF) - 1}[asked]
    response = get("/business-plan/2016-2019.pdf", range=asked)
    assert response.status_code == 206
    assert body(response) == PDF[start : start + 1]
    assert response["Content-Range"] == f"bytes {start}-{start}/{len(PDF)}"
    assert response["Content-Length"] == "1"


def test_a_range_beyond_the_file(get):
    assert get("/business-plan/2016-2019.pdf", range="bytes=900000-900001").status_code == 416


def test_a_download_of_the_former_version_is_not_spliced_with_the_new(get):
    response = get("/business-plan/2016-2019.pdf", range="bytes=10-19", if_range='"former"')
    assert response.status_code == 200
    assert body(response) == PDF
    tag = response["ETag"]
    assert get("/business-plan/2016-2019.pdf", range="bytes=10-19", if_range=tag).status_code == 206


def test_a_missing_slash(get):
    response = get("/business-plan/2016-2019")
    assert response.status_code == 301
    assert response["Location"] == "/business-plan/2016-2019/"


@pytest.mark.parametrize(
    "path",
    [
        "/.hidden",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/business-plan/../../outside.txt",
        "/business-plan//2016-2019/",
        "/business-plan/2016-2019.pdf/",
        "/business-plan/..%5c..%5coutside.txt",
        "/nothing%00here",
        "/" + "long" * 200,
        "/nothing/here/",
        "/business-plan/2016-2019/index.html.gz",
        "/404.html",
        "/business-plan/2016-2019//",
    ],
)
def test_nothing_else_is_found(get, path):
    response = get(path)
    assert response.status_code == 404
    assert body(response) == b"own page for nothing"


def test_a_page_that_is_asked_for_by_its_file_name(get):
    assert body(get("/index.html")) == b"home"
    assert get("/business-plan/2016-2019/index.html").status_code == 200


@pytest.mark.parametrize("path", ["//outside.txt", "//index.html", "index.html", "/a/\0", "/./index.html"])
def test_no_file_is_found_for_an_address_that_is_none(root, path):
    assert find(root, path) is None


def test_an_address_of_the_program_without_its_slash_still_leads_there(get):
    response = get("/office")
    assert response.status_code == 301
    assert response["Location"] == "/office/"


def test_a_form_is_not_taken(client, root):
    assert client.post("/business-plan/2016-2019/").status_code == 405


def test_search_engines_are_told(get, root):
    assert get("/")["X-Robots-Tag"] == "all"
    (root / ".noindex").touch()
    assert get("/")["X-Robots-Tag"] == "noindex"
    assert get("/business-plan/2016-2019.pdf")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ["/", "/business-plan/2016-2019.pdf", "/nothing/", "/accounts/sign-in", "/assets/x"])
def test_every_answer_carries_the_headers(get, path):
    headers = get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_new_tree_is_seen_at_once(get, public_root, root):
    other = public_root / "other"
    other.mkdir()
    (other / "index.html").write_text("new home")
    root.rename(public_root / "former")
    root.symlink_to("other")
    assert body(get("/")) == b"new home"


def test_without_a_tree_there_is_still_an_answer(client, public_root):
    assert client.get("/nothing/").status_code == 404
