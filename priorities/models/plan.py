"""A plan, its parts, principles and goals, who leads these, and which belong together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kit.later import say_later
from kit.rows import Ordered, Row, ends_after_start, for_office, from_until, public, unique_key
from membership.models import Party
from priorities.querysets import GoalQuerySet, PrincipleQuerySet


class Plan(Row):
    """A set of goals with the span it is for."""

    goes_by = "title"

    title = public(models.CharField(max_length=200))
    period_as_printed = public(
        models.CharField(max_length=60, blank=True, help_text=say_later("As the {body} writes it: 2016 - 2019."))
    )
    starts, ends = from_until(for_office)
    goal_called = public(
        models.CharField(
            "what one of its priorities is called",
            max_length=40,
            blank=True,
            help_text="Such as: Strategic aim. Empty: Priority.",
        )
    )
    goals_called = public(
        models.CharField("what several are called", max_length=40, blank=True, help_text="Such as: Strategic aims.")
    )

    class Meta:
        ordering = ["starts", "title"]
        constraints = [unique_key(), ends_after_start()]

    STARTED = "Started from the plan before: "  # how the reason begins that the history has for each row

    @property
    def beginning(self):
        """The line of history in which it was started from the plan before; None for a plan that wasn't."""
        line = self.history.filter(history_type="+").order_by("history_id").first()
        return line if line and (line.history_change_reason or "").startswith(self.STARTED) else None


class Part(Ordered):
    """A part of a plan with a heading of its own: this year's priorities, the standing core business."""

    within = ("plan",)
    goes_by = "heading"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    heading = public(models.CharField(max_length=200))
    lead_in = public(models.TextField(blank=True))
    starts, ends = from_until(public)

    class Meta(Ordered.Meta):
        constraints = [unique_key("plan"), ends_after_start()]


class Principle(Ordered):
    """A principle that goes across the goals of a plan, such as one of the six of the Care Act's guidance."""

    within = ("plan",)
    goes_by = "name"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    name = public(models.CharField("principle", max_length=120, help_text="Such as: Empowerment."))
    words = public(
        models.TextField(
            "what it means",
            blank=True,
            help_text=say_later("In the {body}'s words. No names of {people}, no cases."),
        )
    )

    objects = PrincipleQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("plan"),
            models.UniqueConstraint(
                "plan",
                Lower("name"),
                name="priorities_principle_once",
                violation_error_message="The plan has this principle already.",
                violation_error_code="name",
            ),
        ]


class Goal(Ordered):
    """A priority, a core business objective, or a standing duty."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Priority"
        OBJECTIVE = "objective", "Core objective"
        DUTY = "duty", "Duty"

    within = ("plan",)
    stands_under = ("parent",)
    keyed_by = "title"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    part = public(models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT))
    kind = public(models.CharField(max_length=10, choices=Kind, default=Kind.PRIORITY))
    parent = public(models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"))
    code = public(
        models.CharField(
            max_length=40,
            blank=True,
            help_text="A label such as A, 1a or Priority Three. It may repeat.",
        )
    )
    title = public(
        models.TextField(help_text=say_later("The goal in the {body}'s words. No names of {people}, no cases."))
    )
    rationale = public(
        models.TextField(blank=True, help_text=say_later("Why the {body} chose it. No names of {people}, no cases."))
    )
    starts, ends = from_until(public)
    when_in_words = public(
        models.CharField(
            "when, in words",
            max_length=80,
            blank=True,
            help_text="Printed in place of the days. Such as: ongoing; September 2014.",
        )
    )

    objects = GoalQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("plan"),
            ends_after_start(),
            models.CheckConstraint(
                name="priorities_goal_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="A goal can't stand below itself.",
                violation_error_code="parent",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}".strip()


class Lead(Ordered):
    """Who leads the work on a goal."""

    within = ("goal",)
    named_by = ("party",)
    goes_by = "party"
    NAMES = tuple(f"party__{name}" for name in Party.named_by)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    party = public(models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+"))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "party"],
                name="priorities_lead_once",
                violation_error_message="They lead this goal already.",
                violation_error_code="party",
            ),
        ]


class Serves(Ordered):
    """That a goal serves one of the principles of its plan."""

    within = ("goal",)
    named_by = ("principle",)
    goes_by = "principle"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    principle = public(models.ForeignKey(Principle, on_delete=models.PROTECT, related_name="served_by"))

    class Meta(Ordered.Meta):
        verbose_name = "principle it serves"
        verbose_name_plural = "principles it serves"
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "principle"],
                name="priorities_serves_once",
                violation_error_message="This goal serves that principle already.",
                violation_error_code="principle",
            ),
        ]

    def clean(self):
        """A principle of another plan is none of this goal's: the database sees one table and can't say so."""
        super().clean()
        if self.principle_id and self.goal_id and self.principle.plan_id != self.goal.plan_id:
            raise ValidationError({"principle": "This principle belongs to another plan. Choose one of this plan."})


class Related(Ordered):
    """That a goal has to do with another one, of the same plan or of a former one."""

    within = ("goal",)
    named_by = ("other",)
    goes_by = "other"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    other = public(models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+", verbose_name="related goal"))

    class Meta(Ordered.Meta):
        verbose_name = "related goal"
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "other"],
                name="priorities_related_once",
                violation_error_message="These two goals are related already.",
                violation_error_code="other",
            ),
            models.CheckConstraint(
                name="priorities_related_not_itself",
                condition=~Q(goal=F("other")),
                violation_error_message="A goal is always related to itself. Choose another one.",
                violation_error_code="other",
            ),
        ]
