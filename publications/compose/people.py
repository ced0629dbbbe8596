"""The board's structure and who sits where: roles and organisations, never names of people."""

from kit.grouping import grouped
from membership.models import Appointment, Body
from publications.content import people as content

from .taken import taken


def structure(publication, section, on):
    """The publication's body with all that stands below it."""
    bodies = Body.objects.existing(publication.membership_as_at or on).select_related("reports_to")
    below = grouped((body.parent_id, body) for body in bodies)

    def node(body):
        # Taken out as it is used, so that even a circle in the records comes to an end.
        return taken(
            content.Body,
            body,
            bodies=tuple(node(child) for child in below.pop(body.pk, ())),
            reports_to=body.reports_to.name if body.reports_to else body.reports_to_in_words,
            other=body.kind == Body.Kind.PARTNER_BOARD,
        )

    return content.Structure(root=node(publication.body))


def members(publication, section, on):
    """The seats of the publication's body."""
    day = publication.membership_as_at or on
    seats = publication.body.seat_set.existing(day).with_holders(day)
    return content.Members(
        body=publication.body.name, as_at=publication.membership_as_at, seats=tuple(seat(row) for row in seats)
    )


def chairs(publication, section, on):
    """The chairs and vice chairs of what stands below the publication's body."""
    day = publication.membership_as_at or on
    bodies = Body.objects.filter(parent=publication.body).existing(day).sub_groups().with_chairs(day)
    return content.Chairs(
        bodies=tuple(
            content.ChairedBody(key=body.key, name=body.name, seats=tuple(seat(row) for row in body.chair_seats))
            for body in bodies
        )
    )


def seat(row):
    states = {appointment.state for appointment in row.current}
    return taken(
        content.Seat,
        row,
        organisation=organisation(row),
        several=row.number_unknown,
        vacant=Appointment.State.VACANT in states,
        acting=Appointment.State.ACTING in states,
    )


def organisation(seat):
    """Whom a seat represents, with the short name by which people know it, unless the board prints it in its words."""
    name = seat.organisation_name
    short = "" if seat.organisation_as_printed or not seat.organisation else seat.organisation.short_name
    return f"{name} ({short})" if short and short.casefold() not in name.casefold() else name
