"""Every address by every role, as tests/roles.py says, and each page asked all that every page is asked.

The body works under a law that makes it no board and not for children, and the program runs as a real installation
does. So the headers and
the words of each answer are judged along with who gets it, of pages that are read and of forms that come back.
"""

import logging

import pytest
from django.http import HttpResponse
from django.urls import reverse

from editions.models import Edition
from lscb.office import places
from membership.models import Board
from membership.roles import Role
from membership.second_factor import Required
from publications.files import pdf
from tests import factories as make
from tests import roles, samples, walk
from tests.law_words import ADULTS_PARTNERSHIP as LAW
from tests.roles import ARGUMENTS, MATRIX, NO, NO_FORM, ROLES, SIGN_IN
from tests.unsealing import unsealed
from tests.walk import Answer, Person, answered, answers, each_once, faults

pytestmark = pytest.mark.django_db

# The law that a stylesheet, a picture or a file is under is that of its page.
QUESTIONS = {**walk.OF_PAGES, "words of the law": LAW.speaks}


@pytest.fixture(autouse=True)
def board(as_installed, monkeypatch):
    """A board under another law, with a row of each kind that an address names."""
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    # A thousand refusals are meant here, and each would be written down with the way it took.
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    make.RegimeFactory(**LAW.recorded)
    publication = samples.publication()
    LAW.without_its_foreign_words()
    samples.rows(publication)
    with unsealed():
        LAW.without_its_foreign_words(but=[Edition])  # what is frozen was composed of neutral words
    return Board.objects.get()


@pytest.fixture
def people(board):
    return [Person.of(role) for role in ROLES]


def path_of(name):
    return reverse(name, kwargs=ARGUMENTS.get(name))


def test_every_address_has_a_row():
    assert {name for name, where in roles.patterns()} == set(MATRIX)


@pytest.mark.parametrize(("method", "expected"), [("get", roles.reading), ("post", roles.sending)])
def test_each_role_gets_what_the_matrix_says_and_every_page_answers_every_question(method, expected, people):
    wrong = []
    for name in MATRIX:
        path = path_of(name)
        found = answers(people, method, path, by_themselves=walk.READERS)
        given = {role: answered(response) for role, response in found.items()}
        wrong += [
            f"{method} {path} as {role}: the role matrix: {given[role]} and not {expected(name)[role]}"
            for role in ROLES
            if given[role] != expected(name)[role]
        ]
        for answer in each_once(found, f"{method} {path}"):
            wrong += faults(answer, QUESTIONS)
    assert not wrong


def test_who_has_no_second_factor_yet_gets_no_further_than_anybody(people, settings):
    """Whoever can write is led to where one is set up, at every address that isn't open to all."""
    settings.SECOND_FACTOR = True
    anonymous, manager = (person for person in people if person.role in ("anonymous", Role.MANAGER))
    wrong = []
    # The step of a sign-in that asks for a factor leads on whoever is in already.
    for name in set(MATRIX) - Required.OPEN - {"mfa_authenticate"}:
        for method in ("get", "post"):
            given = answered(manager.ask(method, path_of(name)))
            if given != f"on to {reverse('mfa_index')}" and answered(anonymous.ask(method, path_of(name))) == SIGN_IN:
                wrong.append(f"{method} {path_of(name)}: {given}")
    assert not wrong


def test_no_other_method_does_anything(people):
    """For nobody, and for whoever may most."""
    asking = [person for person in people if person.role in ("anonymous", Role.MANAGER, "administrator")]
    wrong = []
    for name in sorted(set(MATRIX) - set(roles.FORMS)):
        for method in ("put", "patch", "delete"):
            given = {answered(response) for response in answers(asking, method, path_of(name)).values()}
            if not given <= {NO_FORM, NO, SIGN_IN}:
                wrong.append(f"{method} {path_of(name)}: {given}")
    assert not wrong


# Who may change rows of a kind, where that isn't everybody who edits.
CHANGES = dict.fromkeys(
    ("board", "regime", "requiredpartner", "requirement", "helpline", "accessibilityfault"), (Role.MANAGER,)
) | dict.fromkeys(("observation", "collection", "asking", "askedfigure", "chase"), (*roles.SENDING, Role.DATA_OFFICER))


