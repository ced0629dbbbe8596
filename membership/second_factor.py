"""The second factor: who needs one, whether it was last_shown lately, and how a colleague's lost one is taken away."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render

from kit import clock
from kit.drafts.keeping import Keeping
from kit.later import say_later
from kit.wording import counted

from . import sealing, sessions, trusted
from .models import Board

RECENT_MINUTES = 15
# What allauth notes of a sign-in. The council's own sign-in has asked for its second factor already.
COUNCIL = "council"
SECOND = {"mfa", COUNCIL}
# A sign-in on a trusted computer: enough to come in, and not for what is grave.
TRUSTED = "trusted"
# Whoever has just made a sheet of codes may see it. To go on they enter one of them: so the sheet was kept.
NEW_SHEET = "new sheet"
FEW_CODES = 5

logger = logging.getLogger(__name__)


def needed(user):
    """Whether a person has to have a second factor: everybody who can write or approve."""
    return settings.SECOND_FACTOR and user.is_writer


def held(user):
    """Whether a person has set one up here."""
    return Authenticator.objects.filter(user=user).exists()


def codes_left(user):
    """How many codes of somebody's printed sheet are not used yet; None for who has no sheet."""
    for sheet in Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES):
        return settings.MFA_RECOVERY_CODE_COUNT - sheet.data["used_mask"].bit_count()
    return None


def few_codes(left):
    """That it is time for a new sheet, in a sentence; empty while it isn't."""
    if left is None or left > FEW_CODES:
        return ""
    return f"You have {counted(left, 'recovery code')} left." if left else "Your recovery codes are used up."


def was_shown(request):
    """Whether this session came in by a second factor, or from a computer that its person trusts."""
    return any(record["method"] in {*SECOND, TRUSTED} for record in get_authentication_records(request, request.user))


def by_council(request):
    """Whether this session came in through the council's own sign-in."""
    return any(record["method"] == COUNCIL for record in get_authentication_records(request, request.user))


def recent(request):
    """Whether the person at the keyboard has proved themselves within a quarter of an hour.

    Who has a second factor proves it with that; who has none yet, with whatever let them in.
    """
    records = get_authentication_records(request, request.user)
    if held(request.user):
        records = [record for record in records if record["method"] in {*SECOND, NEW_SHEET}]
    latest = max((record["at"] for record in records), default=0)
    return clock.now().timestamp() - latest < RECENT_MINUTES * 60


def must_confirm(request):
    """Whether the person at the keyboard has to prove anew who they are before something grave is done."""
    return settings.SECOND_FACTOR and not recent(request)


def note(request, authenticator):
    """A factor that was just set up, and tried in doing so, counts as last_shown."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


@transaction.atomic
def remove(user, *, by):
    """Take a colleague's second factors away who has lost them all; at the next sign-in they set up new ones."""
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    logger.info("The second factors of login %s were removed by login %s.", user.pk, by.pk)


def keep_and_confirm(page):
    """Keep what was typed on a page (`kit.drafts.keeping`), and lead to the second factor and back to the form.

    For what can't be sent again by itself.
    """
    ways = get_adapter().get_reauthentication_methods(page.request.user)
    # Another form that waits to be sent again is given up: this one is what somebody is at.
    page.request.session.pop(STATE_SESSION_KEY, None)
    return page.led_away(page.keep(page.request.user), ways[0]["url"] if ways else None)


class RecentSecondFactor:
    """For pages that approve, publish, invite or erase: asks for the second factor again after a quarter of an hour.

    Stands after the mixin that says who may see the page. A form that was sent too late is sent again by itself; one
    with a file is not, for the file is gone by then: its words are kept, and the file is chosen again.
    """

    asks_again = True

    def dispatch(self, request, *args, **kwargs):
        if self.asks_again and must_confirm(request):
            if request.FILES and isinstance(self, Keeping):
                return keep_and_confirm(self)
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)


class Required:
    """Leads a person who needs a second factor and hasn't last_shown one to the page for that, and to no other."""

    # By name: the pages on which a second factor is set up or last_shown, the logo at their head, and the way out.
    OPEN = frozenset(
        {
            "mfa_index",
            "mfa_activate_totp",
            "app-picture",
            "logo-picture",
            "mfa_add_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "account_reauthenticate",
            "account_logout",
            "council-sign-in",
        }
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_open = not getattr(view, "login_required", True) or request.resolver_match.url_name in self.OPEN
        if is_open or not needed(request.user) or by_council(request):
            return None
        if not held(request.user):
            return redirect("mfa_index")
        return None if was_shown(request) else redirect_to_login(request.get_full_path(), "mfa_reauthenticate")

    def process_exception(self, request, exception):
        """Without the key to what somebody's app or sheet rests on, nobody at the keyboard can do anything about it."""
        if not isinstance(exception, sealing.KeyMissing):
            return None
        logger.error("The key of a second factor is missing: login %s.", request.user.pk)
        return render(request, "mfa/key_missing.html", status=503)


class AskSecondFactor(AuthenticateStage):
    """The step of a sign-in that asks a person who has a second factor for it; the council's own has asked already,
    and a trusted computer is asked again after some hours."""

    def handle(self):
        if self.login.user and trusted.is_trusted(self.request, self.login.user):
            record_authentication(self.request, self.login.user, TRUSTED)
            return None, True
        return super().handle()

    def _should_handle(self, request):
        records = get_authentication_records(request, self.login.user)
        return not (records and records[-1]["method"] == COUNCIL) and super()._should_handle(request)


class Factors(DefaultMFAAdapter):
    """allauth's words for second factors, in ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right, or it has been used already. Wait for the next one and try again.",
        "unverified_email": say_later("The address of this login is not settled. Ask the {body}’s office."),
    }

    def encrypt(self, text):
        return sealing.seal(text)

    def decrypt(self, encrypted_text):
        return sealing.unseal(encrypted_text)

    def is_mfa_enabled(self, user, types=None):
        """allauth asks for an app or a passkey. Here a printed sheet may be all that somebody has."""
        either = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
        return super().is_mfa_enabled(user, None if types and either <= set(types) else types)

    def get_totp_issuer(self):
        board = Board.objects.first()
        return board.short_name if board else self._get_site_name()

    def generate_authenticator_name(self, user, kind):
        return f"Passkey {Authenticator.objects.filter(user=user, type=kind).count() + 1}"
