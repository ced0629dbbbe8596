"""The board's structure, and who sits where."""

from kit import periods
from kit.wording import counted
from publications.blocks import Column, Group, Node, Row, Table, Tree
from publications.content.codes import NOT_STATED, OFFICES

from .words import anchor


def structure(section, records):
    def node(body):
        return Node(text=body.name, children=tuple(node(below) for below in body.bodies))

    number = len(records.root.bodies)
    yield Tree(
        caption=f"The {records.root.name} and the {counted(number, 'group')} that stand below it",
        root=node(records.root),
    )


def members(section, records):
    as_at = f", as at {periods.day(records.as_at)}" if records.as_at else ""
    yield Table(
        key=section.key,
        caption=f"Members of the {records.body}{as_at}",
        columns=(Column(heading="Role", width=50), Column(heading="Organisation", width=50)),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=seat.key,
                        anchor=anchor(section, seat.key),
                        cells=(role(seat), seat.organisation or NOT_STATED),
                    )
                    for seat in records.seats
                )
            ),
        ),
    )


def role(seat):
    """A seat's role with its note; where nobody holds it, that is said too."""
    words = f"{seat.role} ({seat.note})" if seat.note else seat.role
    if seat.vacant:
        return f"{words}: Position Vacant" if words else "Position Vacant"
    return words or NOT_STATED


def chairs(section, records):
    yield Table(
        key=section.key,
        caption="Chairs and vice chairs, by sub group",
        columns=(
            Column(heading="Chair & Vice Chair", width=20),
            Column(heading="Role", width=40),
            Column(heading="Organisation", width=40),
        ),
        groups=tuple(
            Group(
                heading=body.name,
                rows=tuple(
                    Row(
                        key=f"{body.key}-{seat.key}",
                        anchor=anchor(section, f"{body.key}-{seat.key}"),
                        cells=(OFFICES[seat.office], role(seat), seat.organisation or NOT_STATED),
                    )
                    for seat in body.seats
                ),
            )
            for body in records.bodies
        ),
    )
