"""The page on which a meeting is marked: one letter a seat, two people at once, and what the marks come to."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forwardplan import marking
from forwardplan.models import Attendance, Meeting, QuorumRule
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
Mark = Attendance.Mark


@pytest.fixture
def meeting(settings):
    settings.TODAY = date(2016, 6, 1)
    make.BoardFactory()
    meeting = make.MeetingFactory(year=2016, month=3, day=8)
    for number in range(3):
        make.SeatFactory(body=meeting.body, role=f"Role {number}", position=number)
    return meeting


def client_of(*roles):
    client = Client()
    client.force_login(make.UserFactory(roles=list(roles)))
    return client


def filled(client, meeting):
    """What the page's form would send as it stands."""
    page = client.get(reverse("attendance", args=[meeting.pk])).content.decode()
    data = dict(re.findall(r'<input type="hidden" name="(seen|_owner)"[^>]*value="([^"]*)"', page))
    data |= dict(re.findall(r'name="(m[0-9-]+)" value="(.)"[^>]* checked', page))
    if 'name="held" checked' in page:
        data["held"] = "on"
    return data


def test_marks_are_saved_and_the_meeting_is_held(meeting):
    client, seats = client_of(Role.EDITOR), list(meeting.body.seat_set.all())
    data = filled(client, meeting)
    assert data["held"]
    names = [f"m{seat.pk}-1" for seat in seats]
    sent = (
        data
        | dict(zip(names, "PDN", strict=True))
        | {f"r{seats[1].pk}-1": "Team manager", "v0-role": "Housing manager"}
    )
    page = client.post(reverse("attendance", args=[meeting.pk]), sent, follow=True).content.decode()
    assert "Saved: 4 changes of marks." in page
    assert "3 of 3 marked: 1 present, 1 with a deputy, 1 no apologies." in page
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    assert [row.mark for row in meeting.attendance_set.of_seats()] == ["present", "deputy", "no-apologies"]
    assert meeting.attendance_set.visitors().get().role == "Housing manager"
    # Sent again as it stands nothing changes; a dash takes a mark away, an empty role a visitor.
    again = filled(client, meeting) | {f"r{seats[1].pk}-1": "Team manager", "v0-role": "Housing manager"}
    assert "held" not in again
    client.post(reverse("attendance", args=[meeting.pk]), again)
    assert {row.version for row in meeting.attendance_set.all()} == {1}
    client.post(reverse("attendance", args=[meeting.pk]), again | {names[0]: "-", "v0-role": ""})
    assert [str(row.seat) for row in meeting.attendance_set.all()] == ["Role 1", "Role 2"]
    assert meeting.attendance_set.first().role == "Team manager"


@pytest.mark.parametrize(
    ("today", "day", "expected"),
    [
        (date(2016, 3, 8), 8, False),  # the day itself: it may still be on
        (date(2016, 3, 9), 8, True),
        (date(2016, 3, 31), None, False),  # it may be at any day of the month
        (date(2016, 4, 1), None, True),
    ],
)
def test_that_a_meeting_was_held_is_offered_as_said_only_once_it_is_over(meeting, settings, today, day, expected):
    settings.TODAY = today
    Meeting.objects.update(day=day)
    client, [first, *_] = client_of(Role.EDITOR), meeting.body.seat_set.all()
    assert 'name="held"' in client.get(reverse("attendance", args=[meeting.pk])).content.decode()
    # Apologies that were given before the day say nothing of whether it took place.
    client.post(reverse("attendance", args=[meeting.pk]), filled(client, meeting) | {f"m{first.pk}-1": "A"})
    meeting.refresh_from_db()
    assert (meeting.state == Meeting.State.HELD) is expected


