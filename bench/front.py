"""nginx as docs/deploy has it, beside an nginx that sends no header of its own."""

import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.measuring import benchmark
from bench.serving import cpu_of_workers
from tests import deployed
from tests.deployed import HOST

ROUNDS, REQUESTS, AT_ONCE = 5, 20_000, 50
BARE = """server {{
    listen 127.0.0.1:{port}; root {root}; access_log off; gzip_static on; index index.html;
    keepalive_requests 1000000;
}}"""


@benchmark("nginx as docs/deploy has it, beside a bare one, both without TLS")
def headers():
    if deployed.NGINX is None:
        sys.exit(deployed.MISSING)
    with tempfile.TemporaryDirectory() as room, ExitStack() as running:
        root = Path(room) / "public"
        page = root / "current" / "plan" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_bytes(b"<p>words" * 1_000)
        page.with_name("index.html.gz").write_bytes(b"x" * 2_500)  # nobody unpacks it here
        masters = {
            "a bare nginx": started(running, Path(room) / "bare", root, bare=True),
            "as docs/deploy has it": started(running, Path(room) / "ours", root, bare=False),
        }
        cpu, rate = {name: [] for name in masters}, {name: [] for name in masters}
        for _ in range(ROUNDS):
            for name, (master, port) in masters.items():
                busy, begun = cpu_of_workers(master), time.perf_counter()
                ask(port)
                rate[name].append(REQUESTS / (time.perf_counter() - begun))
                cpu[name].append((cpu_of_workers(master) - busy) / REQUESTS * 1e6)
    of_bare = {name: median(rate[name]) / median(rate["a bare nginx"]) for name in masters}
    return [
        {
            "server": name,
            "CPU a page": f"{median(cpu[name]):.0f} µs",
            "pages a second": f"{median(rate[name]):,.0f}",
            "of a bare nginx": f"{of_bare[name]:.2f}",
        }
        for name in masters
    ]


def started(running, folder, root, *, bare):
    folder.mkdir()
    port = deployed.free_port()
    whole = deployed.configure(folder, root, port, deployed.free_port())
    if bare:  # its files hang together: what one sets the other asks for
        whole.write_text(whole.read_text().replace(f"include {folder}/lscb-maps.conf;", ""))
    site = folder / "site.conf"
    text = site.read_text().replace("ssl http2;", "; keepalive_requests 1000000;")
    site.write_text(BARE.format(port=port, root=root / "current") if bare else text)
    process = subprocess.Popen([deployed.NGINX, "-c", whole, "-p", folder, "-e", folder / "e", "-g", "daemon off;"])
    running.callback(process.wait)
    running.callback(process.terminate)
    deployed.until(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), process)
    return process.pid, port


def ask(port):
    """So many requests for one page over one connection, fifty at once, so that the asking costs little."""
    one = f"GET /plan/ HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as door:
        door.sendall(one)
        length = len(door.recv(65_536))
        for _ in range(REQUESTS // AT_ONCE):
            door.sendall(one * AT_ONCE)
            left = length * AT_ONCE
            while left:
                left -= len(door.recv(min(left, 1 << 20))) or sys.exit("nginx closed the connection.")
