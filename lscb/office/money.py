"""The budget's pages that join apps: what meetings decided on it, and years, what if and outlook side by side."""

from decimal import Decimal
from itertools import zip_longest

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from finance import outlook
from finance.models import Budget
from finance.office import BudgetPage, budget_page
from finance.reckoning import Sum, balance, of
from forwardplan.models import Decision
from kit import periods
from kit.access import Permitted
from kit.drafts.keeping import number
from kit.fields import MoneyField, PercentField, WordsField
from kit.forms import AskingForm
from kit.stamps import Conflict
from kit.together import Together
from kit.wording import cut, opening, pounds, signed
from lscb.office.printing.sheet import Sheet, SheetView, table
from membership.pages import InOffice
from membership.roles import May
from publications.compose import money as compose
from publications.sections.money import years_beside
from publications.sections.money_charts import left_over, over_years

# Agreed by a decision


def decisions_on(budget):
    return Decision.objects.filter(budget=budget).select_related("item__meeting__body")


def day_of(decision):
    return decision.item.meeting.on


def said_of(decision):
    """Where a decision was taken, as a document says it: the body and the number in the minutes."""
    minute = f"minute {decision.minute}" if decision.minute else ""
    return ", ".join(filter(None, [str(decision.item.meeting.body), minute]))


class BudgetAndDecisions(BudgetPage):
    """One year's money, with what meetings decided on it."""

    def get_context_data(self, **kwargs):
        may = self.request.user.has_perm(May.EDIT) and not self.budget.is_agreed
        decided = [
            {
                "address": reverse("office-decisions", args=[each.item.meeting.pk]),
                "when": f"{each.item.meeting.body}, {each.item.meeting.when}",
                "words": cut(each, 200),
                "number": each.pk,
                "agrees": may,
            }
            for each in decisions_on(self.budget)
        ]
        return super().get_context_data(decided=decided, **kwargs)


class Agreed(Permitted, View):
    """Records a budget as agreed by the decision of a meeting: its day, and where it was taken."""

    permission_required = May.EDIT

    def post(self, request, key):
        budget = get_object_or_404(Budget, key=key)
        try:
            self.agree(request, budget)
        except Conflict:
            messages.error(request, "Somebody else saved this budget in the same moment. Look at it, and press again.")
        return redirect(budget_page(budget))

    @transaction.atomic
    def agree(self, request, budget):
        decision = decisions_on(budget).filter(pk=number(request.POST.get("decision"))).first()
        if decision is None or budget.is_agreed:
            messages.error(request, "Choose a decision on this budget; it must not be recorded as agreed already.")
        else:
            on = day_of(decision)
            together = Together(f"Agreed: {decision.item.meeting}"[:100], request.user)
            together.change(budget, agreed_on=on, agreed_in_words=said_of(decision)[:200])
            messages.success(request, f"Recorded as agreed{f' on {periods.day(on)}' if on else ''}.")


# What if


