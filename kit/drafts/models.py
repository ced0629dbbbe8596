"""What somebody has typed and not saved yet, and which forms have arrived."""

from django.conf import settings
from django.db import models


class DraftQuerySet(models.QuerySet):
    def of(self, person, form, key):
        """The drafts of a person for one form and one thing, the newest first."""
        return self.filter(person=person, form=form, key=key)


class Draft(models.Model):
    """The fields of a form that a person is filling in, kept until it is saved. Managers can read all of them.

    A form that is opened anew has a `word` of its own: what is typed there takes the place of nothing kept before.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    word = models.CharField(max_length=20, blank=True)
    fields = models.TextField()
    saved = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form", "key", "word"],
                name="kit_draft_once",
                violation_error_message="This person has a draft of this form already.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.form} {self.key}"


class Sent(models.Model):
    """The word of a form that was saved, so that the same form isn't saved a second time. See `kit.drafts.once`."""

    word = models.CharField(max_length=64)
    row = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "forms sent"
        constraints = [
            models.UniqueConstraint(
                fields=["word"], name="kit_sent_once", violation_error_message="This form was saved already."
            )
        ]

    def __str__(self):
        return self.word
