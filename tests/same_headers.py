"""Asks two servers for every address of a public tree, each in ten ways, and finds what they answer differently.

Not compared is what a server says of itself or by its own clock, and the letters of a tag: each server's own tag has to
give a 304 there.
"""

import http.client
import socket
import ssl
from contextlib import closing
from functools import cache
from urllib.parse import quote

OWN = {"date", "server", "connection", "x-request-id", "transfer-encoding", "keep-alive", "accept-ranges", "expires"}
DEED = {"etag", "last-modified"}
# Their few words are each server's own: nobody is shown them but by a fault.
OWN_WORDS = {301, 405, 416}
# nginx writes these before it knows that there is no such part.
BEFORE_A_PART = {"cache-control", "vary", "content-disposition", "x-robots-tag"}
HOSTILE = [
    *("/nothing", "/nothing/", "/.names", "/.noindex", "/.written-from", "/assets/.hidden", "/index.html.gz"),
    *("/404.html", "/404.html/", "/410.html", "//data/", "/data//", "/data/%2enames", "/data%5c", "/DATA/"),
    *("/" + "x" * 300 + "/", "/data.pdf/", "/data/?q=canary", "/data?q=canary", "/data/%0d%0aX-Evil:1"),
    *("/caf%C3%A9/", "/data/nothing.pdf", "/.well-known/else.txt", "/index.html", "/index.html/"),
]  # fmt: skip
# nginx resolves dots before it looks, and refuses what leaves the site, or what no address may hold.
REFUSED = ["/data/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/data/%00"]


class Server:
    """A server to ask: at a port of this machine by TLS, or behind a socket as its proxy."""

    def __init__(self, host, *, port=None, path=None, tls=True):
        self.host, self.port, self.path, self.tls = host, port, path, tls

    def ask(self, address, method="GET", form=b"", **headers):
        """Status, header lines by name, and body. A name that is said twice is a line with AND in it."""
        said = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.path:
            said |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        if method == "POST":
            said["Content-Length"] = str(len(form))
        with closing(http.client.HTTPConnection(self.host, timeout=20)) as connection:
            connection.sock = self.connect()
            connection.putrequest(method, quote(address, safe="/%?="), skip_accept_encoding=True)
            for name, value in said.items():
                connection.putheader(name, value)
            connection.endheaders(form)
            answer = connection.getresponse()
            body = answer.read()
        found = {}
        for name, value in answer.getheaders():
            key = name.lower()
            found[key] = f"{found[key]} AND {value}" if key in found else value
        return answer.status, found, body

    def connect(self):
        if self.path:
            door = socket.socket(socket.AF_UNIX)
            door.settimeout(20)
            try:
                door.connect(str(self.path))
            except OSError:
                door.close()
                raise
            return door
        door = socket.create_connection(("127.0.0.1", self.port), 20)
        if not self.tls:
            return door
        return trusting().wrap_socket(door, server_hostname=self.host)


@cache
def trusting():
    """TLS without asking who it is: the certificate is made for the test. Made once, for that takes long."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def addresses(tree):
    """Every address of a tree, folders with and without their slash."""
    yield "/"
    for file in sorted(tree.rglob("*")):
        path = f"/{file.relative_to(tree).as_posix()}"
        if file.is_dir():
            yield from (path, f"{path}/")
        elif file.suffix != ".gz" and not file.name.startswith("."):
            yield path


def ways(ours, theirs):
    """The ten ways of asking, each with the headers for the one server and for the other; the tags are their own."""
    both = {
        "plain": {},
        "packed": {"Accept_Encoding": "gzip, br"},
        "a part": {"Range": "bytes=10-99"},
        "beyond the end": {"Range": "bytes=99999999-"},
        "going on, another file": {"Range": "bytes=10-99", "If_Range": '"old"'},
    }
    for name, headers in both.items():
        yield name, "GET", headers, headers
    yield "its head", "HEAD", {}, {}
    yield "a form", "POST", {}, {}
    for name, headers in {
        "unchanged": lambda tag: {"If_None_Match": tag},
        "unchanged, listed and weak": lambda tag: {"If_None_Match": f'"old", W/{tag}'},
        "going on": lambda tag: {"Range": "bytes=10-99", "If_Range": tag},
    }.items():
        yield name, "GET", headers(ours), headers(theirs)


def differences(ours, theirs, address, only=None):
    """What two servers answer differently at an address, each as a line; by all ways, or by the one of a number."""
    tags = [server.ask(address)[1].get("etag", '"none"') for server in (ours, theirs)]
    asked = list(ways(*tags))
    for name, method, to_ours, to_theirs in asked if only is None else [asked[only % len(asked)]]:
        one, other = ours.ask(address, method, **to_ours), theirs.ask(address, method, **to_theirs)
        for line in between(one, other):
            yield f"{address}, {name}: {line}"


def between(one, other):
    status, headers, body = one
    if status != other[0]:
        yield f"{status} and {other[0]}"
        return
    for name in sorted((headers.keys() | other[1].keys()) - OWN):
        ours, theirs = headers.get(name), other[1].get(name)
        if own_to_each(name, status, is_said_by_both=bool(ours and theirs)) or ours == theirs:
            continue
        yield f"{name}: {ours} and {theirs}"
    if body != other[2] and status not in OWN_WORDS:
        yield "body"


def own_to_each(name, status, *, is_said_by_both):
    """Whether a header may differ in an answer with this status: where it is of no use to whoever asked."""
    if name in DEED:
        return status != 200 or is_said_by_both
    if name == "content-length":
        return status not in (200, 206)
    return (name == "content-type" and status in OWN_WORDS) or (name in BEFORE_A_PART and status == 416)
