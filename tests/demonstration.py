"""The demonstration in the tests' database, made once for a module. Checks and PDFs are stand-ins."""

import io
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.test import override_settings

from lscb.management.commands import demo
from publications import checks
from publications.files import pdf


@pytest.fixture(scope="module")
def sign_ins(tmp_path_factory):
    """Where the sign-ins are kept; without checks and PDFs, which other tests make and judge."""
    file = tmp_path_factory.mktemp("demo") / "demo-sign-ins.txt"
    with (
        patch.object(demo, "SIGN_INS", file),
        patch.object(checks, "run", lambda content, **more: ()),
        patch.object(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=20, versions="")),
    ):
        yield file


class Made(NamedTuple):
    """What the first run said, and the public tree that it wrote."""

    said: str
    tree: Path


@pytest.fixture(scope="module")
def made(of_the_module, sign_ins, tmp_path_factory):
    """The demonstration, made once; each test begins with it."""
    said, tree = io.StringIO(), tmp_path_factory.mktemp("tree")
    with override_settings(PUBLIC_ROOT=tree):
        call_command("demo", stdout=said)
    return Made(said.getvalue(), tree)
