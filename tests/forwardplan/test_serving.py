"""Which goals several items serve, said at once: from the page that shows what the agendas cover."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forwardplan.models import AgendaItem
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(settings):
    settings.TODAY = date(2016, 6, 1)
    make.BoardFactory()
    return make.BodyFactory(name="Board", kind="board")


@pytest.fixture
def goal():
    return make.GoalFactory(code="A", title="Neglect", plan__starts=date(2016, 4, 1), plan__ends=date(2019, 3, 31))


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


def items(body, *titles):
    meeting = make.MeetingFactory(body=body, year=2016, month=6, day=14)
    return [make.AgendaItemFactory(meeting=meeting, title=title) for title in titles]


def test_several_items_say_which_goal_they_serve_and_all_of_it_is_taken_back(body, goal, editor):
    apologies, audit, voices = items(body, "Apologies", "Audit of neglect", "What children said")
    page = editor.get(reverse("coverage", args=[body.key])).content.decode()
    assert "Of 3 items on these agendas 3 name no goal." in page
    address = reverse("coverage-goals", args=[body.key])
    assert f'href="{address}?of=2016"' in page
    assert "A Neglect" in editor.get(address).content.decode()
    sent = {f"g{audit.pk}": goal.pk, f"g{voices.pk}": goal.pk, f"g{apologies.pk}": ""}
    answer = editor.post(address, sent, follow=True)
    assert "Saved: 2 items." in answer.content.decode()
    assert "Of 3 items on these agendas 1 names no goal." in answer.content.decode()
    assert set(AgendaItem.objects.filter(goal=goal)) == {audit, voices}
    [back] = [part for part in answer.content.decode().split('"') if "/coverage/back/" in part]
    assert "Taken back: 2 items." in editor.post(back, follow=True).content.decode()
    assert not AgendaItem.objects.filter(goal=goal).exists()


def test_what_serves_a_goal_by_its_standing_item_is_not_asked_about(body, goal, editor):
    [item] = items(body, "Neglect, as always")
    item.standing_item = make.StandingItemFactory(body=body, goal=goal)
    item.save()
    page = editor.get(reverse("coverage-goals", args=[body.key])).content.decode()
    assert "Every item of these agendas names a goal" in page


def test_a_goal_of_another_plan_is_not_taken(body, goal, editor):
    [item] = items(body, "Audit")
    other = make.GoalFactory(plan__starts=date(2010, 1, 1), plan__ends=date(2012, 1, 1))
    answer = editor.post(reverse("coverage-goals", args=[body.key]), {f"g{item.pk}": other.pk})
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    item.refresh_from_db()
    assert item.goal is None


def test_an_item_that_somebody_else_said_meanwhile_stays_as_they_said(body, goal, editor):
    [item] = items(body, "Audit")
    item.goal = other = make.GoalFactory(plan=goal.plan)
    item.save()
    editor.post(reverse("coverage-goals", args=[body.key]), {f"g{item.pk}": goal.pk})
    item.refresh_from_db()
    assert item.goal == other


def test_the_same_questions_for_two_items_as_for_twenty(body, goal, editor):
    address = reverse("coverage-goals", args=[body.key])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        return len(queries)

    items(body, "One", "Two")
    few = asked()
    items(body, *map(str, range(20)))
    assert asked() == few <= 25


def test_many_items_come_by_pages_and_what_was_sent_is_saved_though_the_list_changed(body, goal, editor):
    rows = items(body, *map(str, range(30)))
    address = reverse("coverage-goals", args=[body.key])
    pages = [editor.get(f"{address}?of=2016&page={number}").content.decode() for number in (1, 2)]
    assert [page.count("<select") for page in pages] == [25, 5]
    assert f'name="g{rows[-1].pk}"' in pages[1] and 'href="?of=2016&amp;page=2"' in pages[0]
    for row in rows[:10]:  # meanwhile somebody else says it of ten, and there is one page
        row.goal = goal
        row.save()
    sent = {f"g{row.pk}": goal.pk for row in rows[25:]}
    assert "Saved: 5 items." in editor.post(f"{address}?of=2016&page=2", sent, follow=True).content.decode()
    assert AgendaItem.objects.filter(goal=goal).count() == 15
