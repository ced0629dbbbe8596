"""What a copy of the database is worth to whoever steals it, and how the keys that guard it are changed while people
work."""

import base64
import re
import time
import zlib
from io import StringIO
from threading import Thread
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.conf import settings as real
from django.contrib.sessions.models import Session
from django.core import checks, mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from membership import sealing
from membership.checks import secrets_are_sealed, secrets_can_be_sealed
from membership.roles import Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db

SIGN_IN, SECOND = "/accounts/sign-in/", "/accounts/sign-in/second-factor/"
APP, CODES = "/accounts/second-factor/app/", "/accounts/second-factor/codes/"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def on(settings, monkeypatch):
    """The half minute in which a code is right doesn't end in the middle of a test."""
    now = time.time()
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: now))
    settings.SECOND_FACTOR = True
    settings.SECRETS_KEYS = [OLD]


@pytest.fixture
def ed():
    return make.UserFactory(email="ed@board.example", roles=[Role.EDITOR])


def password(user, client=None):
    client = client or Client()
    client.post(SIGN_IN, {"login": user.email, "password": make.PASSWORD})
    return client


def is_in(client, path="/office/"):
    return client.get(path).status_code == 200


# The thief


def readings(value):
    """A value as it stands, and every text that is only packed in it."""
    text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
    yield text
    for part in re.findall(r"[A-Za-z0-9_=+/-]{12,}", text):
        try:
            raw = base64.urlsafe_b64decode(part.replace("+", "-").replace("/", "_").rstrip("=") + "==")
        except ValueError:
            continue
        yield raw.decode("latin-1")
        try:
            yield zlib.decompress(raw).decode("latin-1")
        except zlib.error:
            continue


