"""What is done for a goal, about a finding or a recommendation: actions, who leads each, and how each went."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from kit import clock, stamps
from kit.later import say_later
from kit.rows import Ordered, RegisterNumberField, Row, for_members, public, public_if_printed, unique_key
from membership.models import Party
from priorities.querysets import ActionQuerySet

from .findings import Finding
from .plan import Goal
from .recommendations import Recommendation


class Action(Row):
    """Something that was agreed to be done. Its number in the log stays, whatever becomes of it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        OVERTAKEN = "overtaken", "Overtaken by events"
        TRANSFERRED = "transferred", "Transferred"
        DROPPED = "dropped", "Dropped"

    stands_under = ("parent",)
    keyed_by = "words"

    number = for_members(RegisterNumberField(editable=False))
    code = public_if_printed(
        models.CharField(max_length=40, blank=True, help_text="A label such as A3 or 1.2. It may repeat, or be empty.")
    )
    words = public_if_printed(models.TextField("action", help_text=say_later("No names of {people}, no cases.")))
    goal = public_if_printed(
        models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, verbose_name="serves")
    )
    printed = public(
        models.BooleanField(
            "printed below its goal",
            default=False,
            help_text=say_later("It then stands in plan and report, in the report with its last update."),
        )
    )
    finding = for_members(
        models.ForeignKey(
            Finding, null=True, blank=True, on_delete=models.PROTECT, help_text="What was found, if it answers that."
        )
    )
    recommendation = for_members(
        models.ForeignKey(
            Recommendation,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            help_text="What was recommended, if it answers that.",
        )
    )
    parent = for_members(
        models.ForeignKey(
            "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below", verbose_name="part of"
        )
    )
    due = public_if_printed(models.DateField("by when", null=True, blank=True))
    due_in_words = public_if_printed(
        models.CharField(
            "by when, in words",
            max_length=200,
            blank=True,
            help_text="Printed in place of the day. Without a day it is never overdue. Such as: ongoing.",
        )
    )
    review_on = for_members(models.DateField("to be looked at again", null=True, blank=True))
    origin = for_members(
        models.CharField(
            "where it comes from", max_length=250, blank=True, help_text="Such as: Executive, 15 March, minute 7."
        )
    )
    state = public_if_printed(models.CharField(max_length=12, choices=State, default=State.OPEN))
    reason = public_if_printed(
        models.TextField("why, or to whom", blank=True, help_text=say_later("No names of {people}."))
    )
    closed_on = for_members(models.DateField("open until", null=True, blank=True))

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            unique_key(),
            models.UniqueConstraint(
                fields=["number"],
                name="priorities_action_number",
                violation_error_message="Another action has this number.",
            ),
            models.CheckConstraint(
                name="priorities_action_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="An action can't be a part of itself.",
                violation_error_code="parent",
            ),
            models.CheckConstraint(
                name="priorities_action_printed_below_a_goal",
                condition=Q(printed=False) | Q(goal__isnull=False),
                violation_error_message="Choose the goal below which it is printed.",
                violation_error_code="goal",
            ),
            models.CheckConstraint(
                name="priorities_action_dropped_with_reason",
                condition=~Q(state="dropped") | ~Q(reason=""),
                violation_error_message="Say why it was dropped.",
                violation_error_code="reason",
            ),
            models.CheckConstraint(
                name="priorities_action_open_is_not_closed",
                condition=~Q(state="open") | Q(closed_on__isnull=True),
                violation_error_message="An open action has no last day. Say what became of it, or empty the day.",
                violation_error_code="closed_on",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.words}".strip()

    @property
    def when(self):
        """By when, as printed: the words, or else the day; None if neither is known."""
        return self.due_in_words or self.due

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    def is_overdue(self, on):
        """Whether it is open after its day. Words without a day never are."""
        return self.is_open and self.due is not None and self.due < on

    @property
    def in_order(self):
        """What was heard of it, the last at the end, of the updates as they were fetched."""
        return sorted(self.actionupdate_set.all(), key=lambda each: each.place)

    @property
    def last_update(self):
        """The last that was heard of it in words; None if nothing was."""
        return next((each for each in reversed(self.in_order) if each.words), None)

    @property
    def rated(self):
        """The last update that holds a rating; None if it isn't rated."""
        return next((each for each in reversed(self.in_order) if each.rating), None)


class ActionLead(Ordered):
    """Who leads an action; there may be several, and some may be none of the board's."""

    within = ("action",)
    named_by = ("party",)
    goes_by = "party"

    action = models.ForeignKey(Action, on_delete=models.CASCADE)
    party = public_if_printed(models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+"))

    class Meta(Ordered.Meta):
        verbose_name = "lead of an action"
        verbose_name_plural = "leads of actions"
        constraints = [
            unique_key("action"),
            models.UniqueConstraint(
                fields=["action", "party"],
                name="priorities_actionlead_once",
                violation_error_message="They lead this action already.",
                violation_error_code="party",
            ),
        ]


class ActionUpdate(Row):
    """What was heard of an action on a day, and how somebody rated it: never by the program, never by default."""

    class Rating(models.TextChoices):
        NOT_RATED = "", "Not rated"
        ON_TRACK = "on-track", "On track"
        AT_RISK = "at-risk", "At risk"
        OFF_TRACK = "off-track", "Off track"

    within = ("action",)
    keyed_by = "words"

    action = models.ForeignKey(Action, on_delete=models.CASCADE)
    on = public_if_printed(models.DateField("on", null=True, blank=True))
    words = public_if_printed(
        models.TextField("what happened", blank=True, help_text=say_later("No names of {people}, no cases."))
    )
    rating = public_if_printed(models.CharField(max_length=10, choices=Rating, blank=True))
    rated_at, rated_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "update of an action"
        verbose_name_plural = "updates of actions"
        ordering = [F("on").asc(nulls_first=True), "pk"]
        constraints = [
            unique_key("action"),
            stamps.together("rated"),
            models.CheckConstraint(
                name="priorities_actionupdate_says_something",
                condition=~Q(words="", rating=""),
                violation_error_message="Say what happened, or rate it.",
                violation_error_code="words",
            ),
        ]

    def __str__(self):
        return self.words or self.get_rating_display()

    def key_words(self):
        return self.words or self.rating

    @property
    def day(self):
        """The day of its rating: its own, or else the one on which somebody recorded it."""
        return self.on or (clock.day_of(self.rated_at) if self.rated_at else None)

    @property
    def place(self):
        """Its place among the updates of its action: what has no day is older."""
        return (self.on is not None, self.on or date.min, self.pk or 0)