class WhatIfForm(AskingForm):
    """What may change: ticks, and what else there is to say of it. Nothing of it is kept."""

    fails = forms.BooleanField(required=False)
    leaves = forms.MultipleChoiceField(
        label="A partner leaves", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    payer = forms.ChoiceField(label="A share changes: whose", required=False)
    share = PercentField(label="Its new share", required=False, max_digits=6, decimal_places=3)
    post = WordsField(label="A post is added", required=False, max_length=120)
    cost = MoneyField(label="What the post costs a year", required=False, max_digits=12, decimal_places=2)

    def __init__(self, *args, money, **kwargs):
        super().__init__(*args, **kwargs)
        self.money, found = money, money.reckoned()
        self.payers = {each.row.key: each for each in found.paying}
        named = [
            (key, ", ".join([str(each.row), "no amount" if each.amount is None else pounds(each.amount)]))
            for key, each in self.payers.items()
        ]
        self.fields["leaves"].choices = named
        self.fields["payer"].choices = [("", "Nobody’s"), *((key, str(each.row)) for key, each in self.payers.items())]
        self.unconfirmed = outlook.unconfirmed(money)
        if self.unconfirmed:
            self.fields["fails"].label = opening(self.unconfirmed.words)
        else:
            del self.fields["fails"]

    def clean(self):
        asked = super().clean()
        if asked.get("payer") and asked.get("share") is None and "share" not in self.errors:
            self.add_error("share", "Write the new share.")
        elif asked.get("share") is not None and not asked.get("payer") and "payer" not in self.errors:
            self.add_error("payer", "Choose whose share that is.")
        elif asked.get("share") is not None and not 0 <= asked["share"] <= 100:
            self.add_error("share", "A share lies between 0 and 100 per cent.")
        if asked.get("post") and asked.get("cost") is None and "cost" not in self.errors:
            self.add_error("cost", "Write what the post costs.")
        elif (asked.get("cost") or 0) < 0:
            self.add_error("cost", "A cost isn’t below nought.")
        return asked

    def changes(self):
        """What is asked, each as one change."""
        asked = self.cleaned_data
        if asked.get("fails"):
            yield self.unconfirmed
        for key in asked.get("leaves", ()):
            yield outlook.Supposed(f"{self.payers[key].row} leaves", outlook.leaves(self.payers[key].row))
        if asked.get("payer"):
            row, share = self.payers[asked["payer"]].row, asked["share"]
            yield outlook.Supposed(f"{row} pays {share.normalize():f}%", outlook.share_is(row, share, self.money))
        if asked.get("cost"):
            name = asked.get("post") or "a post"
            words = f"{name} is added, {pounds(asked['cost'])}"
            yield outlook.Supposed(words, outlook.post_is_added(opening(name), asked["cost"]))


class BesidePlan:
    """A budget beside what it would be, and beside the years before, for the page and for the sheet.

    Nobody having asked anything, it is set beside the budget without what isn't confirmed.
    """

    def __init__(self, budget, data):
        self.budget = budget
        self.money = outlook.plan(budget.reckoned(), budget.shared_out)
        self.form = WhatIfForm(data or None, money=self.money)
        self.asked = list(self.form.changes()) if self.form.is_bound and self.form.is_valid() else []

    @cached_property
    def changes(self):
        usual = [self.form.unconfirmed] if self.form.unconfirmed and not self.form.is_bound else []
        return self.asked or usual

    @cached_property
    def planned(self):
        return outlook.outlook(self.money, self.budget)

    @cached_property
    def together(self):
        """The outlook if all of it changes."""
        return outlook.outlook(outlook.all_of(self.changes, self.money), self.budget)

    def seen(self, change):
        """The outlook if one thing changes."""
        return outlook.outlook(change.made(self.money), self.budget)

    def sentences(self):
        """How the year stands by itself, and how long the reserve lasts: as planned, and if things change."""
        return outlook.sentences(self.money, self.budget, self.changes)

    def blocks(self):
        yield self.scenarios()
        if self.planned.ends or self.together.ends:
            yield from self.year_by_year()
        if self.changes:
            yield self.line_by_line()
        records = compose.of_year(self.budget, beside=True)
        if records.years:
            yield years_beside("budget", records)

    def scenarios(self):
        """A line for each change, beside the plan, and one for all of them."""
        rows = [outlook.cells("As planned", self.planned)]
        for change in self.changes:
            rows.append(outlook.cells(opening(change.words), self.seen(change)))
        if len(self.changes) > 1:
            rows.append(outlook.cells("All of these", self.together))
        return table("what-if", "What if", SCENARIOS, [("", rows)])

    def year_by_year(self):
        """What is left at the end of each year, drawn and in a table: it ends below nought where it runs out."""
        outlooks = {"As planned": self.planned}
        if self.form.unconfirmed:
            outlooks["Without what isn’t confirmed"] = self.seen(self.form.unconfirmed)
        if self.asked and self.asked != [self.form.unconfirmed]:
            outlooks["If that changes"] = self.together
        years, lines = outlook.years_ahead(list(outlooks.values()))
        words = [
            [left_over(amount) if seen.ends else NOT_KNOWN for amount in amounts]
            for seen, amounts in zip(outlooks.values(), lines, strict=True)
        ]
        width = 75 // len(outlooks) // 5 * 5  # five in a hundred is the grain of widths
        figures = table(
            "outlook",
            "What is left at the end of each year, nothing else changing",
            (("Year", "", 100 - width * len(outlooks)), *((name, "figure", width) for name in outlooks)),
            [("", [(year, *(each[place] for each in words)) for place, year in enumerate(years)])],
        )
        [*drawn] = over_years(figures, years, list(zip(outlooks, lines, strict=True)))
        yield from drawn or [figures]

    def line_by_line(self):
        """Who pays what and each line of the budget: as planned, if all of that changes, and by how much."""
        plan, changed = self.planned.found, self.together.found
        paid = [[(str(each.row), of(each.amount)) for each in found.paying] for found in (plan, changed)]
        sides = {
            name: [[(line.description, found) for line, found in side.lines] for side in both]
            for name, both in (
                ("Income", (plan.income, changed.income)),
                ("Spending", (plan.expenditure, changed.expenditure)),
            )
        }
        return table(
            "line-by-line",
            "Line by line",
            BESIDE,
            [
                (name, [beside(*pair) for pair in zip_longest(*both)])
                for name, both in {"Who pays what": paid, **sides}.items()
            ],
            totals=[
                beside(*((f"Total {name}", side.estimate) for side in both))
                for name, both in (
                    ("income", (plan.income, changed.income)),
                    ("spending", (plan.expenditure, changed.expenditure)),
                )
            ]
            + [beside(*(("Left at the end", Sum(found.balance)) for found in (plan, changed)))],
        )


def beside(planned, changed):
    """A line as planned and if things change, each with its sum, and the difference. What is added is new."""
    words, then = changed
    before = Sum() if planned is None else planned[1]
    more = balance(then.amount, before.amount if planned else Decimal(0))
    differs = "" if before == then and planned else NOT_KNOWN if more is None else signed(more)
    return words, "New" if planned is None else before.words, then.words, differs


BESIDE = (
    ("Line", "", 55),
    ("As planned", "figure", 15),
    ("If that changes", "figure", 15),
    ("Difference", "figure", 15),
)
NOT_KNOWN = "not known"
SCENARIOS = (
    ("What changes", "", 30),
    ("Income", "figure", 10),
    ("Spending", "figure", 10),
    ("Left at the end", "figure", 15),
    ("The year by itself", "figure", 15),
    ("The reserve lasts", "", 20),
)


class BesideYears(InOffice, TemplateView):
    """Years side by side, what if, and how long the money lasts. Nothing of it is kept, or public."""

    template_name = "office/beside.html"

    def get_context_data(self, **kwargs):
        budget = get_object_or_404(Budget, key=self.kwargs["key"])
        beside = BesidePlan(budget, self.request.GET)
        return super().get_context_data(
            budget=budget,
            form=beside.form,
            sentences=list(beside.sentences()),
            blocks=list(beside.blocks()),
            asked=self.request.GET.urlencode(),
            **kwargs,
        )


class BesideSheet(SheetView):
    """The same for the table."""

    def sheet(self, key):
        budget = get_object_or_404(Budget, key=key)
        beside = BesidePlan(budget, self.request.GET)
        return Sheet(
            heading=f"Budget {budget}: what if",
            under="For the office and the meeting; not for the public",
            facts=tuple(zip(("As planned", "If that changes"), beside.sentences(), strict=False)),
            blocks=tuple(beside.blocks()),
            back=f"{reverse('budget-beside', args=[budget.key])}?{self.request.GET.urlencode()}".rstrip("?"),
            back_words=f"Budget {budget}: years, what if and outlook",
        )
