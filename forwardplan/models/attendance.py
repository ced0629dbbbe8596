"""Who was at a meeting, by seat and by role; and when so many are enough to decide."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from kit.rows import Row, RowQuerySet, for_members, unique_key
from membership.models import Body, Organisation, Seat

from .meetings import Meeting


class AttendanceQuerySet(RowQuerySet):
    def of_seats(self):
        """The marks of seats; visitors aside."""
        return self.filter(seat__isnull=False)

    def visitors(self):
        """Those who came and hold no seat."""
        return self.filter(seat__isnull=True)


class Attendance(Row):
    """How one place at the table was filled at a meeting; or a visitor, who has no seat. Roles, never names."""

    class Mark(models.TextChoices):
        PRESENT = "present", "Present"
        ONLINE = "online", "Online or by phone"
        DEPUTY = "deputy", "A deputy came"
        APOLOGIES = "apologies", "Apologies"
        NO_APOLOGIES = "no-apologies", "Not there, no apologies"
        NOT_IN_POST = "not-in-post", "Nobody in post"
        NOT_YET = "not-yet", "Not yet a member"

    CAME = (Mark.PRESENT, Mark.ONLINE)

    within = ("meeting",)
    named_by = ("seat__organisation__parent__parent",)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    seat = for_members(models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT))
    place = for_members(
        models.PositiveSmallIntegerField(
            "which of several",
            default=1,
            validators=[MinValueValidator(1)],
            help_text="Of a seat that there are several of: 1, 2.",
        )
    )
    mark = for_members(models.CharField(max_length=12, choices=Mark, default=Mark.PRESENT))
    role = for_members(
        models.CharField("role of deputy or visitor", max_length=200, blank=True, help_text="A role, not a name.")
    )
    why = for_members(
        models.CharField(
            "why a visitor came", max_length=200, blank=True, help_text="Such as: to present the housing report."
        )
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "mark of attendance"
        verbose_name_plural = "marks of attendance"
        constraints = [
            unique_key("meeting"),
            models.UniqueConstraint(
                fields=["meeting", "seat", "place"],
                condition=Q(seat__isnull=False),
                name="forwardplan_attendance_once",
                violation_error_message="This seat has a mark for this meeting already.",
                violation_error_code="seat",
            ),
            models.CheckConstraint(
                name="forwardplan_attendance_visitor_has_role",
                condition=Q(seat__isnull=False) | ~Q(role=""),
                violation_error_message="Say in which role the visitor came.",
                violation_error_code="role",
            ),
            models.CheckConstraint(
                name="forwardplan_attendance_visitor_came",
                condition=Q(seat__isnull=False) | Q(mark__in=["present", "online"]),
                violation_error_message="A visitor was there, or online. Whoever didn't come isn't listed.",
                violation_error_code="mark",
            ),
        ]

    def __str__(self):
        return f"{self.seat or self.role}: {self.get_mark_display()}"

    def key_words(self):
        return str(self.seat or self.role)


class QuorumRule(Row):
    """When so many of a body are there that it may decide, as the program reckons it. Its own words stand at the body.

    Of heads and shares the larger number is wanted, if both are given. Only members count: not observers, advisers and
    those in attendance.
    """

    within = ("body",)
    named_by = ("body",)
    goes_by = "body"

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    least = for_members(models.PositiveSmallIntegerField("members at least", null=True, blank=True))
    share = for_members(
        models.DecimalField(
            "share of the filled seats",
            max_digits=5,
            decimal_places=2,
            null=True,
            blank=True,
            help_text="In per cent: 50. Half a head is a whole one.",
        )
    )
    chair = for_members(models.BooleanField("the chair or a vice chair has to be there", default=False))
    deputies = for_members(models.BooleanField("deputies count", default=True))
    online = for_members(models.BooleanField("those online or by phone count", default=True))

    class Meta:
        ordering = ["body", "pk"]
        verbose_name = "quorum"
        verbose_name_plural = "quorums"
        constraints = [
            unique_key("body"),
            models.UniqueConstraint(
                fields=["body"],
                name="forwardplan_quorumrule_once",
                violation_error_message="This body has a quorum already.",
                violation_error_code="least",
            ),
            models.CheckConstraint(
                name="forwardplan_quorumrule_share",
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                violation_error_message="A share is more than nothing and at most the whole: 1 to 100.",
                violation_error_code="share",
            ),
        ]


class QuorumOrganisation(Row):
    """An organisation without which a body can't decide: one of its seats has to be filled at the meeting."""

    within = ("quorum",)
    named_by = ("organisation",)
    goes_by = "organisation"

    quorum = models.ForeignKey(QuorumRule, on_delete=models.CASCADE)
    organisation = for_members(
        models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="A seat of one of its departments will do.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "organisation that a quorum needs"
        verbose_name_plural = "organisations that a quorum needs"
        constraints = [
            unique_key("quorum"),
            models.UniqueConstraint(
                fields=["quorum", "organisation"],
                name="forwardplan_quorumorganisation_once",
                violation_error_message="This organisation is named already.",
                violation_error_code="organisation",
            ),
        ]
