"""Invitations: a login is made for somebody, and a link lets them in to choose a password.

The link is spent by the form it leads to, never by opening it: mail scanners open every link.
"""

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from . import mail
from .models import User

LIVES = f"{settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)} days"

logger = logging.getLogger(__name__)


def prepare(email, name, *, by):
    """The login of a person who is invited: it has no password yet, and its address counts as proved.

    An address that has a login already raises ValidationError with a sentence.
    """
    user = User.objects.create_user(email, name=name)
    logger.info("Login %s was made by login %s.", user.pk, by.pk)
    return user


def link(user, request):
    """The address where an invited person chooses a password; it lives seven days and works once.

    If local passwords are switched off it is the page for signing in.
    """
    if not user.may_have_password:
        return request.build_absolute_uri(reverse("account_login"))
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key))


def send(user, request) -> bool:
    """Mail a person their invitation. False if no mail could be sent: the inviter then passes the link on."""
    context = {
        "person": user,
        "link": link(user, request),
        "code": request.build_absolute_uri(reverse("account_request_login_code")),
        "lives": LIVES,
    }
    return mail.send("account/email/invitation", user.email, context)
