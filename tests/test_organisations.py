"""The page of an organisation: what stands there, who may read it, and that nobody else gets at any of it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lscb.members import own
from membership.models import Reply
from membership.roles import Role
from tests import factories as make
from tests import roles, samples

pytestmark = pytest.mark.django_db

JUNE = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def on_1_june(settings):
    settings.TODAY = JUNE


@pytest.fixture
def board():
    return make.BodyFactory(kind="board", name="The Board")


def client_of(*held, seat=None):
    person = make.UserFactory(roles=held)
    if seat:
        make.AppointmentFactory(seat=seat, login=person, name="Somebody")
    client = Client()
    client.force_login(person)
    return client


def seat_for(name, body):
    return make.SeatFactory(body=body, role=f"Lead of {name}", organisation=make.OrganisationFactory(name=name))


def page_of(organisation):
    return reverse("organisation", args=[organisation.key])


def reply_to(organisation):
    return reverse("organisation-reply", args=[organisation.key])


@pytest.fixture
def police(board):
    """An organisation of which something of each kind is recorded, each in words of its own."""
    seat = seat_for("Zpolice", board)
    party = make.PartyFactory(words="", organisation=seat.organisation)
    held = make.MeetingFactory(body=board, year=2016, month=3, day=10, state="held")
    later = make.MeetingFactory(body=board, year=2016, month=4, day=10, state="held")
    make.AttendanceFactory(meeting=held, seat=seat, mark="deputy")
    make.AttendanceFactory(meeting=later, seat=seat, mark="apologies")
    make.ContributionFactory(payer=party, amount=14355, status="proposed")
    make.IndicatorFactory(name="Zincidents", owed_by=party)
    make.ActionLeadFactory(action=make.ActionFactory(words="Zsolution", due=date(2016, 3, 31)), party=party)
    make.ChallengeFactory(issue="Zchallenge", to=party, response_due=date(2016, 5, 1), year=2016)
    Reply.objects.create(organisation=seat.organisation, words="Zreply")
    return seat


def test_a_statement_that_is_asked_of_it_stands_on_its_page_until_it_is_in(police):
    row = make.StatementFactory(organisation=police.organisation, asked=date(2016, 5, 2), due=date(2016, 6, 30))
    client = client_of(Role.MEMBER, seat=police)
    text = client.get(page_of(police.organisation)).content.decode()
    for words in ("Statements that are asked of it", str(row.publication), "wanted by 30 June 2016"):
        assert words in text
    row.words = "Ours."
    row.save()
    assert "asked of it" not in client.get(page_of(police.organisation)).content.decode()


def test_what_is_recorded_of_it_stands_on_its_page(police):
    text = client_of(Role.MEMBER, seat=police).get(page_of(police.organisation)).content.decode()
    for words in (
        "Zincidents",
        "Zsolution",
        "overdue by 2 months",
        "2016/1, to it: Zchallenge",
        "1 of 2 meetings, 1 time by a deputy",
        "represented at 1 of 2 meetings (50%)",
        "£14,355",
        "Proposed",
        "Zreply",
        "Change the reply",
    ):
        assert words in text, words


def test_an_organisation_of_which_nothing_is_recorded_says_so(board):
    seat = seat_for("Quiet", board)
    text = client_of(Role.MEMBER, seat=seat).get(page_of(seat.organisation)).content.decode()
    for words in (
        "owes no figure",
        "leads no open action",
        "nothing to count",
        "No contribution",
        "said nothing to this",
    ):
        assert words in text, words


def test_members_of_another_organisation_are_told_that_there_is_no_such_page(police, board):
    for client in (client_of(Role.MEMBER), client_of(Role.MEMBER, seat=seat_for("Health", board))):
        for address in (page_of(police.organisation), reply_to(police.organisation)):
            assert client.get(address).status_code == 404
        assert client.post(reply_to(police.organisation), {"words": "Theirs", "version": 1}).status_code == 404
        assert client.get(reverse("organisations")).status_code == 403
    assert Reply.objects.get().words == "Zreply"


def test_a_seat_that_is_over_opens_nothing(police):
    person = make.UserFactory(roles=[Role.MEMBER])
    make.AppointmentFactory(seat=police, login=person, name="Before", ends=date(2016, 5, 31))
    client = Client()
    client.force_login(person)
    assert client.get(page_of(police.organisation)).status_code == 404


ENDED = {"ends": date(2000, 1, 1)}
# How a seat can be over though the appointment has no last day: the row that says so, and what is written there.
OVER = (
    (lambda held: held, {"state": "left"}),
    (lambda held: held.seat, ENDED),
    (lambda held: held.seat.body, ENDED),
    (lambda held: held.seat.organisation, ENDED),
)


def test_whoever_sits_for_an_organisation_is_led_to_its_page_and_others_are_told_why_not():
    person = make.UserFactory(roles=[Role.MEMBER])
    client = Client()
    client.force_login(person)
    own = reverse("own-organisation")
    assert f'href="{own}"' in client.get(reverse("welcome")).content.decode()
    assert "isn’t tied to a seat" in client.get(own).content.decode()
    police, health = make.OrganisationFactory(name="Police"), make.OrganisationFactory(name="Health")
    make.AppointmentFactory(seat=make.SeatFactory(organisation=police), login=person)
    assert client.get(own)["Location"] == reverse("organisation", args=[police.key])
    make.AppointmentFactory(seat=make.SeatFactory(organisation=health), login=person)
    page = client.get(own).content.decode()
    assert page.index("Health") < page.index("Police")


def test_nobody_reads_or_replies_whose_seat_is_over_in_whichever_way():
    for row_of, fields in OVER:
        seat = seat_for("Health", make.BodyFactory())
        client = client_of(Role.MEMBER, seat=seat)
        assert client.get(page_of(seat.organisation)).status_code == 200
        row = row_of(seat.appointment_set.get())
        type(row).objects.filter(pk=row.pk).update(**fields)
        for address in (page_of(seat.organisation), reply_to(seat.organisation)):
            assert client.get(address).status_code == 404
        assert client.post(reply_to(seat.organisation), {"words": "Ours", "version": 1}).status_code == 404
        assert not Reply.objects.exists()
        assert page_of(seat.organisation) not in client.get(reverse("welcome")).content.decode()


def test_what_an_organisation_that_has_ended_left_is_read_by_the_office_alone(police):
    person = client_of(Role.MEMBER, seat=police)
    officer = client_of(Role.DATA_OFFICER)
    type(police.organisation).objects.update(ends=date(2016, 5, 31))
    assert person.get(page_of(police.organisation)).status_code == 404
    assert "Zreply" in officer.get(page_of(police.organisation)).content.decode()
    welcome = person.get(reverse("welcome")).content.decode()
    assert page_of(police.organisation) not in welcome
    assert "No mark says that you were at a meeting" in welcome  # they hold their own seat still


def test_no_address_tells_a_member_of_another_organisation_anything_of_it(police, board, as_installed):
    """Every address there is, with the numbers and names of the organisation's rows where it asks for some."""
    samples.rows(samples.publication())
    client = client_of(Role.MEMBER, seat=seat_for("Health", board))
    given = {"key": police.organisation.key, "pk": police.organisation.pk, "party": 1, "kind": "reply", "slug": "2016"}
    reply = Reply.objects.get()
    found = []
    for name, _ in roles.patterns():
        asked = roles.ARGUMENTS.get(name, {})
        for arguments in ({}, {"key": police.organisation.key}, {"kind": "reply", "pk": reply.pk}, given):
            wanted = asked | {key: value for key, value in arguments.items() if key in asked}
            try:
                path = reverse(name, kwargs=wanted)
            except NoReverseMatch:  # an address that takes no such name
                continue
            for address in (path, f"{path}?q=Zreply", f"{path}?csv=reply", f"{path}?csv=organisation"):
                answer = client.get(address, secure=True)
                body = answer.getvalue() if answer.streaming else answer.content
                told = answer.status_code == 200 and any(
                    each in body for each in (b"Zreply", b"1 of 2 meetings", b"14,355.")
                )
                if told:
                    found.append(address)
    assert not found


