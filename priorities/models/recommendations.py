"""What a review, an audit or an inspection told the board to do, and what the board said to it."""

from django.db import models
from django.db.models import F, Q

from kit.later import say_later
from kit.rows import Row, public_if_printed, unique_key

from .learning import Learning
from .plan import Goal


class Recommendation(Row):
    """Something that was recommended, where that stands in public, and whether the board accepted it.

    What is done about it are its actions. Of one that isn't accepted, or only in part, the board says why. It is
    printed with the review or audit that made it, if that is.
    """

    class Answer(models.TextChoices):
        OPEN = "", "Not answered yet"
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in-part", "Accepted in part"
        NOT_ACCEPTED = "not-accepted", "Not accepted"

    goes_by = "words"

    words = public_if_printed(
        models.TextField("recommendation", help_text=say_later("No names of {people}, no cases."))
    )
    learning = public_if_printed(
        models.ForeignKey(
            Learning,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            verbose_name="which review or audit made it",
            help_text="With that one it is printed, and without it only members read it.",
        )
    )
    source = public_if_printed(
        models.CharField(
            "where it comes from", max_length=250, blank=True, help_text="Such as: national review, chapter 5."
        )
    )
    address = public_if_printed(
        models.URLField("where that is published", blank=True, help_text="The whole address: https://…")
    )
    made_on = public_if_printed(models.DateField("made on", null=True, blank=True))
    goal = public_if_printed(
        models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, verbose_name="concerns")
    )
    answer = public_if_printed(
        models.CharField(say_later("what the {body} says to it"), max_length=12, choices=Answer, blank=True)
    )
    reason = public_if_printed(
        models.TextField("why not, or why only in part", blank=True, help_text=say_later("No names of {people}."))
    )
    outcome = public_if_printed(
        models.TextField("what came of it", blank=True, help_text=say_later("No names of {people}, no cases."))
    )

    class Meta:
        verbose_name = "recommendation"
        ordering = [F("made_on").desc(nulls_last=True), "pk"]
        constraints = [
            unique_key(),
            models.CheckConstraint(
                name="priorities_recommendation_refused_with_reason",
                condition=~Q(answer__in=["in-part", "not-accepted"]) | ~Q(reason=""),
                violation_error_message="Say why it isn’t accepted, or only in part.",
                violation_error_code="reason",
            ),
        ]
