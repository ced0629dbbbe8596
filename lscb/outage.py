"""What is answered when a request fails, or comes too often. A database that is away is said as such, for it comes back
by itself; a record that the program can't show is named, so that it can be mended."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.views import defaults

from publications.compose import UnknownPlace

SECONDS = 30  # after which a browser or a proxy may ask again
MANY = "There were too many tries within a short time. Wait five minutes and try again."
FIVE_MINUTES = {"Retry-After": "300"}


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


def too_many(request):
    """The answer to whoever tries too often: a page, or JSON to what asks for that."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"error": MANY}, status=429, headers=FIVE_MINUTES)
    return HttpResponse(loader.render_to_string("429.html", request=request), status=429, headers=FIVE_MINUTES)
