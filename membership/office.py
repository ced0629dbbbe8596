"""What the office edits of the board itself: its settings, organisations, bodies, seats and who sits there."""

from dataclasses import replace
from operator import attrgetter

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.urls import path, reverse, reverse_lazy

from kit.called import say
from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, knowing, page
from kit.later import say_later
from kit.spans import life
from kit.wording import counted, listed
from membership import forms, identity, models, scrutiny, second_factor
from membership.models.board import LIMITS
from membership.pages import OfficePage
from membership.roles import May


def seat_office(seat):
    return "" if seat.office == models.Seat.Office.NONE else seat.get_office_display()


# A local number, and its hours.
DAYTIME, OUT_OF_HOURS = ((name, f"{name}_when") for name in ("concern_daytime", "concern_out_of_hours"))


def numbered(board, names):
    """A local number with its hours: 01702 215007, day and night."""
    return ", ".join(filter(None, (getattr(board, name) for name in names)))


def followed_by(organisation):
    return listed([row.successor.name for row in organisation.followed_by.all()])


def follows(organisation):
    return listed([row.organisation.name for row in organisation.follows.all()])


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
        RowColumn("Name", "name"),
        RowColumn("In running words", "short_name"),
        RowColumn("In headings", "abbreviation"),
        RowColumn("Area", "area"),
        RowColumn("Website", "website"),
        RowColumn("E-mail", "contact_email"),
        RowColumn("Telephone", "contact_telephone"),
        RowColumn("Address", "contact_address"),
        RowColumn(say_later("Worried about {somebody}"), "concern_words"),
        RowColumn("By day", lambda row: numbered(row, DAYTIME), tells=DAYTIME),
        RowColumn("Out of hours", lambda row: numbered(row, OUT_OF_HOURS), tells=OUT_OF_HOURS),
        RowColumn(say_later("To the {person} concerned"), "concern_for_oneself"),
        RowColumn("What happens after a call", "concern_afterwards"),
        RowColumn("Responsible in law", "responsible_body"),
        RowColumn("Controller", "controller"),
        RowColumn("Data protection officer", "data_protection_contact"),
        RowColumn("How to complain", "complaints"),
        RowColumn("Server’s notes are kept", "log_retention"),
        RowColumn("Licence", "licence"),
        RowColumn("Licence in words", "licence_words"),
        RowColumn("Other formats", "other_formats"),
        RowColumn("Accessibility last tested", "accessibility_tested_on"),
        RowColumn("Tested how, and by whom", "accessibility_tested_by"),
        RowColumn("Statement prepared", "statement_prepared_on"),
        RowColumn("Statement reviewed", "statement_reviewed_on"),
        RowColumn("Last day", "ended_on"),
        RowColumn("Continued at", "continued_at"),
        RowColumn("Notice on every public page", "notice"),
        RowColumn("Search engines may list the site", "search_engines"),
        RowColumn("Colour", "colour"),
        RowColumn("Logo", "logo_words"),
        RowColumn("The office may record decisions", "recorded_decisions"),
        RowColumn("Decisions needed", "decisions_needed"),
        RowColumn("Standing permission to correct", "standing_permission"),
        RowColumn("People may trust a computer", "trusted_computers"),
    ),
)
REGIME = Kind(
    form=forms.RegimeForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    lives=True,
    columns=(
        RowColumn("The body is called", "body_called"),
        RowColumn("Its report is called", "report_called"),
        RowColumn("Its plan is called", "plan_called"),
        RowColumn("For whom", "for_whom"),
        RowColumn("Law", "law"),
        RowColumn("Law of", "nation"),
        RowColumn("Since, until", life),
        RowColumn("Not read", "note"),
    ),
)
REQUIRED = Kind(
    form=forms.RequiredPartnerForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    lives=True,
    as_table=True,
    columns=(
        RowColumn("Whom the law names", "words"),
        RowColumn("Who that is here", lambda row: str(row.organisation or "nobody yet")),
        RowColumn("As what", "standing"),
        RowColumn("How sure", "sure"),
    ),
)
REQUIREMENT = Kind(
    form=forms.RequirementForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    group=("about",),
    as_table=True,
    columns=(
        RowColumn("About", "about"),
        RowColumn("No.", "number", "code"),
        RowColumn("What the law wants", lambda row: row.whole, tells=("words", "condition")),
        RowColumn("How sure", "sure"),
    ),
)
HELPLINE = Kind(
    form=forms.HelplineForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    owner=models.the_board,
    as_table=True,
    columns=(
        RowColumn("Who answers", "who"),
        RowColumn("Number", "number"),
        RowColumn("For whom, and when", "when"),
        RowColumn(say_later("For the {person} concerned"), lambda row: "Yes" if row.for_oneself else ""),
    ),
)
FAULT = Kind(
    form=forms.AccessibilityFaultForm,
    place=page("office-settings"),
    may=May.CHANGE_SETTINGS,
    owner=models.the_board,
    as_table=True,
    columns=(
        RowColumn("What isn’t accessible", "words"),
        RowColumn("WCAG criterion", "criterion"),
        RowColumn("What becomes of it", "stands"),
        RowColumn("Known since", "starts"),
        RowColumn("Put right by", "mend_by"),
        RowColumn("Put right on", "ends"),
    ),
)
PERIOD = Kind(
    form=forms.ReportingPeriodForm,
    place=page("office-settings"),
    may=May.EDIT,
    as_table=True,
    columns=(
        RowColumn("Period", "label"),
        RowColumn("From", "starts"),
        RowColumn("To", "ends"),
        RowColumn("Due", "report_due"),
    ),
)


