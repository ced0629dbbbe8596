"""The office's pages of the rounds in which figures are collected: all of them, one, and taking back what was done."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import View

from kit import clock, editing, periods
from kit.access import Permitted
from kit.drafts.keeping import Keeping, put_back
from kit.fields import DayField, WordsField, refused
from kit.forms import AskingForm
from kit.grouping import grouped
from kit.history import CannotChange
from kit.kinds import Listing
from kit.reading.answers import Question, Value
from kit.together import heard, spoken
from kit.wording import counted
from membership.pages import InOffice
from membership.roles import May
from priorities import rounds, spans
from priorities.collecting import ASKING, COLLECTION, due_too_early, request_page, round_page
from priorities.models import Asking, Collection, Indicator

PK = re.compile("[0-9]{1,15}")

LENGTHS = {months: name for name, months in spans.MONTHS.items()}
CALLED = {"month": "{month}", "quarter": "Quarter to {month}", "half-year": "Half year to {month}"}
CALLED["year"] = "Year to {month}"


def called(every, ends):
    """What a round is called: Quarter to June 2016."""
    return CALLED[every].format(month=periods.month(ends.year, ends.month))


def last_quarter(today):
    """The last quarter that is over, in words that are read back."""
    month = (today.month - 1) // 3 * 3
    year, month = (today.year, month) if month else (today.year - 1, 12)
    return f"{periods.MONTHS[month - 3]} {year} to {periods.month(year, month)}"


class BeginForm(AskingForm):
    """For which period a round is begun, and by when its figures are wanted. The rest follows from the indicators."""

    period = WordsField(
        label="Period", max_length=120, help_text="A month, quarter, half-year or year: Q1 2016/17, June 2016, 2015/16."
    )
    due = DayField(label="Figures are due by", required=False)

    def clean_period(self):
        words = self.cleaned_data["period"]
        answer = spans.read(words, Indicator.YearType.FINANCIAL, today=clock.today())
        if isinstance(answer, Question):
            raise refused(answer)
        found = answer.value if isinstance(answer, Value) else None
        months = found and found.starts and spans.months(found.starts, found.ends)
        if months not in LENGTHS:
            raise ValidationError("Write a month, a quarter, half a year or a year, such as Q1 2016/17.")
        self.every = LENGTHS[months]
        return found

    def clean(self):
        cleaned = super().clean()
        if found := cleaned.get("period"):
            begun = Collection.objects.filter(starts=found.starts, ends=found.ends, closed__isnull=True).first()
            if begun:
                self.add_error("period", f"A round for this period was begun already: {begun}. Ask others there.")
            if wrong := due_too_early(cleaned.get("due"), found.ends):
                self.add_error("due", wrong)
        return cleaned


class Rounds(InOffice, Keeping, editing.ListsPage):
    """All rounds, the latest first, and the form that begins one."""

    template_name = "office/rounds.html"
    heading = "Collecting figures"
    lead = "A round asks everybody who owes a figure for one period. It follows from what the indicators say."
    back = (reverse_lazy("office-figures"), "Figures")
    kept_as = "the beginning of a round of collecting"

    def may_keep(self, person):
        return person.has_perm(May.ENTER_FIGURES)

    def get(self, request, *args, **kwargs):
        form = BeginForm(initial={"period": last_quarter(clock.today())})
        return self.shown(put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(May.ENTER_FIGURES):
            raise PermissionDenied
        form = BeginForm(request.POST)
        if form.is_valid() and (done := self.begin(form)):
            made, moment = done
            self.throw_away()
            request.session["undo"] = {
                "words": f"Begun: {made}.{self.still_kept()}",
                "address": reverse("round-back", args=[made.key, spoken(moment)]),
                "place": round_page(made),
            }
            return redirect(round_page(made))
        return self.shown(form)

    def begin(self, form):
        of, due = form.cleaned_data["period"], form.cleaned_data["due"]
        try:
            return rounds.begin(called(form.every, of.ends), form.every, of.starts, of.ends, due, by=self.request.user)
        except ValidationError as refusal:
            form.add_error("period", refusal.messages[0])
            return None

    def shown(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def listings(self):
        return []

    def get_context_data(self, **kwargs):
        askings = grouped((each.collection_id, each.pk) for each in Asking.objects.all())
        counts = rounds.how_many([pk for several in askings.values() for pk in several])
        return super().get_context_data(
            **kwargs,
            keeping=self.keeping(),
            may_enter=self.request.user.has_perm(May.ENTER_FIGURES),
            rounds=[
                {
                    "row": row,
                    "address": round_page(row),
                    "of": added(counts.get(pk, rounds.Counts()) for pk in askings.get(row.pk, ())),
                }
                for row in Collection.objects.all()
            ],
        )


def added(counts):
    """What the counts of several requests come to."""
    several = list(counts)
    return rounds.Counts(*(sum(getattr(each, name) for each in several) for name in ("asked", "came", "waiting")))


class RoundPage(InOffice, editing.ListsPage):
    """One round: who is asked, how much is in, what was promised, how often they were reminded."""

    template_name = "office/round.html"
    back = (reverse_lazy("office-rounds"), "Collecting figures")

    @cached_property
    def round(self):
        return get_object_or_404(Collection, key=self.kwargs["key"])

    @property
    def heading(self):
        return self.round.name

    def listings(self):
        yield Listing(COLLECTION, [self.round], "This round", None)

    def get_context_data(self, **kwargs):
        askings = list(rounds.askings().filter(collection=self.round).prefetch_related("chase_set"))
        return super().get_context_data(
            **kwargs,
            round=self.round,
            may_enter=self.request.user.has_perm(May.ENTER_FIGURES),
            add_address=ASKING.adding(collection=self.round),
            askings=list(shown_askings(askings)),
        )


def shown_askings(askings):
    """Requests as the page of their round needs them."""
    counts = rounds.how_many([each.pk for each in askings])
    for asking in askings:
        yield {
            "name": str(asking),
            "address": request_page(asking),
            "of": counts.get(asking.pk, rounds.Counts()),
            "chasing": rounds.chasing(asking.chase_set.all()),
        }


class RoundBack(Permitted, View):
    """Takes back all that was begun, recorded or accepted in one moment."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, moment):
        try:
            done = rounds.undo(heard(moment), by=request.user)
        except CannotChange as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Taken back: {counted(done, 'record')}. All is as it was before.")
        there = Collection.objects.filter(key=key).first()
        wanted = request.GET.get("asking", "")
        asking = Asking.objects.filter(collection=there, pk=int(wanted)).first() if PK.fullmatch(wanted) else None
        return redirect(request_page(asking) if asking else round_page(there) if there else reverse("office-rounds"))


urlpatterns = [
    path("figures/rounds/", Rounds.as_view(), name="office-rounds"),
    path("figures/rounds/<slug:key>/", RoundPage.as_view(), name="office-round"),
    path("figures/rounds/<slug:key>/back/<slug:moment>/", RoundBack.as_view(), name="round-back"),
]
