"""How Mozilla's Observatory scores one response, and what ASVS 5.0 (chapter 3.4) asks of its headers.

The rules as published by MDN; those that can't apply here (subresource integrity of foreign scripts, preload lists) are
left out, for this program loads nothing foreign. Extra points count only from 90 points on, as there.
"""

from http.cookies import SimpleCookie

YEAR = 365 * 24 * 3600


def directives(response):
    """The content security policy as a dictionary of lists."""
    parts = [part.split() for part in response.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {name.lower(): values for name, *values in parts}


def max_age(response):
    """How long a browser remembers to come by https only, in seconds."""
    for part in response.get("Strict-Transport-Security", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "max-age":
            return int(value)
    return 0


def policy(response):
    found = directives(response)
    if not found:
        return -25
    scripts = found.get("script-src", found.get("default-src", ["*"]))
    styles = found.get("style-src", found.get("default-src", ["*"]))
    if "'unsafe-inline'" in scripts or "*" in scripts or "http:" in scripts or "data:" in scripts:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if found.get("default-src") == ["'none'"] else 5


def cookies(response):
    sent = SimpleCookie()
    for morsel in response.cookies.values():
        sent[morsel.key] = morsel.value
        sent[morsel.key].update(morsel)
    if not sent:
        return 0
    if not all(morsel["secure"] for morsel in sent.values()):
        return -40
    if not all(morsel["httponly"] for morsel in sent.values()):
        return -30
    return 5 if all(morsel["samesite"] in ("Lax", "Strict") for morsel in sent.values()) else 0


def sharing(response):
    return -50 if response.get("Access-Control-Allow-Origin") == "*" else 0


def transport(response):
    seconds = max_age(response)
    return 0 if seconds >= YEAR / 2 else -10 if seconds else -20


def framing(response):
    if directives(response).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5
    return 0 if response.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def sniffing(response):
    return 0 if response.get("X-Content-Type-Options") == "nosniff" else -5


def referrer(response):
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    given = response.get("Referrer-Policy")
    return 0 if given is None else 5 if given in private else -5


def resources(response):
    return {"same-origin": 10, "same-site": 10, "cross-origin": -5}.get(response.get("Cross-Origin-Resource-Policy"), 0)


RULES = (policy, cookies, sharing, transport, framing, sniffing, referrer, resources)


def score(response):
    """The points of a response; 100 and more is an A+."""
    points = [rule(response) for rule in RULES]
    base = 100 + sum(point for point in points if point < 0)
    return base + sum(point for point in points if point > 0) if base >= 90 else base


def complaints(response):
    """What ASVS 5.0 would find missing, by the number of its rule."""
    found, sources = [], directives(response)
    if max_age(response) < YEAR or "includeSubDomains" not in response.get("Strict-Transport-Security", ""):
        found.append("3.4.1 Strict-Transport-Security of a year with subdomains")
    if "Access-Control-Allow-Origin" in response:
        found.append("3.4.2 nothing is shared with other origins")
    if sources.get("object-src") != ["'none'"] or sources.get("base-uri") != ["'none'"]:
        found.append("3.4.3 a policy with object-src 'none' and base-uri 'none'")
    if response.get("X-Content-Type-Options") != "nosniff":
        found.append("3.4.4 nosniff")
    if response.get("Referrer-Policy") not in ("no-referrer", "same-origin", "strict-origin"):
        found.append("3.4.5 a referrer policy")
    if sources.get("frame-ancestors") != ["'none'"]:
        found.append("3.4.6 frame-ancestors 'none'")
    if response.get("Cross-Origin-Opener-Policy") != "same-origin":
        found.append("3.4.8 Cross-Origin-Opener-Policy")
    kind = response.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower().replace('"', ""):
        found.append("4.1.1 a charset")
    return found
