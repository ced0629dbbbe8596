"""What the office puts into a section beside its words: tables of its own, pictures, quotations and stories.

All of them, and the charts, stand in one order in their section, in one of two spots of it.
"""

from django.db import models
from django.db.models import Q

from kit import stamps
from kit.later import say_later
from kit.rows import Ordered, for_office, public, unique_key

WORDS_OR_DECORATION = "Say what it shows, or tick that it is only for decoration: one of the two."
OF_NO_CASE = "A story of a case can’t stand in a document. Tick this if it tells of none."


class InsetSpot(models.TextChoices):
    """Where in a section something is put in."""

    OPENING = "", "Behind the opening words"
    CLOSING = "closing", "At the end of the section"


class Inset(Ordered):
    """Something that is put into a section. What is put into one section stands in one order, whatever it is."""

    within = ("narrative",)

    narrative = models.ForeignKey("publications.Narrative", on_delete=models.CASCADE)
    spot = public(
        models.CharField("where it stands", max_length=7, choices=InsetSpot, default=InsetSpot.OPENING, blank=True)
    )

    class Meta(Ordered.Meta):
        abstract = True


class OwnTable(Inset):
    """A table that no record is behind: pasted from Word or Excel, or typed. Its first line has the heads."""

    goes_by = "caption"

    caption = public(models.CharField(max_length=200, help_text="What the table shows: Calls by month."))
    cells = public(
        models.TextField(
            "cells",
            max_length=60_000,
            help_text="The first line has the heads of the columns; the first column names the rows.",
        )
    )
    sums_up = public(
        models.BooleanField("the last row is a total", default=False, help_text="It is set apart, and added up again.")
    )
    source = public(models.CharField(max_length=250, blank=True, help_text="Where it is from, or who counted it."))

    class Meta(Inset.Meta):
        verbose_name = "table"
        constraints = [unique_key("narrative")]


class PictureFileQuerySet(models.QuerySet):
    def there(self):
        """Those whose bytes are there."""
        return self.filter(erased_at__isnull=True, let_go__isnull=True)


class PictureFile(models.Model):
    """The bytes of a picture, as this program drew them anew. Rows are added and never changed.

    A version that was published names them by their digest. Erasing leaves the digest. What nothing shows any more is
    let go by the program, without anybody's deed.
    """

    class Media(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    data = models.BinaryField(blank=True)
    digest = models.CharField(max_length=64)
    media = models.CharField(max_length=4, choices=Media)
    width = models.PositiveIntegerField(help_text="In pixels.")
    height = models.PositiveIntegerField(help_text="In pixels.")
    kept_at, kept_by = stamps.at(), stamps.by()
    erased_at, erased_by = stamps.at(), stamps.by()
    let_go = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PictureFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            stamps.together("kept"),
            stamps.together("erased"),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(erased_at__isnull=True, let_go__isnull=True),
                name="publications_picturefile_once",
                violation_error_message="This picture is kept already.",
                violation_error_code="digest",
            ),
        ]

    def __str__(self):
        return f"picture of {self.width} by {self.height} pixels"


class Picture(Inset):
    """A picture in a section, with the words for whoever can't see it, and who agreed to its use."""

    file = public(models.ForeignKey(PictureFile, on_delete=models.PROTECT, related_name="+", editable=False))
    shows = public(
        models.CharField(
            "what it shows",
            max_length=400,
            blank=True,
            help_text="Read out to those who can’t see it. Not “picture of”: say what there is to see.",
        )
    )
    decorative = public(
        models.BooleanField(
            "only for decoration",
            default=False,
            help_text="It says nothing that a reader would miss; it is not read out.",
        )
    )
    caption = public(models.CharField("words below it", max_length=300, blank=True))
    credit = public(models.CharField("whose picture it is", max_length=200, blank=True))
    consent = for_office(
        models.CharField(
            "who agreed to its use",
            max_length=300,
            help_text="Of each who can be recognised, and where that is kept; or that nobody can be.",
        )
    )

    class Meta(Inset.Meta):
        verbose_name = "picture"
        constraints = [
            unique_key("narrative"),
            models.CheckConstraint(
                name="publications_picture_words_or_decoration",
                condition=Q(Q(decorative=True), shows="") | Q(Q(decorative=False), ~Q(shows="")),
                violation_error_message=WORDS_OR_DECORATION,
                violation_error_code="shows",
            ),
        ]

    def __str__(self):
        return self.shows or self.caption or "A picture for decoration"


class Quotation(Inset):
    """What somebody said, in their words, and who said it."""

    goes_by = "words"

    words = public(models.TextField("what was said", max_length=2_000, help_text="Without quotation marks."))
    whose = public(
        models.CharField(
            "whose words they are",
            max_length=200,
            help_text=say_later("So that nobody is known by it: a parent, a nurse."),
        )
    )
    consent = for_office(
        models.CharField("how they agreed", max_length=300, blank=True, help_text="And where that is kept.")
    )

    class Meta(Inset.Meta):
        constraints = [unique_key("narrative")]


class Story(Inset):
    """A story that shows what the work is like and tells of no case: nobody can be recognised, and nobody is meant."""

    goes_by = "heading"

    heading = public(models.CharField(max_length=200))
    words = public(models.TextField("story", max_length=8_000))
    case_free = for_office(
        models.BooleanField(
            "it tells of no case",
            default=False,
            help_text=say_later("It is made up of what several people told, and nobody could find {somebody} in it."),
        )
    )
    made_of = for_office(models.CharField("what it is made of", max_length=300, blank=True))

    class Meta(Inset.Meta):
        verbose_name_plural = "stories"
        constraints = [
            unique_key("narrative"),
            models.CheckConstraint(
                name="publications_story_of_no_case",
                condition=Q(case_free=True),
                violation_error_message=OF_NO_CASE,
                violation_error_code="case_free",
            ),
        ]
