"""Questions whose SQL is written once: the records are asked each time, and only plain values are asked of."""

import gc
import threading
import weakref
from datetime import date

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.db.models.sql.compiler import SQLCompiler

from kit.written import written_once
from membership.models import Appointment, Body, Seat
from tests import factories as make

pytestmark = pytest.mark.django_db


@written_once
def bodies_named(*names):
    return Body.objects.filter(name__in=names).order_by("name")


@written_once
def names_of_bodies(begun_by):
    return Body.objects.filter(starts__lte=begun_by).order_by("name").values_list("name", "starts")


@pytest.fixture
def written(monkeypatch):
    """The statements that are written from now on."""
    found, write = [], SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda self, *of, **more: found.append(self) or write(self, *of, **more))
    return found


def test_what_was_asked_once_is_asked_of_the_records_again(django_assert_num_queries):
    make.BodyFactory(name="Executive")
    assert [body.name for body in bodies_named("Executive", "Training group")] == ["Executive"]
    make.BodyFactory(name="Training group")
    with django_assert_num_queries(1):
        assert [body.name for body in bodies_named("Executive", "Training group")] == ["Executive", "Training group"]


def test_its_statement_is_written_once_for_the_same_values(written):
    bodies_named("Board", "Reading group")
    assert len(written) == 1
    bodies_named("Board", "Reading group")
    assert len(written) == 1
    bodies_named("Board", "Another group")
    assert len(written) == 2


def test_other_values_are_answered_for_themselves():
    make.BodyFactory(name="Old", starts=date(2014, 4, 1))
    make.BodyFactory(name="Young", starts=date(2016, 4, 1))
    assert names_of_bodies(date(2015, 1, 1)) == [("Old", date(2014, 4, 1))]
    assert [name for name, _ in names_of_bodies(date(2017, 1, 1))] == ["Old", "Young"]
    assert names_of_bodies(date(2015, 1, 1)) == [("Old", date(2014, 4, 1))]


def test_each_answer_has_rows_of_its_own():
    make.BodyFactory(name="Executive")
    [first] = bodies_named("Executive")
    first.name = "Changed and not saved"
    [second] = bodies_named("Executive")
    assert second.name == "Executive"


@written_once
def bodies_with_seats(name):
    held = Prefetch("appointment_set", Appointment.objects.all())
    along = Prefetch("seat_set", Seat.objects.prefetch_related(held))
    return Body.objects.filter(name=name).prefetch_related(along)


def test_nothing_of_an_answer_is_held_on_to():
    make.AppointmentFactory(seat__body__name="Executive")
    [body] = bodies_with_seats("Executive")
    [seat] = body.seat_set.all()
    assert len(seat.appointment_set.all()) == 1
    held = [weakref.ref(body), weakref.ref(seat)]
    del body, seat
    gc.collect()
    assert [each() for each in held] == [None, None]


def test_where_nothing_can_be_found_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bodies_named() == []
        assert bodies_named() == []


def test_a_record_is_no_plain_value():
    body = make.BodyFactory()

    @written_once
    def seats_of(body):
        return body.seat_set.all()

    @written_once
    def below(body):
        return Body.objects.filter(parent=body)

    for question in (seats_of, below):
        with pytest.raises(TypeError, match="is asked of a record; give its number"):
            question(body)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_a_connection_of_its_own():
    bodies_named("Executive")
    answers = []

    def ask():
        try:
            answers.append(bodies_named("Executive"))
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert answers == [[]]
