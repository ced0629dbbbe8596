"""The board's money: who pays what, what comes in, what is spent."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from finance.reckoning import reckon
from finance.splitting import formula, in_words
from kit.later import say_later
from kit.rows import Ordered, Row, ends_after_start, for_members, for_office, from_until, public, unique_key
from membership.models import Party


class Budget(Row):
    """The budget of one financial year."""

    STARTED = "Started from "  # how the reason begins in the history of a year that was started from another

    goes_by = "financial_year"

    financial_year = public(models.CharField(max_length=20, help_text=say_later("As the {body} writes it: 2016/17.")))
    starts, ends = from_until(for_office)
    agreed_on = public(models.DateField(null=True, blank=True))
    agreed_in_words = public(models.CharField(max_length=200, blank=True, help_text="Where and how it was agreed."))
    shared_out = public(
        models.DecimalField(
            "what the partners share out",
            max_digits=12,
            decimal_places=2,
            null=True,
            blank=True,
            help_text="If it was set beforehand: each share is then a share of this, to the penny.",
        )
    )
    carried_because = public(
        models.TextField(
            "why it begins with another amount",
            blank=True,
            help_text="If what is brought forward isn’t what the year before left.",
        )
    )
    shows_years = public(
        models.BooleanField(
            "documents show the years before beside it",
            default=False,
            help_text="Of each: what came of it or, as long as that isn’t known, what was planned.",
        )
    )

    class Meta:
        ordering = ["starts", "financial_year"]
        constraints = [
            unique_key(),
            ends_after_start(),
            models.CheckConstraint(
                name="finance_budget_shared_out_not_below_nought",
                condition=Q(shared_out__isnull=True) | Q(shared_out__gte=0),
                violation_error_message="What is shared out can’t be below nought.",
                violation_error_code="shared_out",
            ),
        ]

    @property
    def is_agreed(self):
        """Whether it is recorded as agreed: from then on a change is a revision, with its reason."""
        return bool(self.agreed_on or self.agreed_in_words)

    @property
    def beginning(self):
        """The line of history that its start from the year before left; None if it wasn't started so."""
        return self.history.filter(history_type="+", history_change_reason__startswith=self.STARTED).first()

    def earlier(self):
        """The budgets of the years before, the latest first; none as long as it isn't known when this one starts."""
        return Budget.objects.filter(ends__lt=self.starts).order_by("-starts") if self.starts else Budget.objects.none()

    def contributions(self):
        """Who pays what, with the payers' names."""
        return self.contribution_set.select_related("payer__organisation__parent__parent", "payer__body", "payer__seat")

    def reckoned(self):
        """What it comes to as it is recorded now: two queries. See `finance.reckoning`."""
        return reckon(self.budgetline_set.all(), self.contributions(), self.shared_out)

    def formula(self):
        """By what the partners share a cost: who pays, and its weight. See `finance.splitting`."""
        return formula(self.contributions())


def refuse_silent_change(row, names, beside, instead, budget):
    """Refuse to put another figure in the place of one that was agreed, without a word."""
    if row.pk is None or not budget.is_agreed:
        return
    saved = type(row)._base_manager.filter(pk=row.pk).values(*names).first() or {}
    if any(value not in (None, getattr(row, name)) for name, value in saved.items()):
        raise ValidationError({beside: f"The budget is recorded as agreed. {instead}"})