def everything_in_the_database():
    """All that whoever copied the database can read in it, table by table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [text for value in row if value is not None for text in readings(value)]
    return "\n".join(found)


def as_if_signed_in(number):
    """A browser with a number for a cookie, as a thief would try it."""
    client = Client()
    client.cookies[real.SESSION_COOKIE_NAME] = number
    return client


@pytest.fixture
def loot(ed):
    """A copy of the database while one editor has an app and a sheet and is signed in, another sets up an app, and a
    member waits for a mailed code: what a thief can use of it, by name."""
    signing_in.app_of(ed)
    sheet = signing_in.sheet_of(ed)
    signed_in = signing_in.client_of(ed)
    assert is_in(signed_in)
    setting_up = password(make.UserFactory(roles=[Role.EDITOR]))
    new_secret = setting_up.get(APP).context["form"].secret
    member = make.UserFactory(roles=[Role.MEMBER])
    waiting = Client()
    waiting.post("/accounts/sign-in/code/", {"email": member.email})
    mailed = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    remembered = signing_in.client_of(member)
    read = everything_in_the_database()
    seed = sealing.unseal(Authenticator.objects.get(user=ed, type="recovery_codes").data["seed"])
    numbers = Session.objects.values_list("session_key", flat=True)
    usable = {
        "the secret of an app": signing_in.SECRET in read,
        "the seed of a sheet": seed in read,
        "a code of a sheet": any(code in read for code in sheet),
        "the secret of an app that is being set up": new_secret in read,
        "a mailed code": f'"{mailed}"' in read,
        "the number of a session": any(
            client.cookies[real.SESSION_COOKIE_NAME].value in read for client in (signed_in, remembered)
        ),
        "a live session": any(is_in(as_if_signed_in(number), "/members/") for number in numbers),
    }
    assert len(numbers) == 4
    return {what for what, is_there in usable.items() if is_there}


def test_a_copy_of_the_database_yields_no_code_and_no_session(loot):
    assert loot == set()


class TestUnsealed:
    """The same thief, where secrets and sessions are kept as the framework and allauth keep them."""

    @pytest.fixture(autouse=True)
    def unsealed(self, monkeypatch, settings):
        monkeypatch.setattr(sealing, "seal", lambda text: text)
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"

    def test_the_thief_finds_all_there_is(self, unsealed, loot):
        assert loot == {
            "the secret of an app",
            "the seed of a sheet",
            "the secret of an app that is being set up",
            "a mailed code",
            "the number of a session",
            "a live session",
        }


def test_a_trusted_computer_is_not_in_the_database(ed):
    make.BoardFactory(trusted_computers=True)
    sheet = signing_in.sheet_of(ed)
    client = password(ed)
    client.post(SECOND, {"code": sheet[0], "trust": "on"})
    held = client.cookies["trusted"].value
    assert all(part not in everything_in_the_database() for part in held.split(":"))


# Carried over


@pytest.fixture
def in_clear(ed, monkeypatch):
    """An app and a sheet from before there was a key."""
    with monkeypatch.context() as before:
        before.setattr(sealing, "seal", lambda text: text)
        signing_in.app_of(ed)
        sheet = signing_in.sheet_of(ed)
    assert sealing.standing() == {sealing.CLEAR: 2}
    return sheet


def run():
    out = StringIO()
    call_command("seal_secrets", stdout=out)
    return out.getvalue()


def said(databases=("default",)):
    return [warning.msg for warning in secrets_are_sealed(None, databases=databases)]


def enters(user, code):
    client = password(user)
    client.post(SECOND, {"code": code})
    return is_in(client)


@pytest.mark.parametrize("keys", [[], [OLD]], ids=["without a key", "with a key"])
def test_what_lies_in_clear_works_until_it_is_sealed(ed, in_clear, settings, keys):
    settings.SECRETS_KEYS = keys
    assert said() == ["Secrets of second factors in clear: 2. manage.py seal_secrets seals them."]
    assert enters(ed, signing_in.digits())
    assert enters(ed, in_clear[0])


def test_the_command_seals_what_lies_in_clear_once(ed, in_clear):
    password(ed).post(SECOND, {"code": in_clear[0]})
    assert "2 secrets: 2 sealed, 0 sealed anew, 0 as they should be." in run()
    kept = list(Authenticator.objects.values_list("data", flat=True))
    assert signing_in.SECRET not in str(kept)
    assert said() == []
    assert "2 secrets: 0 sealed, 0 sealed anew, 2 as they should be." in run()
    assert list(Authenticator.objects.values_list("data", flat=True)) == kept
    assert enters(ed, signing_in.digits())
    assert enters(ed, in_clear[1])
    assert not enters(ed, in_clear[0]), "what was used stays used"


def test_without_a_key_the_command_seals_nothing_and_says_why(in_clear, settings):
    settings.SECRETS_KEYS = []
    with pytest.raises(CommandError, match="SECRETS_KEYS is not set"):
        run()
    assert sealing.standing() == {sealing.CLEAR: 2}


def test_the_checks_say_what_is_missing(settings):
    assert secrets_can_be_sealed(None) == []
    settings.SECRETS_KEYS = []
    [error] = secrets_can_be_sealed(None)
    assert error.level == checks.ERROR
    assert said(databases=None) == [], "the database is asked only where a check may"


# Rotated


def test_keys_are_changed_while_people_work_and_nobody_is_locked_out(ed, settings):
    """Five people in the middle of something, at each step of docs/hosting.md."""
    make.BoardFactory(trusted_computers=True)
    signing_in.app_of(ed)
    sheet = signing_in.sheet_of(ed)
    signed_in = signing_in.client_of(ed)
    half_way = password(ed)
    trusting = password(ed)
    trusting.post(SECOND, {"code": sheet[0], "trust": "on"})
    newcomer = make.UserFactory(roles=[Role.EDITOR])
    setting_up = password(newcomer)
    new_secret = setting_up.get(APP).context["form"].secret

    settings.SECRETS_KEYS = [NEW, OLD]
    assert said() == ["Secrets of second factors under a former key: 2. manage.py seal_secrets seals them anew."]
    assert is_in(signed_in)
    assert enters(ed, sheet[1])
    half_way.post(SECOND, {"code": sheet[2]})
    assert is_in(half_way)
    assert "2 secrets: 0 sealed, 2 sealed anew, 0 as they should be." in run()
    assert is_in(signed_in)
    assert enters(ed, sheet[3])

    settings.SECRETS_KEYS = [NEW]
    assert said() == []
    assert is_in(signed_in)
    assert signed_in.get(CODES).context["unused_codes"] == sheet[4:]
    assert enters(ed, signing_in.digits())
    assert enters(ed, sheet[4])
    assert not enters(ed, sheet[1]), "what was used before stays used"
    del trusting.cookies[real.SESSION_COOKIE_NAME]
    assert is_in(password(ed, trusting))
    code = totp.format_hotp_value(totp.hotp_value(new_secret, int(totp.time.time()) // 30))
    setting_up.post(APP, {"code": code})
    assert is_in(setting_up)


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_entered_while_secrets_are_sealed_anew_is_spent(ed, settings, monkeypatch):
    sheet = signing_in.sheet_of(ed)
    settings.SECRETS_KEYS = [NEW, OLD]
    accepted = []

    def use():
        accepted.append(Authenticator.objects.get(user=ed).wrap().validate_code(sheet[0]))
        connection.close()

    at_the_keyboard = Thread(target=use)
    seal = sealing.seal

    def slowly(text):
        at_the_keyboard.start()
        at_the_keyboard.join(timeout=1)
        return seal(text)

    monkeypatch.setattr(sealing, "seal", slowly)
    run()
    at_the_keyboard.join()
    assert accepted == [True]
    assert sealing.standing() == {sealing.NEWEST: 1}
    assert not Authenticator.objects.get(user=ed).wrap().validate_code(sheet[0])


def test_the_key_of_sessions_is_changed_while_people_are_signed_in(ed, settings):
    signing_in.app_of(ed)
    client = signing_in.client_of(ed)
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, which signs from now on"
    settings.SECRET_KEY_FALLBACKS = [before]
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client), "a page in between was enough"


def test_a_session_whose_key_is_gone_is_over_and_no_fault(ed, settings):
    client = signing_in.client_of(ed)
    settings.SECRET_KEY = "another key, after the first was stolen"
    assert client.get("/office/")["Location"].startswith(SIGN_IN)


# Without the key


@pytest.mark.parametrize("keys", [[], [NEW]], ids=["none", "another"])
def test_whoever_needs_the_missing_key_is_told_whom_to_ask(ed, settings, keys):
    signing_in.app_of(ed)
    signing_in.sheet_of(ed)
    signed_in = signing_in.client_of(ed)
    settings.SECRETS_KEYS = keys
    for answer in (password(ed).post(SECOND, {"code": signing_in.digits()}), signed_in.get(CODES)):
        assert answer.status_code == 503
        page = answer.content.decode()
        for words in ("Second factors can’t be used at the moment", "looks after the server", "SECRETS_KEYS"):
            assert words in page
    assert is_in(signed_in, "/accounts/"), "what needs no secret goes on"
    assert said() == ["Secrets of second factors that no key opens: 2. Add the key to SECRETS_KEYS that did."]
    with pytest.raises(CommandError, match="No key opens 2 of them"):
        run()


def test_without_a_key_no_secret_is_kept(settings):
    settings.SECRETS_KEYS = []
    client = password(make.UserFactory(roles=[Role.EDITOR]))
    assert client.post("/accounts/second-factor/codes/new/").status_code == 503
    assert not Authenticator.objects.exists()


def test_one_unreadable_secret_does_not_keep_the_others_from_being_sealed(ed, settings):
    signing_in.app_of(ed)
    settings.SECRETS_KEYS = [NEW]
    RecoveryCodes.activate(make.UserFactory())
    settings.SECRETS_KEYS = [Fernet.generate_key().decode(), NEW]
    with pytest.raises(CommandError, match="No key opens 1 of them"):
        run()
    assert sealing.standing() == {sealing.NEWEST: 1, sealing.UNREADABLE: 1}


# Sessions


def test_a_session_that_ran_out_is_not_given_back(ed):
    client = signing_in.client_of(ed)
    signing_in.app_of(ed)
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/office/")["Location"].startswith(SIGN_IN)
