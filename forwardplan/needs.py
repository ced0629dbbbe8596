"""What the meetings ahead need, and what was left of those that are over."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse

from forwardplan.models import Meeting
from kit.called import say
from kit.needs import Need
from membership.models import Body
from membership.roles import May

# Within so many days a meeting that is ahead is prepared.
AHEAD = timedelta(days=56)
MEETS = timedelta(days=14)


def planned(day):
    """All planned meetings, each with its body and the number of its items."""
    rows = Meeting.objects.filter(state=Meeting.State.PLANNED).select_related("body")
    return list(rows.annotate(items=Count("agendaitem")))


def next_meeting(day):
    """The next meeting of the board itself; None if none is planned."""
    ahead = (row for row in day.ask(planned) if row.body.kind == Body.Kind.BOARD and row.at_latest >= day.today)
    return next(ahead, None)


def meetings(day):
    """Each meeting of the next eight weeks that lacks a day, papers or an agenda; those whose day is near.

    Those too that are over and still stand as planned.
    """
    today = day.today
    for row in day.ask(planned):
        if row.at_latest < today:
            yield need(row, "it is over; was it held?", "Say whether", edit(row), due=row.at_latest)
            continue
        if not row.on:
            if (row.year, row.month or 12) <= ((today + AHEAD).year, (today + AHEAD).month):
                yield need(row, "the day is not fixed", "Fix the day", edit(row), soon=True)
            continue
        if row.on > today + AHEAD:
            continue
        if row.papers_due is None:
            yield need(row, "no day is set for the papers", "Say when", edit(row), due=row.on)
        if not row.items:
            yield need(row, "the agenda is empty", "Write it", on_page(row), due=row.papers_due or row.on)
        elif row.papers_due and row.papers_due >= today:
            yield need(row, "the papers are due", "See the agenda", on_page(row), due=row.papers_due)
        if row.on <= today + MEETS:
            yield need(row, "it meets", "Print the sheet", reverse("print-attendance", args=[row.pk]), due=row.on)
    if next_meeting(day) is None and Meeting.objects.filter(body__kind=Body.Kind.BOARD).exists():
        yield Need(
            what=say("No meeting of the {body} is planned from today on"),
            soon=True,
            address=reverse("office-meetings"),
            deed="Add a meeting",
            may=May.EDIT,
        )


def need(meeting, lacks, deed, address, **when):
    return Need(what=f"{meeting.body}, {meeting.when}: {lacks}", address=address, deed=deed, may=May.EDIT, **when)


def edit(meeting):
    return reverse("row-edit", args=["meeting", meeting.pk])


def on_page(meeting):
    return f"{reverse('office-meetings')}#meeting-{meeting.pk}"


SOURCES = (meetings,)