class Contribution(Ordered):
    """What one partner pays towards the board in a year."""

    class Basis(models.TextChoices):
        SHARE = "share", "Share of the whole"
        FIXED = "fixed", "Fixed sum"
        JOINT = "joint", "Part of one payment to two boards"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        NOT_SAID = "", "Not said"

    within = ("budget",)
    named_by = ("payer",)

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    payer = public(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    on_behalf_of = public(models.CharField(max_length=200, blank=True))
    label = public(
        models.CharField(max_length=200, blank=True, help_text="As printed, where that isn't the payer's name.")
    )
    basis = public(models.CharField(max_length=6, choices=Basis, default=Basis.SHARE))
    share = public(models.DecimalField("share in per cent", max_digits=6, decimal_places=3, null=True, blank=True))
    amount = public(models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True))
    status = public(models.CharField(max_length=8, choices=Status, blank=True))
    status_on = public(models.DateField("since", null=True, blank=True))
    joint_whole = public(
        models.DecimalField("the whole joint payment", max_digits=12, decimal_places=2, null=True, blank=True)
    )
    joint_part = public(
        models.DecimalField(
            say_later("the {body}'s part in per cent"), max_digits=6, decimal_places=3, null=True, blank=True
        )
    )
    joint_with = public(models.CharField("shared with", max_length=200, blank=True))
    changed_because = public(
        models.TextField(
            "why it changed", blank=True, help_text="After the budget was agreed, a change has its reason."
        )
    )

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("budget"),
            models.CheckConstraint(
                name="finance_contribution_joint_part_of_hundred",
                condition=Q(joint_part__isnull=True) | Q(joint_part__gte=0, joint_part__lte=100),
                violation_error_message="A part lies between 0 and 100 per cent.",
                violation_error_code="joint_part",
            ),
            models.CheckConstraint(
                name="finance_contribution_joint_whole_not_below_nought",
                condition=Q(joint_whole__isnull=True) | Q(joint_whole__gte=0),
                violation_error_message="A payment can’t be below nought.",
                violation_error_code="joint_whole",
            ),
            models.CheckConstraint(
                name="finance_contribution_joint_is_said",
                condition=Q(basis="joint") | Q(joint_whole__isnull=True, joint_part__isnull=True),
                violation_error_message="Say that it is a part of a joint payment, or leave that payment out.",
                violation_error_code="basis",
            ),
            models.CheckConstraint(
                name="finance_contribution_share_of_hundred",
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                violation_error_message="A share lies between 0 and 100 per cent.",
                violation_error_code="share",
            ),
        ]

    def clean(self):
        """That a figure which was agreed doesn't change without a reason of its own."""
        super().clean()
        saved = Contribution.objects.filter(pk=self.pk).values_list("changed_because", flat=True).first()
        if not self.changed_because or self.changed_because == saved:
            names = ("share", "amount", "joint_whole", "joint_part")
            refuse_silent_change(self, names, "amount", "Say below why this changed.", self.budget)

    def __str__(self):
        return self.payer_name or "No payer named"

    @property
    def payer_name(self):
        """Who pays, as printed; empty where nobody is named."""
        return self.label or (str(self.payer) if self.payer else "")


