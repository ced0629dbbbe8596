"""Every response carries its headers: pages, files, errors and redirects, from the records and from the public tree."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from membership.roles import Role
from tests import factories as make
from tests import observatory

pytestmark = pytest.mark.django_db


@login_not_required
def fail(request):
    raise RuntimeError("A test asked for this.")


urlpatterns = [path("fails/", fail), path("", include("lscb.urls"))]


@pytest.fixture(scope="module")
def addresses():
    """One more than the program has. Changed once, for each change makes Django put all addresses together again."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def production(addresses, as_installed, settings, tmp_path, public_root):
    """A real installation with a static file, and two files in the public tree."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "site.css").write_text("p { color: red }")
    tree = public_root / "current"
    tree.mkdir(parents=True)
    (tree / "index.html").write_text("<!doctype html><title>Home</title>")
    (tree / "plan.pdf").write_bytes(b"%PDF-1.7")


@pytest.fixture
def clients(production):
    made = {}
    for name, user in (("member", make.UserFactory(roles=[Role.MEMBER])), ("administrator", make.SuperuserFactory())):
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(user)
    made["visitor"] = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return made


RESPONSES = {
    "a public page": ("visitor", "get", "/", {}, 200),
    "a public page asked for its head": ("visitor", "head", "/", {}, 200),
    "a public PDF": ("visitor", "get", "/plan.pdf", {}, 200),
    "a part of a PDF": ("visitor", "get", "/plan.pdf", {"headers": {"range": "bytes=0-3"}}, 206),
    "a static file": ("visitor", "get", "/static/site.css", {}, 200),
    "the sign-in page": ("visitor", "get", "/accounts/sign-in/", {}, 200),
    "a page that sends to sign-in": ("visitor", "get", "/members/", {}, 302),
    "a page without its slash": ("visitor", "get", "/members", {}, 301),
    "a page by plain http": ("visitor", "get", "/members/", {"secure": False}, 301),
    "a page that is not there": ("visitor", "get", "/nothing/", {}, 404),
    "a form from elsewhere": ("visitor", "post", "/accounts/sign-in/", {}, 403),
    "a wrong host": ("visitor", "get", "/members/", {"headers": {"host": "evil.example"}}, 400),
    "a page for members": ("member", "get", "/members/", {}, 200),
    "a page for others": ("member", "get", "/office/", {}, 403),
    "a method that is not taken": ("member", "post", "/members/", {}, 405),
    "a failure": ("visitor", "get", "/fails/", {}, 500),
    "the administration pages": ("administrator", "get", "/admin/", {}, 200),
}


def ask(clients, name):
    who, method, address, extra, status = RESPONSES[name]
    response = getattr(clients[who], method)(address, **{"secure": True, **extra})
    response.close()
    assert response.status_code == status
    return response


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_scores_130_points(name, clients):
    response = ask(clients, name)
    if RESPONSES[name][3].get("secure") is False:
        # By the standard a browser ignores this header over plain http, so it is not sent there.
        response["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains; preload"
    assert observatory.score(response) >= 130, dict(response.items())
    assert observatory.complaints(response) == []


@pytest.mark.parametrize("name", ["the sign-in page", "a page for members", "the administration pages", "a failure"])
def test_what_is_not_public_is_kept_in_no_cache(name, clients):
    assert "no-store" in ask(clients, name)["Cache-Control"]


def test_the_form_cookie_has_every_guard(clients):
    cookie = ask(clients, "the sign-in page").cookies["__Host-csrf"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", None),
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-eval'"),
        ("Strict-Transport-Security", None),
        ("Strict-Transport-Security", "max-age=60"),
        ("X-Content-Type-Options", None),
        ("Referrer-Policy", "unsafe-url"),
        ("Cross-Origin-Resource-Policy", None),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Opener-Policy", None),
    ],
)
def test_a_header_that_is_missing_or_weak_is_found(header, value, clients):
    response = ask(clients, "the sign-in page")
    if value is None:
        del response[header]
    else:
        response[header] = value
    assert observatory.score(response) < 130 or observatory.complaints(response)


def test_a_cookie_that_is_not_guarded_is_found():
    response = HttpResponse()
    response.set_cookie("name", "value")
    assert observatory.cookies(response) == -40
