"""What the office edits of the board's money. What it comes to is reckoned (`finance.reckoning`) and typed nowhere."""

from dataclasses import replace
from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy

from finance import forms, models, reckoning, running
from kit.kinds import Kind, Listing, RowColumn
from kit.spans import lifetime
from kit.wording import counted, per_cent, pounds, summed_shares
from membership.pages import OfficePage, Shelf
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
    return f"{row.get_status_display()} {lifetime(row.status_on, None)}".strip()


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
        RowColumn("Financial year", "financial_year"),
        RowColumn("From", "starts"),
        RowColumn("To", "ends"),
        RowColumn("Agreed on", "agreed_on"),
        RowColumn("Agreed", "agreed_in_words"),
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
        RowColumn("Who pays", who_pays, tells=("label",)),
        RowColumn("Share", lambda row: "" if row.share is None else per_cent(row.share), "figure", attrgetter("share")),
        RowColumn("Amount", money("amount"), "figure", attrgetter("amount")),
        RowColumn("Status", status),
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
        RowColumn("What for", "description"),
        RowColumn("Heading", "heading"),
        RowColumn("Estimate", money("estimate"), "figure", attrgetter("estimate")),
        RowColumn("Outturn", money("outturn"), "figure", attrgetter("outturn")),
        RowColumn("How certain", certainty),
    ),
)
KINDS = (BUDGET, CONTRIBUTION, LINE)


class Budgets(Shelf):
    """The budgets, one for each financial year."""

    heading = "Budgets"

    def shelf(self):
        return [(budget_page(row), f"Budget {row}") for row in models.Budget.objects.all()]

    def listings(self):
        return [Listing(BUDGET, models.Budget.objects.all())]


class BudgetPage(OfficePage):
    """One year's money: who pays what, what comes in, what is spent, and what is left."""

    template_name = "office/budget.html"
    back = (reverse_lazy("office-budgets"), "Budgets")

    def get(self, request, *args, **kwargs):
        self.budget = get_object_or_404(models.Budget, key=kwargs["key"])
        self.heading = f"Budget {self.budget}"
        self.paper = (reverse("print-budget", args=[self.budget.key]), "Print the budget")
        self.reckoned = self.budget.reckoned()
        return super().get(request, *args, **kwargs)

    def listings(self):
        return budget_lists(self.budget, self.reckoned)

    def get_context_data(self, **kwargs):
        found = self.reckoned
        differing = reckoning.disagreements(found.contributions, found.shares.amount, found.contributed.amount)
        return super().get_context_data(
            sums=found.sums,
            disagreeing=[f"{row}: {told}." for row, told in differing],
            unknown=counted(found.gaps, "amount is", "amounts are") if found.gaps else "",
            **kwargs,
        )


def budget_lists(budget, found):
    """The lists of one year's money with what is reckoned of it, for the page and for the sheet."""
    line = with_estimates(found.contributed)
    shares = summed_shares(found.shares.amount, found.shares.not_given)
    known = {"budget": budget}
    return [
        Listing(BUDGET, [budget], known=None, level=4),
        Listing(
            CONTRIBUTION,
            found.contributions,
            "Who pays what",
            known,
            sums=[("Total", {"Share": shares, "Amount": found.contributed.words})],
            pasted="contributions",
        ),
        *(
            Listing(
                line,
                [row for row, _ in side.lines],
                heading,
                known | {"side": name},
                sums=[("Total", side_sums(side))],
                to=heading.lower(),
                pasted="budget-lines",
            )
            for side, name, heading in (
                (found.income, "income", "Income"),
                (found.expenditure, "expenditure", "Spending"),
            )
        ),
    ]


def with_estimates(contributed):
    """The kind of a budget line, of which one may come to what all contributions come to; nothing recorded is empty."""

    def found(line):
        return reckoning.estimate(line, contributed)

    def words(line):
        return "" if found(line) == reckoning.Sum() else found(line).words

    estimate = RowColumn("Estimate", words, "figure", lambda line: found(line).amount)
    return replace(LINE, columns=tuple(estimate if each.heading == "Estimate" else each for each in LINE.columns))


def side_sums(side):
    sums = {"Estimate": side.estimate.words}
    return sums if side.outturn == reckoning.Sum() else sums | {"Outturn": side.outturn.words}


urlpatterns = [
    path("budget/", Budgets.as_view(), name="office-budgets"),
    path("budget/<slug:key>/", BudgetPage.as_view(), name="office-budget"),
    *running.urlpatterns,
]