class BudgetLine(Ordered):
    """One line of income or spending, or of what is given in kind, which no total counts."""

    class Side(models.TextChoices):
        INCOME = "income", "Income"
        EXPENDITURE = "expenditure", "Expenditure"
        IN_KIND = "in-kind", "In kind: in no total"

    class Recurrence(models.TextChoices):
        RECURRENT = "recurrent", "Every year"
        NON_RECURRENT = "non-recurrent", "Once"
        BROUGHT_FORWARD = "brought-forward", "Brought forward"
        WHEN_NEEDED = "when-needed", "When needed"
        NOT_SAID = "", "Not said"

    within = ("budget",)
    goes_by = "description"

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    side = public(models.CharField(max_length=11, choices=Side))
    heading = public(models.CharField(max_length=120, blank=True))
    description = public(models.CharField(max_length=200))
    estimate = public(models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True))
    revised = public(
        models.DecimalField(
            max_digits=12,
            decimal_places=2,
            null=True,
            blank=True,
            help_text="What became of the estimate after the budget was agreed.",
        )
    )
    revised_because = public(models.TextField("why it was revised", blank=True))
    outturn = public(models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True))
    from_contributions = public(
        models.BooleanField(
            "reckoned from the contributions",
            default=False,
            help_text="The estimate is then the sum of who pays what and isn't typed here.",
        )
    )
    confirmed = public(models.BooleanField(default=True, help_text="Untick where it is subject to confirmation."))
    recurrence = public(models.CharField(max_length=16, choices=Recurrence, blank=True))
    post_share = public(
        models.DecimalField(
            max_digits=4,
            decimal_places=2,
            null=True,
            blank=True,
            help_text=say_later("The {body}'s part of a post: 0.5."),
            validators=[MinValueValidator(0), MaxValueValidator(1)],
        )
    )
    note = for_members(models.TextField(blank=True))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("budget"),
            models.UniqueConstraint(
                fields=["budget"],
                condition=Q(from_contributions=True),
                name="finance_budgetline_contributions_once",
                violation_error_message="Another line of this budget is reckoned from the contributions already.",
                violation_error_code="from_contributions",
            ),
            models.CheckConstraint(
                name="finance_budgetline_reckoned_not_typed",
                condition=Q(from_contributions=False) | Q(side="income", estimate__isnull=True),
                violation_error_message=(
                    "A line reckoned from the contributions is income and has no estimate of its own."
                ),
                violation_error_code="estimate",
            ),
            models.CheckConstraint(
                name="finance_budgetline_reason_of_a_revision",
                condition=Q(revised_because="") | Q(revised__isnull=False),
                violation_error_message="Write what it was revised to, or leave out the reason.",
                violation_error_code="revised",
            ),
        ]

    def clean(self):
        """That an estimate which was agreed stays, and that a revision of it has its reason."""
        super().clean()
        instead = "Its estimate stays: write the new amount as revised, and why."
        refuse_silent_change(self, ("estimate",), "estimate", instead, self.budget)
        if self.revised is not None and not self.revised_because and self.budget.is_agreed:
            raise ValidationError({"revised": "Say why it was revised: the budget is recorded as agreed."})


class CostSplit(Row):
    """A cost that the partners share by what they contribute to a year: a review, or whatever else comes once.

    Each part is kept as it was asked for, so that it stays what the letter said if the contributions change.
    """

    within = ("budget",)
    goes_by = "what"

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    what = for_members(
        models.CharField("what it is for", max_length=200, help_text=say_later("No names of {people}, no cases."))
    )
    cost = for_members(models.DecimalField(max_digits=12, decimal_places=2))
    asked_on = for_members(models.DateField("asked for on", null=True, blank=True))
    outcome = for_members(models.CharField("what came of it", max_length=200, blank=True))

    class Meta:
        verbose_name = "cost split by formula"
        verbose_name_plural = "costs split by formula"
        ordering = ["asked_on", "pk"]
        constraints = [
            unique_key("budget"),
            models.CheckConstraint(
                name="finance_costsplit_is_a_cost",
                condition=Q(cost__gt=0),
                violation_error_message="A cost is more than nought.",
                violation_error_code="cost",
            ),
        ]


class CostPart(Ordered):
    """What one partner is asked to pay of a cost."""

    class Outcome(models.TextChoices):
        NOT_SAID = "", "Not said"
        AGREED = "agreed", "Agreed"
        PAID = "paid", "Paid"
        DISPUTED = "disputed", "Disputed"

    within = ("split",)
    goes_by = "payer_name"

    split = models.ForeignKey(CostSplit, on_delete=models.CASCADE)
    payer_name = for_members(models.CharField("who pays", max_length=200, blank=True))
    weight = for_members(models.DecimalField("by", max_digits=12, decimal_places=3))
    amount = for_members(models.DecimalField(max_digits=12, decimal_places=2))
    outcome = for_members(models.CharField("what came of it", max_length=8, choices=Outcome, blank=True))
    outcome_on = for_members(models.DateField("since", null=True, blank=True))

    class Meta(Ordered.Meta):
        verbose_name = "part of a cost"
        verbose_name_plural = "parts of a cost"
        constraints = [unique_key("split")]

    def __str__(self):
        return self.payer_name or "No payer named"

    @property
    def by(self):
        """By what it is reckoned, in words: 49.5%."""
        return in_words(self.weight, [part.weight for part in self.split.costpart_set.all()])
