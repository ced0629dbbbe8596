"""Who may see what: every address by every role. A new address without a row here fails."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from membership.models import Board, User
from publications import pdf
from publications.models import Kind, Publication

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "signed in", "staff", "administrator")
SIGN_IN, NO, YES = "to sign-in", 403, 200

# What a GET answers each role, in the order of ROLES.
MATRIX = {
    "sign-in": (YES, "on to /members/", "on to /members/", "on to /members/"),
    "sign-out": (SIGN_IN, 405, 405, 405),
    "welcome": (SIGN_IN, YES, YES, YES),
    "office": (SIGN_IN, NO, YES, YES),
    "preview": (SIGN_IN, NO, YES, YES),
    "preview-pdf": (SIGN_IN, NO, YES, YES),
}
ARGUMENTS = {name: {"kind": "business-plan", "slug": "2016"} for name in ("preview", "preview-pdf")}


@pytest.fixture
def clients(client_of):
    return {role: client_of(role) for role in ROLES}


@pytest.fixture
def client_of(db):
    def made(role):
        client = Client()
        if role != "anonymous":
            may = {"is_staff": role in ("staff", "administrator"), "is_superuser": role == "administrator"}
            client.force_login(User.objects.create_user(f"{role.replace(' ', '-')}@example.org", "a password", **may))
        return client

    return made


@pytest.fixture(autouse=True)
def publication(db, monkeypatch):
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    monkeypatch.setattr(pdf, "make", lambda html: pdf.Made(data=b"%PDF", pages=1, versions=""))
    return Publication.objects.create(kind=Kind.BUSINESS_PLAN, title="Plan", slug="2016")


def answer(response):
    """The status; for a redirect where it leads."""
    if response.status_code in (301, 302):
        target = response["Location"]
        return SIGN_IN if target.startswith(reverse("sign-in")) else f"on to {target}"
    return response.status_code


def names(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.app_name != "admin":
            yield from names(pattern)


def test_every_address_has_a_row():
    assert set(names()) == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_what_each_role_gets(name, clients):
    path = reverse(name, kwargs=ARGUMENTS.get(name))
    assert {role: answer(client.get(path)) for role, client in clients.items()} == dict(
        zip(ROLES, MATRIX[name], strict=True)
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", [name for name in MATRIX if name not in ("sign-in", "sign-out")])
def test_what_only_shows_takes_nothing(name, method, clients):
    path = reverse(name, kwargs=ARGUMENTS.get(name))
    for role, client in clients.items():
        assert answer(getattr(client, method)(path)) in (405, NO, SIGN_IN), role


def test_the_admin_is_for_administrators(clients):
    answers = {role: client.get("/admin/") for role, client in clients.items()}
    assert answers["administrator"].status_code == 200
    assert answers["anonymous"].status_code == answers["signed in"].status_code == 302
    # Django lets staff in; without permissions there is nothing to see or do.
    assert b"permission to view or edit anything" in answers["staff"].content
    assert clients["staff"].get("/admin/membership/board/").status_code == 403


def test_the_admin_is_not_linked(clients):
    for role, client in clients.items():
        for name in ("welcome", "office"):
            assert b"/admin/" not in client.get(reverse(name)).content, role


def test_an_ended_login_is_out_at_once(client_of):
    client = client_of("staff")
    assert client.get("/office/").status_code == 200
    User.objects.update(is_active=False)
    assert answer(client.get("/office/")) == SIGN_IN


def test_signing_in_and_out(client_of):
    User.objects.create_user("manager@example.org", "correct horse battery", is_staff=True)
    client = client_of("anonymous")
    wrong = client.post("/accounts/sign-in/", {"username": "manager@example.org", "password": "wrong"})
    assert b"Error: " in wrong.content
    right = client.post(
        "/accounts/sign-in/?next=/office/", {"username": "Manager@Example.org", "password": "correct horse battery"}
    )
    assert answer(right) == "on to /office/"
    assert client.get("/office/").status_code == 200
    assert answer(client.post("/accounts/sign-out/")) == SIGN_IN
    assert answer(client.get("/office/")) == SIGN_IN


def test_signing_in_leads_to_no_other_site(client_of):
    User.objects.create_user("manager@example.org", "correct horse battery")
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        response = client_of("anonymous").post(
            f"/accounts/sign-in/?next={target}",
            {"username": "manager@example.org", "password": "correct horse battery"},
        )
        assert answer(response) == "on to /members/"


def test_a_page_of_somebody_signed_in_is_kept_in_no_cache(client_of):
    assert client_of("staff").get("/office/")["Cache-Control"] == "private, no-store"


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/sign-in/", {"username": "a", "password": "b"}).status_code == 403


def test_a_pdf_that_can_not_be_made_is_said_in_words(client_of, monkeypatch):
    def fail(html):
        raise pdf.PdfFailed("The PDF could not be made: it took more than 60 seconds of computing.")

    monkeypatch.setattr(pdf, "make", fail)
    response = client_of("staff").get("/office/business-plan/2016.pdf")
    assert response.status_code == 503
    assert b"more than 60 seconds" in response.content
