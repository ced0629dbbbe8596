"""Work that may take too much, done apart: in a process of its own, which can reach nothing and can't run for long.

`run` is called in the server. It starts `python -m MODULE`, a new interpreter and never a fork of the server, gives it
some bytes and gets a few words (JSON) and bytes back. The child calls `answer`: it limits its own time and memory and
writes no file. How many such children work at once is limited for all processes of an installation together.

Knows no Django, and neither may a module that is run by it.
"""

import fcntl
import hashlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
AT_ONCE = 2  # each takes a processor for itself
WAIT_FOR_A_TURN = 60  # seconds, for what has to be done, such as publishing
# For what somebody only looks at: who waits holds a thread that readers need, so few wait, and briefly.
WAIT_BRIEFLY, WAITING = 5, 2
OPEN_FILES = 64
TOO_MUCH_MEMORY = "it needed more memory than it may have."


class Limits(Struct, frozen=True, kw_only=True):
    """What one piece of work may take: seconds of computing, bytes of memory, seconds by the clock."""

    computing: int = 60
    memory: int = 1 << 30
    wall: int = 90


class Stopped(Exception):
    """The work didn't come to its end; the message ends a sentence: "it took more than 60 seconds of computing."."""


class Busy(Exception):
    """Others are at work and it was not this one's turn."""


# In the server


def run(module, source, limits, *, environment=None, patient=False):
    """What a module's child answers to some bytes, as words and bytes; Stopped or Busy. Never call it in a transaction.

    The child knows nothing of the server's settings or secrets, but for what `environment` says.
    """
    with turn(patient=patient):
        try:
            child = subprocess.run(
                [sys.executable, "-s", "-m", module, str(limits.computing), str(limits.memory)],
                cwd=PROJECT,
                env=surroundings() | (environment or {}),
                input=source,
                capture_output=True,
                timeout=limits.wall,
                check=False,
            )
        except subprocess.TimeoutExpired as expired:
            raise Stopped(f"it took more than {limits.wall} seconds.") from expired
    header, _, data = child.stdout.partition(b"\n")
    if child.returncode == 0 and header:
        return json.loads(header), data
    log.error("%s ended with %s: %s", module, child.returncode, places(child.stderr.decode(errors="replace")))
    if b"MemoryError" in child.stderr or b"bad_alloc" in child.stderr:  # too little was left even to say so
        raise Stopped(TOO_MUCH_MEMORY)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Stopped(f"it took more than {limits.computing} seconds of computing.")
    raise Stopped(
        "the program that does it stopped without giving a reason. "
        "Whoever looks after this site finds the details in its log."
    )


# Where there is one processor, two at a time would each take twice as long.
_beside = ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1))


def begin(work, *given, **how):
    """Begin what waits for a child, beside whatever the caller does; `result()` of what it gives back waits for it.

    `work` is a function that asks the database for nothing.
    """
    return _beside.submit(work, *given, **how)


def places(said):
    """The kind of a child process's error and where it was; not its words, which somebody may have typed."""
    lines = said[-4000:].splitlines()
    kind = lines[-1].partition(":")[0][:100] if lines else ""
    return "; ".join([*(line.strip() for line in lines if line.startswith("  File ")), kind])


def surroundings():
    """What every child knows of its surroundings."""
    return {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def installation():
    """A code for this installation, which may share its user and its checkout with another one on this machine."""
    own = (str(PROJECT), *(os.environ.get(name, "") for name in ("DATABASE_URL", "PUBLIC_ROOT")))
    return hashlib.sha256("\n".join(own).encode()).hexdigest()[:12]


@contextmanager
def turn(*, patient=False):
    """Wait until fewer than `AT_ONCE` are at work, in any process of this installation; raises Busy after too long.

    Who isn't patient waits briefly, and not at all if `WAITING` others wait already.
    """
    folder = Path(tempfile.gettempdir()) / f"board-pdf-{os.getuid()}-{installation()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Stopped(f"the folder {folder} belongs to somebody else.")
    turns = [folder / f"{number}.lock" for number in range(AT_ONCE)]
    with ExitStack() as held:
        if not _taken(held, turns):
            with ExitStack() as waiting:
                if not (patient or _taken(waiting, [folder / f"waiting-{number}.lock" for number in range(WAITING)])):
                    raise Busy
                until = time.monotonic() + (WAIT_FOR_A_TURN if patient else WAIT_BRIEFLY)
                while not _taken(held, turns):
                    if time.monotonic() > until:
                        raise Busy
                    time.sleep(0.1)
        yield


def _taken(held, places):
    """Whether one of some places was free; it is then taken for as long as what holds it is open."""
    for place in places:
        with ExitStack() as opened:
            lock = opened.enter_context(place.open("w"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            held.enter_context(opened.pop_all())
            return True
    return False


# In the child


def answer(work):
    """Do the work on what comes on standard input, within the limits that the command line names.

    `work` gives back words (a dictionary) and bytes, which go to standard output.
    """
    confine(*(int(limit) for limit in sys.argv[1:3]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up in the answer
    words, data = work(sys.stdin.buffer.read())
    out.write(json.dumps(words).encode() + b"\n" + data)
    out.close()


def confine(computing, memory):
    resource.setrlimit(resource.RLIMIT_CPU, (computing, computing + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
