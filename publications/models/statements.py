"""Members' own accounts in a report: asked for, arrived, printed as they are."""

from django.db import models
from django.db.models import Q

from kit import clock, periods, stamps
from kit.later import say_later
from kit.rows import Ordered, for_office, public, unique_key
from membership.models import Organisation, SignedLink

from .documents import Publication


class Statement(Ordered):
    """A member organisation's own account in a report, in its words: asked for, received, printed unchanged.

    It is the office's paper until it is accepted: what comes by a link waits in `ArrivedStatement`.
    """

    LONGEST = 20_000  # signs, about eight pages

    within = ("publication",)
    named_by = ("organisation",)

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    organisation = public(models.ForeignKey(Organisation, on_delete=models.PROTECT))
    words = public(
        models.TextField(
            "statement",
            max_length=LONGEST,
            blank=True,
            help_text=say_later("As they wrote it; it is printed unchanged. No names of {people}, no cases."),
        )
    )
    received = public(models.DateField("received on", null=True, blank=True))
    asked = for_office(models.DateField("asked on", null=True, blank=True))
    due = for_office(models.DateField("wanted by", null=True, blank=True))
    note = for_office(
        models.CharField(max_length=250, blank=True, help_text="Such as: promised for the week after Easter.")
    )

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("publication"),
            models.UniqueConstraint(
                fields=["publication", "organisation"],
                name="publications_statement_once",
                violation_error_message="This organisation is asked already.",
                violation_error_code="organisation",
            ),
            models.CheckConstraint(
                name="publications_statement_received_says_something",
                condition=Q(received__isnull=True) | ~Q(words=""),
                violation_error_message="Nothing was received yet. Put the statement in, or empty the day.",
                violation_error_code="received",
            ),
        ]

    def __str__(self):
        return f"Statement of {self.organisation.full_name}"

    def key_words(self):
        return self.organisation.key


class ArrivedStatement(models.Model):
    """What somebody sent by a link as a statement. It counts for nothing until the office accepts it.

    Nobody edits it, and none is lost: one that came later stands in the place of the one that waited.
    """

    class Outcome(models.TextChoices):
        WAITING = "", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        ASIDE = "put-aside", "Put aside"
        REPLACED = "replaced", "Replaced by what they sent later"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="arrived")
    link = models.ForeignKey(SignedLink, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    received = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    settled_at, settled_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "statement that came by a link"
        verbose_name_plural = "statements that came by a link"
        ordering = ["pk"]
        constraints = [
            stamps.together("settled"),
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(outcome=""),
                name="publications_arrivedstatement_once",
                violation_error_message="A statement of theirs is waiting already.",
            ),
        ]

    def __str__(self):
        return f"{self.statement}, sent on {periods.day(clock.day_of(self.received))}"