def on_members(**known):
    """The members' page; of a large board it shows what the address names: a body, a seat, or the organisations."""
    return knowing(reverse("office-members"), known)


def among_organisations(row):
    return on_members(show="organisations")


ORGANISATION = Kind(
    form=forms.OrganisationForm,
    place=among_organisations,
    may=May.EDIT,
    lives=True,
    as_table=True,
    columns=(
        RowColumn("Organisation", "full_name", tells=("name",)),
        RowColumn("Short name", "short_name"),
        RowColumn("Kind", "kind"),
        RowColumn("Since, until", life, sorted_by=attrgetter("starts")),
        RowColumn("Followed by", followed_by, sortable=False),
        RowColumn("Follows", follows, sortable=False),
    ),
)
SUCCESSION = Kind(
    form=forms.SuccessionForm,
    place=among_organisations,
    may=May.EDIT,
    columns=(
        RowColumn("Followed by", lambda row: row.successor.full_name),
        RowColumn("From", "on"),
        RowColumn("Where it stands", "words"),
    ),
)
BODY = Kind(
    form=forms.BodyForm,
    place=lambda row: on_members(body=row),
    may=May.EDIT,
    lives=True,
    owner=models.the_board,
    columns=(
        RowColumn("Body", "name"),
        RowColumn("Kind", "kind"),
        RowColumn("Stands below", lambda body: body.parent and body.parent.name),
        RowColumn("Reports to", lambda body: listed(body.reports), tells=("reports_to_in_words",)),
        RowColumn("What it is for", "purpose"),
        RowColumn("Meets", "meets"),
        RowColumn("Quorum", "quorum"),
        RowColumn("Since, until", life),
    ),
)
JOINT = Kind(
    form=forms.JointWithForm,
    place=lambda row: on_members(body=row and row.body_id),
    may=May.EDIT,
    columns=(RowColumn("Joint with", str),),
)
SEAT = Kind(
    form=forms.SeatForm,
    place=lambda row: on_members(body=row and row.body_id, seat=row),
    may=May.EDIT,
    group=("is_over",),
    lives=True,
    found_by=("organisation", "get_office_display"),
    known_by={
        "role": ("role", "post", "job title", "title", "position", "member", "designation"),
        "note": ("note", "notes", "comment"),
    },
    columns=(
        RowColumn("Seat", str, tells=("role",)),
        RowColumn("Office", lambda seat: seat_office(seat) if seat.role else ""),
        RowColumn("Organisation", "organisation_name", tells=("organisation_as_printed",)),
        RowColumn("Attends as", "capacity"),
        RowColumn("Represents", "represents"),
        RowColumn("How many", lambda seat: "several" if seat.number_unknown else seat.number),
        RowColumn("Note", "note"),
        RowColumn("Since, until", life),
    ),
)
APPOINTMENT = Kind(
    form=forms.AppointmentForm,
    place=lambda row: on_members(body=row and row.seat.body_id, seat=row and row.seat_id),
    may=May.EDIT,
    lives=True,
    columns=(
        RowColumn("Who", str, tells=("name",)),
        RowColumn("State", lambda row: row.get_state_display() if row.name else ""),
        RowColumn("Since, until", life),
        RowColumn("May be named publicly", lambda row: "Yes" if row.named_publicly else ""),
    ),
)
REPLY = Kind(
    form=forms.ReplyForm,
    place=lambda row: reverse("organisation", args=[row.organisation.key]),
    may=May.EDIT,
    only_one=True,
    columns=(RowColumn("Reply of", lambda row: row.organisation.full_name), RowColumn("Reply", "words")),
)
KINDS = (
    BOARD,
    REGIME,
    REQUIRED,
    REQUIREMENT,
    HELPLINE,
    FAULT,
    PERIOD,
    ORGANISATION,
    SUCCESSION,
    REPLY,
    BODY,
    JOINT,
    SEAT,
    APPOINTMENT,
    *scrutiny.KINDS,
)


