"""In front of Django: what it has answered once for a file of the public tree is answered again without it.

No header is told here. Each is what Django's own middleware said for this very file of this very tree; only the number
of the request is a fresh one. Whatever is asked in another way goes to Django as ever: a range, another condition, a
form, an address that leads nowhere or elsewhere.

No words of a file are held, only where it lies and what was said beside it. So what is erased or written anew is never
answered from here, however long nobody asks: its tree is gone, or the file is another.
"""

import os
import re
from io import FileIO
from typing import NamedTuple

from kit.current import NUMBER, new_number

from .turns import CURRENT

# Where `serving` notes the path in the tree of the file that it answers with.
FILE = "lscb.public_file"
GIVEN = {"GET", "HEAD"}
CONDITIONS = (
    *("HTTP_RANGE", "HTTP_IF_RANGE"),
    *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MATCH"),
)
# What a proxy may have said of how it was asked; anything else is Django's to judge.
SCHEMES = {None, "http", "https"}
PACKED = re.compile(r"\bgzip\b")  # as WhiteNoise asks
MOST = 4096  # answers that are remembered, some 2 KB each
AT_ONCE = 256 * 1024  # bytes that are read as a whole; a larger file the server sends from the disk
BLOCK = 64 * 1024


class OnDisk(NamedTuple):
    """By what a file is known to be the one that it was."""

    number: int
    size: int
    changed: int

    @classmethod
    def of(cls, file):
        found = os.stat(file)
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


class Answered(NamedTuple):
    """What was said for a file, where the file lies and how it was, and whether it was sent."""

    status: str
    headers: list
    path: str
    state: OnDisk
    has_body: bool


class Doorway:
    """The program with its public files in front, which lie in `root`."""

    def __init__(self, application, root):
        self.application, self.root = application, root
        self.link = os.path.join(root, CURRENT)
        # Of one tree: its name, and what was answered from it. Both are replaced at once, and no tree is called like
        # one before it.
        self.known = "", {}

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in GIVEN or environ.get("SCRIPT_NAME") or any(map(environ.get, CONDITIONS)):
            return self.application(environ, start_response)
        scheme = environ.get("HTTP_X_FORWARDED_PROTO")
        tree = self.tree()
        if not tree or scheme not in SCHEMES:
            return self.application(environ, start_response)
        if self.known[0] != tree:
            self.known = tree, {}
        known = self.known[1]
        tag = environ.get("HTTP_IF_NONE_MATCH")
        takes_packed = PACKED.search(environ.get("HTTP_ACCEPT_ENCODING", "")) is not None
        key = environ["PATH_INFO"], tag, takes_packed, environ["wsgi.url_scheme"], scheme
        answer = known.get(key)
        body = answer and self.body(answer, environ)
        if body is None:
            return self.application(environ, self.noting(environ, start_response, tree, key))
        start_response(answer.status, [*answer.headers, (NUMBER, new_number())])
        return body

    def tree(self):
        """The folder that the link leads to; nothing if there is none."""
        try:
            return os.readlink(self.link)
        except OSError:
            return ""

    def body(self, answer, environ):
        """What is sent, or None if the file is no longer what was answered for."""
        try:
            if not answer.has_body or environ["REQUEST_METHOD"] == "HEAD":
                return () if OnDisk.of(answer.path) == answer.state else None
            file = FileIO(answer.path)
        except OSError:
            return None
        if OnDisk.of(file.fileno()) == answer.state and answer.state.size > AT_ONCE:
            return environ.get("wsgi.file_wrapper", in_blocks)(file, BLOCK)
        with file:
            return (file.read(),) if OnDisk.of(file.fileno()) == answer.state else None

    def noting(self, environ, start_response, tree, key):
        """The server's `start_response`, which remembers an answer if it may be given again."""

        def noted(status, headers, *failure):
            if environ.get(FILE) and not failure and may_repeat(environ, status, headers):
                self.remember(status, headers, tree, environ[FILE], key)
            return start_response(status, headers, *failure)

        return noted

    def remember(self, status, headers, tree, name, key):
        path = os.path.join(self.root, tree, name)
        try:
            state = OnDisk.of(path)
        except OSError:
            return
        # If the link still leads to this tree, it did so while Django answered.
        of_tree, known = self.known
        if self.tree() != tree or of_tree != tree:
            return
        if len(known) >= MOST:
            self.known = tree, {}
        else:
            kept = [line for line in headers if line[0] != NUMBER]
            known[key] = Answered(status, kept, path, state, has_body=status.startswith("200 "))


def may_repeat(environ, status, headers):
    """Whether everybody who asks this way is answered so: a whole file, or that exactly the one they have is unchanged.

    Nothing that is one reader's own: no cookie, and no answer that depends on more than what the key holds.
    """
    said = dict(headers)
    if "Set-Cookie" in said or said.get("Vary", "Accept-Encoding") != "Accept-Encoding":
        return False
    tag = environ.get("HTTP_IF_NONE_MATCH")
    if tag is None:
        return status.startswith("200 ") and environ["REQUEST_METHOD"] == "GET"
    return status.startswith("304 ") and said.get("ETag") == tag


def in_blocks(file, size):
    """A file piece by piece, where the server has no better way."""
    with file:
        yield from iter(lambda: file.read(size), b"")
