"""The pages of signing in: allauth's views, as far as ours say or do something more."""

import json

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_factors
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from membership import audit, invitations, mail, second_factor, sessions, trusted
from membership.accounts.adapter import CODE_IS_DEAD
from membership.models import User
from membership.sessions import REMEMBERED_DAYS

from .council import LeadsToCouncil
from .forms import LinkForm


class Mailing:
    """Tells a page whether mail can be sent, so that it can say what to do if it can't."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            mail_can_be_sent=mail.can_be_sent(),
            local_passwords=settings.LOCAL_PASSWORDS,
            council=settings.COUNCIL,
            **kwargs,
        )


class FactorsShown:
    """Tells a page which second factors a person has."""

    def get_context_data(self, **kwargs):
        own = Authenticator.objects.filter(user=self.request.user)
        by_type = {kind: [one for one in own if one.type == kind] for kind in Authenticator.Type}
        left = second_factor.codes_left(self.request.user)
        return super().get_context_data(
            app=bool(by_type[Authenticator.Type.TOTP]),
            passkeys=[one.wrap() for one in by_type[Authenticator.Type.WEBAUTHN]],
            codes_left=left,
            few_codes=second_factor.few_codes(left),
            factor_missing=second_factor.needed(self.request.user) and not own,
            **kwargs,
        )


class Proof:
    """A page where somebody proves who they are. What was typed and was not right is noted, without what it was."""

    proof: str

    def whose(self):
        """Whose login it is about, if the address that was given is anybody's."""
        return self.request.user

    def form_invalid(self, form):
        if any(form.data.get(name) for name in form.fields):
            login = self.whose()
            by = login if self.request.user.is_authenticated else None
            audit.refused(self.proof, login=login, by=by)
        return super().form_invalid(form)


class SignIn(LeadsToCouncil, Mailing, account.LoginView):
    pass


class SignOut(account.LogoutView):
    def logout(self):
        if self.request.user.is_authenticated:
            sessions.end_all(self.request.user)
        super().logout()


class Account(FactorsShown, TemplateView):
    """What belongs to one's own login."""

    template_name = "account/account.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(computers=trusted.is_allowed(), **kwargs)


class AskForCode(Mailing, account.RequestLoginCodeView):
    def form_valid(self, form):
        """A person who can write signs in with a password; the mail says so, the page is the same for everybody."""
        if form._user and form._user.is_writer:
            address = self.request.build_absolute_uri(reverse("account_login"))
            mail.send_aside("account/email/no_code", form._user.email, {"link": address})
            form._user = None
        return super().form_valid(form)


class EnterCode(Mailing, Proof, account.ConfirmLoginCodeView):
    extra_context = {"days": REMEMBERED_DAYS}
    proof = audit.BY_MAIL

    def whose(self):
        return self._process.user

    def post(self, request, *args, **kwargs):
        """allauth counts wrong tries in the session, in which tries that are sent at once overtake one another."""
        state = self._process.state
        one_code = f"{state['email'].lower()} {state['at']}"
        if ratelimit.consume(request, action="enter_login_code", key=one_code):
            return super().post(request, *args, **kwargs)
        self._process.abort()
        messages.error(request, CODE_IS_DEAD)
        return redirect(self.passthrough_next_url(reverse("account_request_login_code")))

    def _verify_form_valid(self, form):
        self.request.remember_device = form.cleaned_data["remember"]
        return super()._verify_form_valid(form)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        # allauth forgets where somebody wanted to go when it leads them back to the beginning.
        return redirect(self.passthrough_next_url(response.url)) if response.status_code == 302 else response


class ForgottenPassword(Mailing, account.PasswordResetView):
    pass


class ChoosePassword(Mailing, account.PasswordResetFromKeyView):
    def get_context_data(self, **kwargs):
        user = self.reset_user
        return super().get_context_data(
            lives=invitations.LIVES, invited=user and not user.has_usable_password(), person=user, **kwargs
        )

    @transaction.atomic
    def form_valid(self, form):
        """The link is spent once, however many browsers send it in the same moment: the others find it spent."""
        form.user = User.objects.select_for_update().get(pk=self.reset_user.pk)
        if not LinkForm({"uidb36": self.kwargs["uidb36"], "key": self.key}).is_valid():
            self.reset_user = None
            return self.render_to_response(self.get_context_data(token_fail=True))
        self.reset_user = form.user
        return super().form_valid(form)


