"""Log lines: JSON, enough to find a fault by, and nothing that a person typed or is called."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from lscb import logs
from lscb.office.first_page import Office
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

CANARY = "canary"


@pytest.fixture
def broken(monkeypatch):
    """A page that fails with what was asked of it in its mouth, the way many errors do."""

    def fail(self, **kwargs):
        try:
            int(self.request.GET["find"])
        except ValueError as error:
            raise LookupError(f"no such thing: {self.request.GET} {self.request.user.email}") from error

    monkeypatch.setattr(Office, "get_context_data", fail)


def test_nothing_typed_is_in_any_line(lines, broken):
    ann = make.UserFactory(
        email="canary@board.example", name="Canary Ann", password="canary in a password", roles=[Role.MANAGER]
    )
    client = Client(raise_request_exception=False)
    sign_in = f"{reverse('account_login')}?next=/canary/"
    client.post(sign_in, {"login": ann.email, "password": "canary typed wrong"})
    client.post(sign_in, {"login": "canary@stranger.example", "password": "canary of a stranger"})
    Client().post(reverse("account_request_login_code"), {"email": ann.email})
    client.post(sign_in, {"login": ann.email, "password": "canary in a password"})
    assert client.get("/office/?find=canary").status_code == 500
    assert client.get("/office/canary@board.example/?find=canary").status_code == 404
    client.post(reverse("invite"), {"email": "canary@new.example", "name": "Canary", "roles": ["canary"]})
    client.get("/office/", headers={"host": "elsewhere.example", "cookie": "a=canary", "user-agent": "canary"})
    Client(enforce_csrf_checks=True).post(sign_in, {"login": ann.email, "password": "canary"})
    assert {line["level"] for line in lines()} >= {"ERROR", "WARNING"}
    written = [line for line in lines() if CANARY in json.dumps(line).lower()]
    assert not written


def test_a_line_says_what_and_where(lines, broken):
    ann = make.UserFactory(roles=[Role.MANAGER])
    client = Client(raise_request_exception=False)
    client.force_login(ann)
    answer = client.get("/office/?find=canary")
    [line] = [line for line in lines() if line["level"] == "ERROR"]
    assert (line["path"], line["method"], line["user"]) == ("/office/", "GET", ann.pk)
    assert line["request"] == answer["X-Request-ID"]
    assert line["time"].endswith("+00:00")
    outer, inner = line["errors"]
    assert (outer["error"], inner["error"]) == ("builtins.LookupError", "builtins.ValueError")
    assert "tests/test_logs.py" in outer["at"][-1]


def test_a_refusal_belongs_to_its_request_too(lines):
    answer = Client().get("/office/nothing/here/at/all/")
    [line] = [line for line in lines() if line["level"] == "WARNING"]
    assert line["request"] == answer["X-Request-ID"]


def test_words_on_several_lines_are_one_line(lines):
    logging.getLogger("lscb").warning("one\ntwo %s", '"three"')
    assert lines()[-1]["message"] == 'one\ntwo "three"'


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("for ann.o'smith@board.gov.uk, and", "for (e-mail), and"),
        ("<ann@board.example>", "<(e-mail)>"),
        ("Not Found: /x/?name=ann&b=2 again", "Not Found: /x/?… again"),
        ("Is that so? It is", "Is that so? It is"),
        ("Forbidden: /accounts/password/link/6-dihvd4-fd7b58/", "Forbidden: /accounts/password/link/…"),
        ("Not Found: /accounts/password/link/ 6-dihvd4-fd7b58/", "Not Found: /accounts/password/link/…"),
        ("Not Found: /accounts//password/link//6-dihvd4-fd7b58/", "Not Found: /accounts//password/link/…"),
        ("Not Found: /given/figures/ 7-Secret/", "Not Found: /given/…"),
        ("Not Found: /given/figures//7-Secret/", "Not Found: /given/…"),
        ("Not Found: /given//figures/7-Secret/", "Not Found: /given/…"),
        ("Not Found: /given/figures/7-Sec ret/", "Not Found: /given/…"),
        ("Not Found: /given/figures/7-Sec\nret/<b>", "Not Found: /given/…"),
        ("Not Found: /given /figures/7-Secret/", "Not Found: /given/…"),
        ("Not Found: /GIVEN/figures/7-Secret/", "Not Found: /GIVEN/…"),
        ("“GET” '/given/figures/7-Secret/' 200", "“GET” '/given/…' 200"),
        ("2 figures were given by hand", "2 figures were given by hand"),
    ],
)
def test_what_is_taken_from_words(words, left):
    assert logs.plain(words) == left


def test_no_error_is_mailed():
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.Logger.manager.loggerDict)]
    assert not [each for logger in loggers for each in logger.handlers if isinstance(each, AdminEmailHandler)]
