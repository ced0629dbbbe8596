"""The figures of the office: the list of what is counted, a page for each indicator, a grid to type figures in."""

from datetime import date, datetime
from operator import attrgetter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import TemplateView, View
from msgspec.structs import replace

from kit import changes, clock, editing, periods, spreadsheets, wording
from kit.access import Permitted
from kit.drafts.keeping import Keeping, put_back
from kit.history import CannotChange
from kit.kinds import Kind, Listing, RowColumn, joined, naming
from kit.stamps import Conflict
from kit.together import take_back
from kit.written import written_once
from membership.models import Party, the_board
from membership.pages import InOffice
from membership.roles import May
from priorities import forms as edited
from priorities import grid, models, owed, progress, reading, small, spans
from priorities.aims import test_of, trend
from priorities.asked_of_goals import AIMED
from priorities.catalogue import Catalogue
from priorities.new_start import NewStart
from priorities.points import CHANGED
from priorities.querysets import is_stale

PER_PAGE, LATELY = 50, 6


def indicator_page(row):
    """The page of the indicator that a row is, or stands in."""
    if isinstance(row, models.Observation):
        row = row.series
    of = row if isinstance(row, models.Indicator) else row.indicator
    return reverse("office-indicator", args=[of.key])


def figure(seen):
    """The figure as a reader of the board's documents sees it, or why there is none."""
    return wording.figure(seen, seen.series.indicator.unit, seen.series.indicator.decimals)


def request_for_figures(indicator):
    """The sheet that asks whoever owes the figure for all that they owe."""
    if indicator.owed_by_id is None:
        return None
    return reverse("print-request", args=[indicator.owed_by_id]), f"Print what {indicator.owed_by} owes"


INDICATOR = Kind(
    form=edited.IndicatorForm,
    paper=request_for_figures,
    place=indicator_page,
    shelf="office-figures",
    mended_in_form=True,
    may=May.EDIT,
    owner=the_board,
    columns=(
        RowColumn("Indicator", "name"),
        RowColumn("Definition", "definition"),
        RowColumn("Unit", "unit"),
        RowColumn("How often", "frequency"),
        RowColumn("Owed by", lambda row: str(row.owed_by or "")),
    ),
)
SERIES = Kind(
    form=edited.SeriesForm,
    place=indicator_page,
    may=May.EDIT,
    columns=(
        RowColumn("Breakdown", "name"),
        RowColumn("Whose figures", lambda row: row.get_compares_display() if row.compares else ""),
    ),
)
REDEFINITION = Kind(
    form=edited.RedefinitionForm,
    place=indicator_page,
    may=May.EDIT,
    columns=(
        RowColumn("Since", lambda row: periods.day(row.on), tells=("on",)),
        RowColumn("What changed", "why"),
        RowColumn("Definition until then", "before"),
        RowColumn("Comparable", lambda row: "Not with figures before" if row.breaks else "With figures before"),
    ),
)
OBSERVATION = Kind(
    form=edited.ObservationForm,
    place=indicator_page,
    may=May.ENTER_FIGURES,
    as_table=True,
    read_off=lambda seen: [f"{seen.period}: {figure(seen)}" if seen.period else figure(seen)],
    columns=(
        RowColumn("Period", lambda seen: seen.period or "Period not stated", tells=("period_as_printed",)),
        RowColumn("Figure", figure, "figure", attrgetter("value"), tells=("reason", "figure_as_printed")),
        RowColumn("Code", lambda seen: code_of(seen)),
        RowColumn("Source", "source"),
        RowColumn("Note", "note"),
    ),
)
KINDS = (INDICATOR, SERIES, REDEFINITION, OBSERVATION, *small.KINDS)

NOBODY = "nobody"
# The ways to look at the list: name, words and condition of each, by the day.
VIEWS = {
    "owed": ("Owed now", owed.is_owed),
    "stale": ("Stale", is_stale),
    "none": ("No figure yet", lambda today: Q(last__isnull=True)),
    "words": ("Words only", lambda today: Q(last_state="in-words-only")),
    "absent": ("Why there is none", lambda today: Q(last__isnull=False) & ~Q(last_state__in=["", "in-words-only"])),
    "nobody": ("Nobody owes it", lambda today: Q(owed_by__isnull=True)),
}