class ChangePassword(account.PasswordChangeView):
    def dispatch(self, request, *args, **kwargs):
        """A person who signs in by code has no password to change; a link by mail lets them choose one."""
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form):
        if "oldpassword" in form.errors and form.data.get("oldpassword"):
            audit.refused("password, asked for to change it", login=self.request.user, by=self.request.user)
        return super().form_invalid(form)


class SecondFactor(FactorsShown, mfa.IndexView):
    pass


class CountingCodes:
    """A page where a code of a printed sheet may be used: says so while a few are left."""

    def form_valid(self, form):
        response = super().form_valid(form)
        records = get_authentication_records(self.request, self.request.user)
        is_of_sheet = records and records[-1].get("type") == Authenticator.Type.RECOVERY_CODES
        if is_of_sheet and (few := second_factor.few_codes(second_factor.codes_left(self.request.user))):
            messages.warning(self.request, f"{few} Make a new sheet under “Your sign-in”.")
        return response


class EnterSecondFactor(CountingCodes, Proof, mfa.AuthenticateView):
    proof = "second factor"

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.cleaned_data.get("trust") and self.request.user.is_authenticated:
            trusted.trust(self.request, response)
            audit.record(audit.What.COMPUTER_TRUSTED, login=self.request.user, by=self.request.user)
        return response

    def whose(self):
        return self.stage.login.user

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        refused = self.webauthn_form and self.webauthn_form.errors
        options = passkey(context["js_data"], "request_options")
        has_passkey = context["js_data"]["request_options"]["publicKey"].get("allowCredentials")
        return {**context, **(options if has_passkey else {}), "passkey_refused": bool(refused)}


class ConfirmSecondFactor(CountingCodes, Proof, mfa.ReauthenticateView):
    proof = "second factor, asked for again"


class StayOnPage:
    """allauth leads away from a passkey that was refused; here the page says so."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data())


class ConfirmPasskey(Proof, StayOnPage, webauthn.ReauthenticateWebAuthnView):
    proof = "passkey, asked for again"

    def get_context_data(self, **kwargs):
        # allauth's view drops what it is given, the alternatives too.
        context = super().get_context_data(**kwargs)
        return {
            **context,
            **passkey(context["js_data"], "request_options"),
            "reauthentication_alternatives": self.get_reauthentication_alternatives(),
            "passkey_refused": self.request.method == "POST",
        }


def passkey(data, name):
    """What the browser is asked for, as text for an attribute that static/js/passkeys.js reads."""
    return {"passkey_options": json.dumps(data[name])}


class AddApp(totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        # The code that set the app up is spent by it.
        app.wrap().validate_code(form.cleaned_data["code"])
        second_factor.note(self.request, app)
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))}


class AppPicture(View):
    """The square picture that an app reads; its secret is this session's."""

    def get(self, request):
        raise_if_reauthentication_required(request, app="allauth.mfa")
        factors = get_factors()
        address = factors.build_totp_url(request.user, get_totp_secret())
        return HttpResponse(factors.build_totp_svg(address), content_type="image/svg+xml")


def removed(request, factor, said):
    """Take one second factor away and leave the others: a printed sheet may be all that somebody has.

    allauth takes the sheet along with the last of the others.
    """
    raise_if_reauthentication_required(request, app="allauth.mfa")
    factor.delete()
    authenticator_removed.send(sender=Authenticator, request=request, user=request.user, authenticator=factor)
    get_adapter(request).add_message(request, messages.SUCCESS, said)
    return redirect("mfa_index")


class RemoveApp(totp.DeactivateTOTPView):
    def form_valid(self, form):
        return removed(self.request, self.authenticator, "mfa/messages/totp_deactivated.txt")


class AddPasskey(webauthn.AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        latest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
        second_factor.note(self.request, latest)
        return response

    def get_context_data(self, **kwargs):
        # allauth's view drops what it is given, a form with errors too.
        context = {**super().get_context_data(**kwargs), **kwargs}
        return {**context, **passkey(context["js_data"], "creation_options")}


class RemovePasskey(webauthn.RemoveWebAuthnView):
    def form_valid(self, form):
        return removed(self.request, self.get_object(), "mfa/messages/webauthn_removed.txt")


class NewCodes(codes.GenerateRecoveryCodesView):
    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, second_factor.NEW_SHEET)
        return response
