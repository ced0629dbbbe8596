"""What the members' list and the sign-ins lack: vacant seats, unknown holders, cover that ends, a lone manager."""

from collections import Counter
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from kit.called import say
from kit.needs import Need
from kit.wording import counted, listed
from membership import duties
from membership.models import Appointment, Board, Duty, Seat
from membership.querysets import lasting
from membership.roles import May

SOON = timedelta(days=14)


def nowhere_to_turn(today):
    """That the public page for people who are worried about a child names no local number."""
    nowhere = Q(concern_words="", concern_daytime="", concern_out_of_hours="")
    for board in Board.objects.filter(nowhere):
        yield Need(
            what=say("Worried about {somebody}? The public page names no local number or address"),
            more=("Whoever reads it is told of 999, and to look for the council’s number.",),
            address=reverse("row-edit", args=["board", board.pk]),
            deed="Say where to turn",
            may=May.CHANGE_SETTINGS,
        )


def vacancies(today):
    """Seats that are recorded as vacant, each with whoever names the next holder."""
    for row in Appointment.objects.vacant(today):
        yield Need(
            what=f"Vacant: {row.seat}, {row.seat.body}",
            turn=row.seat.organisation_name,
            address=reverse("row-edit", args=["appointment", row.pk]),
            deed="Say who",
            may=May.EDIT,
        )


def unknown_holders(today):
    """Seats of which nobody recorded who sits there, nor that they are vacant: one line for all bodies."""
    held = Appointment.objects.holding(today).values("seat")
    seats = Seat.objects.existing(today).filter(lasting(today, "body__")).exclude(pk__in=held)
    bodies = Counter(seats.order_by("body__position", "body__pk", "pk").values_list("body__name", flat=True))
    if bodies:
        yield Need(
            what=f"{counted(bodies.total(), 'seat has', 'seats have')} no recorded holder",
            more=tuple(f"{name}: {number}" for name, number in bodies.items()),
            address=reverse("office-members"),
            deed="Say who",
            may=May.EDIT,
        )


def lone_manager(today):
    """That only one person can manage the board."""
    if only := duties.only_manager():
        yield Need(
            what=say("Only {only} can manage this {body}", only=only),
            more=("Were they away, nobody could invite people, publish or take anything down.",),
            address=reverse("invite"),
            deed="Invite a second",
            may=May.MANAGE_PEOPLE,
        )


def roles_that_end(today):
    """Cover, and other roles with a last day, that end within two weeks."""
    ending = Duty.objects.holding(today).filter(ends__lte=today + SOON).select_related("login", "covers")
    for duty in ending.order_by("ends", "pk"):
        role = duty.get_role_display()
        what = f"{duty.login} stops covering for {duty.covers}" if duty.covers else f"{duty.login} stops being {role}"
        yield Need(
            what=f"{what}, role {role}" if duty.covers else what,
            who=listed([str(person) for person in (duty.login, duty.covers) if person]),
            due=duty.ends,
            address=reverse("person", args=[duty.login_id]),
            deed="See their roles",
            may=May.MANAGE_PEOPLE,
        )


SOURCES = (nowhere_to_turn, lone_manager, vacancies, unknown_holders, roles_that_end)
