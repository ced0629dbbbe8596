"""What the program may reach: the database, the mail server and the council's sign-in. docs/approval/connections.md."""

import ast
import socket

import pytest

from tests.test_house import ROOT, sources

# Modules that can open a connection, and our only files that use them.
REACHING = {
    "requests",
    "socket",
    "smtplib",
    "ssl",
    "http.client",
    "urllib.request",
    "ftplib",
    "asyncio",
    "httpx",
    "aiohttp",
}
ALLOWED = {"membership/openid.py": {"requests"}}


def reaching(source):
    """The modules of those that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found & REACHING


def test_nothing_of_ours_reaches_out_but_the_council_s_sign_in():
    found = {str(path.relative_to(ROOT)): reaching(path.read_text()) for path in sources()}
    assert {name: modules for name, modules in found.items() if modules} == ALLOWED


def test_whoever_reaches_out_is_found():
    assert reaching("import requests") == {"requests"}
    assert reaching("from urllib import request") == {"urllib.request"}
    assert reaching("from http.client import HTTPSConnection") == {"http.client"}


def test_the_guard_of_all_tests_stops_a_connection():
    """Every test runs under it (tests/conftest.py): a page that reached for the network would fail its test."""
    with socket.socket() as door, pytest.raises(AssertionError, match=r"reached for the network: 192\.0\.2\.1"):
        door.connect(("192.0.2.1", 80))
