"""A computer that its person trusts: for twelve hours a sign-in there asks for the password alone, if that is allowed.

The cookie is good for one login. It is worth nothing any more once that person signs out, has a new password, or gains
or loses a role or a second factor, and once the setting is off. What is grave asks for the second factor all the same.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from membership.models import Board

HOURS = 12
SECONDS = HOURS * 3600
SALT = "membership.trusted"


def is_allowed():
    """Whether the board lets people trust a computer."""
    return Board.objects.filter(trusted_computers=True).exists()


def trust(request, response):
    """Let this computer be trusted from now on by whoever has just signed in."""
    response.set_signed_cookie(
        settings.TRUSTED_COOKIE_NAME,
        mark(request.user),
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_trusted(request, user):
    """Whether a login trusts the computer that a request comes from."""
    held = request.get_signed_cookie(settings.TRUSTED_COOKIE_NAME, default="", salt=SALT, max_age=SECONDS)
    return bool(held) and constant_time_compare(held, mark(user)) and is_allowed()


def mark(user):
    """What stands in the cookie. It follows the login's sessions, which all end at once, and its second factors."""
    factors = Authenticator.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)
    return salted_hmac(SALT, f"{user.get_session_auth_hash()} {list(factors)}", algorithm="sha256").hexdigest()
