"""What browsers report of the content security policy: counted in the log by directive and kind, never kept as it came.

Anybody may post here, so nothing is written but a few lines of the log: no session, no database, no cache.
"""

import json
import logging
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger(__name__)

LONGEST = 8_192  # bytes of a report
MOST = 10  # reports in one message
A_MINUTE = 30  # lines of each worker; what comes beyond is told as a number, once the minute is over
OTHER = "other"
DIRECTIVES = {
    *(name for name in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] if name != "report-uri"),
    *("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"),
}
# What a browser says in place of an address.
WORDS = {"inline", "eval", "wasm-eval", "data", "blob"}


class Minute:
    """How many lines were written within this minute, and how many were not."""

    def __init__(self):
        self.number, self.told, self.dropped = 0, 0, 0

    def may_tell(self):
        now = int(time.monotonic() // 60)
        if now != self.number:
            if self.dropped:
                log.warning("%d more reports of browsers came within a minute and are not listed", self.dropped)
            self.number, self.told, self.dropped = now, 0, 0
        if self.told < A_MINUTE:
            self.told += 1
            return True
        self.dropped += 1
        return False


minute = Minute()


@csrf_exempt
@never_cache
@login_not_required
def reports(request):
    """Takes a report in either form that browsers send. Always 204, since each refusal would be a line of the log that
    a stranger writes; only another method than POST is told so."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    for report in read(request):
        if minute.may_tell():
            log.warning("A browser refused something by the policy: %s, %s", *in_words(report))
    return HttpResponse(status=204)


def read(request):
    """The reports in a message, each as a dictionary; none if it is too long or says nothing that can be read."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
            return []
        said = json.loads(request.read(LONGEST))
    except (ValueError, RecursionError, OSError):
        return []
    # report-uri sends one {"csp-report": {…}}, report-to a list of {"type": …, "body": {…}}.
    found = [said.get("csp-report")] if isinstance(said, dict) else []
    if isinstance(said, list):
        found = [each.get("body") for each in said if isinstance(each, dict) and each.get("type") == "csp-violation"]
    return [report for report in found if isinstance(report, dict)][:MOST]


def in_words(report):
    """Directive and kind of what was refused. Addresses carry queries, and extensions of a browser names: neither is
    told."""
    directive = next(
        (
            str(report[name])
            for name in ("effective-directive", "effectiveDirective", "violated-directive")
            if report.get(name)
        ),
        "",
    ).split(" ")[0]
    blocked = str(report.get("blocked-uri") or report.get("blockedURL") or "")
    try:
        scheme = urlsplit(blocked).scheme
    except ValueError:
        scheme = ""
    kind = "web" if scheme in ("http", "https") else scheme or blocked
    return directive if directive in DIRECTIVES else OTHER, kind if kind in WORDS | {"web"} else OTHER
