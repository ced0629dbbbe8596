"""What a budget would come to with one row as it is being typed: shown while somebody types, and saved nowhere.

The adding is done in `totals`; the page only asks again when something was typed. Without a script nobody asks, and the
totals are right once the row is saved.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.views.generic import View

from finance import forms, models, totals
from finance.outlook import outlook
from kit.access import Permitted
from kit.wording import counted, per_cent, pounds
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
            raise ValidationError(f"{label[:1].upper()}{label[1:]}: {' '.join(refusal.messages)}") from None
        setattr(row, name, value)


def with_row(rows, row):
    """The rows as they will be: the typed one in place of what is saved of it, or after them."""
    if row.pk is None:
        return [*rows, row]
    return [row if each.pk == row.pk else each for each in rows]


def shares(rows):
    """What the shares come to, and how far that is from the whole."""
    total = totals.total_share(row.share for row in rows)
    missing = totals.missing_share(total)
    if not missing:
        return "Shares come to 100%."
    return (
        f"Shares come to {per_cent(total)}, {per_cent(abs(missing))} {'short of' if missing > 0 else 'more than'} 100%."
    )


def disagreements(rows):
    """Each row whose share and amount differ, with how, where the shares make a whole: as the check before approval."""
    if totals.missing_share(totals.total_share(row.share for row in rows)):
        return
    whole = totals.total(row.amount for row in rows)
    for row in rows:
        if told := totals.disagreement(row.share, row.amount, whole):
            yield row, told


def sentences(paid, lines, kind, typed):
    """What the budget would come to with the row that is typed, as the page says it."""
    reckoned = outlook(lines, paid)
    if kind == "contribution":
        yield shares(paid)
        yield f"Amounts come to {pounds(totals.total(row.amount for row in paid))}."
        yield from (f"{told}." for row, told in disagreements(paid) if row is typed)
    for words, amount in (("Income", reckoned.income), ("Spending", reckoned.expenditure)):
        if amount is not None:
            yield f"{words} comes to {pounds(amount)}."
    if reckoned.balance is not None:
        yield f"The balance is {pounds(reckoned.balance)}."
    if reckoned.unknown:
        yield f"{counted(reckoned.unknown, 'amount is', 'amounts are')} not recorded."


class Running(Permitted, View):
    """The sums of a budget with a row as it is typed. It saves nothing."""

    permission_required = May.EDIT
    http_method_names = ["post"]

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
