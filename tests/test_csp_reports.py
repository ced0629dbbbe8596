"""What browsers report of the policy: counted in the log by kind, and nothing else of it is written anywhere."""

import json

import pytest
from django.conf import settings
from django.test import Client

from lscb import csp_reports

CANARY = "canary"
ADDRESS = "/csp-reports/"
BY_URI = {
    "csp-report": {
        "document-uri": f"https://board.example/office/?q={CANARY}",
        "effective-directive": "img-src",
        "blocked-uri": f"https://{CANARY}.example/x.png?{CANARY}",
        "script-sample": CANARY,
    }
}
BY_LIST = [
    {"type": "csp-violation", "body": {"effectiveDirective": "script-src-elem", "blockedURL": "inline"}},
    {"type": "deprecation", "body": {"id": CANARY}},
    {"type": "csp-violation", "body": {"effectiveDirective": CANARY, "blockedURL": f"moz-extension://{CANARY}/"}},
]


@pytest.fixture(autouse=True)
def fresh_minute(monkeypatch):
    monkeypatch.setattr(csp_reports, "minute", csp_reports.Minute())


def send(said, kind="application/csp-report"):
    body = said if isinstance(said, bytes | str) else json.dumps(said)
    return Client(enforce_csrf_checks=True).post(ADDRESS, body, content_type=kind)


def told(lines):
    return [line for line in lines() if line["logger"] == csp_reports.__name__]


def test_both_forms_are_a_line_each_by_kind_alone(lines):
    """Without a session and without the database, which this test may not use."""
    for said in (BY_URI, BY_LIST):
        answer = send(said)
        assert answer.status_code == 204
        assert not answer.cookies
    assert [line["message"].partition(": ")[2] for line in told(lines)] == [
        "img-src, web",
        "script-src-elem, inline",
        "other, other",
    ]
    assert CANARY not in json.dumps(lines())


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"[]", b"null", b"7", b'"x"', b'{"csp-report": 7}', b'[{"type": "csp-violation"}]', b"[1]",
        b"\xff\xfe", b"[" * 5_000, b'{"csp-report": {"blocked-uri": "http://["}}',
    ],
)  # fmt: skip
def test_what_says_nothing_is_answered_alike(said, lines):
    assert send(said).status_code == 204
    assert len(told(lines)) == (b"http://[" in said)


def test_a_long_one_is_not_read(lines):
    send(json.dumps(BY_URI | {"x": "x" * csp_reports.LONGEST}))
    assert not told(lines)


def test_a_stranger_cannot_fill_the_log(lines, monkeypatch):
    monkeypatch.setattr(csp_reports.time, "monotonic", lambda: 60.0)
    for _ in range(csp_reports.A_MINUTE + 20):
        send(BY_URI)
    assert len(told(lines)) == csp_reports.A_MINUTE
    monkeypatch.setattr(csp_reports.time, "monotonic", lambda: 120.0)
    send(BY_URI)
    assert told(lines)[-2]["message"].startswith("20 more reports")


def test_the_policy_names_the_address(client, db):
    assert f"report-uri {ADDRESS}" in client.get("/accounts/sign-in/")["Content-Security-Policy"].split("; ")
    assert settings.CSP_REPORTS == ADDRESS