def test_who_may_change_rows_of_each_kind(people):
    """Whoever may is told that there is no such row; whoever may not isn't told even that."""
    wrong = []
    for kind in places.KINDS:
        may = {*CHANGES.get(kind.name, roles.SENDING), "administrator"}
        expected = {role: roles.NONE if role in may else NO for role in ROLES} | {"anonymous": SIGN_IN}
        for deed, method in (("edit", "get"), ("remove", "post")):
            path = f"/office/{deed}/{kind.name}/999999/"
            given = {role: answered(response) for role, response in answers(people, method, path).items()}
            if given != expected:
                wrong.append(f"{method} {path}: {given}")
    assert not wrong


def test_every_page_of_the_admin_is_for_administrators(people):
    """Read and sent: led to the administrators' own sign-in, which refuses whoever is none, every role alike."""
    *others, administrator = people
    assert administrator.ask("get", reverse("admin:index")).status_code == 200
    # Who has signed in is refused at that door, and sent back to it from the way out.
    led = {"login": {SIGN_IN, NO}, "logout": {SIGN_IN, "on to /admin/login/", "on to /admin/"}}
    wrong = []
    for name, pattern in roles.of_the_admin():
        # Any row will do: whoever may not see the page is not told whether it is there.
        path = roles.readable(pattern).replace("…", "1")
        for method in ("get", "post"):
            for role, response in answers(others, method, path).items():
                at_once = {SIGN_IN} if role == "anonymous" else set()
                if answered(response) not in led.get(name, {"on to /admin/login/"} | at_once):
                    wrong.append(f"{method} {path} as {role}: {answered(response)}")
    assert not wrong
    refused = {role: answered(response) for role, response in answers(others, "get", reverse("admin:login")).items()}
    assert refused == {"anonymous": SIGN_IN} | dict.fromkeys(ROLES[1:-1], NO)


# The questions themselves

WELL = '<html lang="en-GB"><title>T</title><h1>T</h1><label for="a">A</label><input id="a" name="a">{}'
BAD = {
    "kept in no cache": (WELL, {"Cache-Control": "private"}),
    "nothing inline": (WELL.format('<p style="color: red">'), {}),
    "language, title and heading": (WELL.format("<h1>Another</h1>"), {}),
    "each name once": (WELL.format('<p id="a">'), {}),
    "labels": (WELL.format('<select name="b"></select>'), {}),
    "the admin is not linked": (WELL.format('<a href="/admin/">Admin</a>'), {}),
    "words of the law": (WELL.format("The Board’s report"), {}),
}


def test_every_question_finds_what_it_asks_for():
    def found(html, headers):
        response = HttpResponse(html, headers={"Cache-Control": "no-store"} | headers)
        return {fault.split(": ")[1] for fault in faults(Answer("/", Role.MANAGER, response), QUESTIONS, of_answers={})}

    assert {question: found(*page) for question, page in BAD.items()} == {
        question: {question} for question in QUESTIONS
    }
    assert found(WELL.format(""), {}) == set()
    assert walk.OF_ANSWERS["headers"](Answer("/", "anonymous", HttpResponse()))


def test_whoever_is_alike_is_not_asked_again(people):
    """A page that asks nothing of a person is asked for once; one for some people, by one of them and by one other."""

    def groups(name):
        found = answers(people, "get", path_of(name))
        return [
            {role for role in ROLES if found[role] is answer.response}
            for answer in each_once(found, name)
            if answer.role != "anonymous"
        ]

    others = {"no role", Role.EDITOR, Role.DATA_OFFICER, Role.APPROVER, Role.MEMBER}
    assert groups("invite") == [others, {Role.MANAGER, "administrator"}]
    assert groups("office-plans") == [
        {"no role", Role.MEMBER},
        {Role.MANAGER, Role.EDITOR, "administrator"},
        {Role.DATA_OFFICER, Role.APPROVER},
    ]
    assert groups("account") == [{*others, Role.MANAGER, "administrator"}]
