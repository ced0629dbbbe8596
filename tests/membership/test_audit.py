"""The record of access: one row for each thing that happened, without what somebody typed, and nobody rewrites it."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit import clock
from membership import audit, invitations
from membership.models import AccessEvent
from membership.roles import May, Role
from tests import factories as make
from tests import signing_in

pytestmark = pytest.mark.django_db
What = AccessEvent.What


@pytest.fixture
def ann():
    return make.UserFactory(email="ann@board.example", name="Ann", roles=[Role.MEMBER])


@pytest.fixture
def manager():
    return make.UserFactory(name="Mary Manager", roles=[Role.MANAGER])


@pytest.fixture
def managing(manager):
    client = Client()
    client.force_login(manager)
    return client


def rows(*whats):
    return list(AccessEvent.objects.filter(what__in=whats).order_by("pk"))


def test_signing_in_by_password_and_out_again(ann):
    client = Client(REMOTE_ADDR="2001:db8::7")
    client.post(reverse("account_login"), {"login": ann.email, "password": make.PASSWORD})
    client.post(reverse("account_logout"))
    came, went = rows(What.SIGNED_IN, What.SIGNED_OUT)
    assert (came.login, came.by, came.detail, came.address) == (ann, ann, "password", "2001:db8::7")
    assert (went.what, went.login) == (What.SIGNED_OUT, ann)
    assert abs(came.when - datetime.now(UTC)) < timedelta(minutes=1)


def test_who_is_signed_out_by_the_clock_did_not_do_it(ann, monkeypatch):
    client = Client()
    client.post(reverse("account_login"), {"login": ann.email, "password": make.PASSWORD})
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr("kit.clock.now", lambda: later)
    client.get("/members/")
    (went,) = rows(What.SIGNED_OUT)
    assert (went.login, went.by, went.detail) == (ann, None, "the session ran out")


def test_a_wrong_password_on_the_way_to_a_new_one_is_recorded(ann):
    client = Client()
    client.post(reverse("account_login"), {"login": ann.email, "password": make.PASSWORD})
    new = {"password1": "tractor velvet onion", "password2": "tractor velvet onion"}
    client.post(reverse("account_change_password"), {"oldpassword": "canary", **new})
    (failed,) = rows(What.FAILED)
    assert (failed.login, failed.by, failed.detail) == (ann, ann, "password, asked for to change it")
    client.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, **new, "password2": "another"})
    assert len(rows(What.FAILED)) == 1, "two that differ are no failed proof"


def test_a_failed_sign_in_says_whose_login_and_never_what_was_typed(ann):
    client = Client()
    for address in (ann.email, "canary@stranger.example"):
        client.post(reverse("account_login"), {"login": address, "password": "canary in the password"})
    known, unknown = rows(What.FAILED)
    assert (known.login, known.by, known.detail) == (ann, None, "password")
    assert (unknown.login, unknown.detail) == (None, "password: unknown address")
    assert "canary" not in str([list(row) for row in AccessEvent.objects.values_list()])


def test_a_wrong_code_from_the_mail_is_noted(ann):
    for address in (ann.email, "canary@stranger.example"):
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": address})
        client.post(reverse("account_confirm_login_code"), {"code": "canary"})
        # Nothing was typed: that is no try.
        client.post(reverse("account_confirm_login_code"), {"code": ""})
        client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    known, unknown = rows(What.FAILED)
    assert (known.login, known.by, known.detail) == (ann, None, audit.BY_MAIL)
    assert (unknown.login, unknown.detail) == (None, f"{audit.BY_MAIL}: unknown address")
    assert "canary" not in str([list(row) for row in AccessEvent.objects.values_list()])


@pytest.mark.parametrize("field", ["code", "credential"])
def test_a_wrong_second_factor_is_noted(field, manager, settings):
    settings.SECOND_FACTOR = True
    signing_in.app_of(manager)
    client = Client()
    client.post(reverse("account_login"), {"login": manager.email, "password": make.PASSWORD})
    for typed in ("canary", ""):
        client.post(reverse("mfa_authenticate"), {field: typed})
    [failure] = rows(What.FAILED)
    assert (failure.login, failure.by, failure.detail) == (manager, None, "second factor")


AGAIN = [
    (signing_in.app_of, "mfa_reauthenticate", "code", "second factor, asked for again"),
    (signing_in.passkey_of, "mfa_reauthenticate_webauthn", "credential", "passkey, asked for again"),
    (None, "account_reauthenticate", "password", "password"),
]


@pytest.mark.parametrize(("factor", "where", "field", "detail"), AGAIN)
def test_a_wrong_proof_when_one_is_asked_for_again_is_noted(factor, where, field, detail, manager, monkeypatch):
    # The passkey of this test has no other half, of which the browser could be told.
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    if factor:
        factor(manager)
    client = signing_in.client_of(manager, ago=3600)
    for typed in ("canary", ""):
        client.post(reverse(where), {field: typed})
    [failure] = rows(What.FAILED)
    assert (failure.login, failure.detail) == (manager, detail)


def test_whoever_sets_a_password_or_a_second_factor_leaves_a_row(manager, django_capture_on_commit_callbacks):
    client = signing_in.client_of(manager)
    new = "tractor velvet onion"
    client.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})
    manager.refresh_from_db()
    client = signing_in.client_of(manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    signing_in.app_of(manager)
    client.post(reverse("mfa_deactivate_totp"))
    kinds = (What.PASSWORD_SET, What.SECOND_FACTOR_ADDED, What.SECOND_FACTOR_REMOVED)
    assert [(row.what, row.detail, row.login, row.by) for row in rows(*kinds)] == [
        (What.PASSWORD_SET, "", manager, manager),
        (What.SECOND_FACTOR_ADDED, "recovery codes", manager, manager),
        (What.SECOND_FACTOR_REMOVED, "app", manager, manager),
    ]


def test_a_password_that_was_set_by_a_link_leaves_a_row(ann):
    link = invitations.link(ann, RequestFactory().get("/"))
    client = Client()
    form = client.get(link, follow=True).redirect_chain[0][0]
    client.post(form, {"password1": "tractor velvet onion", "password2": "tractor velvet onion"})
    [row] = rows(What.PASSWORD_SET)
    assert (row.login, row.by, row.detail) == (ann, None, audit.WAYS["password_reset"])


def test_a_refused_page_is_noted_once_an_hour_and_without_its_question(ann):
    client = Client()
    client.force_login(ann)
    for _ in range(3):
        assert client.get("/office/?find=canary").status_code == 403
    [row] = rows(What.DENIED)
    assert (row.login, row.by, row.detail) == (ann, ann, "/office/")


def test_who_has_not_signed_in_is_not_refused_but_asked(ann):
    Client().get("/office/")
    assert not rows(What.DENIED)


def test_one_broken_page_can_not_fill_the_table(ann):
    client = Client()
    client.force_login(ann)
    for number in range(audit.MOST_IN_AN_HOUR + 5):
        client.get(reverse("person", args=[number + 1]))
    refused = rows(What.DENIED)
    assert len(refused) == audit.MOST_IN_AN_HOUR
    assert refused[-1].detail.endswith(audit.LAST_OF_THE_HOUR)
    assert not refused[-2].detail.endswith(audit.LAST_OF_THE_HOUR)


def test_guessing_can_not_fill_the_table(ann):
    for _ in range(audit.MOST_IN_AN_HOUR + 5):
        audit.failed(None, credentials={"email": "guess@stranger.example"})
    audit.failed(None, credentials={"email": ann.email})
    assert len(rows(What.FAILED)) == audit.MOST_IN_AN_HOUR + 1, "a guess at one login hides none at another"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "made up, 198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "<script>", None),
    ],
)
def test_the_address_is_what_a_trusted_proxy_says_and_nothing_that_was_claimed(
    ann, settings, trusted, forwarded, address
):
    settings.TRUST_PROXY = trusted
    client = Client(REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded})
    client.force_login(ann)
    client.get("/office/")
    assert rows(What.DENIED)[0].address == address


def test_what_is_written_stays():
    event = audit.record(What.FAILED)
    for change in (
        event.save,
        event.delete,
        lambda: AccessEvent.objects.update(detail="nothing happened"),
        lambda: AccessEvent.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="What happened is"):
            change()
    assert AccessEvent.objects.get().detail == ""


def test_only_managers_read_it(ann, manager):
    audit.record(What.FAILED)
    assert AccessEvent.objects.visible_to(manager).count() == AccessEvent.objects.count() > 0
    assert manager.has_perm(May.MANAGE_PEOPLE)
    assert not AccessEvent.objects.visible_to(ann).exists()


# The page


def at(*day):
    return datetime(*day, tzinfo=UTC)


def test_the_filter(managing, ann, manager):
    AccessEvent.objects.all().prune()
    for when, what, login in (
        (at(2016, 5, 31, 22, 30), What.SIGNED_IN, ann),
        (at(2016, 5, 31, 23, 30), What.SIGNED_OUT, ann),
        (at(2016, 6, 2, 22, 59), What.FAILED, ann),
        (at(2016, 6, 2, 23, 1), What.FAILED, manager),
    ):
        AccessEvent.objects.create(when=when, what=what, login=login)

    def shown(**query):
        table = managing.get(reverse("access"), query).context["table"]
        return [row.record.what for row in table.rows]

    assert shown(person=ann.pk) == [What.FAILED, What.SIGNED_OUT, What.SIGNED_IN]
    assert shown(what=What.FAILED) == [What.FAILED, What.FAILED]
    assert shown(since="2016-06-01", until="2016-06-02") == [What.FAILED, What.SIGNED_OUT], "days are London's"
    assert shown(person=ann.pk, since="2016-06-01", what=What.SIGNED_OUT) == [What.SIGNED_OUT]


@pytest.mark.parametrize("address", ["access", "access-export"])
def test_the_first_and_the_last_day_of_the_calendar_break_nothing(managing, address):
    for given in ({"since": "0001-01-01"}, {"until": "9999-12-31"}):
        assert managing.get(reverse(address), given).status_code == 200


def test_a_filter_that_can_not_be_read_is_said(managing):
    page = managing.get(reverse("access"), {"since": "soon", "person": "x"})
    assert page.status_code == 200
    assert b"Write the day as 1 June 2016" in page.content


def test_as_many_queries_for_many_rows(managing):
    def asked(rows):
        for _ in range(rows):
            audit.record(What.FAILED, login=make.UserFactory(), by=make.UserFactory())
        with CaptureQueriesContext(connection) as queries:
            managing.get(reverse("access"))
        return len(queries)

    asked(0)
    assert asked(2) == asked(18)


def test_the_export_is_harmless_and_recorded(managing, manager):
    audit.record(What.SIGNED_IN, login=make.UserFactory(name="=HYPERLINK(1)"))
    answer = managing.get(reverse("access-export"), {"what": What.SIGNED_IN})
    assert answer["Content-Disposition"] == f'attachment; filename="access-{clock.today()}.csv"'
    header, *lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert header[:3] == ["When", "What", "Whose login"]
    assert {line[1] for line in lines} == {"Signed in"}
    assert "'=HYPERLINK(1)" in [line[2] for line in lines]
    assert rows(What.EXPORTED)[0].by == manager
