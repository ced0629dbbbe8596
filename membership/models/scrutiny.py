"""What others found who inspected, and the policies that the board looks after."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from kit import periods
from kit.later import say_later
from kit.rows import Ordered, Row, RowQuerySet, public, unique_key

from .board import Organisation, Party


class InspectionQuerySet(RowQuerySet):
    def told_in(self, period):
        """Those of a reporting period by their day; those without a day, too."""
        found = self
        if period.starts:
            found = found.exclude(on__lt=period.starts)
        return found.exclude(on__gt=period.ends) if period.ends else found


class Inspection(Row):
    """An inspection: by which framework, when, of whom, and where its report is published.

    What was judged stands in its areas, each with a word. Nothing over all areas is ever reckoned.
    """

    goes_by = "framework"

    framework = public(
        models.CharField(max_length=200, help_text="Who inspected, and by which framework, as its report names them.")
    )
    organisation = public(
        models.ForeignKey(
            Organisation, null=True, blank=True, on_delete=models.PROTECT, verbose_name="who was inspected"
        )
    )
    on = public(models.DateField("date", null=True, blank=True))
    address = public(models.URLField("where it is published", blank=True, help_text="The whole address: https://…"))
    words = public(models.TextField("what it says", blank=True, help_text=say_later("No names of {people}, no cases.")))

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = [F("on").desc(nulls_last=True), "pk"]
        constraints = [unique_key()]

    def __str__(self):
        return f"{self.framework}, {periods.day(self.on)}" if self.on else self.framework


class InspectionArea(Ordered):
    """One thing that an inspection judged, and the word it found for it."""

    within = ("inspection",)
    goes_by = "area"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE)
    area = public(models.CharField("what was judged", max_length=200))
    word = public(
        models.CharField("in which word", max_length=80, help_text="As the inspectors wrote it: requires improvement.")
    )

    class Meta(Ordered.Meta):
        verbose_name = "area of an inspection"
        verbose_name_plural = "areas of an inspection"
        constraints = [
            unique_key("inspection"),
            models.UniqueConstraint(
                fields=["inspection", "area"],
                name="membership_inspectionarea_once",
                violation_error_message="This area has a word already.",
                violation_error_code="area",
            ),
        ]


class PolicyQuerySet(RowQuerySet):
    def in_force(self, on):
        """Those that nobody has withdrawn by a day."""
        return self.exclude(ends__lt=on)

    def with_review_day(self):
        """Those that somebody is to look at again one day."""
        return self.filter(review_due__isnull=False)

    def with_owner(self):
        return self.select_related(*(f"owner__{name}" for name in Party.named_by))


class Policy(Row):
    """A policy or procedure that the board adopted: who looks after it, and by when it is to be looked at again."""

    goes_by = "title"

    title = public(models.CharField("policy", max_length=200))
    owner = public(
        models.ForeignKey(
            Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="who looks after it"
        )
    )
    adopted = public(models.DateField("adopted on", null=True, blank=True))
    review_due = public(
        models.DateField("to be reviewed by", null=True, blank=True, help_text="After this day it stands under Today.")
    )
    address = public(models.URLField("where it is published", blank=True, help_text="The whole address: https://…"))
    ends = public(models.DateField("withdrawn: its last day", null=True, blank=True))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "policies"
        ordering = [Lower("title"), "pk"]
        constraints = [
            unique_key(),
            models.CheckConstraint(
                name="membership_policy_ends_after_adoption",
                condition=models.Q(adopted__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=F("adopted")),
                violation_error_message="It was withdrawn before it was adopted.",
                violation_error_code="ends",
            ),
        ]
