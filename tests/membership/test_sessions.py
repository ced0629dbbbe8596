"""How long somebody stays signed in, and how all of their sessions end at once."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.conf import settings as real
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kit import clock
from membership import duties, sessions
from membership.roles import Role
from membership.session_store import digest
from tests import factories as make

pytestmark = pytest.mark.django_db

SIGN_IN, OUT = "/accounts/sign-in/", "/accounts/sign-out/"


@pytest.fixture
def ann():
    return make.UserFactory(email="ann@board.example", roles=[Role.MEMBER])


@pytest.fixture
def move(monkeypatch):
    """Moves the clock of the house on."""
    start, moved = clock.now(), [timedelta(0)]
    monkeypatch.setattr(clock, "now", lambda: start + moved[0])

    def on(**span):
        moved[0] += timedelta(**span)

    return on


def sign_in(user, client=None):
    client = client or Client()
    client.post(SIGN_IN, {"login": user.email, "password": make.PASSWORD})
    return client


def by_code(user, remember):
    client = Client()
    client.post(f"{SIGN_IN}code/", {"email": user.email})
    code = mail.outbox[-1].body.split("Your code is ")[1][:6]
    client.post(f"{SIGN_IN}code/enter/", {"code": code, "remember": "on" if remember else ""})
    return client


def is_in(client):
    answer = client.get("/members/")
    # Whoever edits a board that has no name yet is led on to the office.
    return answer.status_code == 200 or answer.headers.get("Location") == "/office/"


def cookie(client):
    return client.cookies[real.SESSION_COOKIE_NAME]


# How long


def test_an_hour_without_a_page_ends_it_and_one_comes_back_to_the_same_page(ann, move):
    client = sign_in(ann)
    move(minutes=59)
    assert is_in(client)
    move(minutes=59)
    assert is_in(client), "each page begins the hour anew"
    move(minutes=61)
    response = client.get("/members/?part=money")
    assert response["Location"] == f"{SIGN_IN}?next=/members/%3Fpart%3Dmoney"
    page = client.get(response["Location"]).content.decode()
    assert "no page was opened for a while" in page
    back = client.post(response["Location"], {"login": ann.email, "password": make.PASSWORD})
    assert back["Location"] == "/members/?part=money"


def test_the_hour_is_a_setting(ann, move, settings):
    settings.SESSION_IDLE_MINUTES = 5
    client = sign_in(ann)
    move(minutes=6)
    assert not is_in(client)


def test_twelve_hours_end_it_whatever_one_did(ann, move):
    client = sign_in(ann)
    for _ in range(12):
        assert is_in(client)
        move(minutes=59)
    assert is_in(client)
    move(minutes=13)
    assert "signed in for 12 hours" in client.get("/members/", follow=True).content.decode()


def test_a_page_is_noted_once_a_minute_at_most(ann, move):
    client = sign_in(ann)

    def written():
        with CaptureQueriesContext(connection) as queries:
            assert is_in(client)
        return [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]

    assert written() == []
    move(seconds=59)
    assert written() == []
    move(seconds=1)
    assert len(written()) == 1
    assert written() == []


def test_a_role_that_begins_by_its_day_gives_the_session_a_new_number(ann, settings):
    settings.TODAY = date(2016, 6, 1)
    make.DutyFactory(login=ann, role=Role.EDITOR, starts=date(2016, 6, 2), ends=date(2016, 6, 3))
    client = sign_in(ann)
    numbers = []
    for day in (1, 2, 3, 4):
        settings.TODAY = date(2016, 6, day)
        assert is_in(client)
        numbers.append(cookie(client).value)
    assert numbers[1] != numbers[0]
    assert numbers[2] == numbers[1]
    assert numbers[3] != numbers[2]
    assert list(Session.objects.values_list("session_key", flat=True)) == [digest(numbers[3])]


def test_an_ended_session_is_gone_from_the_server(ann, move):
    client = sign_in(ann)
    kept = digest(cookie(client).value)
    assert Session.objects.filter(session_key=kept).exists()
    move(hours=2)
    client.get("/members/")
    assert not Session.objects.filter(session_key=kept).exists()


def test_the_sign_in_page_itself_is_shown_after_the_end(ann, move):
    client = sign_in(ann)
    move(hours=2)
    assert client.get(SIGN_IN).status_code == 200


# Remembered


def test_a_remembered_device_reads_for_thirty_days_and_changes_nothing(ann, move):
    client = by_code(ann, remember=True)
    assert cookie(client)["max-age"] == 30 * 24 * 3600
    move(days=29)
    assert is_in(client)
    assert client.get("/members/").status_code == 200
    response = client.post("/accounts/password/forgotten/", {"email": ann.email})
    assert not is_in(client), "a form needs a full sign-in"
    assert response.status_code == 302


def test_a_form_from_a_remembered_device_is_told_why(ann, move):
    client = by_code(ann, remember=True)
    move(days=1)
    page = client.post("/members/", follow=True)
    assert "remembered for reading only" in page.content.decode()
    assert page.redirect_chain[0][0] == f"{SIGN_IN}?next=/members/"


def test_a_remembered_device_signs_its_person_out_everywhere(ann, move):
    client = by_code(ann, remember=True)
    move(days=1)
    lost = by_code(ann, remember=True)
    page = client.post("/accounts/sign-out/", follow=True).content.decode()
    assert "You are signed out, here and on every other device." in page
    assert "reading only" not in page
    assert not is_in(client)
    assert not is_in(lost), "whoever lost a phone ends it from the tablet at home"


def test_after_thirty_days_it_is_forgotten(ann, move):
    client = by_code(ann, remember=True)
    move(days=30)
    assert not is_in(client)


def test_without_the_tick_nothing_is_remembered(ann, move):
    client = by_code(ann, remember=False)
    assert not cookie(client)["max-age"]
    move(hours=2)
    assert not is_in(client)


def test_somebody_who_can_write_since_is_not_remembered(ann, move):
    client = by_code(ann, remember=True)
    make.DutyFactory(login=ann, role=Role.EDITOR)
    move(hours=2)
    assert not is_in(client)


# Ended at once


def test_the_session_id_changes_at_sign_in(ann):
    client = Client()
    client.get("/members/", follow=True)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies[real.SESSION_COOKIE_NAME] = planted
    assert Session.objects.filter(session_key=digest(planted)).exists()
    sign_in(ann, client)
    assert cookie(client).value != planted
    assert not Session.objects.filter(session_key=digest(planted)).exists()


def out(ann, here, manager):
    here.post(OUT)


def new_password(ann, here, manager):
    new = "tractor velvet onion"
    here.post("/accounts/password/", {"oldpassword": make.PASSWORD, "password1": new, "password2": new})


def ended(ann, here, manager):
    ann.is_active = False
    ann.save()


def given(ann, here, manager):
    duties.give(ann, Role.DATA_OFFICER, by=manager)


def taken(ann, here, manager):
    duties.take(ann.duty_set.get(), by=manager)


@pytest.mark.parametrize("deed", [out, new_password, ended, given, taken])
def test_what_ends_all_sessions(ann, deed):
    here, phone, remembered = sign_in(ann), sign_in(ann), by_code(ann, remember=True)
    other = sign_in(make.UserFactory(roles=[Role.MEMBER]))
    old_id = cookie(here).value
    deed(ann, here, make.SuperuserFactory())
    assert not is_in(phone)
    assert not is_in(remembered)
    assert is_in(other)
    copied = Client()
    copied.cookies[real.SESSION_COOKIE_NAME] = old_id
    assert not is_in(copied), "the old session id is dead"


def test_whoever_changed_the_password_goes_on_under_a_new_id(ann):
    here = sign_in(ann)
    old_id = cookie(here).value
    new_password(ann, here, None)
    assert is_in(here)
    assert cookie(here).value != old_id


def test_a_login_that_is_ended_and_opened_again_has_no_old_sessions(ann):
    client = sign_in(ann)
    sessions.end_all(ann)
    ended(ann, client, None)
    ann.is_active = True
    ann.save()
    assert not is_in(client)


def test_the_administration_pages_end_the_sessions_of_whom_they_end(ann):
    administrator = Client()
    administrator.force_login(make.SuperuserFactory())
    client = sign_in(ann)
    form = {"email": "new@board.example", "name": ann.name}
    assert administrator.post(f"/admin/membership/user/{ann.pk}/change/", form).status_code == 302
    assert not is_in(client)
    assert [address.email for address in ann.emailaddress_set.all()] == ["new@board.example"]


# The cookies of a real installation

ASK = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.TRUSTED_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE,
      s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.SECOND_FACTOR)
"""


def test_cookies_of_a_real_installation():
    environ = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "board.example"}
    environ["DJANGO_SETTINGS_MODULE"] = "lscb.settings"
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=real.BASE_DIR, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [
        *("__Host-session", "__Host-csrf", "__Host-trusted", "True", "True", "True", "True"),
        *("Lax", "Strict", "None", "None", "/", "/", "True"),
    ]
