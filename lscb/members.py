"""Pages for everybody who signs in."""

from django.views.generic import TemplateView

from kit import clock
from kit.access import Permitted
from lscb import dashboard
from membership.roles import May


class Welcome(Permitted, TemplateView):
    """Where people arrive: what a board member wants to know before a meeting."""

    permission_required = May.READ
    template_name = "members/welcome.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**dashboard.gather(clock.today()), **kwargs)
