"""Whoever owns a login is told by mail what was done to their way in; and no page fails with the mail."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from membership import invitations, logins
from membership.roles import Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "tractor velvet onion"


@pytest.fixture
def ann():
    make.BoardFactory()
    return make.UserFactory(
        email="ann@board.example", name="Ann", roles=[Role.APPROVER], last_login=timezone.now(), password=make.PASSWORD
    )


def told():
    return [(message.to, message.body.splitlines()[0]) for message in mail.outbox]


def change_password(ann):
    given = {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW}
    return signing_in.client_of(ann).post(reverse("account_change_password"), given)


def test_a_new_password_is_told(ann):
    assert change_password(ann).status_code == 302
    assert told() == [(["ann@board.example"], "A new password was set for your sign-in.")]


def test_whoever_chooses_the_first_password_is_not_told_of_it(rf):
    new = make.UserFactory(email="new@board.example")
    new.set_unusable_password()
    new.save()
    client = Client()
    form = client.get(invitations.link(new, rf.get("/")), follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert told() == []


def test_a_second_factor_is_told_when_it_comes_and_when_it_goes(ann):
    client = signing_in.client_of(ann, method="password")
    client.get(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_generate_recovery_codes"))
    signing_in.app_of(ann)
    signing_in.shown(client, ann).post(reverse("mfa_deactivate_totp"))
    assert told() == [
        (["ann@board.example"], "A second factor was set up for your sign-in: recovery codes."),
        (["ann@board.example"], "A second factor was removed from your sign-in: app."),
    ]


def test_a_changed_address_is_told_to_the_old_one(ann):
    administrator = make.SuperuserFactory(name="Ada Administrator")
    client = signing_in.client_of(administrator)
    page = client.get(f"/admin/membership/user/{ann.pk}/change/")
    given = {
        name: value for name, value in page.context["adminform"].form.initial.items() if value not in (None, False)
    }
    client.post(f"/admin/membership/user/{ann.pk}/change/", given | {"email": "other@board.example"})
    ann.refresh_from_db()
    assert ann.email == "other@board.example"
    assert [to for to, _ in told()] == [["ann@board.example"]]
    assert "Ada Administrator changed the e-mail address of your sign-in" in told()[0][1]


def test_the_deed_is_done_where_the_mail_server_is_away(ann, monkeypatch):
    def away(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    signing_in.app_of(ann)
    logins.remove_second_factor(ann, by=make.UserFactory(roles=[Role.MANAGER]))
    assert not signing_in.has_factor(ann)


def test_without_mail_nobody_is_told(ann, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert change_password(ann).status_code == 302
    assert told() == []
