"""Who owes what, in words to copy; and the one mail in a week, which nobody gets twice."""

import io
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forwardplan.models import Reminder
from kit import clock
from lscb.office import owing
from membership.roles import Role
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY
    settings.SITE_ADDRESS = "https://board.example"


@pytest.fixture
def police():
    return make.OrganisationFactory(name="Essex Police")


@pytest.fixture
def party(police):
    return make.PartyFactory(organisation=police, words="")


def seated(organisation, name, *, roles=(Role.MEMBER,), **more):
    """Somebody with a sign-in who holds a seat of an organisation."""
    login = make.UserFactory(name=name, email=f"{name.lower()}@example.org", roles=list(roles), **more)
    seat = make.SeatFactory(organisation=organisation)
    make.AppointmentFactory(seat=seat, login=login, state="in-post")
    return login


def owes(party, words="Give the figures", due=date(2016, 5, 20)):
    action = make.ActionFactory(words=words, due=due)
    make.ActionLeadFactory(action=action, party=party)
    return action


def told(debts):
    return {str(debt.party or "nobody"): [line for _, lines in debt.sections for line in lines] for debt in debts}


def run(**options):
    out = io.StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue()


# Who owes what


def test_each_sort_of_debt_is_named_for_who_owes_it(party):
    owes(party)
    owes(party, "Later", date(2016, 8, 1))  # in more than four weeks
    make.ActionFactory(words="Done", due=date(2016, 5, 1), state="done")
    make.ChallengeFactory(year=2016, number=3, issue="Why so late?", to=party, response_due=date(2016, 6, 10))
    make.ChallengeFactory(issue="Answered", to=party, response_due=date(2016, 5, 1), response="So.")
    make.FindingFactory(words="Delays", owner=party, due=date(2016, 5, 1))
    indicator = make.IndicatorFactory(name="Incidents", owed_by=party)
    make.MeasureFactory(goal=make.GoalFactory(plan=make.PlanFactory(starts=date(2016, 4, 1))), indicator=indicator)
    body = make.BodyFactory(name="Panel")
    meeting = make.MeetingFactory(body=body, year=2016, month=6, day=14, papers_due=date(2016, 6, 7))
    make.AgendaItemFactory(meeting=meeting, title="Yearly report", owner=party)
    late = make.MeetingFactory(body=body, year=2016, month=5, day=14, papers_due=date(2016, 5, 7))
    make.AgendaItemFactory(meeting=late, title="Over", owner=party)
    assert told(owing.debts(TODAY)) == {
        "Essex Police": [
            "Incidents",
            "1. Give the figures (overdue since 20 May 2016)",
            "Delays (overdue since 1 May 2016)",
            "2016/3 Why so late? (by 10 June 2016)",
            "Yearly report, for Panel, 14 June 2016 (by 7 June 2016)",
        ]
    }


def test_what_nobody_is_named_for_stands_last(party):
    make.ActionFactory(words="Nobody's", due=date(2016, 5, 1))
    owes(party)
    assert list(told(owing.debts(TODAY))) == ["Essex Police", "nobody"]


