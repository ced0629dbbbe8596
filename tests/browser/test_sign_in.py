"""Signing in as a person does it, in Chromium: a passkey of this computer, a printed sheet, a code on a phone."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.test import Client, override_settings

from membership import invitations
from membership.models import Board
from membership.roles import Role
from tests import factories as make
from tests import pages, signing_in
from tests.browser.looking import faults

pytestmark = pytest.mark.browser

NEW = "tractor velvet onion"


@pytest.fixture(autouse=True)
def second_factor(site, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR=True):
        Board.objects.update(trusted_computers=True)
        yield
        Board.objects.update(trusted_computers=False)


@pytest.fixture
def person(second_factor):
    """Somebody of a test's own. The board of these tests is one for all, so they are ended afterwards."""
    people = []

    def made(role, **fields):
        people.append(make.UserFactory(roles=[role], **fields))
        return people[-1]

    yield made
    for user in people:
        user.is_active = False
        user.save()
    caches["default"].clear()


@pytest.fixture(params=[(1280, "light"), (320, "dark")], ids=["wide-light", "narrow-dark"])
def tab(request, open_page):
    width, scheme = request.param
    tab = open_page(pages.Page("/accounts/sign-in/"), width=width, color_scheme=scheme)
    tab.found = []
    return tab


def look(tab, heading):
    """The page with this heading, which must be without fault."""
    tab.wait_for_load_state()
    assert tab.locator("h1").inner_text() == heading
    tab.found += [f"{heading}: {fault}" for fault in faults(tab)]


def press(tab, words):
    tab.get_by_role("button", name=words, exact=True).click()
    tab.wait_for_load_state()


def enter(tab, user):
    tab.goto("/accounts/sign-in/")
    tab.get_by_label("E-mail address").fill(user.email)
    tab.get_by_label("Password", exact=True).fill(make.PASSWORD)
    press(tab, "Sign in")


@pytest.fixture
def computer(tab):
    """A computer that keeps passkeys and knows its person."""
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def test_a_passkey_of_this_computer(tab, computer, person, site):
    user = person(Role.EDITOR)
    enter(tab, user)
    look(tab, "Second factor")
    tab.get_by_role("link", name="Set up a passkey").click()
    look(tab, "Set up a passkey")
    tab.get_by_label("What you call it").fill("Office computer")
    press(tab, "Set it up")
    tab.wait_for_url("**/codes/")
    look(tab, "Recovery codes")
    tab.get_by_role("link", name="I have kept them: go on").click()
    tab.wait_for_url("**/members/")
    tab.goto("/accounts/")
    look(tab, "Your sign-in")
    assert tab.get_by_text("A passkey: Office computer").is_visible()

    press(tab, "Sign out everywhere")
    enter(tab, user)
    look(tab, "Your second factor")
    tab.get_by_label("Trust this computer for 12 hours").first.check()
    press(tab, "Use a passkey")
    tab.wait_for_url("**/members/")
    tab.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    enter(tab, user)
    tab.wait_for_url("**/members/")

    signing_in_long_ago(tab, user)
    tab.goto("/accounts/second-factor/codes/")
    look(tab, "Is it still you?")
    press(tab, "Use a passkey")
    tab.wait_for_url("**/codes/")
    tab.goto("/accounts/second-factor/")
    tab.get_by_role("link", name="remove Office computer").click()
    look(tab, "Remove a passkey")
    assert tab.found == []


def signing_in_long_ago(tab, user):
    """As if the person had signed in an hour ago and clicked on since."""
    client = Client()
    [cookie] = [cookie for cookie in tab.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie["value"]
    signing_in.shown(client, user, ago=3600)


def test_a_passkey_that_is_not_given_is_said_beside_the_button(tab, person):
    user = person(Role.EDITOR)
    enter(tab, user)
    tab.goto("/accounts/second-factor/passkey/")
    tab.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    press(tab, "Set it up")
    tab.locator("[data-passkey-error]").wait_for(state="visible")
    look(tab, "Set up a passkey")
    assert tab.found == []


def test_an_app_and_a_printed_sheet(tab, person):
    user = person(Role.MANAGER)
    enter(tab, user)
    tab.get_by_role("link", name="Set up an app").click()
    look(tab, "Set up an app")
    press(tab, "Set it up")
    look(tab, "Set up an app")
    assert tab.title().startswith("Error")
    tab.goto("/accounts/second-factor/")
    tab.get_by_role("link", name="Make a sheet").click()
    look(tab, "A sheet of recovery codes")
    press(tab, "Make the sheet")
    look(tab, "Recovery codes")
    code = tab.locator(".codes code").first.inner_text()
    tab.goto("/members/")
    look(tab, "Is it still you?")
    tab.get_by_label("Code").fill("000000")
    press(tab, "Go on")
    look(tab, "Is it still you?")
    tab.get_by_label("Code").fill(code)
    press(tab, "Go on")
    tab.wait_for_url("**/members/")
    assert tab.found == []


def test_a_member_by_a_mailed_code_on_a_phone(open_page, person):
    user = person(Role.MEMBER)
    mail.outbox.clear()
    tab = open_page(pages.Page("/accounts/sign-in/"), width=390, height=844)
    tab.found = []
    look(tab, "Sign in")
    tab.get_by_role("link", name="Send me a code").click()
    look(tab, "Sign in by a code")
    tab.get_by_label("E-mail address").fill(user.email)
    press(tab, "Send me a code")
    look(tab, "Enter the code")
    tab.get_by_label("Six digits from the mail").fill("12")
    press(tab, "Sign in")
    look(tab, "Enter the code")
    [code] = re.findall(r"\b\d{6}\b", mail.outbox[0].body)
    tab.get_by_label("Six digits from the mail").fill(code)
    tab.get_by_label("Remember this device").check()
    press(tab, "Sign in")
    tab.wait_for_url("**/members/")
    assert tab.found == []


def test_an_invitation(tab, person, rf, site):
    user = person(Role.MEMBER, password=None)
    link = invitations.link(user, rf.get("/", headers={"host": site.address.partition("//")[2]}))
    tab.goto(link)
    look(tab, "Choose a password")
    tab.get_by_label("Password", exact=True).fill("short")
    tab.get_by_label("The same password again").fill("other")
    press(tab, "Keep this password")
    look(tab, "Choose a password")
    tab.get_by_label("Password", exact=True).fill(NEW)
    tab.get_by_label("The same password again").fill(NEW)
    press(tab, "Keep this password")
    tab.wait_for_url("**/members/")
    tab.context.clear_cookies()
    tab.goto(link)
    look(tab, "This link no longer works")
    assert tab.found == []
