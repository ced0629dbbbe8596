"""How long somebody stays signed in, and how all of a person's sessions are ended at once."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from kit import clock

REMEMBERED_DAYS = 30
REMEMBERED_SECONDS = REMEMBERED_DAYS * 24 * 3600
READING = ("GET", "HEAD", "OPTIONS")

IDLE = "You were signed out because no page was opened for a while. Sign in again to go on where you were."
LONG = "You were signed out because you had been signed in for 12 hours. Sign in again to go on where you were."
READING_ONLY = "This device is remembered for reading only. Sign in to change something."


def begin(request, remember=False):
    """Note when a person signed in, and whether this device may go on reading afterwards."""
    now = moment()
    roles = list(request.user.roles)
    request.session.update({"began": now, "seen": now, "remembered": remember, "roles": roles})
    if remember:
        request.session.set_expiry(REMEMBERED_SECONDS)


def end_all(user):
    """Sign a person out everywhere: at sign-out, when a role is given or taken, when the login is ended."""
    user.session_mark = secrets.token_hex(16)
    user.save(update_fields=["session_mark"])


class SessionLimits(MiddlewareMixin):
    """Ends a session that was idle for too long or is too old; a remembered device may go on reading."""

    def process_request(self, request):
        if request.user.is_authenticated:
            reason = over(request)
            if reason:
                request.session_ran_out = True  # for the record of access
                logout(request)
                messages.info(request, reason)
            else:
                follow_roles(request)


def over(request):
    """Why the session of a request is over, in words; empty while it isn't. Notes the visit once a minute at most."""
    session, now = request.session, moment()
    # Whatever signs somebody in notes that on the login at least.
    began = session.get("began") or int(request.user.last_login.timestamp())
    age, idle = now - began, now - session.get("seen", began)
    if age < settings.SESSION_COOKIE_AGE and idle < settings.SESSION_IDLE_MINUTES * 60:
        if idle >= 60:
            session["seen"] = now
        return ""
    if session.get("remembered") and age < REMEMBERED_SECONDS and not request.user.is_writer:
        return "" if request.method in READING or request.path == reverse("account_logout") else READING_ONLY
    return LONG if age >= settings.SESSION_COOKIE_AGE else IDLE


def follow_roles(request):
    """Give the session a new number when a role began or ended by its day; given and taken ones end it outright."""
    held = list(request.user.roles)
    if request.session.get("roles", held) != held:
        request.session.cycle_key()
        request.session["roles"] = held


def moment():
    """Now, in seconds, as a session can keep it."""
    return int(clock.now().timestamp())
