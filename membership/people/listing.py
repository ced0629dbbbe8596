"""Everybody with a login, as the people page shows them, in a number of queries that doesn't grow."""

from django.db.models import Prefetch

from kit import clock, periods
from membership import duties
from membership.models import Appointment, Duty, User
from membership.roles import Role

from .forms import seat_words


def people(by):
    """All logins with their roles, cover and seats, as far as somebody may see them; ended ones last."""
    on = clock.today()
    held = Duty.objects.current(on).select_related("covers").order_by("pk")
    seats = (
        Appointment.objects.visible_to(by)
        .holding(on)
        .select_related("seat__body", "seat__organisation__parent__parent")
    )
    return User.objects.order_by("-is_active", "name", "email").prefetch_related(
        Prefetch("duty_set", held, to_attr="current_duties"),
        Prefetch("appointment_set", seats, to_attr="current_seats"),
    )


def state(login):
    """How a login stands: Active; Invited, not yet signed in; Ended."""
    if not login.is_active:
        return "Ended" if login.has_details else "Ended, personal details removed"
    return "Active" if login.last_login else "Invited, not yet signed in"


def roles(login):
    """What a person may do and until when: Editor; Manager, covers for Ann until 30 June 2016."""
    return [words for words, cover in roles_with_cover(login)]


def roles_with_cover(login):
    """The same, each with the duty if it ends by itself and so can be ended before its day."""
    held = sorted(login.current_duties, key=lambda duty: (bool(duty.ends), list(Role).index(duty.role)))
    words = [(duties.in_words(duty), duty if duty.ends else None) for duty in held]
    return ([("Administrator", None)] if login.is_superuser else []) + words or [("No role", None)]


def covered(login):
    """Who stands in for a person, now or soon: Bob: Manager, covers for Ann until 30 June 2016."""
    return [
        f"{duty.login}: {duties.in_words(duty)}"
        for duty in Duty.objects.current(clock.today()).filter(covers=login).select_related("login", "covers")
    ]


def seats(login):
    return [seat_words(appointment.seat) for appointment in login.current_seats]


def last_seen(login):
    return periods.day(clock.day_of(login.last_login)) if login.last_login else "Never"


def rows(logins):
    """Everybody with a login as rows for a spreadsheet, the headings first."""
    yield ["Name", "E-mail", "What they may do", "Seats", "Last signed in", "State"]
    for login in logins:
        held = "; ".join(roles(login)), "; ".join(seats(login))
        yield [login.name, login.email if login.has_details else "", *held, last_seen(login), state(login)]
