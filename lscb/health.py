"""Whether the program is well, in plain text, for whatever watches the server. Nothing of the board's is said here."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editions import following, tree, verification
from editions.models import Edition
from kit import periods
from kit.wording import counted
from publications.models import PublicationKind


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
    """The database answers, the public site follows the records, the last verification found all well; else 503."""
    wrong = list(faults())
    return plain(wrong or ["ready"], status=503 if wrong else 200)


def faults():
    """What keeps the program from being ready, each in a line."""
    try:
        is_published = Edition.objects.live().filter(publication__kind=PublicationKind.SITE).exists()
        is_behind = is_published and following.is_behind()
    except (DatabaseError, InterfaceError):
        yield "The database does not answer."
        is_published = is_behind = False
    if is_published and not (settings.PUBLIC_ROOT / tree.CURRENT).is_dir():
        yield "There is no public site; manage.py site writes it."
    elif is_behind:
        yield "The public pages are behind the records; manage.py site writes them."
    verified = verification.last()
    if verified and verified.findings:
        yield (
            f"The verification of {periods.day(verified.on)} found {counted(verified.findings, 'thing')} wrong; "
            "manage.py verify_editions says what."
        )


def plain(lines, status=200):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)
