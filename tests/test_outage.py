"""The public site answers while the database is away: before the program starts, and after."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import include, path

from editions import tree
from lscb import urls

# A whole program of its own, whose database nobody listens for; it asks itself as a web server would ask it.
PROGRAM = """
import sys
from django.test import Client
from lscb.wsgi import application
client = Client(raise_request_exception=False)
for address in sys.argv[1:]:
    answer = client.get(address)
    print("answer", answer.status_code, len(b"".join(answer) if answer.streaming else answer.content), flush=True)
"""
# Nothing listens at port 9; a socket is refused at once.
DEAD = "postgresql://nobody:nothing@127.0.0.1:9/nowhere?connect_timeout=2"


@pytest.fixture
def site(public_root):
    public_root.mkdir()
    files = [("index.html", b"Home"), ("business-plan/2016-2019.pdf", b"%PDF"), ("404.html", b"No such page")]
    tree.replace(public_root, public_root / "trees", files)


def test_the_public_site_answers_with_the_database_away(site, public_root):
    environment = {
        "DJANGO_SETTINGS_MODULE": "lscb.settings",
        "DATABASE_URL": DEAD,
        "PUBLIC_ROOT": str(public_root),
        "SECRET_KEY": "for tests only, and long enough to sign a session with",
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "0",
        "HTTPS": "0",
    }
    asked = ["/", "/business-plan/2016-2019.pdf", "/nowhere/", "/health/live", "/health/ready", "/accounts/sign-in/"]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *asked],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = [line.split()[1:] for line in ran.stdout.splitlines() if line.startswith("answer ")]
    answers = dict(zip(asked, lines, strict=True))
    assert answers["/"] == ["200", "4"], ran.stderr
    assert answers["/business-plan/2016-2019.pdf"] == ["200", "4"]
    assert answers["/nowhere/"] == ["404", "12"]
    assert answers["/health/live"][0] == "200"
    assert answers["/health/ready"][0] == "503"
    assert answers["/accounts/sign-in/"][0] == "503", "what needs the database says so, and the rest goes on"


@login_not_required
def away(request):
    raise {"away": OperationalError("10.0.0.7"), "closed": InterfaceError("closed"), "ours": ValueError("ours")}[
        request.GET["what"]
    ]


urlpatterns = [path("fails/", away), path("", include("lscb.urls"))]
handler500 = urls.handler500


@pytest.mark.parametrize(("what", "status"), [("away", 503), ("closed", 503), ("ours", 500)])
def test_a_database_that_is_away_is_no_fault_of_the_program(what, status, settings):
    """It is said as what it is, with when to ask again, and without a word of where the database stands."""
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/fails/", {"what": what})
    page = answer.content.decode()
    assert answer.status_code == status
    assert ("The records can’t be reached" in page) == (status == 503)
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert "10.0.0.7" not in page
    assert "default-src 'none'" in answer["Content-Security-Policy"], "an error page has its headers, too"
