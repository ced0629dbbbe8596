"""The sheets about meetings: the agenda of one, and the report on who came."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from forwardplan import attending, years
from forwardplan.models import WITH_NAMES, AgendaItem, Meeting
from forwardplan.office import MEETING, times
from kit import clock, periods
from kit.wording import counted
from lscb.office.printing.sheet import BOX, Sheet, SheetView, table
from membership.models import Body
from publications.compose.meetings import attendance_of
from publications.sections.meetings import attendance_blocks


class AgendaSheet(SheetView):
    """What one meeting will consider, for the table; what became of it where that is recorded."""

    def sheet(self, pk):
        meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
        items = AgendaItem.objects.filter(meeting=meeting).select_related(*WITH_NAMES, "deferred_from")
        rows = [
            (str(number), item_words(item), str(item.owner or ""), str(item.goal or ""), outcome(item))
            for number, item in enumerate(items, start=1)
        ]
        recorded = any(item.outcome for item in items)
        columns = [
            ("No.", "", 5),
            ("Item", "", 40),
            ("Brought by", "", 15),
            ("Serves", "", 25),
            ("Outcome", "" if recorded else BOX, 15),
        ]
        # A column in which nothing stands takes no room; the outcome is for the pen.
        used = [place for place in range(5) if place in (0, 1, 4) or any(row[place] for row in rows)]
        papers = periods.day(meeting.papers_due) if meeting.papers_due else ""
        return Sheet(
            heading="Agenda",
            under=f"{meeting.body}, {when(meeting)}",
            facts=(
                ("Time", times(meeting) or "not given"),
                ("Place", meeting.venue or "not given"),
                *((("Papers due", papers),) if papers else ()),
                *((("Papers", meeting.papers_where),) if meeting.papers_where else ()),
                *((("Quorum", meeting.body.quorum),) if meeting.body.quorum else ()),
            ),
            blocks=(
                (
                    table(
                        "agenda",
                        "To be considered",
                        [columns[place] for place in used],
                        [("", [[row[place] for place in used] for row in rows])],
                        row_header=1,
                    ),
                )
                if rows
                else ()
            ),
            notes=() if rows else ("No agenda is recorded.",),
            back=MEETING.address(meeting),
            back_words="Meetings",
        )


def when(meeting):
    fixed = meeting.on or not meeting.month
    words = meeting.when if fixed else f"{meeting.when}, day not fixed"
    return f"{words} (cancelled)" if meeting.state == Meeting.State.CANCELLED else words


def item_words(item):
    """An item, and where it comes from if it was put off."""
    if not item.deferred_from:
        return item.title
    often = f", {counted(item.times_deferred, 'time')}" if item.times_deferred > 1 else ""
    return f"{item.title}\n\nDeferred from {item.deferred_from.when}{often}"


def outcome(item):
    return item.get_outcome_display() if item.outcome else ""


class AttendanceReportSheet(SheetView):
    """How often each seat and organisation was at the meetings of a year or a reporting period, by role."""

    def sheet(self, key):
        body = get_object_or_404(Body, key=key)
        known = list(body.meeting_set.all())
        choices = years.spans_of(known)
        span = years.chosen(choices, self.request.GET.get("of"), clock.today())
        some = years.meetings_in(span, known)
        register = attending.register(body, some)
        cancelled = [meeting for meeting in some if meeting.state == Meeting.State.CANCELLED]
        both = register.whole.with_deputy
        visitors = [
            (str(line.meeting), visitor.role, visitor.why) for line in register.meetings for visitor in line.visitors
        ]
        return Sheet(
            heading="Attendance report",
            under=f"{body}, {span.words}" if span else body.name,
            facts=(
                ("Meetings counted", str(len(register.meetings))),
                *((("Cancelled, not counted", str(len(cancelled))),) if cancelled else ()),
                *((("All members", f"{both.share}% of {both.base} places, deputies counted"),) if both.base else ()),
                *((("Quorum", body.quorum),) if body.quorum else ()),
            ),
            blocks=(
                *attendance_blocks("report", attendance_of(register)),
                *((table("visiting", "Also there, without a seat", VISITORS, [("", visitors)]),) if visitors else ()),
            ),
            back=reverse("office-meetings"),
            back_words="Meetings",
            others=tuple((f"?of={each.name}", each.words) for each in choices if each != span),
        )


VISITORS = (("Meeting", "", 25), ("Role", "", 35), ("Why", "", 40))
