"""What the office edits of the meetings ahead."""

from django.urls import path, reverse, reverse_lazy

from forwardplan import forms, models
from kit import periods
from kit.called import say
from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, page
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


MEETING = Kind(
    form=forms.MeetingForm,
    place=page("office-meetings"),
    paper=attendance_sheet,
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
    place=page("office-meetings"),
    may=May.EDIT,
    found_by=("meeting.when",),
    columns=(
        RowColumn("Item", "title"),
        RowColumn("Owner", lambda item: str(item.owner or "")),
        RowColumn("Serves", served),
        RowColumn("Outcome", lambda item: item.get_outcome_display() if item.outcome else ""),
    ),
)
KINDS = (MEETING, STANDING, AGENDA)


class Meetings(OfficePage):
    """The meetings of each body with their agendas, and what comes again and again."""

    heading = "Meetings"
    lead = "Each meeting with its agenda, and what comes on every agenda."
    paper = (reverse_lazy("print-forward-plan"), "Print the forward plan")

    def listings(self):
        bodies = list(Body.objects.all())
        meetings = list(models.Meeting.objects.select_related("body"))
        items, standing_items = (
            model.objects.select_related(*models.WITH_NAMES) for model in (models.AgendaItem, models.StandingItem)
        )
        agendas = grouped((item.meeting_id, item) for item in items)
        standing = grouped((item.body_id, item) for item in standing_items)
        of_body = grouped((meeting.body_id, meeting) for meeting in meetings)
        # A body of which there is something stands here; the board always does, so that its first meeting has a place.
        shown = [body for body in bodies if body.pk in of_body or body.pk in standing or body.kind == Body.Kind.BOARD]

        def agenda(meeting):
            return [
                Listing(AGENDA, agendas.get(meeting.pk, []), "Agenda", {"meeting": meeting}, level=5, to=str(meeting))
            ]

        for body in shown or bodies[:1]:
            known, name, rows = {"body": body}, body.name, of_body.get(body.pk, [])
            yield Listing(MEETING, rows, f"Meetings: {name}", known, agenda, to=name, pasted="meetings")
            yield Listing(STANDING, standing.get(body.pk, []), f"Standing items: {name}", known, to=name)

    def get_context_data(self, **kwargs):
        if not Body.objects.exists():
            kwargs["lead"] = say("First add the {body} under Members; then its meetings have a place here.")
        return super().get_context_data(**kwargs)


urlpatterns = [path("meetings/", Meetings.as_view(), name="office-meetings")]
