"""The board's structure, and who sits where."""

from kit import periods
from kit.wording import counted
from publications.blocks import Node, Table, TableGroup, TableRow, Tree
from publications.content.codes import NOT_STATED, OFFICES, spaced

from .words import Cells, anchor, beside, cells, headed, in_use, said


def structure(section, records):
    def node(body):
        more = (("joint with", body.joint), ("reports to", body.reports_to))
        told = "; ".join(f"{words} {names}" for words, names in more if names)
        text = f"{body.name} ({told})" if told else body.name
        return Node(text=text, children=tuple(node(below) for below in body.bodies))

    number = sum(not body.other for body in records.root.bodies)
    yield Tree(
        caption=f"The {records.root.name} and the {counted(number, 'group')} that stand below it",
        root=node(records.root),
    )
    every = list(with_those_below(records.root))
    if any(body.purpose or body.meets for body in every):
        columns = in_use(GROUPS, every)
        yield Table(
            key=f"{section.key}-groups",
            caption="What each is for, and how often it meets",
            columns=headed(columns),
            groups=(
                TableGroup(rows=tuple(TableRow(key=f"{body.key}-group", cells=cells(columns, body)) for body in every)),
            ),
        )


GROUPS = (
    Cells(heading="Group", width=30, of=lambda body: body.name),
    Cells(heading="What it is for", width=50, of=lambda body: body.purpose, rare=True),
    Cells(heading="Joint with", width=20, of=lambda body: body.joint, rare=True, absent=""),
    Cells(heading="Reports to", width=20, of=lambda body: body.reports_to, rare=True, absent=""),
    Cells(heading="Meets", width=20, of=lambda body: body.meets, rare=True),
)


def with_those_below(body):
    """A body with all that stands below it; another one's is told by whoever it belongs to."""
    if not body.other:
        yield body
    for below in body.bodies:
        yield from with_those_below(below)


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


def post(seat):
    """The role that sits there or the office it holds; empty where an agency is named without one."""
    return role(seat) or OFFICES.get(seat.office, "")


MEMBERS = (
    # Where only some seats have a role, the others are those of a member; where none has, the agencies name the rows.
    Cells(heading="Role", width=50, of=post, rare=True, absent="Member"),
    Cells(heading="Organisation", width=50, of=represented),
)
CHAIRS = (
    Cells(heading="Chair & Vice Chair", width=20, of=lambda seat: OFFICES.get(seat.office, seat.office)),
    Cells(heading="Role", width=40, of=role, rare=True, absent=""),
    Cells(heading="Organisation", width=40, of=represented),
)


def members(section, records):
    as_at = f", as at {periods.day(records.as_at)}" if records.as_at else ""
    columns = in_use(MEMBERS, records.seats)
    yield Table(
        key=section.key,
        of="seat",
        caption=f"Members of the {records.body}{as_at}",
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(
                        key=seat.key,
                        anchor=anchor(section, seat.key),
                        cells=cells(columns, seat),
                    )
                    for seat in records.seats
                )
            ),
        ),
    )


def chairs(section, records):
    columns = in_use(CHAIRS, [seat for body in records.bodies for seat in body.seats])
    yield Table(
        key=section.key,
        of="seat",
        caption="Chairs and vice chairs, by sub group",
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=body.name,
                rows=tuple(
                    TableRow(
                        key=f"{body.key}-{seat.key}",
                        anchor=anchor(section, f"{body.key}-{seat.key}"),
                        cells=cells(columns, seat),
                    )
                    for seat in body.seats
                ),
            )
            for body in records.bodies
        ),
    )
