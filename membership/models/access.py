"""What happened to people's access: who came in, who was refused, who gave whom what. And what stops its pruning."""

from django.db import models

from kit import stamps
from membership.querysets import AccessEventQuerySet, HoldQuerySet

from .people import User


class AccessEvent(models.Model):
    """One thing that happened to somebody's access. It is written once; only the retention table ends it.

    It never holds what somebody typed: no password, and no address that belongs to no login.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed-in", "Signed in"
        FAILED = "failed", "Sign-in failed"
        SIGNED_OUT = "signed-out", "Signed out"
        INVITED = "invited", "Invited"
        APPOINTED = "appointed", "Made manager from the command line"
        ROLE_GIVEN = "role-given", "Role given"
        ROLE_TAKEN = "role-taken", "Role taken"
        COVER_GIVEN = "cover-given", "Cover given"
        COVER_ENDED = "cover-ended", "Cover ended"
        SEATS_CHANGED = "seats-changed", "Seats changed"
        ENDED = "ended", "Access ended"
        BROUGHT_BACK = "brought-back", "Brought back"
        DETAILS_CHANGED = "details-changed", "Name changed"
        DETAILS_REMOVED = "details-removed", "Personal details removed"
        PASSWORD_SET = "password-set", "Password set"
        SECOND_FACTOR_ADDED = "second-factor-added", "Second factor set up"
        SECOND_FACTOR_REMOVED = "second-factor-removed", "Second factor removed"
        COMPUTER_TRUSTED = "computer-trusted", "Computer trusted"
        DENIED = "denied", "Page refused"
        LINK_MADE = "link-made", "Link made for somebody outside"
        LINK_REVOKED = "link-revoked", "Link withdrawn"
        LINK_OPENED = "link-opened", "Link opened"
        LINK_USED = "link-used", "Something sent by a link"
        LINK_REFUSED = "link-refused", "Link refused"
        UNSAVED_READ = "unsaved-read", "Unsaved text read"
        EXPORTED = "exported", "Access record exported"
        HELD = "held", "Deleting put on hold"
        RELEASED = "released", "Hold lifted"
        LIMITS_CHANGED = "limits-changed", "Limits of managers changed"
        TIDIED = "tidied", "Tidied"
        RECORD_LEFT = "record-left", "Whole record taken away"

    when = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=30, choices=What)
    login = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="access_events")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    detail = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField("from the address", null=True, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "-pk"]

    def __str__(self):
        return f"{self.get_what_display()}: {self.login or 'unknown address'}"

    def save(self, **kwargs):
        """Write the row. What is written stays as it is."""
        if not self._state.adding:
            raise TypeError("What happened is not rewritten.")
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise TypeError("What happened is deleted by the retention table only.")


class Hold(models.Model):
    """An order to delete nothing, such as for an inquiry. While one stands, tidying deletes nothing."""

    reason = models.CharField(max_length=200, help_text="Such as: inquiry, letter of 3 May 2016.")
    placed_at, placed_by = stamps.at(), stamps.by()
    lifted_at, lifted_by = stamps.at(), stamps.by()

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [stamps.together("placed"), stamps.together("lifted")]

    def __str__(self):
        return self.reason
