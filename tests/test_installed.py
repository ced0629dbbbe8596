"""docs/hosting.md, followed on this machine, on the tests' own database: its settings, commands, nginx with TLS and
gunicorn, from an empty database to the first page of the manager's office; and its night.

Where nginx isn't installed this is skipped, and says so; .ci/run installs it.
"""

import re
import subprocess
import sys
import time
from contextlib import ExitStack
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command

from membership.models import AccessEvent
from tests import deployed
from tests.deployed import BASE, DEPLOY, HOST
from tests.killing import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("migrated"),
    pytest.mark.skipif(deployed.NGINX is None, reason=deployed.MISSING),
]
NAME, MANAGER, PASSWORD = "Northtown Safeguarding Children Partnership", "m@example.gov.uk", "tractor velvet onion"
NEW = ("--no-input", "--name", NAME, "--regime", "partners-2026", "--year", "2026/27", "--manager", MANAGER)
# What the guide says is to be written in, and where the board lies on this machine.
KEYS = {
    "SECRET_KEY": "a long random text, as long as the guide's own line makes it, and good for nothing else",
    "SECRETS_KEYS": "b25seS1mb3ItY2hlY2tpbmctc2V0dGluZ3MtMTIzNDU=",
}


def environment(public_root):
    """docs/deploy/environment, filled in."""
    text = (DEPLOY / "environment").read_text().replace("BOARD", "northtown")
    return dict(re.findall(r'^([A-Z_]+)="(.*)"$', text, flags=re.M)) | KEYS | {
        "DATABASE_URL": database_url(),
        "PUBLIC_ROOT": str(public_root),
    }  # fmt: skip


def manage(settings, *words):
    """As docs/deploy/lscb-manage runs a command: with the settings of the board and nothing else."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE,
        env={"PATH": "/usr/bin:/bin"} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


class Browser:
    """Keeps cookies, follows where it is led, and sends forms as a browser does."""

    def __init__(self, server):
        self.server, self.cookies = server, {}

    def ask(self, address, method="GET", form=None):
        """Where it ends, with which status, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {"Content_Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}/"}
        status, said, body = self.server.ask(address, method, urlencode(form or {}).encode(), **headers)
        for cookie in said.get("set-cookie", "").split(" AND "):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if status in (301, 302):
            there = urlsplit(said["location"])
            assert there.netloc in ("", HOST)
            return self.ask(there.path + (f"?{there.query}" if there.query else ""))
        return address, status, body.decode()

    def send(self, address, **form):
        """Fill in the form that stands at an address; what its page shows may be asked for a word."""
        address, _, page = self.ask(address)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        typed = {name: words(page) if callable(words) else words for name, words in form.items()}
        return self.ask(address, "POST", {"csrfmiddlewaretoken": token} | typed)


def digits(page):
    """What an app shows to which somebody has typed the key that stands on a page."""
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def test_from_an_empty_database_to_the_first_page_of_the_office(tmp_path, public_root):
    settings = environment(public_root)
    public_root.mkdir()
    manage(settings, "check", "--deploy", "--database", "default", "--fail-level", "ERROR")
    link = urlsplit(manage(settings, "newboard", *NEW).split()[-1])
    assert (link.scheme, link.netloc) == ("https", HOST)
    with ExitStack() as running:
        how = {"DJANGO_SETTINGS_MODULE": "tests.installed"}
        program = running.enter_context(deployed.program(tmp_path, public_root, **settings, **how))
        browser = Browser(running.enter_context(deployed.nginx(tmp_path, public_root)))
        _, status, page = browser.ask("/")
        assert status == 200
        assert NAME in unescape(page)
        assert "Nothing is published here yet" in page
        assert program.ask("/health/ready")[0] == 200
        browser.send(link.path, password1=PASSWORD, password2=PASSWORD)
        browser.send("/accounts/sign-in/", login=MANAGER, password=PASSWORD)
        where, status, page = browser.ask("/office/")
        assert where == "/accounts/second-factor/", "a manager has to set one up first"
        browser.send("/accounts/second-factor/app/", code=digits)
        where, status, page = browser.ask("/office/")
        assert (where, status) == ("/office/", 200)
        assert NAME in unescape(page)
    assert {"__Host-session", "__Host-csrf"} <= set(browser.cookies)
    assert set(AccessEvent.objects.exclude(address=None).values_list("address", flat=True)) == {"127.0.0.1"}


def test_the_night_as_the_unit_has_it(board_to_copy, tmp_path):
    """Each command of the unit runs with the words that stand there. The last one fails if anything is to be mended."""
    unit = (DEPLOY / "systemd" / "lscb-nightly@.service").read_text()
    commands = re.findall(r"^ExecStart=-?/opt/lscb/.venv/bin/python manage.py (.+)$", unit, flags=re.M)
    for command in commands:
        call_command(*command.replace("/srv/copies/%i", str(tmp_path / "copies")).split())
    assert [command.split()[0] for command in commands] == ["verify_editions", "site", "tidy", "backup", "summary"]
    assert len(list((tmp_path / "copies").iterdir())) == 1
