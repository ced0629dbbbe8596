"""Decisions on a draft: who approved it, when, by which minute, and who wrote that down."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace

from kit import stamps
from kit.later import say_later

from .edition import Edition
from .files import KeptFile


class Approval(models.Model):
    """One decision on one draft. The day it was decided is kept apart from the moment it was recorded.

    Rows are added and never changed. If a body asked for changes, `confirmed_by` is who was to confirm them; that it
    was done is filled in once, with who did, when and how. Until then nobody has confirmed anything. The changes that a
    body asked for quote the draft: when that is erased they go, and who decided, when and by which minute stays.
    """

    class How(models.TextChoices):
        SIGNED_IN = "signed-in", "Approved on this site"
        MEETING = "meeting", "Decided at a meeting"
        CHAIR = "chair", "Agreed by the chair, to be ratified by a meeting"
        STANDING = "standing", say_later("Under the {body}'s standing permission")
        IN_WORDS = "in-words", "In other words"

    class Confirmed(models.TextChoices):
        EMAIL = "e-mail", "By e-mail"
        LETTER = "letter", "By letter"
        MEETING = "meeting", "At a meeting"
        SPOKEN = "spoken", "In person or by telephone"
        SIGNED_IN = "signed-in", "On this site"

    within = ("edition",)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    how = models.CharField(max_length=10, choices=How)
    decided_by = models.CharField(max_length=250)
    decided_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    ratified = models.CharField("meeting that will ratify it", max_length=120, blank=True)
    changes = models.TextField("changes asked for", blank=True)
    confirmed_by = models.CharField("who confirms the changes", max_length=120, blank=True)
    confirmer = models.CharField("who confirmed the changes", max_length=120, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=10, choices=Confirmed, blank=True)
    confirmed_reference = models.CharField(max_length=120, blank=True)
    confirmation_at, confirmation_by = stamps.at(), stamps.by()
    extract = models.ForeignKey(KeptFile, null=True, blank=True, on_delete=models.PROTECT)
    recorded_as = models.CharField(max_length=120, blank=True)
    recorded_at, recorded_by = stamps.at(), stamps.by()
    erased_at, erased_by = stamps.at(), stamps.by()

    class Meta:
        ordering = ["pk"]
        constraints = [
            stamps.together("recorded"),
            stamps.together("confirmation", "recorded that the changes are confirmed"),
            stamps.together("erased", "erased the changes it asked for"),
            models.UniqueConstraint(
                fields=["edition", "recorded_by"],
                condition=Q(how="signed-in"),
                name="editions_approval_once_each",
                violation_error_message="You have approved this draft already.",
            ),
            models.UniqueConstraint(
                "edition",
                Lower(Replace("decided_by", Value(" "), Value(""))),
                name="editions_approval_decider_once",
                violation_error_message="They have decided on this draft already.",
                violation_error_code="decided_by",
            ),
            models.CheckConstraint(
                name="editions_approval_dated",
                condition=Q(how="in-words") | Q(decided_on__isnull=False),
                violation_error_message="Give the day on which it was decided.",
                violation_error_code="decided_on",
            ),
            models.CheckConstraint(
                name="editions_approval_chair_is_ratified",
                condition=~Q(how="chair") | ~Q(ratified=""),
                violation_error_message="Say which meeting will ratify it.",
                violation_error_code="ratified",
            ),
            models.CheckConstraint(
                name="editions_approval_changes_confirmed",
                condition=Q(changes="") | ~Q(confirmed_by=""),
                violation_error_message="Say who confirms the changes.",
                violation_error_code="confirmed_by",
            ),
            models.CheckConstraint(
                name="editions_approval_confirmation_is_whole",
                condition=Q(
                    confirmation_at__isnull=True,
                    confirmer="",
                    confirmed_on__isnull=True,
                    confirmed_how="",
                    confirmed_reference="",
                )
                | (
                    Q(confirmation_at__isnull=False, confirmed_on__isnull=False)
                    & ~Q(confirmer="")
                    & ~Q(confirmed_how="")
                    & ~Q(confirmed_by="")
                ),
                violation_error_message="Say who confirmed the changes, on which day and how.",
                violation_error_code="confirmer",
            ),
            models.CheckConstraint(
                name="editions_approval_confirmed_after_decision",
                condition=Q(confirmed_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(confirmed_on__gte=models.F("decided_on")),
                violation_error_message="The changes can’t have been confirmed before they were asked for.",
                violation_error_code="confirmed_on",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_how_display()}"

    @property
    def named_changes(self):
        """Whether it was made with changes, be their words erased by now."""
        return bool(self.changes or self.erased_at)
