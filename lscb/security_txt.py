"""/.well-known/security.txt: whom to tell of a weakness in this site (RFC 9116), where whoever runs it has said so."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kit import clock


@cache_control(public=True, max_age=3600)
@login_not_required
@require_safe
def security_txt(request):
    """Nothing is there once its day has passed: an address that nobody reads any more is worse than none."""
    if not settings.SECURITY_CONTACT or clock.now().date() > settings.SECURITY_CONTACT_UNTIL:
        raise Http404
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {settings.SECURITY_CONTACT_UNTIL.isoformat()}T23:59:59Z",
        "Preferred-Languages: en",
    ]
    if settings.ALLOWED_HOSTS:
        lines.append(f"Canonical: https://{settings.ALLOWED_HOSTS[0].lstrip('.')}{request.path}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
