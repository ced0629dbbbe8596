"""The board's money: who pays what, what comes in, what is spent."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from finance.reckoning import reckon
from kit.later import say_later
from kit.rows import Ordered, Row, ends_after_start, for_members, for_office, from_until, public, unique_key
from membership.models import Party


class Budget(Row):
    """The budget of one financial year."""

    goes_by = "financial_year"

    financial_year = public(models.CharField(max_length=20, help_text=say_later("As the {body} writes it: 2016/17.")))
    starts, ends = from_until(for_office)
    agreed_on = public(models.DateField(null=True, blank=True))
    agreed_in_words = public(models.CharField(max_length=200, blank=True, help_text="Where and how it was agreed."))

    class Meta:
        ordering = ["starts", "financial_year"]
        constraints = [unique_key(), ends_after_start()]

    def contributions(self):
        """Who pays what, with the payers' names."""
        return self.contribution_set.select_related("payer__organisation__parent__parent", "payer__body", "payer__seat")

    def reckoned(self):
        """What it comes to as it is recorded now: two queries. See `finance.reckoning`."""
        return reckon(self.budgetline_set.all(), self.contributions())


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

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("budget"),
            models.CheckConstraint(
                name="finance_contribution_share_of_hundred",
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                violation_error_message="A share lies between 0 and 100 per cent.",
                violation_error_code="share",
            ),
        ]

    def __str__(self):
        return self.payer_name or "No payer named"

    @property
    def payer_name(self):
        """Who pays, as printed; empty where nobody is named."""
        return self.label or (str(self.payer) if self.payer else "")


class BudgetLine(Ordered):
    """One line of income or spending."""

    class Side(models.TextChoices):
        INCOME = "income", "Income"
        EXPENDITURE = "expenditure", "Expenditure"

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
        ]
