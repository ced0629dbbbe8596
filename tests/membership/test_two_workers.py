"""Throttles hold over the workers of a real server: what one of them counts, the other knows."""

import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest
import requests
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches

from membership.roles import Role
from tests import factories as make
from tests.killing import environment

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker(log):
    """A process of its own that serves the program on the test's database; its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        place = "127.0.0.1:{1}".format(*door.getsockname())
    command = [sys.executable, "-m", "gunicorn", "lscb.wsgi", "--bind", place, "--no-control-socket"]
    # DEBUG: without a folder of collected files.
    known = environment(SECOND_FACTOR="0", DEBUG="1")
    with log.open("w") as out, subprocess.Popen(command, env=known, cwd=settings.BASE_DIR, stderr=out) as process:
        try:
            until_it_answers(f"http://{place}/health/live", log)
            yield f"http://{place}"
        finally:
            process.terminate()


def until_it_answers(address, log):
    for _ in range(300):
        try:
            return requests.get(address, timeout=30).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
    return pytest.fail(log.read_text())


@pytest.fixture
def workers(tmp_path):
    with ExitStack() as both:
        yield [both.enter_context(worker(tmp_path / name)) for name in ("first", "second")]
    # What they counted is no row of a model, which the test database would empty by itself.
    caches["default"].clear()


def sign_in(address, email, password):
    """Where the page for signing in leads somebody who has just come, without a cookie, and what it says there."""
    page = f"{address}/accounts/sign-in/"
    with requests.Session() as visitor:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get(page, timeout=30).text)[1]
        form = {"login": email, "password": password, "csrfmiddlewaretoken": token}
        answer = visitor.post(page, form, timeout=30)
    return answer.url.removeprefix(address), answer.text


def test_five_wrong_passwords_at_either_and_then_not_even_the_right_one(workers):
    first, second = workers
    for name in ("ann", "bob"):
        person = make.UserFactory(email=f"{name}@board.example", roles=[Role.MEMBER])
        # As a real installation keeps it: the tests' own way of keeping passwords is unknown there.
        person.password = Argon2PasswordHasher().encode(make.PASSWORD, "salt for a test")
        person.save()
    for address in (first, second, first, second, first):
        assert "too many tries" not in sign_in(address, "ann@board.example", "wrong")[1]
    for address in workers:
        where, words = sign_in(address, "ann@board.example", make.PASSWORD)
        assert where == "/accounts/sign-in/"
        assert "too many tries" in words
        assert sign_in(address, "bob@board.example", make.PASSWORD)[0] == "/members/"
