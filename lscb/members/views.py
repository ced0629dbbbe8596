"""Pages for everybody who signs in."""

from django.shortcuts import redirect
from django.views.generic import TemplateView

from kit import clock
from kit.access import Permitted
from lscb.members import dashboard
from membership.models import Board
from membership.roles import May


class Welcome(Permitted, TemplateView):
    """Where people arrive: what a board member wants to know before a meeting."""

    permission_required = May.READ
    template_name = "members/welcome.html"

    def get(self, request, *args, **kwargs):
        # Before the board has a name there is nothing to read here, and everything to set up there.
        if request.user.has_perm(May.EDIT) and not Board.objects.exists():
            return redirect("office")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**dashboard.gather(clock.today()), **kwargs)
