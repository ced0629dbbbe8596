"""Public pages as our server gives them: beside a constant from the same server, and beside an earlier release.

All are asked in turn by one client on this machine, so that requests a second hold for all of them alike; the CPU is
that of gunicorn's workers alone. The constant has the page's bytes and its header lines: what it needs is gunicorn's
own.

`PEER=/srv/wagtail` asks a peer beside them: a folder with another site in it, its own `.venv` with gunicorn, and
`mysite.wsgi` as the application, such as `wagtail start mysite` makes it, with Django's cache of whole pages in memory
switched on and nobody signed in. Its home page is asked for.
"""

import http.client
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.measuring import HOUSE, benchmark, rolled_back_board, unpacked

HERE = "127.0.0.1"
ROUNDS, REQUESTS, CONNECTIONS = 15, 1_500, 8
# As docs/hosting.md has it.
HOW = ("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "error")
PAGE = "/business-plan/2016-2019/"
ASKED = {
    "the plan’s first page, packed": (PAGE, {"Accept-Encoding": "gzip"}),
    "the same, unchanged (304)": (PAGE, {"If-None-Match": None}),
    "a PDF of 200 KB": ("/business-plan/2016-2019.pdf", {}),
}
CONSTANT = """
import json
from pathlib import Path
status, lines = json.loads(Path("said.json").read_text())
lines, body = [tuple(line) for line in lines], Path("body").read_bytes()
def application(environ, start_response):
    start_response(status, lines)
    return [body]
"""


@benchmark("Public pages through our server, beside a constant and an earlier release")
def public_pages():
    rows = []
    commit = os.environ.get("AGAINST")
    peer = Path(os.environ["PEER"]) if os.environ.get("PEER") else None
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        folder = Path(folder)
        known = published(folder)
        folders = {"this one": HOUSE}
        if commit:
            folders[commit] = unpacked(commit, folder / "earlier")
        ours = {name: running.enter_context(served("lscb.wsgi", place, known)) for name, place in folders.items()}
        for what, (path, headers) in ASKED.items():
            with ExitStack() as constants:
                headers = with_tag(ours["this one"], path, headers)
                servers = {name: (server, path, headers) for name, server in ours.items()}
                for name, lines_too in (("the constant, equal headers", True), ("the constant, bare", False)):
                    said = folder / f"constant-{len(rows)}-{lines_too}"
                    record(ours["this one"], path, headers, said, lines_too=lines_too)
                    constant = constants.enter_context(served("constant:application", said, known))
                    servers[name] = constant, path, headers
                if peer and not rows:
                    own = {name: said for name, said in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
                    beside = constants.enter_context(served("mysite.wsgi", peer, own, peer / ".venv/bin/python"))
                    servers[f"{peer.name}, a page from its cache"] = beside, "/", {}
                rows += compared(what, servers)
    return rows


def published(folder):
    """The board's public pages in a folder, and the environment of a program that serves them."""
    from bench.pages import written_out
    from tests.killing import environment

    with rolled_back_board():
        written_out(folder / "public", pdf=b"%PDF-" + bytes(range(256)) * 800)
    more = {"PUBLIC_ROOT": str(folder / "public"), "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}
    return environment(**more)


@contextmanager
def served(application, place, known, python=sys.executable):
    """gunicorn with an application that lies in a folder: the process, and the port that it listens at."""
    with socket.socket() as door:
        door.bind((HERE, 0))
        port = door.getsockname()[1]
    command = [python, "-m", "gunicorn", application, "--bind", f"{HERE}:{port}", *HOW]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=place, env=known, **silent) as process:
        try:
            until_it_answers(port, process)
            yield process.pid, port
        finally:
            process.send_signal(signal.SIGTERM)


def until_it_answers(port, process):
    for _ in range(600):
        try:
            return asked_once(port, "/", {})
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"A server ended by itself: {process.returncode}.") from None
            time.sleep(0.1)
    raise RuntimeError("A server does not answer.")


def asked_once(port, path, headers):
    connection = http.client.HTTPConnection(HERE, port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def with_tag(server, path, headers):
    """Headers in which a tag that is left open is the file's own."""
    tag = asked_once(server[1], path, {})[0].headers["ETag"]
    return {name: tag if said is None else said for name, said in headers.items()}


def record(server, path, headers, place, *, lines_too):
    """A program that says again what a server says to a request, with or without its header lines."""
    answer, body = asked_once(server[1], path, headers)
    own = {"date", "server", "connection"}  # gunicorn says these by itself
    needed = {"content-length", "content-type"}
    lines = [
        line for line in answer.getheaders() if line[0].lower() not in own and (lines_too or line[0].lower() in needed)
    ]
    place.mkdir()
    (place / "constant.py").write_text(CONSTANT)
    (place / "said.json").write_text(json.dumps([f"{answer.status} {answer.reason}", lines]))
    (place / "body").write_bytes(body)


def compared(what, servers):
    """All servers asked in turn, several times: requests a second, and CPU of the workers for each.

    By name the server, and the path and headers that it is asked for.
    """
    taken = {name: [] for name in servers}
    for server, *asked in servers.values():
        load(*server, *asked, 200)
    for _ in range(ROUNDS):
        for name, (server, *asked) in servers.items():
            taken[name].append(load(*server, *asked, REQUESTS))
    cost = {name: median(cpu for _, cpu in rounds) for name, rounds in taken.items()}
    speed = {name: median(speed for speed, _ in rounds) for name, rounds in taken.items()}
    first, equal = next(iter(servers)), "the constant, equal headers"
    beside = {
        name: [ours[1] / theirs[1] for ours, theirs in zip(taken[equal], rounds, strict=True)]
        for name, rounds in taken.items()
    }
    for name in servers:
        ratio = f"{cost[equal] / cost[name]:.2f} ({min(beside[name]):.2f} to {max(beside[name]):.2f})"
        yield {
            "asked for": what,
            "server": name,
            "CPU a request": f"{cost[name] * 1e6:.0f} µs",
            "the constant’s CPU beside it": ratio,
            "requests a second": f"{speed[name]:,.0f}",
            "this one’s beside it": f"{speed[first] / speed[name]:.2f} ×",
        }


def load(pid, port, path, headers, number):
    """So many requests over a few connections: requests a second, and seconds of CPU of the workers for each."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HERE}\r\n"
    request += "".join(f"{name}: {said}\r\n" for name, said in headers.items()) + "\r\n"
    selector, left = selectors.DefaultSelector(), number
    for _ in range(CONNECTIONS):
        door = socket.create_connection((HERE, port))
        selector.register(door, selectors.EVENT_READ, bytearray())
    request = request.encode()
    busy, began = cpu_of_workers(pid), time.perf_counter()
    for waiting in list(selector.get_map().values()):
        waiting.fileobj.sendall(request)
    asked = CONNECTIONS
    while left:
        for key, _ in selector.select():
            got = key.fileobj.recv(1 << 18)
            if not got:
                raise RuntimeError("A server closed a connection.")
            key.data.extend(got)
            if is_whole(key.data):
                left -= 1
                key.data.clear()
                if asked < number:
                    asked += 1
                    key.fileobj.sendall(request)
    took = time.perf_counter() - began
    busy = cpu_of_workers(pid) - busy
    for waiting in list(selector.get_map().values()):
        waiting.fileobj.close()
    return number / took, busy / number


def is_whole(answer):
    """Whether all of an answer is there."""
    head, end, _ = bytes(answer[:4096]).partition(b"\r\n\r\n")
    if not end:
        return False
    status, _, lines = head.partition(b"\r\n")
    code = status.split()[1]
    if code not in (b"200", b"304"):
        raise RuntimeError(f"A server answers {status.decode()}.")
    length = next((int(line[15:]) for line in lines.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return code == b"304" or len(answer) >= len(head) + len(end) + length


def cpu_of_workers(master):
    """Seconds that the workers of a gunicorn were busy."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(busy(child) for child in children)


def busy(process):
    # The second field is the program's name in brackets, and may hold spaces.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