class Sieve(forms.Form):
    """Which figures are asked for."""

    use_required_attribute = False

    q = forms.CharField(label="Words in it", required=False, max_length=200)
    goal = forms.ModelChoiceField(None, label="Goal", required=False, empty_label="Any goal")
    by = forms.ChoiceField(label="Owed by", required=False)
    state = forms.ChoiceField(required=False, choices=[("", ""), *((name, name) for name in VIEWS)])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = models.Goal.objects.filter(measure__isnull=False).distinct().select_related("plan")
        self.fields["goal"].queryset = goals.order_by("-plan__starts", "plan", "position", "pk")
        self.fields["goal"].label_from_instance = lambda goal: wording.cut(goal, 70)
        owing = Party.objects.filter(pk__in=models.Indicator.objects.values("owed_by")).select_related(
            *naming_parties()
        )
        names = sorted(((str(party.pk), str(party)) for party in owing), key=lambda each: each[1].casefold())
        self.fields["by"].choices = [("", "Anyone"), (NOBODY, "Nobody named"), *names]
        for name in ("q", "goal", "by"):
            self.fields[name].widget.attrs["class"] = "slim"

    def asked(self, name):
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None

    def sift(self, rows):
        for word in (self.asked("q") or "").split():
            rows = rows.saying(word)
        if goal := self.asked("goal"):
            rows = rows.measuring(goal)
        if by := self.asked("by"):
            rows = rows.filter(owed_by__isnull=True) if by == NOBODY else rows.filter(owed_by=by)
        return rows


def naming_parties():
    return naming(Party)


class Figures(InOffice, TemplateView):
    """What is counted, a row for each breakdown: its latest figure with its date and age, or why there is none."""

    template_name = "office/figures.html"

    def get_context_data(self, **kwargs):
        today, sieve = clock.today(), Sieve(self.request.GET)
        rows = sieve.sift(models.Indicator.objects.lines())
        counts = rows.order_by().aggregate(
            total=Count("pk"), **{name: Count("pk", filter=of(today)) for name, (_, of) in VIEWS.items()}
        )
        state = sieve.asked("state") or ""
        wanted = rows.filter(VIEWS[state][1](today)) if state else rows
        page = PageOf(wanted, counts[state or "total"]).get_page(self.request.GET.get("page"))
        lines = list(page.object_list)
        return super().get_context_data(
            **kwargs,
            sieve=sieve,
            is_sifted=any(sieve.asked(name) for name in ("q", "goal", "by")),
            views=list(self.views(counts, state)),
            state=state,
            page=page,
            ways=self.ways(page),
            rows=list(shown_lines(lines, today)),
            may_add=self.request.user.has_perm(May.EDIT),
            may_enter=self.request.user.has_perm(May.ENTER_FIGURES),
            asked=self.query(page=""),
            undo=None if "csv" in self.request.GET else self.request.session.pop("undo", None),
        )

    def views(self, counts, state):
        for name, words in (("", "All"), *((name, words) for name, (words, _) in VIEWS.items())):
            yield {
                "words": words,
                "number": counts[name or "total"],
                "address": f"?{self.query(state=name, page='')}",
                "current": name == state,
            }

    def ways(self, page):
        """The pages before and after, as addresses."""
        return {
            "before": self.query(page=page.previous_page_number()) if page.has_previous() else "",
            "after": self.query(page=page.next_page_number()) if page.has_next() else "",
        }

    def query(self, **instead):
        asked = {name: self.request.GET.get(name, "") for name in ("q", "goal", "by", "state", "page")} | instead
        return urlencode({name: value for name, value in asked.items() if value not in ("", None)})

    def render_to_response(self, context, **kwargs):
        if "csv" not in self.request.GET:
            return super().render_to_response(context, **kwargs)
        lines = context["sieve"].sift(models.Indicator.objects.lines())
        lines = lines.filter(VIEWS[context["state"]][1](clock.today())) if context["state"] else lines
        return spreadsheets.download("figures", as_rows(list(lines)))


class PageOf(Paginator):
    """Pages of rows of which the number is known already."""

    def __init__(self, rows, number):
        super().__init__(rows, PER_PAGE)
        self.count = number

    count = 0


def with_latest(lines):
    """The latest observation of each line by its number, and of those without a figure the last figure before it."""
    found = models.Observation.objects.in_bulk({line.last for line in lines if line.last})
    without = [line.line for line in lines if line.last and found[line.last].value is None]
    before = {seen.series_id: seen for seen in models.Observation.objects.last_figures(without)} if without else {}
    return found, before


