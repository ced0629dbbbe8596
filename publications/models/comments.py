"""What readers say of a draft: who was given it to read, and each comment with the words that it was about."""

from django.db import models
from django.db.models import Q

from kit import clock, periods, stamps
from membership.models import Organisation, SignedLink


class Reader(models.Model):
    """Somebody who was given the draft of a publication to comment on, by links of the purpose "comments".

    The name is the office's own note of who it is. `version` is there because a link asks its row for it.
    """

    publication = models.ForeignKey("publications.Publication", on_delete=models.PROTECT, related_name="readers")
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "reader of a draft"
        verbose_name_plural = "readers of drafts"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "name"],
                name="publications_reader_once",
                violation_error_message="This reader is on the list already. Give them a new link there.",
                violation_error_code="name",
            ),
        ]

    def __str__(self):
        # The record of access tells of links, and needs no name for it.
        return f"Reader {self.pk} of the {self.publication}"


class Comment(models.Model):
    """What somebody said of a place in a draft. It changes no document; the office answers it, or puts it aside.

    `place` is the key of what it stands at (`publications.pieces`), `quoted` the words there as they were then read,
    which tell where it belongs once the draft was changed. Whoever wrote it by a link may withdraw it until it is
    settled. `said` is as a Word copy says it, and empty where it says nothing.
    """

    class Source(models.TextChoices):
        READER = "reader", "On the reader’s page"
        WORD = "word", "In a Word copy"

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        ANSWERED = "answered", "Answered"
        ASIDE = "put-aside", "Put aside"

    publication = models.ForeignKey("publications.Publication", on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=250)
    quoted = models.TextField("the words it is about", blank=True)
    words = models.TextField("comment", blank=True)
    who = models.CharField(max_length=120, blank=True)
    said = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=6, choices=Source)
    link = models.ForeignKey(SignedLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    settled_at, settled_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "comment on a draft"
        verbose_name_plural = "comments on drafts"
        ordering = ["pk"]
        constraints = [
            stamps.together("settled"),
            models.CheckConstraint(
                name="publications_comment_says_something",
                condition=~Q(words=""),
                violation_error_message="A comment says something.",
                violation_error_code="words",
            ),
            models.CheckConstraint(
                name="publications_comment_link_of_reader",
                condition=Q(source="reader", link__isnull=False) | Q(source="word", link__isnull=True),
                violation_error_message="A comment on the reader’s page came by a link, and no other did.",
                violation_error_code="link",
            ),
            models.CheckConstraint(
                name="publications_comment_settled_has_outcome",
                condition=Q(outcome="", settled_at__isnull=True) | Q(~Q(outcome=""), settled_at__isnull=False),
                violation_error_message="A comment that is settled says how, and one that is open has no day.",
                violation_error_code="outcome",
            ),
            models.CheckConstraint(
                name="publications_comment_answered_in_words",
                condition=~Q(outcome="answered") | ~Q(answer=""),
                violation_error_message="Write what you answer, or put the comment aside.",
                violation_error_code="answer",
            ),
        ]

    def __str__(self):
        when = f" on {periods.day(clock.day_of(self.said))}" if self.said else ""
        return f"Comment of {self.who or 'somebody'}{when}"
