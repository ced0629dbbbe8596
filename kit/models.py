"""The floor's own tables."""

from django.db import models

from kit.drafts.models import Draft, Sent
from kit.long_work.models import LongWork

__all__ = ["Draft", "LongWork", "Sent", "Uncleared"]


class Uncleared(models.Model):
    """A table of which words were erased that may still lie in the database's files. See `kit.clearing`."""

    table = models.CharField(max_length=63)
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "uncleared"

    def __str__(self):
        return self.table
