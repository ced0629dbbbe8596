"""Every page there is, from the two places that know: the URL patterns and the public tree.

Nobody keeps a list by hand: a new page is looked at by the browser tests and by `make look` the day it appears.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from publications.models import Publication

# Patterns that lead to no page, and why.
NO_PAGE = {
    "sign-out": "takes a form only, and leads on to the page for signing in",
}


def documents():
    return Publication.objects.documents().values("kind", "slug")


# Arguments for the patterns that ask for some: the pattern's name, and what gives a list of them.
SAMPLES = {"preview": documents, "preview-pdf": documents}


@dataclass(frozen=True)
class Page:
    path: str
    cookie: str = ""  # the session of the person who may see it; empty for anybody

    @property
    def name(self):
        """The address as the name of a file."""
        return self.path.strip("/").replace("/", "-") or "home"


def patterns(resolver=None, before=""):
    """Each pattern of ours with its name, whatever it is included by; the admin is Django's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield before + (pattern.name or ""), pattern
        elif pattern.app_name != "admin":
            yield from patterns(pattern, before + (f"{pattern.namespace}:" if pattern.namespace else ""))


def people():
    """A client for each kind of person, the least trusted first."""
    users = get_user_model().objects.filter(is_active=True, is_superuser=False).order_by("pk")
    yield Client(SERVER_NAME="localhost")
    for user in (users.filter(is_staff=False).first(), users.filter(is_staff=True).first()):
        if user:
            client = Client(SERVER_NAME="localhost")
            client.force_login(user)
            yield client


def of_patterns():
    """The pages behind the patterns, each seen by the least trusted person who may."""
    clients = list(people())
    for name, pattern in patterns():
        if name in NO_PAGE:
            continue
        if pattern.pattern.converters and name not in SAMPLES:
            raise LookupError(f"Which {name or pattern.pattern} shall be looked at? Say so in tests/pages.py, SAMPLES.")
        for arguments in SAMPLES[name]() if name in SAMPLES else [{}]:
            path = reverse(name, kwargs=arguments) if name else f"/{pattern.pattern}"
            yield from seen(path, clients)


def seen(path, clients):
    for client in clients:
        answer = client.get(path)
        if answer.status_code == 200:
            if answer["Content-Type"].startswith("text/html"):
                session = client.cookies.get(settings.SESSION_COOKIE_NAME)
                yield Page(path, session.value if session else "")
            return
    raise LookupError(f"Nobody gets to see {path}. If it is no page, say why in tests/pages.py, NO_PAGE.")


def of_tree():
    """The pages of the public tree."""
    root = settings.PUBLIC_ROOT / "current"
    for file in sorted(root.rglob("index.html")):
        folder = file.parent.relative_to(root).as_posix()
        yield Page("/" if folder == "." else f"/{folder}/")


def everything():
    """All of them, once each."""
    found = {page.path: page for page in (*of_patterns(), *of_tree())}
    return [found[path] for path in sorted(found)]


def pdfs():
    """The PDF files of the public tree, their names and where they lie."""
    root = settings.PUBLIC_ROOT / "current"
    return [(f"/{file.relative_to(root).as_posix()}", file) for file in sorted(root.rglob("*.pdf"))]
