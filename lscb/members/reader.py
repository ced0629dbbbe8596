"""Who reads before a meeting: the seats and organisations that are theirs, and the meeting they were last at."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from forwardplan.models import Attendance, Meeting
from kit import clock
from kit.written import written_once
from membership.models import Appointment, Body, Organisation, Seat


@dataclass(frozen=True)
class MeetingReader:
    """A person on a day. `last` is the meeting since which is told, `was_there` whether a mark says they came.

    `of_organisations` are all seats of the organisations for which they sit, and `marks` the marks of these and of
    their own, each with its meeting.
    """

    day: date
    past: bool = False
    seats: tuple[Seat, ...] = ()
    of_organisations: tuple[Seat, ...] = ()
    marks: tuple[Attendance, ...] = ()
    last: Meeting | None = None
    was_there: bool = False
    next: Meeting | None = None
    before: tuple[Meeting, ...] = ()  # all that are over, the latest first
    ahead: tuple[Meeting, ...] = ()

    @property
    def since(self):
        """The day since which is told; None before the first meeting."""
        return self.last and self.last.at_latest

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations for which they sit, each once."""
        return tuple({seat.organisation_id: seat.organisation for seat in self.seats if seat.theirs}.values())

    @property
    def of_this_year(self):
        """The meetings of the year in which they read."""
        return [row for row in (*self.before, *self.ahead) if row.year == self.day.year]


def sits(person, today):
    """By what a person sits at a table today."""
    return Appointment.objects.sitting(today).filter(login=person)


def organisations_of(person, today):
    """The numbers of the organisations for which a person sits today; one that has ended is the office's to read."""
    return sits(person, today).for_organisations(today).order_by().values("seat__organisation")


@written_once
def board_meetings():
    """All meetings of the board itself that weren't cancelled."""
    rows = Meeting.objects.filter(body__kind=Body.Kind.BOARD).select_related("body")
    return rows.exclude(state=Meeting.State.CANCELLED)


@written_once
def seats_around(person, today):
    """The seats that somebody (by number) holds today, and those of the organisations for which they sit."""
    own, theirs = sits(person, today), organisations_of(person, today)
    return (
        Seat.objects.annotate(mine=Exists(own.filter(seat=OuterRef("pk"))), theirs=Q(organisation__in=theirs))
        .filter(Q(mine=True) | Q(theirs=True))
        .select_related("body", "organisation__parent__parent")
        .order_by("body__position", "body__pk", "position", "pk")
    )


def reader(person, day, meetings, *, past=False):
    """Who reads, on a day; `meetings` are those of the board.

    Of a day that is `past` what was planned then is planned, whether or not it was held.
    """
    seats = seats_around(person.pk, clock.today())
    own = {seat.pk for seat in seats if seat.mine}
    over = sorted((row for row in meetings if row.at_latest < day), key=lambda row: row.at_latest, reverse=True)
    marks = ()
    if seats:
        marks = Attendance.objects.filter(seat__in=seats, meeting__state=Meeting.State.HELD).select_related("meeting")
    came = {row.meeting_id for row in marks if row.seat_id in own and row.mark in Attendance.CAME}
    attended = [row for row in over if row.pk in came]
    recorded = [row for row in over if row.state == Meeting.State.HELD]
    ahead = [row for row in meetings if row.at_latest >= day and (past or row.state == Meeting.State.PLANNED)]
    return MeetingReader(
        day=day,
        past=past,
        seats=tuple(seat for seat in seats if seat.mine),
        of_organisations=tuple(seat for seat in seats if seat.theirs),
        marks=tuple(marks),
        last=next(iter(attended or recorded or over), None),
        was_there=bool(attended),
        next=next(iter(ahead), None),
        before=tuple(over),
        ahead=tuple(ahead),
    )
