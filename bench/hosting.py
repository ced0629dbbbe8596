"""Many boards on one host: how much memory they hold, and how long one takes to start."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.measuring import benchmark
from tests import deployed
from tests.deployed import HOST

BOARDS = 20
NEW = ("--no-input", "--name", "Board", "--regime", "partners-2026", "--year", "2026", "--manager", "m@example.gov.uk")


@benchmark("Twenty boards on one host, each idle, with two workers")
def boards():
    rows, started = [], []
    with tempfile.TemporaryDirectory() as room, ExitStack() as running:
        first = Path(room) / "first.sqlite3"
        new_board(first, Path(room) / "none")
        for number in range(1, BOARDS + 1):
            folder = Path(room) / str(number)
            folder.mkdir()
            shutil.copy(first, folder / "board.sqlite3")
            begun = time.perf_counter()
            address = f"sqlite:///{folder}/board.sqlite3"
            server = running.enter_context(deployed.program(folder, folder / "public", DATABASE_URL=address))
            status, _, body = server.ask("/accounts/sign-in/")
            if status != 200:
                sys.exit(f"Board {number} answered {status}: {body[:200]}")
            started.append((time.perf_counter() - begun, server))
            if number in (1, 10, BOARDS):
                rows.append(row([server for _, server in started], [seconds for seconds, _ in started]))
    return rows


def row(servers, seconds):
    megabytes = sum(memory(server.pid) for server in servers) / 1024
    return {
        "boards": len(servers),
        "memory in all": f"{megabytes:.0f} MB",
        "a board": f"{megabytes / len(servers):.0f} MB",
        "from start to the first page, median": f"{median(seconds):.1f} s",
        "longest": f"{max(seconds):.1f} s",
    }


def new_board(file, public_root):
    """A SQLite file with a new board in it, and what its pages look like, as docs/hosting.md has it."""
    settings = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "for a benchmark",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": f"sqlite:///{file}",
        "PUBLIC_ROOT": str(public_root),
    }
    for words in (
        ("migrate", "--verbosity", "0"),
        ("collectstatic", "--no-input", "--verbosity", "0"),
        ("newboard", *NEW),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=deployed.BASE,
            env=settings,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def memory(master):
    """Kilobytes that a gunicorn and its workers hold, what several share counted once in all (PSS)."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(
        int(line.split()[1])
        for process in (master, *children)
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    )
