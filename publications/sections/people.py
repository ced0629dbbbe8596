"""The board's structure, and who sits where."""

from kit import periods
from kit.wording import counted
from publications.blocks import Node, Table, TableColumn, TableGroup, TableRow, Tree
from publications.content.codes import NOT_STATED, OFFICES, spaced

from .words import anchor, beside, said


def structure(section, records):
    def node(body):
        text = f"{body.name} (reports to {body.reports_to})" if body.reports_to else body.name
        return Node(text=text, children=tuple(node(below) for below in body.bodies))

    number = len(records.root.bodies)
    yield Tree(
        caption=f"The {records.root.name} and the {counted(number, 'group')} that stand below it",
        root=node(records.root),
    )


def members(section, records):
    as_at = f", as at {periods.day(records.as_at)}" if records.as_at else ""
    yield Table(
        key=section.key,
        of="seat",
        caption=f"Members of the {records.body}{as_at}",
        columns=(TableColumn(heading="Role", width=50), TableColumn(heading="Organisation", width=50)),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(
                        key=seat.key,
                        anchor=anchor(section, seat.key),
                        cells=(role(seat) or OFFICES.get(seat.office, NOT_STATED), represented(seat)),
                    )
                    for seat in records.seats
                )
            ),
        ),
    )


def role(seat):
    """A seat's role with its note, and that it is vacant; below it what these don't say. Empty if nothing is known."""
    words = f"{seat.role} ({seat.note})" if seat.note else seat.role
    capacity = "" if seat.capacity == "member" else spaced(seat.capacity, seat, ())
    more = (
        "" if capacity in words.casefold() else capacity,
        "acting" if seat.acting else "",
        f"{seat.number} such seats" if seat.number else "",
        "number of seats not recorded" if seat.several else "",
    )
    more = "; ".join(filter(None, more))
    words = ": ".join(filter(None, (words, "Position Vacant" if seat.vacant else "")))
    return said(words, f"{more[:1].upper()}{more[1:]}", *beside(seat))


def represented(seat):
    """Whom a seat stands for: its organisation, and what it represents beside that."""
    if seat.organisation and seat.represents:
        return f"{seat.organisation}, representing {seat.represents}"
    return seat.organisation or seat.represents or NOT_STATED


def chairs(section, records):
    yield Table(
        key=section.key,
        of="seat",
        caption="Chairs and vice chairs, by sub group",
        columns=(
            TableColumn(heading="Chair & Vice Chair", width=20),
            TableColumn(heading="Role", width=40),
            TableColumn(heading="Organisation", width=40),
        ),
        groups=tuple(
            TableGroup(
                heading=body.name,
                rows=tuple(
                    TableRow(
                        key=f"{body.key}-{seat.key}",
                        anchor=anchor(section, f"{body.key}-{seat.key}"),
                        cells=(OFFICES[seat.office], role(seat) or NOT_STATED, represented(seat)),
                    )
                    for seat in body.seats
                ),
            )
            for body in records.bodies
        ),
    )
