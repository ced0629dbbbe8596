"""Where a link leads: the address itself, taken out of what mail systems put round it. Knows no Django."""

import base64
import re
from urllib.parse import parse_qs, unquote, urlsplit

from kit import signs
from kit.incoming import rules


def unwrapped(address):
    """The address itself, taken out of what a mail system put round it; "" if it is none that a narrative may hold."""
    address = re.sub(r"[\x00-\x20]", "", signs.seen(address))
    for _ in range(3):
        parts = _parts(address)
        inner = next((inner for host, names in rules.WRAPPED if (inner := _inside(parts, host, names))), "")
        if found := re.match(r"https?://urldefense\.(?:com|us)/v3/__(.+?)__;([\w-]*)!!", address):
            inner = _unstarred(*found.groups())
        address = inner or address
    scheme = address.partition(":")[0].lower()
    return address if (scheme in ("https", "http") and _parts(address).netloc) or scheme == "mailto" else ""


def _parts(address):
    try:
        return urlsplit(address)
    except ValueError:  # what is between square brackets is no number of a host
        return urlsplit("")


def _inside(parts, host, names):
    if not re.match(host, f"{parts.netloc}{parts.path}", re.IGNORECASE):
        return ""
    values = parse_qs(parts.query)
    inner = next((values[name][0] for name in names.split() if name in values), "")
    return (
        unquote(inner.replace("-", "%").replace("_", "/")) if "urldefense" in host and "/v2/" in parts.path else inner
    )


def _unstarred(address, signs_taken):
    """Proofpoint's third way: a star for each sign that it took out of the address, the signs behind it."""
    try:
        taken = iter(base64.urlsafe_b64decode(signs_taken + "==").decode(errors="replace"))
    except ValueError:  # the address was cut off in its wrapping
        return ""
    return re.sub(r"\*", lambda star: next(taken, star[0]), address) if "**" not in address else ""
