"""In front of Django: every public file is answered as Django answers it, and nothing that is no longer so.

No test of the few files may use the database: the doorway needs none, nor what stands behind it.
"""

import gzip
import io
import os
from email.utils import formatdate
from types import SimpleNamespace
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from editions import doorway, tree
from editions.doorway import Doorway

pytest_plugins = ["tests.southend"]

PAGE = ("<p>" + "words " * 500 + "</p>").encode()
PDF = b"%PDF-1.7 " + bytes(range(256)) * 20
LONG = b"%PDF-1.7 " + bytes(range(256)) * 2_000  # more than is read at once
PLAN = "/business-plan/2016-2019/"
FILES = {
    "index.html": b"home",
    "404.html": b"own page for nothing",
    "business-plan/2016-2019/index.html": PAGE,
    "business-plan/2016-2019.pdf": PDF,
    "business-plan/2016-2019.json": b'{"content": {}}' * 50,
    "business-plan/2016-2019/money.csv": b"Line;Amount\r\n" * 50,
    "annual-report/2016.pdf": LONG,
    "annual-report/2015/410.html": b"Taken down",
    "annual-report/2015/index.html": b"Taken down",
    "data/published.zip": b"PK" * 100,
    "calendar.ics": b"BEGIN:VCALENDAR\r\n" * 20,
    "assets/site.0123.css": b"p { color: red }\n" * 50,
    "favicon.ico": b"\0\0\1\0",
}


class Counted:
    """The program, and how often it was asked."""

    def __init__(self):
        self.asked, self.application = 0, WSGIHandler()

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.application(environ, start_response)


def ask(application, path, method="GET", **headers):
    """What a server is answered that asks as gunicorn does: status, header lines, bytes."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.file_wrapper": FileWrapper,
    }
    environ |= {name if name in environ else f"HTTP_{name.upper()}": said for name, said in headers.items()}
    said = []

    def start_response(status, lines, exc_info=None):
        said[:] = status, lines

    answer = application(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    status, lines = said
    return SimpleNamespace(status=status, lines=lines, headers=dict(lines), body=body)


def told(answer):
    """All of an answer but the number of its request, which must be there."""
    lines = sorted(line for line in answer.lines if line[0] != "X-Request-ID")
    assert len(lines) == len(answer.lines) - 1
    return answer.status, lines, answer.body


@pytest.fixture
def _connections_left_alone():
    """The start and the end of a request look after connections, and here none may be touched."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def write(public_root, _connections_left_alone):
    def written(files, **how):
        public_root.mkdir(exist_ok=True)
        tree.replace(public_root, public_root / "trees", list(files.items()), **how)

    return written


@pytest.fixture
def site(public_root, write):
    """The program with its doorway, and a tree of a few files."""
    write(FILES)
    (public_root / "outside.txt").write_text("outside")
    program = Counted()
    return SimpleNamespace(program=program, door=Doorway(program, public_root), root=public_root / "current")


