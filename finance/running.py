"""What a budget would come to with one row as it is being typed: shown while somebody types, and saved nowhere.

The adding is done in `reckoning`; the page only asks again when something was typed. Without a script nobody asks, and
the totals are right once the row is saved.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.views.generic import View

from finance import forms, models
from finance.reckoning import disagreements, reckon
from kit.access import Permitted
from kit.wording import counted, opening, per_cent
from membership.roles import May

# Of which rows sums are shown, by which form they are typed, and which of its fields the sums rest on.
KINDS = {
    "contribution": (forms.ContributionForm, ("share", "amount")),
    "budgetline": (forms.BudgetLineForm, ("side", "estimate", "from_contributions")),
}


def address(row):
    """Where the sums with this row are asked for; a row that isn't saved yet has no number."""
    kind = row._meta.model_name
    where = reverse("budget-running", kwargs={"key": row.budget.key, "kind": kind})
    return f"{where}?{urlencode({'row': row.pk})}" if row.pk else where


def read(row, form, names, data):
    """Put what was typed on the row. Raises ValidationError with the field's name before its message."""
    for name in names:
        field = form.base_fields[name]
        try:
            value = field.clean(field.widget.value_from_datadict(data, {}, name))
        except ValidationError as refusal:
            label = field.label or name
            raise ValidationError(f"{opening(label)}: {' '.join(refusal.messages)}") from None
        setattr(row, name, value)


def with_row(rows, row):
    """The rows as they will be: the typed one in place of what is saved of it, or after them."""
    return [row if each.pk == row.pk else each for each in rows] if row.pk else [*rows, row]


def shares(found):
    """What the shares come to, and how far that is from the whole."""
    if found.known is None:
        return "Shares: not recorded."
    if found.amount is None:
        return f"Shares come to {per_cent(found.known)}, {counted(found.not_given, 'share')} not given."
    if found.amount == 100:
        return "Shares come to 100%."
    away = f"{per_cent(abs(100 - found.amount))} {'short of' if found.amount < 100 else 'more than'} 100%"
    return f"Shares come to {per_cent(found.amount)}, {away}."


def sentences(paid, lines, kind, typed):
    """What the budget would come to with the row that is typed, as the page says it."""
    found = reckon(lines, paid)
    if kind == "contribution":
        yield shares(found.shares)
        yield f"Amounts: {found.contributed.words}."
        differing = disagreements(paid, found.shares.amount, found.contributed.amount)
        yield from (f"{told}." for row, told in differing if row is typed)
    yield from (f"{name}: {words}." for name, words in found.sums)
    if found.gaps:
        yield f"{counted(found.gaps, 'amount is', 'amounts are')} not recorded."


class Running(Permitted, View):
    """The sums of a budget with a row as it is typed. It saves nothing."""

    permission_required = May.EDIT

    def post(self, request, key, kind):
        if kind not in KINDS:
            raise Http404
        budget = get_object_or_404(models.Budget, key=key)
        form, names = KINDS[kind]
        paid, lines = list(budget.contributions()), list(budget.budgetline_set.all())
        saved = {str(row.pk): row for row in (paid if kind == "contribution" else lines)}
        row = saved.get(request.GET.get("row", ""), form._meta.model(budget=budget))
        try:
            read(row, form, names, request.POST)
        except ValidationError as refusal:
            # The last sums stay where they are; only what is wrong is said below them.
            words = escape(" ".join(refusal.messages))
            return HttpResponse(words, headers={"HX-Retarget": "#running-problem", "HX-Reswap": "innerHTML"})
        if kind == "contribution":
            paid = with_row(paid, row)
        else:
            lines = with_row(lines, row)
        return render(request, "office/_running.html", {"sentences": list(sentences(paid, lines, kind, row))})


urlpatterns = [path("budget/<slug:key>/running/<slug:kind>/", Running.as_view(), name="budget-running")]
