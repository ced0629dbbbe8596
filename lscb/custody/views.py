"""The office's pages of what is kept: a phrase that is removed everywhere, how long what is kept, holds on deleting.

A phrase travels in forms only, never in an address, so that no log keeps it.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, View

from editions import following
from kit.access import Permitted
from kit.drafts.keeping import KeepingForm
from kit.wording import counted
from membership.models import Hold
from membership.people.forms import HoldForm
from membership.roles import May
from membership.second_factor import RecentSecondFactor

from . import archives, leaving, phrases, removal, retention, searching


class PhraseForm(forms.Form):
    """The phrase, and the number of places that were shown for it."""

    use_required_attribute = False

    phrase = forms.CharField(
        max_length=200,
        help_text="As it is written, such as a first and last name. Whole words are found: in capitals or not, with or "
        "without accents and hyphens, across lines and mark-up, with initials, and last name first.",
        error_messages={"required": "Give the phrase that has to go."},
    )
    places = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_phrase(self):
        try:
            phrases.words_of(self.cleaned_data["phrase"])
        except phrases.TooShort as reason:
            raise forms.ValidationError(str(reason)) from reason
        return self.cleaned_data["phrase"]


class RemovePhrase(Permitted, RecentSecondFactor, FormView):
    """Shows where a phrase stands; once that was seen, replaces it."""

    permission_required = May.PUBLISH
    http_method_names = ["get", "post", "head", "options"]
    template_name = "office/remove.html"
    form_class = PhraseForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**following.standing(), **kwargs)

    def form_valid(self, form):
        phrase, shown = form.cleaned_data["phrase"], form.cleaned_data["places"]
        if shown is None:
            return self.show(form, phrase)
        try:
            removed = removal.replace(phrase, by=self.request.user, expected=shown)
        except removal.Moved as reason:
            form.add_error(None, str(reason))
            return self.show(form, phrase)
        for words in removal_sentences(removed):
            messages.success(self.request, words)
        return HttpResponseRedirect(reverse("remove"))

    def show(self, form, phrase):
        """The places of the phrase, with a form that replaces it in just these."""
        places = searching.find(phrase)
        live, frozen = ([place for place in places if place.frozen is kept] for kept in (False, True))
        context = self.get_context_data(
            form=form,
            looked=True,
            told=counted(len(live), "place"),
            live=live,
            frozen=frozen,
            confirm=PhraseForm(initial={"phrase": phrase, "places": len(places)}),
        )
        return self.render_to_response(context)


class Retention(Permitted, KeepingForm, RecentSecondFactor, FormView):
    """How long what is kept, what is due, and the hold that stops all deleting."""

    permission_required = May.MANAGE_PEOPLE
    template_name = "office/retention.html"
    kept_as = "a hold on deleting"
    form_class = HoldForm

    @property
    def asks_again(self):
        """To place a hold, not to read."""
        return self.request.method == "POST"

    def get_context_data(self, **kwargs):
        counts = dict(retention.due())
        rules = [{"rule": rule, "due": counts.get(rule)} for rule in retention.TABLE]
        holds = Hold.objects.standing().select_related("placed_by")
        return super().get_context_data(rules=rules, holds=holds, **kwargs)

    def form_valid(self, form):
        retention.hold(form.cleaned_data["reason"], by=self.request.user)
        messages.success(self.request, "Nothing is deleted until the hold is lifted.")
        return redirect("retention")


class LiftHold(Permitted, RecentSecondFactor, View):
    """Deleting goes on."""

    permission_required = May.MANAGE_PEOPLE
    http_method_names = ["post"]

    def post(self, request, pk):
        retention.lift(get_object_or_404(Hold, pk=pk), by=request.user)
        messages.success(request, "The hold is lifted.")
        return redirect("retention")


def removal_sentences(removed):
    """What was done, a sentence each; the phrase is not repeated."""
    changed = [
        counted(removed.records, "record") if removed.records else "",
        counted(removed.history, "line of history", "lines of history") if removed.history else "",
        counted(removed.sessions, "sign-in that was ended", "sign-ins that were ended") if removed.sessions else "",
    ]
    changed = [words for words in changed if words]
    yield f"The phrase was removed from {', '.join(changed)}." if changed else "No record was changed."
    for row in removed.unchanged:
        yield f"It still stands in {row}, which could not be changed. Change it by hand, or delete it; then look again."
    for edition in removed.editions:
        yield f"It still stands in {edition}, which can't be changed. Erase that version."


class LeaveForm(forms.Form):
    """For whom the archive is."""

    use_required_attribute = False

    whom = forms.ChoiceField(
        label="For whom",
        choices=[
            ("successors", "Whoever carries on: all of it"),
            ("installation", "Another installation of this program: all of it, to be taken in there"),
            ("members", "Members: what is published, and what they could read"),
            ("everybody", "Everybody: what is published"),
        ],
        initial="successors",
        widget=forms.RadioSelect,
    )
    access = forms.BooleanField(
        label="With the record of access",
        required=False,
        help_text="Who signed in when and from where, and what was refused. Only if it is asked for.",
    )

    def clean(self):
        given = super().clean()
        if given.get("access") and given.get("whom") not in {None, *leaving.MAY_HAVE_ACCESS}:
            self.add_error("access", "It is neither for members nor for everybody. Take the tick away.")
        return given


class Leave(Permitted, RecentSecondFactor, FormView):
    """The whole record as one archive, for those who carry on."""

    permission_required = May.MANAGE_PEOPLE
    template_name = "office/leave.html"
    form_class = LeaveForm

    @property
    def asks_again(self):
        """To take it away, not to read about it."""
        return self.request.method == "POST"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            folders=leaving.SAID.items(), work=archives.under_way(self.request.user), **kwargs
        )

    def form_valid(self, form):
        archives.ask(form.cleaned_data["whom"], access=form.cleaned_data["access"], by=self.request.user)
        return redirect("leave")
