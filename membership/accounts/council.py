"""The pages of the council's own sign-in: one that leads there, one where it answers."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from membership import audit, openid, second_factor

logger = logging.getLogger(__name__)


class LeadsToCouncil:
    """A page with the button that leads there. It is a form, and a browser looks where the answer to it leads.

    Said of these pages alone: so what public pages send doesn't hang on the council, and a web server may send it too.
    """

    def render_to_response(self, context, **how):
        render = super().render_to_response
        if settings.COUNCIL:
            render = csp_update({"form-action": settings.COUNCIL["origin"]})(render)
        return render(context, **how)


@method_decorator(login_not_required, name="dispatch")
class AskCouncil(LeadsToCouncil, NextRedirectMixin, TemplateView):
    """Leads to the council's own sign-in, and asks it to prove a person anew who is signed in already."""

    template_name = "account/council.html"

    def dispatch(self, request, *args, **kwargs):
        if settings.COUNCIL is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=settings.COUNCIL, again=self.request.user.is_authenticated, **kwargs)

    def post(self, request):
        back = request.build_absolute_uri(reverse("council-answer"))
        try:
            kept, address = openid.begin(back, going_to=self.get_next_url() or "", again=request.user.is_authenticated)
        except openid.NotBelieved as reason:
            return refused(request, reason)
        request.session["council"] = kept
        return redirect(address)


@method_decorator([login_not_required, never_cache], name="dispatch")
class CouncilAnswer(View):
    """Where the council's sign-in sends a person back to."""

    def get(self, request):
        if settings.COUNCIL is None:
            raise Http404
        # Spent whatever it leads to.
        kept = request.session.pop("council", None)
        try:
            user = openid.person(kept, request.GET)
        except openid.NotBelieved as reason:
            return refused(request, reason)
        except openid.Unknown:
            audit.refused(audit.WAYS[second_factor.COUNCIL], login=None)
            return render(request, "account/council_unknown.html", {"council": settings.COUNCIL}, status=403)
        if request.user.is_authenticated and request.user != user:
            logout(request)
        record_authentication(request, user, second_factor.COUNCIL)
        return perform_login(request, Login(user=user, redirect_url=kept["going_to"] or None))


def refused(request, reason):
    """The page for an answer that can't be believed. The reason is in the log of the server."""
    logger.warning("A sign-in by the council was refused. %s", reason)
    audit.refused(audit.WAYS[second_factor.COUNCIL], login=None)
    return render(request, "account/council_refused.html", {"council": settings.COUNCIL}, status=403)
