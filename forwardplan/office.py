"""What the office edits of the meetings ahead."""

from collections import Counter
from dataclasses import replace

from django.urls import path, reverse, reverse_lazy

from forwardplan import forms, models
from kit import clock, periods
from kit.called import say
from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, knowing, page
from kit.wording import counted, listed, per_cent
from membership.models import Body
from membership.pages import OfficePage
from membership.roles import May


def times(meeting):
    return periods.times(meeting.starts_at, meeting.ends_at)


def month(meeting):
    return periods.month_in_figures(meeting.year, meeting.month)


def served(item):
    return str(item.goal) if item.goal else ""


def attendance_sheet(meeting):
    return reverse("print-attendance", args=[meeting.pk]), "Print the attendance sheet"


def meeting_pages(meeting):
    """The agenda for the table, who was there or will be, and what was decided and dealt with."""
    yield reverse("print-agenda", args=[meeting.pk]), "Print the agenda"
    if meeting.state != models.Meeting.State.CANCELLED:
        yield reverse("attendance", args=[meeting.pk]), "Who was there"
        yield reverse("office-decisions", args=[meeting.pk]), "Decisions and actions"


def item_deeds(item):
    yield reverse("item-move", args=[item.pk]), "Move to another meeting"


def put_off(item):
    """From which meeting an item was deferred, and how often that happened."""
    if not item.deferred_from:
        return f"{counted(item.times_deferred, 'time')}" if item.times_deferred else ""
    return f"{item.deferred_from}{f', {item.times_deferred} times' if item.times_deferred > 1 else ''}"


def enough(rule):
    """How many have to be there, in words."""
    heads = [
        f"{counted(rule.least, 'member')}" if rule.least else "",
        f"{per_cent(rule.share, 0)} of the filled seats" if rule.share else "",
        "the chair or a vice chair" if rule.chair else "",
    ]
    return listed([words for words in heads if words]) or "Only that the organisations below are there"


def not_counted(rule):
    left = [
        words
        for counts, words in ((rule.deputies, "deputies"), (rule.online, "those online or by phone"))
        if not counts
    ]
    return listed(left).capitalize()


def attendance_page(row):
    return reverse("attendance", args=[row.meeting_id])


def in_year(meeting):
    """The page with the meetings of a meeting's year and its own agenda; where a board has few, all stand on it."""
    return knowing(reverse("office-meetings"), {"year": meeting and meeting.year, "meeting": meeting})


MEETING = Kind(
    form=forms.MeetingForm,
    place=in_year,
    paper=attendance_sheet,
    leads=meeting_pages,
    may=May.EDIT,
    found_by=("when",),
    columns=(
        RowColumn("When", lambda meeting: meeting.when, month=month),
        RowColumn("Label", "label"),
        RowColumn("Times", times),
        RowColumn("Venue", "venue"),
        RowColumn("Papers due", "papers_due"),
        RowColumn("Papers", "papers_where"),
        RowColumn("State", "state"),
    ),
)
STANDING = Kind(
    form=forms.StandingItemForm,
    place=page("office-meetings"),
    may=May.EDIT,
    as_table=True,
    columns=(
        RowColumn("Item", "title"),
        RowColumn(
            "On which agendas",
            lambda item: f"In months {item.months}" if item.months else item.get_rule_display(),
            tells=("months",),
        ),
        RowColumn("Owner", lambda item: str(item.owner or "")),
        RowColumn("Serves", served),
    ),
)
AGENDA = Kind(
    form=forms.AgendaItemForm,
    place=lambda item: in_year(item and item.meeting),
    may=May.EDIT,
    found_by=("meeting.when",),
    deeds=item_deeds,
    columns=(
        RowColumn("Item", "title"),
        RowColumn("Owner", lambda item: str(item.owner or "")),
        RowColumn("Serves", served),
        RowColumn("Outcome", lambda item: item.get_outcome_display() if item.outcome else ""),
        RowColumn("Deferred from", put_off),
    ),
)
ATTENDANCE = Kind(
    form=forms.AttendanceForm,
    place=attendance_page,
    may=May.EDIT,
    found_by=("meeting.when",),
    columns=(
        RowColumn("Who", lambda row: str(row.seat or row.role), tells=("role",)),
        RowColumn("Mark", "mark"),
        RowColumn("Role of the deputy", lambda row: row.role if row.seat_id else ""),
        RowColumn("Why", "why"),
    ),
)
QUORUM = Kind(
    form=forms.QuorumRuleForm,
    place=page("office-meetings"),
    may=May.EDIT,
    only_one=True,
    columns=(RowColumn("Needed", enough), RowColumn("Not counted", not_counted)),
)
QUORUM_ORGANISATION = Kind(
    form=forms.QuorumOrganisationForm,
    place=page("office-meetings"),
    may=May.EDIT,
    columns=(RowColumn("Organisation", str),),
)
KINDS = (MEETING, STANDING, AGENDA, ATTENDANCE, QUORUM, QUORUM_ORGANISATION)