TAG = "(the tag)"
# Sixty ways of asking: the address, and what is said with it. Asked of Django, and three times through the doorway.
WAYS = [
    (path, method, headers)
    for path, ways in {
        PLAN: [
            ("GET", {}),
            ("GET", {"accept_encoding": "gzip, deflate, br"}),
            ("GET", {"accept_encoding": "br"}),
            ("GET", {"accept_encoding": "*"}),
            ("GET", {"accept_encoding": "gzip;q=0"}),
            ("GET", {"cookie": "sessionid=abc; other=1", "accept_encoding": "gzip"}),
            ("GET", {"host": "another.example"}),
            ("GET", {"x_forwarded_proto": "https"}),
            ("GET", {"x_forwarded_proto": "https, http"}),
            ("GET", {"wsgi.url_scheme": "https"}),
            ("HEAD", {}),
            ("HEAD", {"accept_encoding": "gzip"}),
            ("POST", {}),
            ("PUT", {}),
            ("DELETE", {}),
            ("OPTIONS", {}),
            ("GET", {"if_none_match": TAG}),
            ("HEAD", {"if_none_match": TAG}),
            ("GET", {"if_none_match": TAG, "accept_encoding": "gzip"}),
            ("GET", {"if_none_match": f"W/{TAG}"}),
            ("GET", {"if_none_match": f'"other", {TAG}'}),
            ("GET", {"if_none_match": f'"other", W/{TAG}'}),
            ("GET", {"if_none_match": "*"}),
            ("GET", {"if_none_match": '"other"'}),
            ("GET", {"if_none_match": "no tag"}),
            ("GET", {"if_none_match": ""}),
            ("GET", {"if_none_match": TAG, "if_modified_since": formatdate(0, usegmt=True)}),
            ("GET", {"if_modified_since": formatdate(2e9, usegmt=True)}),
            ("GET", {"if_modified_since": formatdate(0, usegmt=True)}),
            ("GET", {"if_unmodified_since": formatdate(0, usegmt=True)}),
            ("GET", {"if_match": TAG}),
            ("GET", {"if_match": '"other"'}),
            ("POST", {"if_none_match": TAG}),
        ],
        "/business-plan/2016-2019.pdf": [
            ("GET", {}),
            ("HEAD", {}),
            ("GET", {"range": "bytes=0-9"}),
            ("GET", {"range": "bytes=5-"}),
            ("GET", {"range": "bytes=-5"}),
            ("GET", {"range": "bytes=0-0"}),
            ("GET", {"range": "bytes=-1"}),
            ("GET", {"range": "bytes=10-5"}),
            ("GET", {"range": "bytes=9999999-"}),
            ("GET", {"range": "bytes=1-2,4-5"}),
            ("GET", {"range": "lines=1-2"}),
            ("GET", {"range": ""}),
            ("HEAD", {"range": "bytes=0-9"}),
            ("POST", {"range": "bytes=0-9"}),
            ("GET", {"range": "bytes=0-9", "if_range": TAG}),
            ("GET", {"range": "bytes=0-9", "if_range": '"other"'}),
            ("GET", {"range": "bytes=0-9", "if_none_match": TAG}),
            ("GET", {"range": "bytes=0-9", "accept_encoding": "gzip"}),
        ],
        PLAN.rstrip("/"): [("GET", {}), ("HEAD", {}), ("POST", {})],
        "/annual-report/2015/": [("GET", {}), ("HEAD", {}), ("GET", {"if_none_match": "*"})],
        "/nothing/": [("GET", {}), ("HEAD", {}), ("GET", {"range": "bytes=0-9"})],
    }.items()
    for method, headers in ways
]


def test_there_are_sixty_ways():
    assert len(WAYS) == 60


@pytest.mark.parametrize(("path", "method", "headers"), WAYS)
def test_a_way_of_asking_is_answered_as_django_answers_it(site, path, method, headers):
    tag = ask(site.program, path).headers.get("ETag", '"none"')
    headers = {name: said.replace(TAG, tag) for name, said in headers.items()}
    expected = told(ask(site.program, path, method, **headers))
    # Others have asked for the same before, in the common ways.
    for before in ({}, {"accept_encoding": "gzip"}, {"if_none_match": tag}):
        ask(site.door, path, **before)
    for _ in range(3):
        assert told(ask(site.door, path, method, **headers)) == expected


STATUSES = {
    (PLAN, "GET", "if_none_match", TAG): 304,
    (PLAN, "GET", "if_none_match", '"other"'): 200,
    (PLAN, "POST", "", ""): 405,
    ("/business-plan/2016-2019.pdf", "GET", "range", "bytes=0-9"): 206,
    ("/business-plan/2016-2019.pdf", "GET", "range", "bytes=9999999-"): 416,
    (PLAN.rstrip("/"), "GET", "", ""): 301,
    ("/annual-report/2015/", "GET", "", ""): 410,
    ("/nothing/", "GET", "", ""): 404,
}


@pytest.mark.parametrize(("way", "status"), STATUSES.items())
def test_what_is_said_with_it_decides(site, way, status):
    """The table above compares two answers; this says what some of them must be."""
    path, method, name, said = way
    headers = {name: said.replace(TAG, ask(site.door, path).headers.get("ETag", ""))} if name else {}
    assert [ask(site.door, path, method, **headers).status[:3] for _ in range(2)] == [str(status)] * 2


