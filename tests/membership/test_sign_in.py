"""Signing in: by password, by a mailed code, never for strangers, and not too often."""

import re
import time
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from membership.models import User
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, ENTER = (
    "/accounts/sign-in/",
    "/accounts/sign-in/code/",
    "/accounts/sign-in/code/enter/",
)


@pytest.fixture(autouse=True)
def counts(settings):
    """Counts kept in the table that the migration made, as in production."""
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    caches["default"].clear()


@pytest.fixture
def ann():
    return make.UserFactory(email="ann@board.example", roles=[Role.MEMBER])


def send(client, email="ann@board.example", password=make.PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def is_in(client):
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def tight(settings):
    """The three limits that take most tries, at a tenth: what they do doesn't depend on the number.

    That the numbers are those of the guide, and become these limits, `test_throttles` asks.
    """
    tenth = {"login": "12/m/ip", "login_failed": "5/5m/key,6/h/key", "login_failed_anywhere": "8/h/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | tenth


def count_hashes(hashed, monkeypatch):
    kept = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or kept(self, *args))


# Passwords


def test_a_password_lets_in_whatever_the_case_of_the_address(ann):
    client = Client()
    assert send(client, "Ann@Board.Example")["Location"] == "/members/"
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@board.example", "wrong"), ("nobody@board.example", make.PASSWORD), ("left@board.example", "wrong")],
)
def test_each_wrong_try_is_answered_alike_and_reckons_one_hash(ann, email, password, monkeypatch):
    make.UserFactory(email="left@board.example", is_active=False)
    hashed = []
    count_hashes(hashed, monkeypatch)
    response = send(Client(), email, password)
    assert response.status_code == 200
    assert "The e-mail address or the password is not right." in response.content.decode()
    assert len(hashed) == 1


def test_an_ended_login_is_told_so_when_its_password_is_right(ann):
    ann.is_active = False
    ann.save()
    client = Client()
    page = client.post(SIGN_IN, {"login": ann.email, "password": make.PASSWORD}, follow=True).content.decode()
    assert "This sign-in has ended" in page
    assert "ask the board’s office" in page
    assert not is_in(client)


def test_only_the_address_on_the_login_counts(ann):
    EmailAddress.objects.create(user=ann, email="former@board.example", verified=True)
    assert send(Client(), "former@board.example").status_code == 200
    Client().post("/accounts/password/forgotten/", {"email": "former@board.example"})
    Client().post(CODE, {"email": "former@board.example"})
    assert mail.outbox == []


def test_an_address_that_was_changed_is_settled_again(ann):
    bob = make.UserFactory(email="bob@board.example")
    EmailAddress.objects.filter(user=bob).update(email="was-bob@board.example")
    ann.email = "new@board.example"
    ann.save()
    ann.settle_address()
    bob.settle_address()
    kept = EmailAddress.objects.filter(verified=True, primary=True).values_list("email", "user")
    assert set(kept) == {("new@board.example", ann.pk), ("bob@board.example", bob.pk)}
    assert EmailAddress.objects.count() == 2


def test_an_address_on_the_list_of_another_is_taken_off_and_what_is_settled_is_only_looked_at(
    ann, django_assert_num_queries
):
    bob = make.UserFactory(email="bob@board.example")
    EmailAddress.objects.filter(user=bob).update(email=ann.email, verified=False)
    ann.settle_address()
    assert list(EmailAddress.objects.values_list("email", "user")) == [(ann.email, ann.pk)]
    with django_assert_num_queries(1):
        ann.settle_address()


