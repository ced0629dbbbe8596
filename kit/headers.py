"""Response headers that Django's own security middleware doesn't know."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
)


class ContentPolicy(CSPMiddleware):
    """The content security policy with its parts in one order, so that two processes say the same.

    The library has them in a set, which each process puts in an order of its own.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if HEADER in response:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response


class ExtraHeaders(MiddlewareMixin):
    """Adds what is the same on every response, and keeps pages of signed-in people out of every cache."""

    def process_response(self, request, response):
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        # What is not a public document is not for search engines either; the public tree says its own mind.
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
