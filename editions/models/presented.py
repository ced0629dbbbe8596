"""To whom a version was presented, and what came of it."""

from django.db import models
from django.db.models import Q

from publications.models import Recipient

from .edition import Edition


class Presented(models.Model):
    """One recipient of one version: due, sent, what they said. The board's own list, never part of a document."""

    class Outcome(models.TextChoices):
        NONE = "", "Nothing heard yet"
        APPROVED = "approved", "Approved"
        NOTED = "noted", "Noted"
        COMMENTS = "comments", "Comments"

    within = ("edition",)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT)
    due = models.DateField(null=True, blank=True)
    sent_on = models.DateField("sent", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.NONE)
    comments = models.TextField(blank=True)
    reference = models.CharField(max_length=120, blank=True, help_text="Such as: agenda item 9, 9 June 2016.")

    class Meta:
        ordering = ["recipient__position", "recipient"]
        verbose_name_plural = "presented"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "recipient"],
                name="editions_presented_once",
                violation_error_message="This recipient is on the list already.",
            ),
            models.CheckConstraint(
                name="editions_presented_outcome_after_sending",
                condition=Q(outcome="") | Q(sent_on__isnull=False),
                violation_error_message="Give the day it was sent before what came of it.",
                violation_error_code="sent_on",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.recipient}"
