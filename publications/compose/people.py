"""The board's structure and who sits where: roles and organisations, never names of people."""

from kit.grouping import grouped
from kit.wording import listed
from kit.written import written_once
from membership.models import Appointment, Body, Seat
from publications.content import people as content

from .once import once
from .taken import taken


def shown(publication, section):
    """The body that a section shows: one that it names itself, or else the document's."""
    return section.body or publication.body


def structure(publication, section, on):
    """The body with all that stands below it, and with what it has jointly with another one."""
    top = shown(publication, section)
    bodies = list(Body.objects.existing(publication.membership_as_at or on).with_joint())
    below = grouped((body.parent_id, body) for body in bodies if top.pk not in joint_ids(body))
    # In the order of all bodies, wherever they stand below.
    below[top.pk] = [body for body in bodies if body.parent_id == top.pk or top.pk in joint_ids(body)]

    def node(body, above=None):
        # Taken out as it is used, so that even a circle in the records comes to an end.
        return taken(
            content.Body,
            body,
            bodies=tuple(node(child, body) for child in below.pop(body.pk, ())),
            reports_to=listed(body.reports),
            joint=joint(body, above),
            other=body.kind == Body.Kind.PARTNER_BOARD and above is not None,
        )

    [root] = [body for body in bodies if body.pk == top.pk] or Body.objects.filter(pk=top.pk).with_joint()
    return content.Structure(root=node(root))


def joint_ids(body):
    return {row.other_id for row in body.joint_with.all()}


def joint(body, above):
    """The others to which a body belongs beside the one above it here."""
    every = [row.other for row in body.joint_with.all()]
    if every and body.parent:
        every.insert(0, body.parent)
    return listed([each.name for each in every if each != above])


def members(publication, section, on):
    """The seats of the body."""
    day, body = publication.membership_as_at or on, shown(publication, section)
    return content.Members(
        key="" if body == publication.body else body.key,
        body=body.name,
        as_at=publication.membership_as_at,
        seats=tuple(seat(row) for row in once(seats_of, body, day)),
    )


def seats_of(body, day):
    """The seats that a body has on a day, each with who holds it."""
    return seats_with_holders(body.pk, day)


@written_once
def seats_with_holders(body, day):
    return Seat.objects.filter(body=body).existing(day).with_holders(day)


def chairs(publication, section, on):
    """The chairs and vice chairs of what stands below the body, or is joint with it."""
    day = publication.membership_as_at or on
    bodies = groups_with_chairs(shown(publication, section).pk, day)
    return content.Chairs(
        bodies=tuple(
            content.ChairedBody(key=body.key, name=body.name, seats=tuple(seat(row) for row in body.chair_seats))
            for body in bodies
        )
    )


@written_once
def groups_with_chairs(above, day):
    return Body.objects.of(above).existing(day).sub_groups().with_chairs(day)


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
