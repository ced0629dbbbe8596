"""Whether the program is well, in plain text, for whatever watches the server. Nothing of the board's is said here.

Three questions with answers of their own: whether it lives, whether requests can be sent to it, what is to be mended.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editions import following, tree, verification
from editions.models import Edition
from kit import periods, release
from kit.checks import unwritable
from kit.wording import counted
from lscb.custody import backup
from membership import sealing
from publications.models import PublicationKind

AWAY = "The database does not answer."


@never_cache
@login_not_required
@require_safe
def live(request):
    """The program answers. It asks the database nothing: a database that is away is no reason to start it anew."""
    return plain(["alive"])


@never_cache
@login_not_required
@require_safe
def ready(request):
    """The database answers and the public site is there, so that requests can be sent here; else 503."""
    return told(unready(), "ready")


@never_cache
@login_not_required
@require_safe
def findings(request):
    """What is to be mended while the program goes on: 503 with a line for each, so that it is noticed."""
    return told(found(), "nothing found")


def told(lines, otherwise):
    lines = list(lines)
    return plain(lines or [otherwise], status=503 if lines else 200)


def unready():
    """What keeps the program from answering requests, each in a line."""
    try:
        if said := release.mismatch():
            yield said
            return
        is_published = Edition.objects.live().filter(publication__kind=PublicationKind.SITE).exists()
    except (DatabaseError, InterfaceError):
        yield AWAY
        is_published = False
    if unwritable(settings.PUBLIC_ROOT):
        yield "The public pages can’t be written; manage.py check --deploy says why."
    if is_published and not (settings.PUBLIC_ROOT / tree.CURRENT).is_dir():
        yield "There is no public site; manage.py site writes it."


def found():
    """What is wrong, each in a line with what mends it."""
    try:
        if following.is_behind():
            yield "The public pages are behind the records; manage.py site writes them."
        yield from (f"{words} manage.py site clears it." for words in following.remains())
        yield from sealing.remains()
    except (DatabaseError, InterfaceError):
        yield AWAY
    if tree.foreign():
        yield "Files in the folder of the public pages belong to another user than the program’s; chown mends it."
    yield from backup.remains()
    verified = verification.last()
    if verified and verified.findings:
        yield (
            f"The verification of {periods.day(verified.on)} found {counted(verified.findings, 'thing')} wrong; "
            "manage.py verify_editions says what."
        )


def signed_out(get_response):
    """Middleware: nobody is signed in to what watches the server. A cookie would have the database asked who it is."""

    def answer(request):
        if request.path_info.startswith("/health/"):
            request.COOKIES.clear()
        return get_response(request)

    return answer


def plain(lines, status=200):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)