def test_whoever_sits_for_it_replies_and_each_wording_is_kept(police):
    client = client_of(Role.MEMBER, seat=police)
    address = reply_to(police.organisation)
    assert "Zreply" in client.get(address).content.decode()
    answer = client.post(address, {"words": "The clinic opens in June.", "version": 1})
    assert answer.status_code == 302
    reply = Reply.objects.get()
    assert (reply.words, reply.version) == ("The clinic opens in June.", 2)
    assert reply.history.first().history_user.email == reply.history.first().history_user.email
    text = client.get(page_of(police.organisation)).content.decode()
    assert "The clinic opens in June." in text
    assert "Zreply" in text  # as it was before


def test_the_first_reply_is_made_and_signed(board):
    seat = seat_for("Health", board)
    client = client_of(Role.MEMBER, seat=seat)
    assert client.post(reply_to(seat.organisation), {"words": "We were not asked.", "version": 1}).status_code == 302
    line = Reply.objects.get(organisation=seat.organisation).history.get()
    assert line.history_user.appointment_set.get().seat == seat


@pytest.mark.parametrize(("typed", "said"), [("", "Fill this in."), ("x\0", "Null characters")])
def test_a_reply_that_cannot_be_saved_is_said_beside_it(typed, said, police):
    answer = client_of(Role.MEMBER, seat=police).post(reply_to(police.organisation), {"words": typed, "version": 1})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert said in answer.content.decode()
    assert Reply.objects.get().words == "Zreply"