def test_marks_that_were_saved_together_are_taken_back_together(meeting):
    client, [one, two, _] = client_of(Role.EDITOR), list(meeting.body.seat_set.all())
    address = reverse("attendance", args=[meeting.pk])
    make.AttendanceFactory(meeting=meeting, seat=one, mark=Mark.PRESENT)
    make.AttendanceFactory(meeting=meeting, seat=two, mark=Mark.PRESENT)
    before = filled(client, meeting)
    sent = before | {f"m{one.pk}-1": "A", f"m{two.pk}-1": "-", "v0-role": "Housing manager"}
    page = client.post(address, sent, follow=True).content.decode()
    back = re.search(r'method="post" action="([^"]*/back/[^"]*)"', page)[1]
    assert "/back/" not in client.get(address).content.decode(), "it is offered once"
    assert "Taken back: 4 changes. All is as it was before." in client.post(back, follow=True).content.decode()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED
    assert [(row.seat, row.mark) for row in meeting.attendance_set.order_by("seat__position")] == [
        (one, Mark.PRESENT),
        (two, Mark.PRESENT),
    ]
    assert client_of(Role.DATA_OFFICER).post(back).status_code == 403


def test_marks_that_somebody_changed_since_are_not_taken_back(meeting):
    client, [one, *_] = client_of(Role.EDITOR), meeting.body.seat_set.all()
    address = reverse("attendance", args=[meeting.pk])
    page = client.post(address, filled(client, meeting) | {f"m{one.pk}-1": "A"}, follow=True).content.decode()
    client.post(address, filled(client, meeting) | {f"m{one.pk}-1": "N"})
    back = re.search(r'method="post" action="([^"]*/back/[^"]*)"', page)[1]
    assert "changed since" in client.post(back, follow=True).content.decode()
    assert meeting.attendance_set.get().mark == Mark.NO_APOLOGIES


