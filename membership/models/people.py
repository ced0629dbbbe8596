"""Who signs in, and what each of them may do for the board."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from kit import clock, stamps
from kit.rows import ends_after_start
from membership.querysets import DutyQuerySet, UserManager, UserQuerySet
from membership.roles import WRITING, Role

# The domain of a login whose personal details are removed. It is reserved: no mail can ever reach it.
NOWHERE = "invalid"


class User(AbstractBaseUser, PermissionsMixin):
    """A login. It is known by its e-mail; it is ended, never deleted, so that every stamp keeps its name."""

    email = models.EmailField("e-mail", unique=True, error_messages={"unique": "This e-mail has a login already."})
    name = models.CharField(max_length=120, blank=True, help_text="Shown beside what this person did.")
    is_staff = models.BooleanField("may open the administration pages", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    ended_at, ended_by = stamps.at(), stamps.by()
    council_id = models.CharField("number at the council's sign-in", max_length=64, blank=True, editable=False)
    session_mark = models.CharField(max_length=32, blank=True, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="membership_user_email_caseless",
                violation_error_message="This e-mail has a login already.",
            ),
            stamps.together("ended"),
            models.UniqueConstraint(
                fields=["council_id"],
                condition=~Q(council_id=""),
                name="membership_user_council_id",
                violation_error_message="Another login is tied to this person's council account already.",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def has_details(self):
        """Whether the e-mail still says who it was; it is taken away from an ended login in the end."""
        return not self.email.endswith(f"@{NOWHERE}")

    @property
    def may_have_password(self):
        """If the council's own sign-in is the only one, one account keeps a password for the day it fails."""
        return settings.LOCAL_PASSWORDS or self.email == settings.BREAK_GLASS_EMAIL

    def settle_address(self):
        """Let allauth's list of addresses hold this login's one address, as proved: an invitation is the proof."""
        addresses = self.emailaddress_set.model.objects.filter(Q(user=self) | Q(email=self.email))
        settled = {"user_id": self.pk, "email": self.email, "verified": True, "primary": True}
        there = list(addresses.values(*settled))
        if there != [settled]:
            if there:
                addresses.delete()
            addresses.create(**settled)

    def _get_session_auth_hash(self, secret=None):
        """Sessions hold this; one that no longer matches is over. The mark changes when all of them shall end."""
        return salted_hmac(
            "membership.models.User.session", self.password + self.session_mark, secret=secret, algorithm="sha256"
        ).hexdigest()

    @cached_property
    def roles(self):
        """The roles that this person holds today, in the table's order."""
        return Duty.names(self.duty_set.holding(clock.today()))

    @property
    def is_writer(self):
        """Whether this person can change or approve anything, and so proves twice who they are."""
        return self.is_superuser or not WRITING.isdisjoint(self.roles)


class Duty(models.Model):
    """A role that somebody holds. It may end by itself on a day, and it may be cover for a colleague."""

    login = models.ForeignKey(User, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role)
    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("until", null=True, blank=True)
    covers = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="covered_by")
    granted_at, granted_by = stamps.at(), stamps.by()
    ended_at, ended_by = stamps.at(), stamps.by()

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["login", "role", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            ends_after_start(),
            stamps.together("granted"),
            stamps.together("ended"),
            models.UniqueConstraint(
                fields=["login", "role"],
                condition=Q(ended_at__isnull=True, ends__isnull=True),
                name="membership_duty_once",
                violation_error_message="This person holds this role already.",
                violation_error_code="role",
            ),
            models.CheckConstraint(
                name="membership_duty_cover_has_an_end",
                condition=Q(covers__isnull=True) | Q(ends__isnull=False),
                violation_error_message="Say until when this person covers.",
                violation_error_code="ends",
            ),
            models.CheckConstraint(
                name="membership_duty_covers_somebody_else",
                condition=Q(covers__isnull=True) | ~Q(covers=F("login")),
                violation_error_message="Nobody covers for themselves.",
                violation_error_code="covers",
            ),
        ]

    def __str__(self):
        return f"{self.login}: {self.get_role_display()}"

    @staticmethod
    def names(duties):
        """The roles among some duties, each once, in the table's order."""
        held = {duty.role for duty in duties}
        return [role for role in Role if role in held]
