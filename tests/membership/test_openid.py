"""The council's own sign-in, against a stand-in with its own keys: who comes in, and who doesn't."""

import time
from datetime import timedelta

import jwt
import pytest
import requests
from django.test import Client
from django.urls import reverse

from kit import clock
from membership import invitations
from membership.models import AccessEvent, User
from membership.roles import Role
from tests import factories as make
from tests import signing_in
from tests.stand_in_council import CLIENT, SECRET, TENANT, Council

pytestmark = pytest.mark.django_db

START, SIGN_IN = "/accounts/sign-in/council/", "/accounts/sign-in/"


@pytest.fixture(scope="module")
def provider():
    made = Council()
    yield made
    made.close()


@pytest.fixture
def council(provider, settings):
    """The provider, as it was before the last test, and this program set up for it."""
    provider.person = {"oid": "ann-s-number", "preferred_username": "Ann@Council.example", "name": "Ann"}
    provider.twist, provider.sign, provider.away = {}, provider.signed, False
    settings.SECOND_FACTOR = True
    settings.COUNCIL = {
        "tenant": TENANT,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "issuer": provider.issuer,
        "origin": "https://council.example",
        "name": "your council account",
    }
    return provider


@pytest.fixture
def ann(council):
    return make.UserFactory(email="ann@council.example", roles=[Role.EDITOR])


def go(client, start=START):
    """To the council's page, as a browser goes; the address with which it sends the browser back."""
    leading = client.post(start)
    assert leading.status_code == 302, leading.content.decode()
    return requests.get(leading["Location"], allow_redirects=False, timeout=5).headers["Location"]


def come(client, start=START):
    return client.get(go(client, start))


def is_in(client):
    answer = client.get("/members/")
    # Whoever edits a board that has no name yet is led on to the office.
    return answer.status_code == 200 or answer.headers.get("Location") == "/office/"


def test_an_invited_person_comes_in_and_its_second_factor_counts(ann):
    client = Client()
    response = come(client, f"{START}?next=/office/")
    assert response["Location"] == "/office/"
    assert client.get("/office/").status_code == 200
    ann.refresh_from_db()
    assert ann.council_id == "ann-s-number"


def test_an_uninvited_person_stays_out_and_is_told_whom_to_ask(council):
    client = Client()
    response = come(client)
    assert response.status_code == 403
    assert "the board has not invited you" in response.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()


GUEST = {"preferred_username": "guest@elsewhere.example", "email": "ann@council.example"}


@pytest.mark.parametrize(
    ("claims", "comes_in"),
    [
        (GUEST, False),
        (GUEST | {"xms_edov": False}, False),
        (GUEST | {"xms_edov": True}, True),
        ({"preferred_username": None, "email": "ann@council.example"}, False),
    ],
)
def test_an_address_that_the_tenant_does_not_vouch_for_lets_nobody_in(ann, council, claims, comes_in):
    council.person |= claims
    client = Client()
    come(client)
    assert is_in(client) is comes_in


def test_an_administrator_is_not_known_by_an_address(council):
    make.SuperuserFactory(email="ann@council.example")
    client = Client()
    assert come(client).status_code == 403
    assert not is_in(client)


def test_whose_address_changed_at_the_council_still_comes_in(ann, council):
    come(Client())
    council.person |= {"preferred_username": "ann.married@council.example"}
    client = Client()
    come(client)
    assert is_in(client)


def test_somebody_else_with_the_former_address_does_not(ann, council):
    come(Client())
    council.person |= {"oid": "bob-s-number"}
    client = Client()
    assert come(client).status_code == 403
    assert not is_in(client)
    ann.refresh_from_db()
    assert ann.council_id == "ann-s-number"


def test_a_leaver_who_is_ended_here_is_out_whatever_the_council_says(ann):
    come(Client())
    ann.refresh_from_db()
    ann.is_active = False
    ann.save()
    client = Client()
    page = client.get(go(client), follow=True).content.decode()
    assert "This sign-in has ended" in page
    assert not is_in(client)


def test_an_ended_invitation_is_not_taken_up(ann):
    ann.is_active = False
    ann.save()
    assert come(Client()).status_code == 403
    ann.refresh_from_db()
    assert ann.council_id == ""


@pytest.mark.parametrize(
    "twist",
    [
        {"tid": "99999999-2222-3333-4444-555555555555"},
        {"tid": None},
        {"iss": "http://127.0.0.1:9/another/v2.0"},
        {"aud": "another-client"},
        {"nonce": "of another question"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"oid": ""},
        {"oid": None},
        {"oid": 7},
    ],
    # Without the moments, which would give each worker of pytest-xdist another name.
    ids=lambda twist: " ".join(
        f"{name} {value if isinstance(value, str) else type(value).__name__}" for name, value in twist.items()
    ),
)
def test_a_statement_that_is_not_for_us_is_refused(ann, council, twist):
    council.twist = twist
    client = Client()
    response = come(client)
    assert response.status_code == 403
    assert "That did not work" in response.content.decode()
    assert not is_in(client)


def with_another_key(council):
    return lambda claims: jwt.encode(claims, council.other_key, algorithm="RS256", headers={"kid": "one"})


def with_an_unknown_key(council):
    return lambda claims: jwt.encode(claims, council.other_key, algorithm="RS256", headers={"kid": "two"})


def without_signature(council):
    return lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def with_the_secret(council):
    return lambda claims: jwt.encode(claims, SECRET * 4, algorithm="HS256", headers={"kid": "one"})


def nonsense(council):
    return lambda claims: "nonsense"


@pytest.mark.parametrize("how", [with_another_key, with_an_unknown_key, without_signature, with_the_secret, nonsense])
def test_a_statement_that_the_tenant_did_not_sign_is_refused(ann, council, how):
    council.sign = how(council)
    client = Client()
    assert come(client).status_code == 403
    assert not is_in(client)


