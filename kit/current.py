"""The request that is being answered: what a line of the log and a row of the access record say about it."""

import ipaddress
import secrets
from contextvars import ContextVar

from django.conf import settings
from django.utils.deprecation import MiddlewareMixin

# The header that says the number.
NUMBER = "X-Request-ID"
_request = ContextVar("request", default=None)


class CurrentRequest(MiddlewareMixin):
    """Keeps the request at hand while it is answered, and gives it a number that its log lines share."""

    def __call__(self, request):
        request.number = new_number()
        token = _request.set(request)
        try:
            response = self.get_response(request)
        finally:
            _request.reset(token)
        response.headers.setdefault(NUMBER, request.number)
        return response


def new_number():
    """A number for a request, which nobody can guess from another."""
    return secrets.token_hex(8)


def request():
    """The request that is being answered; None in a command."""
    return _request.get()


def address():
    """The address that the request came from; None if it isn't known.

    Behind a proxy that is trusted it is the last one it was forwarded for: earlier ones are the sender's own claim.
    """
    asked = request()
    if asked is None:
        return None
    words = asked.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        words = asked.headers.get("X-Forwarded-For", words).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(words))
    except ValueError:
        return None
