"""What watches the server is told the truth, without a sign-in and without a word of the board's."""

import shutil
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from editions import publishing, tree, verification
from editions.models import Edition
from kit import owner
from publications.models import PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY
from tests.unsealing import unsealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(public_root):
    make.BoardFactory()
    publication = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    words = publishing.update(publication, by=make.UserFactory(), on=DAY)
    tree.rebuild()
    return words


def verify(capsys):
    with suppress(CommandError):
        call_command("verify_editions")
    capsys.readouterr()


def said(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.status_code, answer.content.decode().splitlines()


def ready(client):
    return said(client, "/health/ready")


def findings(client):
    return said(client, "/health/findings")


def test_all_is_well(site, client, capsys):
    assert ready(client) == (200, ["ready"])
    assert findings(client) == (200, ["nothing found"])
    verify(capsys)
    assert findings(client) == (200, ["nothing found"])
    assert verification.last().findings == 0


def test_an_empty_installation_is_ready(client):
    assert ready(client) == (200, ["ready"])
    assert findings(client) == (200, ["nothing found"])


def test_the_program_lives_without_its_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert not answer.cookies


def away(*args):
    raise OperationalError("could not connect to server at 10.0.0.7")


def test_a_database_that_is_away_is_said(site, client):
    with connection.execute_wrapper(away):
        assert ready(client) == (503, ["The database does not answer."])
        assert findings(client) == (503, ["The database does not answer."])


def test_a_cookie_makes_no_difference(site, client):
    """Whoever looks at it in the browser of the office is told the same as the load balancer."""
    client.force_login(make.UserFactory())
    with connection.execute_wrapper(away):
        assert said(client, "/health/live") == (200, ["alive"])
        assert ready(client) == (503, ["The database does not answer."])


def test_what_another_user_left_in_the_public_pages_is_said(site, client, public_root, monkeypatch):
    monkeypatch.setattr(owner, "is_ours", lambda place: place.name != "trees")
    status, [line] = findings(client)
    assert (status, line) == (
        503,
        "Files in the folder of the public pages belong to another user than the program’s; chown mends it.",
    )
    assert ready(client) == (200, ["ready"])


def test_a_public_site_that_is_gone_is_said(site, client, public_root):
    shutil.rmtree(public_root / "trees")
    assert ready(client) == (503, ["There is no public site; manage.py site writes it."])


def test_what_the_last_verification_found_is_counted_and_not_told(site, client, capsys):
    with unsealed():
        Edition.objects.filter(pk=site.pk).update(digest="0" * 64)
    verify(capsys)
    assert ready(client) == (200, ["ready"])
    status, [line] = findings(client)
    assert status == 503
    assert "found 1 thing wrong; manage.py verify_editions says what." in line
    assert "Business plan" not in line


def test_whoever_watches_needs_no_https(settings, client):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    assert client.get("/health/live").status_code == 200
    assert client.get("/accounts/sign-in/").status_code == 301
