"""The addresses of signing in, under allauth's names, and none of allauth's that this house has no use for."""

from allauth.account import views as account
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.urls import path, re_path

from . import council, views

urlpatterns = [
    path("", views.Account.as_view(), name="account"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/enter/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/second-factor/", views.EnterSecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/council/", council.AskCouncil.as_view(), name="council-sign-in"),
    path("sign-in/council/answer/", council.CouncilAnswer.as_view(), name="council-answer"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("ended/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/second-factor/", views.ConfirmSecondFactor.as_view(), name="mfa_reauthenticate"),
    path("confirm/passkey/", views.ConfirmPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/forgotten/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/link/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ChoosePassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", views.SecondFactor.as_view(), name="mfa_index"),
    path("second-factor/app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/picture/", views.AppPicture.as_view(), name="app-picture"),
    path("second-factor/app/remove/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/codes/", ViewRecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", views.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("second-factor/passkey/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkey/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
