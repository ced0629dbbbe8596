"""Pages for everybody who signs in."""

from django.contrib.auth.views import LoginView
from django.views.generic import TemplateView

from kit import clock
from lscb import dashboard


class SignIn(LoginView):
    """Django's own sign-in. Whoever is signed in already is sent on."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True


class Welcome(TemplateView):
    """Where people arrive: what a board member wants to know before a meeting."""

    template_name = "members/welcome.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**dashboard.gather(clock.today()), **kwargs)
