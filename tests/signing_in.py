"""What a session knows of a sign-in, for tests that are about something else."""

import time

from allauth.account.internal.flows import login as records
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client

SECRET = generate_totp_secret()


def client_of(user, method="mfa", ago=0):
    """A client that signed in as somebody; with what, and how many seconds ago."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return shown(client, user, method, ago)


def shown(client, user, method="mfa", ago=0):
    """Note in a client's session that its person proved themselves by a method, seconds ago."""
    session = client.session
    session[records.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time() - ago}]
    session[records._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def app_of(user):
    """An app on somebody's phone."""
    return TOTP.activate(user, SECRET).instance


def digits(later=0):
    """What that app shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(SECRET, int(totp.time.time()) // 30 + later))


def sheet_of(user):
    """A printed sheet: somebody's recovery codes."""
    return RecoveryCodes.activate(user).get_unused_codes()


def passkey_of(user):
    """A passkey of which nobody holds the other half."""
    data = {"name": "Laptop", "passwordless": False, "credential": {}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def has_factor(user):
    return Authenticator.objects.filter(user=user).exists()
