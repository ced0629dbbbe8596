"""The record of access: one row for each thing that happened to somebody's way in."""

from datetime import timedelta

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.deprecation import MiddlewareMixin

from kit import clock, current, events

from .models import AccessEvent, Board, User
from .models.board import LIMITS

What = AccessEvent.What

# So many rows of the same kind from one address or about one person in an hour; then the rest are not recorded, so that
# neither a broken page nor somebody who guesses passwords can fill the table.
MOST_IN_AN_HOUR = 20
LAST_OF_THE_HOUR = "; more of these within the hour are not recorded"
BY_MAIL = "code by e-mail"
# How a person proved who they are, as the session notes it, in words.
WAYS = {
    "password": "password",
    "code": BY_MAIL,
    "password_reset": "invitation, or link for a new password",
    "council": "the council’s sign-in",
    "trusted": "trusted computer",
    "totp": "code from an app",
    "recovery_codes": "recovery code",
    "webauthn": "passkey",
}
# What somebody can set up to prove it a second time.
FACTORS = {"totp": "app", "recovery_codes": "recovery codes", "webauthn": "passkey"}


def record(what, *, login=None, by=None, detail="", role=""):
    """Write down what happened to a login's access, and by whom; without `by` nobody who had signed in did it.

    The log says it too, with the `role` that was given or taken.
    """
    events.tell(what.value, login=login, by=by, role=role)
    return _row(what, login=login, by=by, detail=detail)


def _row(what, *, login, by, detail):
    return AccessEvent.objects.create(
        when=clock.now(), what=what, login=login, by=by, detail=detail[:300], address=current.address()
    )


def record_sparingly(what, *, login=None, by=None, detail=""):
    """As `record`, for what somebody outside can cause as often as they like: at most so many rows in an hour. The log
    says each."""
    events.tell(what.value, login=login, by=by)
    same = AccessEvent.objects.filter(
        what=what, login=login, by=by, address=current.address(), when__gt=clock.now() - timedelta(hours=1)
    )
    there = same.count()
    if there < MOST_IN_AN_HOUR:
        last = there + 1 == MOST_IN_AN_HOUR
        room = 300 - len(LAST_OF_THE_HOUR)
        _row(what, login=login, by=by, detail=detail[:room] + LAST_OF_THE_HOUR if last else detail)


def ways(request):
    """How the person of this session signed in, in words."""
    methods = request.session.get("account_authentication_methods", []) if hasattr(request, "session") else []
    names = [method.get("type") or method.get("method", "") for method in methods]
    return ", ".join(dict.fromkeys(WAYS.get(name, name) for name in names)) or WAYS["password"]


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs):
    emergency = not settings.LOCAL_PASSWORDS and user.email == settings.BREAK_GLASS_EMAIL
    detail = f"the account kept for emergencies: {ways(request)}" if emergency else ways(request)
    record(What.SIGNED_IN, login=user, by=user, detail=detail)


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        ran_out = getattr(request, "session_ran_out", False)
        how = {"by": None, "detail": "the session ran out"} if ran_out else {"by": user}
        record(What.SIGNED_OUT, login=user, **how)


@receiver(user_login_failed)
def failed(sender, credentials, **kwargs):
    """A sign-in that was refused. An address that belongs to nobody is not kept: it may be anybody's, or a password."""
    typed = credentials.get("email") or credentials.get("username") or ""
    refused(WAYS["password"], login=User.objects.filter(email__iexact=typed).first())


def refused(proof, *, login, by=None):
    """A proof of who somebody is that was not right; without what was typed."""
    record_sparingly(What.FAILED, login=login, by=by, detail=proof if login else f"{proof}: unknown address")


@receiver([password_set, password_changed, password_reset])
def password_was_set(sender, request, user, **kwargs):
    """By its owner who had signed in, or by the person who had the link."""
    by = user if request.user.is_authenticated else None
    record(What.PASSWORD_SET, login=user, by=by, detail="" if by else WAYS["password_reset"])


@receiver([authenticator_added, authenticator_reset])
def factor_was_added(sender, user, authenticator, **kwargs):
    record(What.SECOND_FACTOR_ADDED, login=user, by=user, detail=FACTORS[authenticator.type])


@receiver(authenticator_removed)
def factor_was_removed(sender, user, authenticator, **kwargs):
    """By its owner; a colleague who removes all of them says so in `membership.second_factor`."""
    record(What.SECOND_FACTOR_REMOVED, login=user, by=user, detail=FACTORS[authenticator.type])


@receiver(pre_save, sender=Board)
def limits_were_changed(sender, instance, raw, **kwargs):
    """Who changed what limits the managers, in whichever way: in the settings, or by undoing a change of them."""
    asked = current.request()
    if raw or asked is None or not asked.user.is_authenticated:
        return
    names = sorted(LIMITS)
    for before in Board.objects.filter(pk=instance.pk).values(*names):
        told = [
            f"{Board._meta.get_field(name).verbose_name}: {told_limit(getattr(instance, name))}"
            for name in names
            if before[name] != getattr(instance, name)
        ]
        if told:
            record(What.LIMITS_CHANGED, login=asked.user, by=asked.user, detail="; ".join(told))


def told_limit(value):
    """A setting as it is now, in words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value) or "none"


class Denials(MiddlewareMixin):
    """Records when somebody who has signed in is told that a page is not for them; once an hour for each page."""

    def process_response(self, request, response):
        if response.status_code == 403 and request.user.is_authenticated:
            self.record(request)
        return response

    def record(self, request):
        detail = request.path[:200]
        lately = AccessEvent.objects.filter(
            what=What.DENIED, login=request.user, when__gt=clock.now() - timedelta(hours=1)
        )
        if not lately.filter(detail__startswith=detail).exists():
            record_sparingly(What.DENIED, login=request.user, by=request.user, detail=detail)
