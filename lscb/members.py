"""Pages for everybody who signs in."""

from django.contrib.auth.views import LoginView
from django.views.generic import TemplateView

from editions import tree
from editions.models import Edition


class SignIn(LoginView):
    """Django's own sign-in. Whoever is signed in already is sent on."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True


class Welcome(TemplateView):
    """Where people arrive: what the board has published."""

    template_name = "members/welcome.html"

    def get_context_data(self, **kwargs):
        live = Edition.objects.live().documents().without_content()
        return super().get_context_data(documents=[tree.link(edition) for edition in live], **kwargs)
