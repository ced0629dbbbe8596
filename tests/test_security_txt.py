"""Whom to tell of a weakness: named where the installation names somebody, as RFC 9116 wants it, and to its day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kit import clock

ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def named(settings):
    settings.ALLOWED_HOSTS = ["lscb.council.example", "testserver"]
    settings.SECURITY_CONTACT = ["mailto:security@council.example", "https://council.example/security"]
    settings.SECURITY_CONTACT_UNTIL = date(2099, 6, 30)
    return settings


def test_the_contact_is_named_without_a_sign_in_or_a_query(named, client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    assert [value for name, value in fields if name == "Contact"] == named.SECURITY_CONTACT
    [expires] = [value for name, value in fields if name == "Expires"]
    assert datetime.fromisoformat(expires) == datetime(2099, 6, 30, 23, 59, 59, tzinfo=UTC)
    assert ["Canonical", f"https://lscb.council.example{ADDRESS}"] in fields
    assert "Set-Cookie" not in answer


def test_nobody_is_named_without_a_setting_or_after_its_day(named, client, db):
    named.SECURITY_CONTACT_UNTIL = clock.now().date()
    assert client.get(ADDRESS).status_code == 200
    named.SECURITY_CONTACT_UNTIL -= timedelta(days=1)
    assert client.get(ADDRESS).status_code == 404
    named.SECURITY_CONTACT, named.SECURITY_CONTACT_UNTIL = [], None
    assert client.get(ADDRESS).status_code == 404
