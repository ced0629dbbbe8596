"""The people page, tried as a manager would."""

import csv
import io
import re
from datetime import date

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from membership import duties, logins
from membership.models import AccessEvent, Duty, User
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
NEW = "tractor velvet onion"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = date(2016, 6, 1)
    make.BoardFactory()


def somebody(*roles, **fields):
    return make.UserFactory(roles=roles, last_login=timezone.now(), **fields)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mary():
    return somebody(Role.MANAGER, name="Mary Manager")


@pytest.fixture
def client(mary):
    return client_of(mary)


def words(response):
    """What a page says, as one line of text."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").split())


def send(client, name, login, data=None):
    return client.post(reverse(name, args=[login.pk]), data or {}, follow=True)


def test_everybody_is_listed_with_what_they_may_do(client, mary):
    ann = somebody(Role.EDITOR, name="Ann")
    duties.cover(ann, [Role.MANAGER], covers=mary, starts=None, ends=date(2016, 6, 30), by=make.SuperuserFactory())
    make.AppointmentFactory(login=ann, seat__role="Chair", seat__body__name="Executive")
    bob = logins.invite("bob@board.example", "Bob", [Role.MEMBER], by=mary)
    logins.end(somebody(name="Carl"), by=mary)
    page = words(client.get(reverse("people")))
    assert "Ann Editor Manager, covers for Mary Manager until 30 June 2016 Executive: Chair" in page
    assert "Bob Member None Never Invited, not yet signed in" in page
    assert re.search("Carl No role None .* Ended", page)
    assert page.index("Carl") > page.index("Mary Manager"), "who has ended stands last"
    assert bob.email not in page, "addresses stand on each person's own page"


def test_a_manager_who_is_alone_is_warned(client, mary):
    assert "Only one person can manage this board: Mary Manager." in words(client.get(reverse("people")))
    somebody(Role.MANAGER)
    assert "Only one person" not in words(client.get(reverse("people")))


def test_as_many_queries_for_many_people(client, mary):
    def asked(more):
        for _ in range(more):
            ann = somebody(Role.EDITOR, Role.MEMBER)
            duties.give(ann, Role.APPROVER, by=mary, covers=somebody(), ends=date(2016, 6, 30))
            make.AppointmentFactory(login=ann, seat__organisation=make.OrganisationFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people"))
        return len(queries)

    asked(0)
    assert asked(2) == asked(18)


def test_an_invited_person_comes_in_by_the_link_on_the_page(client):
    seat = make.SeatFactory()
    given = {"email": "ann@board.example", "name": "Ann", "roles": [Role.MEMBER], "seat": seat.pk}
    page = client.post(reverse("invite"), given, follow=True)
    assert "An e-mail with the link went to ann@board.example." in words(page)
    link = page.context["link"]
    assert "http://testserver/accounts/password/link/" in mail.outbox[0].body
    ann = Client()
    form = ann.get(link, follow=True).redirect_chain[-1][0]
    ann.post(form, {"password1": NEW, "password2": NEW})
    assert ann.get("/members/").status_code == 200
    assert User.objects.get(name="Ann").appointment_set.get().seat == seat


def test_without_mail_the_link_is_there_all_the_same(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    given = {"email": "ann@board.example", "name": "Ann", "roles": [Role.MEMBER]}
    page = client.post(reverse("invite"), given, follow=True)
    assert "No e-mail was sent. Copy the link" in words(page)
    assert '<p class="message warning"' in page.content.decode()
    assert page.context["link"] in page.content.decode()
    assert "by e-mail" not in words(page)
    again = send(client, "invitation", User.objects.get(name="Ann"))
    assert "No e-mail was sent" in words(again)
    assert AccessEvent.objects.filter(what="invited").count() == 2


def test_the_link_of_somebody_who_has_come_in_is_mailed_and_shown_to_nobody_else(client):
    """With it a manager could come in as an approver."""
    ann = somebody(Role.APPROVER, name="Ann", email="ann@board.example")
    page = client.get(reverse("invitation", args=[ann.pk]))
    assert "is not shown here" in words(page)
    assert "/password/link/" not in page.content.decode()
    assert "An e-mail with the link went to ann@board.example." in words(send(client, "invitation", ann))
    [told] = mail.outbox
    assert told.to == ["ann@board.example"]
    assert "A manager asked for a new link for your sign-in" in told.body
    assert "/password/link/" in told.body


def test_a_mail_server_that_is_away_shows_the_link_to_nobody(client, monkeypatch):
    def away(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    page = send(client, "invitation", somebody(Role.APPROVER))
    assert "the mail server did not take it" in words(page)
    assert "/password/link/" not in page.content.decode()


def test_whose_second_factor_a_manager_removes_is_told(client, django_capture_on_commit_callbacks):
    ann = somebody(Role.APPROVER, name="Ann", email="ann@board.example")
    with django_capture_on_commit_callbacks(execute=True):
        send(client, "person-second-factor", ann)
    [told] = mail.outbox
    assert (told.to, "Mary Manager removed the second factor" in told.body) == (["ann@board.example"], True)


def test_looking_at_the_link_of_somebody_who_has_come_in_is_recorded(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    ann = somebody(Role.APPROVER, name="Ann")
    client.get(reverse("invitation", args=[ann.pk]))
    shown = AccessEvent.objects.get(what="invited")
    assert (shown.login, shown.by.name, shown.detail) == (ann, "Mary Manager", "a new link was shown")


def test_who_has_a_login_is_not_invited_twice(client):
    somebody(email="ann@board.example", name="Ann")
    page = client.post(reverse("invite"), {"email": "ANN@board.example", "name": "Ann", "roles": []})
    assert "This e-mail has a login already: Ann." in words(page)
    assert b'value="ANN@board.example"' in page.content, "what was typed stays"


def test_a_new_role_signs_the_person_out(client):
    ann = somebody(Role.MEMBER, name="Ann")
    her = client_of(ann)
    assert her.get("/members/").status_code == 200
    send(client, "person-roles", ann, {"name": "Ann Smith", "roles": [Role.EDITOR]})
    assert her.get("/members/").status_code == 302
    ann = User.objects.get(pk=ann.pk)
    assert (ann.name, ann.roles) == ("Ann Smith", [Role.EDITOR])


def test_a_refused_change_changes_nothing(client, mary):
    page = send(client, "person-roles", mary, {"name": "Other", "roles": [Role.MANAGER, Role.APPROVER]})
    assert "Nobody gives themselves a role" in words(page)
    assert User.objects.get(pk=mary.pk).name == "Mary Manager"


def test_a_manager_does_not_lock_herself_out_by_accident(client, mary):
    somebody(Role.MANAGER)
    page = send(client, "person-roles", mary, {"name": mary.name, "roles": []})
    assert "lose my own access" in words(page)
    assert User.objects.get(pk=mary.pk).roles == [Role.MANAGER]
    old = client.cookies["sessionid"].value
    page = send(client, "person-roles", mary, {"name": mary.name, "roles": [], "sure": "on"})
    assert page.redirect_chain[0] == ("/members/", 302)
    assert User.objects.get(pk=mary.pk).roles == []
    assert client.cookies["sessionid"].value != old, "rights changed, so the number of the session did"


def test_ending_oneself_asks_once_more(client, mary):
    somebody(Role.MANAGER)
    assert "Tick this if you mean it" in words(send(client, "person-end", mary))
    assert client.get(reverse("people")).status_code == 200
    send(client, "person-end", mary, {"sure": "on"})
    assert client.get(reverse("people")).status_code == 302


def test_the_last_manager_is_told_why_not(client, mary):
    page = send(client, "person-end", mary, {"sure": "on"})
    assert "Mary Manager is the only person who can manage this board." in words(page)
    assert User.objects.get(pk=mary.pk).is_active


def test_ending_and_bringing_back(client):
    ann = somebody(Role.EDITOR, name="Ann")
    make.AppointmentFactory(login=ann, seat__role="Chair", seat__body__name="Executive")
    her = client_of(ann)
    before = words(client.get(reverse("person-end", args=[ann.pk])))
    assert "They still hold these seats: Executive: Chair." in before
    page = send(client, "person-end", ann)
    assert "The access of Ann has ended. You can bring them back on this page." in words(page)
    assert her.get("/members/").status_code == 302
    assert "Ann can sign in again." in words(send(client, "person-bring-back", ann))
    assert User.objects.get(pk=ann.pk).roles == [Role.EDITOR]


def test_removing_personal_details(client):
    ann = somebody(name="Ann", email="ann@board.example")
    assert "End the person’s access first." in words(send(client, "person-remove-details", ann))
    logins.end(ann, by=make.SuperuserFactory())
    page = send(client, "person-remove-details", ann)
    assert "E-mail and name are removed." in words(page)
    assert "ann@board.example" not in page.content.decode()


def test_cover_from_one_page_to_the_other(client, mary):
    ann = somebody(Role.MEMBER, name="Ann")
    given = {"stand_in": ann.pk, "roles": [Role.MANAGER], "starts": "2016-06-01", "ends": "2016-06-30"}
    page = send(client, "person-cover", mary, given)
    assert "Ann covers for Mary Manager until 30 June 2016." in words(page)
    assert "Covered by Ann: Manager, covers for Mary Manager until 30 June 2016" in words(page)
    cover = Duty.objects.get(covers=mary)
    page = client.post(reverse("cover-end", args=[cover.pk]), follow=True)
    assert "The cover of Ann has ended." in words(page)
    assert User.objects.get(pk=ann.pk).roles == [Role.MEMBER]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ends": ""}, "This field is required"),
        ({"ends": "2016-05-31"}, "The end lies before the start."),
        ({"starts": "2016-05-01", "ends": "2016-05-31"}, "This day is over."),
        ({"roles": [Role.EDITOR]}, "Select a valid choice"),
    ],
)
def test_cover_that_makes_no_sense_is_said_beside_its_field(client, mary, given, said):
    ann = somebody(Role.MEMBER)
    whole = {"stand_in": ann.pk, "roles": [Role.MANAGER], "starts": "2016-06-01", "ends": "2016-06-30"}
    page = send(client, "person-cover", mary, whole | given)
    assert said in words(page)
    assert page.context["form"].errors.keys() == {next(iter(given.keys() & {"ends", "roles"}))}
    assert not Duty.objects.filter(covers=mary).exists()


def test_seats_are_ticked(client):
    ann, seat = somebody(name="Ann"), make.SeatFactory()
    send(client, "person-seats", ann, {"seats": [seat.pk]})
    assert ann.appointment_set.get().seat == seat
    page = send(client, "person-seats", ann, {"seats": [999]})
    assert "Select a valid choice" in words(page)
    send(client, "person-seats", ann)
    assert not ann.appointment_set.exists()


def test_a_lost_second_factor_is_removed(client):
    ann = somebody(Role.EDITOR, name="Ann")
    assert "Speak to Ann first" in words(client.get(reverse("person-second-factor", args=[ann.pk])))
    page = send(client, "person-second-factor", ann)
    assert "The second factor of Ann is removed" in words(page)
    assert AccessEvent.objects.filter(what="second-factor-removed", login=ann).exists()


@pytest.mark.parametrize(
    "name", ["invitation", "person-roles", "person-seats", "person-cover", "person-end", "person-second-factor"]
)
def test_an_administrator_is_out_of_a_manager_s_reach(client, name):
    administrator = make.SuperuserFactory()
    for answer in (client.get(reverse(name, args=[administrator.pk])), send(client, name, administrator)):
        assert answer.status_code == 403
    assert "Only administrators change it" in words(client.get(reverse("person", args=[administrator.pk])))


@pytest.mark.parametrize("name", ["invite", "person-end", "person-roles", "invitation", "person-second-factor"])
def test_a_deed_asks_for_the_second_factor_again_when_it_is_old(client, name, settings, monkeypatch):
    settings.SECOND_FACTOR = True
    monkeypatch.setattr("membership.second_factor.needed", lambda user: False)
    answer = client.get(reverse(name, args=[] if name == "invite" else [somebody().pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_everybody_as_a_file_for_a_spreadsheet(client):
    make.UserFactory(roles=[Role.EDITOR], name="=Edith")
    answer = client.get(reverse("people"), {"csv": "people"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    [edith] = [row for row in rows if row["Name"] == "'=Edith"]
    assert (edith["What they may do"], edith["Last signed in"]) == ("Editor", "Never")
    assert "@" in edith["E-mail"]
    assert len(rows) == User.objects.count()


def test_who_has_no_role_can_not_be_covered_and_the_page_says_so(client):
    page = client.get(reverse("person-cover", args=[make.UserFactory(name="Nora").pk]))
    assert "Nora has no role of their own, so there is nothing to stand in for." in words(page)
    assert "Save the cover" not in words(page)
