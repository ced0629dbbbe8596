"""What the board learned from audits, reviews, surveys and people, and what was taught: each with what came of it."""

from django.db import models
from django.db.models import F

from kit.later import say_later
from kit.rows import (
    Ordered,
    Row,
    ends_after_start,
    from_until,
    public,
    public_if_printed,
    unique_key,
)
from membership.models import Party, ReportingPeriod
from priorities.querysets import LearningQuerySet, ToldInAPeriodQuerySet

from .plan import Goal
from .progress import Shows

# What is still going on first. The two databases place what is empty in different ways, unless they are told.
LATEST_FIRST = [F("ends").desc(nulls_first=True), F("starts").desc(nulls_last=True), "pk"]
WHEN_HELP = "Printed in place of the days. Such as: summer term 2015."
PERIOD_HELP = "If the days don’t say it. Without either it is told in every one."


class Learning(Row):
    """An audit, a review of one or several kinds, a survey, what people said, practice observed, an agency's report.

    It is known by what it looked at, a code and where it is published, never by a case or a name. Nobody outside the
    board reads of it until somebody says that it is printed.
    """

    class Kind(models.TextChoices):
        AUDIT = "audit", "Audit"
        REVIEW = "review", "Review"
        SURVEY = "survey", "Survey"
        VOICE = "voice", "What people said"
        OBSERVATION = "observation", "Practice observation"
        PERFORMANCE = "performance", "Performance report of one agency"

    goes_by = "title"

    kind = public_if_printed(models.CharField(max_length=12, choices=Kind, default=Kind.AUDIT))
    title = public_if_printed(
        models.CharField("what it looked at", max_length=200, help_text=say_later("No names of {people}, no cases."))
    )
    code = public_if_printed(
        models.CharField(
            "reference", max_length=40, blank=True, help_text="A label such as 2015-1, and never a name or a case."
        )
    )
    review_of = public_if_printed(
        models.CharField(
            "of which kinds, if it is a review",
            max_length=200,
            blank=True,
            help_text="One or several: practice review, domestic homicide review.",
        )
    )
    done_by = public_if_printed(
        models.ForeignKey(
            Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="who did it"
        )
    )
    starts, ends = from_until(public_if_printed, "begun on", "ended on, or its day")
    when_in_words = public_if_printed(
        models.CharField("when, in words", max_length=80, blank=True, help_text=WHEN_HELP)
    )
    period = public_if_printed(
        models.ForeignKey(
            ReportingPeriod,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            verbose_name="reporting period that tells it",
            help_text=PERIOD_HELP,
        )
    )
    sample = public_if_printed(
        models.CharField(
            max_length=250, blank=True, help_text="How many were looked at or asked: 24 files, six schools."
        )
    )
    method = public_if_printed(models.CharField(max_length=250, blank=True))
    words = public_if_printed(
        models.TextField("what it says", blank=True, help_text=say_later("No names of {people}, no cases."))
    )
    changed = public_if_printed(
        models.TextField(
            "what changed because of it",
            blank=True,
            help_text=say_later("Left empty, the {report} says “not yet shown”. No names of {people}, no cases."),
        )
    )
    address = public_if_printed(
        models.URLField("where it is published", blank=True, help_text="The whole address: https://…")
    )
    printed = public(
        models.BooleanField(
            "printed, with what it recommends",
            default=False,
            help_text=say_later("It then stands in the section on learning of the {report}."),
        )
    )

    objects = LearningQuerySet.as_manager()

    class Meta:
        verbose_name = "piece of learning"
        verbose_name_plural = "learning"
        ordering = LATEST_FIRST
        constraints = [unique_key(), ends_after_start()]


class BearsOn(Ordered):
    """That something learned bears on a goal, and what it shows of it."""

    within = ("learning",)
    named_by = ("goal",)
    goes_by = "goal"

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="bears_on")
    goal = public_if_printed(models.ForeignKey(Goal, on_delete=models.PROTECT))
    shows = public_if_printed(
        models.CharField(
            "what it shows of the goal",
            max_length=6,
            choices=Shows,
            blank=True,
            help_text=say_later("The {report} says whether that agrees with the figures."),
        )
    )

    class Meta(Ordered.Meta):
        verbose_name = "goal it bears on"
        verbose_name_plural = "goals it bears on"
        constraints = [
            unique_key("learning"),
            models.UniqueConstraint(
                fields=["learning", "goal"],
                name="priorities_bearson_once",
                violation_error_message="That it bears on this goal is said already.",
                violation_error_code="goal",
            ),
        ]


class Training(Row):
    """Something that was taught, or a campaign: how many places each agency took, and what changed afterwards."""

    class Kind(models.TextChoices):
        TRAINING = "training", "Training"
        EVENT = "event", "Learning event"
        CAMPAIGN = "campaign", "Campaign"

    goes_by = "title"

    kind = public(models.CharField(max_length=10, choices=Kind, default=Kind.TRAINING))
    title = public(models.CharField("what it was called", max_length=200))
    words = public(models.TextField("what it was about", blank=True))
    given_by = public(
        models.ForeignKey(
            Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="who gave it"
        )
    )
    starts, ends = from_until(public, "first day", "last day")
    when_in_words = public(models.CharField("when, in words", max_length=80, blank=True, help_text=WHEN_HELP))
    period = public(
        models.ForeignKey(
            ReportingPeriod,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            verbose_name="reporting period that tells it",
            help_text=PERIOD_HELP,
        )
    )
    offered = public(
        models.PositiveIntegerField("places there were", null=True, blank=True, help_text="If somebody counted them.")
    )
    changed = public(
        models.TextField(
            "what changed afterwards",
            blank=True,
            help_text=say_later("Left empty, the {report} says “not yet shown”. No names of {people}, no cases."),
        )
    )

    objects = ToldInAPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "training or campaign"
        verbose_name_plural = "training and campaigns"
        ordering = LATEST_FIRST
        constraints = [unique_key(), ends_after_start()]


class Places(Ordered):
    """How many places of a training one agency took. Numbers of an organisation, and nobody's name."""

    within = ("training",)
    named_by = ("party",)
    goes_by = "party"

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="places_taken")
    party = public(
        models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="whose people came")
    )
    number = public(models.PositiveIntegerField("places taken"))

    class Meta(Ordered.Meta):
        verbose_name = "number of places taken"
        verbose_name_plural = "numbers of places taken"
        constraints = [
            unique_key("training"),
            models.UniqueConstraint(
                fields=["training", "party"],
                name="priorities_places_once",
                violation_error_message="The places that they took are recorded already.",
                violation_error_code="party",
            ),
        ]
