"""What another web host has to say beside the public files: a `_headers` file, as hosts for plain files read it."""

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory

from .pages import NOINDEX
from .serving import FOR_GOOD, ROBOTS, TYPES

FILE = "_headers"
# Of one file or of one answer, not of all; or the host's own to say.
NOT_OF_ALL = {
    *("Content-Type", "Content-Length", "Content-Language", "Content-Disposition", "ETag", "Last-Modified"),
    *("Accept-Ranges", "Cache-Control", "Expires", "Vary", "X-Request-ID", ROBOTS, "Allow", "Location"),
}
POLICY, REPORTS = "Content-Security-Policy", "report-uri"


def headers(files) -> bytes:
    """The rules for a copy of the site whose files have these paths.

    No header is told here: each is what the program's own middleware says of its first page, without where browsers
    report to, since a host for files takes no reports.
    """
    said = dict(first_page().items())
    said[POLICY] = "; ".join(part for part in said[POLICY].split("; ") if not part.startswith(REPORTS))
    rules = {"/*": {name: value for name, value in said.items() if name not in NOT_OF_ALL}}
    if NOINDEX in files:
        rules["/*"][ROBOTS] = "noindex"
    rules["/assets/*"] = {"Cache-Control": FOR_GOOD}
    rules |= {f"/*{ending}": {"Content-Type": kind} for ending, kind in TYPES.items()}
    lines = [
        line
        for path, lines in rules.items()
        for line in (path, *(f"  {name}: {lines[name]}" for name in sorted(lines)))
    ]
    return "\n".join([*lines, ""]).encode()


def first_page():
    """The program's own answer for its first page, of which only the head is asked: so there is no file to close."""
    handler = BaseHandler()
    handler.load_middleware()
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return handler.get_response(RequestFactory(SERVER_NAME=host).head("/", secure=True))