def test_the_page_has_the_words_to_copy_and_says_that_no_mail_is_set_up(ann, party, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "Nobody owes anything" in signed_in(ann).get("/office/owing/").content.decode()
    owes(party, "Name <b>a</b> lead")
    page = signed_in(ann).get("/office/owing/").content.decode()
    assert "The board waits for this from Essex Police, as recorded on 1 June 2016:" in page
    assert "* 1. Name &lt;b&gt;a&lt;/b&gt; lead (overdue since 20 May 2016)" in page
    assert "readonly" in page
    assert "No mail is set up here" in page


def test_the_page_asks_as_often_for_twenty_as_for_two(ann):
    client = signed_in(ann)

    def add(number):
        for _ in range(number):
            organisation = make.OrganisationFactory()
            owes(make.PartyFactory(organisation=organisation, words=""))
            seated(organisation, f"Person{organisation.pk}")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/owing/")
        return len(queries)

    add(2)
    client.get("/office/owing/")
    few = asked()
    add(18)
    assert asked() == few <= 25


# Who is mailed


def test_whoever_sits_for_the_party_is_mailed_once_and_a_second_run_sends_nothing(police, party):
    seated(police, "Pat")
    seated(make.OrganisationFactory(name="Fire"), "Fay")
    owes(party)
    assert "sent, 1 thing" in run()
    assert "not due" in run()
    [message] = mail.outbox
    assert message.to == ["pat@example.org"]
    assert message.subject == "What the board waits for"
    assert "Essex Police\n\nActions:\n* 1. Give the figures (overdue since 20 May 2016)" in message.body
    assert "https://board.example/members/" in message.body
    assert "pat" not in run().lower(), "a log holds no name"


@pytest.mark.parametrize(("days", "sent"), [(0, 1), (6, 1), (7, 2), (30, 2)])
def test_a_week_lies_between_two_mails(police, party, days, sent):
    seated(police, "Pat")
    owes(party)
    now = clock.now()
    run()
    with patch("kit.clock.now", return_value=now + timedelta(days=days)):
        run()
    assert len(mail.outbox) == sent


def test_a_dry_run_sends_and_remembers_nothing(police, party):
    login = seated(police, "Pat")
    owes(party)
    assert f"Person {login.pk}: would be sent, 1 thing" in run(dry_run=True)
    assert not mail.outbox
    assert not Reminder.objects.exists()


def test_nobody_is_mailed_who_may_not_come_in_or_does_not_sit_there_now(police, party):
    owes(party)
    seated(police, "Ended", is_active=False)
    seated(police, "Norole", roles=())
    left = seated(police, "Left")
    left.appointment_set.update(ends=date(2016, 5, 31))
    assert run() == "Nobody who can be mailed owes anything.\n"
    assert not mail.outbox


def test_a_department_is_mailed_what_it_owes_itself_and_nothing_of_the_whole(police, party):
    """Whoever sits for the department doesn't read the page of the whole."""
    unit = make.OrganisationFactory(name="Child abuse unit", parent=police)
    seated(unit, "Una")
    owes(party, "Zwhole")
    make.FindingFactory(words="Zfinding", owner=party, due=date(2016, 5, 1))
    owes(make.PartyFactory(organisation=unit, words=""), "Zunit")
    run()
    [message] = mail.outbox
    assert "Zunit" in message.body
    assert "Zwhole" not in message.body
    assert "Zfinding" not in message.body


def test_what_an_organisation_that_has_ended_owes_is_mailed_to_nobody(police, party):
    owes(party)
    login = seated(police, "Pat")
    owes(make.PartyFactory(seat=login.appointment_set.get().seat, words=""), "Zseat")
    type(police).objects.update(ends=date(2016, 5, 31))
    run()
    [message] = mail.outbox
    assert "Zseat" in message.body
    assert "Give the figures" not in message.body


def test_the_chair_is_mailed_what_the_body_owes():
    body = make.BodyFactory(name="Panel")
    owes(make.PartyFactory(body=body, words=""), "Meet")
    chair, member = (make.SeatFactory(body=body, office=office, organisation=None) for office in ("chair", "none"))
    for seat, name in ((chair, "Cher"), (member, "Mel")):
        login = make.UserFactory(email=f"{name.lower()}@example.org", roles=[Role.MEMBER])
        make.AppointmentFactory(seat=seat, login=login, state="in-post")
    run()
    assert [message.to for message in mail.outbox] == [["cher@example.org"]]


def test_a_person_can_be_left_out_and_reminded_again(ann, police, party):
    login = seated(police, "Pat")
    owes(party)
    client = signed_in(ann)
    page = client.post(f"/office/owing/{login.pk}/", {"leave": "out"}, follow=True).content.decode()
    assert "Pat is left out of the reminders." in page
    assert "Remind again" in page
    run()
    assert not mail.outbox
    client.post(f"/office/owing/{login.pk}/", {"leave": "in"})
    run()
    assert len(mail.outbox) == 1
    editor = signed_in(make.UserFactory(roles=[Role.EDITOR]))
    assert editor.post(f"/office/owing/{login.pk}/", {"leave": "out"}).status_code == 403


def test_what_could_not_be_sent_is_told_and_tried_again(police, party):
    seated(police, "Pat")
    owes(party)
    with patch("membership.mail.send", return_value=False), pytest.raises(CommandError, match="1 reminder could not"):
        run()
    assert Reminder.objects.get().sent_on is None
    run()
    assert len(mail.outbox) == 1


def test_without_a_mail_server_the_command_says_so(settings, party):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with pytest.raises(CommandError, match="No mail server is set up"):
        run()
