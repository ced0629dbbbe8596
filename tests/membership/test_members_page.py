"""The members' page of a large board: a body at a time, its seats by pages, and every way to a row lands on it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lscb.office.places import KIND_OF
from membership.models import Appointment, JointWith, Organisation, Seat
from membership.office import SEAT, SEATS_PER_PAGE
from tests import factories as make
from tests.office.conftest import fields
from tests.office.test_lists import lines

pytestmark = pytest.mark.django_db
MEMBERS, OVER = "/office/members/", date(2015, 3, 31)


@pytest.fixture
def client():
    make.BoardFactory()
    client = Client()
    client.force_login(make.SuperuserFactory(name="Manager"))
    return client


@pytest.fixture
def large(client):
    """A board and a group, each with 30 seats and ten that ended, every one of them held."""
    board = make.BodyFactory(name="Our Board", kind="board", position=1)
    group = make.BodyFactory(name="Audit group", parent=board, position=2)
    for body in (board, group):
        for place in range(40):
            seat = make.SeatFactory(
                body=body,
                role=f"{body.name} seat {place}",
                organisation=make.OrganisationFactory(),
                ends=OVER if place % 4 == 0 else None,
                position=place,
            )
            make.AppointmentFactory(seat=seat, name=f"Pat {seat.pk}")
    make.JointWithFactory(body=group, other=make.BodyFactory(name="Adults Board", kind="partner-board", position=3))
    return board, group


def shown(client, address=MEMBERS):
    return client.get(address).content.decode()


def test_a_large_board_shows_a_body_at_a_time(client, large):
    board, group = large
    page = shown(client)
    assert page.count('class="entry" id="seat-') == SEATS_PER_PAGE
    assert "Our Board seat 1<" in page and "Audit group seat" not in page
    assert f'<a href="{MEMBERS}?body={board.pk}" aria-current="true">Our Board 30</a>' in page
    assert f'<a href="{MEMBERS}?body={group.pk}">Audit group 30</a>' in page
    other = shown(client, f"{MEMBERS}?body={group.pk}")
    assert "Audit group seat 1<" in other and "Our Board seat" not in other
    assert f'href="?body={group.pk}&amp;page=2"' in other
    organisation = Organisation.objects.first()
    assert f'id="organisation-{organisation.pk}"' in shown(client, f"{MEMBERS}?show=organisations")
    # A word that names nothing is no reason to show nothing.
    assert "Our Board seat 1<" in shown(client, f"{MEMBERS}?body=nonsense&seat=nonsense&page=nonsense")


def test_the_seats_that_ended_stand_last_and_the_body_leads_to_them(client, large):
    first, last = shown(client), shown(client, f"{MEMBERS}?page=2")
    ended = Seat.objects.filter(body=large[0], ends=OVER)
    assert "Seats that ended" not in first and "Seats that ended" in last
    assert not any(f'id="seat-{seat.pk}"' in first for seat in ended)
    assert all(f'id="seat-{seat.pk}"' in last for seat in ended)
    assert f'href="{SEAT.address(ended[0]).replace("&", "&amp;")}">10 seats that ended<' in first


@pytest.mark.parametrize("model", [Seat, Appointment, Organisation, JointWith])
def test_every_address_of_a_row_shows_the_row(client, large, model):
    kind = KIND_OF[model]
    for row in model.objects.all():
        assert f'id="{kind.anchor(row)}"' in shown(client, kind.address(row))


def test_whoever_adds_a_seat_lands_on_it_and_whoever_removes_one_stays_with_its_body(client, large):
    _, group = large
    form = f"/office/add/seat/?body={group.pk}"
    assert f'href="{MEMBERS}?body={group.pk}"' in shown(client, form)  # cancelled
    saved = client.post(form, fields(client.get(form)) | {"role": "Head of law"})
    assert "Head of law" in shown(client, saved["Location"])
    seat = Seat.objects.get(role="Head of law")
    removed = client.post(f"/office/remove/seat/{seat.pk}/", {"_deed": "delete", "version": seat.version})
    page = shown(client, removed["Location"])
    assert "Deleted: Head of law" in page and "Audit group seat 1<" in page


def test_a_seat_is_moved_past_the_next_one_that_is_shown_with_it(client, large):
    first, second = Seat.objects.filter(body=large[0], role__endswith=" seat 3").get(), "Our Board seat 5"
    client.post(f"/office/move/seat/{first.pk}/", {"to": "down"})
    there = [seat.role for seat in Seat.objects.filter(body=large[0], ends=None)]
    assert there.index(second) + 1 == there.index(first.role)


def test_the_file_of_a_large_board_has_every_seat(client, large):
    assert len(lines(client, f"{MEMBERS}?csv=seat")) == 1 + Seat.objects.count()
    assert len(lines(client, f"{MEMBERS}?csv=appointment")) == 1 + Appointment.objects.count()


def test_a_large_board_asks_for_twice_the_seats_as_often(client, large):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(MEMBERS)
        return len(queries)

    few = asked()
    for body in large:
        for _ in range(40):
            make.AppointmentFactory(seat=make.SeatFactory(body=body, organisation=make.OrganisationFactory()))
    assert asked() == few <= 12


def test_a_small_board_has_all_on_one_page(client):
    bodies = [make.BodyFactory(kind="board"), make.BodyFactory()]
    seats = [make.SeatFactory(body=body, ends=ends) for body in bodies for ends in (None, OVER)]
    page = shown(client)
    assert all(f'id="seat-{seat.pk}"' in page for seat in seats)
    assert 'class="views"' not in page and page.count("Seats that ended") >= 2
