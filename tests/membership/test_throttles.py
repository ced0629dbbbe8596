"""What is answered with 429, that each of them has words, and that the numbers are settings which the guide names."""

import re
import runpy

import pytest
from django.conf import settings as real
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from membership import invitations
from membership.roles import Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db

NEW = {"password1": "tractor velvet onion", "password2": "tractor velvet onion"}


@pytest.fixture(autouse=True)
def counts():
    caches["default"].clear()


@pytest.fixture
def ann():
    return make.UserFactory(email="ann@board.example", roles=[Role.MEMBER])


def sign_in(client, ann):
    return "account_login", {"login": ann.email, "password": "wrong"}


def ask_for_a_link(client, ann):
    return "account_reset_password", {"email": ann.email}


def choose_by_link(client, ann):
    link = invitations.link(ann, client.get("/accounts/sign-in/").wsgi_request)
    return client.get(link, follow=True).redirect_chain[0][0], NEW | {"password2": "another"}


def change_password(client, ann):
    client.force_login(ann)
    return "account_change_password", NEW | {"oldpassword": "wrong"}


def confirm(client, ann):
    client.force_login(ann)
    return "account_reauthenticate", {"password": "wrong"}


def confirm_again(client, ann):
    signing_in.sheet_of(ann)
    client.force_login(ann)
    return "mfa_reauthenticate", {"code": "0"}


def visit_by_link(client, ann):
    return "/given/figures/1-made-up/", {}


# Each limit of ours that allauth answers with 429, and the form that reaches it.
REACHED = {
    "login": sign_in,
    "reset_password": ask_for_a_link,
    "reset_password_from_key": choose_by_link,
    "change_password": change_password,
    "reauthenticate": confirm,
    "reauthenticate ": confirm_again,
    "link": visit_by_link,
}


@pytest.mark.parametrize("limit", REACHED)
def test_too_many_tries_are_answered_in_words_or_as_json(limit, ann, settings):
    action = limit.strip()
    per = settings.ACCOUNT_RATE_LIMITS[action].rpartition("/")[2]
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {action: f"1/m/{per}"}
    client = Client()
    where, form = REACHED[limit](client, ann)
    address = where if where.startswith("/") else reverse(where)
    assert client.post(address, form).status_code != 429
    answer = client.post(address, form)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    page = answer.content.decode()
    for words in ("<h1>Too many tries</h1>", "Wait five minutes", "Nothing is lost", "the board’s office"):
        assert words in page
    told = client.post(address, form, headers={"accept": "application/json"})
    assert (told.status_code, told["Content-Type"]) == (429, "application/json")
    assert "Wait five minutes" in told.json()["error"]


def test_the_guide_has_each_number():
    guide = (real.BASE_DIR / "docs/hosting.md").read_text()
    table = dict(re.findall(r"^\| `THROTTLE_(\w+)` \|.*\| `([^`]+)` \|$", guide, flags=re.MULTILINE))
    assert table == real.THROTTLES


def test_the_numbers_are_settings(monkeypatch):
    usual = {"login": "120/m/ip", "login_failed": "5/5m/key,20/h/key", "login_failed_anywhere": "50/h/key"}
    assert usual.items() <= real.ACCOUNT_RATE_LIMITS.items()
    monkeypatch.setenv("THROTTLE_CODES", "2/m,9/h")
    monkeypatch.setenv("THROTTLE_CODES_FROM_ADDRESS", "200/h")
    limits = runpy.run_path(str(real.BASE_DIR / "lscb/settings.py"))["ACCOUNT_RATE_LIMITS"]
    assert limits["request_login_code"] == "200/h/ip,2/m/key,9/h/key"