@pytest.mark.parametrize(
    "path", ["/", PLAN, "/business-plan/2016-2019.pdf", "/annual-report/2016.pdf", "/calendar.ics"]
)
def test_the_second_who_asks_needs_no_django(site, path):
    first = ask(site.door, path)
    asked = site.program.asked
    again = ask(site.door, path)
    head = ask(site.door, path, "HEAD")
    assert site.program.asked == asked
    assert told(again) == told(first)
    assert (head.status, head.body) == (first.status, b"")
    assert told(head)[1] == told(first)[1]
    assert len({answer.headers["X-Request-ID"] for answer in (first, again, head)}) == 3


def test_that_a_page_is_unchanged_is_said_again_without_django(site):
    tag = ask(site.door, PLAN).headers["ETag"]
    first = ask(site.door, PLAN, if_none_match=tag)
    asked = site.program.asked
    assert told(ask(site.door, PLAN, if_none_match=tag)) == told(first)
    assert site.program.asked == asked
    assert first.status.startswith("304")
    assert first.headers["X-Robots-Tag"] == "all"


def test_a_tag_that_somebody_made_up_is_not_remembered(site):
    for number in range(20):
        ask(site.door, PLAN, if_none_match=f'"{number}"')
    assert not site.door.known[1]


@pytest.mark.parametrize(
    "path",
    [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/business-plan/../../outside.txt",
        "/..%5coutside.txt",
        "/.made-from",
        "/.written-from",
        "/index.html.gz",
        "/404.html",
        "/annual-report/2015/410.html",
        "//",
        "//index.html",
        "/data//published.zip",
        "/business-plan//2016-2019/",
        "/business-plan/2016-2019//",
        "/assets/site.0123.css/",
        "/index.html%00",
    ],
)
def test_what_is_no_address_is_found_by_nobody(site, path):
    for _ in range(2):
        answer = ask(site.door, path)
        assert answer.status.startswith("404")
        assert answer.body == FILES["404.html"]
    assert not site.door.known[1]


@pytest.mark.parametrize("path", ["/accounts/sign-in", "/health/live", "/static/nothing.css", "/office"])
def test_what_is_no_public_file_is_asked_of_the_program_each_time(site, path):
    for times in (1, 2):
        ask(site.door, path)
        assert site.program.asked == times
    assert not site.door.known[1]


def test_a_new_tree_is_answered_at_once(site, write):
    before = ask(site.door, PLAN)
    ask(site.door, PLAN)
    write(FILES | {"business-plan/2016-2019/index.html": b"another text"})
    for _ in range(2):
        after = ask(site.door, PLAN)
        assert after.body == b"another text"
        assert after.headers["ETag"] != before.headers["ETag"]
        assert after.headers["Content-Length"] == "12"


def test_what_was_erased_is_gone_for_a_worker_that_slept(site, write):
    for _ in range(2):
        assert ask(site.door, "/business-plan/2016-2019.pdf").body == PDF
    rest = {path: data for path, data in FILES.items() if not path.endswith("2016-2019.pdf")}
    write(rest, keep_former=False)
    assert ask(site.door, "/business-plan/2016-2019.pdf").status.startswith("404")


def test_no_bytes_of_a_file_are_held(site):
    secret = b"erased words"
    (site.root / "index.html").write_bytes(secret)
    for _ in range(3):
        assert ask(site.door, "/").body == secret
    assert secret.decode() not in repr(site.door.known)


@pytest.mark.parametrize("words", [b"mend", b"longer than what stood there"])
def test_a_file_that_somebody_writes_anew_in_the_tree_is_seen(site, words):
    """By hand, which nobody should: the answer is of the file as it is, also if it is as long as the former one."""
    for _ in range(2):
        assert ask(site.door, "/").body == b"home"
    (site.root / "index.html").write_bytes(words)
    os.utime(site.root / "index.html", (2e9, 2e9))
    answer = ask(site.door, "/")
    assert (answer.body, answer.headers["Content-Length"]) == (words, str(len(words)))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_that_is_gone_from_the_tree_is_not_said_to_be_there(site, method):
    for _ in range(2):
        ask(site.door, PLAN)
    (site.root / "business-plan/2016-2019/index.html").unlink()
    assert ask(site.door, PLAN, method).status.startswith("404")


