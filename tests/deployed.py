"""The program as docs/deploy has it, really started on this machine: nginx with TLS, and gunicorn behind a socket.

.ci/demo --then .venv/bin/python -m tests.deployed       every address of the demonstration, in ten ways
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.same_headers import HOSTILE, Server, addresses, differences

BASE = Path(__file__).resolve().parent.parent
DEPLOY = BASE / "docs" / "deploy"
HOST = "lscb.example.gov.uk"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MISSING = "nginx is not installed, so docs/deploy/nginx was not tried (apt-get install nginx)"
# Nothing listens at port 9, so whatever is answered is answered without the database.
NO_DATABASE = "postgresql://nobody:nothing@127.0.0.1:9/nowhere?connect_timeout=2"
WHOLE = """
{user}worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/temp1; proxy_temp_path {folder}/temp2; fastcgi_temp_path {folder}/temp3;
    uwsgi_temp_path {folder}/temp4; scgi_temp_path {folder}/temp5;
    include {folder}/lscb-maps.conf;
    include {folder}/site.conf;
}}
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def certificate(folder):
    """A certificate of its own for the site's name."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def configure(folder, public_root, port, plain_port):
    """The files of docs/deploy/nginx in a folder, with only places and ports changed; returns the whole's path."""
    instead = {
        "/etc/letsencrypt/live/lscb.example.gov.uk/": f"{folder}/",
        "/etc/nginx/lscb/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "/var/www/html": str(folder),
        "/run/lscb/BOARD/": f"{folder}/",
        "/srv/lscb/BOARD/public": str(public_root),
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "BOARD": "board",
    }
    for file in (DEPLOY / "nginx").glob("*.conf"):
        text = file.read_text()
        for old, new in instead.items():
            text = text.replace(old, new)
        (folder / file.name).write_text(text)
    certificate(folder)
    user = "user root;\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user=user))
    return folder / "nginx.conf"


@contextmanager
def nginx(folder, public_root):
    """nginx in front of a public tree; says how to ask it."""
    port, plain_port = free_port(), free_port()
    whole = configure(folder, public_root, port, plain_port)
    command = [NGINX, "-c", str(whole), "-p", str(folder), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t", "-q"], check=True)
    running = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        until(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), running)
        server = Server(HOST, port=port)
        server.plain, server.pid = Server(HOST, port=plain_port, tls=False), running.pid
        yield server
    finally:
        running.terminate()
        running.wait(20)


@contextmanager
def program(folder, public_root, **environment):
    """gunicorn as the unit of systemd starts it, behind a socket in the folder; says how to ask it."""
    path = folder / "web.sock"
    settings = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "for tests only, and long enough to sign a session with it",
        "SECRETS_KEYS": "b25seS1mb3ItY2hlY2tpbmctc2V0dGluZ3MtMTIzNDU=",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": NO_DATABASE,
        "PUBLIC_ROOT": str(public_root),
        "TRUST_PROXY": "1",
        **environment,
    }
    command = [sys.executable, "-m", "gunicorn", *unit_words(), "--bind", f"unix:{path}"]
    with (folder / "program.log").open("w") as log:
        running = subprocess.Popen(command, cwd=BASE, env=settings, stdout=log, stderr=log)
    server = Server(HOST, path=path)
    try:
        until(lambda: server.ask("/health/live"), running)
        server.pid = running.pid
        yield server
    finally:
        running.terminate()
        running.wait(60)


def unit_words():
    """What the unit gives to gunicorn, but for where it listens."""
    unit = (DEPLOY / "systemd" / "lscb@.service").read_text().replace("\\\n", " ")
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    words = line.split()[1:]
    at = words.index("--bind")
    return words[:at] + words[at + 2 :]


def until(answers, running, seconds=90):
    """Wait until a server answers; it may need as long as a busy machine lets it."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            return answers()
        if running.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{running.args[0]} did not start.")
        time.sleep(0.05)


def main():
    """Compares every address of the tree in PUBLIC_ROOT, or of the demonstration's."""
    if NGINX is None:
        sys.exit(MISSING)
    public_root = Path(os.environ.get("PUBLIC_ROOT") or BASE / "var" / "public")
    folder = BASE / "var" / "deployed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with program(folder, public_root) as ours, nginx(folder, public_root) as theirs:
        asked = [*addresses(public_root / "current"), *HOSTILE]
        found = [line for address in asked for line in differences(ours, theirs, address)]
    print(*found, f"{len(asked)} addresses in ten ways: {len(found)} differences", sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
