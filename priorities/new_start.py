"""From which figure on what is usual of a line is reckoned anew, said on a page of its own beside the grid."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import FormView

from kit import fields, wording
from kit.access import Permitted
from kit.drafts.keeping import KeepingForm
from kit.stamps import Conflict
from kit.together import Together, spoken
from membership.roles import May
from priorities.grid import SAVED
from priorities.models import Indicator, Observation
from priorities.reading import in_order

COLUMN = Observation._meta.get_field
RULE = next(each for each in Observation._meta.constraints if each.name == "priorities_observation_baseline")


class NewStartForm(forms.Form):
    """A figure, why everything begins anew with it, and how many figures from there are the baseline."""

    use_required_attribute = False

    figure = forms.ChoiceField(
        label="From which figure on",
        error_messages={
            "required": "Choose one.",
            "invalid_choice": "Choose it again: somebody saved this figure since you opened the page.",
        },
    )
    new_start = fields.WordsField(
        label="What changed there, and why",
        required=False,
        max_length=COLUMN("new_start").max_length,
        help_text="Such as: new recording system. It is printed with the chart. Empty: nothing begins anew there.",
    )
    baseline = fields.office(COLUMN("baseline"), label="How many figures from there are the baseline", required=False)

    def __init__(self, *args, indicator, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = {str(each.pk): each for each in seen}
        of = indicator.unit, indicator.decimals
        self.fields["figure"].choices = [("", "Choose a figure")] + [
            # With the version that the page shows, so that nobody's later words are written over.
            (f"{each.pk}-{each.version}", f"{each.period or 'No period'}: {wording.figure(each, *of)}")
            for each in reversed(seen)
        ]

    def clean_figure(self):
        return self.seen[self.cleaned_data["figure"].partition("-")[0]]

    def clean(self):
        asked = super().clean()
        row = asked.get("figure")
        if row and not self.errors:
            self.is_new = (row.new_start, row.baseline) != (asked["new_start"], asked["baseline"])
            row.new_start, row.baseline = asked["new_start"], asked["baseline"]
            try:
                RULE.validate(Observation, row)
            except ValidationError as refusal:
                self.add_error("baseline", refusal)
        return asked

    @transaction.atomic
    def save(self, indicator, by):
        """Save it; the moment by which it is taken back, None if nothing changed. Raises Conflict as `claim` does."""
        if not self.is_new:
            return None
        together, row = Together(f"{SAVED}{indicator}"[:100], by), self.cleaned_data["figure"]
        together.change(row, row.version)
        return together.moment


class NewStart(Permitted, KeepingForm, FormView):
    """Where what is usual of a breakdown is reckoned anew, and a form to say so or to end it."""

    permission_required = May.ENTER_FIGURES
    kept_as = "a new start of figures"
    template_name = "office/new_start.html"
    form_class = NewStartForm

    @cached_property
    def indicator(self):
        return get_object_or_404(Indicator, key=self.kwargs["key"])

    @cached_property
    def lines(self):
        """The breakdowns of our own: what is usual is no question of others'."""
        return list(self.indicator.series_set.filter(compares=""))

    @cached_property
    def line(self):
        wanted = self.request.GET.get("line")
        return next((each for each in self.lines if each.key == wanted), self.lines[0] if self.lines else None)

    @cached_property
    def seen(self):
        return in_order(self.line.observation_set.filter(ends__isnull=False)) if self.line else []

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"indicator": self.indicator, "seen": self.seen}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            indicator=self.indicator,
            line=self.line,
            lines=[(each.name, f"?{urlencode({'line': each.key})}", each == self.line) for each in self.lines],
            starts=[each for each in self.seen if each.new_start],
            back=self.page,
            has_figures=bool(self.seen),
        )

    @property
    def page(self):
        return reverse("office-indicator", args=[self.indicator.key])

    def form_valid(self, form):
        try:
            moment = form.save(self.indicator, self.request.user)
        except Conflict:
            form.add_error(None, "Somebody else saved this figure in the same moment. Look again, and save again.")
            return self.form_invalid(form)
        if moment is None:
            messages.success(self.request, "Nothing was changed.")
            return HttpResponseRedirect(self.page)
        begins = form.cleaned_data["new_start"]
        self.request.session["undo"] = {
            "words": f"Saved: what is usual of “{self.line}” "
            + ("is reckoned anew from that figure on." if begins else "doesn’t begin anew there."),
            "address": reverse("figures-back", args=[self.indicator.key, spoken(moment)]),
            "place": self.page,
        }
        return HttpResponseRedirect(self.page)
