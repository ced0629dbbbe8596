"""What allauth asks of the house: who may sign in, by what, and in which words."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.ratelimit import clear, consume, get_ip
from django.conf import settings
from django.contrib import messages
from django.urls import reverse

from membership import mail, second_factor, sessions
from membership.backends import DutiesBackend
from membership.models import User

# What is said after a deed. What is not here passes without a word: the page itself shows it.
SAID = {
    "account/messages/password_changed.txt": (
        "Your password is saved. Whatever else was signed in as you has been signed out."
    ),
    "account/messages/logged_out.txt": "You are signed out, here and on every other device.",
    "mfa/messages/totp_activated.txt": "The app is set up.",
    "mfa/messages/totp_deactivated.txt": "The app is removed.",
    "mfa/messages/webauthn_added.txt": "The passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
}
# After five wrong codes a code is dead, and there is nothing to wait for.
CODE_IS_DEAD = "There were too many tries that failed, so that code no longer works. Have a new one sent."

logger = logging.getLogger(__name__)


class Passwords(DutiesBackend, AuthenticationBackend):
    """A password beside an address. The address on the login is the one that counts.

    Known or not, ended or not: each try reckons one hash.
    """

    def _authenticate_by_email(self, email, password):
        return self._check_password(User.objects.filter(email__iexact=email).first(), password)


def whose(credentials):
    """The login that was meant, whether there is one or not."""
    return credentials.get("email", "").lower()


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; sessions begin with a clock; mails that can't be sent break no page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The password is not right.",
        "incorrect_code": "This code is not right. Enter the six digits of the latest mail.",
        "invalid_password_reset": "This link has been used or is too old.",
        "too_many_anywhere": (
            "There were too many wrong passwords for this login within an hour. Try again in an hour, or have a link "
            "sent by which you choose a new password."
        ),
        "too_many_login_attempts": (
            "There were too many tries that failed. Wait five minutes and try again, or an hour after very many; the "
            "right answer will then do."
        ),
        "rate_limited": "There were too many tries. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user and user.may_have_password else None

    def pre_authenticate(self, request, **credentials):
        """Count a try before a hash is reckoned; a right password takes it back. Counted are a login's wrong passwords
        from one address, so that nobody shuts out the rest of an office, and those from everywhere."""
        super().pre_authenticate(request, **credentials)
        everywhere = consume(request, app="allauth.account", action="login_failed_anywhere", key=whose(credentials))
        if not everywhere:
            raise self.validation_error("too_many_anywhere")
        self._login_failed_rl_usage.usage += everywhere.usage

    def _get_login_attempts_cache_key(self, request, **credentials):
        """The name and port of the site, which allauth counts by, are the visitor's to make up."""
        return f"{whose(credentials)} {get_ip(request)}"

    def _delete_login_attempts_cached_email(self, request, **credentials):
        super()._delete_login_attempts_cached_email(request, **credentials)
        clear(request, app="allauth.account", action="login_failed_anywhere", key=whose(credentials))

    def login(self, request, user):
        super().login(request, user)
        if not settings.LOCAL_PASSWORDS and user.email == settings.BREAK_GLASS_EMAIL:
            logger.warning("The account kept for emergencies signed in: login %s.", user.pk)
        remember = getattr(request, "remember_device", False)
        sessions.begin(request, remember=remember and not user.is_writer)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        words = message or SAID.get(message_template)
        if words == self.error_messages["too_many_login_attempts"]:
            words = CODE_IS_DEAD  # what allauth says here as a message, and not beside a field, is about mailed codes
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def ajax_response(self, request, response, **kwargs):
        """allauth says of each form that it was well, where a script asks; of one that came too often it is not."""
        return response if response.status_code == 429 else super().ajax_response(request, response, **kwargs)

    def send_mail(self, template_prefix, email, context):
        return mail.send_aside(template_prefix, email, context)

    def send_password_reset_mail(self, user, email, context):
        if user.may_have_password:
            return self.send_mail("account/email/password_reset_key", email, context)
        return self.send_mail("account/email/no_password", email, context)

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_login_stages(self):
        """One stage of allauth's gives way to ours; the others are for ways in that this house doesn't have."""
        return ["allauth.account.stages.LoginByCodeStage", "membership.second_factor.AskSecondFactor"]

    def is_reauthentication_required(self, *, app, **kwargs):
        return not second_factor.recent(self.request)

    def get_reauthentication_methods(self, user):
        """The ways to prove oneself again, the first one first: with a second factor if there is one."""
        if second_factor.by_council(self.request):
            return [{"id": "council", "description": "Use your council account", "url": reverse("council-sign-in")}]
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        words = {
            "mfa_reauthenticate:webauthn": "Use a passkey",
            "mfa_reauthenticate": "Use a code from the app or from your sheet of recovery codes",
            "reauthenticate": "Use your password",
        }
        found = [{**ways[way], "description": said} for way, said in words.items() if way in ways]
        factors = [way for way in found if way["id"].startswith("mfa")]
        return factors or found
