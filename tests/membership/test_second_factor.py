"""The second factor: who must have one, how it is set up without a phone, and what is asked again."""

import json
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.views.generic import View

from editions import steps
from membership import invitations, second_factor
from membership.checks import second_factor_is_on
from membership.roles import WRITING, Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db

SIGN_IN, SECOND, SET_UP = "/accounts/sign-in/", "/accounts/sign-in/second-factor/", "/accounts/second-factor/"
APP, CODES, NEW_CODES = f"{SET_UP}app/", f"{SET_UP}codes/", f"{SET_UP}codes/new/"


@pytest.fixture(autouse=True)
def on(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def half_minute(monkeypatch):
    """The half minute in which a code is right doesn't end in the middle of a test."""
    now = time.time()
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def editor():
    return make.UserFactory(email="ed@board.example", roles=[Role.EDITOR])


def sign_in(user, client=None):
    client = client or Client()
    client.response = client.post(SIGN_IN, {"login": user.email, "password": make.PASSWORD})
    return client


def where(response):
    return response["Location"].partition("?")[0] if response.status_code == 302 else response.status_code


# Who must have one


@pytest.mark.parametrize("role", Role)
def test_whoever_can_write_is_led_to_where_it_is_set_up_and_nowhere_else(role):
    client = sign_in(make.UserFactory(roles=[role]))
    pages = [reverse("welcome"), reverse("account"), "/admin/", "/accounts/password/"]
    led = {where(client.get(address)) for address in pages}
    assert (led == {SET_UP}) is (role in WRITING)
    assert client.get(SET_UP).status_code == 200


def test_an_administrator_must_have_one_too():
    assert where(sign_in(make.SuperuserFactory()).get("/admin/")) == SET_UP


def test_a_role_given_later_asks_for_it_at_once():
    member = make.UserFactory(roles=[Role.MEMBER])
    client = sign_in(member)
    assert client.get("/members/").status_code == 200
    make.DutyFactory(login=member, role=Role.EDITOR)
    assert where(client.get("/members/")) == SET_UP


def test_switched_off_nobody_is_asked(editor, settings):
    settings.SECOND_FACTOR = False
    assert sign_in(editor).get("/office/").status_code == 200


def test_the_page_says_what_to_do_without_a_phone(editor):
    page = sign_in(editor).get(SET_UP).content.decode()
    for words in ("You don’t need a phone", "printed sheet of recovery codes", "USB security key"):
        assert words in page


# Set up


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(editor):
    client = sign_in(editor)
    page = client.get(APP)
    secret = page.context["form"].secret
    assert secret.replace(" ", "") in page.content.decode().replace(" ", "")
    signing_in.SECRET = secret
    client.post(APP, {"code": signing_in.digits()})
    assert client.get("/office/").status_code == 200, "the code just entered counts"
    again = sign_in(editor)
    assert where(again.response) == SECOND
    assert where(again.get("/office/")) == SIGN_IN
    again.post(SECOND, {"code": signing_in.digits()})
    assert where(again.get("/office/")) == SIGN_IN, "the code that set the app up is spent"


def test_the_picture_of_the_secret_is_this_session_s_own(editor):
    client = sign_in(editor)
    client.get(APP)
    picture = client.get("/accounts/second-factor/app/picture/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert picture["Cache-Control"] == "private, no-store"


def test_a_printed_sheet_is_enough(editor):
    client = sign_in(editor)
    assert where(client.post(NEW_CODES)) == CODES
    sheet = client.get(CODES).context["unused_codes"]
    assert len(sheet) == 20
    assert where(client.get("/office/")) == "/accounts/confirm/second-factor/", "one of them shows that it was kept"
    back = client.post("/accounts/confirm/second-factor/?next=/office/", {"code": sheet[0]})
    assert where(back) == "/office/"
    assert client.get("/office/").status_code == 200
    again = sign_in(editor)
    assert where(again.response) == SECOND
    again.post(SECOND, {"code": sheet[0]})
    assert where(again.get("/office/")) == SIGN_IN, "each code works once"
    again.post(SECOND, {"code": sheet[1]})
    assert again.get("/office/").status_code == 200


def test_a_sheet_that_runs_out_is_told_of_in_time(editor):
    sheet = signing_in.sheet_of(editor)
    client = signing_in.client_of(editor)
    assert "codes left" not in client.get("/accounts/").content.decode().split("<h2>")[0]
    record = Authenticator.objects.get(user=editor)
    for code in sheet[:15]:
        record.wrap().validate_code(code)
    assert "You have 5 recovery codes left." in client.get("/accounts/").content.decode()


def test_a_passkey_page_asks_the_browser_with_a_challenge(editor):
    client = sign_in(editor)
    page = client.get("/accounts/second-factor/passkey/")
    asked = json.loads(page.context["passkey_options"])["publicKey"]
    assert asked["challenge"]
    assert asked["rp"]["id"] == "testserver"
    assert "<script>" not in page.content.decode()


def test_a_passkey_that_is_none_is_refused_in_words(editor):
    client = sign_in(editor)
    client.get("/accounts/second-factor/passkey/")
    for credential in ("", "{}", "[]", '{"id": 1}', "nonsense"):
        response = client.post("/accounts/second-factor/passkey/", {"name": "x", "credential": credential})
        assert response.status_code == 200, credential
        assert "There is a problem" in response.content.decode()
    assert not signing_in.has_factor(editor)


def test_a_printed_sheet_stays_when_the_app_is_removed(editor):
    signing_in.app_of(editor)
    signing_in.sheet_of(editor)
    client = signing_in.client_of(editor)
    answer = client.post("/accounts/second-factor/app/remove/", follow=True)
    assert "The app is removed." in answer.content.decode()
    assert [one.type for one in Authenticator.objects.filter(user=editor)] == [Authenticator.Type.RECOVERY_CODES]


def test_a_passkey_of_somebody_else_can_not_be_removed(editor):
    other = Authenticator.objects.create(user=make.UserFactory(), type="webauthn", data={"name": "x", "credential": {}})
    signing_in.app_of(editor)
    client = signing_in.client_of(editor)
    assert client.post(f"/accounts/second-factor/passkey/{other.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


# Asked for


def test_five_wrong_codes_and_the_right_one_waits(editor):
    signing_in.app_of(editor)
    client = sign_in(editor)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": signing_in.digits()}).content.decode()
    assert "too many tries" in page


def test_the_page_names_the_way_out_for_whoever_lost_it(editor):
    signing_in.app_of(editor)
    page = sign_in(editor).get(SECOND).content.decode()
    for words in ("lost or new phone", "ask a manager", "manage.py appoint"):
        assert words in page


def test_a_member_who_set_one_up_is_asked_after_the_mailed_code_too(editor):
    member = make.UserFactory(roles=[Role.MEMBER])
    signing_in.app_of(member)
    client = Client()
    client.post("/accounts/sign-in/code/", {"email": member.email})
    code = mail.outbox[0].body.split("Your code is ")[1][:6]
    assert where(client.post("/accounts/sign-in/code/enter/", {"code": code})) == SECOND


def test_a_new_password_does_not_lead_round_it(editor):
    signing_in.app_of(editor)
    client = Client()
    link = invitations.link(editor, client.get("/accounts/sign-in/").wsgi_request)
    form = client.get(link, follow=True).redirect_chain[0][0]
    response = client.post(form, {"password1": "tractor velvet onion", "password2": "tractor velvet onion"})
    assert where(response) == SECOND
    assert where(client.get("/office/")) == SIGN_IN


def test_whoever_removes_the_last_one_sets_up_another(editor):
    signing_in.app_of(editor)
    client = signing_in.client_of(editor)
    assert client.get("/office/").status_code == 200
    client.post("/accounts/second-factor/app/remove/")
    assert not signing_in.has_factor(editor)
    assert where(client.get("/office/")) == SET_UP


def test_a_manager_takes_a_colleague_s_lost_one_away(editor):
    signing_in.app_of(editor)
    signing_in.sheet_of(editor)
    client = signing_in.client_of(editor)
    second_factor.remove(editor, by=make.SuperuserFactory())
    assert not signing_in.has_factor(editor)
    assert where(client.get("/office/")) == SIGN_IN
    assert where(sign_in(editor).get("/office/")) == SET_UP


# Asked again


class Deed(second_factor.RecentSecondFactor, View):
    done = []

    def get(self, request):
        return HttpResponse("Sure?")

    def post(self, request):
        self.done.append(request.POST["reason"])
        return HttpResponse("Done.")


urlpatterns = [path("deed/", Deed.as_view()), path("", include("lscb.urls"))]


@pytest.fixture
def deed(settings, editor):
    settings.ROOT_URLCONF = __name__
    Deed.done.clear()
    signing_in.app_of(editor)
    return editor


@pytest.mark.parametrize(("minutes", "asked"), [(0, False), (14, False), (16, True), (300, True)])
def test_what_matters_asks_again_after_a_quarter_of_an_hour(deed, minutes, asked):
    client = signing_in.client_of(deed, ago=minutes * 60)
    assert (where(client.get("/deed/")) == "/accounts/confirm/second-factor/") is asked
    assert (where(client.post("/deed/", {"reason": "because"})) == "/accounts/confirm/second-factor/") is asked
    assert bool(Deed.done) is not asked


GRAVE = ["confirm-changes", "ask-to-erase", "erase", "record", "approve", "publish", "correct", "bring-back"]
GRAVE += ["confirm", "record-confirmation"]


def test_what_is_grave_asks_again_and_what_must_be_quick_does_not():
    """A manager takes something down in seconds, and nobody's second factor stands before it."""
    assert {step.address for step in steps.STEPS if step.again} == set(GRAVE)
    assert {step.address for step in steps.STEPS if not step.again} == {"take-down", "give-back", "leave-unpublished"}


def test_a_hold_and_a_file_are_not_taken_away_from_an_open_screen(settings):
    manager = make.UserFactory(roles=[Role.MANAGER])
    signing_in.app_of(manager)
    hold = make.HoldFactory()
    client = signing_in.client_of(manager, ago=16 * 60)
    confirm = "/accounts/confirm/second-factor/"
    assert client.get("/office/retention/").status_code == 200
    assert where(client.post("/office/retention/", {"reason": "Inquiry"})) == confirm
    assert where(client.post(f"/office/retention/{hold.pk}/lift/")) == confirm
    assert where(client.post("/office/earlier-documents/files/1/erase/")) == confirm
    hold.refresh_from_db()
    assert hold.lifted_at is None


def test_a_password_alone_is_not_enough_for_it(deed):
    client = signing_in.client_of(deed, method="password")
    assert where(client.get("/deed/")) != 200


def test_a_form_that_came_too_late_is_sent_again_by_itself(deed):
    client = signing_in.client_of(deed, ago=16 * 60)
    led = client.post("/deed/", {"reason": "typed with care"})
    back = client.post(led["Location"], {"code": signing_in.digits(), "next": "/deed/"})
    assert back.content == b"Done."
    assert Deed.done == ["typed with care"]


def test_switched_off_it_lets_through(deed, settings):
    settings.SECOND_FACTOR = False
    assert signing_in.client_of(deed, method="password", ago=9999).get("/deed/").status_code == 200


def test_recovery_codes_are_shown_to_nobody_who_finds_an_open_screen(editor):
    signing_in.sheet_of(editor)
    assert where(signing_in.client_of(editor, ago=16 * 60).get(CODES)) == "/accounts/confirm/second-factor/"


def test_the_administration_pages_show_nobody_s_second_factor():
    administrator = make.SuperuserFactory()
    signing_in.app_of(administrator)
    client = signing_in.client_of(administrator)
    assert client.get("/admin/").status_code == 200
    for table in ("mfa/authenticator/", "account/emailaddress/"):
        assert client.get(f"/admin/{table}").status_code == 404


# Installed for real


def test_a_real_installation_without_it_is_warned_of(settings):
    assert second_factor_is_on(None) == []
    settings.SECOND_FACTOR = False
    [warning] = second_factor_is_on(None)
    assert "SECOND_FACTOR" in warning.msg


# A sheet that runs out


@pytest.mark.parametrize(("used", "said"), [(13, ""), (14, "You have 5 recovery codes left."), (19, "used up")])
def test_a_sign_in_with_a_code_says_when_five_are_left(editor, used, said):
    sheet = signing_in.sheet_of(editor)
    for code in sheet[:used]:
        Authenticator.objects.get(user=editor).wrap().validate_code(code)
    client = sign_in(editor)
    page = client.post(SECOND, {"code": sheet[used]}, follow=True).content.decode()
    assert ("Make a new sheet under" in page) is bool(said)
    assert said in page
    own = client.get(SET_UP).content.decode()
    assert ('<p class="message">' in own) is bool(said)
    assert said in own


def test_whoever_signs_in_by_an_app_is_not_told_of_the_sheet(editor):
    signing_in.app_of(editor)
    for code in signing_in.sheet_of(editor)[:16]:
        Authenticator.objects.get(user=editor, type="recovery_codes").wrap().validate_code(code)
    page = sign_in(editor).post(SECOND, {"code": signing_in.digits()}, follow=True).content.decode()
    assert "Make a new sheet under" not in page