def shown_lines(lines, today):
    """The rows of the list as its template needs them."""
    found, before = with_latest(lines)
    indicators = {line.pk for line in lines}
    measures = models.Measure.objects.filter(indicator__in=indicators).select_related("goal").order_by("goal__position")
    goals = {}
    for each in measures:
        goals.setdefault(each.indicator_id, []).append(each.goal)
    parties = Party.objects.select_related(*naming_parties()).in_bulk(
        {line.owed_by_id for line in lines if line.owed_by_id}
    )
    breakdowns = models.Series.objects.in_bulk({line.line for line in lines if line.line})
    owing = set(owed.lines(today).filter(pk__in=indicators).order_by().values_list("pk", "line"))
    for line in lines:
        of, seen = breakdowns.get(line.line), found.get(line.last)
        last = before.get(line.line)
        yield {
            "address": reverse("office-indicator", args=[line.key]),
            "name": line.name,
            "breakdown": breakdown_words(of),
            "codes": ", ".join(
                dict.fromkeys(goal.code or wording.cut(goal.title, 20) for goal in goals.get(line.pk, ()))
            ),
            "figure": wording.figure(seen, line.unit, line.decimals) if seen else "No figure yet",
            "is_absent": seen is None or seen.value is None,
            "is_owed": (line.pk, line.line) in owing,
            "before": f"Last figure: {wording.figure(last, line.unit, line.decimals)}, {reading.when(last, today)}"
            if last
            else "",
            "when": reading.when(seen, today) if seen else "",
            "is_stale": stale(seen, line.every, today),
            "owed_by": str(parties.get(line.owed_by_id, "")),
        }


def stale(seen, every, today):
    """Whether the latest that is recorded is a figure and stale."""
    return seen is not None and seen.value is not None and spans.is_stale(seen.ends, every, today)


def breakdown_words(series):
    """What a line is called beside its indicator: nothing if it is everybody."""
    if series is None:
        return ""
    whose = series.get_compares_display() if series.compares else ""
    name = "" if series.name == series._meta.get_field("name").default else series.name
    return ", ".join(dict.fromkeys(filter(None, (name, whose))))


HEADINGS = ("Indicator", "Breakdown", "Period", "From", "To", "Figure", "Number", "Code", "Owed by", "Key")


def as_rows(lines):
    """The latest figure of each line as rows for a spreadsheet: the number or nothing, and its code beside it."""
    yield HEADINGS
    found, _ = with_latest(lines)
    parties = Party.objects.select_related(*naming_parties()).in_bulk(
        {line.owed_by_id for line in lines if line.owed_by_id}
    )
    breakdowns = models.Series.objects.in_bulk({line.line for line in lines if line.line})
    for line in lines:
        seen = found.get(line.last)
        yield (
            line.name,
            breakdown_words(breakdowns.get(line.line)),
            seen.period if seen else "",
            seen.starts if seen else "",
            seen.ends if seen else "",
            wording.figure(seen, line.unit, line.decimals) if seen else "No figure yet",
            seen.value if seen else "",
            code_of(seen) if seen else "x",
            str(parties.get(line.owed_by_id, "")),
            f"indicator-{line.key}",
        )


def code_of(seen):
    return wording.code(seen.state, provisional=seen.provisional, revised=seen.revised)


