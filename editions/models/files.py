"""Files that somebody brought: extracts of minutes, and documents from before the system."""

import hashlib

from django.db import models

from kit import clock, stamps


class KeptFileQuerySet(models.QuerySet):
    def keep(self, data, *, name, media_type, by):
        """These bytes as a file of their own, kept from now on."""
        return self.create(
            name=name[-120:],
            media_type=media_type,
            data=data,
            digest=hashlib.sha256(data).hexdigest(),
            size=len(data),
            kept_at=clock.now(),
            kept_by=by,
        )


class KeptFile(models.Model):
    """A file as it was brought. Rows are added and never changed; erasing one leaves its digest, and not its name."""

    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=80)
    data = models.BinaryField(blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    kept_at, kept_by = stamps.at(), stamps.by()
    erased_at, erased_by = stamps.at(), stamps.by()

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [stamps.together("kept"), stamps.together("erased")]

    def __str__(self):
        return self.name or f"An erased file ({self.digest[:4]}-{self.digest[4:8]})"
