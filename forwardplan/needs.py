"""What the meetings ahead need, what was left of those that are over, and what was to be done by now."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from forwardplan.models import AgendaItem, Attendance, Challenge, Meeting
from kit.called import say
from kit.grouping import grouped
from kit.needs import Need
from kit.wording import counted, cut, listed
from kit.written import written_once
from membership.models import Body, Party, Seat
from membership.roles import May
from priorities import gaps
from priorities.models import Action, Finding

# Within so many days a meeting that is ahead is prepared.
AHEAD = timedelta(days=56)
MEETS = timedelta(days=14)
# Meetings that were held are seen for so many years in the strip of the year.
SEEN = 2


def recent(day):
    """All planned meetings, and those held in the last years, each with its body and how much stands on its agenda."""
    return planned_or_held_from(day.today.year - SEEN)


@written_once
def planned_or_held_from(year):
    late = Q(state=Meeting.State.HELD, year__gte=year)
    rows = Meeting.objects.filter(Q(state=Meeting.State.PLANNED) | late).select_related("body")
    return rows.annotate(
        items=counted_rows(AgendaItem, meeting=OuterRef("pk")),
        marks=counted_rows(Attendance, meeting=OuterRef("pk")),
        seats=Exists(Seat.objects.filter(body=OuterRef("body"))),
    )


def counted_rows(model, **of):
    """How many rows of a table are a meeting's."""
    rows = model.objects.filter(**of).order_by().values("meeting")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def planned(day):
    """All planned meetings, each with its body and the number of its items."""
    return [row for row in day.ask(recent) if row.state == Meeting.State.PLANNED]


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


def attendance(day):
    """Each meeting that was held lately and of which nobody is marked."""
    for row in day.ask(recent):
        if row.state == Meeting.State.HELD and day.today - AHEAD <= row.at_latest and row.seats and not row.marks:
            address = reverse("attendance", args=[row.pk])
            yield need(row, "who was there is not recorded", "Mark who was there", address, soon=True)


def need(meeting, lacks, deed, address, **when):
    return Need(what=f"{meeting.body}, {meeting.named}: {lacks}", address=address, deed=deed, may=May.EDIT, **when)


def edit(meeting):
    return reverse("row-edit", args=["meeting", meeting.pk])


def on_page(meeting):
    return f"{reverse('office-meetings')}?year={meeting.year}&meeting={meeting.pk}#meeting-{meeting.pk}"


class Owed(NamedTuple):
    """Something that was to be done by a day: an action, a finding to be seen to, or an answer to a challenge."""

    sort: str
    year: int | None
    number: int | None
    words: str
    due: date
    party: int | None
    place: str
    pk: int

    def __str__(self):
        if self.sort == "findings":
            return self.words
        return f"{self.year}/{self.number} {self.words}" if self.year else f"{self.number}. {self.words}"


# What is said of one and of several, what the button does, and where it leads: the address and its arguments.
SORTS = {
    "actions": ("action is overdue", "actions are overdue", "Update", "office-actions"),
    "findings": (
        "finding has no word on what came of it",
        "findings have no word on what came of them",
        "Say what came of it",
        "office-evidence",
    ),
    "challenges": ("answer to a challenge is due", "answers to challenges are due", "Enter", "office-challenges"),
}


# What a row is called in the address of its place on the page.
ANCHORS = {"actions": "action", "findings": "finding", "challenges": "challenge"}


def owed(day):
    """All that is overdue, and answers due within two weeks: one question to the database."""
    return sorted((Owed(*row) for row in due_by(day.today)), key=lambda each: (each.due, each[:4]))


@written_once
def due_by(today):
    number = Cast(Value(None), IntegerField())  # PostgreSQL takes a bare NULL for text
    everything = (
        Action.objects.overdue(today).values_list(
            Value("actions"), number, F("number"), F("words"), F("due"), F("actionlead__party"), Value(""), F("pk")
        ),
        Finding.objects.overdue(today).values_list(
            Value("findings"), number, number, F("words"), F("due"), F("owner"), F("period__key"), F("pk")
        ),
        Challenge.objects.awaiting()
        .filter(response_due__lte=today + MEETS)
        .values_list(
            Value("challenges"), F("year"), F("number"), F("issue"), F("response_due"), F("to"), Value(""), F("pk")
        ),
    )
    first, *others = (rows.order_by() for rows in everything)
    return first.union(*others, all=True)


def figures_owed(day):
    """The figures that are owed and that no open round asks for; see `priorities.gaps.unasked`."""
    return gaps.unasked(day.today)


def who_owes(day):
    """The names of those who owe anything, by the number of the party; of None, which is nobody, an empty one."""
    numbers = {row.party for row in day.ask(owed)} | day.ask(figures_owed).keys()
    parties = Party.objects.select_related(*Party.named_by).in_bulk(numbers - {None})
    return {None: ""} | {number: str(party) for number, party in parties.items()}


def overdue(day):
    """What somebody owes, a line for each sort and for those who owe it together."""
    names, who = day.ask(who_owes), {}
    for row in day.ask(owed):
        who.setdefault(row._replace(party=None), []).append(names[row.party])
    together = grouped(((row.sort, row.place, listed(parties)), row) for row, parties in who.items())
    for (sort, place, owners), rows in together.items():
        one, many, deed, page = SORTS[sort]
        # What stands alone is led to itself, several to their list.
        alone = f"?with={rows[0].pk}#{ANCHORS[sort]}-{rows[0].pk}" if len(rows) == 1 else ""
        yield Need(
            what=counted(len(rows), one, many),
            turn=owners or "Nobody named",
            more=tuple(cut(row, 160) for row in rows),
            due=rows[0].due,
            address=reverse(page, args=[place] if place else []) + alone,
            deed=deed,
            may=May.EDIT,
        )


SOURCES = (meetings, attendance, overdue)
