"""A login's life, the seats it holds, and the last manager, who can't be lost."""

import threading
from datetime import date

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from kit import drafts
from kit.models import Draft
from membership import duties, logins, seats
from membership.models import AccessEvent, Appointment, Duty, User
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
What = AccessEvent.What
NEW = "tractor velvet onion"


def somebody(*roles, came=True, **fields):
    """A person who has signed in before."""
    return make.UserFactory(roles=roles, last_login=timezone.now() if came else None, **fields)


def happened(login):
    """What is recorded about a login, oldest first."""
    return list(AccessEvent.objects.filter(login=login).order_by("pk").values_list("what", flat=True))


@pytest.fixture
def manager():
    return somebody(Role.MANAGER, name="Mary Manager")


def test_an_invited_person_has_the_roles_and_the_seat_and_no_password(manager):
    seat = make.SeatFactory()
    ann = logins.invite("Ann@board.example", "Ann", [Role.EDITOR, Role.MEMBER], seat=seat, by=manager)
    assert ann.email == "ann@board.example"
    assert not ann.has_usable_password()
    assert User.objects.get(pk=ann.pk).roles == [Role.EDITOR, Role.MEMBER]
    assert [each.seat for each in seats.held_by(ann)] == [seat]
    assert happened(ann) == [What.ROLE_GIVEN, What.ROLE_GIVEN, What.SEATS_CHANGED, What.INVITED]
    assert set(AccessEvent.objects.filter(login=ann).values_list("by", flat=True)) == {manager.pk}


def test_nothing_is_left_of_an_invitation_that_is_refused(manager):
    with pytest.raises(ValidationError, match="has a login already"):
        logins.invite(manager.email, "Ann", [Role.EDITOR], by=manager)
    assert not AccessEvent.objects.filter(what=What.INVITED).exists()


def test_roles_are_set_and_cover_stays(manager):
    ann = somebody(Role.EDITOR, Role.MEMBER)
    duties.cover(ann, [Role.MANAGER], covers=manager, starts=None, ends=date(2999, 1, 1), by=somebody(Role.MANAGER))
    duties.set_roles(ann, [Role.MEMBER, Role.APPROVER], by=manager)
    assert User.objects.get(pk=ann.pk).roles == [Role.MANAGER, Role.APPROVER, Role.MEMBER]
    assert not duties.set_roles(ann, [Role.APPROVER, Role.MEMBER], by=manager), "nothing changed"


def test_nobody_gives_themselves_a_role(manager):
    for refused in (
        lambda: duties.set_roles(manager, [Role.MANAGER, Role.APPROVER], by=manager),
        lambda: duties.cover(
            manager, [Role.APPROVER], covers=somebody(Role.APPROVER), starts=None, ends=date(2999, 1, 1), by=manager
        ),
    ):
        with pytest.raises(ValidationError, match="Nobody gives themselves a role"):
            refused()
    assert User.objects.get(pk=manager.pk).roles == [Role.MANAGER]


@pytest.mark.parametrize(
    "leave",
    [
        lambda manager: logins.end(manager, by=manager),
        lambda manager: duties.set_roles(manager, [], by=manager),
    ],
)
def test_the_last_manager_stays(leave, manager):
    logins.invite("next@board.example", "Next", [Role.MANAGER], by=manager)
    other = somebody(Role.MEMBER)
    duties.cover(other, [Role.MANAGER], covers=manager, starts=None, ends=date(2999, 1, 1), by=manager)
    with pytest.raises(ValidationError, match="Mary Manager is the only person who can manage this board"):
        leave(manager)
    assert User.objects.get(pk=manager.pk).roles == [Role.MANAGER]
    second = somebody(Role.MANAGER)
    assert duties.only_manager() is None
    leave(manager)
    assert duties.only_manager() == second


def test_an_ended_person_can_be_brought_back_with_their_roles(manager):
    ann = somebody(Role.EDITOR)
    logins.end(ann, by=manager)
    logins.end(ann, by=manager)
    gone = User.objects.get(pk=ann.pk)
    assert (gone.is_active, gone.ended_by) == (False, manager)
    logins.bring_back(ann, by=manager)
    back = User.objects.get(pk=ann.pk)
    assert (back.is_active, back.ended_at, back.roles) == (True, None, [Role.EDITOR])
    assert happened(ann)[1:] == [What.ENDED, What.BROUGHT_BACK]


def test_personal_details_are_removed_from_an_ended_login_only(manager):
    ann = somebody(Role.EDITOR, name="Ann", email="ann@board.example")
    with pytest.raises(ValidationError, match="End the person’s access first"):
        logins.remove_details(ann, by=manager)
    logins.end(ann, by=manager)
    logins.remove_details(ann, by=manager)
    ann.refresh_from_db()
    assert (ann.email, ann.name) == (f"ended-{ann.pk}@invalid", "")
    assert not ann.has_details
    assert not ann.has_usable_password()
    with pytest.raises(ValidationError, match="Invite the person anew"):
        logins.bring_back(ann, by=manager)
    logins.invite("ann@board.example", "Ann", [], by=manager)


