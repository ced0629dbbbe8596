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
from finance.reckoning import reckon
from kit.access import Permitted
from kit.drafts.keeping import number
from kit.wording import counted, listed, opening, per_cent, pounds
from membership.roles import May

# Of which rows sums are shown, by which form they are typed, and which of its fields the sums rest on.
KINDS = {
    "contribution": (forms.ContributionForm, ("share", "amount", "basis", "joint_whole", "joint_part")),
    "budgetline": (forms.BudgetLineForm, ("side", "estimate", "revised", "outturn", "from_contributions")),
    "costsplit": (forms.CostSplitForm, ("cost",)),
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
        typed = field.widget.value_from_datadict(data, {}, name)
        if field.widget.value_omitted_from_data(data, {}, name) or (field.required and typed == ""):
            continue  # nobody has typed it yet
        try:
            value = field.clean(typed)
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


def of_contribution(budget, row):
    """What the shares and amounts would come to, and whether those of this row differ."""
    found = reckon(budget.budgetline_set.all(), with_row(list(budget.contributions()), row), budget.shared_out)
    yield shares(found.shares)
    yield f"Amounts: {found.contributed.words}."
    yield from (f"{each.told}." for each in found.paying if each.row is row and each.told)
    yield from of_budget(found)


def of_line(budget, row):
    yield from of_budget(
        reckon(with_row(list(budget.budgetline_set.all()), row), budget.contributions(), budget.shared_out)
    )


def of_budget(found):
    """What the budget would come to."""
    yield from (f"{name}: {words}." for name, words in found.sums)
    if found.gaps:
        yield f"{counted(found.gaps, 'amount is', 'amounts are')} not recorded."


def of_split(budget, row):
    """What each would pay of a cost, and who has no share in it."""
    if row.cost is None:
        return
    by = budget.formula()
    try:
        parts = by.parts(row.cost)
    except ValueError as sentence:
        yield str(sentence)
        return
    payers = (f"{each.payer or 'no payer named'} ({by.words(each.weight)}) {pounds(amount)}" for each, amount in parts)
    yield f"{pounds(row.cost)} would be {listed(list(payers))}."
    if by.without:
        yield f"Without a share, and so without a part: {listed([name or 'no payer named' for name in by.without])}."


SAID = {"contribution": of_contribution, "budgetline": of_line, "costsplit": of_split}


class Running(Permitted, View):
    """The sums of a budget with a row as it is typed. It saves nothing."""

    permission_required = May.EDIT

    def post(self, request, key, kind):
        if kind not in KINDS:
            raise Http404
        budget = get_object_or_404(models.Budget, key=key)
        form, names = KINDS[kind]
        model = form._meta.model
        saved = model.objects.filter(budget=budget, pk=number(request.GET.get("row"))).first()
        row = saved or model(budget=budget)
        try:
            read(row, form, names, request.POST)
        except ValidationError as refusal:
            # The last sums stay where they are; only what is wrong is said below them.
            words = escape(" ".join(refusal.messages))
            return HttpResponse(words, headers={"HX-Retarget": "#running-problem", "HX-Reswap": "innerHTML"})
        return render(request, "office/_running.html", {"sentences": list(SAID[kind](budget, row))})


urlpatterns = [path("budget/<slug:key>/running/<slug:kind>/", Running.as_view(), name="budget-running")]