def test_two_who_reply_at_once_lose_nothing(police):
    first, second = client_of(Role.MEMBER, seat=police), client_of(Role.MANAGER)
    assert first.post(reply_to(police.organisation), {"words": "First", "version": 1}).status_code == 302
    answer = second.post(reply_to(police.organisation), {"words": "Second", "version": 1})
    assert answer.status_code == 200
    assert "Second" in answer.content.decode()
    assert Reply.objects.get().words == "First"


def test_the_office_reads_every_page_and_only_who_edits_replies(police):
    for role, may in ((Role.MANAGER, True), (Role.EDITOR, True), (Role.DATA_OFFICER, False), (Role.APPROVER, False)):
        client = client_of(role)
        text = client.get(page_of(police.organisation)).content.decode()
        assert "Zreply" in text
        assert ("Change the reply" in text) == may
        assert client.get(reply_to(police.organisation)).status_code == (200 if may else 403)
        assert "Zpolice" in client.get(reverse("organisations")).content.decode()


def test_the_list_counts_what_is_recorded(police):
    [facts] = [each for each in own.office_counts(JUNE) if each.organisation.name == "Zpolice"]
    assert (len(facts.seats), len(facts.owed), facts.open_actions, len(facts.challenges)) == (1, 1, 1, 1)
    assert facts.to_do == 3
    assert facts.attendance == "1 of 2 meetings (50%)"


def fill(count, board):
    for number in range(count):
        seat = seat_for(f"Organisation {number}", board)
        party = make.PartyFactory(words="", organisation=seat.organisation)
        meeting = make.MeetingFactory(body=board, year=2016, month=3, day=number + 1, state="held")
        make.AttendanceFactory(meeting=meeting, seat=seat)
        make.ContributionFactory(payer=party, amount=5)
        make.IndicatorFactory(owed_by=party)
        make.ActionLeadFactory(action=make.ActionFactory(), party=party)
        make.ChallengeFactory(to=party)
        Reply.objects.create(organisation=seat.organisation, words="Words")


@pytest.mark.parametrize("count", [2, 20])
def test_the_database_is_asked_as_often_for_twenty_organisations_as_for_two(count, board, django_assert_num_queries):
    fill(count, board)
    client = client_of(Role.DATA_OFFICER)
    with django_assert_num_queries(13):
        assert client.get(reverse("organisations")).status_code == 200
