"""What is to come of a goal, what audits and people told of it, and how a period went."""

from django.db import models
from django.db.models import Q

from kit.later import say_later
from kit.rows import Ordered, Row, public, shorten, unique_key
from membership.models import ReportingPeriod

from .figures import Series
from .plan import Goal


class Shows(models.TextChoices):
    """What something found says of a goal, beside what the figures say of it."""

    NOT_SAID = "", "Not said"
    BETTER = "better", "It gets better"
    SAME = "same", "It stays as it was"
    WORSE = "worse", "It gets worse"


class Aim(Ordered):
    """What is to come of a goal, in words and, where it can, as a figure to reach."""

    class Kind(models.TextChoices):
        WANTED = "outcome-wanted", "Outcome wanted"
        DONE = "done", "Done"
        DIFFERENCE = "difference-made", "Difference made"

    class Wanted(models.TextChoices):
        NOT_SAID = "", "Not said"
        UP = "up", "Up"
        DOWN = "down", "Down"

    within = ("goal",)
    goes_by = "words"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    kind = public(models.CharField(max_length=16, choices=Kind, default=Kind.WANTED))
    words = public(models.TextField(help_text=say_later("In the {body}'s words. No names of {people}, no cases.")))
    series = public(models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT))
    wanted = public(models.CharField("figure is wanted to go", max_length=5, choices=Wanted, blank=True))
    baseline = public(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True))
    target = public(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True))
    tolerance = public(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True))
    by_when = public(models.DateField(null=True, blank=True))
    by_when_in_words = public(
        models.CharField(
            "by when, in words",
            max_length=80,
            blank=True,
            help_text="Printed in place of the day. Such as: ongoing; September 2014.",
        )
    )

    class Meta(Ordered.Meta):
        constraints = [unique_key("goal")]


class Evidence(Ordered):
    """What audits and people told the board about a goal in a period; or that it is planned; or that there is none."""

    class State(models.TextChoices):
        FOUND = "found", "Found"
        PLANNED = "planned", "Planned"
        NONE = "none", "None"

    within = ("goal",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    period = public(models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT))
    state = public(models.CharField(max_length=10, choices=State, default=State.FOUND))
    words = public(
        models.TextField(blank=True, help_text=say_later("In the {body}'s words. No names of {people}, no cases."))
    )
    source = public(
        models.CharField("kind of source", max_length=120, blank=True, help_text="Audit, survey, feedback.")
    )
    method = public(models.CharField(max_length=250, blank=True))
    on = public(models.DateField("date", null=True, blank=True))
    shows = public(
        models.CharField(
            "what it shows of the goal",
            max_length=6,
            choices=Shows,
            blank=True,
            help_text=say_later("The {report} says whether that agrees with the figures."),
        )
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            unique_key("goal"),
            models.CheckConstraint(
                name="priorities_evidence_none_says_nothing",
                condition=Q(state="none") | ~Q(words=""),
                violation_error_message="Say what was found or is planned, or that there is none.",
                violation_error_code="words",
            ),
        ]

    def __str__(self):
        return self.words or self.get_state_display()


class Progress(Row):
    """How a goal went in a reporting period, in the board's own sentences."""

    within = ("goal",)
    named_by = ("goal", "period")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    period = public(models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT))
    figures_in_words = public(
        models.TextField(
            blank=True, help_text=say_later("The figures in the {body}'s sentences. No names of {people}, no cases.")
        )
    )
    commentary = public(models.TextField(blank=True, help_text=say_later("No names of {people}, no cases.")))
    difference_made = public(models.TextField(say_later("difference made to {people}"), blank=True))
    untested = public(
        models.CharField(
            "why the test of the aim is left out",
            max_length=250,
            blank=True,
            help_text=say_later(
                "Leave empty, and the {report} says which way the figures went beside what was wanted. "
                "A reason is printed in its place."
            ),
        )
    )

    class Meta:
        verbose_name_plural = "progress"
        ordering = ["goal__position", "pk"]
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "period"],
                name="priorities_progress_once",
                violation_error_message="Progress on this goal in this period is recorded already.",
                violation_error_code="period",
            ),
        ]

    def __str__(self):
        return f"{self.goal} in {self.period}"

    def key_words(self):
        return shorten(f"in {self.period}")
