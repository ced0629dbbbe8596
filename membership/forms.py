"""Forms for the board, its organisations, bodies, seats and who sits there."""

from django.core.exceptions import ValidationError

from kit import colour, telephones
from kit.fields import DayField
from kit.forms import AskingForm
from kit.later import say_later
from kit.layouts import Beside, Rare, office_form
from membership import models
from membership.fields import NOBODY, PartyField


class BoardForm(
    office_form(
        models.Board,
        "name",
        "short_name",
        Beside("abbreviation", "area"),
        "website",
        Beside("contact_email", "contact_telephone"),
        "contact_address",
        Beside("concern_daytime", "concern_daytime_when"),
        Beside("concern_out_of_hours", "concern_out_of_hours_when"),
        "concern_words",
        "concern_for_oneself",
        "concern_afterwards",
        "responsible_body",
        "other_formats",
        Beside("licence", "log_retention"),
        "licence_words",
        "complaints",
        Rare("Controller, if that is somebody else", "controller", "data_protection_contact"),
        Rare(
            "Accessibility statement",
            Beside("statement_prepared_on", "statement_reviewed_on"),
            "accessibility_tested_on",
            "accessibility_tested_by",
        ),
        "notice",
        Rare(say_later("If the {body} ends"), "ended_on", "continued_at"),
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
):
    def clean_colour(self):
        read = colour.read(self.cleaned_data["colour"])
        return colour.write(read) if read else self.cleaned_data["colour"]

    def clean(self):
        """A number that was typed with its hours is parted from them; what is no number is asked about."""
        super().clean()
        for name in ("concern_daytime", "concern_out_of_hours"):
            hours, typed = f"{name}_when", self.cleaned_data.get(name, "")
            if name not in self.changed_data or not typed or telephones.dialled(typed):
                continue
            number, beside = telephones.parted(typed)
            if not number:
                self.add_error(name, "Write one telephone number, such as 01702 215000, and its hours beside it.")
            elif self.cleaned_data.get(hours) and beside != self.cleaned_data[hours]:
                self.add_error(name, f"Write the number alone, {number}. What stands beside it belongs to its hours.")
            else:
                self.cleaned_data |= {name: number, hours: beside}


RegimeForm = office_form(
    models.Regime,
    "body_called",
    Beside("report_called", "plan_called"),
    Beside("for_whom", "nation"),
    "law",
    Beside("starts", "ends"),
    Rare("Words that follow", Beside("noun", "people"), Beside("somebody", "services")),
    Rare("Addresses", "concern_address", Beside("plan_address", "report_address")),
    "note",
)


RequiredPartnerForm = office_form(
    models.RequiredPartner,
    "words",
    "organisation",
    Beside("standing", "sure"),
    Rare("Who nominates, and since when", "nominated_by", Beside("starts", "ends")),
    labels={"organisation": "Who that is here"},
)


RequirementForm = office_form(
    models.Requirement, "about", Beside("number", "fed_by"), "words", Beside("condition", "sure")
)


HelplineForm = office_form(models.Helpline, "who", "number", "when", "for_oneself")


class AccessibilityFaultForm(
    office_form(models.AccessibilityFault, "words", Beside("criterion", "stands"), Beside("starts", "mend_by"), "ends")
):
    def clean_criterion(self):
        """The number of what was typed, which may have its name behind it: 1.4.3 Contrast (Minimum)."""
        return self.cleaned_data["criterion"].partition(" ")[0]


ReportingPeriodForm = office_form(models.ReportingPeriod, "label", Beside("starts", "ends"), "report_due")


class OrganisationForm(
    office_form(
        models.Organisation,
        "name",
        Beside("short_name", "kind"),
        Rare("Department, and since when", "parent", Beside("starts", "ends")),
        labels={"parent": "Department of"},
    )
):
    def clean_name(self):
        name = self.cleaned_data["name"]
        if NOBODY.fullmatch(name):
            raise ValidationError(
                f"“{name}” names no organisation. A seat that has none leaves its organisation empty."
            )
        return name


SuccessionForm = office_form(models.Succession, Beside("successor", "on"), "words")


BodyForm = office_form(
    models.Body,
    "name",
    Beside("kind", "parent"),
    Rare("What it is for", "purpose", Beside("meets", "reports_to_in_words")),
    Rare("Quorum, and since when", "quorum", "reports_to", Beside("starts", "ends")),
    labels={"parent": "Stands below"},
)


JointWithForm = office_form(models.JointWith, "other", labels={"other": "Joint with"})


SeatForm = office_form(
    models.Seat,
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
    labels={"number": "How many such seats", "number_unknown": "Several, and nobody says how many"},
)


AppointmentForm = office_form(
    models.Appointment,
    Beside("name", "state"),
    "named_publicly",
    Beside("starts", "ends"),
    Rare("Sign-in", "login"),
    labels={"named_publicly": "May be named publicly", "login": "Signs in as"},
)


InspectionForm = office_form(
    models.Inspection, "framework", Beside("organisation", "on"), "words", "address", labels={"organisation": "Of whom"}
)


InspectionAreaForm = office_form(models.InspectionArea, Beside("area", "word"))


PolicyForm = office_form(
    models.Policy,
    "title",
    "owner",
    Beside("adopted", "review_due"),
    "address",
    Rare("If it was withdrawn", "ends"),
    field_classes={"owner": PartyField},
)


class UntilForm(AskingForm):
    """Until when a link opens that is sent out."""

    ends = DayField(label="It opens until")


ReplyForm = office_form(models.Reply, "words", labels={"words": "Reply"})
