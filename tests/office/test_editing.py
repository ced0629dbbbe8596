"""Adding, editing, removing and moving rows of every kind, found by looking, and nothing of anybody's lost."""

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.db import models
from django.urls import reverse

from kit.models import Draft
from lscb.office import places
from membership.models import Board, Body, Organisation, Party
from priorities.models import Aim, Goal, Observation, Principle
from publications.models import Highlight, Narrative
from tests import factories as make
from tests.office.conftest import FACTORIES, KINDS, Forms, address, fields, made
from tests.test_house import ROWS

pytestmark = pytest.mark.django_db
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def a_text(kind):
    """A field of the kind in which words can be typed, or else a row chosen, or else a number typed."""
    for name in kind.form.base_fields:
        column = kind.model._meta.get_field(name)
        if (
            isinstance(column, models.CharField | models.TextField)
            and not column.choices
            and name not in ("slug", "months")
        ):
            return name
    for name in kind.form.base_fields:
        if kind.model._meta.get_field(name).remote_field:
            return name
    for name in kind.form.base_fields:
        if isinstance(kind.model._meta.get_field(name), models.IntegerField):
            return name
    raise LookupError(kind.name)


def two_values(kind, row):
    """Two values for that field that differ from what is there: words, numbers, or other rows of the table it names."""
    name = a_text(kind)
    column = kind.model._meta.get_field(name)
    if column.remote_field and column.related_model is not Party:
        # A goal serves principles of its own plan only, and a finding tells figures that hold a number.
        of = {"plan": row.goal.plan} if column.related_model is Principle else {}
        of |= {"value": 54} if column.related_model is Observation else {}
        return name, [str(FACTORIES[column.related_model].create(**of).pk) for _ in range(2)]
    if isinstance(column, models.IntegerField):
        return name, ["4711", "4712"]
    if kind.model is Highlight:  # a sentence that stands in the document
        sentences = ["We met in May of that year.", "We met again in June."]
        FACTORIES[Narrative](
            publication=row.narrative.publication, before="".join(f"<p>{each}</p>" for each in sentences)
        )
        return name, sentences
    return name, ["First", "Second"]


# What no form of the office has.
EXTRA = {"id": "999", "key": "forged", "position": "77", "is_staff": "on", "agreed_by": "1", "only": "2", "_state": "x"}
EXTRA |= {"asked_by": "999", "allowed_by": "999"}

# What a save writes besides what was typed: whoever saves a decision on a small figure asks for it, and a statement
# that is put in without the day on which it came bears the day of that.
WRITTEN_TOO = {"release": {"asked_at", "asked_by_id"}, "statement": {"received"}}


def test_every_kind_of_row_can_be_edited():
    # What is published, and a PDF from before the system, have pages of their own.
    assert {kind.model for kind in KINDS.values()} == {row for row in ROWS if row._meta.app_label != "editions"}


