"""What the office edits of the board itself: its settings, organisations, bodies, seats and who sits there."""

from django.db.models import Prefetch
from django.urls import path, reverse_lazy

from kit.called import say
from kit.kinds import Column, Kind, Listing, page
from kit.later import say_later
from kit.spans import life
from membership import forms, identity, models, second_factor
from membership.models.board import LIMITS
from membership.pages import Place
from membership.roles import May


def seat_office(seat):
    return "" if seat.office == models.Seat.Office.NONE else seat.get_office_display()


def limits_confirmed(page, form):
    """What limits the managers themselves is changed by somebody who has proved who they are a moment ago."""
    if LIMITS.isdisjoint(form.changed_data) or not form.is_valid() or not second_factor.must_confirm(page.request):
        return None
    return second_factor.keep_and_confirm(page)


BOARD = Kind(
    form=forms.BoardForm,
    only_one=True,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    confirms=limits_confirmed,
    columns=(
        Column("Name", "name"),
        Column("In running words", "short_name"),
        Column("In headings", "abbreviation"),
        Column("Area", "area"),
        Column("Website", "website"),
        Column("E-mail", "contact_email"),
        Column("Telephone", "contact_telephone"),
        Column("Address", "contact_address"),
        Column(say_later("Worried about {somebody}"), "concern_words"),
        Column("By day", "concern_daytime"),
        Column("Out of hours", "concern_out_of_hours"),
        Column("Responsible in law", "responsible_body"),
        Column("Other formats", "other_formats"),
        Column("Accessibility last tested", "accessibility_tested_on"),
        Column("Tested how, and by whom", "accessibility_tested_by"),
        Column("What isn’t accessible", "accessibility_faults"),
        Column("Notice on every public page", "notice"),
        Column("Search engines may list the site", "search_engines"),
        Column("Colour", "colour"),
        Column("Logo", "logo_words"),
        Column("The office may record decisions", "recorded_decisions"),
        Column("Decisions needed", "decisions_needed"),
        Column("Standing permission to correct", "standing_permission"),
        Column("People may trust a computer", "trusted_computers"),
    ),
)
REGIME = Kind(
    form=forms.RegimeForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    lives=True,
    columns=(
        Column("The body is called", "body_called"),
        Column("Its report is called", "report_called"),
        Column("For whom", "for_whom"),
        Column("Law", "law"),
        Column("Since, until", life),
    ),
)
REQUIRED = Kind(
    form=forms.RequiredPartnerForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    as_table=True,
    columns=(
        Column("Whom the law requires", "words"),
        Column("Who that is here", lambda row: str(row.organisation or "nobody yet")),
    ),
)
PERIOD = Kind(
    form=forms.ReportingPeriodForm,
    place=page("office-settings"),
    may=May.EDIT,
    as_table=True,
    columns=(Column("Period", "label"), Column("From", "starts"), Column("To", "ends")),
)
ORGANISATION = Kind(
    form=forms.OrganisationForm,
    place=page("office-members"),
    may=May.EDIT,
    lives=True,
    as_table=True,
    columns=(
        Column("Organisation", "full_name", tells=("name",)),
        Column("Short name", "short_name"),
        Column("Kind", "kind"),
        Column("Since, until", life),
    ),
)
BODY = Kind(
    form=forms.BodyForm,
    place=page("office-members"),
    may=May.EDIT,
    lives=True,
    owner=models.the_board,
    columns=(
        Column("Body", "name"),
        Column("Kind", "kind"),
        Column("Stands below", lambda body: body.parent and body.parent.name),
        Column("Reports to", lambda body: body.reports_to and body.reports_to.name),
        Column("Quorum", "quorum"),
        Column("Since, until", life),
    ),
)
SEAT = Kind(
    form=forms.SeatForm,
    place=page("office-members"),
    may=May.EDIT,
    lives=True,
    found_by=("organisation", "get_office_display"),
    known_by={
        "role": ("role", "post", "job title", "position", "member", "designation"),
        "note": ("note", "notes", "comment"),
    },
    columns=(
        Column("Seat", str, tells=("role",)),
        Column("Office", lambda seat: seat_office(seat) if seat.role else ""),
        Column("Organisation", "organisation_name", tells=("organisation_as_printed",)),
        Column("Attends as", "capacity"),
        Column("Represents", "represents"),
        Column("How many", lambda seat: "several" if seat.number_unknown else seat.number),
        Column("Note", "note"),
        Column("Since, until", life),
    ),
)
APPOINTMENT = Kind(
    form=forms.AppointmentForm,
    place=page("office-members"),
    may=May.EDIT,
    lives=True,
    columns=(
        Column("Who", str, tells=("name",)),
        Column("State", lambda row: row.get_state_display() if row.name else ""),
        Column("Since, until", life),
        Column("May be named publicly", lambda row: "Yes" if row.named_publicly else ""),
    ),
)
KINDS = (BOARD, REGIME, REQUIRED, PERIOD, ORGANISATION, BODY, SEAT, APPOINTMENT)


class Members(Place):
    """The bodies with their seats and who sits there, and the organisations."""

    heading = "Members"
    lead = "Bodies, their seats and who sits there, and the organisations. Public pages name roles, not people."
    paper = (reverse_lazy("print-members"), "Print the members")

    def listings(self):
        bodies = models.Body.objects.select_related("parent", "reports_to").prefetch_related(
            "seat_set__organisation__parent__parent", "seat_set__appointment_set"
        )
        return [
            Listing(BODY, bodies, heading="Bodies", level=2, below=seats, folded=True),
            Listing(
                ORGANISATION,
                models.Organisation.objects.select_related("parent__parent__parent"),
                heading="Organisations",
            ),
        ]


def seats(body):
    return [
        Listing(SEAT, body.seat_set.all(), "Seats", {"body": body}, appointments, 4, to=body.name, pasted="members"),
    ]


def appointments(seat):
    return [Listing(APPOINTMENT, seat.appointment_set.all(), "Who sits here", {"seat": seat}, level=5, to=str(seat))]


def required(regime):
    return [
        Listing(
            REQUIRED,
            regime.requiredpartner_set.all(),
            "Partners that the law requires",
            {"regime": regime},
            level=4,
            to=str(regime),
        )
    ]


class Settings(Place):
    """What the board is called, how it is reached, and its reporting periods."""

    template_name = "office/settings.html"
    heading = say_later("Settings of the {body}")

    def listings(self):
        partners = models.RequiredPartner.objects.select_related("organisation__parent__parent")
        regimes = models.Regime.objects.prefetch_related(Prefetch("requiredpartner_set", partners))
        return [
            Listing(BOARD, models.Board.objects.all()),
            Listing(REGIME, regimes, heading=say("The law the {body} works under"), below=required, level=2),
            Listing(PERIOD, models.ReportingPeriod.objects.all(), heading="Reporting periods"),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_change=self.request.user.has_perm(May.CHANGE_SETTINGS), **kwargs)


urlpatterns = [
    *identity.urlpatterns,
    path("members/", Members.as_view(), name="office-members"),
    path("settings/", Settings.as_view(), name="office-settings"),
]