def test_what_was_typed_and_not_saved_goes_with_the_details(manager):
    ann = somebody(Role.EDITOR, name="Ann", email="ann@board.example")
    form, invite = "“Invite a person”", reverse("invite")
    drafts.keep(ann.pk, "a remark", "/anywhere/", "word", QueryDict("words=mine"))
    drafts.keep(
        manager.pk, "“Change name and roles”", reverse("person-roles", args=[ann.pk]), "word", QueryDict("name=Anna")
    )
    drafts.keep(manager.pk, form, invite, "word", QueryDict("email=Ann%40Board.example+&name="))
    stays = drafts.keep(
        manager.pk, "“Change name and roles”", reverse("person-roles", args=[manager.pk]), "word", QueryDict("name=B")
    )
    by_another = drafts.keep(
        make.UserFactory().pk, form, invite, "word", QueryDict("email=joann%40board.example&name=Joann")
    )
    elsewhere = drafts.keep(manager.pk, "a remark", "/elsewhere/", "word", QueryDict("words=Ann"))
    logins.end(ann, by=manager)
    assert Draft.objects.count() == 6, "somebody may have to go on with it"
    logins.remove_details(ann, by=manager)
    assert set(Draft.objects.all()) == {stays, by_another, elsewhere}


@pytest.mark.parametrize(
    "deed", [logins.end, logins.remove_details, logins.remove_second_factor, logins.note_invitation]
)
def test_a_manager_leaves_administrators_alone(deed, manager):
    with pytest.raises(ValidationError, match="Only administrators change it"):
        deed(make.SuperuserFactory(), by=manager)


def test_cover_is_refused_to_who_has_the_role_anyway(manager):
    second, third = somebody(Role.MANAGER), somebody(Role.MANAGER)
    with pytest.raises(ValidationError, match="holds this role for that time already: Manager"):
        duties.cover(second, [Role.MANAGER], covers=manager, starts=None, ends=date(2999, 1, 1), by=third)


def test_cover_can_be_ended_before_its_day(manager):
    ann = somebody(Role.MEMBER)
    duties.cover(ann, [Role.MANAGER], covers=manager, starts=None, ends=date(2999, 1, 1), by=manager)
    duties.take(Duty.objects.get(login=ann, role=Role.MANAGER), by=manager)
    assert User.objects.get(pk=ann.pk).roles == [Role.MEMBER]
    assert happened(ann)[1:] == [What.COVER_GIVEN, What.COVER_ENDED]
    with pytest.raises(ValidationError, match="This day is over"):
        duties.cover(ann, [Role.MANAGER], covers=manager, starts=None, ends=date(2015, 1, 1), by=manager)


# Seats


def test_a_login_is_tied_to_its_seats_and_to_no_others(manager):
    ann = somebody(name="Ann")
    named = make.AppointmentFactory(name="Ann Smith")
    empty = make.SeatFactory()
    seats.tie(ann, [named.seat, empty], by=manager)
    assert Appointment.objects.get(pk=named.pk).login == ann
    assert Appointment.objects.get(seat=empty).name == "Ann"
    assert Appointment.history.filter(history_user=manager).count() == 2
    seats.tie(ann, [empty], by=manager)
    assert Appointment.objects.get(pk=named.pk).login is None
    assert Appointment.objects.get(pk=named.pk).name == "Ann Smith", "the members' list still says who sits there"


def test_a_place_of_somebody_else_or_a_vacant_one_is_not_offered():
    ann, bob = somebody(), somebody()
    hers = make.AppointmentFactory(login=ann).seat
    his = make.AppointmentFactory(login=bob).seat
    make.AppointmentFactory(name="", state="vacant")
    left = make.AppointmentFactory(login=bob, ends=date(2015, 1, 1)).seat
    several = make.AppointmentFactory(login=bob, seat__number=2).seat
    assert set(seats.open_to(ann)) == {hers, left, several}
    assert set(seats.open_to(bob)) == {his, left, several}
    assert set(seats.open_to()) == {left, several}


# From the command line


def test_a_manager_is_appointed_when_nobody_is_left(capsys):
    call_command("appoint", "ann@board.example", name="Ann")
    ann = User.objects.get()
    assert ann.roles == [Role.MANAGER]
    assert "http://testserver/accounts/" in capsys.readouterr().out
    assert happened(ann) == [What.ROLE_GIVEN, What.APPOINTED]
    call_command("appoint", "ann@board.example")
    assert Duty.objects.count() == 1


def test_nobody_is_appointed_past_a_manager(manager):
    with pytest.raises(CommandError, match=r"Mary Manager\. If they can't be reached, say --force"):
        call_command("appoint", "ann@board.example")
    assert User.objects.count() == 1
    call_command("appoint", "ann@board.example", force=True)
    assert User.objects.get(email="ann@board.example").roles == [Role.MANAGER]


def test_an_ended_manager_is_brought_back_by_the_command_line(manager):
    second = somebody(Role.MANAGER)
    logins.end(manager, by=second)
    User.objects.filter(pk=second.pk).update(is_active=False)
    call_command("appoint", manager.email)
    assert User.objects.get(pk=manager.pk).is_active


def test_the_only_manager_who_has_lost_the_second_factor_comes_in_again(manager, client, capsys):
    RecoveryCodes.activate(manager)
    call_command("appoint", manager.email)
    link = capsys.readouterr().out.split()[-1].removeprefix("http://testserver")
    form = client.get(link, follow=True).request["PATH_INFO"]
    page = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert page.request["PATH_INFO"] != "/accounts/sign-in/second-factor/"
    assert page.wsgi_request.user == manager
    assert What.SECOND_FACTOR_REMOVED in happened(manager)


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_end_one_another_at_once_leave_one():
    pair = [somebody(Role.MANAGER, name="Ann"), somebody(Role.MANAGER, name="Bob")]
    at_once, refused = threading.Barrier(2), []

    def end(other, by):
        try:
            at_once.wait(timeout=20)
            logins.end(other, by=by)
        except ValidationError as refusal:
            refused.append(refusal.code)
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=end, args=pair), threading.Thread(target=end, args=pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert refused == ["last-manager"]
    assert User.objects.filter(is_active=True).count() == 1
