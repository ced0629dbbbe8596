"""What is answered when a request fails. A database that is away is said as such, for it comes back by itself; a record
that the program can't show is named, so that it can be mended."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.views import defaults

from publications.compose import UnknownPlace

SECONDS = 30  # after which a browser or a proxy may ask again


def server_error(request):
    """The page for a request that failed: 503 if the database did not answer, 500 with what is to be mended if a record
    can't be shown, and a plain 500 if the fault is the program's.

    It asks the database nothing. The public pages are files and go on.
    """
    failure = sys.exc_info()[1]
    if isinstance(failure, UnknownPlace):
        return HttpResponse(loader.get_template("unknown.html").render({"sentence": str(failure)}), status=500)
    if isinstance(failure, OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS)})
    return defaults.server_error(request)
