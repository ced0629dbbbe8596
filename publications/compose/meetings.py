"""The meetings of the publication's body: what each will consider, which goals that serves, and who came."""

from forwardplan import attending
from forwardplan.coverage import coverage as covered
from forwardplan.models import WITH_NAMES, Meeting
from kit.written import written_once
from publications.content import meetings as content

from .goals import referred_to
from .once import once
from .taken import taken


def forward_plan(publication, section, on):
    """The meetings in the publication's span."""
    rows = Meeting.objects.of(publication.body, publication.meetings_from, publication.meetings_to)
    meetings = list(rows.with_agenda())
    return content.ForwardPlan(
        body=publication.body.name,
        meetings=tuple(meeting(row, publication.plan_id) for row in meetings),
        standing_items=tuple(
            standing_item(row, meetings, publication.plan_id)
            for row in publication.body.standingitem_set.select_related(*WITH_NAMES)
        ),
    )


def meeting(row, plan):
    return taken(
        content.Meeting,
        row,
        label=str(row),
        items=tuple(
            taken(
                content.AgendaItem,
                item,
                standing=item.standing_item_id is not None,
                serves=referred_to(item.goal, plan),
            )
            for item in row.agendaitem_set.all()
        ),
    )


def standing_item(row, meetings, plan):
    on = [each for each in meetings if any(item.standing_item_id == row.pk for item in each.agendaitem_set.all())]
    is_as_ruled = on == [each for each in meetings if row.is_on_agenda_of(each)]
    named = "" if is_as_ruled else ", ".join(map(str, on)) or "None yet"
    return taken(content.StandingItem, row, meetings=named, serves=referred_to(row.goal, plan))


def span(publication):
    """From when to when a document tells of meetings: as it says itself, or else its reporting period."""
    first, last, period = publication.meetings_from, publication.meetings_to, publication.reporting_period
    return (first, last) if first or last or not period else (period.starts, period.ends)


def attendance(publication, section, on):
    """Who came to the meetings that were held in the publication's span, by the marks of seats."""
    rows = once(meetings_of, publication.body, *span(publication))
    return attendance_of(attending.register(publication.body, rows))


def meetings_of(body, first, last):
    """The meetings of a body from a day to another."""
    return meetings_between(body.pk, first, last)


@written_once
def meetings_between(body, first, last):
    return Meeting.objects.of(body, first, last)


def attendance_of(register):
    """A register as a document tells it: roles and organisations, with what each share is a share of."""
    return content.Attendance(
        body=register.body.name,
        meetings=tuple(
            content.MeetingAttendance(
                key=line.meeting.key,
                label=str(line.meeting),
                own=line.tally.own.number,
                deputies=line.tally.with_deputy.number - line.tally.own.number,
                base=line.tally.base,
                quorate=line.quorate.is_met,
                unmarked=line.quorate.unmarked,
            )
            for line in register.meetings
        ),
        organisations=tuple(
            content.OrganisationAttendance(
                name=line.name, number=line.rate.number, base=line.rate.base, share=line.rate.share
            )
            for line in register.organisations
        ),
        seats=tuple(seat(line) for line in register.seats),
        unrecorded=tuple(map(str, register.unrecorded)),
    )


def seat(line):
    own, both = line.tally.own, line.tally.with_deputy
    return content.SeatAttendance(
        key=line.seat.key,
        role=str(line.seat),
        organisation=attending.beside(line.seat),
        own=own.number,
        deputies=both.number - own.number,
        base=own.base,
        own_share=own.share,
        share=both.share,
        capacity=line.seat.capacity,
    )


def coverage(publication, section, on):
    """Which goals of the publication's plan the agendas of its span serve."""
    first, last = span(publication)
    found = covered(publication.plan, once(meetings_of, publication.body, first, last))
    return content.Coverage(
        body=publication.body.name,
        meetings=tuple(map(str, found.meetings)),
        goals=tuple(
            content.CoveredGoal(
                key=line.goal.key,
                kind=line.goal.kind,
                code=line.goal.code,
                title=line.goal.title,
                meetings=tuple(str(meeting) for meeting in found.meetings if meeting.pk in line.items),
            )
            for line in found.goals
        ),
        items=found.items,
        unsaid=found.unsaid,
        called=publication.plan.goals_called,
    )