def test_nobody_signs_up():
    for name in ("account_signup", "account_email", "account_set_password", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/password/set/", "/accounts/social/signup/"):
        assert Client().get(path).status_code in (302, 404)
        Client().post(path, {"email": "new@board.example", "password1": make.PASSWORD})
    assert not User.objects.exists()


# Codes


def ask(client, email="ann@board.example", **extra):
    return client.post(CODE, {"email": email}, **extra)


def code_of(message):
    [code] = re.findall(r"\b\d{6}\b", message.body)
    return code


def test_a_member_signs_in_by_a_mailed_code(ann):
    client = Client()
    assert ask(client)["Location"] == ENTER
    [message] = mail.outbox
    assert message.to == [ann.email]
    assert client.post(ENTER, {"code": code_of(message)})["Location"] == "/members/"
    assert is_in(client)


def test_a_code_comes_back_to_where_one_wanted_to_go(ann):
    client = Client()
    step = client.post(f"{CODE}?next=/accounts/second-factor/", {"email": ann.email})["Location"]
    response = client.post(step, {"code": code_of(mail.outbox[0])})
    assert response["Location"] == "/accounts/second-factor/"


def test_a_code_works_once_and_in_the_browser_that_asked(ann):
    client = Client()
    ask(client)
    code = code_of(mail.outbox[0])
    other = Client()
    other.post(ENTER, {"code": code})
    assert not is_in(other)
    client.post(ENTER, {"code": code})
    client.post("/accounts/sign-out/")
    client.post(ENTER, {"code": code})
    assert not is_in(client)


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (16, False)])
def test_a_code_is_good_for_fifteen_minutes(ann, minutes, works, monkeypatch):
    client = Client()
    ask(client)
    now = time.time() + minutes * 60
    monkeypatch.setattr(time, "time", lambda: now)
    client.post(ENTER, {"code": code_of(mail.outbox[0])})
    monkeypatch.undo()
    assert is_in(client) is works


def test_after_five_wrong_codes_the_right_one_is_dead(ann):
    client = Client()
    ask(client)
    right = code_of(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        answer = client.post(ENTER, {"code": wrong}, follow=True).content.decode()
    assert "Have a new one sent." in answer
    assert "Wait five minutes" not in answer
    client.post(ENTER, {"code": right})
    assert not is_in(client)
    ask(client)
    client.post(ENTER, {"code": code_of(mail.outbox[-1])})
    assert is_in(client), "a new code lets in at once"


def test_tries_that_overtake_one_another_are_counted_too(ann):
    """Sent at once, each finds the session as it was before the others."""
    client = Client()
    ask(client)
    before = dict(client.session)
    for number in range(5):
        client.post(ENTER, {"code": f"{number:06}"})
        session = client.session
        session.update(before)
        session.save()
    answer = client.post(ENTER, {"code": code_of(mail.outbox[0])}, follow=True).content.decode()
    assert "Have a new one sent." in answer
    assert not is_in(client)


def test_who_asks_for_many_codes_is_not_told_of_wrong_ones(ann):
    answers = [ask(Client()) for _ in range(4)]
    words = answers[-1].content.decode()
    assert "Use the one in the latest mail" in words
    assert "failed" not in words


def test_a_code_that_died_leads_to_a_new_one_and_then_to_where_one_wanted_to_go(ann):
    client = Client()
    step = client.post(f"{CODE}?next=/accounts/second-factor/", {"email": ann.email})["Location"]
    for _ in range(5):
        answer = client.post(step, {"code": "wrong"})
    assert answer["Location"] == f"{CODE}?next=%2Faccounts%2Fsecond-factor%2F"


def test_a_mail_is_sent_beside_the_page(ann, monkeypatch):
    """How long the mail server takes tells nobody who has a login."""
    later = []
    monkeypatch.setattr("membership.mail.aside", SimpleNamespace(submit=lambda *what: later.append(what) or Future()))
    ask(Client())
    Client().post("/accounts/password/forgotten/", {"email": ann.email})
    assert mail.outbox == []
    for do, *what in later:
        do(*what)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DATA_OFFICER])
def test_whoever_can_write_gets_no_code_but_is_told_how_to_sign_in(role):
    make.UserFactory(email="ann@board.example", roles=[role])
    assert ask(Client())["Location"] == ENTER
    [message] = mail.outbox
    assert not re.search(r"\b\d{6}\b", message.body)
    assert SIGN_IN in message.body


# Strangers