def test_an_answer_works_once_and_in_the_browser_that_asked(ann):
    client = Client()
    back = go(client)
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.post("/accounts/sign-out/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_an_answer_to_another_question_is_refused(ann):
    client = Client()
    go(client)
    assert client.get(f"{START}answer/?code=made-up&state=made-up").status_code == 403
    assert not is_in(client)


def test_an_answer_that_took_too_long_is_refused(ann, monkeypatch):
    client = Client()
    back = go(client)
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(back).status_code == 403


def test_a_council_that_is_away_breaks_no_page(ann, council):
    client = Client()
    back = go(client)
    council.away = True
    assert client.get(back).status_code == 403
    assert client.post(START).status_code == 403


def test_the_refusal_of_the_council_is_a_page_and_nobody_s_words_are_shown(ann, council):
    client = Client()
    back = go(client)
    state = back.partition("state=")[2]
    response = client.get(f"{START}answer/?error=<b>access_denied</b>&state={state}")
    assert response.status_code == 403
    assert "access_denied" not in response.content.decode()


def test_a_visitor_can_not_widen_the_question(ann, council):
    come(Client(), f"{START}?scope=Mail.Read&auth_params=prompt%3Dnone&process=connect")
    assert council.asked["scope"] == "openid profile email"
    assert "prompt" not in council.asked
    assert council.asked["code_challenge_method"] == "S256"


def test_it_leads_back_to_no_other_site(ann):
    assert come(Client(), f"{START}?next=https://evil.example/")["Location"] == "/members/"


def test_whoever_is_asked_again_proves_it_at_the_council(ann, council):
    client = Client()
    come(client)
    signing_in.shown(client, ann, method="council", ago=16 * 60)
    led = client.get("/accounts/second-factor/app/")
    assert led["Location"].startswith(f"{START}?next=")
    assert "Is it still you?" in client.get(led["Location"]).content.decode()
    for not_proved in ({"auth_time": int(time.time()) - 3600}, {}, {"auth_time": "now"}):
        council.twist = not_proved
        assert come(client, led["Location"]).status_code == 403, not_proved
    council.twist = {"auth_time": int(time.time())}
    assert come(client, led["Location"])["Location"] == "/accounts/second-factor/app/"
    assert council.asked["prompt"] == "login"
    assert client.get("/accounts/second-factor/app/").status_code == 200


def test_somebody_else_signs_in_over_the_first(ann, council):
    bob = make.UserFactory(email="bob@board.example", roles=[Role.MEMBER])
    client = signing_in.client_of(bob)
    council.twist = {"auth_time": int(time.time())}
    come(client)
    assert ann.email in client.get("/accounts/").content.decode()


# Local passwords switched off


@pytest.fixture
def no_passwords(settings, ann):
    settings.LOCAL_PASSWORDS = False
    settings.BREAK_GLASS_EMAIL = "glass@council.example"
    return make.SuperuserFactory(email="glass@council.example")


def by_password(user):
    client = Client()
    client.response = client.post(SIGN_IN, {"login": user.email, "password": make.PASSWORD})
    return client


def test_a_password_no_longer_lets_in(no_passwords, ann):
    assert by_password(ann).response.status_code == 200
    assert "Passwords are switched off here" in Client().get(SIGN_IN).content.decode()


def test_nobody_is_mailed_a_link_for_a_password(no_passwords, ann, mailoutbox):
    Client().post("/accounts/password/forgotten/", {"email": ann.email})
    assert "council account" in mailoutbox[0].body
    assert "/password/link/" not in mailoutbox[0].body


def test_an_invitation_leads_to_the_council_s_sign_in(no_passwords, ann, rf, mailoutbox):
    assert invitations.link(ann, rf.get("/")) == f"http://testserver{SIGN_IN}"
    invitations.send(ann, rf.get("/"))
    assert "Sign in with your council account" in mailoutbox[0].body


def test_the_account_for_emergencies_still_comes_in_with_its_second_factor_and_is_noted(no_passwords, caplog):
    signing_in.app_of(no_passwords)
    client = by_password(no_passwords)
    assert client.response["Location"] == "/accounts/sign-in/second-factor/"
    assert not is_in(client)
    client.post("/accounts/sign-in/second-factor/", {"code": signing_in.digits()})
    assert is_in(client)
    assert "kept for emergencies signed in" in caplog.text
    assert AccessEvent.objects.filter(what="signed-in", detail__startswith="the account kept for emergencies").exists()
    assert no_passwords.email not in caplog.text


# Without it


def test_where_none_is_set_there_is_no_page_and_no_button(settings):
    settings.COUNCIL = None
    for name in ("council-sign-in", "council-answer"):
        assert Client().get(reverse(name)).status_code == 404
    assert START not in Client().get(SIGN_IN).content.decode()


def test_where_one_is_set_the_first_page_leads_there(council):
    page = Client().get(f"{SIGN_IN}?next=/office/").content.decode()
    assert f'action="{START}"' in page
    assert "Sign in with your council account" in page


def test_the_pages_whose_form_leads_there_let_the_browser_go_and_no_other_does(council, ann):
    """What public pages send is the same with and without it: a web server that sends it knows nothing of it."""
    allowed = "form-action 'self' https://council.example;"
    signed_in = Client()
    signed_in.force_login(ann)
    for address in (SIGN_IN, START):
        assert allowed in Client().get(address)["Content-Security-Policy"], address
    for client, address in ((Client(), "/"), (signed_in, "/accounts/"), (signed_in, "/office/")):
        assert "form-action 'self';" in client.get(address)["Content-Security-Policy"], address
