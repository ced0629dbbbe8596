"""The board's people and places in the board's words."""

from django.contrib.auth.models import BaseUserManager
from django.db.models import Prefetch, Q

from kit.rows import RowQuerySet


class UserManager(BaseUserManager):
    """Logins are found by e-mail, without regard to case."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


def lasting(on, of=""):
    """The condition that a row with a life (`starts`, `ends`) lives on a day; unknown ends are open.

    `of` is the lookup of the row where that isn't the one asked for: `seat__`.
    """
    begun = Q((f"{of}starts__isnull", True)) | Q((f"{of}starts__lte", on))
    not_over = Q((f"{of}ends__isnull", True)) | Q((f"{of}ends__gte", on))
    return begun & not_over


class BodyQuerySet(RowQuerySet):
    def existing(self, on):
        """Bodies that exist on a day."""
        return self.filter(lasting(on))

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
        """Seats of chairs and vice chairs."""
        return self.exclude(office=self.model.Office.NONE)

    def with_holders(self, on):
        """Each with its organisation and, in `current`, the appointments that hold on a day."""
        appointments = self.model._meta.get_field("appointment").related_model
        return self.select_related("organisation__parent__parent").prefetch_related(
            Prefetch("appointment_set", appointments.objects.holding(on), to_attr="current")
        )


class AppointmentQuerySet(RowQuerySet):
    def holding(self, on):
        """Appointments that hold on a day."""
        return self.filter(lasting(on))

    def vacant(self, on):
        """The places that nobody holds on a day, in bodies that exist, each with its seat and body."""
        return (
            self.holding(on)
            .filter(lasting(on, "seat__"), lasting(on, "seat__body__"), state=self.model.State.VACANT)
            .select_related("seat__body", "seat__organisation__parent__parent")
            .order_by("seat__body__position", "seat__body__pk", "seat__position", "seat__pk", "pk")
        )
