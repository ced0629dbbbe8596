"""What the office edits of the board itself: its settings, organisations, bodies, seats and who sits there."""

from django.db.models import Prefetch
from django.urls import path, reverse, reverse_lazy

from kit.called import say
from kit.editing import OfficePage
from kit.kinds import Column, Kind, Listing
from kit.labels import called
from kit.spans import lifetime
from membership import forms, identity, models, second_factor
from membership.models.board import LIMITS
from membership.roles import May


def members_page(row):
    return reverse("office-members")


def settings_page(row):
    return reverse("office-settings")


def the_board(row):
    """Whose history says that bodies were put into another order."""
    return models.Board.objects.first()


def life(row):
    return lifetime(row.starts, row.ends)


def seat_office(seat):
    return "" if seat.office == models.Seat.Office.NONE else seat.get_office_display()


def seat_number(seat):
    return "several" if seat.number_unknown else seat.number


def limits_confirmed(page, form):
    """What limits the managers themselves is changed by somebody who has proved who they are a moment ago."""
    if LIMITS.isdisjoint(form.changed_data) or not form.is_valid() or not second_factor.must_confirm(page.request):
        return None
    return second_factor.keep_and_confirm(page)


BOARD = Kind(
    form=forms.BoardForm,
    only_one=True,
    place=settings_page,
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
        Column("Worried about a child", "concern_words"),
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
    ),
)
REGIME = Kind(
    form=forms.RegimeForm,
    place=settings_page,
    may=May.CHANGE_SETTINGS,
    lives=True,
    columns=(
        Column("The body is called", "body_called"),
        Column("Its report is called", "report_called"),
        Column("Law", "law"),
        Column("Since, until", life),
    ),
)
REQUIRED = Kind(
    form=forms.RequiredPartnerForm,
    place=settings_page,
    may=May.CHANGE_SETTINGS,
    as_table=True,
    columns=(
        Column("Whom the law requires", "words"),
        Column("Who that is here", lambda row: str(row.organisation or "nobody yet")),
    ),
)
PERIOD = Kind(
    form=forms.ReportingPeriodForm,
    place=settings_page,
    may=May.EDIT,
    as_table=True,
    columns=(Column("Period", "label"), Column("From", "starts"), Column("To", "ends")),
)
ORGANISATION = Kind(
    form=forms.OrganisationForm,
    place=members_page,
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
    place=members_page,
    may=May.EDIT,
    lives=True,
    owner=the_board,
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
    place=members_page,
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
        Column("How many", seat_number),
        Column("Note", "note"),
        Column("Since, until", life),
    ),
)
APPOINTMENT = Kind(
    form=forms.AppointmentForm,
    place=members_page,
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


class Members(OfficePage):
    """The bodies with their seats and who sits there, and the organisations."""

    permission_required = May.SEE_DRAFTS
    heading = "Members"
    lead = "Bodies, their seats and who sits there, and the organisations. Public pages name roles, not people."
    back = (reverse_lazy("office"), "Office")
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
    rows = regime.requiredpartner_set.all()
    return [Listing(REQUIRED, rows, "Partners that the law requires", {"regime": regime}, level=4, to=str(regime))]


class Settings(OfficePage):
    """What the board is called, how it is reached, and its reporting periods."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/settings.html"
    heading = called("Settings of the board")
    back = (reverse_lazy("office"), "Office")

    def listings(self):
        partners = models.RequiredPartner.objects.select_related("organisation__parent__parent")
        regimes = models.Regime.objects.prefetch_related(Prefetch("requiredpartner_set", partners))
        return [
            Listing(BOARD, models.Board.objects.all()),
            Listing(REGIME, regimes, heading=say("The law the board works under"), below=required, level=2),
            Listing(PERIOD, models.ReportingPeriod.objects.all(), heading="Reporting periods"),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_change=self.request.user.has_perm(May.CHANGE_SETTINGS), **kwargs)


urlpatterns = [
    *identity.urlpatterns,
    path("members/", Members.as_view(), name="office-members"),
    path("settings/", Settings.as_view(), name="office-settings"),
]
