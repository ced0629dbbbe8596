"""Which of the board's seats a login belongs to."""

from django.db import transaction

from kit import clock, stamps

from .audit import What, record
from .models import Appointment, Seat


def held_by(login):
    """The appointments of a person today, each with its seat."""
    return (
        Appointment.objects.holding(clock.today())
        .filter(login=login)
        .select_related("seat__body", "seat__organisation__parent__parent")
        .order_by("seat__body__position", "seat__body_id", "seat__position", "pk")
    )


def open_to(login=None):
    """The seats of today that a login can be tied to: its own, and those with a place that is nobody's login.

    A place that is recorded as vacant is not offered: who fills it is said in the members' list first.
    """
    on = clock.today()
    seats = (
        Seat.objects.existing(on)
        .with_holders(on)
        .select_related("body")
        .order_by("body__position", "body_id", "position", "pk")
    )
    return [
        seat for seat in seats if any(login and each.login_id == login.pk for each in seat.current) or has_room(seat)
    ]


def has_room(seat):
    """Whether a seat has a holder without a login, or room for another holder."""
    if any(each.login_id is None and each.state != Appointment.State.VACANT for each in seat.current):
        return True
    return not seat.current or seat.number_unknown or len(seat.current) < (seat.number or 1)


@transaction.atomic
def tie(login, seats, *, by):
    """Tie a login to these seats and to no others. If a seat has a holder without a login, that is the person."""
    on, seats = clock.today(), {seat.pk: seat for seat in seats}
    there = {each.seat_id: each for each in held_by(login)}
    for pk in there.keys() - seats.keys():
        write(there[pk], None, by=by)
    for pk in seats.keys() - there.keys():
        free = (
            Appointment.objects.holding(on)
            .filter(seat=pk, login__isnull=True)
            .exclude(state=Appointment.State.VACANT)
            .first()
        )
        if free:
            write(free, login, by=by)
        else:
            new = Appointment(seat=seats[pk], login=login, name=login.name)
            new._history_user = by
            stamps.save(new)
    if there.keys() != seats.keys():
        record(What.SEATS_CHANGED, login=login, by=by)


def write(appointment, login, *, by):
    stamps.claim(appointment, appointment.version, by=by)
    appointment.login = login
    appointment.save()
