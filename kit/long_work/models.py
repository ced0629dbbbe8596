"""The row of a piece of long work: what, whose, how far, how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class LongWork(models.Model):
    """A piece of work that a process of its own does: the row that pages ask how far it is. See `kit.long_work`.

    `what` says which work and `key` on what: of both together one is under way at a time. `told` is what somebody said
    of it, as JSON, and is emptied when it ends. `outcome` says how it ended in a sentence, and `address` where what
    came of it is looked at.
    """

    what = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    told = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    how_far = models.CharField(max_length=200, blank=True)
    ended = models.DateTimeField(null=True, blank=True, db_index=True)
    went_well = models.BooleanField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "long work"
        verbose_name_plural = "long work"
        constraints = [
            models.UniqueConstraint(
                fields=["what", "key"],
                condition=Q(ended=None),
                name="kit_longwork_once",
                violation_error_message="This is being done already.",
            ),
            models.CheckConstraint(
                condition=Q(ended=None, went_well=None) | Q(ended__isnull=False, went_well__isnull=False),
                name="kit_longwork_ended",
                violation_error_message="What has ended went well or did not.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_under_way(self):
        return self.ended is None
