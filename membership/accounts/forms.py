"""The forms of signing in: allauth's, in our words and without grey words inside the fields."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms

from kit.later import say_later
from membership import trusted
from membership.models import User
from membership.sessions import REMEMBERED_DAYS

ASKED_OFTEN = (
    "A code has been asked for several times in a row. Use the one in the latest mail, or wait a few minutes "
    "and ask again."
)
HINT = "At least 12 characters. Three or four words that don’t belong together are good and easy to type."


class Ours:
    """Labels and hints by the name of the field."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint


class Digits(Ours):
    """A code, for which a phone shows its number keys."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class SignIn(Ours, account.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}


class AskForCode(Ours, account.RequestLoginCodeForm):
    words = {"email": ("E-mail address", say_later("The one on the {body}’s list."))}

    def clean_email(self):
        try:
            email = super().clean_email()
        except forms.ValidationError as problem:
            # allauth speaks of wrong tries; here somebody only asked, perhaps because no mail came.
            if problem.code == "too_many_login_attempts":
                raise forms.ValidationError(ASKED_OFTEN) from problem
            raise
        self._user = User.objects.filter(email__iexact=email, is_active=True).first()
        return email


class EnterCode(Digits, account.ConfirmLoginCodeForm):
    words = {"code": ("Six digits from the mail", "")}

    remember = forms.BooleanField(
        label=f"Remember this device for {REMEMBERED_DAYS} days",
        help_text="You can then read here without a code. Leave it empty on a computer that others use.",
        required=False,
    )


class ForgottenPassword(Ours, account.ResetPasswordForm):
    words = {"email": ("E-mail address", "")}

    def clean_email(self):
        email = super().clean_email()
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


class ChoosePassword(Ours, account.ResetPasswordKeyForm):
    words = {"password1": ("Password", HINT), "password2": ("The same password again", "")}


class LinkForm(account.UserTokenForm):
    """The link of an invitation or a forgotten password; not for a login that has ended."""

    def _get_user(self, uidb36):
        user = super()._get_user(uidb36)
        return user if user and user.is_active and user.may_have_password else None


class ChangePassword(Ours, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Password until now", ""),
        "password1": ("New password", HINT),
        "password2": ("The new password again", ""),
    }


class ConfirmPassword(Ours, account.ReauthenticateForm):
    words = {"password": ("Password", "")}


REFUSED = "This passkey could not be read. Try again, or take another way."
FACTOR = ("Code", "Six digits from the app, or one of your recovery codes.")


class Trusting(forms.Form):
    """Offers to trust the computer, if the board allows it."""

    trust = forms.BooleanField(
        label=f"Trust this computer for {trusted.HOURS} hours",
        help_text="Signing in here then asks for your password only, until you sign out. Leave it empty on a computer "
        "that others use.",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not trusted.is_allowed():
            del self.fields["trust"]


class EnterSecondFactor(Digits, Trusting, mfa.AuthenticateForm):
    words = {"code": FACTOR}
    field_order = ["code", "trust"]


class ConfirmSecondFactor(Digits, mfa.ReauthenticateForm):
    words = {"code": FACTOR}


class AddApp(Digits, ActivateTOTPForm):
    words = {"code": ("Six digits from the app", "They change every half minute.")}


class NewCodes(GenerateRecoveryCodesForm):
    """A sheet of codes may be the only second factor that somebody has."""

    def clean(self):
        return self.cleaned_data


# What a browser says of a passkey comes from outside: whatever can't be read is refused in words.
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error, InvalidSignature)


@contextmanager
def read_or_refused():
    try:
        yield
    except forms.ValidationError:
        raise
    except UNREADABLE as problem:
        raise forms.ValidationError(REFUSED) from problem


class Credential:
    """A form with a passkey's answer."""

    def clean_credential(self):
        with read_or_refused():
            return super().clean_credential()


class EnterPasskey(Credential, Trusting, AuthenticateWebAuthnForm):
    def __init__(self, *args, **kwargs):
        # Beside the other form on one page, which has a box of its own.
        super().__init__(*args, auto_id="id_passkey_%s", **kwargs)


class ConfirmPasskey(Credential, ReauthenticateWebAuthnForm):
    pass


class AddPasskey(Ours, AddWebAuthnForm):
    words = {"name": ("What you call it", "So that you know it again: my laptop, the office computer.")}

    def clean(self):
        with read_or_refused():
            return super().clean()
