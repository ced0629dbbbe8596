"""Editions: what the board published, frozen; and the files made of them."""

from django.db import models
from django.db.models import Q

from kit import stamps
from publications.models import Kind, Publication


class EditionQuerySet(models.QuerySet):
    def live(self):
        """What the public sees: published and not superseded."""
        return self.filter(published_at__isnull=False, superseded_at__isnull=True)

    def documents(self):
        """Editions that people read; the site's own words are none."""
        return self.exclude(publication__kind=Kind.SITE)

    def without_content(self):
        """Each with its publication, the long text left in the database."""
        return self.select_related("publication").defer("content")

    def published(self):
        """All that was ever published, newest first."""
        return self.filter(published_at__isnull=False).order_by("-number")


class Edition(models.Model):
    """A publication's content as it was frozen. Its status is read off its stamps; there is no second truth.

    `content` is canonical JSON text, and `digest` the SHA-256 of exactly these bytes. The number is given when it is
    published, so that the public list has no holes.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    content = models.TextField(editable=False)
    schema = models.PositiveSmallIntegerField(editable=False)
    digest = models.CharField("check code", max_length=64, editable=False)
    decision = models.TextField("decision in words", blank=True, editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)
    composed_at, composed_by = stamps.at(), stamps.by()
    published_at, published_by = stamps.at(), stamps.by()
    superseded_at, superseded_by = stamps.at(), stamps.by()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "-number", "-pk"]
        constraints = [
            stamps.together("composed"),
            stamps.together("published"),
            stamps.together("superseded"),
            models.UniqueConstraint(
                fields=["publication", "number"],
                name="editions_edition_number",
                violation_error_message="This version number is taken.",
            ),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(published_at__isnull=False, superseded_at__isnull=True),
                name="editions_edition_one_live",
                violation_error_message="Another version of this publication is live.",
            ),
            models.CheckConstraint(
                name="editions_edition_published_is_numbered",
                condition=Q(published_at__isnull=True, number__isnull=True, published_on__isnull=True)
                # `number__gte` alone would let an unknown number pass: a check refuses only what is false.
                | Q(published_at__isnull=False, number__isnull=False, number__gte=1, published_on__isnull=False),
                violation_error_message="A published version has a number and a date, a draft has neither.",
            ),
            models.CheckConstraint(
                name="editions_edition_superseded_was_published",
                condition=Q(superseded_at__isnull=True) | Q(published_at__isnull=False),
                violation_error_message="Only what was published can be superseded.",
            ),
        ]

    def __str__(self):
        return f"{self.publication}, version {self.number}" if self.number else f"{self.publication}, draft"


class Rendition(models.Model):
    """One file made of an edition. Rows are added and never changed."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    versions = models.TextField(help_text="Programs and fonts it was made with.")
    made_at, made_by = stamps.at(), stamps.by()

    class Meta:
        constraints = [
            stamps.together("made"),
            models.UniqueConstraint(
                fields=["edition", "kind"],
                name="editions_rendition_once",
                violation_error_message="This file was made already.",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_kind_display()}"