def test_two_people_who_mark_at_once_lose_nothing(meeting):
    first, second = client_of(Role.EDITOR), client_of(Role.MANAGER)
    address, [one, two, three] = reverse("attendance", args=[meeting.pk]), list(meeting.body.seat_set.all())
    old = filled(second, meeting)
    first.post(address, filled(first, meeting) | {f"m{one.pk}-1": "P", f"m{two.pk}-1": "A"})
    # What the second person didn't touch stays; what both marked in two ways is asked about.
    answer = second.post(address, old | {f"m{two.pk}-1": "N", f"m{three.pk}-1": "O"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody marked this meanwhile: apologies. Yours is chosen here." in page
    assert meeting.attendance_set.count() == 2
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)[1]
    second.post(address, old | {"seen": seen, f"m{one.pk}-1": "P", f"m{two.pk}-1": "N", f"m{three.pk}-1": "O"})
    assert {str(row.seat): row.mark for row in meeting.attendance_set.all()} == {
        "Role 0": "present",
        "Role 1": "no-apologies",
        "Role 2": "online",
    }


@pytest.mark.parametrize("long", ["9" * 5_000, "9" * 30, "²"])
def test_what_no_page_can_have_sent_of_itself_counts_as_unseen(meeting, long):
    client, seat = client_of(Role.EDITOR), meeting.body.seat_set.first()
    seen = f"{long}.1P1 {seat.pk}.{long}P1 {seat.pk}.1P{long} v{long}.1 v1.{long}"
    answer = client.post(reverse("attendance", args=[meeting.pk]), {"seen": seen, f"m{seat.pk}-1": "P"})
    assert answer.status_code == 302
    assert [row.mark for row in meeting.attendance_set.all()] == [Mark.PRESENT]


def test_what_the_page_did_not_touch_stays_as_somebody_else_left_it(meeting):
    ann, [one, two, _] = make.UserFactory(), list(meeting.body.seat_set.all())
    marking.record(meeting, {(one.pk, 1): ("present", "")}, {}, by=ann)
    seen = {(one.pk, 1): ("present", 1)}
    marking.record(meeting, {(one.pk, 1): ("apologies", "")}, seen, by=ann)
    marking.record(meeting, {(one.pk, 1): ("present", ""), (two.pk, 1): ("online", "")}, seen, by=ann)
    assert [row.mark for row in meeting.attendance_set.all()] == ["apologies", "online"]


def test_a_vacant_seat_is_offered_as_nobody_in_post_and_several_places_are_marked_apart(meeting):
    vacant, lay, unknown = meeting.body.seat_set.all()
    make.AppointmentFactory(seat=vacant, state="vacant", name="")
    lay.number, unknown.number_unknown = 2, True
    lay.save()
    unknown.save()
    page = client_of(Role.EDITOR).get(reverse("attendance", args=[meeting.pk])).content.decode()
    assert re.search(rf'name="m{vacant.pk}-1" value="V"[^>]* checked', page)
    assert [
        name
        for name in ("Role 1, 1", "Role 1, 2", "Role 2, 1", "Role 2, 2")
        if f'<legend class="hidden">{name}<' in page
    ]
    assert page.count('class="marks"') == 5


def test_whoever_may_not_edit_reads_and_is_refused(meeting):
    client, address = client_of(Role.APPROVER), reverse("attendance", args=[meeting.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert "Save the marks" not in page.content.decode()
    assert client.post(address, {}).status_code == 403
    assert client_of(Role.MEMBER).get(address).status_code == 403


def test_a_page_without_seats_says_where_they_come_from(meeting):
    empty = make.MeetingFactory(year=2016, month=3)
    page = client_of(Role.EDITOR).get(reverse("attendance", args=[empty.pk])).content.decode()
    assert "No seat is recorded for" in page


def test_the_quorum_is_told_from_the_marks(meeting):
    police = make.OrganisationFactory(name="Police")
    seats = list(meeting.body.seat_set.all())
    department = make.OrganisationFactory(name="Custody", parent=police)
    type(seats[0]).objects.filter(pk=seats[0].pk).update(organisation=department)
    rule = make.QuorumRuleFactory(body=meeting.body, least=2)
    make.QuorumOrganisationFactory(quorum=rule, organisation=police)
    ann = make.UserFactory()
    marking.record(meeting, {(seat.pk, 1): (Mark.PRESENT, "") for seat in seats[1:]}, {}, by=ann)
    client, address = client_of(Role.EDITOR), reverse("attendance", args=[meeting.pk])
    assert (
        "Not known to be quorate: 2 here, 2 needed; missing: Police; 1 place not marked"
        in client.get(address).content.decode()
    )
    marking.record(meeting, {(seats[0].pk, 1): (Mark.DEPUTY, "")}, {}, by=ann, held=True)
    assert "Quorate: 3 here, 2 needed." in client.get(address).content.decode()


def test_a_seat_of_several_places_has_a_mark_for_each(meeting):
    seat = meeting.body.seat_set.first()
    make.AttendanceFactory(meeting=meeting, seat=seat)
    make.AttendanceFactory(meeting=meeting, seat=seat, place=2)


def test_pages_ask_as_often_for_two_rows_as_for_twenty(meeting):
    client, body = client_of(Role.MANAGER), meeting.body

    def asked(*addresses):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            yield len(queries)

    def more(number):
        for _ in range(number):
            held = make.MeetingFactory(body=body, year=2016, month=3, state="held")
            make.AgendaItemFactory(meeting=held, goal=goal)
            organisation = make.OrganisationFactory(parent=make.OrganisationFactory())
            seat = make.SeatFactory(body=body, organisation=organisation)
            make.AttendanceFactory(meeting=held, seat=seat)
            make.AttendanceFactory(meeting=meeting, seat=seat)
            make.AttendanceFactory(meeting=held, seat=None, role="Visitor")

    goal = make.GoalFactory()
    meeting.state = "held"
    meeting.save()
    addresses = [
        reverse("attendance", args=[meeting.pk]),
        reverse("print-attendance-report", args=[body.key]),
        reverse("coverage", args=[body.key]),
        reverse("next-year", args=[body.key]),
        reverse("print-agenda", args=[meeting.pk]),
        reverse("office-meetings"),
    ]
    more(2)
    list(asked(*addresses))
    few = list(asked(*addresses))
    more(18)
    assert list(asked(*addresses)) == few
    assert max(few) <= 25


def test_each_body_has_one_quorum_which_can_be_taken_away(meeting):
    client = client_of(Role.MANAGER)
    first, second = make.BodyFactory(), make.BodyFactory()
    rule = make.QuorumRuleFactory(body=first, least=2)
    asked = {body: client.get(f"{reverse('row-add', args=['quorumrule'])}?body={body.pk}") for body in (first, second)}
    assert {body: answer.status_code for body, answer in asked.items()} == {first: 404, second: 200}
    client.post(reverse("row-remove", args=["quorumrule", rule.pk]), {"_deed": "delete", "version": rule.version})
    assert not QuorumRule.objects.exists()