MOST_MEETINGS, MOST_ITEMS = 40, 40  # on a page that shows all of them


class Meetings(OfficePage):
    """The meetings of each body with their agendas, and what comes again and again.

    Where there are many, those of this year and later, and of each year before on a page of its own; where their
    agendas are long, that of the meeting which the address names, or of the next one, and a link to each other.
    """

    heading = "Meetings"
    lead = "Each meeting with its agenda, and what comes on every agenda."
    template_name = "office/meetings.html"
    paper = (reverse_lazy("print-forward-plan"), "Print the forward plan")

    def listings(self):
        bodies = list(Body.objects.all())
        meetings, self.years = self.of_the_year()
        items, standing_items = (
            model.objects.select_related(*names)
            for model, names in (
                (models.AgendaItem, (*models.WITH_NAMES, "deferred_from")),
                (models.StandingItem, models.WITH_NAMES),
            )
        )
        rules = grouped((rule.body_id, rule) for rule in models.QuorumRule.objects.all())
        wanted = models.QuorumOrganisation.objects.select_related(*QUORUM_ORGANISATION.joins)
        needed = grouped((row.quorum_id, row) for row in wanted)
        there = items.filter(meeting__in=[meeting.pk for meeting in meetings])
        sizes = Counter(there.order_by().values_list("meeting", flat=True))
        is_long = sizes.total() > MOST_ITEMS and "csv" not in self.request.GET
        opened = self.opened(meetings) if is_long else None
        items = items.filter(meeting=opened) if is_long else there
        agendas = grouped((item.meeting_id, item) for item in items)
        standing = grouped((item.body_id, item) for item in standing_items)
        of_body = grouped((meeting.body_id, meeting) for meeting in meetings)
        that_meet = set(models.Meeting.objects.order_by().values_list("body", flat=True)) if self.years else of_body
        # A body of which there is something stands here; the board always does, so that its first meeting has a place.
        shown = [body for body in bodies if body.pk in that_meet or body.pk in standing or body.kind == Body.Kind.BOARD]

        def agenda(meeting):
            rows, known = agendas.get(meeting.pk, []), {"meeting": meeting}
            is_shown = meeting == opened or not is_long
            return [Listing(AGENDA, rows, "Agenda", known, level=5, to=str(meeting))] if is_shown else []

        def leads(meeting):
            if is_long and meeting != opened:
                items = counted(sizes[meeting.pk], "item") if sizes[meeting.pk] else "no item yet"
                yield MEETING.address(meeting), f"Agenda, {items}"
            yield from meeting_pages(meeting)

        kind = replace(MEETING, leads=leads)
        if is_long:
            self.lead = "One agenda is open at a time, at first that of the next meeting; each other is a link away."

        def organisations(rule):
            heading = "Has to be represented"
            return [Listing(QUORUM_ORGANISATION, needed.get(rule.pk, []), heading, {"quorum": rule}, level=5)]

        for body in shown or bodies[:1]:
            known, name, rows = {"body": body}, body.name, of_body.get(body.pk, [])
            yield Listing(kind, rows, f"Meetings: {name}", known, agenda, to=name, pasted="meetings")
            yield Listing(STANDING, standing.get(body.pk, []), f"Standing items: {name}", known, to=name)
            lead = f"In the body’s own words: {body.quorum}" if body.quorum else ""
            yield Listing(QUORUM, rules.get(body.pk, []), f"Quorum: {name}", known, organisations, lead=lead, to=name)

    def opened(self, meetings):
        """Whose agenda is open: the meeting that the address names, or else the next one; None if all are over."""
        named, today = self.request.GET.get("meeting"), clock.today()
        ahead = [row for row in meetings if row.state == row.State.PLANNED and row.at_latest >= today]
        asked = [row for row in meetings if str(row.pk) == named]
        return next(iter(asked + sorted(ahead, key=lambda row: row.at_latest)), None)

    def of_the_year(self):
        """The meetings that are shown, and the links to the other years if there are too many to show all."""
        rows = models.Meeting.objects.select_related("body")
        years = list(models.Meeting.objects.order_by("-year").values_list("year", flat=True))
        # A file for a spreadsheet has all.
        if len(years) <= MOST_MEETINGS or "csv" in self.request.GET:
            return list(rows), ()
        now = clock.today().year
        former = {str(year): year for year in years if year < now}
        year = former.get(self.request.GET.get("year"), now)
        links = [
            {"address": f"?year={each}", "words": words, "current": year == each}
            for words, each in {f"{now} and later": now, **former}.items()
        ]
        return list(rows.filter(year=year) if year < now else rows.filter(year__gte=now)), links

    def get_context_data(self, **kwargs):
        main = Body.objects.first()
        if main is None:
            kwargs["lead"] = say("First add the {body} under Members; then its meetings have a place here.")
        return super().get_context_data(main=main, **kwargs) | {"years": self.years}


urlpatterns = [path("meetings/", Meetings.as_view(), name="office-meetings")]
