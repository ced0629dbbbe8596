"""What is held back of figures because it is small, by whose rule, and what of it goes out by a decision."""

from django.db import models
from django.db.models import F, Q

from kit import stamps
from kit.later import say_later
from kit.rows import Ordered, Row, for_office, public, unique_key
from priorities.small_cells import CountRule


class SmallNumbersRule(Ordered):
    """By which limits a source holds small numbers back, and how it rounds the others; or why nothing is held back."""

    class Source(models.TextChoices):
        DFE = "dfe", "Department for Education"
        NHS = "nhs", "NHS"
        OWN = "own", say_later("The {body}’s own")
        OTHER = "other", "Another source"
        NONE = "none", "None: nothing is held back"

    goes_by = "name"

    name = for_office(models.CharField(max_length=120))
    source = for_office(models.CharField("whose rule", max_length=5, choices=Source))
    least = for_office(
        models.PositiveIntegerField(
            "held back from", null=True, blank=True, help_text="The smallest count that isn’t shown, as a rule 1."
        )
    )
    most = for_office(
        models.PositiveIntegerField("up to", null=True, blank=True, help_text="The largest count that isn’t shown.")
    )
    rounds_to = for_office(
        models.PositiveIntegerField(
            "other counts rounded to the nearest",
            null=True,
            blank=True,
            help_text="Such as 5. Empty: they are shown as they are.",
        )
    )
    decimals = for_office(
        models.PositiveSmallIntegerField(
            "shares and rates to so many places",
            null=True,
            blank=True,
            help_text="Empty: they are shown as they are.",
        )
    )
    least_base = for_office(
        models.PositiveIntegerField(
            "no share of fewer than",
            null=True,
            blank=True,
            help_text="A share of fewer isn’t shown. Empty: only the count behind it is asked.",
        )
    )
    read_on = for_office(
        models.DateField("read on", null=True, blank=True, help_text="The day on which somebody read it in its source.")
    )
    read_in = for_office(models.CharField("where it was read", max_length=250, blank=True))
    reason = for_office(
        models.TextField(
            blank=True, help_text="Why this rule; and why nothing is held back, if nothing is. No cases, no names."
        )
    )
    is_usual = for_office(
        models.BooleanField(
            "holds for every indicator of which nothing else is said",
            default=False,
        )
    )

    class Meta(Ordered.Meta):
        verbose_name = "small numbers rule"
        constraints = [
            unique_key(),
            models.CheckConstraint(
                name="priorities_smallnumbersrule_limits",
                condition=Q(least__isnull=True, most__isnull=True)
                | Q(least__isnull=False, most__isnull=False, most__gt=F("least")),
                violation_error_message="Held back is from a smaller count up to a larger one, such as from 1 up to 5. "
                "Of a single count everybody would know which it is.",
                violation_error_code="most",
            ),
            models.CheckConstraint(
                name="priorities_smallnumbersrule_rounding",
                condition=Q(rounds_to__isnull=True) | Q(rounds_to__gte=2),
                violation_error_message="Nothing can be rounded to the nearest 0 or 1. Give 2 or more, such as 5, or "
                "leave it empty.",
                violation_error_code="rounds_to",
            ),
            models.CheckConstraint(
                name="priorities_smallnumbersrule_none_has_reason",
                condition=(Q(source="none", least__isnull=True, most__isnull=True) & ~Q(reason=""))
                | (~Q(source="none") & Q(most__isnull=False)),
                violation_error_message="A rule gives its limits. If nothing is held back, choose “None”, leave the "
                "limits empty, and say why.",
                violation_error_code="source",
            ),
            models.UniqueConstraint(
                fields=["is_usual"],
                condition=Q(is_usual=True),
                name="priorities_smallnumbersrule_one_usual",
                violation_error_message="Another rule holds for all others already. Take it off there first.",
                violation_error_code="is_usual",
            ),
        ]

    def in_numbers(self):
        """The rule as the reckoning takes it."""
        return CountRule(
            name=self.name,
            least=self.least,
            most=self.most,
            base=self.rounds_to or 1,
            decimals=self.decimals,
            least_base=self.least_base or 0,
        )


class Release(Row):
    """That a small figure is shown all the same: why, and who decided it.

    It is asked for by one person and allowed by another, or it is what a body decided. It holds for the figure that
    was decided on and no other.
    """

    within = ("observation",)
    named_by = ("observation__series__indicator",)
    goes_by = "reason"

    observation = models.ForeignKey("Observation", on_delete=models.CASCADE)
    value = models.DecimalField("figure", max_digits=15, decimal_places=4, null=True, editable=False)
    reason = public(
        models.TextField(
            "why it is shown",
            help_text=say_later("Printed beside the figure. No names of {people}, no cases."),
        )
    )
    decided_by = public(
        models.CharField(
            "who decided",
            max_length=120,
            blank=True,
            help_text=say_later("The {body}, or its chair. Empty: another person of the office allows it here."),
        )
    )
    decided_on = public(models.DateField("decided on", null=True, blank=True))
    reference = public(models.CharField("minute or reference", max_length=120, blank=True))
    asked_at, asked_by = stamps.at(), stamps.by()
    allowed_at, allowed_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "decision to show a small figure"
        verbose_name_plural = "decisions to show small figures"
        ordering = ["pk"]
        constraints = [
            unique_key("observation"),
            models.UniqueConstraint(
                fields=["observation"],
                name="priorities_release_once",
                violation_error_message="A decision on this figure is recorded already.",
                violation_error_code="reason",
            ),
            stamps.together("asked", "asked for it"),
            stamps.together("allowed", "allowed it"),
            models.CheckConstraint(
                name="priorities_release_second_person",
                condition=Q(allowed_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(allowed_by=F("asked_by")),
                violation_error_message="You asked for it, so somebody else allows it; or record the decision of a "
                "body.",
            ),
            models.CheckConstraint(
                name="priorities_release_decision_whole",
                condition=Q(decided_by="", decided_on__isnull=True) | (~Q(decided_by="") & Q(decided_on__isnull=False)),
                violation_error_message="Say who decided and on what day, or leave both empty.",
                violation_error_code="decided_on",
            ),
        ]

    def __str__(self):
        return f"{self.observation.series}, {self.observation}"

    def key_words(self):
        return "shown"

    @property
    def is_allowed(self):
        """Whether it is decided, by a body or by a second person."""
        return bool(self.decided_by or self.allowed_by_id)


class FindingFigure(Ordered):
    """That a figure of the records is what a finding tells in its words."""

    within = ("finding",)
    named_by = ("observation__series__indicator",)
    goes_by = "observation"

    finding = models.ForeignKey("Finding", on_delete=models.CASCADE)
    observation = public(models.ForeignKey("Observation", verbose_name="figure", on_delete=models.PROTECT))

    class Meta(Ordered.Meta):
        verbose_name = "figure of a finding"
        verbose_name_plural = "figures of findings"
        constraints = [
            unique_key("finding"),
            models.UniqueConstraint(
                fields=["finding", "observation"],
                name="priorities_findingfigure_once",
                violation_error_message="This figure stands beside the finding already.",
                violation_error_code="observation",
            ),
        ]

    def __str__(self):
        return f"{self.observation.series}, {self.observation}"
