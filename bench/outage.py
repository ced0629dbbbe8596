"""The database is stopped while people read and work: what is answered before, meanwhile and afterwards.

A PostgreSQL of its own (in a folder that is thrown away, on this machine only), and gunicorn as docs/hosting.md has it.
"""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.measuring import benchmark

HERE = "127.0.0.1"
PUBLIC = ("/", "/business-plan/2016-2019/", "/business-plan/2016-2019.pdf", "/nowhere/")
OFFICE = ("/office/", "/members/", "/office/business-plan/2016-2019/approval/")
WATCHED = ("/health/live", "/health/ready")
ASKED = {"public pages": PUBLIC, "office pages": OFFICE, "health": WATCHED}
# A board with its plan and its public pages, and somebody who has signed in.
BOARD = """
import django, pytest
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from django.test import Client
from editions import approval, publishing
from membership.roles import Role
from publications.models import PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY, at_a_meeting, stand_ins
stand_ins(pytest.MonkeyPatch())
make.BoardFactory()
manager = make.UserFactory(name="The manager", roles=[Role.MANAGER])
plan = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019", title="Plan")
make.NarrativeFactory(publication=plan, heading="Our aim", before="We talk.")
publishing.update(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), by=manager, on=DAY)
draft = approval.send(plan, by=manager, on=DAY)
publishing.publish(approval.record(draft, at_a_meeting(), by=manager, shown=draft.digest), by=manager, on=DAY)
client = Client()
client.force_login(manager)
print("session", client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@benchmark("PostgreSQL stopped while pages are asked for")
def stopped_database():
    # A socket's path has to be short, so the folder lies right below /tmp.
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as folder,
        database(Path(folder)) as (control, url),
        program(Path(folder), url) as ask,
    ):
        rows = list(phase("running", ask))
        stop, start = partial(control, "stop", "-m", "immediate"), partial(control, "start")
        rows += list(phase("stopped while they are asked for", ask, start, stop))
        rows += list(phase("stopped", ask))
        start()
        rows += list(phase("running again", ask))
        return rows


def phase(name, ask, before=None, meanwhile=None, rounds=20):
    """Ask for every page so many times, four at a time; a row for each kind of page with what was answered.

    `before` is done before each kind is asked for, but the first; `meanwhile` a moment after its first page was.
    """
    for number, (kind, addresses) in enumerate(ASKED.items()):
        answers, slowest = Counter(), [0.0]

        def reader(addresses=addresses, answers=answers, slowest=slowest):
            for _ in range(rounds):
                for address in addresses:
                    began = time.perf_counter()
                    answers[str(ask(address))] += 1
                    slowest[0] = max(slowest[0], time.perf_counter() - began)

        threads = [threading.Thread(target=reader) for _ in range(4)]
        if before and number:
            before()
        if meanwhile:
            threads.append(threading.Timer(0.15, meanwhile))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = ", ".join(f"{count} × {answer}" for answer, count in sorted(answers.items()))
        yield {"database": name, "asked for": kind, "answers": told, "slowest": f"{slowest[0] * 1000:.0f} ms"}


def free_port():
    with socket.socket() as door:
        door.bind((HERE, 0))
        return door.getsockname()[1]


@contextmanager
def database(folder):
    """A throw-away cluster on this machine: what controls it, and the address of its database."""
    binaries = Path(max(glob.glob("/usr/lib/postgresql/*/bin")))
    # PostgreSQL refuses to run as root, so root lends it to the user that its package made.
    lent = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    data, port = folder / "data", free_port()
    data.mkdir(mode=0o700)
    if lent:
        folder.chmod(0o755)
        shutil.chown(data, "postgres")

    def run(*command):
        subprocess.run([*lent, *map(str, command)], check=True, cwd="/", capture_output=True, timeout=60)

    def control(deed, *more):
        options = f"-p {port} -c listen_addresses={HERE} -c unix_socket_directories={data} -c fsync=off"
        run(
            binaries / "pg_ctl",
            deed,
            "-w",
            "-D",
            data,
            "-l",
            data / "log",
            *more,
            *(["-o", options] if deed == "start" else []),
        )

    run(binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8")
    control("start")
    try:
        run(binaries / "createdb", "-h", HERE, "-p", port, "-U", "postgres", "lscb")
        yield control, f"postgresql://postgres@{HERE}:{port}/lscb"
    finally:
        subprocess.run(
            [*lent, binaries / "pg_ctl", "stop", "-m", "immediate", "-D", data],
            cwd="/",
            capture_output=True,
            timeout=60,
        )


@contextmanager
def program(folder, url):
    """The program under gunicorn with a board in it: a function that asks an address and says what was answered."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lscb.settings",
        "DATABASE_URL": url,
        "PUBLIC_ROOT": str(folder / "public"),
        "SECRET_KEY": "for measuring only, and long enough to sign a session with",
        "ALLOWED_HOSTS": f"{HERE},testserver",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECOND_FACTOR": "0",
    }
    run = subprocess.run(
        [sys.executable, "-c", BOARD], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    session = run.stdout.split("session ")[1].split()[0]
    command = [sys.executable, "-m", "gunicorn", "lscb.wsgi", "--workers", "2", "--worker-class", "gthread"]
    command += ["--threads", "4", "--bind", f"{HERE}:{port}", "--log-level", "critical"]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):

        def ask(address):
            """The status; of a page that says so, that the records can't be reached."""
            # Visitors and what watches the server bring no cookie.
            signed_in = {"Cookie": f"sessionid={session}"} if address in OFFICE else {}
            request = urllib.request.Request(f"http://{HERE}:{port}{address}", headers=signed_in)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return answer.status
            except urllib.error.HTTPError as answer:
                words = answer.read().decode(errors="replace")
                return f"{answer.code}{' in words' if 'records can’t be reached' in words else ''}"

        try:
            for _ in range(100):
                try:
                    ask("/health/live")
                    break
                except urllib.error.URLError:
                    time.sleep(0.1)
            yield ask
        finally:
            server.terminate()
            server.wait(timeout=30)
