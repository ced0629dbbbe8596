"""Forms for the board, its organisations, bodies, seats and who sits there."""

from kit import colour
from kit.layouts import Beside, OfficeForm, Rare
from membership import models


class BoardForm(OfficeForm):
    layout = (
        "name",
        "short_name",
        Beside("abbreviation", "area"),
        "website",
        Beside("contact_email", "contact_telephone"),
        "contact_address",
        "concern_words",
        Beside("concern_daytime", "concern_out_of_hours"),
        "responsible_body",
        "other_formats",
        Rare(
            "Accessibility statement",
            Beside("accessibility_tested_on", "statement_prepared_on"),
            "accessibility_tested_by",
            "accessibility_faults",
        ),
        "notice",
        "search_engines",
        "colour",
        Rare(
            "Who may decide, and how many",
            "recorded_decisions",
            "decisions_needed",
            "standing_permission",
        ),
        Rare("Signing in", "trusted_computers"),
    )

    class Meta(OfficeForm.Meta):
        model = models.Board
        fields = [
            "name",
            "short_name",
            "abbreviation",
            "area",
            "website",
            "contact_email",
            "contact_telephone",
            "contact_address",
            "concern_words",
            "concern_daytime",
            "concern_out_of_hours",
            "responsible_body",
            "other_formats",
            "accessibility_tested_on",
            "accessibility_tested_by",
            "accessibility_faults",
            "statement_prepared_on",
            "notice",
            "search_engines",
            "colour",
            "recorded_decisions",
            "decisions_needed",
            "standing_permission",
            "trusted_computers",
        ]

    def clean_colour(self):
        read = colour.read(self.cleaned_data["colour"])
        return colour.write(read) if read else self.cleaned_data["colour"]


class RegimeForm(OfficeForm):
    layout = ("body_called", "report_called", "law", Beside("starts", "ends"))

    class Meta(OfficeForm.Meta):
        model = models.Regime
        fields = ["body_called", "report_called", "law", "starts", "ends"]


class RequiredPartnerForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.RequiredPartner
        fields = ["words", "organisation"]
        labels = {"organisation": "Who that is here"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.joined("organisation", "parent__parent")


class ReportingPeriodForm(OfficeForm):
    layout = ("label", Beside("starts", "ends"))

    class Meta(OfficeForm.Meta):
        model = models.ReportingPeriod
        fields = ["label", "starts", "ends"]


class OrganisationForm(OfficeForm):
    layout = (
        "name",
        Beside("short_name", "kind"),
        Rare("Department, and since when", "parent", Beside("starts", "ends")),
    )

    class Meta(OfficeForm.Meta):
        model = models.Organisation
        fields = ["name", "short_name", "kind", "parent", "starts", "ends"]
        labels = {"parent": "Department of"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.joined("parent", "parent__parent")


class BodyForm(OfficeForm):
    layout = (
        "name",
        Beside("kind", "parent"),
        Rare("Quorum, and since when", "quorum", "reports_to", Beside("starts", "ends")),
    )

    class Meta(OfficeForm.Meta):
        model = models.Body
        fields = ["name", "kind", "parent", "reports_to", "quorum", "starts", "ends"]
        labels = {"parent": "Stands below"}


class SeatForm(OfficeForm):
    layout = (
        "role",
        Beside("office", "capacity"),
        "organisation",
        "organisation_as_printed",
        Rare(
            "Several such seats, what it represents, since when",
            Beside("number", "number_unknown"),
            "represents",
            "note",
            Beside("starts", "ends"),
        ),
    )

    class Meta(OfficeForm.Meta):
        model = models.Seat
        fields = [
            "role",
            "office",
            "capacity",
            "organisation",
            "organisation_as_printed",
            "number",
            "number_unknown",
            "represents",
            "note",
            "starts",
            "ends",
        ]
        labels = {"number": "How many such seats", "number_unknown": "Several, and nobody says how many"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.joined("organisation", "parent__parent")


class AppointmentForm(OfficeForm):
    layout = (Beside("name", "state"), "named_publicly", Beside("starts", "ends"), Rare("Sign-in", "login"))

    class Meta(OfficeForm.Meta):
        model = models.Appointment
        fields = ["name", "state", "named_publicly", "starts", "ends", "login"]
        labels = {"named_publicly": "May be named publicly", "login": "Signs in as"}
