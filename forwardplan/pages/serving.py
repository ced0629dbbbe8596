"""The page on which several items of the agendas say at once which goal they serve."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from forwardplan import models, years
from forwardplan.coverage import PLURALS, plan_of
from kit import clock
from kit.access import Permitted
from kit.forms import AskingForm
from kit.grouping import grouped
from kit.history import CannotChange
from kit.stamps import Conflict
from kit.together import Together, heard, spoken, take_back
from kit.wording import counted, cut, opening
from membership.models import Body
from membership.roles import May

SAID = "Which goal items serve: "  # how the reason begins that the history has
NOT_SAID = ("", "Not said")
PER_PAGE = 25


class GoalsForm(AskingForm):
    """For each item the goal that it serves; none is chosen for it."""

    def __init__(self, *args, items, plan, **kwargs):
        super().__init__(*args, **kwargs)
        goals = list(plan.goal_set.all()) if plan else []
        kinds = grouped((goal.kind, (str(goal.pk), cut(goal, 90))) for goal in goals)
        choices = [NOT_SAID, *((opening(PLURALS[kind]), some) for kind, some in kinds.items())]
        self.items, self.goals = items, {str(goal.pk): goal for goal in goals}
        for item in items:
            self.fields[f"g{item.pk}"] = forms.ChoiceField(choices=choices, required=False, label=item.title)
            self.fields[f"g{item.pk}"].widget.attrs["class"] = "slim"

    def rows(self):
        for item in self.items:
            yield {"item": item, "meeting": item.meeting.when, "field": self[f"g{item.pk}"]}

    def said(self):
        """The items of which somebody said now which goal they serve, each with it."""
        for item in self.items:
            if goal := self.goals.get(self.cleaned_data[f"g{item.pk}"]):
                yield item, goal


class GoalsOfItems(Permitted, View):
    """The items of one body's year of which nobody says which goal they serve; saved as one, taken back as one.

    They come by pages. What is saved are the items that the form had, whoever changed the list in the meantime.
    """

    permission_required = May.EDIT

    @cached_property
    def body(self):
        return get_object_or_404(Body, key=self.kwargs["key"])

    def dispatch(self, request, *args, **kwargs):
        self.asked = request.GET.get("of", "")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def span(self):
        known = list(self.body.meeting_set.all())
        self.meetings = known
        return years.chosen(years.spans_of(known), self.asked, clock.today())

    @property
    def back(self):
        return f"{reverse('coverage', args=[self.body.key])}{f'?of={self.span.name}' if self.span else ''}"

    def form(self, data=None):
        meetings = years.meetings_in(self.span, self.meetings) if self.span else []
        items = models.AgendaItem.objects.filter(
            meeting__in=[row for row in meetings if row.state != row.State.CANCELLED], goal__isnull=True
        ).exclude(standing_item__goal__isnull=False)
        items = list(items.select_related("meeting").order_by("meeting__year", "meeting__month", "meeting__day", "pk"))
        self.shown = Paginator(items, PER_PAGE).get_page(self.request.GET.get("page"))
        sent = self.shown.object_list if data is None else [item for item in items if f"g{item.pk}" in data]
        return GoalsForm(data, items=sent, plan=plan_of(self.span, clock.today()))

    def get(self, request, key):
        return self.page(self.form())

    def post(self, request, key):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        said = list(form.said())
        try:
            with transaction.atomic():
                together = Together(f"{SAID}{self.body}"[:100], request.user)
                for item, goal in said:
                    together.change(item, goal=goal)
        except Conflict:
            form.add_error(None, "Somebody else changed one of these items in the same moment. Save again.")
            return self.page(form)
        if said:
            request.session["undo"] = {
                "words": f"Saved: {counted(len(said), 'item')}.",
                "address": reverse("coverage-back", args=[self.body.key, spoken(together.moment)]),
                "place": reverse("coverage", args=[self.body.key]),
            }
        else:
            messages.success(request, "Nothing was changed.")
        return redirect(self.back)

    def page(self, form):
        context = {"form": form, "rows": list(form.rows()), "body": self.body, "span": self.span, "back": self.back}
        context |= {"page": self.shown, "query": f"of={self.span.name}&" if self.span else ""}
        return render(self.request, "office/goals_of_items.html", context)


class GoalsBack(Permitted, View):
    """Takes back which goals some items serve, as it was said in one moment."""

    permission_required = May.EDIT

    def post(self, request, key, moment):
        body = get_object_or_404(Body, key=key)
        try:
            done = take_back(heard(moment), [models.AgendaItem], SAID, by=request.user)
        except CannotChange as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Taken back: {counted(done, 'item')}. All is as it was before.")
        return redirect("coverage", key=body.key)
