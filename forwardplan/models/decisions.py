"""What became of an item of an agenda: what was decided, and which actions and challenges it dealt with."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from finance.models import Budget
from kit.later import say_later
from kit.rows import Ordered, Row, RowQuerySet, for_members, public, public_if_printed, unique_key
from priorities.models import Action, Goal, Lineage

from .challenges import Challenge
from .meetings import AgendaItem, Meeting


class DecisionQuerySet(RowQuerySet):
    def printed_of(self, body, first, last):
        """Those that are printed, of a body's meetings in a span of days, in the order of the meetings."""
        rows = self.filter(printed=True, item__meeting__in=Meeting.objects.of(body, first, last))
        return rows.select_related("item__meeting__body", "goal__plan").order_by(
            "item__meeting__year", "item__meeting__month", "item__meeting__day", "item__position", "position", "pk"
        )


class Decision(Ordered):
    """What a meeting decided on an item, and what that concerns."""

    within = ("item",)
    goes_by = "words"

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE)
    words = public_if_printed(models.TextField("decision", help_text=say_later("No names of {people}, no cases.")))
    minute = public_if_printed(models.CharField("number in the minutes", max_length=40, blank=True))
    goal = public_if_printed(
        models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, help_text="The goal it concerns.")
    )
    lineage = for_members(
        models.ForeignKey(
            Lineage,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            verbose_name="step between two plans",
            help_text="What became of a goal, if that was decided.",
        )
    )
    budget = for_members(
        models.ForeignKey(Budget, null=True, blank=True, on_delete=models.PROTECT, help_text="The budget it concerns.")
    )

    printed = public(
        models.BooleanField(
            default=False, help_text=say_later("It then stands in the section on decisions of the {report}.")
        )
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [unique_key("item")]


class MentionQuerySet(RowQuerySet):
    def raised_in(self, first, last):
        """Where an action was raised at a meeting that was over within a span of days; both days belong to it."""
        over = Meeting.objects.from_day(first).exclude(
            pk__in=Meeting.objects.from_day(last + timedelta(1)).values("pk")
        )
        return self.filter(what=self.model.What.RAISED, action__isnull=False, item__meeting__in=over)

    def carried_over(self):
        """How often each action was reviewed by a meeting that was held and left it open, by the action's number."""
        reviewed = self.filter(
            action__isnull=False, what=self.model.What.REVIEWED, item__meeting__state=Meeting.State.HELD
        )
        times = reviewed.order_by().values("action").annotate(times=models.Count("item__meeting", distinct=True))
        return {each["action"]: each["times"] for each in times}


class Mention(Row):
    """That an item of an agenda dealt with an action, or with a challenge."""

    class What(models.TextChoices):
        RAISED = "raised", "Raised"
        REVIEWED = "reviewed", "Reviewed"
        CLOSED = "closed", "Closed"

    within = ("item",)
    named_by = ("action", "challenge")

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE)
    what = for_members(models.CharField("what became of it", max_length=8, choices=What, default=What.REVIEWED))
    action = for_members(models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT))
    challenge = for_members(models.ForeignKey(Challenge, null=True, blank=True, on_delete=models.PROTECT))

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "action or challenge dealt with"
        verbose_name_plural = "actions and challenges dealt with"
        ordering = ["pk"]
        constraints = [
            unique_key("item"),
            models.CheckConstraint(
                name="forwardplan_mention_of_one_thing",
                condition=Q(action__isnull=False, challenge__isnull=True)
                | Q(action__isnull=True, challenge__isnull=False),
                violation_error_message="Choose an action or a challenge, one of the two.",
                violation_error_code="action",
            ),
            models.UniqueConstraint(
                fields=["item", "action"],
                name="forwardplan_mention_action_once",
                violation_error_message="The item names this action already.",
                violation_error_code="action",
            ),
            models.UniqueConstraint(
                fields=["item", "challenge"],
                name="forwardplan_mention_challenge_once",
                violation_error_message="The item names this challenge already.",
                violation_error_code="challenge",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.thing}"

    @property
    def thing(self):
        """The action or the challenge."""
        return self.action or self.challenge

    def key_words(self):
        return f"{self.what} {self.thing.key if self.thing else ''}"
