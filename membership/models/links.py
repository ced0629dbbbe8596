"""Links that let somebody without a sign-in do one thing: what each is for, until when, and how often it was used."""

from django.db import models

from kit import clock, stamps
from membership.purposes import CHOICES


class SignedLink(models.Model):
    """A link that was given out. Whoever holds its secret may do what its purpose says with one row, and nothing else.

    The secret stands nowhere: only its digest is kept. `row` is the number of the row, of the kind that the purpose
    names, and `version` that which it had: a link to what was changed since opens nothing.
    """

    purpose = models.CharField(max_length=20, choices=CHOICES)
    row = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    ends = models.DateField("last day")
    uses = models.PositiveIntegerField(default=0)
    made_at, made_by = stamps.at(), stamps.by()
    revoked_at, revoked_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "link that was sent out"
        verbose_name_plural = "links that were sent out"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["purpose", "row"], name="membership_signedlink_row")]
        constraints = [
            stamps.together("made"),
            stamps.together("revoked", "withdrew it"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, link {self.pk}"

    @property
    def is_over(self):
        return self.revoked_at is not None or self.ends < clock.today()

    @property
    def made_on(self):
        return clock.day_of(self.made_at)
