"""Response headers that Django's own security middleware doesn't know."""

from django.utils.cache import patch_cache_control

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
)


class ExtraHeaders:
    """Adds what is the same on every response, and keeps pages of signed-in people out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        # What is not a public document is not for search engines either; the public tree says its own mind.
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
