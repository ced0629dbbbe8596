"""What the office edits of the board's money. What it comes to is reckoned (`finance.reckoning`) and typed nowhere."""

from dataclasses import replace
from operator import attrgetter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.views.generic import View

from finance import forms, models, outlook, reckoning, running, starting
from finance.years import next_label
from kit.access import Permitted
from kit.history import CannotChange
from kit.kinds import Kind, Listing, RowColumn
from kit.spans import lifetime
from kit.wording import counted, listed, per_cent, plain, pounds, signed, summed_shares
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


def terms(row):
    """What an amount is, if it is no share: a fixed sum, or a part of one payment to two; and who shares it."""
    words = [] if row.basis == row.Basis.SHARE else [row.get_basis_display()]
    words += [f"{per_cent(row.joint_part)}"] if row.joint_part is not None else []
    words += [f"of {pounds(row.joint_whole)}"] if row.joint_whole is not None else []
    words += [f"shared with {row.joint_with}"] if row.joint_with else []
    return " ".join(words)


def certainty(line):
    words = [] if line.confirmed else ["subject to confirmation"]
    words += ["reckoned from who pays what"] if line.from_contributions else []
    words += [line.get_recurrence_display().lower()] if line.recurrence else []
    words += [f"{plain(line.post_share)} of a post"] if line.post_share is not None else []
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
        RowColumn("Shared out by the partners", money("shared_out")),
    ),
)
CONTRIBUTION = Kind(
    form=forms.ContributionForm,
    place=budget_page,
    may=May.EDIT,
    as_table=True,
    running=running.address,
    known_by={
        "on_behalf_of": ("on behalf of", "behalf"),
        "joint_with": ("shared with", "joint with"),
        "changed_because": ("why it changed", "reason for the change"),
    },
    columns=(
        RowColumn("Who pays", who_pays, tells=("label",)),
        RowColumn("Share", lambda row: "" if row.share is None else per_cent(row.share), "figure", attrgetter("share")),
        RowColumn("Amount", money("amount"), "figure", attrgetter("amount")),
        RowColumn("Status", status),
        RowColumn("What it is", terms, tells=("joint_with",)),
    ),
)
LINE = Kind(
    form=forms.BudgetLineForm,
    place=budget_page,
    may=May.EDIT,
    as_table=True,
    running=running.address,
    group=("side",),
    known_by={
        "heading": ("heading", "category", "group"),
        "note": ("note", "notes", "comment"),
        "revised_because": ("why it was revised", "reason for the revision"),
    },
    read_off=read_off,
    columns=(
        RowColumn("What for", "description"),
        RowColumn("Heading", "heading"),
        RowColumn("Estimate", money("estimate"), "figure", attrgetter("estimate")),
        RowColumn("Revised", money("revised"), "figure", attrgetter("revised")),
        RowColumn("Outturn", money("outturn"), "figure", attrgetter("outturn")),
        RowColumn("How certain", certainty),
    ),
)
SPLIT = Kind(
    form=forms.CostSplitForm,
    place=budget_page,
    may=May.EDIT,
    running=running.address,
    columns=(
        RowColumn("What it is for", "what"),
        RowColumn("Cost", money("cost"), "figure", attrgetter("cost")),
        RowColumn("Asked for on", "asked_on"),
        RowColumn("What came of it", "outcome"),
    ),
    paper=lambda split: (reverse("print-split", args=[split.pk]), "Print what each pays"),
)
PART = Kind(
    form=forms.CostPartForm,
    place=lambda part: budget_page(part.split),
    may=May.EDIT,
    as_table=True,
    columns=(
        RowColumn("Who pays", str, tells=("payer_name",)),
        RowColumn("By", attrgetter("by"), "figure", attrgetter("weight")),
        RowColumn("Amount", money("amount"), "figure", attrgetter("amount")),
        RowColumn("What came of it", lambda part: outcome(part)),
    ),
)
KINDS = (BUDGET, CONTRIBUTION, LINE, SPLIT, PART)


