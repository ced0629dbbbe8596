"""The sheets: forward plan, budget, members, attendance to sign, the action log, and the request for figures."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

import finance.models
from finance import outlook
from finance.office import budget_lists, budget_page, outcome, shares_off
from finance.reckoning import total
from forwardplan.log import carried, next_meeting_day
from forwardplan.models import Meeting
from forwardplan.office import MEETING, times
from kit import clock, periods, spans, wording
from kit.called import say
from kit.grouping import grouped
from kit.wording import counted, listed, pounds
from lscb.members.dashboard import agreed
from lscb.office.printing.sheet import BOX, Sheet, SheetView, of_listing, table
from membership.models import Appointment, Board, Body, Party, ReportingPeriod, Seat
from priorities import gaps, log
from priorities.models import Action, Indicator

# How many lines are left for people who hold no seat, and for seats of which nobody says how many there are.
VISITORS, OF_UNKNOWN = 4, 2
BLANK = ("", "", "")
NOBODY = "Nobody named"


class ForwardPlanSheet(SheetView):
    """The meetings ahead with their agendas, body by body."""

    def sheet(self):
        today = clock.today()
        ahead = Meeting.objects.ahead(today).select_related("body").with_agenda()
        ahead = ahead.order_by("body__position", "body__pk", *Meeting._meta.ordering)
        bodies = grouped((meeting.body.name, meeting) for meeting in ahead)
        columns = (("When", "", 20), ("To be considered", "", 50), ("Papers due", "", 15), ("Time and place", "", 15))
        blocks = [
            table("meetings", f"Meetings: {name}", columns, [("", map(self.row, meetings))])
            for name, meetings in bodies.items()
        ]
        return Sheet(
            heading="Forward plan",
            under=f"Meetings planned from {periods.day(today)} on",
            blocks=tuple(blocks),
            notes=() if blocks else ("No meeting is planned from this day on.",),
            back=reverse("office-meetings"),
            back_words="Meetings",
        )

    def row(self, meeting):
        items = "\n".join(f"- {item}" for item in meeting.agendaitem_set.all())
        when = meeting.when if meeting.on or not meeting.month else f"{meeting.when}, day not fixed"
        papers = periods.day(meeting.papers_due) if meeting.papers_due else "not given"
        place = "\n\n".join(filter(None, [times(meeting), meeting.venue]))
        return when, items or "No agenda is recorded.", papers, place or "not given"


class BudgetSheet(SheetView):
    """One year's money: who pays what, income, spending, and what is left. The lists are those of the office's page."""

    def sheet(self, key):
        budget = get_object_or_404(finance.models.Budget, key=key)
        reckoned = budget.reckoned()
        blocks = [of_listing(each) for each in budget_lists(budget, reckoned) if each.kind.as_table and each.rows]
        gaps = reckoned.gaps
        notes = [f"{counted(gaps, 'amount is', 'amounts are')} not recorded and not counted."] if gaps else []
        notes += [*outlook.lasting(reckoned, budget), *filter(None, [shares_off(reckoned.shares)])]
        return Sheet(
            heading=f"Budget {budget}",
            under=spans.life(budget),
            facts=(*reckoned.sums, ("Agreed", agreed(budget) or "not recorded")),
            blocks=tuple(blocks),
            notes=tuple(notes) if blocks else ("Nothing is recorded of this year.",),
            back=budget_page(budget),
            back_words=f"Budget {budget}",
        )


class SplitSheet(SheetView):
    """A cost as it was split: what each is asked for and by what, for the letter, and what came of it."""

    def sheet(self, pk):
        split = get_object_or_404(
            finance.models.CostSplit.objects.select_related("budget").prefetch_related("costpart_set"), pk=pk
        )
        parts = list(split.costpart_set.all())
        told = any(part.outcome for part in parts)
        columns = (("Who pays", "", 45), ("By", "figure", 15), ("Amount", "figure", 20), ("What came of it", "", 20))
        rows = [(str(part), part.by, pounds(part.amount), outcome(part)) for part in parts]
        kept = slice(4 if told else 3)
        return Sheet(
            heading=split.what,
            under=f"By the contributions of {split.budget}",
            facts=(
                ("Cost", pounds(split.cost)),
                *((("Asked for on", periods.day(split.asked_on)),) if split.asked_on else ()),
                *((("What came of it", split.outcome),) if split.outcome else ()),
            ),
            blocks=(
                (
                    table(
                        "split",
                        "Who pays what",
                        columns[kept],
                        [("", [row[kept] for row in rows])],
                        totals=[("Total", "", total(part.amount for part in parts).words, "")[kept]],
                    ),
                )
                if parts
                else ()
            ),
            notes=() if parts else ("Nobody is asked for a part of it.",),
            back=budget_page(split),
            back_words=f"Budget {split.budget}",
        )


class MembersSheet(SheetView):
    """Every body with its seats, whom they represent, and who sits there."""

    def sheet(self):
        today = clock.today()
        seats = seats_of(self.request.user, today).select_related("body")
        bodies = grouped(
            (seat.body.name, (seat_words(seat), beside(seat), holders(seat)))
            for seat in seats.order_by("body__position", "body__pk", "position", "pk")
        )
        columns = (("Seat", "", 40), ("Organisation", "", 45), ("Who", "", 15))
        return Sheet(
            heading="Members",
            under=say("As recorded on {day}. For members of the {body}; not for the public.", day=periods.day(today)),
            blocks=(table("members", "Seats by body", columns, bodies.items()),) if bodies else (),
            notes=() if bodies else ("No seat is recorded.",),
            back=reverse("office-members"),
            back_words="Members",
        )


class AttendanceSheet(SheetView):
    """Who should be at a meeting, with a line for each signature, and room for deputies, apologies and visitors."""

    def sheet(self, pk):
        meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
        day = meeting.on or clock.today()
        rows = [
            (
                ", ".join(filter(None, [seat_words(seat, counting=False).rstrip(", "), beside(seat)])),
                holders(seat, ""),
                *BLANK,
            )
            for seat in seats_of(self.request.user, day).filter(body=meeting.body).order_by("position", "pk")
            for _ in range(min(seat.number or (OF_UNKNOWN if seat.number_unknown else 1), 10))
        ]
        columns = (
            ("Seat", "", 40),
            ("Name", "", 15),
            ("Signature", BOX, 20),
            ("Deputy’s name", BOX, 15),
            ("Apologies", BOX, 10),
        )
        visiting = (("Also present: name", BOX, 40), ("From", BOX, 30), ("Signature", BOX, 30))
        return Sheet(
            heading="Attendance",
            under=f"{meeting.body}, {meeting.named}",
            facts=(
                ("Time", times(meeting) or "not given"),
                ("Place", meeting.venue or "not given"),
                *((("Quorum", meeting.body.quorum),) if meeting.body.quorum else ()),
            ),
            blocks=(
                *((table("attendance", "Members", columns, [("", rows)]),) if rows else ()),
                table("visitors", "Also present", visiting, [("", [BLANK] * VISITORS)]),
            ),
            notes=() if rows else (f"No seat is recorded for {meeting.body}.",),
            back=MEETING.address(meeting),
            back_words="Meetings",
        )


class ActionsSheet(SheetView):
    """What is open of the action log, for the table: overdue first, with room for what the meeting says.

    It can be looked at as the log can.
    """

    def sheet(self):
        today = clock.today()
        until = next_meeting_day(today)
        rows = log.in_order(carried(Action.objects.still_open().with_all()), today)
        found = {
            name: (words, [row for row in rows if is_meant(row, today, until)])
            for name, (words, is_meant) in log.VIEWS.items()
            if name != log.CLOSED
        }
        asked = self.request.GET.get("show", "")
        asked = asked if asked in found else ""
        words, meant = found[asked]
        shown, cut_short, to_all = self.beginning(meant, show=asked)
        late = sum(row.is_overdue(today) for row in rows)
        lines = [logged(row, today) for row in shown]
        return Sheet(
            heading=f"Action log: {words.lower()}" if asked else "Action log",
            under=say("As recorded on {day}. For members of the {body}; not for the public.", day=periods.day(today)),
            facts=(("Open", str(len(rows))), ("Overdue", str(late)), *cut_short),
            blocks=(table("actions", f"Actions: {words.lower()}", ACTIONS, [("", lines)]),) if lines else (),
            notes=() if lines else ("There is no such action." if rows else "No action is open.",),
            back=reverse("office-actions"),
            back_words="Actions",
            others=(
                *to_all,
                *(
                    (f"?show={name}" if name else self.request.path, f"{words.lower()} ({len(of_it)})")
                    for name, (words, of_it) in found.items()
                    if of_it and name != asked
                ),
            ),
            others_are="Other choices",
        )


ACTIONS = (
    ("No.", "code", 5),
    ("Action", "", 30),
    ("Who leads", "", 15),
    ("By when", "", 15),
    ("Last heard", "", 20),
    ("Said at the meeting", BOX, 15),
)


def logged(action, today):
    """A line of the log: what is to be done and for which goal, by whom, by when, and what was heard of it last."""
    carried_over = f"Carried over {counted(action.carried, 'time')}" if action.carried else ""
    serves = f"Serves {wording.cut(action.goal)}" if action.goal else ""
    heard = (log.rating(action, today) or "Not rated", log.heard(action), carried_over)
    return (
        str(action.number),
        "\n\n".join(filter(None, [str(action), serves])),
        listed(log.leads(action)) or "nobody named",
        log.due(action, today) or "not given",
        "\n\n".join(filter(None, heard)),
        "",
    )


class Request(SheetView):
    """The figures that somebody owes, with a box for each, by when, and where they are sent."""

    def sheet(self, party):
        owner = get_object_or_404(Party.objects.select_related(*Party.named_by), pk=party)
        today = clock.today()
        owed = next(iter(gaps.by_party(today, owner.pk).values()), [])
        rows = list(asked(owed, last_period(today)))
        return Sheet(
            heading=f"Figures asked of {owner}",
            under=f"As recorded on {periods.day(today)}",
            facts=(("Please send them by", by_when(owed, today)), ("To", send_to())),
            blocks=(table("request", "Figures", REQUEST, [("", rows)]),) if rows else (),
            notes=(
                *(() if rows else ("No figure is owed at present.",)),
                "Where there is no figure, please say why: not available, withheld, or nobody counts it. "
                "A blank is not a nought.",
                say("Please send numbers only. No names and nothing that tells who {somebody} is."),
            ),
            lines=("Filled in by", "Date"),
            back=reverse("office-figures"),
            back_words="Figures",
        )


class GapsSheet(SheetView):
    """The figures that are missing, a group for each who owes some; or those of one of them, if the address says it."""

    def sheet(self):
        today = clock.today()
        owing = gaps.by_owner(today)
        asked = self.request.GET.get("by", "")
        asked = asked if asked in owing else ""
        meant = {asked: owing[asked]} if asked else owing
        shown, cut_short, to_all = self.beginning([line for _, lines in meant.values() for line in lines], by=asked)
        groups = grouped((gap.owed_by or NOBODY, self.row(gap)) for gap in gaps.told(shown, today))
        return Sheet(
            heading="Figures that are missing",
            under=f"As recorded on {periods.day(today)}",
            facts=(("Missing", f"{sum(len(lines) for _, lines in meant.values()):,}"), *cut_short) if groups else (),
            blocks=(table("missing", "Figures that are missing", MISSING, groups.items()),) if groups else (),
            notes=() if groups else ("No figure is missing.",),
            back=reverse("figure-gaps"),
            back_words="Figures that are missing",
            others=(
                *to_all,
                *(((self.request.path, "whoever owes them"),) if asked else ()),
                *(
                    (f"?by={number}", f"{name or NOBODY} ({len(lines):,})")
                    for number, (name, lines) in owing.items()
                    if len(owing) > 1 and number != asked
                ),
            ),
            others_are="Other choices",
        )

    def row(self, gap):
        why = f"{gap.why}: {wording.going_on(gap.reason)}" if gap.reason else gap.why
        since = periods.day(gap.since) if gap.since else "not known"
        return gap.name, why, gap.last or "none", since, gap.chased or "no"


MISSING = (
    ("Figure", "", 30),
    ("Why there is none", "", 25),
    ("Last figure", "", 15),
    ("Missing since", "", 15),
    ("Promised, reminded", "", 15),
)
REQUEST = (
    ("What is counted", "", 30),
    ("How", "", 15),
    ("For the period", "", 10),
    ("Last figure", "", 15),
    ("Figure", BOX, 10),
    ("Why there is none, or a note", BOX, 20),
)


def asked(rows, period):
    """The lines of a request: what is counted and how, for which period, and what the last figure was."""
    indicators = Indicator.objects.in_bulk([gap.pk for gap in rows])
    for gap in rows:
        indicator = indicators[gap.pk]
        how = "\n\n".join(filter(None, [indicator.definition, indicator.get_unit_display(), indicator.frequency]))
        wanted = [f"{of}, by {periods.day(due)}" if due else of for of, due in gap.asked]
        for of in wanted or [gap.period or period]:
            yield gap.name, how, of, gap.last or "none", "", ""


def last_period(today):
    """The reporting period that runs or was the last to end, in words; empty if none is recorded."""
    began = [row for row in ReportingPeriod.objects.all() if not row.starts or row.starts <= today]
    found = spans.meant(began, today)
    return str(found.row) if found else ""


def by_when(rows, today):
    """The first day by which a round asks for them, else that of the board's papers; empty if neither is known."""
    if days := sorted(due for gap in rows for _, due in gap.asked if due):
        return periods.day(days[0]) + ("; that day is over" if days[0] < today else "")
    meeting = Meeting.objects.ahead(today).filter(body__kind=Body.Kind.BOARD, papers_due__gte=today).first()
    return f"{periods.day(meeting.papers_due)}, for the meeting in {meeting.when}" if meeting else ""


def send_to():
    board = Board.objects.first()
    ways = [board.name, board.contact_email, board.contact_telephone] if board else []
    return ", ".join(way for way in ways if way)


# Seats


def seats_of(person, day):
    """The seats of the bodies that exist on a day, each with who holds it then, as far as this person may know."""
    known = Appointment.objects.visible_to(person)
    return Seat.objects.existing(day).filter(body__in=Body.objects.existing(day)).with_holders(day, known)


def seat_words(seat, *, counting=True):
    """A seat with its office and how many of it there are: Chair (Independent chair); Lay members, 2 seats."""
    office = "" if seat.office == Seat.Office.NONE or not seat.role else f" ({seat.get_office_display()})"
    number = "several seats" if seat.number_unknown else counted(seat.number, "seat") if seat.number else ""
    return ", ".join(filter(None, [f"{seat}{office}", number if counting else ""]))


def beside(seat):
    """The organisation of a seat, unless that is what the seat is called."""
    return "" if seat.organisation_name == str(seat) else seat.organisation_name


def holders(seat, without="not recorded"):
    """Who holds a seat, or that nobody does."""
    names = [row.name or row.get_state_display().lower() for row in seat.current if row.state != Appointment.State.LEFT]
    return listed(names) or without
