"""Log lines as JSON, one a line, for the people who look after the server: what happened, where, in which request.

Nothing personal and no secret is in them. What a record carries beside its words is not written, but for the fields of
an `events.Event`, which are numbers and words of the program; from its words
e-mail addresses, what follows a question mark and the keys of links that let somebody in are taken; of an error only
its kind and the places in the program are told, because an error's own words often repeat what somebody typed.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

import msgspec

from kit import current, events

EMAIL = re.compile(r"[^\s@<>\"(),;:/=]+@[^\s@<>\"'(),;:/]+")
QUERY = re.compile(r"(?<=[^\s?])\?[^\s\"'<>]+")
# All that follows, whatever it is: what somebody's mail program made of a link holds its secret anywhere.
KEY = re.compile(r"(/accounts/+password/+link|/given)\b[^\"']+", re.IGNORECASE)


def plain(words):
    """Words without e-mail addresses, keys of links, and what follows the question mark of an address."""
    return KEY.sub(r"\1/…", QUERY.sub("?…", EMAIL.sub("(e-mail)", words)))


def places(error):
    """Where an error came from, file, line and function, outermost first, through all that caused it."""
    found, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        found.append({"error": f"{type(error).__module__}.{type(error).__qualname__}", "at": frames})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


class JsonLines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": plain(record.getMessage()),
        }
        # A refusal is logged by Django when the request has left again, and then comes with it.
        request = current.request() or getattr(record, "request", None)
        if hasattr(request, "number"):
            line |= {"request": request.number, "method": request.method, "path": plain(request.path)}
            # Only if the request has asked who it is: a log line asks the database nothing.
            user = vars(request).get("_cached_user")
            if user is not None and user.pk:
                line["user"] = user.pk
        event = getattr(record, "event", None)
        if isinstance(event, events.Event):
            line |= msgspec.to_builtins(event)
        if record.exc_info and record.exc_info[1]:
            line["errors"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class NoFault(logging.Filter):
    """What Django takes for an error of the program and is none: told as INFO, without the place in the program.

    Anybody can ask under a name that isn't this site's, which Django would repeat; and /health/ says with its 503 what
    is wrong elsewhere.
    """

    def filter(self, record):
        asked = getattr(getattr(record, "request", None), "path_info", "")
        if record.name == "django.security.DisallowedHost":
            record.msg, record.args = "The site was asked for under a name that is not in ALLOWED_HOSTS", ()
        elif not asked.startswith("/health/"):
            return True
        record.levelno, record.levelname, record.exc_info = logging.INFO, "INFO", None
        return True