MOST_SEATS = 40  # on a page that shows all of them
SEATS_PER_PAGE = 25


class MembersPage(OfficePage):
    """The bodies with their seats and who sits there, and the organisations.

    Where there are many seats, one body at a time, by pages, the seats that ended last. An address that names a seat
    shows the page on which it is. A file for a spreadsheet has all rows.
    """

    heading = "Members"
    template_name = "office/members.html"
    lead = "Bodies, their seats and who sits there, and the organisations. Public pages name roles, not people."
    paper = (reverse_lazy("print-members"), "Print the members")

    def listings(self):
        bodies = list(models.Body.objects.with_joint())
        light = sorted(models.Seat.objects.only("body", "ends"), key=attrgetter("is_over"))
        all_seats = grouped((seat.body_id, seat) for seat in light)
        organisations = models.Organisation.objects.select_related("parent__parent__parent").prefetch_related(
            "followed_by__successor", "follows__organisation"
        )
        wanted = models.Seat.objects.select_related("organisation__parent__parent").prefetch_related("appointment_set")
        self.views, self.page, self.body = (), None, None
        if len(light) > MOST_SEATS and "csv" not in self.request.GET:
            self.choose(bodies, all_seats, organisations)
            wanted = wanted.filter(pk__in=[seat.pk for seat in self.page.object_list] if self.page else [])
        shown = grouped((seat.body_id, seat) for seat in wanted)

        def below(body):
            return in_a_body(body, shown.get(body.pk, ()), all_seats.get(body.pk, ()))

        if not self.views or self.body:
            kind = replace(BODY, leads=lambda body: self.to_the_ended(all_seats.get(body.pk, ())))
            of_these = [self.body] if self.body else bodies
            yield Listing(kind, of_these, "Bodies", {}, below, among=bodies, folded=not self.views)
        if not self.body:
            yield Listing(ORGANISATION, organisations, heading="Organisations")

    def choose(self, bodies, all_seats, organisations):
        """Of many seats: the body that the address asks for and the page of its seats, or the organisations."""
        asked = self.request.GET.get
        places = {str(seat.pk): (of, place) for of, seats in all_seats.items() for place, seat in enumerate(seats)}
        of, place = places.get(asked("seat"), (None, None))
        if of or asked("show") != "organisations":
            by_number = {str(body.pk): body for body in bodies}
            self.body = by_number.get(str(of)) or by_number.get(asked("body")) or bodies[0]
            seats = all_seats.get(self.body.pk, [])
            number = asked("page") if place is None else place // SEATS_PER_PAGE + 1
            self.page = Paginator(seats, SEATS_PER_PAGE).get_page(number)
        self.views = [
            {
                "address": on_members(body=body),
                "words": body.name,
                "number": sum(not seat.is_over for seat in all_seats.get(body.pk, ())),
                "current": body == self.body,
            }
            for body in bodies
        ] + [
            {
                "address": on_members(show="organisations"),
                "words": "Organisations",
                "number": len(organisations),
                "current": not self.body,
            }
        ]

    def to_the_ended(self, seats):
        """The way to the page on which the seats that ended begin, if that is another one."""
        ended = [seat for seat in seats if seat.is_over]
        if self.page and ended and ended[0] not in self.page.object_list:
            yield SEAT.address(ended[0]), counted(len(ended), "seat that ended", "seats that ended")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        query = f"body={self.body.pk}&" if self.body else ""
        return context | {"views": self.views, "page": self.page, "body": self.body, "query": query}