def outcome(part):
    """What came of a part and since when; nothing if nobody said."""
    return f"{part.get_outcome_display()} {lifetime(part.outcome_on, None)}".strip() if part.outcome else ""


class Budgets(Shelf):
    """The budgets, one for each financial year."""

    heading = "Budgets"

    def shelf(self):
        return [(budget_page(row), f"Budget {row}") for row in models.Budget.objects.all()]

    def listings(self):
        return [Listing(BUDGET, models.Budget.objects.all())]


class BudgetPage(OfficePage):
    """One year's money: who pays what, what comes in, what is spent, and what is left.

    Its address belongs to the roof, which joins the decisions on it (`lscb.office.money`).
    """

    template_name = "office/budget.html"
    back = (reverse_lazy("office-budgets"), "Budgets")

    def get(self, request, *args, **kwargs):
        self.budget = get_object_or_404(models.Budget, key=kwargs["key"])
        self.heading = f"Budget {self.budget}"
        self.paper = (reverse("print-budget", args=[self.budget.key]), "Print the budget")
        self.reckoned = self.budget.reckoned()
        return super().get(request, *args, **kwargs)

    def listings(self):
        return [*budget_lists(self.budget, self.reckoned), splits_of(self.budget)]

    def get_context_data(self, **kwargs):
        found = self.reckoned
        return super().get_context_data(
            budget=self.budget,
            sums=found.sums,
            outlook=list(outlook.lasting(found, self.budget)),
            shares=shares_off(found.shares),
            disagreeing=[f"{each.row}: {each.told}." for each in found.paying if each.told],
            unknown=counted(found.gaps, "amount is", "amounts are") if found.gaps else "",
            carried=self.carried(),
            following=self.following(),
            was_started=self.budget.version == 1 and self.budget.beginning is not None,
            **kwargs,
        )

    def following(self):
        """What the next year is called that can be started from this one; empty if it is there, or has no name."""
        name = next_label(self.budget.financial_year)
        return "" if models.Budget.objects.filter(financial_year=name).exists() else name

    def carried(self):
        """What is brought forward beside what the year before left, in a sentence; empty if the two are the same."""
        before = self.budget.earlier().first()
        found = before and reckoning.carried(before.reckoned(), self.reckoned)
        if not found or not found.difference:
            return ""
        left = "left" if found.is_outturn else "is planned to leave"
        more = f"{pounds(abs(found.difference))} {'more' if found.difference > 0 else 'less'}"
        why = "" if self.budget.carried_because else " Say why in the form of this budget, or change it."
        return f"{before} {left} {pounds(found.left)}, and {pounds(found.brought)} is brought forward: {more}.{why}"


def shares_off(found):
    """That shares don't make a hundred, in a sentence; empty if they do, or one isn't known."""
    return running.shares(found) if found.amount not in (None, 100) else ""


def splits_of(budget):
    """The costs that were split by what the partners contribute to a year, each with who was asked for what."""
    return Listing(
        SPLIT,
        budget.costsplit_set.prefetch_related("costpart_set"),
        "Costs split by formula",
        {"budget": budget},
        below=lambda split: [parts_of(split)],
        to="costs split by formula",
    )


def parts_of(split):
    parts = list(split.costpart_set.all())
    sums = [("Total", {"Amount": reckoning.total(part.amount for part in parts).words})]
    return Listing(PART, parts, "Who is asked for what", {"split": split}, level=4, sums=sums, to=str(split))


def budget_lists(budget, found):
    """The lists of one year's money with what is reckoned of it, for the page and for the sheet."""
    line = with_estimates(found.contributed)
    shares = summed_shares(found.shares.amount, found.shares.not_given)
    known = {"budget": budget}
    return [
        Listing(BUDGET, [budget], known=None, level=4),
        Listing(
            with_third_figures(found.paying),
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
                sums=side_sums(side),
                to=heading.lower(),
                pasted="budget-lines",
            )
            for side, name, heading in (
                (found.income, "income", "Income"),
                (found.expenditure, "expenditure", "Spending"),
                (found.in_kind, "in-kind", "In kind, in no total"),
            )
        ),
    ]


