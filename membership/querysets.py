"""The board's people and places in the board's words."""

from django.contrib.auth.models import BaseUserManager
from django.db import models, transaction
from django.db.models import Prefetch, Q

from kit import stamps
from kit.rows import RowQuerySet
from membership.roles import May, Role


class UserManager(BaseUserManager):
    """Logins are found by e-mail, without regard to case."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with transaction.atomic():
            stamps.save(user)
            user.settle_address()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


def lasting(on, of=""):
    """The condition that a row with a life (`starts`, `ends`) lives on a day; unknown ends are open.

    `of` is the lookup of the row if that isn't the one asked for: `seat__`.
    """
    begun = Q((f"{of}starts__isnull", True)) | Q((f"{of}starts__lte", on))
    not_over = Q((f"{of}ends__isnull", True)) | Q((f"{of}ends__gte", on))
    return begun & not_over


def held(on, of=""):
    """The condition that a role is held on a day; `of` is the lookup of the role, as for `lasting`."""
    return lasting(on, of) & Q((f"{of}ended_at__isnull", True))


class UserQuerySet(models.QuerySet):
    def managing(self, on):
        """Who can manage the board on a day and for good: managers who have signed in, those who only cover aside."""
        duties = self.model._meta.get_field("duty").related_model
        lasting_managers = duties.objects.holding(on).filter(role=Role.MANAGER, ends__isnull=True)
        return self.filter(is_active=True, last_login__isnull=False, pk__in=lasting_managers.values("login"))

    def able(self):
        """People whose access hasn't ended, by name."""
        return self.filter(is_active=True).order_by("name", "email")


class AccessibilityFaultQuerySet(RowQuerySet):
    def unmended(self, on):
        """What isn't put right by a day."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=on))


class DutyQuerySet(models.QuerySet):
    def holding(self, on):
        """Roles that are held on a day."""
        return self.filter(held(on))

    def current(self, on):
        """Roles that are held on a day or will be."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=on), ended_at__isnull=True)

    def own(self):
        """Roles given for good, which only a deed ends; cover always has an end."""
        return self.filter(ends__isnull=True)


class AccessEventQuerySet(models.QuerySet):
    """What happened is read, and pruned by the retention table. It is not rewritten."""

    def visible_to(self, user):
        """All of it for a person who manages people, nothing for anybody else."""
        return self if user.has_perm(May.MANAGE_PEOPLE) else self.none()

    def before(self, moment):
        """What happened before a moment."""
        return self.filter(when__lt=moment)

    def update(self, **fields):
        raise TypeError("What happened is not rewritten.")

    def delete(self):
        raise TypeError("What happened is deleted by the retention table only.")

    def prune(self):
        """Delete these for good; for the retention table. Says how many there were."""
        return super().delete()[0]


class HoldQuerySet(models.QuerySet):
    def standing(self):
        """Holds that nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class RequiredPartnerQuerySet(RowQuerySet):
    def by_law(self, on):
        """Whom the law requires on a day: they must be there, and it was read and is in force."""
        return self.filter(lasting(on), sure="law", standing__in=self.model.MUST)


class BodyQuerySet(RowQuerySet):
    def existing(self, on):
        """Bodies that exist on a day."""
        return self.filter(lasting(on))

    def with_joint(self):
        """Each with what it stands below, reports to and is joint with."""
        joint = self.model._meta.get_field("joint_with").related_model
        return self.select_related("parent", "reports_to").prefetch_related(
            Prefetch("joint_with", joint.objects.select_related("other"))
        )

    def of(self, body):
        """What stands below a body, and what others have jointly with it."""
        return self.filter(Q(parent=body) | Q(joint_with__other=body)).distinct()

    def sub_groups(self):
        """What meets below the board: executive, sub-groups, panels, task and finish groups."""
        return self.exclude(kind__in=[self.model.Kind.BOARD, self.model.Kind.PARTNER_BOARD])

    def with_chairs(self, on):
        """Each with the seats of its chair and vice chairs in `chair_seats`."""
        seats = self.model._meta.get_field("seat").related_model
        return self.prefetch_related(
            Prefetch("seat_set", seats.objects.chairing().existing(on).with_holders(on), to_attr="chair_seats")
        )


class SeatQuerySet(RowQuerySet):
    def existing(self, on):
        """Seats that exist on a day."""
        return self.filter(lasting(on))

    def chairing(self):
        """Seats of chairs, joint chairs and vice chairs."""
        return self.exclude(office=self.model.Office.NONE)

    def with_holders(self, on, known=None):
        """Each with its organisation and, in `current`, the appointments that hold on a day, or of these only some."""
        appointments = self.model._meta.get_field("appointment").related_model
        held = (appointments.objects.all() if known is None else known).holding(on)
        return self.select_related("organisation__parent__parent").prefetch_related(
            Prefetch("appointment_set", held, to_attr="current")
        )


class AppointmentQuerySet(RowQuerySet):
    def visible_to(self, user):
        """Who sits where is for board members; anybody else sees those who agreed to be named."""
        return self if user.has_perm(May.READ) else self.filter(named_publicly=True)

    def holding(self, on):
        """Appointments that hold on a day."""
        return self.filter(lasting(on))

    def sitting(self, on):
        """Appointments by which somebody sits at a table on a day: in post or acting, in a seat and a body of that day.

        A seat that is over opens nothing and is mailed nothing, whichever of its ends was recorded.
        """
        state = self.model.State
        return self.holding(on).filter(
            lasting(on, "seat__"), lasting(on, "seat__body__"), state__in=(state.IN_POST, state.ACTING)
        )

    def for_organisations(self, on):
        """Of these, only those who sit for an organisation, and for one that there still is on a day."""
        return self.filter(lasting(on, "seat__organisation__"), seat__organisation__isnull=False)

    def vacant(self, on):
        """The places that nobody holds on a day, in bodies that exist, each with its seat and body."""
        return (
            self.holding(on)
            .filter(lasting(on, "seat__"), lasting(on, "seat__body__"), state=self.model.State.VACANT)
            .select_related("seat__body", "seat__organisation__parent__parent")
            .order_by("seat__body__position", "seat__body__pk", "seat__position", "seat__pk", "pk")
        )
