"""Word copies of a draft that came back: whose they are, and what became in each of every paragraph that was sent."""

from django.db import models
from django.db.models import Q

from kit import stamps


class ReturnedCopy(models.Model):
    """A Word copy that came back. It changes nothing: the office takes from it, paragraph by paragraph, what it wants.

    `section` is the key of the section that it is a copy of alone. `told` are sentences on what stands in no paragraph.
    """

    publication = models.ForeignKey("publications.Publication", on_delete=models.PROTECT, related_name="copies")
    name = models.CharField("whose copy it is", max_length=120)
    section = models.CharField(max_length=40, blank=True)
    told = models.TextField(blank=True)
    brought_at, brought_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "Word copy that came back"
        verbose_name_plural = "Word copies that came back"
        ordering = ["pk"]
        constraints = [stamps.together("brought", "brought it")]

    def __str__(self):
        return self.name


class ReturnedPassage(models.Model):
    """What became of one paragraph in a copy: its words as they were sent and as they came, each a narrative.

    It stands in the words `field` (before or after) of a `section`; without one it stands nowhere where people write.
    `number` is its place among what was sent there, `behind` the place of what it came behind, -1 at the beginning.
    """

    class How(models.TextChoices):
        SAME = "same", "As it was"
        CHANGED = "changed", "Changed"
        PARTED = "parted", "Parted"
        MERGED = "merged", "Put together"
        MOVED = "moved", "Moved"
        NEW = "new", "New"
        GONE = "gone", "Left out"

    copy = models.ForeignKey(ReturnedCopy, on_delete=models.PROTECT, related_name="passages")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=6, blank=True)
    how = models.CharField(max_length=7, choices=How)
    number = models.IntegerField(default=-1)
    behind = models.IntegerField(default=-1)
    sent = models.TextField(blank=True)
    came = models.TextField(blank=True)
    who = models.CharField("who changed it", max_length=200, blank=True)
    aside_at, aside_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "paragraph of a Word copy"
        verbose_name_plural = "paragraphs of Word copies"
        ordering = ["copy", "position"]
        constraints = [
            stamps.together("aside", "put it aside"),
            models.UniqueConstraint(
                fields=["copy", "position"],
                name="publications_returnedpassage_once",
                violation_error_message="Another paragraph of this copy stands there.",
            ),
            models.CheckConstraint(
                name="publications_returnedpassage_has_words",
                condition=~(Q(sent="") & Q(came="")),
                violation_error_message="Either words were sent or words came.",
            ),
        ]

    def __str__(self):
        return f"{self.get_how_display()}, paragraph {self.position} of the copy of {self.copy}"
