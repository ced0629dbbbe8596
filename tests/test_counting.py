"""The night's summary, and the counts of the log: numbers only, and a finding is a failure."""

import io
import json

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from kit import events
from lscb import health
from membership.audit import What, record
from tests import factories as make


def run(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def nginx(status, seconds, path):
    said = {"at": "2026-11-29T20:00:00+00:00", "status": status, "method": "GET", "path": path, "bytes": 1}
    return json.dumps(said | {"seconds": seconds, "request": "0"})


def test_the_log_is_counted(tmp_path, lines, db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        events.tell("failed")
        events.tell("failed")
    log = tmp_path / "log"
    asked = [
        nginx(200, 0.001, "/plan/"),
        nginx(200, 2.5, "/office/plan/a/"),
        nginx(403, 0.1, "/office/people/"),
        nginx(429, 0.1, "/accounts/..."),
        "no JSON",
        '{"status": "?"}',
    ]
    log.write_text("\n".join([*asked, *map(json.dumps, lines()), ""]))
    told = run("count_log", str(log))
    rows = [line.split(None, 1) for line in told.splitlines()]
    for number, words in [
        ("4", "requests, 2 2xx, 2 4xx"),
        ("2", "refusals"),
        ("1", "403 /office/"),
        ("1", "slow answers (1 s or more)"),
        ("1", "/office/"),
        ("2.500", "seconds: the slowest, /office/plan/a/"),
        ("2", "failed"),
        ("2", "lines that are neither nginx's nor the program's"),
    ]:
        assert [number, words] in rows, told


def test_a_log_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="can’t be read"):
        run("count_log", str(tmp_path / "none"))


def test_no_line_at_all_is_counted_as_nought(tmp_path):
    (tmp_path / "log").touch()
    assert run("count_log", str(tmp_path / "log")).split()[:2] == ["0", "requests"]


@pytest.fixture
def well(monkeypatch, public_root):
    monkeypatch.setattr(health, "found", lambda: iter(()))
    monkeypatch.setattr(health, "unready", lambda: iter(()))


def test_the_summary_counts_without_a_name(well, db):
    person = make.UserFactory()
    for _ in range(3):
        record(What.FAILED, login=person)
    told = run("summary")
    assert "Nothing is to be mended." in told
    assert ["3", "Sign-in failed"] in [line.split(None, 1) for line in told.splitlines()]
    assert person.email not in told
    assert person.name not in told


def test_what_is_to_be_mended_is_told_and_mailed_and_fails(well, db, monkeypatch):
    monkeypatch.setattr(health, "found", lambda: iter(["The pages are behind."]))
    with pytest.raises(CommandError, match="1 thing to be mended"):
        run("summary", "--mail", "watch@council.example")
    [sent] = mail.outbox
    assert "The pages are behind." in sent.body
    assert "1 thing to be mended" in sent.subject


def test_without_a_mail_server_it_says_so(well, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        run("summary", "--mail", "watch@council.example")
