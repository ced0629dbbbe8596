"""A computer that its person trusts for twelve hours: if it is allowed, for that person, not for what is grave."""

import pytest
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import signing
from django.test import Client

from membership import duties, sessions
from membership.models import AccessEvent, Board
from membership.roles import Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db

SIGN_IN, SECOND = "/accounts/sign-in/", "/accounts/sign-in/second-factor/"
OUT, CONFIRM = "/accounts/sign-out/", "/accounts/confirm/second-factor/"
NEW = "tractor velvet onion"


@pytest.fixture(autouse=True)
def board(settings):
    settings.SECOND_FACTOR = True
    return make.BoardFactory(trusted_computers=True)


@pytest.fixture
def ed():
    return make.UserFactory(email="ed@board.example", roles=[Role.EDITOR])


@pytest.fixture
def sheet(ed):
    return signing_in.sheet_of(ed)


@pytest.fixture
def computer(ed, sheet):
    """A browser on which ed signed in, ticked the box and closed the window: its session is gone, its cookie is not."""
    client = password(Client(), ed)
    client.post(SECOND, {"code": sheet[0], "trust": "on"})
    assert client.get("/office/").status_code == 200
    return closed(client)


def closed(client):
    for name in [name for name in client.cookies if "session" in name]:
        del client.cookies[name]
    return client


def password(client, user, words=make.PASSWORD):
    client.post(SIGN_IN, {"login": user.email, "password": words})
    return client


def is_in(client):
    return client.get("/office/").status_code == 200


def test_on_a_trusted_computer_the_password_does(computer, ed):
    assert is_in(password(computer, ed))
    assert not is_in(password(Client(), ed)), "and on no other"
    latest = AccessEvent.objects.filter(what="signed-in").first()
    assert latest.detail == "password, trusted computer"


def test_it_is_in_the_record_of_access(computer, ed):
    [line] = AccessEvent.objects.filter(what="computer-trusted")
    assert (line.login, line.by) == (ed, ed)


def test_without_the_tick_nothing_is_trusted(ed, sheet):
    client = password(Client(), ed)
    client.post(SECOND, {"code": sheet[0]})
    assert "trusted" not in client.cookies
    assert not is_in(password(closed(client), ed))


def test_a_wrong_code_is_trusted_with_nothing(ed, sheet):
    client = password(Client(), ed)
    client.post(SECOND, {"code": "00000000", "trust": "on"})
    assert "trusted" not in client.cookies


@pytest.mark.parametrize(("hours", "good"), [(11.9, True), (12.1, False)])
def test_it_is_for_twelve_hours(computer, ed, hours, good, monkeypatch):
    assert computer.cookies["trusted"]["max-age"] == 12 * 3600
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + hours * 3600)
    assert is_in(password(computer, ed)) is good


def test_a_board_that_did_not_allow_it_offers_it_to_nobody(ed, sheet):
    Board.objects.update(trusted_computers=False)
    client = password(Client(), ed)
    assert "Trust this computer" not in client.get(SECOND).content.decode()
    client.post(SECOND, {"code": sheet[0], "trust": "on"})
    assert "trusted" not in client.cookies


def test_boards_do_not_allow_it_until_somebody_says_so():
    assert Board().trusted_computers is False


def test_a_board_that_allows_it_no_more_ends_it_at_once(computer, ed):
    Board.objects.update(trusted_computers=False)
    assert not is_in(password(computer, ed))


def signs_out(ed):
    password(Client(), ed).post(OUT)
    sessions.end_all(ed)


def new_password(ed):
    ed.set_password(NEW)
    ed.save()


def another_factor(ed):
    signing_in.app_of(ed)


def another_role(ed):
    duties.give(ed, Role.APPROVER, by=make.SuperuserFactory())


@pytest.mark.parametrize("deed", [signs_out, new_password, another_factor, another_role])
def test_what_ends_sessions_ends_trust(computer, ed, deed):
    deed(ed)
    assert not is_in(password(computer, ed, NEW if deed is new_password else make.PASSWORD))


def test_whoever_signs_out_ends_it_on_every_computer(computer, ed, sheet):
    here = password(Client(), ed)
    here.post(SECOND, {"code": sheet[1]})
    page = here.get("/accounts/").content.decode()
    assert "No computer that you trusted is trusted any more." in page
    here.post(OUT)
    assert not is_in(password(computer, ed))


def test_a_colleague_on_the_same_computer_is_asked(computer, ed):
    other = make.UserFactory(roles=[Role.EDITOR])
    signing_in.app_of(other)
    assert not is_in(password(computer, other))


def test_a_cookie_that_somebody_made_up_is_worth_nothing(ed, sheet, computer):
    real = computer.cookies["trusted"].value
    for value in ("", "yes", real[:-1] + ("B" if real.endswith("A") else "A")):
        client = Client()
        client.cookies["trusted"] = value
        assert not is_in(password(client, ed))


def test_what_is_grave_asks_for_the_second_factor_all_the_same(computer, ed):
    client = password(computer, ed)
    answer = client.get("/accounts/second-factor/codes/")
    assert answer["Location"].startswith(CONFIRM)


def test_a_passkey_can_be_used_with_the_box_too(ed, sheet, monkeypatch):
    asked = {"publicKey": {"allowCredentials": [{}]}}
    monkeypatch.setattr(webauthn, "begin_authentication", lambda user: asked)
    page = password(Client(), ed).get(SECOND).content.decode()
    first, _, second = page.partition("Or enter a code")
    assert 'name="trust"' in first
    assert 'name="trust"' in second
    assert first.count('id="id_passkey_trust"') == second.count('id="id_trust"') == 1