def in_a_body(body, shown, all_seats):
    """The lists that stand under a body: of its seats those that are shown, and with whom it is joint."""
    for over, heading in enumerate(("Seats", "Seats that ended")):
        rows = [seat for seat in shown if seat.is_over == over]
        if over and not rows:
            continue
        among = [seat for seat in all_seats if seat.is_over == over]
        known, pasted = (None, "") if over else ({"body": body}, "members")
        yield Listing(SEAT, rows, heading, known, appointments, 4, to=body.name, pasted=pasted, among=among)
    # What stands below nothing is a board itself, and no board is joint with another one.
    if body.parent_id:
        yield Listing(JOINT, body.joint_with.all(), "Joint with", {"body": body}, level=4, to=body.name)


def appointments(seat):
    return [Listing(APPOINTMENT, seat.appointment_set.all(), "Who sits here", {"seat": seat}, level=5, to=str(seat))]


def required(regime):
    known = {"regime": regime}
    return [
        Listing(REQUIRED, regime.requiredpartner_set.all(), "Partners", known, level=4, to=str(regime)),
        Listing(REQUIREMENT, regime.requirement_set.all(), "What the law wants", known, level=4, to=str(regime)),
    ]


class Settings(OfficePage):
    """What the board is called, how it is reached, and its reporting periods."""

    template_name = "office/settings.html"
    heading = say_later("Settings of the {body}")

    def listings(self):
        partners = models.RequiredPartner.objects.select_related("organisation__parent__parent")
        regimes = models.Regime.objects.prefetch_related(Prefetch("requiredpartner_set", partners), "requirement_set")
        return [
            Listing(BOARD, models.Board.objects.all()),
            Listing(REGIME, regimes, heading=say("The law the {body} works under"), below=required, level=2),
            Listing(
                HELPLINE, models.Helpline.objects.all(), heading=say("Numbers for whoever is worried about {somebody}")
            ),
            Listing(FAULT, models.AccessibilityFault.objects.all(), heading="What isn’t accessible"),
            Listing(PERIOD, models.ReportingPeriod.objects.all(), heading="Reporting periods"),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_change=self.request.user.has_perm(May.CHANGE_SETTINGS), **kwargs)


urlpatterns = [
    *identity.urlpatterns,
    *scrutiny.urlpatterns,
    path("members/", MembersPage.as_view(), name="office-members"),
    path("settings/", Settings.as_view(), name="office-settings"),
]
