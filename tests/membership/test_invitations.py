"""Invitations: a link that lives a week, works once, and is not spent by opening it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, RequestFactory
from django.urls import reverse

from membership import invitations
from membership.accounts import forms
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW = "tractor velvet onion"


@pytest.fixture
def request_of():
    return RequestFactory().get("/", SERVER_NAME="testserver")


@pytest.fixture
def invited():
    return invitations.prepare("Ann@Board.example", "Ann", by=make.SuperuserFactory())


@pytest.fixture
def link(invited, request_of):
    return invitations.link(invited, request_of)


def choose(client, link, password=NEW):
    form = client.get(link, follow=True)
    [(address, _)] = form.redirect_chain
    return client.post(address, {"password1": password, "password2": password})


def signed_in(client):
    return client.get(reverse("account")).status_code == 200


def test_an_invited_person_has_a_login_without_a_password_and_a_proved_address(invited):
    assert invited.email == "ann@board.example"
    assert not is_password_usable(invited.password)
    [address] = invited.emailaddress_set.all()
    assert (address.email, address.verified, address.primary) == ("ann@board.example", True, True)


def test_an_address_that_has_a_login_is_refused_in_words(invited):
    with pytest.raises(ValidationError, match="has a login already"):
        invitations.prepare("ANN@board.example", "Another Ann", by=invited)


def test_whoever_chooses_a_password_is_in(link):
    client = Client()
    response = choose(client, link)
    assert response.status_code == 302
    assert signed_in(client)


def test_a_scanner_that_opens_the_link_spends_nothing(link):
    for _ in range(10):
        scanner = Client()
        assert scanner.get(link, follow=True).status_code == 200
        assert scanner.head(link).status_code == 302
    client = Client()
    choose(client, link)
    assert signed_in(client)


def test_the_link_works_once(link):
    choose(Client(), link)
    late = Client()
    page = late.get(link, follow=True)
    assert "This link no longer works" in page.content.decode()
    assert not signed_in(late)


def test_of_two_who_send_the_link_at_once_one_is_in(link, invited, monkeypatch):
    """The second comes after the first one’s link was looked at and before it is spent."""
    first, second = Client(), Client()
    [(address, _)] = first.get(link, follow=True).redirect_chain
    second.get(link, follow=True)
    clean = forms.ChoosePassword.clean

    def meanwhile(self):
        monkeypatch.setattr(forms.ChoosePassword, "clean", clean)
        second.post(address, {"password1": NEW, "password2": NEW})
        return clean(self)

    monkeypatch.setattr(forms.ChoosePassword, "clean", meanwhile)
    late = first.post(address, {"password1": "anchor pepper cloud", "password2": "anchor pepper cloud"})
    assert "This link no longer works" in late.content.decode()
    assert (signed_in(first), signed_in(second)) == (False, True)
    invited.refresh_from_db()
    assert invited.check_password(NEW)


@pytest.mark.parametrize(("days", "works"), [(6, True), (8, False)])
def test_the_link_lives_seven_days(invited, request_of, days, works, monkeypatch):
    generator = invitations.default_token_generator
    then = generator._now() - timedelta(days=days)
    with monkeypatch.context() as patch:
        patch.setattr(generator, "_now", lambda: then)
        link = invitations.link(invited, request_of)
    page = Client().get(link, follow=True).content.decode()
    assert ("Choose a password" in page) is works
    assert ("7 days" in page) is True


def test_a_bad_password_spends_nothing_and_says_why(link):
    client = Client()
    page = choose(client, link, "short").content.decode()
    assert "at least 12 characters" in page
    choose(client, link)
    assert signed_in(client)


def test_the_link_of_an_ended_login_lets_nobody_in(invited, link):
    invited.is_active = False
    invited.save()
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_the_mail_holds_the_link(invited, request_of):
    make.DutyFactory(login=invited, role=Role.EDITOR)
    assert invitations.send(invited, request_of) is True
    [message] = mail.outbox
    assert message.to == ["ann@board.example"]
    [link] = re.findall(r"http://\S+", message.body)
    client = Client()
    choose(client, link)
    assert signed_in(client)


def test_a_member_is_told_of_the_code(invited, request_of):
    invitations.send(invited, request_of)
    assert reverse("account_request_login_code") in mail.outbox[0].body


def test_without_a_mail_server_nothing_is_sent_and_that_is_said(invited, request_of, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert invitations.send(invited, request_of) is False


def test_a_mail_server_that_is_away_breaks_nothing_and_no_address_is_logged(invited, request_of, monkeypatch, caplog):
    def away(self, messages):
        raise ConnectionRefusedError("ann@board.example")

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    assert invitations.send(invited, request_of) is False
    assert "could not be sent" in caplog.text
    assert "ann@" not in caplog.text


def test_a_newline_in_a_board_s_name_makes_no_second_header(invited, request_of):
    make.BoardFactory(short_name="Anytown\r\nBcc: all@board.example")
    assert invitations.send(invited, request_of)
    assert "\n" not in mail.outbox[0].subject


def test_the_link_leads_to_this_site_only(invited):
    forged = RequestFactory().get("/", headers={"host": "evil.example"})
    with pytest.raises(Exception, match="ALLOWED_HOSTS"):
        invitations.link(invited, forged)
