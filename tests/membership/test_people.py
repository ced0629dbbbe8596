"""Logins, and the board's people and places."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from membership.models import Body, Organisation, Seat, User
from tests import factories as make

pytestmark = pytest.mark.django_db

THEN, NOW, LATER = date(2015, 4, 1), date(2016, 6, 1), date(2019, 3, 31)


def test_a_login_is_known_by_its_e_mail_without_regard_to_case():
    ann = User.objects.create_user("Ann@Board.Example", "long enough to be a password", name="Ann")
    assert ann.email == "ann@board.example"
    assert User.objects.get_by_natural_key("ANN@board.example") == ann
    assert ann.check_password("long enough to be a password")
    assert not ann.is_staff
    assert (str(ann), str(User(email="b@board.example"))) == ("Ann", "b@board.example")


def test_a_second_login_with_the_same_e_mail_is_refused_in_a_sentence():
    make.UserFactory(email="ann@board.example")
    with pytest.raises(ValidationError, match="This e-mail has a login already"):
        User.objects.create_user("ANN@board.example", "long enough to be a password")


def test_a_superuser_may_do_all():
    ann = User.objects.create_superuser("ann@board.example", "long enough to be a password")
    assert ann.is_staff
    assert ann.is_superuser


def test_a_person_who_did_something_is_not_deleted():
    edition = make.EditionFactory()
    with pytest.raises(ProtectedError):
        edition.composed_by.delete()


def test_an_organisation_is_named_with_what_it_is_a_department_of():
    council = make.OrganisationFactory(name="Southend Borough Council")
    people = make.OrganisationFactory(name="Department for People", parent=council)
    assert people.full_name == str(people) == "Southend Borough Council, Department for People"
    assert people.key == "department-for-people"
    with pytest.raises(ProtectedError):
        council.delete()


def test_bodies_and_seats_exist_for_a_time():
    ended = make.BodyFactory(ends=date(2016, 5, 31))
    coming = make.BodyFactory(starts=date(2016, 6, 2))
    there = make.BodyFactory(starts=NOW, ends=NOW)
    always = make.BodyFactory()
    assert set(Body.objects.existing(NOW)) == {there, always}
    assert set(Body.objects.existing(THEN)) == {ended, always}
    assert set(Body.objects.existing(LATER)) == {coming, always}


def test_the_board_and_other_boards_are_no_sub_groups():
    make.BodyFactory(kind="board")
    make.BodyFactory(kind="partner-board")
    below = {make.BodyFactory(kind=kind) for kind in ("executive", "sub-group", "panel", "task-and-finish")}
    assert set(Body.objects.sub_groups()) == below


def test_chairs_come_with_their_holders_in_the_same_number_of_queries(django_assert_num_queries):
    for count in (2, 18):
        for body in make.BodyFactory.create_batch(count):
            seat = make.SeatFactory(body=body, office="chair", organisation=make.OrganisationFactory())
            make.AppointmentFactory(seat=seat, name="Then", ends=date(2016, 5, 31))
            make.AppointmentFactory(seat=seat, name="Now", starts=NOW)
            make.SeatFactory(body=body, office="vice-chair", ends=THEN)
            make.SeatFactory(body=body)
        with django_assert_num_queries(3):
            for body in Body.objects.with_chairs(NOW):
                [chair] = body.chair_seats
                assert chair.organisation_name.startswith("Organisation")
                assert [appointment.name for appointment in chair.current] == ["Now"]


def test_a_seat_says_whom_it_represents_as_the_board_prints_it():
    police = make.OrganisationFactory(name="Essex Police")
    assert make.SeatFactory(organisation=police).organisation_name == "Essex Police"
    assert make.SeatFactory(organisation=police, organisation_as_printed="Police").organisation_name == "Police"
    assert make.SeatFactory().organisation_name == ""


def test_a_seat_is_called_by_its_role_or_its_office():
    assert str(Seat(role="District Commander", office="chair")) == "District Commander"
    assert str(Seat(office="vice-chair")) == "Vice chair"


def test_an_appointment_is_named_for_its_state_in_its_key():
    """The key is in fixtures and addresses: no person's name belongs there."""
    appointment = make.AppointmentFactory(name="Ann Smith")
    assert appointment.key == "in-post"


def test_with_a_body_go_its_seats_and_with_a_seat_its_appointments():
    appointment = make.AppointmentFactory(seat__organisation=make.OrganisationFactory())
    appointment.seat.body.delete()
    assert not Seat.objects.exists()
    assert Organisation.objects.exists()
    assert type(appointment).history.filter(history_type="-").count() == 1, "what goes with its parent leaves a line"
