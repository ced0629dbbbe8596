"""PDFs that are made once in a run: the same HTML gives the same bytes, so each is kept by it, for all workers.

They are made in forks of one process (`tests.forking`); `make_anew` makes one as the program does.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from functools import cached_property
from threading import Lock
from unittest.mock import patch

import msgspec
import pytest

from kit import apart
from publications.files import pdf
from tests.forking import SIZE, write

make_anew = pdf.make  # for a test of the making itself
run_anew = apart.run


class Forking:
    """Runs what makes PDFs in a fork of a process that has all loaded: one for each worker, begun when it is needed."""

    @cached_property
    def process(self):
        limits = apart.Limits()
        return subprocess.Popen(
            [sys.executable, "-s", "-m", "tests.forking", str(limits.computing), str(limits.memory)],
            cwd=apart.PROJECT,
            env=apart.surroundings() | pdf._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(self, module, source, limits, *, patient, **how):
        """As `apart.run`. What fails does so again in a process of its own, which says why."""
        with apart.turn(patient=patient):
            write(self.process.stdin, source)
            answer = self.process.stdout.read(int.from_bytes(self.process.stdout.read(SIZE)))
        if not answer:
            return run_anew(module, source, limits, patient=patient, **how)
        words, _, data = answer.partition(b"\n")
        return json.loads(words), data

    def end(self):
        if "process" in vars(self):
            self.process.communicate()


def folder_of_the_run(tmp_path_factory):
    """A folder that all workers of a run share; by itself each has one of its own."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session", autouse=True)
def _pdfs_are_made_once(tmp_path_factory):
    folder = folder_of_the_run(tmp_path_factory) / "pdfs"
    folder.mkdir(exist_ok=True)
    forking, one_at_a_time = Forking(), Lock()  # the program makes two side by side

    def make(html, *limits, **how):
        """As `pdf.make`. What is made within limits of its own is about them, and a failure is not kept."""
        if limits:
            return make_anew(html, *limits, **how)
        file = folder / hashlib.sha256(html.encode()).hexdigest()
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                with one_at_a_time, patch.object(apart, "run", forking.run):
                    made = make_anew(html, **how)
                file.write_bytes(msgspec.msgpack.encode(made))
            return msgspec.msgpack.decode(file.read_bytes(), type=pdf.Made)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(pdf, "make", make)
        yield
    forking.end()
