"""Who may see what, where a status doesn't say it; tests/test_walk.py asks every address as every role."""

import tempfile

import pytest
from django.test import Client

from kit import apart
from membership.models import User
from membership.roles import Role
from publications.files import pdf
from tests import factories as make
from tests import roles, samples
from tests.kept import make_anew
from tests.roles import ROLES, SIGN_IN
from tests.walk import Person, answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(client_of):
    return {role: client_of(role) for role in ROLES}


@pytest.fixture
def client_of(db):
    return lambda role: Person.of(role).client


@pytest.fixture(autouse=True)
def publication(db, monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    return samples.publication()


def test_a_button_stands_only_where_it_may_be_pressed(clients):
    make.GoalFactory(plan=make.PlanFactory(key="sample"))
    page = {role: client.get("/office/plan/sample/").content.decode() for role, client in clients.items()}
    with_buttons = {role for role, text in page.items() if "/office/edit/goal/" in text}
    assert with_buttons == {*roles.SENDING, "administrator"}
    assert "Goal" in page[Role.DATA_OFFICER]


def test_the_page_for_the_council_says_what_was_found():
    """Written anew by `.venv/bin/python -m tests.roles`."""
    assert roles.PAGE.read_text() == roles.page()


def test_somebody_without_a_role_is_told_whom_to_ask(client_of):
    assert b"has no role yet" in client_of("no role").get("/members/").content
    assert b"has no role yet" not in client_of(Role.MEMBER).get("/office/").content


def test_an_ended_login_is_out_at_once(client_of):
    client = client_of(Role.MANAGER)
    assert client.get("/office/").status_code == 200
    User.objects.update(is_active=False)
    assert answered(client.get("/office/")) == SIGN_IN


def test_signing_in_and_out(client_of):
    make.UserFactory(email="manager@example.org", password="correct horse battery", roles=[Role.MANAGER])
    client = client_of("anonymous")
    wrong = client.post("/accounts/sign-in/", {"login": "manager@example.org", "password": "wrong"})
    assert b"Error: " in wrong.content
    right = client.post(
        "/accounts/sign-in/?next=/office/", {"login": "Manager@Example.org", "password": "correct horse battery"}
    )
    assert answered(right) == "on to /office/"
    assert client.get("/office/").status_code == 200
    assert answered(client.post("/accounts/sign-out/")) == SIGN_IN
    assert answered(client.get("/office/")) == SIGN_IN


def test_signing_in_leads_to_no_other_site(client_of):
    User.objects.create_user("manager@example.org", "correct horse battery")
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        response = client_of("anonymous").post(
            f"/accounts/sign-in/?next={target}",
            {"login": "manager@example.org", "password": "correct horse battery"},
        )
        assert answered(response) == "on to /members/"


def test_a_page_of_somebody_signed_in_is_kept_in_no_cache(client_of):
    assert client_of(Role.MANAGER).get("/office/")["Cache-Control"] == "private, no-store"


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/sign-in/", {"login": "a", "password": "b"}).status_code == 403


def test_a_pdf_that_can_not_be_made_is_said_in_words(client_of, monkeypatch):
    def fail(html, patient, pictures):
        raise pdf.PdfFailed("The PDF could not be made: it took more than 60 seconds of computing.")

    monkeypatch.setattr(pdf, "make", fail)
    response = client_of(Role.MANAGER).get("/office/business-plan/2016.pdf")
    assert response.status_code == 503
    assert b"more than 60 seconds" in response.content
    assert "Retry-After" not in response.headers


@pytest.mark.parametrize("name", ["2016.pdf", "2016/comment.pdf", "2016/comment.docx"])
def test_where_two_documents_are_being_made_a_third_is_asked_for_again(name, client_of, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "make", make_anew)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(apart, "WAIT_BRIEFLY", 0)
    with apart.turn(), apart.turn():
        response = client_of(Role.MANAGER).get(f"/office/business-plan/{name}")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Two documents are being made just now. Try again in a moment." in response.content.decode()
