"""What the board found, which goal answers it, and what became of each goal in a later plan."""

from django.db import models
from django.db.models import Q

from kit.later import say_later
from kit.rows import Ordered, public, unique_key
from membership.models import Party, ReportingPeriod
from priorities.querysets import FindingQuerySet

from .plan import Goal, Plan


class Finding(Ordered):
    """A key success, an area for development, or a further area of priority that the board found in a period."""

    class Kind(models.TextChoices):
        SUCCESS = "key-success", "Key success"
        DEVELOPMENT = "area-for-development", "Area for development"
        FURTHER = "further-priority", "Further area of priority"

    within = ("period",)
    goes_by = "words"

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT)
    kind = public(models.CharField(max_length=24, choices=Kind))
    words = public(models.TextField(help_text=say_later("In the {body}'s words. No names of {people}, no cases.")))
    owner = public(
        models.ForeignKey(
            Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who sees to it."
        )
    )
    due = public(models.DateField("by when", null=True, blank=True))
    due_in_words = public(
        models.CharField(
            "by when, in words",
            max_length=200,
            blank=True,
            help_text="Printed in place of the day. Such as: ongoing; September 2014.",
        )
    )
    outcome = public(
        models.TextField("what came of it", blank=True, help_text=say_later("No names of {people}, no cases."))
    )

    objects = FindingQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [unique_key("period")]


class Answer(Ordered):
    """That a goal answers what the board found: an area for development and what is done about it."""

    within = ("finding",)
    named_by = ("goal",)
    goes_by = "goal"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE)
    goal = public(models.ForeignKey(Goal, on_delete=models.PROTECT))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("finding"),
            models.UniqueConstraint(
                fields=["finding", "goal"],
                name="priorities_answer_once",
                violation_error_message="This goal answers the finding already.",
                violation_error_code="goal",
            ),
        ]


class Lineage(Ordered):
    """What became of a goal in a later plan, or where a goal of that plan came from."""

    class Kind(models.TextChoices):
        KEPT = "kept", "Kept"
        REWORDED = "reworded", "Reworded"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        CLOSED = "closed", "Closed"
        NEW = "new", "New"

    class Reading(models.TextChoices):
        BOARD = "board", say_later("The {body}'s own statement")
        OURS = "ours", "Our reading of the two plans"

    within = ("plan",)
    named_by = ("from_goal", "to_goal")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, help_text="The later plan.")
    from_goal = public(models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="became"))
    to_goal = public(models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from"))
    kind = public(models.CharField(max_length=10, choices=Kind))
    reason = public(models.TextField(blank=True, help_text=say_later("As given. No names of {people}, no cases.")))
    decided = public(models.CharField("where it was decided", max_length=200, blank=True))
    reading = public(models.CharField("whose reading", max_length=5, choices=Reading, default=Reading.BOARD))

    class Meta(Ordered.Meta):
        verbose_name = "step"
        constraints = [
            unique_key("plan"),
            models.UniqueConstraint(
                fields=["from_goal", "to_goal"],
                name="priorities_lineage_once",
                violation_error_message="This step is recorded already.",
                violation_error_code="to_goal",
            ),
            models.CheckConstraint(
                name="priorities_lineage_closed_leads_nowhere",
                condition=Q(kind="closed", from_goal__isnull=False, to_goal__isnull=True)
                | (~Q(kind="closed") & Q(to_goal__isnull=False)),
                violation_error_message="A closed goal has no successor, and every other step leads to a goal.",
                violation_error_code="to_goal",
            ),
            models.CheckConstraint(
                name="priorities_lineage_new_comes_from_nowhere",
                condition=Q(kind="new", from_goal__isnull=True) | (~Q(kind="new") & Q(from_goal__isnull=False)),
                violation_error_message="A new goal has no forerunner, and every other step comes from a goal.",
                violation_error_code="from_goal",
            ),
        ]

    def __str__(self):
        return f"{self.from_goal or 'Nothing'}: {self.get_kind_display().lower()}, {self.to_goal or 'no successor'}"

    def key_words(self):
        return " ".join([self.kind, *(goal.key for goal in (self.from_goal, self.to_goal) if goal)])
