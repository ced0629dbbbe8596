"""Response headers that Django's own security middleware doesn't know."""

from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
)


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
