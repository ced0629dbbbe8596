"""What is answered when a request fails: a database that is away is said as such, for it comes back by itself."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.views import defaults

SECONDS = 30  # after which a browser or a proxy may ask again


def server_error(request):
    """The page for a request that failed: 503 where the database did not answer, 500 where the fault is the program's.

    It asks the database nothing. The public pages are files and go on.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS)})
    return defaults.server_error(request)
