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


def meetings(today):
    """Each meeting of the next eight weeks that lacks a day, papers or an agenda; those whose day is near."""
    rows = list(Meeting.objects.select_related("body").annotate(items=Count("agendaitem")).ahead(today))
    for row in rows:
        if not row.on:
            if (row.year, row.month or 12) <= ((today + AHEAD).year, (today + AHEAD).month):
                yield need(row, "the day is not fixed", "Fix the day", edit(row))
            continue
        if row.on > today + AHEAD:
            continue
        if row.papers_due is None:
            yield need(row, "no day is set for the papers", "Say when they are due", edit(row), due=row.on)
        if not row.items:
            yield need(row, "the agenda is empty", "Write the agenda", on_page(row), due=row.papers_due or row.on)
        elif row.papers_due and row.papers_due >= today:
            yield need(row, "the papers are due", "See the agenda", on_page(row), due=row.papers_due)
        if row.on <= today + MEETS:
            sheet = reverse("print-attendance", args=[row.pk])
            yield need(row, "it meets", "Print the attendance sheet", sheet, due=row.on)
    of_board = Meeting.objects.filter(body__kind=Body.Kind.BOARD).exists()
    if of_board and not any(row.body.kind == Body.Kind.BOARD for row in rows):
        yield Need(
            what=say("No meeting of the board is planned from today on"),
            address=reverse("office-meetings"),
            deed="Add a meeting",
            may=May.EDIT,
        )


def left_open(today):
    """Meetings that are over and still stand as planned."""
    planned = Meeting.objects.filter(state=Meeting.State.PLANNED).select_related("body")
    for row in planned.exclude(pk__in=Meeting.objects.ahead(today).values("pk")):
        yield need(row, "it is over; was it held?", "Say whether it was held", edit(row))


def need(meeting, lacks, deed, address, due=None):
    return Need(what=f"{meeting.body}, {meeting.when}: {lacks}", address=address, deed=deed, may=May.EDIT, due=due)


def edit(meeting):
    return reverse("row-edit", args=["meeting", meeting.pk])


def on_page(meeting):
    return f"{reverse('office-meetings')}#meeting-{meeting.pk}"


SOURCES = (meetings, left_open)
