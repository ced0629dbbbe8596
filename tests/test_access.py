"""Who may see what: every address by every role, as tests/roles.py says. A new address without a row there fails."""

import tempfile
from copy import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kit import apart
from lscb.office import places
from membership.models import User
from membership.roles import Role
from membership.second_factor import Required
from publications.files import pdf
from tests import factories as make
from tests import roles, samples
from tests.kept import make_anew
from tests.roles import ARGUMENTS, MATRIX, NO, NO_FORM, ROLES, SIGN_IN

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(client_of):
    return {role: client_of(role) for role in ROLES}


@pytest.fixture
def client_of(db):
    def made(role):
        client = Client()
        if role != "anonymous":
            factory = make.SuperuserFactory if role == "administrator" else make.UserFactory
            roles = [role] if role in set(Role) else []
            client.force_login(factory(email=f"{role.replace(' ', '-').lower()}@example.org", roles=roles))
        return client

    return made


@pytest.fixture(autouse=True)
def publication(db, monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    return samples.publication()


def answer(response):
    """The status; for a redirect where it leads."""
    if response.status_code in (301, 302):
        target = response["Location"].partition("?")[0]
        return SIGN_IN if target == reverse("account_login") else f"on to {target}"
    return response.status_code


def ask(client, method, path):
    """What an address answers; whatever the form did is undone, so that the next one meets the same rows and person."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        given = answer(getattr(client, method)(path))
        transaction.set_rollback(True)
    client.cookies = cookies
    return given


@pytest.fixture
def rows(publication):
    samples.rows(publication)


def path_of(name):
    return reverse(name, kwargs=ARGUMENTS.get(name))


def test_every_address_has_a_row():
    assert {name for name, where in roles.patterns()} == set(MATRIX)


@pytest.mark.parametrize(("method", "expected"), [("get", roles.reading), ("post", roles.sending)])
def test_what_each_role_gets(method, expected, clients, rows):
    wrong = {}
    for name in MATRIX:
        given = {role: ask(client, method, path_of(name)) for role, client in clients.items()}
        if given != expected(name):
            wrong[name] = given
    assert not wrong


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_second_factor_yet_gets_no_further_than_anybody(method, client_of, rows, settings):
    """Whoever can write is led to where one is set up, at every address that isn't open to all."""
    settings.SECOND_FACTOR = True
    manager, anonymous = client_of(Role.MANAGER), client_of("anonymous")
    wrong = {}
    # The step of a sign-in that asks for a factor leads on whoever is in already.
    for name in set(MATRIX) - Required.OPEN - {"mfa_authenticate"}:
        given = ask(manager, method, path_of(name))
        if ask(anonymous, method, path_of(name)) == SIGN_IN and given != f"on to {reverse('mfa_index')}":
            wrong[name] = given
    assert not wrong


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_does_anything(method, client_of, rows):
    """For nobody, and for whoever may most."""
    clients = {role: client_of(role) for role in ("anonymous", Role.MANAGER, "administrator")}
    wrong = {}
    for name in sorted(set(MATRIX) - set(roles.FORMS)):
        given = {role: ask(client, method, path_of(name)) for role, client in clients.items()}
        if not set(given.values()) <= {NO_FORM, NO, SIGN_IN}:
            wrong[name] = given
    assert not wrong


# Who may change rows of a kind, where that isn't everybody who edits.
CHANGES = dict.fromkeys(("board", "regime", "requiredpartner"), (Role.MANAGER,)) | {
    "observation": (*roles.SENDING, Role.DATA_OFFICER)
}


def test_who_may_change_rows_of_each_kind(clients):
    """Whoever may is told that there is no such row; whoever may not isn't told even that."""
    for kind in places.KINDS:
        may = {*CHANGES.get(kind.name, roles.SENDING), "administrator"}
        for role, client in clients.items():
            expected = SIGN_IN if role == "anonymous" else 404 if role in may else NO
            for deed, method in (("edit", "get"), ("remove", "post")):
                path = f"/office/{deed}/{kind.name}/999999/"
                assert answer(getattr(client, method)(path)) == expected, (role, path)


def test_a_button_stands_only_where_it_may_be_pressed(clients):
    make.GoalFactory(plan=make.PlanFactory(key="sample"))
    page = {role: client.get("/office/plan/sample/").content.decode() for role, client in clients.items()}
    with_buttons = {role for role, text in page.items() if "/office/edit/goal/" in text}
    assert with_buttons == {*roles.SENDING, "administrator"}
    assert "Goal" in page[Role.DATA_OFFICER]


def test_every_page_of_the_admin_is_for_administrators(clients):
    """Read and sent: led to the administrators' own sign-in, which refuses whoever is none, every role alike."""
    administrator = clients.pop("administrator")
    assert administrator.get(reverse("admin:index")).status_code == 200
    # Who has signed in is refused at that door, and sent back to it from the way out.
    led = {"login": {SIGN_IN, NO}, "logout": {SIGN_IN, "on to /admin/login/", "on to /admin/"}}
    wrong = []
    for name, pattern in roles.of_the_admin():
        # Any row will do: whoever may not see the page is not told whether it is there.
        path = roles.readable(pattern).replace("…", "1")
        for role in ("anonymous", Role.MANAGER, Role.APPROVER):
            for method in ("get", "post"):
                given = answer(getattr(clients[role], method)(path))
                at_once = {SIGN_IN} if role == "anonymous" else set()
                if given not in led.get(name, {"on to /admin/login/"} | at_once):
                    wrong.append((name, str(role), method, given))
    assert not wrong
    refused = {role: answer(client.get(reverse("admin:login"))) for role, client in clients.items()}
    assert refused == {"anonymous": SIGN_IN} | dict.fromkeys(ROLES[1:-1], NO)


def test_the_page_for_the_council_says_what_was_found():
    """Written anew by `.venv/bin/python -m tests.roles`."""
    assert roles.PAGE.read_text() == roles.page()


def test_somebody_without_a_role_is_told_whom_to_ask(client_of):
    assert b"has no role yet" in client_of("no role").get("/members/").content
    assert b"has no role yet" not in client_of(Role.MEMBER).get("/office/").content


def test_the_admin_is_not_linked(clients):
    for role, client in clients.items():
        for name in ("welcome", "office"):
            assert b"/admin/" not in client.get(reverse(name)).content, role


def test_an_ended_login_is_out_at_once(client_of):
    client = client_of(Role.MANAGER)
    assert client.get("/office/").status_code == 200
    User.objects.update(is_active=False)
    assert answer(client.get("/office/")) == SIGN_IN


def test_signing_in_and_out(client_of):
    make.UserFactory(email="manager@example.org", password="correct horse battery", roles=[Role.MANAGER])
    client = client_of("anonymous")
    wrong = client.post("/accounts/sign-in/", {"login": "manager@example.org", "password": "wrong"})
    assert b"Error: " in wrong.content
    right = client.post(
        "/accounts/sign-in/?next=/office/", {"login": "Manager@Example.org", "password": "correct horse battery"}
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
            {"login": "manager@example.org", "password": "correct horse battery"},
        )
        assert answer(response) == "on to /members/"


def test_a_page_of_somebody_signed_in_is_kept_in_no_cache(client_of):
    assert client_of(Role.MANAGER).get("/office/")["Cache-Control"] == "private, no-store"


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/sign-in/", {"login": "a", "password": "b"}).status_code == 403


def test_a_pdf_that_can_not_be_made_is_said_in_words(client_of, monkeypatch):
    def fail(html, patient):
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
