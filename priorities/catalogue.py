"""The indicators that come with the program, as data: `fixtures/indicators.toml`, each with where it was found.

A row is a filling for a board's records and no more: once it is taken over, the board may change every word of it.
"""

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from kit import clock
from kit.access import Permitted
from kit.intake.taking import folded
from kit.rows import shorten
from kit.together import Together
from membership.law import words
from membership.roles import May
from priorities.models import Indicator, Series

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "indicators.toml"
TAKEN_OVER = "Taken from the catalogue"  # the reason in the history


class CatalogueRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One indicator that boards count: what it is, who has it as a rule, and where it was found."""

    name: str
    found_in: str
    owner: str
    for_whom: str
    unit: str = "number"
    decimals: int = 0
    base: str = ""
    better: str = ""
    note: str = ""
    breakdowns: tuple[str, ...] = ()

    @property
    def slug(self):
        return shorten(self.name)

    @property
    def unit_words(self):
        return Indicator.Unit(self.unit).label

    @property
    def better_words(self):
        return Indicator.Better(self.better).label if self.better else ""


@cache
def rows() -> dict[str, CatalogueRow]:
    """Every row of the catalogue by its slug."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["indicators"]
    return {row.slug: row for row in msgspec.convert(found, list[CatalogueRow])}


@transaction.atomic
def take_over(row: CatalogueRow, *, by) -> Indicator:
    """Make an indicator of a row of the catalogue, with its breakdowns. Raises ValidationError if a rule forbids it."""
    together = Together(TAKEN_OVER, by)
    last = Indicator.objects.aggregate(last=Max("position"))["last"] or 0
    taken = {name: getattr(row, name) for name in ("name", "unit", "decimals", "base", "better")}
    made = together.add(Indicator(position=last + 1, **taken))
    for place, name in enumerate(row.breakdowns or (Series._meta.get_field("name").default,), start=1):
        together.add(Series(indicator=made, name=name, position=place))
    return made


class Catalogue(Permitted, TemplateView):
    """What the catalogue has for those whom the law in force is for, each with a button that takes it over."""

    permission_required = May.EDIT
    template_name = "office/catalogue.html"
    back = (reverse_lazy("office-figures"), "Figures")

    def get_context_data(self, **kwargs):
        for_whom = words(clock.today()).for_whom
        there = {folded(name): key for name, key in Indicator.objects.values_list("name", "key")}
        shown = [
            {"row": row, "address": key and reverse("office-indicator", args=[key])}
            for row in rows().values()
            if for_whom in (row.for_whom, "both")
            for key in [there.get(folded(row.name), "")]
        ]
        return super().get_context_data(
            rows=shown, back=self.back, undo=self.request.session.pop("undo", None), **kwargs
        )

    def post(self, request):
        row = rows().get(request.POST.get("row", ""))
        if row is None:
            raise Http404
        if any(folded(name) == folded(row.name) for name in Indicator.objects.values_list("name", flat=True)):
            messages.error(request, f"“{row.name}” stands in the figures already.")
            return HttpResponseRedirect(reverse("indicator-catalogue"))
        try:
            made = take_over(row, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return HttpResponseRedirect(reverse("indicator-catalogue"))
        messages.success(request, f"Taken over: {made.name}. Write its definition, and say who owes its figure.")
        return HttpResponseRedirect(f"{reverse('indicator-catalogue')}#{row.slug}")
