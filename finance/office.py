"""What the office edits of the board's money. Totals are reckoned by `outlook` and `totals`, and typed nowhere."""

from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy

from finance import forms, models, running, totals
from finance.outlook import outlook
from kit.editing import Place, Shelf
from kit.kinds import Column, Kind, Listing
from kit.spans import lifetime
from kit.wording import counted, per_cent, pounds
from membership.roles import May


def budget_page(row):
    budget = row if isinstance(row, models.Budget) else row.budget
    return reverse("office-budget", kwargs={"key": budget.key})


def money(name):
    """A column of amounts in words; empty where none is known."""
    return lambda row: "" if getattr(row, name) is None else pounds(getattr(row, name))


def who_pays(contribution):
    """Who pays, as printed; and whom those words stand for, because they stay when that partner is renamed."""
    payer = str(contribution.payer or "")
    return f"{contribution}, printed for {payer}" if payer not in ("", str(contribution)) else str(contribution)


def status(row):
    since = lifetime(row.status_on, None)
    return f"{row.get_status_display()} {since}".strip()


def estimated(line):
    """What a line comes to. `contributed` is set by the page, which has the contributions."""
    return line.contributed if line.from_contributions else line.estimate


def estimate(line):
    return "" if estimated(line) is None else pounds(estimated(line))


def certainty(line):
    words = [] if line.confirmed else ["subject to confirmation"]
    words += ["reckoned from who pays what"] if line.from_contributions else []
    words += [line.get_recurrence_display().lower()] if line.recurrence else []
    return ", ".join(words)


def read_off(line):
    return line.get_side_display(), certainty(line), f"under {line.heading}" if line.heading else ""


BUDGET = Kind(
    shelf="office-budgets",
    form=forms.BudgetForm,
    place=budget_page,
    may=May.EDIT,
    columns=(
        Column("Financial year", "financial_year"),
        Column("From", "starts"),
        Column("To", "ends"),
        Column("Agreed on", "agreed_on"),
        Column("Agreed", "agreed_in_words"),
    ),
)
CONTRIBUTION = Kind(
    form=forms.ContributionForm,
    place=budget_page,
    may=May.EDIT,
    as_table=True,
    running=running.address,
    known_by={"on_behalf_of": ("on behalf of", "behalf")},
    columns=(
        Column("Who pays", who_pays, tells=("label",)),
        Column("Share", lambda row: "" if row.share is None else per_cent(row.share), "figure", attrgetter("share")),
        Column("Amount", money("amount"), "figure", attrgetter("amount")),
        Column("Status", status),
    ),
)
LINE = Kind(
    form=forms.BudgetLineForm,
    place=budget_page,
    may=May.EDIT,
    as_table=True,
    running=running.address,
    group=("side",),
    known_by={"heading": ("heading", "category", "group"), "note": ("note", "notes", "comment")},
    read_off=read_off,
    columns=(
        Column("What for", "description"),
        Column("Heading", "heading"),
        Column("Estimate", estimate, "figure", estimated),
        Column("Outturn", money("outturn"), "figure", attrgetter("outturn")),
        Column("How certain", certainty),
    ),
)
KINDS = (BUDGET, CONTRIBUTION, LINE)


class Budgets(Shelf):
    """The budgets, one for each financial year."""

    permission_required = May.SEE_DRAFTS
    heading = "Budgets"

    def shelf(self):
        return [(budget_page(row), f"Budget {row}") for row in models.Budget.objects.all()]

    def listings(self):
        return [Listing(BUDGET, models.Budget.objects.all())]


class BudgetPage(Place):
    """One year's money: who pays what, what comes in, what is spent, and what is left."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/budget.html"
    back = (reverse_lazy("office-budgets"), "Budgets")

    def get(self, request, *args, **kwargs):
        self.budget = get_object_or_404(models.Budget, key=kwargs["key"])
        self.heading = f"Budget {self.budget}"
        self.paper = (reverse("print-budget", args=[self.budget.key]), "Print the budget")
        return super().get(request, *args, **kwargs)

    def listings(self):
        paid = list(self.budget.contributions())
        lines = list(self.budget.budgetline_set.all())
        reckoned = outlook(lines, paid)
        contributed = totals.total(row.amount for row in paid)
        for line in lines:
            line.contributed = contributed
        self.sums = {
            "Income": reckoned.income,
            "Spending": reckoned.expenditure,
            "Balance": reckoned.balance,
        }
        self.unknown = reckoned.unknown
        self.disagreeing = [f"{row.payer or 'No payer named'}: {told}." for row, told in running.disagreements(paid)]
        shares = {
            "Share": per_cent(totals.total_share(row.share for row in paid)),
            "Amount": pounds(contributed),
        }
        return [
            Listing(BUDGET, [self.budget], known=None, level=4),
            Listing(
                CONTRIBUTION,
                paid,
                "Who pays what",
                {"budget": self.budget},
                sums=[("Total", shares)],
                pasted="contributions",
            ),
            *(self.side(lines, side, heading) for side, heading in (("income", "Income"), ("expenditure", "Spending"))),
        ]

    def side(self, lines, side, heading):
        here = [line for line in lines if line.side == side]
        total = totals.total(estimated(line) for line in here)
        sums = {"Estimate": pounds(total)}
        if any(line.outturn is not None for line in here):
            sums["Outturn"] = pounds(totals.total(line.outturn for line in here))
        known = {"budget": self.budget, "side": side}
        sums = [("Total", sums)]
        return Listing(LINE, here, heading, known, sums=sums, to=heading.lower(), pasted="budget-lines")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["sums"] = [
            (name, "not recorded" if amount is None else pounds(amount)) for name, amount in self.sums.items()
        ]
        context["disagreeing"] = self.disagreeing
        context["unknown"] = counted(self.unknown, "amount is", "amounts are") if self.unknown else ""
        return context


urlpatterns = [
    path("budget/", Budgets.as_view(), name="office-budgets"),
    path("budget/<slug:key>/", BudgetPage.as_view(), name="office-budget"),
    *running.urlpatterns,
]