@each_kind
def test_two_browsers_edit_the_same_row(kind, client, other):
    """From the form that adds such a row, by one that changes nothing by itself, to one that comes second."""
    row = made(kind)
    answer = client.get(kind.adding(**{name: getattr(row, name) for name in kind.model.within}))
    assert answer.status_code == (404 if kind.only_one else 200)

    page = client.get(address(kind, row))
    assert page.status_code == 200
    mine = theirs = fields(page)
    answer = client.post(address(kind, row), mine)
    assert answer.status_code == 302, fields(answer)
    assert kind.model.objects.get(pk=row.pk).version == row.version, "sent back as it was, it changed something"
    assert client.get(answer["Location"].partition("#")[0]).status_code == 200
    assert client.get(f"/office/remove/{kind.name}/{row.pk}/").status_code == 200

    name, [first, second] = two_values(kind, row)
    before = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    assert client.post(address(kind, row), mine | EXTRA | {name: first}).status_code == 302
    after = kind.model.objects.get(pk=row.pk)
    changed = {each for each in before if getattr(after, each) != before[each]}
    meant = {kind.model._meta.get_field(name).attname, "version"} | WRITTEN_TOO.get(kind.name, set())
    assert changed == meant, "a field that isn't on the form was saved"
    answer = other.post(address(kind, row), theirs | {name: second})
    assert answer.status_code == 200, "the second save went through as if nobody had been there"
    page = answer.content.decode()
    saved = kind.model.objects.get(pk=row.pk)
    assert "Somebody else saved this while you were writing: Ann" in page
    assert fields(answer)[name] == [second], "what the second typed is gone"
    column = kind.model._meta.get_field(name)
    shown = str(getattr(saved, name)) if column.remote_field else first
    assert shown.replace("'", "&#x27;") in page, "what the first saved isn't shown"

    # She chooses her own; what the first saved is in the history.
    again = fields(answer)
    again.pop("_theirs", None)
    assert other.post(address(kind, row), again).status_code == 302
    assert kind.model.objects.get(pk=row.pk).version == saved.version + 1
    line = saved.history.filter(version=saved.version).first()
    assert line is not None


def test_a_conflict_takes_theirs_where_she_ticks_it_and_where_she_left_the_field_alone(client, other):
    goal = make.GoalFactory(title="Neglect", rationale="Why", code="A")
    kind = KINDS["goal"]
    mine, hers = fields(client.get(address(kind, goal))), fields(other.get(address(kind, goal)))
    client.post(address(kind, goal), mine | {"rationale": "Because", "code": "B", "title": "Neglect of children"})
    conflict = other.post(address(kind, goal), hers | {"title": "Emotional neglect", "code": "C"})
    page = fields(conflict)
    # She never touched the reason, so theirs is ticked; the other two are hers unless she says otherwise.
    assert page["_theirs"] == ["rationale"]
    other.post(address(kind, goal), page | {"_theirs": ["rationale", "code"]})
    goal.refresh_from_db()
    assert (goal.title, goal.rationale, goal.code) == ("Emotional neglect", "Because", "B")