@pytest.mark.parametrize("path", [CODE, "/accounts/password/forgotten/"])
def test_known_and_unknown_addresses_are_answered_alike_and_strangers_get_no_mail(ann, path, monkeypatch):
    make.UserFactory(email="left@board.example", is_active=False)
    make.UserFactory(email="boss@board.example", roles=[Role.MANAGER])
    hashed = []
    count_hashes(hashed, monkeypatch)
    answers = {}
    for email in ("ann@board.example", "nobody@board.example", "left@board.example", "boss@board.example"):
        hashed.clear()
        response = Client().post(path, {"email": email}, follow=True)
        words = response.content.decode().replace(email, "ADDRESS")
        words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", words)
        answers[email] = (response.redirect_chain, response.status_code, words, len(hashed))
    assert len(set(map(str, answers.values()))) == 1
    assert {address for message in mail.outbox for address in message.to} == {"ann@board.example", "boss@board.example"}


def test_where_no_mail_can_be_sent_the_pages_say_what_to_do(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for path in (SIGN_IN, CODE, "/accounts/password/forgotten/"):
        assert "This site can’t send mail. Ask" in Client().get(path).content.decode(), path


# Throttles


class At:
    """allauth's throttles, some seconds later."""

    def __init__(self, later):
        self.later = later

    def __call__(self):
        return SimpleNamespace(time=lambda: time.time() + self.later, monotonic=time.monotonic, sleep=time.sleep)


def test_the_sixth_wrong_password_is_refused_before_hashing_and_the_right_one_works_after_the_wait(ann, monkeypatch):
    for _ in range(5):
        send(Client(), password="wrong")
    hashed = []
    with monkeypatch.context() as patch:
        patch.setattr(hashers, "check_password", lambda *args, **kwargs: hashed.append(1))
        response = send(Client())
    assert "too many tries" in response.content.decode()
    assert hashed == []
    monkeypatch.setattr(ratelimit, "time", At(301)())
    client = Client()
    send(client)
    assert is_in(client)


def test_a_victim_is_free_again_after_a_new_password(ann, tight):
    for n in range(9):
        send(Client(), password="wrong", REMOTE_ADDR=f"203.0.113.{n}")
    for _ in range(6):
        answer = send(Client(), password="wrong")
    assert "too many" in answer.content.decode()
    Client().post("/accounts/password/forgotten/", {"email": ann.email})
    [link] = re.findall(r"http://\S+", mail.outbox[0].body)
    client = Client()
    form = client.get(link, follow=True).redirect_chain[0][0]
    client.post(form, {"password1": "tractor velvet onion", "password2": "tractor velvet onion"})
    client.post("/accounts/sign-out/")
    again = Client()
    send(again, password="tractor velvet onion")
    assert is_in(again)


def test_two_workers_count_together(ann):
    """Each worker has a cache object of its own; what they share is the table."""
    for _ in range(5):
        del caches["default"]
        send(Client(), password="wrong")
    del caches["default"]
    assert "too many tries" in send(Client()).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        assert cursor.fetchone()[0] > 0


OFFICE, ELSEWHERE = "198.51.100.20", "192.0.2.7"


def test_an_office_behind_one_address_keeps_working_with_right_passwords(settings):
    """Twelve people sign in within a minute, while two of them guess wrong as often as they can."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "36/m/ip"}  # for twelve, not for sixty
    for n in range(12):
        person = make.UserFactory(email=f"person-{n}@board.example", roles=[Role.MEMBER])
        if n < 6:
            send(Client(), "first@board.example", "wrong", REMOTE_ADDR=OFFICE)
            send(Client(), "second@board.example", "wrong", REMOTE_ADDR=OFFICE)
        client = Client()
        send(client, person.email, REMOTE_ADDR=OFFICE)
        assert is_in(client), n
    assert "too many tries" in send(Client(), "first@board.example", "wrong", REMOTE_ADDR=OFFICE).content.decode()


def test_who_guesses_from_elsewhere_does_not_shut_a_login_in_its_own_office(ann):
    for _ in range(6):
        answer = send(Client(), password="wrong", REMOTE_ADDR=ELSEWHERE)
    assert "too many tries" in answer.content.decode()
    client = Client()
    send(client, REMOTE_ADDR=OFFICE)
    assert is_in(client)


def test_one_address_alone_can_not_shut_a_login_everywhere(ann, tight, monkeypatch):
    for minute in range(0, 60, 20):
        monkeypatch.setattr(ratelimit, "time", At(minute * 60)())
        for _ in range(6):
            send(Client(), password="wrong", REMOTE_ADDR=ELSEWHERE)
    client = Client()
    send(client, REMOTE_ADDR=OFFICE)
    assert is_in(client)


def test_a_login_is_not_guessed_from_many_addresses_either(ann, tight, monkeypatch):
    def guess(n, word):
        return send(Client(), password=word, REMOTE_ADDR=f"203.0.113.{n}").content.decode()

    assert all("is not right" in guess(n, "wrong") for n in range(8))
    assert "too many wrong passwords for this login within an hour" in guess(9, "wrong")
    assert "within an hour" in guess(10, make.PASSWORD)
    unknown = [send(Client(), "nobody@board.example", "wrong", REMOTE_ADDR=f"203.0.113.{n}") for n in range(9)]
    assert "within an hour" in unknown[8].content.decode(), "nor is it told who has a login"
    monkeypatch.setattr(ratelimit, "time", At(3601)())
    client = Client()
    send(client, REMOTE_ADDR=OFFICE)
    assert is_in(client)


def test_right_passwords_are_not_counted(ann, tight):
    for _ in range(10):
        client = Client()
        send(client)
        assert is_in(client)


def test_an_address_that_sends_the_form_without_end_is_answered_in_words(tight):
    answers = [send(Client(), f"person-{n}@board.example", "wrong") for n in range(13)]
    assert {answer.status_code for answer in answers[:12]} == {200}
    assert answers[12].status_code == 429
    assert send(Client(), REMOTE_ADDR=ELSEWHERE).status_code == 200


def test_another_port_in_the_address_of_the_site_is_no_new_try(ann):
    for n in range(5):
        send(Client(), password="wrong", headers={"host": f"testserver:{8000 + n}"})
    assert "too many tries" in send(Client(), headers={"host": "testserver:9000"}).content.decode()


def last_try_with(made_up):
    answers = [send(Client(), password="wrong", headers={"x-forwarded-for": made_up(n)}) for n in range(6)]
    return answers[5].content.decode()


def test_an_address_in_a_header_is_not_believed(ann):
    assert "too many tries" in last_try_with(lambda n: f"198.51.100.{n}")


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(ann, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "too many tries" in last_try_with(lambda n: f"198.51.100.{n}, 203.0.113.5")
    caches["default"].clear()
    assert "too many tries" not in last_try_with(lambda n: f"198.51.100.1, 203.0.113.{n}")


def test_too_many_mails_to_one_address_are_not_sent(ann):
    for _ in range(5):
        ask(Client())
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("where", [CODE, "/accounts/password/forgotten/"])
def test_nobody_guesses_codes_by_having_new_ones_sent_for_an_hour(where, ann, monkeypatch):
    for minute in range(25):
        monkeypatch.setattr(ratelimit, "time", At(minute * 61)())
        Client().post(where, {"email": ann.email})
    assert len(mail.outbox) == 20
    monkeypatch.setattr(ratelimit, "time", At(2 * 3600)())
    Client().post(where, {"email": ann.email})
    assert len(mail.outbox) == 21


def test_passwords_are_kept_with_argon2(settings):
    from lscb import settings as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    old = User(password=hashers.make_password("tractor velvet onion", hasher="pbkdf2_sha256"))
    assert hashers.make_password("x").startswith("argon2$")
    assert hashers.check_password("tractor velvet onion", old.password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12"),
        ("qwerty123456", "common"),
        ("x" * 64 + " and more", ""),
        ("ordinary words with spaces", ""),
    ],
)
def test_passwords_are_long_rather_than_odd(ann, password, words):
    client = Client()
    client.force_login(ann)
    form = {"oldpassword": make.PASSWORD, "password1": password, "password2": password}
    response = client.post("/accounts/password/", form)
    assert (words in response.content.decode() and response.status_code == 200) if words else is_in(client)
    ann.refresh_from_db()
    assert ann.check_password(password) is not bool(words)
