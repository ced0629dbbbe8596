"""What the owner of a login is told by mail: something was done to their way in, by themselves or by somebody else.

If no mail can be sent nobody is told; and no page waits for a mail, or fails with it, before its deed is done.
"""

from functools import partial

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction
from django.dispatch import receiver

from . import mail
from .audit import FACTORS


def tell(login, what, *, email=None):
    """Mail a sentence to the owner of a login, once the deed is in the records; to `email` if theirs was changed."""
    context = {"what": what}
    transaction.on_commit(partial(mail.send, "account/email/notice", email or login.email, context), robust=True)


@receiver([password_set, password_changed, password_reset])
def password_was_set(sender, user, **kwargs):
    """A person who comes in for the first time has just chosen it."""
    if user.last_login:
        tell(user, "A new password was set for your sign-in.")


@receiver([authenticator_added, authenticator_reset])
def factor_was_added(sender, user, authenticator, **kwargs):
    tell(user, f"A second factor was set up for your sign-in: {FACTORS[authenticator.type]}.")


@receiver(authenticator_removed)
def factor_was_removed(sender, user, authenticator, **kwargs):
    tell(user, f"A second factor was removed from your sign-in: {FACTORS[authenticator.type]}.")


def factors_were_removed(login, *, by):
    """By a colleague, or from the command line."""
    who = str(by) if by else "Whoever looks after the server"
    tell(login, f"{who} removed the second factor of your sign-in.")


def address_was_changed(login, *, by, before):
    """To the address that it was: the new one is perhaps somebody else's."""
    tell(login, f"{by} changed the e-mail address of your sign-in. This address no longer lets you in.", email=before)
