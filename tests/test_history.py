"""The office's history: found by filters, page by page, as a file; one change undone, one record restored."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit import changes, history
from kit.stamps import claim
from lscb.office import places
from lscb.office.history import ON_A_PAGE
from membership.models import Board, Seat
from membership.roles import Role
from priorities.models import Goal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make.UserFactory(name="Mary Manager", roles=[Role.MANAGER])


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(manager):
    make.BoardFactory()
    return client_of(manager)


def save(row, by, **values):
    claim(row, row.version, by=by)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row.history.first()


def page(client, *args, **query):
    return client.get(reverse("history", args=args), query).content.decode()


def undo_of(line):
    return reverse("history-undo", args=[line.instance_type._meta.model_name, line.id, line.history_id])


def test_every_kind_of_record_has_its_words():
    assert set(places.MODELS) == set(changes.tracked())
    assert len(places.MODELS) == len(places.KINDS)
    assert len({kind.nouns for kind in places.KINDS}) == len({kind.noun for kind in places.KINDS}) == len(places.KINDS)


def test_who_changed_what_and_when_is_read_in_words(client, manager):
    goal = make.GoalFactory(code="A", title="Reduce <bullying> & harm", plan__title="Plan of 2016")
    save(goal, manager, title="Reduce <bullying> & self-harm")
    words = page(client)
    assert "Reduce &lt;bullying&gt; &amp; self-harm" in words
    assert "<bullying>" not in words
    assert "Goal changed" in words
    assert "Mary Manager" in words
    assert "in Plan of 2016" in words
    assert '<del><span class="hidden">was: </span>Reduce &lt;bullying&gt; &amp; harm</del>' in words


def test_the_filters_and_their_errors(client, manager):
    save(make.GoalFactory(title="Talk"), manager, title="Listen")
    make.SeatFactory(role="Commander")
    assert "Commander" not in page(client, kind="goal")
    assert "Commander" not in page(client, who=manager.pk)
    assert "Commander" in page(client, words="COMMAND")
    assert "Nothing in the history matches" in page(client, words="no such word")
    assert "Nothing in the history matches" in page(client, until="2016-01-01")
    assert "Commander" in page(client, since="2016-01-01", until="2100-12-31")
    for wrong in (
        {"since": "yesterday"},
        {"until": "0000-01-01"},
        {"until": "9999-12-31"},
        {"kind": "x"},
        {"who": "x"},
    ):
        words = page(client, **wrong)
        assert "There is a problem" in words
        assert "<title>Error: " in words
    assert client.get(reverse("history"), {"words": "\x00", "after": "x" * 500}).status_code == 200


def test_older_pages_follow_and_keep_the_filters(client):
    make.SeatFactory.create_batch(ON_A_PAGE + 3)
    first = page(client, kind="seat")
    [older] = re.findall(r'rel="next" href="\?([^"]+)"', first)
    second = client.get(f"{reverse('history')}?{older.replace('&amp;', '&')}").content.decode()
    assert (first.count('class="entry"'), second.count('class="entry"')) == (ON_A_PAGE, 3)
    assert "kind=seat" in older
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second


def test_a_record_with_a_long_history_has_older_pages(client, manager):
    seat = make.SeatFactory(role="Role 0")
    for number in range(1, ON_A_PAGE + 3):
        save(seat, manager, role=f"Role {number}")
    here = reverse("history-record", args=["seat", seat.pk])
    history.remove(seat, by=manager)
    first = client.get(here).content.decode()
    [older] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(here + older).content.decode()
    assert (first.count('class="entry"'), second.count('class="entry"')) == (ON_A_PAGE, 4)
    assert "This is deleted" in first
    assert "This is deleted" in second
    assert (">Restore<" in first, ">Restore<" in second) == (True, False)
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second
    for made_up in ("x", "0", "9" * 19, "9" * 30):
        assert client.get(here, {"before": made_up}).status_code in (200, 404)


def test_the_file_has_a_line_for_each_field_and_runs_nothing(client, manager):
    seat = make.SeatFactory(role="=HYPERLINK(1)", note="a, b")
    save(seat, manager, role="+44", note="c")
    answer = client.get(reverse("history-csv"), {"kind": "seat", "who": manager.pk})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Field"], row["Was"], row["Became"]) for row in rows] == [
        ("Role", "'=HYPERLINK(1)", "'+44"),
        ("Note", "a, b", "c"),
    ]
    assert {(row["Who"], row["What"], row["Kind of record"]) for row in rows} == {("Mary Manager", "changed", "Seat")}
    assert client.get(reverse("history-csv"), {"since": "x"}).status_code == 404


def test_a_page_asks_as_often_for_many_as_for_few(client, manager):
    def asked(**query):
        with CaptureQueriesContext(connection) as queries:
            page(client, **query)
        return len(queries)

    plan = make.PlanFactory()
    for goal in make.GoalFactory.create_batch(2, plan=plan):
        save(goal, manager, title=f"{goal.title} again")
    few = asked(kind="goal"), asked()
    for goal in make.GoalFactory.create_batch(18, plan=plan):
        save(goal, manager, title=f"{goal.title} again")
    assert asked(kind="goal") == few[0]
    assert asked() <= few[1]


# Undo and restore


def test_a_change_is_undone_after_it_was_shown(client, manager):
    line = save(make.SeatFactory(role="Commander"), manager, role="Comander")
    shown = client.get(undo_of(line)).content.decode()
    assert "What will change" in shown
    assert Seat.objects.get().role == "Comander"
    answer = client.post(undo_of(line), {"version": 2}, follow=True)
    assert "Undone: Commander" in answer.content.decode()
    assert Seat.objects.get().role == "Commander"
    assert Seat.history.first().history_user == manager


def test_a_later_change_is_overwritten_only_by_a_tick(client, manager):
    seat = make.SeatFactory(role="One")
    line = save(seat, manager, role="Two")
    save(seat, manager, role="Three")
    assert "A later change touched the same (role)" in client.get(undo_of(line)).content.decode()
    answer = client.post(undo_of(line), {"version": 3})
    assert answer.status_code == 409
    assert "Tick the box below" in answer.content.decode()
    assert Seat.objects.get().role == "Three"
    client.post(undo_of(line), {"version": 3, "confirmed": "yes"})
    assert Seat.objects.get().role == "One"


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 40, "²"])
def test_what_was_saved_since_the_page_was_shown_is_not_lost(client, manager, version):
    seat = make.SeatFactory(role="One")
    line = save(seat, manager, role="Two")
    answer = client.post(undo_of(line), {"version": version, "confirmed": "yes", "is_staff": "1"})
    assert answer.status_code == 409
    assert (Seat.objects.get().role, Seat.objects.get().version) == ("Two", 2)


def test_a_deleted_record_is_restored_with_its_parts(client, manager):
    goal = make.GoalFactory(title="Talk")
    make.AimFactory.create_batch(2, goal=goal)
    pk = goal.pk
    history.remove(goal, by=manager)
    record = reverse("history-record", args=["goal", pk])
    assert "This is deleted" in client.get(record).content.decode()
    address = reverse("history-restore", args=["goal", pk])
    assert "2 aims" in client.get(address).content.decode()
    assert "Restored: Talk" in client.post(address, follow=True).content.decode()
    assert Goal.objects.get().aim_set.count() == 2
    assert client.post(address).status_code == 409
    assert client.get(address).status_code == 409


@pytest.mark.parametrize(
    "path",
    ["nothing/1/", "goal/99999/", f"goal/{10**400}/", "goal/9/1/undo/", f"goal/1/{10**400}/undo/", "goal/0/restore/"],
)
def test_what_never_was_is_no_page(client, path):
    assert client.get(f"/office/history/{path}").status_code == 404
    assert client.post(f"/office/history/{path}").status_code in (404, 405)


def test_a_line_of_another_record_is_not_undone(client, manager):
    one, two = make.SeatFactory(), make.SeatFactory()
    line = save(one, manager, role="Two")
    assert client.get(reverse("history-undo", args=["seat", two.pk, line.history_id])).status_code == 404


def test_who_may_not_change_a_kind_of_record_may_not_undo_it_either(client, manager):
    board, seat, figure = Board.objects.get(), make.SeatFactory(), make.ObservationFactory()
    lines = [save(board, manager, area="X"), save(seat, manager, note="X"), save(figure, manager, note="X")]

    def may(*roles):
        theirs = client_of(make.UserFactory(roles=roles))
        return [theirs.get(undo_of(line)).status_code for line in lines]

    assert may(Role.MANAGER) == [200, 200, 200]
    assert may(Role.EDITOR) == [403, 200, 200]
    assert may(Role.DATA_OFFICER) == [403, 403, 200]
    assert may(Role.APPROVER) == [403, 403, 403]
    assert may(Role.MEMBER) == [403, 403, 403]
    assert (
        "Undo this change"
        not in client_of(make.UserFactory(roles=[Role.APPROVER])).get("/office/history/").content.decode()
    )
