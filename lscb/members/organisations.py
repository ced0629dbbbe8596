"""One page for each organisation, for those who sit for it and for the office; and the office's list of all.

Whoever sits for another organisation is told that there is no such page: not even that the organisation is known here.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from kit import clock, periods
from kit.access import Permitted
from kit.drafts.keeping import KeepingForm
from kit.forms import save_row
from lscb.members import own
from lscb.members.reader import organisations_of
from membership.forms import ReplyForm
from membership.models import Organisation, Reply
from membership.pages import InOffice
from membership.roles import May
from publications import statements


def visible_to(person):
    """The organisations whose pages a person may open: all for the office, for others those for which they sit.

    What an organisation that has ended left behind is read by the office alone: nobody sits for it any more.
    """
    rows = Organisation.objects.select_related("parent__parent__parent")
    if person.has_perm(May.SEE_DRAFTS):
        return rows
    return rows.filter(pk__in=organisations_of(person, clock.today()))


class OwnOrganisation(Permitted, TemplateView):
    """Leads a person to the page of the organisation for which they sit; of several, or of none, it says so."""

    permission_required = May.READ
    template_name = "members/own.html"

    def get(self, request, *args, **kwargs):
        theirs = Organisation.objects.filter(pk__in=organisations_of(request.user, clock.today()))
        self.rows = list(theirs.select_related("parent__parent__parent").order_by("name", "pk"))
        if len(self.rows) == 1:
            return redirect("organisation", key=self.rows[0].key)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(rows=self.rows, **kwargs)


class OfOrganisation(Permitted):
    """A page about one organisation, for whoever may open it."""

    permission_required = May.READ

    @cached_property
    def organisation(self):
        return get_object_or_404(visible_to(self.request.user), key=self.kwargs["key"])

    @cached_property
    def may_reply(self):
        """Whether this person may write its reply: whoever sits for it, and whoever edits in the office."""
        if self.request.user.has_perm(May.EDIT):
            return True
        return organisations_of(self.request.user, clock.today()).filter(seat__organisation=self.organisation).exists()


class OrganisationPage(OfOrganisation, TemplateView):
    """What it pays, where it sits and how often it came, what it owes and leads, its challenges, its reply."""

    template_name = "members/organisation.html"

    def get_context_data(self, **kwargs):
        day = clock.today()
        facts = own.own([self.organisation], day)[self.organisation.pk]
        return super().get_context_data(
            facts=facts,
            asked=list(statements.asked_of(self.organisation)),
            today=periods.day(day),
            may_reply=self.may_reply,
            earlier=list(earlier(facts.reply)) if facts.reply else [],
            in_office=self.request.user.has_perm(May.SEE_DRAFTS),
            **kwargs,
        )


def earlier(reply):
    """Each wording of a reply with who saved it and when, the latest first."""
    for row in reply.history.select_related("history_user"):
        yield {
            "words": row.words,
            "when": clock.in_words(row.history_date),
            "by": str(row.history_user) if row.history_user else "not recorded",
        }


class WriteReply(OfOrganisation, KeepingForm, FormView):
    """The reply of an organisation, written by whoever sits for it."""

    template_name = "members/reply.html"
    form_class = ReplyForm
    kept_as = "Reply of an organisation"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.has_perm(May.READ) and not self.may_reply:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        row = Reply.objects.filter(organisation=self.organisation).first() or Reply(organisation=self.organisation)
        return super().get_form_kwargs() | {"instance": row, "by": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(organisation=self.organisation, back=self.address, **kwargs)

    @property
    def address(self):
        return reverse("organisation", args=[self.organisation.key])

    def form_valid(self, form):
        if not save_row(form):
            return self.form_invalid(form)
        messages.success(self.request, "Saved: the reply." if form.has_changed() else "Nothing was changed.")
        return redirect(f"{self.address}#reply")


class OrganisationList(InOffice, TemplateView):
    """All organisations with what is recorded of each, in numbers."""

    template_name = "members/organisations.html"

    def get_context_data(self, **kwargs):
        day = clock.today()
        found = own.office_counts(day)
        return super().get_context_data(
            rows=sorted(found, key=lambda facts: facts.organisation.full_name), today=periods.day(day), **kwargs
        )
