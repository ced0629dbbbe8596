"""Who was at the meetings of a body: read once from the records, for the office, the sheet and the documents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.grouping import grouped
from kit.written import written_once
from membership.fields import NOBODY
from membership.models import Organisation, Seat

from . import reckoning
from .models import Attendance, Meeting, QuorumRule
from .reckoning import MarkTally, Rate

# Only these are counted for body, organisations and quorum; advisers, observers and those in attendance for themselves.
MEMBERS = frozenset({Seat.Capacity.MEMBER, Seat.Capacity.LAY_MEMBER})
# How many places are offered of a seat of which nobody says how many there are, and how many at most.
OF_UNKNOWN, MOST = 2, 10


def places_of(seat, marked=()):
    """The numbers of a seat's places: of two lay members 1 and 2. What is marked already is one in any case."""
    number = seat.number or (OF_UNKNOWN if seat.number_unknown else 1)
    return range(1, max(min(number, MOST), *marked, 1) + 1)


def organisation_of(seat):
    """Whom a seat represents, as the board prints it; nobody where it prints N/A."""
    name = seat.organisation_name
    return "" if NOBODY.fullmatch(name) else name


def beside(seat):
    """The organisation of a seat, unless that is what the seat is called."""
    name = organisation_of(seat)
    return "" if name == str(seat) else name


@dataclass(frozen=True)
class SeatLine:
    """One seat over some meetings: its marks by the meeting's number, all its places together."""

    seat: Seat
    marks: dict[int, list[str]]

    @property
    def is_member(self):
        return self.seat.capacity in MEMBERS

    @property
    def tally(self) -> MarkTally:
        return reckoning.tally(mark for marks in self.marks.values() for mark in marks)


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation over some meetings: at how many of them it was represented."""

    name: str
    rate: Rate


@dataclass(frozen=True)
class MeetingLine:
    """One meeting: how many of the members' filled places came, or sent a deputy, and whether that sufficed."""

    meeting: Meeting
    tally: MarkTally
    quorate: reckoning.Quorate
    visitors: tuple[Attendance, ...] = ()


@dataclass(frozen=True)
class Register:
    """The attendance of a body over some meetings. Only meetings that were held and have marks are counted."""

    body: object
    meetings: tuple[MeetingLine, ...]
    seats: tuple[SeatLine, ...]
    unrecorded: tuple[Meeting, ...]  # held, and nobody is marked
    online: bool = True
    rule: reckoning.QuorumTerms = field(default_factory=reckoning.QuorumTerms)

    @property
    def whole(self) -> MarkTally:
        """What all meetings come to."""
        return reckoning.tally(
            mark for line in self.seats if line.is_member for marks in line.marks.values() for mark in marks
        )

    @property
    def organisations(self) -> tuple[OrganisationLine, ...]:
        """Each organisation that members represent, in the order of its first seat."""
        names, marks = {}, defaultdict(lambda: defaultdict(list))
        for line in self.seats:
            name = organisation_of(line.seat)
            if line.is_member and name:
                of = line.seat.organisation_id or name.casefold()
                names.setdefault(of, name)
                for meeting, given in line.marks.items():
                    marks[of][meeting] += given
        return tuple(
            OrganisationLine(name, reckoning.represented(marks[of].values(), online=self.online))
            for of, name in names.items()
        )

    @property
    def never(self) -> tuple[str, ...]:
        """The organisations that had a filled seat and were represented at none of the meetings."""
        return tuple(line.name for line in self.organisations if line.rate.is_never)


def register(body, meetings: Iterable[Meeting]) -> Register:
    """The attendance of a body at these of its meetings. Asks the database as often for two as for twenty."""
    held = [meeting for meeting in meetings if meeting.state == Meeting.State.HELD]
    rows = marks_at(tuple(meeting.pk for meeting in held))
    by_meeting = grouped((row.meeting_id, row) for row in rows)
    counted = [meeting for meeting in held if any(row.seat_id for row in by_meeting.get(meeting.pk, ()))]
    seats = {row.seat_id: row.seat for row in rows if row.seat_id}
    if counted:
        for seat in seats_ever(body.pk):
            if any(lives(seat, meeting.at_latest) for meeting in counted):
                seats.setdefault(seat.pk, seat)
    marks = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.seat_id:
            marks[row.seat_id][row.meeting_id].append(row.mark)
    rule = rule_of(body)
    return Register(
        body=body,
        meetings=tuple(meeting_line(meeting, by_meeting[meeting.pk], seats.values(), rule) for meeting in counted),
        seats=tuple(
            SeatLine(seat, dict(marks[seat.pk]))
            for seat in sorted(seats.values(), key=lambda seat: (seat.position, seat.pk))
        ),
        unrecorded=tuple(meeting for meeting in held if meeting not in counted),
        online=rule.online,
        rule=rule,
    )


@written_once
def marks_at(meetings):
    return Attendance.objects.filter(meeting__in=meetings).select_related("seat__organisation__parent__parent")


@written_once
def seats_ever(body):
    return Seat.objects.filter(body=body).select_related("organisation__parent__parent")


def lives(seat, on):
    """Whether a seat was there on a day."""
    return (seat.starts is None or seat.starts <= on) and (seat.ends is None or on <= seat.ends)


def meeting_line(meeting, rows, seats, rule):
    of_members = [row for row in rows if row.seat_id and row.seat.capacity in MEMBERS]
    return MeetingLine(
        meeting=meeting,
        tally=reckoning.tally(row.mark for row in of_members),
        quorate=reckoning.quorate(places(meeting, rows, seats), rule),
        visitors=tuple(row for row in rows if row.seat_id is None),
    )


def places(meeting, rows, seats):
    """The voting places of a meeting with their marks; those of seats without any mark too."""
    given = grouped((row.seat_id, row) for row in rows if row.seat_id)
    for seat in seats:
        if seat.capacity not in MEMBERS or not (seat.pk in given or lives(seat, meeting.at_latest)):
            continue
        by_place = {row.place: row.mark for row in given.get(seat.pk, ())}
        known = range(1, max([seat.number or 1, *by_place]) + 1)
        for place in known:
            yield reckoning.VotingPlace(
                mark=by_place.get(place, ""),
                stands_for=frozenset(stands_for(seat.organisation)),
                chairs=seat.office != Seat.Office.NONE,
            )


def stands_for(organisation: Organisation | None):
    """An organisation and those it is a department of."""
    while organisation:
        yield organisation.pk
        organisation = organisation.parent


def rule_of(body) -> reckoning.QuorumTerms:
    """The rule by which a body's quorum is reckoned; one that says nothing if none is recorded."""
    row = QuorumRule.objects.filter(body=body).prefetch_related("quorumorganisation_set").first()
    if row is None:
        return reckoning.QuorumTerms()
    return reckoning.QuorumTerms(
        least=row.least,
        share=row.share,
        needed=tuple(each.organisation_id for each in row.quorumorganisation_set.all()),
        chair=row.chair,
        deputies=row.deputies,
        online=row.online,
    )