class IndicatorPage(InOffice, Keeping, editing.ListsPage):
    """One indicator: what it means and has meant, who owes it, its figures in a grid, and what was done with them."""

    template_name = "office/indicator.html"
    back = (reverse_lazy("office-figures"), "Figures")
    kept_as = "the figures of an indicator"

    def may_keep(self, person):
        return person.has_perm(May.ENTER_FIGURES)

    @cached_property
    def indicator(self):
        rows = models.Indicator.objects.select_related(*joined(models.Indicator, ["owed_by", "small_numbers"]))
        return get_object_or_404(rows, key=self.kwargs["key"])

    @property
    def heading(self):
        return self.indicator.name

    @cached_property
    def first(self):
        """The place of the first breakdown of the page."""
        return (max(0, number(self.request.GET.get("from"))) // grid.DOWN) * grid.DOWN

    @cached_property
    def table(self):
        """The rows and the columns of the grid, and whether there are earlier periods."""
        rows = grid.rows_of(self.indicator, self.first)
        columns = grid.columns_of(self.indicator, rows, clock.today())
        shown, more = grid.shown_columns(columns, self.earlier)
        return rows, shown, more

    @cached_property
    def earlier(self):
        return max(0, number(self.request.GET.get("earlier")))

    def form(self, data=None):
        rows, columns, _ = self.table
        if data is not None:
            known = {each.slug for each in columns}
            sent = {name.split("-", 2)[2] for name in data if name.startswith("c-") and name.count("-") >= 2}
            new = (grid.of_slug(slug, self.indicator.year_type) for slug in sent - known - {grid.NEW})
            columns = [*columns, *filter(None, new)]
        return grid.GridForm(data, indicator=self.indicator, rows=rows, columns=columns)

    def get(self, request, *args, **kwargs):
        form = self.form()
        return self.shown(put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(May.ENTER_FIGURES):
            raise PermissionDenied
        form = self.form(request.POST)
        # An answer to a question, or Enter in a cell, isn't the wish to save what isn't sound.
        if not form.is_valid():
            return self.shown(form)
        if not form.changes:
            messages.success(request, "Nothing was changed.")
            return HttpResponseRedirect(self.own_address())
        try:
            moment = form.save(request.user)
        except (Conflict, CannotChange):
            form.add_error(
                None,
                "Somebody else saved figures here in the same moment. Nothing was saved. Look again, and save again.",
            )
            return self.shown(form)
        self.settle(form.names)
        request.session["undo"] = {
            "words": f"Saved: {wording.counted(len(form.changes), 'figure')}.{self.still_kept()}",
            "address": reverse("figures-back", args=[self.indicator.key, f"{moment:%Y%m%d%H%M%S%f}"]),
            "place": self.request.path,
        }
        return HttpResponseRedirect(self.own_address())

    def shown(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def listings(self):
        rows, columns, _ = self.table
        known, name = {"indicator": self.indicator}, self.indicator.name
        yield Listing(
            SERIES, [row.series for row in rows], "Breakdowns", known, to=name, lead="Each is a row of the table."
        )
        yield Listing(REDEFINITION, self.indicator.redefinition_set.all(), "Changes of definition", known, to=name)
        line = self.line
        if line:
            slugs = {each.slug for each in columns}
            seen = [each for row in rows if row.series == line for slug in slugs for each in row.seen.get(slug, ())]
            for each in seen:
                each.series = line
            line.indicator = self.indicator
            seen.sort(key=lambda each: (each.ends is not None, each.ends or date.min, each.position, each.pk))
            yield Listing(
                OBSERVATION,
                seen,
                "Figures in full" + (f": {line.name}" if len(rows) > 1 else ""),
                {"series": line},
                to=line.name,
                lead="The periods shown above, each with all that is recorded of it.",
            )

    @cached_property
    def line(self):
        """The breakdown whose figures are shown in full."""
        rows, wanted = self.table[0], self.request.GET.get("line")
        return next((row.series for row in rows if row.series.key == wanted), rows[0].series if rows else None)

    def get_context_data(self, form, **kwargs):
        rows, _columns, more = self.table
        today, of = clock.today(), self.indicator
        total = of.series_set.count() if len(rows) == grid.DOWN or self.first else len(rows)
        return super().get_context_data(
            **kwargs,
            indicator=of,
            form=form,
            grid=self.grid_rows(form, rows),
            columns=list(form.columns),
            totals=grid.totals(rows, form.columns, of.unit),
            asked=list(form.asked()) if form.is_bound and not self.puts_back else [],
            latest=self.latest(rows, today),
            aims=self.aims,
            wanted=list(self.wanted(rows)),
            goals=[each.goal for each in of.measure_set.select_related("goal__plan")],
            lately=self.lately(rows),
            legend=wording.LEGEND,
            may_enter=self.request.user.has_perm(May.ENTER_FIGURES),
            may_edit=self.request.user.has_perm(May.EDIT),
            edit_address=INDICATOR.edit_address(of.pk),
            paper_request=request_for_figures(of),
            history_address=reverse("history-record", args=["indicator", of.pk]),
            keeping=self.keeping(),
            earlier=self.around(earlier=self.earlier + 1) if more else "",
            later=self.around(earlier=self.earlier - 1) if self.earlier else "",
            more_rows=self.around(**{"from": self.first + grid.DOWN}) if total > self.first + grid.DOWN else "",
            rows_before=self.around(**{"from": self.first - grid.DOWN}) if self.first else "",
            total_rows=total,
        )

    def around(self, **instead):
        asked = {name: self.request.GET.get(name, "") for name in ("from", "earlier", "line")} | instead
        return f"?{urlencode({name: value for name, value in asked.items() if value not in ('', 0)})}"

    @cached_property
    def aims(self):
        """What plans want of its breakdowns, the latest plan first."""
        return aims_of_indicator(self.indicator.pk)

    def wanted(self, rows):
        """What was wanted of the breakdowns of the page beside what came: whose aim it is, and its sentences."""
        breaks = [(each.on, each.why or CHANGED) for each in self.indicator.redefinition_set.all() if each.breaks]
        names = [row.series.name for row in rows]
        for row in rows:
            own = [aim for aim in self.aims if aim.series_id == row.series.pk]
            if own:
                seen = reading.in_order(each for several in row.seen.values() for each in several)
                told = progress.line(self.indicator, row.series.name, names, seen, breaks)
                told = replace(told, points=len(told.figures))
                whole = trend(seen, breaks)
                for aim in own:
                    yield {"whose": edited.in_its_plan(aim.goal), "words": test_of(aim, told, whole).words}

    def latest(self, rows, today):
        """The latest figure of each breakdown with its date and age, and whether it is stale."""
        for row in rows:
            seen = reading.in_order([each for several in row.seen.values() for each in several])
            last = seen[-1] if seen else None
            yield {
                "name": row.series.name if len(rows) > 1 else "Latest",
                "figure": wording.figure(last, self.indicator.unit, self.indicator.decimals)
                if last
                else "No figure yet",
                "when": reading.when(last, today) if last else "",
                "is_stale": stale(last, self.indicator.every, today),
            }

    def grid_rows(self, form, rows):
        wrong = {} if not form.is_bound or self.puts_back else form.errors
        for row in rows:
            shown = []
            for each in form.columns:
                several = row.seen.get(each.slug, ())
                seen = several[0] if several else None
                shown.append(self.grid_cell(form, row, each, seen, several, wrong))
            new = grid.name_of(row.series, grid.NEW)
            shown.append(
                {
                    "name": new,
                    "value": form[new].value() or "",
                    "label": form[new].label,
                    "wrong": new in wrong,
                    "told": "",
                    "looks": "",
                    "period": "New period",
                }
            )
            yield {
                "series": row.series,
                "whose": row.series.get_compares_display() if row.series.compares else "",
                "address": self.around(line=row.series.key) + "#figures-in-full",
                "cells": shown,
            }

    def grid_cell(self, form, row, each, seen, several, wrong):
        name = grid.name_of(row.series, each.slug)
        if len(several) > 1:
            words = [wording.figure(one, self.indicator.unit, self.indicator.decimals) for one in several]
            return {"name": "", "told": "; ".join(words), "looks": "", "period": each.name}
        return {
            "name": name,
            "value": form[name].value() or "",
            "label": form[name].label,
            "wrong": name in wrong,
            "period": each.name,
            "looks": "owing" if each.is_owed and seen is None else "letter" if seen and seen.value is None else "",
            "told": wording.figure(seen, self.indicator.unit, self.indicator.decimals) if seen else "",
        }

    def lately(self, rows):
        """The last lines of history of the figures on the page."""
        pks = [each.pk for row in rows for several in row.seen.values() for each in several]
        lines = models.Observation.history.filter(id__in=pks[-900:]).order_by("-history_id")
        numbers = list(lines.values_list("history_id", flat=True)[:LATELY])
        return changes.in_order([(models.Observation, one) for one in numbers]) if numbers else []


@written_once
def aims_of_indicator(indicator):
    """What plans want of the breakdowns of an indicator, the latest plan first."""
    rows = AIMED.filter(series__indicator=indicator).select_related("series__indicator", "goal__plan")
    return rows.order_by("-goal__plan__starts", "goal__position", "position", "pk")


class FiguresBack(Permitted, View):
    """Takes back all figures that were saved in one moment."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, moment):
        indicator = get_object_or_404(models.Indicator, key=key)
        try:
            at = datetime.strptime(f"{moment}+0000", "%Y%m%d%H%M%S%f%z")
        except ValueError:
            raise Http404 from None
        try:
            done = take_back(at, [models.Observation], grid.SAVED, by=request.user)
        except CannotChange as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Taken back: {wording.counted(done, 'figure')}. They are as they were before.")
        return HttpResponseRedirect(reverse("office-indicator", args=[indicator.key]))


def number(text):
    """A small number in an address; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


urlpatterns = [
    path("figures/catalogue/", Catalogue.as_view(), name="indicator-catalogue"),
    path("figures/", Figures.as_view(), name="office-figures"),
    path("figures/<slug:key>/", IndicatorPage.as_view(), name="office-indicator"),
    path("figures/<slug:key>/new-start/", NewStart.as_view(), name="figures-new-start"),
    path("figures/<slug:key>/back/<slug:moment>/", FiguresBack.as_view(), name="figures-back"),
]
