"""Killing a process that copies the database or puts a copy back, without warning, and looking at what it leaves."""

import os
import random
import signal
import subprocess
import sys

from django.conf import settings

from lscb.custody import backup
from tests.killing import ROUNDS, environment

# Each begins when all is loaded, says so, and goes on until it is killed.
COPYING = """
import django, itertools, pathlib, sys
django.setup()
from lscb.custody import backup
place = pathlib.Path(sys.argv[1])
print("begun", flush=True)
for number in itertools.count():
    print(backup.back_up(place / str(number))[0], flush=True)
"""
PUTTING_BACK = """
import django, pathlib, sys
django.setup()
from lscb.custody import backup
print("begun", flush=True)
backup.restore(pathlib.Path(sys.argv[1]))
print("restored", flush=True)
"""


def killed(program, argument, seconds, **more):
    """Run it, and kill it so long after it has begun; the lines that it had said by then."""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(argument)],
        env=environment(**more),
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        said = next((line for line in process.stdout if not line.startswith("{")), "")  # after lines of its log
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # pg_dump and pg_restore too
        said += process.stdout.read()
    lines = [line for line in said.splitlines() if not line.startswith("{")]
    if lines[:1] != ["begun"] or process.returncode > 0:
        raise RuntimeError(f"It ended by itself: {process.returncode}, {said}")
    return lines[1:]


def moments(longest):
    """So many moments to be killed at, in seconds: the same in each run."""
    chance = random.Random(ROUNDS)
    return [chance.uniform(0, longest) for _ in range(ROUNDS)]


def copies_left(place):
    """Copies that stand there under their name, each looked at from end to end; and what isn't finished."""
    whole = [backup.checked(each.parent) for each in place.glob("*/board-*/MANIFEST.json")]
    named = list(place.glob("*/board-*"))
    return len(whole), len(named), len(list(place.glob("*/.board-*.unfinished")))