def test_an_answer_that_came_while_the_tree_was_changed_is_not_remembered(site, write, monkeypatch):
    """Django may have answered from the later tree; beside the former one's file its words would be wrong."""
    serve = site.program.application

    def meanwhile(environ, start_response):
        write(FILES | {"index.html": b"a later home"})
        return serve(environ, start_response)

    monkeypatch.setattr(site.program, "application", meanwhile)
    assert ask(site.door, "/").body == b"a later home"
    assert not site.door.known[1]


def test_what_somebody_else_is_reading_of_the_former_tree_is_left_to_django(site, write):
    """A request that found the former tree just before the swap, and that tree is changed by now."""
    ask(site.door, "/")
    former = site.door.known
    for words in (b"second", b"third"):
        write(FILES | {"index.html": words}, keep_files=True)
    site.door.known = former
    site.door.tree = lambda: former[0]
    assert ask(site.door, "/").body == b"third"


def test_an_answer_with_a_cookie_or_for_some_readers_only_is_not_remembered(site, monkeypatch):
    serve = site.program.application
    for line in (("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Vary", "Accept-Encoding, Cookie")):

        def more(environ, start_response, line=line):
            return serve(environ, lambda status, lines, *failure: start_response(status, [*lines, line], *failure))

        monkeypatch.setattr(site.program, "application", more)
        ask(site.door, "/favicon.ico")
        assert not site.door.known[1], line


def test_no_more_than_so_many_answers_are_remembered(site, monkeypatch):
    monkeypatch.setattr(doorway, "MOST", 3)
    for path in ("/", PLAN, "/calendar.ics", "/favicon.ico", "/data/published.zip", "/"):
        ask(site.door, path)
        assert len(site.door.known[1]) <= 3
    assert ask(site.door, PLAN).body == PAGE


def test_plain_http_is_sent_to_https_and_strict_transport_is_said_there_only(settings, public_root, write):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    write(FILES)
    door = Doorway(WSGIHandler(), public_root)
    for _ in range(2):
        assert ask(door, "/", x_forwarded_proto="https").headers["Strict-Transport-Security"]
        assert ask(door, "/", **{"wsgi.url_scheme": "https"}).headers["Strict-Transport-Security"]
        for asked in ({}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "http, https"}):
            assert ask(door, "/", **asked).headers["Location"] == "https://testserver/"


def test_without_a_link_or_a_tree_the_program_answers(public_root, _connections_left_alone):
    program = Counted()
    assert ask(Doorway(program, public_root), "/nothing/").status.startswith("404")
    assert program.asked == 1


def test_a_program_below_another_address_is_asked_each_time(site):
    for times in (1, 2):
        ask(site.door, "/", SCRIPT_NAME="/lscb")
        assert site.program.asked == times


def test_a_packed_page_is_sent_packed(site):
    for _ in range(2):
        answer = ask(site.door, PLAN, accept_encoding="gzip")
        assert gzip.decompress(answer.body) == PAGE
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in ask(site.door, PLAN).headers


def addresses(root):
    """Every address of a tree: its files, its folders with and without the slash, and some that lead nowhere."""
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.name == "index.html":
            yield from {f"/{path.removesuffix('index.html')}", f"/{path.removesuffix('/index.html')}", f"/{path}"}
        elif file.is_file():
            yield f"/{path}"
    yield from ("/nothing/", "/office", "/accounts/sign-in", "/data/?a=b", "/static/nothing.css", "/health/live")


def test_every_public_address_is_answered_alike_with_the_doorway_and_without(published, public_root, write):
    write(published)
    program = WSGIHandler()
    door = Doorway(program, public_root)
    paths = list(addresses((public_root / "current").resolve()))
    assert len(paths) > 100
    for path in paths:
        tag = ask(program, path).headers.get("ETag", '"none"')
        for method, headers in (
            ("GET", {}),
            ("GET", {"accept_encoding": "gzip"}),
            ("HEAD", {}),
            ("GET", {"if_none_match": tag}),
            ("GET", {"range": "bytes=0-0"}),
            ("POST", {}),
        ):
            expected = told(ask(program, path, method, **headers))
            for _ in range(2):
                assert told(ask(door, path, method, **headers)) == expected, (path, method, headers)