@pytest.mark.parametrize("how", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
def test_what_was_typed_for_a_row_that_somebody_deleted_is_shown(how, client):
    aim = make.AimFactory(words="Fewer")
    where = address(KINDS["aim"], aim)
    hers = fields(client.get(where)) | {"words": "Fewer children harmed"}
    aim.delete()
    answer = client.post(where, hers, headers=how)
    assert answer.status_code == (200 if how else 410)
    assert "Somebody else deleted this aim" in answer.content.decode()
    assert "Fewer children harmed" in answer.content.decode()


@pytest.mark.parametrize("version", ["0", "999", "-1", "", "x"])
def test_a_forged_version_saves_nothing(version, client):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    answer = client.post(where, fields(client.get(where)) | {"title": "Forged", "version": version})
    assert answer.status_code == 200
    assert Goal.objects.get().title == "Neglect"


def test_adding_puts_a_row_last_in_its_list(client):
    plan = make.PlanFactory()
    make.GoalFactory(plan=plan, position=4)
    where = f"/office/add/goal/?plan={plan.pk}&kind=objective"
    page = client.get(where)
    assert fields(page)["kind"] == ["objective"]
    answer = client.post(where, fields(page) | {"title": "Listen to children"})
    goal = Goal.objects.get(title="Listen to children")
    assert answer["Location"] == f"/office/plan/{plan.key}/#goal-{goal.pk}"
    assert (goal.position, goal.kind, goal.history.get().history_user.name) == (5, "objective", "Ann")


@pytest.mark.parametrize("query", ["", "?plan=", "?plan=x", "?plan=0", f"?plan={10**400}", "?plan=%00", "?plan=-1"])
def test_a_row_is_added_to_a_parent_that_there_is(query, client):
    assert client.get(f"/office/add/goal/{query}").status_code == 404
    assert client.post(f"/office/add/goal/{query}", {"title": "Lost"}).status_code == 404


def test_a_new_party_is_made_with_the_row_and_only_then(client):
    budget = make.BudgetFactory()
    make.OrganisationFactory(name="Essex Police")
    where = f"/office/add/contribution/?budget={budget.pk}"
    page = fields(client.get(where))
    assert client.post(where, page | {"payer": "Schools Forum", "share": "101"}).status_code == 200
    assert not Party.objects.exists()
    client.post(where, page | {"payer": "Schools Forum", "share": "49.5%", "amount": "£1,000"})
    client.post(where, page | {"payer": "essex  police"})
    first, second = budget.contribution_set.all()
    assert (str(first), first.share, first.amount) == ("Schools Forum", 49.5, 1000)
    assert second.payer.organisation.name == "Essex Police"


@pytest.mark.parametrize("how", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
def test_add_pressed_twice_adds_one_row(how, client, other):
    goal = make.GoalFactory()
    where = f"/office/add/aim/?goal={goal.pk}"
    typed = fields(client.get(where)) | {"words": "Fewer children harmed"}
    answers = [client.post(where, typed, headers=how) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204 if how else 302] * 2
    assert Aim.objects.count() == 1
    if not how:
        assert answers[0]["Location"] == answers[1]["Location"]
    # A form that was refused may be sent again, a new one adds a second row, and so does another person's; and what
    # somebody changed after going back to the form is not lost either.
    wrong = client.post(where, fields(client.get(where)) | {"words": ""})
    assert client.post(where, fields(wrong) | {"words": "Another"}).status_code == 302
    assert other.post(where, typed).status_code == 302
    assert client.post(where, typed | {"words": "Fewer children hurt"}).status_code == 302
    assert Aim.objects.count() == 4


def test_a_row_that_was_added_and_deleted_is_not_added_by_the_same_form(client):
    goal = make.GoalFactory()
    where = f"/office/add/aim/?goal={goal.pk}"
    typed = fields(client.get(where)) | {"words": "A mistake"}
    client.post(where, typed)
    Aim.objects.get().delete()
    assert client.post(where, typed)["Location"].startswith("/office/plan/")
    assert not Aim.objects.exists()


# Removing


def test_what_was_a_mistake_is_deleted_and_can_be_put_back_with_its_parts(client):
    goal = make.GoalFactory(title="Neglect", code="A")
    make.AimFactory.create_batch(3, goal=goal)
    measure = make.MeasureFactory(goal=goal)
    page = client.get(f"/office/remove/goal/{goal.pk}/")
    assert "3 aims" in page.content.decode()
    answer = client.post(f"/office/remove/goal/{goal.pk}/", {"_deed": "delete", "version": goal.version})
    assert not Goal.objects.exists()
    place = client.get(answer["Location"])
    [undo] = [form for form in Forms(place.content.decode()).forms if "undo" in form["class"]]
    back = client.post(undo["action"], undo["fields"])
    goal = Goal.objects.get()
    assert back["Location"].endswith(f"#goal-{goal.pk}")
    assert (goal.title, goal.code, goal.aim_set.count(), goal.measure_set.get().pk) == ("Neglect", "A", 3, measure.pk)
    assert goal.history.first().history_user.name == "Ann"
    # Twice is once.
    again = client.post(undo["action"], undo["fields"], follow=True)
    assert "nothing to restore" in again.content.decode()
    assert (Goal.objects.get(), Aim.objects.count()) == (goal, 3)


def test_a_row_that_somebody_saved_since_is_not_deleted(client):
    goal = make.GoalFactory()
    answer = client.post(f"/office/remove/goal/{goal.pk}/", {"_deed": "delete", "version": goal.version + 1})
    assert "Nothing was deleted" in answer.content.decode()
    assert Goal.objects.exists()


def test_what_something_hangs_on_is_not_deleted_and_the_page_says_what(client):
    organisation = make.OrganisationFactory(name="Essex Police")
    make.SeatFactory(role="District Commander", organisation=organisation)
    page = client.get(f"/office/remove/organisation/{organisation.pk}/").content.decode()
    assert "hangs on it: seat “District Commander”" in page
    assert "Delete organisation" not in page
    client.post(f"/office/remove/organisation/{organisation.pk}/", {"_deed": "delete", "version": organisation.version})
    assert Organisation.objects.exists()


def test_what_has_a_life_is_ended(client):
    body = make.BodyFactory(name="Task group")
    where = f"/office/remove/body/{body.pk}/"
    wrong = client.post(where, {"_deed": "end", "version": body.version, "ends": "the spring"})
    assert "Write the day as 1 June 2016" in wrong.content.decode()
    client.post(where, {"_deed": "end", "version": body.version, "ends": "1 June 2016"})
    assert Body.objects.get().ends == date(2016, 6, 1)


def test_the_board_is_neither_added_nor_removed(client, board):
    assert client.get("/office/add/board/").status_code == 404
    assert client.post(f"/office/remove/board/{board.pk}/", {"_deed": "delete", "version": 1}).status_code == 403
    assert Board.objects.exists()


# Moving


def test_a_row_moves_within_the_list_it_is_shown_in(client):
    plan = make.PlanFactory()
    one, two = make.PartFactory.create_batch(2, plan=plan)
    titles = [("a", one), ("x", two), ("b", one), ("y", two)]
    goals = {
        title: make.GoalFactory(plan=plan, part=part, title=title, position=place)
        for place, (title, part) in enumerate(titles, start=1)
    }

    def order(part):
        return [goal.title for goal in Goal.objects.filter(part=part)]

    client.post(f"/office/move/goal/{goals['b'].pk}/", {"to": "up"})
    assert (order(one), order(two)) == (["b", "a"], ["x", "y"])
    client.post(f"/office/move/goal/{goals['b'].pk}/", {"to": "up"})
    client.post(f"/office/move/goal/{goals['b'].pk}/", {"to": "sideways"})
    client.post(f"/office/move/goal/{goals['x'].pk}/", {"to": "down"})
    assert (order(one), order(two)) == (["b", "a"], ["y", "x"])
    assert plan.history.first().history_change_reason == "Order changed"
    assert {goal.version for goal in Goal.objects.all()} == {1}


# Drafts


def put_back():
    """The address of the form with the one text in it that is kept."""
    [line] = places.unsaved(Draft.objects.get().person)
    return line["address"]


def test_a_draft_is_kept_offered_put_back_and_forgotten_on_save(client, other):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    typed = fields(client.get(where)) | {"title": "Neglect and", "_deed": "keep"}
    assert client.post(where, typed).json()["kept"]
    goal.refresh_from_db()
    assert goal.title == "Neglect"
    page = client.get(where)
    assert "You have unsaved text from" in page.content.decode()
    assert fields(page)["title"] == ["Neglect"]
    back = client.get(put_back())
    assert fields(back)["title"] == ["Neglect and"]
    # Nobody else is offered it, or sees more than that there is some.
    assert "unsaved text" not in other.get(put_back()).content.decode()
    office = other.get("/office/").content.decode()
    assert "Text not saved yet: goal “Neglect”" in office
    assert '<td role="cell" data-label="Whose turn">Ann</td>' in office
    assert "Neglect and" not in office
    client.post(where, fields(back))
    assert Goal.objects.get().title == "Neglect and"
    assert not Draft.objects.exists()


def test_a_draft_that_is_put_back_after_somebody_saved_is_a_conflict(client, other):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    client.post(where, fields(client.get(where)) | {"title": "Mine", "_deed": "keep"})
    other.post(where, fields(other.get(where)) | {"title": "Theirs"})
    answer = client.post(where, fields(client.get(put_back())))
    assert "Somebody else saved this" in answer.content.decode()
    assert fields(answer)["title"] == ["Mine"]


def test_what_was_kept_for_a_row_that_is_no_more_can_still_be_read(client):
    aim = make.AimFactory()
    where = address(KINDS["aim"], aim)
    client.post(where, fields(client.get(where)) | {"words": "Hours of work", "_deed": "keep"})
    aim.delete()
    assert f'{put_back()}"' in client.get("/office/").content.decode()
    assert "Hours of work" in client.get(put_back()).content.decode()
    assert client.get(where).status_code == 404


def test_a_draft_is_thrown_away(client):
    goal = make.GoalFactory()
    where = address(KINDS["goal"], goal)
    typed = fields(client.get(where)) | {"title": "No"}
    for deed in ({"_deed": "throw-away"}, {"_unwanted": "NUMBER"}):
        client.post(where, typed | {"_deed": "keep"})
        deed = {name: value.replace("NUMBER", str(Draft.objects.get().pk)) for name, value in deed.items()}
        assert client.post(where, (typed if "_deed" in deed else {}) | deed)["Location"] == where
        assert not Draft.objects.exists()


def test_a_text_that_is_offered_and_not_put_back_survives_a_save(client, other):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    client.post(where, fields(client.get(where)) | {"title": "An hour of work", "_deed": "keep"})
    mine = put_back()
    # Nothing typed, another title typed and kept, and an older page that is still open.
    for title in ("Neglect", "Nelgect"):
        form = fields(client.get(where)) | {"title": title}
        client.post(where, form | {"_deed": "keep"})
        told = client.post(where, form, follow=True).content.decode()
        assert "Your unsaved text from" in told
        assert put_back() == mine
    assert Goal.objects.get().title == "Nelgect"
    page = client.get(where).content.decode()
    assert page.count("You have unsaved text from") == 1
    assert f'href="{mine}"' in page
    # Nobody throws away another's.
    other.post(where, {"_unwanted": mine.rpartition("=")[2]})
    assert fields(client.get(mine))["title"] == ["An hour of work"]


def test_each_of_two_open_forms_keeps_its_own_text(client):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    one, two = (fields(client.get(where)) | {"title": title} for title in ("One", "Two"))
    for form in (one, two, one):
        client.post(where, form | {"_deed": "keep"})
    assert client.get(where).content.decode().count("You have unsaved text from") == 2
    client.post(where, two)
    assert fields(client.get(put_back()))["title"] == ["One"]


def test_text_for_a_new_row_survives_the_adding_of_another(client):
    goal = make.GoalFactory()
    where = f"/office/add/aim/?goal={goal.pk}"
    client.post(where, fields(client.get(where)) | {"words": "An hour of work", "_deed": "keep"})
    client.post(where, fields(client.get(where)) | {"words": "Another"})
    assert [aim.words for aim in goal.aim_set.all()] == ["Another"]
    back = client.get(put_back())
    assert fields(back)["words"] == ["An hour of work"]
    client.post(where, fields(back))
    assert not Draft.objects.exists()


def test_enter_in_a_field_saves_and_throws_nothing_away(client):
    goal = make.GoalFactory()
    where = address(KINDS["goal"], goal)
    client.post(where, fields(client.get(where)) | {"title": "No", "_deed": "keep"})
    form = client.get(where).content.decode().partition('<form class="editor"')[2]
    assert "name=" not in re.search("<button[^>]*>", form)[0]


def test_what_is_too_long_to_be_kept_is_said(client):
    goal = make.GoalFactory()
    answer = client.post(address(KINDS["goal"], goal), {"title": "x" * 500_000, "_deed": "keep"})
    assert (answer.status_code, answer.json()) == (413, {"kept": ""})


@pytest.mark.parametrize("deed", ["save", "keep"])
def test_text_sent_after_the_session_ended_is_there_after_signing_in(deed, client, ann, other):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    typed = fields(client.get(where)) | {"title": "An hour of work", "_deed": deed}
    client.logout()
    answer = client.post(where, typed)
    if deed == "save":
        assert answer["Location"].startswith("/accounts/sign-in/?next=")
        assert f"draft%3D{Draft.objects.get().pk}" in answer["Location"]
    assert Goal.objects.get().title == "Neglect"
    client.force_login(ann)
    assert fields(client.get(put_back()))["title"] == ["An hour of work"]
    assert fields(other.get(put_back()))["title"] == ["Neglect"]


def test_a_new_row_sent_after_the_session_ended_is_there_too(client, ann):
    plan = make.PlanFactory()
    where = f"/office/add/goal/?plan={plan.pk}"
    typed = fields(client.get(where)) | {"title": "An hour of work"}
    client.logout()
    answer = client.post(where, typed)
    back = f"{where}&draft={Draft.objects.get().pk}"
    assert unquote(answer["Location"]) == f"/accounts/sign-in/?next={back}"
    client.force_login(ann)
    assert fields(client.get(back))["title"] == ["An hour of work"]
    assert not Goal.objects.exists()


def test_nobody_keeps_a_draft_for_another(client, other, ann):
    """The word on whose form it is belongs to one person, one form, one row."""
    goal, second = make.GoalFactory.create_batch(2)
    kind = KINDS["goal"]
    word = fields(client.get(address(kind, goal)))["_owner"]
    client.logout()
    forged = word[0][:-1] + ("B" if word[0].endswith("A") else "A")
    for bad in ("", "x", forged):
        client.post(address(kind, goal), {"title": "Planted", "_owner": bad})
    client.post(address(kind, second), {"title": "Planted", "_owner": word})
    assert not Draft.objects.exists()


# In place


def test_in_place_the_form_is_a_fragment_and_a_save_an_event(client):
    goal = make.GoalFactory(title="Neglect")
    where = address(KINDS["goal"], goal)
    page = client.get(where, headers={"HX-Request": "true"})
    assert b"<html" not in page.content
    wrong = client.post(where, fields(page) | {"title": ""}, headers={"HX-Request": "true"})
    assert (wrong.status_code, b"Fill this in." in wrong.content, b"<html" in wrong.content) == (
        200,
        True,
        False,
    )
    saved = client.post(where, fields(page) | {"title": "Emotional neglect"}, headers={"HX-Request": "true"})
    assert (saved.status_code, saved["HX-Trigger"]) == (
        204,
        f'{{"row-saved": {{"anchor": "goal-{goal.pk}", "words": "Saved: Emotional neglect.", '
        f'"address": "/office/plan/{goal.plan.key}/#goal-{goal.pk}"}}}}',
    )
    client.logout()
    away = client.post(where, fields(page), headers={"HX-Request": "true"})
    assert (away.status_code, away["HX-Redirect"][:24]) == (204, "/accounts/sign-in/?next=")


def test_whoever_writes_a_section_from_the_board_of_sections_is_led_to_it_in_the_draft(client):
    section = make.NarrativeFactory(heading="Foreword")
    of = [section.publication.kind, section.publication.slug]
    board = client.get(reverse("document-overview", args=of)).content.decode()
    [write] = re.findall(rf'href="(/office/edit/narrative/{section.pk}/[^"]*)"', board)
    page = client.get(write).content.decode()
    shown = f"{reverse('preview', args=of)}#{section.key}"
    assert f'href="{shown}"' in page, "without saving, too"
    [action] = re.findall(r'<form class="editor" method="post" action="([^"]+)"', page)
    answer = client.post(action, fields(client.get(write)) | {"heading": "Welcome"})
    assert answer.headers["Location"] == shown
    assert section.key in client.get(shown.partition("#")[0]).content.decode()
    for elsewhere in ("https://example.org", "nowhere"):
        answer = client.post(f"/office/edit/narrative/{section.pk}/?then={elsewhere}", fields(client.get(write)))
        assert answer.headers["Location"].startswith(reverse("office-sections", args=of))
