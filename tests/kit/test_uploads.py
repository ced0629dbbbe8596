"""Files that people bring are given to the scanner, where one is set, before anything else looks into them."""

import ast
import logging
import sys

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from kit import checks, uploads
from lscb import environment
from tests.test_house import ROOT, SOURCES


class Form(forms.Form):
    file = uploads.UploadField(required=False)


def errors(data=b"harmless", name="Wilhelmina.pdf"):
    """What is said beside the field."""
    form = Form({}, {"file": SimpleUploadedFile(name, data)})
    form.is_valid()
    return form.errors.get("file", [])


@pytest.fixture
def scanner(settings, tmp_path):
    """A stand-in: a few lines of Python that get the file on standard input."""

    def scanner(lines):
        program = tmp_path / "scanner.py"
        program.write_text(f"import os, sys, time\ndata = sys.stdin.buffer.read()\n{lines}")
        settings.SCAN_UPLOADS = [sys.executable, str(program)]
        return tmp_path

    return scanner


def test_without_a_scanner_a_file_is_taken(settings):
    assert settings.SCAN_UPLOADS == []
    assert errors() == []


def test_the_scanner_gets_the_whole_file_and_none_of_the_programs_secrets(scanner, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "only for this test")
    there = scanner("open(sys.argv[0] + '.got', 'wb').write(data + repr(dict(os.environ)).encode())")
    form = Form({}, {"file": SimpleUploadedFile("a.pdf", b"harmless" * 1000)})
    assert form.is_valid()
    got = (there / "scanner.py.got").read_bytes()
    assert got.startswith(b"harmless" * 1000)
    assert b"SECRET_KEY" not in got
    assert form.cleaned_data["file"].read() == b"harmless" * 1000, "the form reads it from its beginning"


def test_what_the_scanner_refuses_is_not_taken_and_the_log_has_no_name(scanner, caplog):
    scanner("sys.exit(1 if b'not harmless' in data else 0)")
    assert errors(b"harmless") == []
    [said] = errors(b"not harmless")
    assert "does not let this file pass" in said
    [line] = caplog.records
    assert line.levelno == logging.WARNING
    assert "Wilhelmina" not in line.getMessage()


@pytest.mark.parametrize("lines", ["sys.exit(2)", "os.kill(os.getpid(), 9)", "time.sleep(60)"])
def test_a_scanner_that_does_not_answer_lets_nothing_pass(scanner, monkeypatch, caplog, lines):
    monkeypatch.setattr(uploads, "SECONDS", 2)
    scanner(lines)
    [said] = errors()
    assert "did not answer, so this file was not taken" in said
    assert [line.levelno for line in caplog.records] == [logging.ERROR]


def test_a_scanner_that_is_not_there_lets_nothing_pass_and_the_installation_is_told(settings):
    settings.SCAN_UPLOADS = []
    assert checks.the_scanner_can_be_started(None) == []
    settings.SCAN_UPLOADS = ["/usr/bin/true"]
    assert checks.the_scanner_can_be_started(None) == []
    settings.SCAN_UPLOADS = ["/nowhere/scanner"]
    assert "did not answer" in errors()[0]
    [error] = checks.the_scanner_can_be_started(None)
    assert "SCAN_UPLOADS names /nowhere/scanner" in error.msg


def test_a_file_larger_than_any_form_takes_is_refused_before_it_is_read(scanner, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 5)
    there = scanner("open(sys.argv[0] + '.got', 'wb')")
    assert "larger than" in errors(b"too long")[0]
    assert not (there / "scanner.py.got").exists()


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("", []),
        ("/usr/bin/clamdscan --quiet -", ["/usr/bin/clamdscan", "--quiet", "-"]),
        ("'/opt/a b/c' -", ["/opt/a b/c", "-"]),
    ],
)
def test_a_command_is_read_as_a_shell_would_and_no_shell_runs_it(monkeypatch, word, read):
    monkeypatch.setenv("SCAN_UPLOADS", word)
    assert environment.command("SCAN_UPLOADS") == read


@pytest.mark.parametrize("word", ["clamdscan -", "/usr/bin/clamdscan '", "./scan"])
def test_a_command_without_its_path_is_refused(monkeypatch, word):
    monkeypatch.setenv("SCAN_UPLOADS", word)
    with pytest.raises(ImproperlyConfigured, match=r"SCAN_UPLOADS is .*; write a command with its whole path"):
        environment.command("SCAN_UPLOADS")


def test_every_form_that_takes_a_file_has_the_field_that_asks():
    for path in SOURCES:
        if path != ROOT / "kit/uploads.py":
            named = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
            assert not named & {"FileField", "ImageField"}, path
