"""The public tree over the web: a middleware that answers with files, before sessions and without a query."""

import hashlib
import mimetypes
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import Response, SlicedFile, StaticFile

from .doorway import FILE
from .downloads import kept_as
from .pages import GONE, NOINDEX, NOT_FOUND
from .tree import CURRENT
from .turns import PACKED

# A browser asks again after a minute, so that a manager who publishes sees it; caches may keep a page for an hour.
SHORT = "public, max-age=60, s-maxage=3600"
FOR_GOOD = "public, max-age=31536000, immutable"
ROBOTS = "X-Robots-Tag"
# What no browser shows: it is kept, not opened.
NOT_SHOWN = {".csv", ".zip"}
# The tree's own pages for what leads nowhere are no addresses.
NOTICES = {NOT_FOUND, GONE}
TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".ico": "image/x-icon",
}


class PublicTree(MiddlewareMixin):
    """Serves what lies in the public tree, and the tree's own page for what lies nowhere."""

    def __call__(self, request):
        # The link is followed anew each time: a publication swaps the whole tree under a running server.
        root = settings.PUBLIC_ROOT / CURRENT
        file = find(root, request.path_info)
        if file is not None:
            if file.name == GONE:
                return notice(file, 410)
            if file.name == "index.html" and not request.path_info.endswith(("/", "/index.html")):
                return HttpResponsePermanentRedirect(request.path_info + "/")
            return respond(request, root, file)
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None and (root / NOT_FOUND).is_file():
            return notice(root / NOT_FOUND, 404)
        return response


def find(root, path):
    """The file in the tree that an address names, or None. Nothing outside the tree and nothing hidden is found.

    If the address, or one above it, was taken down and nothing stands there now, it is the notice that says so.
    """
    parts = path.strip("/").split("/") if path != "/" else []
    if not path.startswith("/") or "//" in path or not all(map(may_name, parts)):
        return None
    place = root.joinpath(*parts)
    try:
        is_folder = place.is_dir()
        if is_folder:
            place = place / (GONE if (place / GONE).is_file() else "index.html")
        if place.is_file() and (is_folder or not path.endswith("/")):
            return place
        return next((folder / GONE for folder in above(root, place) if (folder / GONE).is_file()), None)
    except OSError:  # such as a name too long for the file system: no such file
        return None


def may_name(part):
    """Whether a part of an address may name something in the tree: nothing hidden, no way out of it, and neither what
    is packed for the way nor a notice by its file's name."""
    return (
        bool(part)
        and not part.startswith(".")
        and not part.endswith(PACKED)
        and part not in NOTICES
        and "\\" not in part
        and "\0" not in part
    )


def above(root, place):
    """The folders that a place lies in, the nearest first, up to the tree itself."""
    return [folder for folder in place.parents if folder.is_relative_to(root)]


class PublicFile(StaticFile):
    """WhiteNoise's file, which also gives a single byte: WhiteNoise refuses a range that ends where it starts."""

    def get_range_response(self, range_header, base_headers, file_handle):
        size = int(dict(base_headers)["Content-Length"])
        start, end = self.get_byte_range(range_header, size)
        if start != end or start >= size:
            return super().get_range_response(range_header, base_headers, file_handle)
        headers = [(name, value) for name, value in base_headers if name != "Content-Length"]
        headers += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", "1")]
        return Response(HTTPStatus.PARTIAL_CONTENT, headers, file_handle and SlicedFile(file_handle, start, end))


@lru_cache(maxsize=1024)
def etag(file, modified, size):
    """The file's digest. A tree that was written anew with the same words keeps its visitors' caches."""
    return f'"{hashlib.sha256(Path(file).read_bytes()).hexdigest()[:32]}"'


def respond(request, root, file):
    """The file with its conditions and ranges."""
    state = file.stat()
    tag = etag(str(file), state.st_mtime_ns, state.st_size)
    lines = headers(root, file, tag)
    static = PublicFile(str(file), lines, encodings={"gzip": f"{file}{PACKED}"})
    asked = dict(request.META)
    # Django knows weak and listed tags, WhiteNoise doesn't; so Django answers the conditions and WhiteNoise the rest.
    if unchanged := request.method in ("GET", "HEAD") and get_conditional_response(request, etag=tag):
        for name, value in static.not_modified_response.headers:
            unchanged[name] = value
        # Else it would say what is said of other answers, and a cache would take that over.
        unchanged[ROBOTS] = dict(lines)[ROBOTS]
        request.META[FILE] = str(file.relative_to(root))
        return unchanged
    for condition in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        asked.pop(condition, None)
    # Resuming a download of the former edition must start afresh, not splice two files.
    if asked.get("HTTP_IF_RANGE", tag) != tag:
        asked.pop("HTTP_RANGE", None)
    found = static.get_response(request.method, asked)
    if found.status == HTTPStatus.OK and found.file:
        request.META[FILE] = str(Path(found.file.name).relative_to(root))
    response = WhiteNoiseFileResponse(found.file or (), status=int(found.status))
    del response["Content-Type"]
    for name, value in found.headers:
        response[name] = value
    return response


def headers(root, file, tag):
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    named_by_digest = file.parent.name == "assets"
    lines = [
        ("Content-Type", f"{kind}; charset=utf-8" if kind in ("text/html", "text/css", "text/plain") else kind),
        ("Cache-Control", FOR_GOOD if named_by_digest else SHORT),
        ("ETag", tag),
        (ROBOTS, "noindex" if (root / NOINDEX).exists() else "all"),
        ("Accept-Ranges", "bytes"),
    ]
    if name := kept_as(file.relative_to(root).as_posix()):
        how = "attachment" if file.suffix in NOT_SHOWN else "inline"
        lines.append(("Content-Disposition", f'{how}; filename="{name}"'))
    return lines


def notice(file, status):
    """The tree's own page for an address that leads nowhere, or no longer anywhere."""
    response = WhiteNoiseFileResponse(file.open("rb"), status=status)
    response["Content-Type"] = "text/html; charset=utf-8"
    response[ROBOTS] = "noindex"
    return response
