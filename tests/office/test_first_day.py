"""The first day: an empty board stands, says what to set up, ticks what is done, and comes to a published plan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editions import tree
from lscb.office import first_day
from membership.models import Board, Body
from membership.roles import Role
from publications.models import Narrative, Publication, PublicationKind
from tests import factories as make
from tests import pages
from tests.office.conftest import fields, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    """A manager, made from the command line, of a board that has no record at all."""
    return make.UserFactory(name="Ann", roles=[Role.MANAGER])


@pytest.fixture
def client(ann):
    return signed_in(ann)


# Pages about the one board, which is named first.
OF_THE_BOARD = {"logo"}


def open_addresses():
    """Every address of ours that takes no argument: the pages that an empty board has."""
    for name, pattern in pages.patterns():
        path = str(pattern.pattern)
        if name and not pattern.pattern.converters and name not in {*pages.NO_PAGE, *OF_THE_BOARD} and "<" not in path:
            yield name


@pytest.mark.parametrize("name", sorted(open_addresses()))
def test_an_empty_board_has_every_page(name, client):
    answer = client.get(reverse(name))
    assert answer.status_code in (200, 302, 405)


def test_the_public_site_of_an_empty_board(client, public_root):
    tree.rebuild()
    for path in ("/", "/accessibility/", "/privacy/", "/data/"):
        assert client.get(path).status_code in (200, 404)


def steps(person):
    return {step["words"]: step for step in first_day.todo(person)["steps"]}


def test_before_the_board_has_a_name_nothing_else_can_be_done(ann, client):
    found = steps(ann)
    assert [words for words, step in found.items() if step["address"]] == ["Name the board"]
    page = client.get("/office/").content.decode()
    assert "0 of 10 done" in page
    assert "Hide this list" not in page
    assert "There is no document in the records yet." in page
    where = found["Name the board"]["address"]
    client.post(where, fields(client.get(where)) | {"name": "Anyshire Board", "short_name": "Anyshire LSCB"})
    assert Board.objects.get().name == "Anyshire Board"
    # There is one board, and no way to a second.
    assert client.get(where).status_code == 404
    found = steps(ann)
    assert found["Name the board"]["done"]
    assert found["The meetings"]["address"]
    # Meetings are pasted into a body, and there is none yet.
    assert found["The meetings"]["pastes"] == []
    make.BodyFactory()
    meetings = ("/office/paste/meetings/", "meetings and what they will consider")
    assert steps(ann)["The meetings"]["pastes"] == [meetings]
    # A second table is pasted after the first: the list of chairs after the members.
    make.MeetingFactory()
    found = steps(ann)["The meetings"]
    assert (found["done"], found["address"], found["pastes"]) == (True, "", [meetings])


def test_before_the_board_has_a_name_the_manager_arrives_at_the_first_day(client):
    assert client.get(reverse("welcome"))["Location"] == reverse("office")
    make.BoardFactory()
    assert client.get(reverse("welcome"))["Location"] == reverse("office"), "until something is recorded"
    make.GoalFactory()
    assert client.get(reverse("welcome")).status_code == 200


def test_one_thing_of_the_list_is_next(ann, client):
    make.BoardFactory()
    make.RegimeFactory()
    make.BodyFactory(kind=Body.Kind.BOARD)
    assert [words for words, step in steps(ann).items() if step.get("is_next")] == ["Members and organisations"]
    page = client.get("/office/").content.decode()
    assert '<a class="button small" href="/office/paste/members/">Paste members</a>' in page
    assert page.count('class="button small"') == 1


def test_last_years_plan_can_be_brought_as_a_file_until_there_is_a_plan(client):
    assert 'id="bring-file"' not in client.get("/office/").content.decode()
    make.BoardFactory()
    assert 'id="bring-file"' in client.get("/office/").content.decode()
    file = SimpleUploadedFile("who.csv", b"Role,Organisation\nNurse,City Hospital\nDirector,City Council\n")
    answer = client.post("/office/paste/", {"file": file}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/office/paste/all/?draft=")
    assert '<option value="members" selected>' in answer.content.decode()
    # The way to what is kept and not saved leads back to it.
    kept = answer.redirect_chain[-1][0].partition("?")[2]
    assert client.get(f"/office/paste/?{kept}")["Location"] == f"/office/paste/all/?{kept}"
    make.PlanFactory()
    assert 'id="bring-file"' not in client.get("/office/").content.decode()


def test_the_first_body_is_offered_as_the_board(ann, client):
    make.BoardFactory()
    page = client.get(steps(ann)["The board and its groups"]["address"]).content.decode()
    assert '<option value="board" selected>' in page


def test_a_step_is_ticked_by_what_the_records_hold(ann):
    make.BoardFactory()
    make.RegimeFactory()
    make.MeetingFactory()
    make.SeatFactory(organisation=make.OrganisationFactory())
    make.GoalFactory()
    make.BudgetLineFactory()
    make.UserFactory()
    done = [words for words, step in steps(ann).items() if step["done"]]
    assert done == [step.words for step in first_day.STEPS[:8]]


def test_the_list_can_be_put_away_for_everybody(ann, client):
    make.BoardFactory()
    editor = make.UserFactory(roles=[Role.EDITOR])
    assert first_day.todo(editor)
    assert "Hide this list" not in signed_in(editor).get("/office/").content.decode()
    assert client.post("/office/first-day/hide/").status_code == 302
    assert first_day.todo(editor) is None
    board = Board.objects.get()
    assert board.history.first().history_user == ann
    assert "Show the list for the first day" in client.get("/office/").content.decode()
    client.post("/office/first-day/hide/", {"hide": "no"})
    assert first_day.todo(editor)


def test_the_list_folds_once_something_is_late_or_wanted_by_the_next_meeting(client):
    make.BoardFactory()
    page = client.get("/office/").content.decode()
    assert '<details class="panel first-day" open>' in page
    make.SeriesFactory(indicator__owed_by=make.PartyFactory())
    page = client.get("/office/").content.decode()
    assert "1 figure is owed" in page
    assert '<details class="panel first-day">' in page


def test_only_those_who_can_set_something_up_see_the_list():
    make.BoardFactory()
    assert first_day.todo(make.UserFactory(roles=[Role.DATA_OFFICER])) is None
    assert first_day.todo(make.UserFactory(roles=[Role.APPROVER])) is None


def test_the_documents_are_set_up_from_what_was_entered(ann, client):
    make.BoardFactory()
    plan = make.PlanFactory(title="Business Plan", period_as_printed="2016 – 2019")
    part = make.PartFactory(plan=plan, heading="Our priorities")
    make.GoalFactory(plan=plan, part=part)
    budget, body = make.BudgetFactory(), make.BodyFactory(kind="board")
    answer = client.post("/office/first-day/documents/", follow=True)
    assert "Set up: Public pages, Forward plan, Membership and Business Plan 2016 – 2019." in answer.content.decode()
    document = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN)
    assert (document.slug, document.plan, document.budget, document.body) == ("2016-2019", plan, budget, body)
    goals = document.narrative_set.get(place=Narrative.Place.GOALS)
    assert (goals.part, goals.heading) == (part, "Our priorities")
    assert document.history.get().history_user == ann
    assert client.get(reverse("preview", args=[document.kind, document.slug])).status_code == 200
    # Twice is once.
    client.post("/office/first-day/documents/")
    assert Publication.objects.count() == 4
