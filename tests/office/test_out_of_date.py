"""A form whose cookies are gone is no dead end: what was typed in the office is kept, and the page leads back."""

import re
from html import unescape

import pytest
from django.test import Client

from kit.models import Draft
from membership.models import Board
from priorities.models import Goal
from tests import factories as make
from tests.office.conftest import KINDS, address, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A browser that has lost all its cookies."""
    return Client(enforce_csrf_checks=True)


def way_on(answer):
    assert answer.status_code == 403
    return unescape(re.search(r'class="button" href="([^"]+)"', answer.content.decode())[1])


def test_what_was_typed_is_kept_and_offered_after_signing_in(client, bare, ann):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    answer = bare.post(where, fields(client.get(where)) | {"title": "An hour of work"})
    draft = Draft.objects.get()
    assert way_on(answer) == f"/accounts/sign-in/?next=%2Foffice%2Fedit%2Fgoal%2F{goal.pk}%2F%3Fdraft%3D{draft.pk}"
    assert "What you typed is kept. Sign in" in answer.content.decode()
    assert str(Board.objects.get()) in answer.content.decode()
    # Who signed in again in another tab comes straight back to it.
    bare.force_login(ann)
    back = way_on(bare.post(where, fields(client.get(where)) | {"title": "Another hour"}))
    assert fields(bare.get(back))["title"] == ["Another hour"]
    assert Goal.objects.get().title == "Neglect"


def test_the_script_is_told_that_its_text_is_kept(client, bare):
    where = address(KINDS["goal"], make.GoalFactory())
    typed = fields(client.get(where)) | {"title": "An hour of work", "_deed": "keep"}
    assert bare.post(where, typed).json()["kept"]
    assert bare.post(where, typed | {"_owner": "x"}).status_code == 413
    assert Draft.objects.count() == 1


def test_nothing_is_kept_without_the_word_of_its_form(bare, board):
    where = address(KINDS["goal"], make.GoalFactory())
    answer = bare.post(where, {"title": "Planted"})
    assert way_on(answer) == f"/accounts/sign-in/?next={where.replace('/', '%2F')}"
    assert "Nothing was saved" in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_way_back_is_a_page_that_can_be_opened(bare, board):
    assert way_on(bare.post("/accounts/sign-in/?next=//evil.example/")) == "/accounts/sign-in/"
    goal = make.GoalFactory()
    assert way_on(bare.post(f"/office/move/goal/{goal.pk}/")) == "/accounts/sign-in/?next=%2Fmembers%2F"
    # An address of another site stays a part of the way back, and is never the way itself.
    back = way_on(bare.post("/office/retention/?b=//evil.example/"))
    assert back == "/accounts/sign-in/?next=%2Foffice%2Fretention%2F%3Fb%3D%2F%2Fevil.example%2F"
