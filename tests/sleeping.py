"""Processes that hold what long work was given and do nothing, so that a test says when and how the work ends."""

import subprocess
import sys

import pytest

from kit import long_work

ASLEEP = "import time; time.sleep(60)"


@pytest.fixture
def asleep(monkeypatch):
    """The processes that were started in place of those that would do the work, as long as the test runs."""
    started = []

    def begin(work, lock):
        started.append(subprocess.Popen([sys.executable, "-c", ASLEEP], pass_fds=[lock], start_new_session=True))

    monkeypatch.setattr(long_work, "begin", begin)
    yield started
    for process in started:
        process.kill()
        process.wait()