def with_third_figures(paying):
    """The kind of a contribution, whose third figure is reckoned from the two that are typed.

    It stands in its own column, never in that of what somebody typed.
    """
    found = {each.row.pk: each for each in paying}

    def reckoned(row):
        return third_figure(found[row.pk]) if row.pk in found else ""

    column = RowColumn("Reckoned", reckoned, sortable=False)
    return replace(CONTRIBUTION, columns=(*CONTRIBUTION.columns[:3], column, *CONTRIBUTION.columns[3:]))


def third_figure(paid):
    """The figure of a contribution that isn't typed, or one that is typed otherwise."""
    words = []
    if paid.by_share is not None and (paid.row.amount is None or paid.told):
        words.append(f"{pounds(paid.by_share)} by its {'part' if reckoning.is_joint(paid.row) else 'share'}")
    if paid.of_all is not None and paid.row.share is None:
        words.append(f"{per_cent(paid.of_all)} of all")
    return listed(words)


def with_estimates(contributed):
    """The kind of a budget line, of which one may come to what all contributions come to; nothing recorded is empty.

    By how much the outturn is off stands beside it.
    """

    def found(line):
        return reckoning.estimate(line, contributed)

    def words(line):
        return "" if found(line) == reckoning.Sum() else found(line).words

    def off(line):
        return reckoning.variance(line, found(line))

    estimate = RowColumn("Estimate", words, "figure", lambda line: found(line).amount)
    variance = RowColumn("Variance", lambda line: "" if off(line) is None else signed(off(line)), "figure", off)
    columns = []
    for each in LINE.columns:
        columns.append(estimate if each.heading == "Estimate" else each)
        columns += [variance] if each.heading == "Outturn" else []
    return replace(LINE, columns=tuple(columns))


def side_sums(side):
    """The sub-total of each heading that has several lines, and the total."""
    of = [(f"{heading}, in all", part) for heading, part in side.by_heading]
    return [(words, sums_of(part)) for words, part in (*of, ("Total", side))]


def sums_of(side):
    sums = {"Estimate": side.estimate.words}
    if side.is_revised:
        sums["Revised"] = side.revised.words
    if side.outturn != reckoning.Sum():
        sums["Outturn"] = side.outturn.words
    if side.variance is not None:
        sums["Variance"] = signed(side.variance)
    return sums


class StartNext(Permitted, View):
    """Starts the next year's budget from this one, in one step."""

    permission_required = May.EDIT

    def post(self, request, key):
        budget = get_object_or_404(models.Budget, key=key)
        try:
            made = starting.start_next(budget, by=request.user)
        except starting.CannotStart as sentence:
            messages.error(request, str(sentence))
            return redirect(budget_page(budget))
        back = reverse("budget-start-back", args=[made.key])
        words = f"Started: budget {made}, from {budget}. Nothing of {budget} has changed."
        request.session["undo"] = {"words": words, "address": back, "place": budget_page(made)}
        return redirect(budget_page(made))


class TakeStartBack(Permitted, View):
    """Takes back the whole start of a year's budget, as long as nobody has changed anything of it."""

    permission_required = May.EDIT

    def post(self, request, key):
        budget = get_object_or_404(models.Budget, key=key)
        if budget.beginning is None:
            messages.error(request, f"Budget {budget} was not started from the year before.")
            return redirect(budget_page(budget))
        try:
            number = starting.take_start_back(budget, by=request.user)
        except CannotChange as refusal:
            messages.error(request, " ".join(refusal.sentences))
            return redirect(budget_page(budget))
        messages.success(request, f"The start was taken back: {counted(number, 'record')}.")
        return redirect("office-budgets")


urlpatterns = [
    path("budget/", Budgets.as_view(), name="office-budgets"),
    path("budget/<slug:key>/next/", StartNext.as_view(), name="budget-next"),
    path("budget/<slug:key>/not-started/", TakeStartBack.as_view(), name="budget-start-back"),
    *running.urlpatterns,
]
