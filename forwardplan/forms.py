"""Forms for meetings and what they consider."""

import re
from datetime import date

from django import forms

from forwardplan import models
from kit import periods
from kit.fields import MEANT, Typed, refused
from kit.layouts import Beside, Rare, office_form
from kit.reading import days
from kit.reading.answers import Question, Value
from membership.fields import PartyField
from priorities.forms import offer
from priorities.models import Goal

MONTHS = [("", "Not fixed"), *enumerate(periods.MONTHS, start=1)]


def whole_date(data):
    """What a reader makes of the field of the day: people write the whole date there, too."""
    words = Typed().value_from_datadict(data, {}, "day") or ""
    year = str(data.get("year", ""))
    return days.read(str(words), lambda month: int(year) if re.fullmatch("[0-9]{4}", year) else None)


class MeetingForm(
    office_form(
        models.Meeting,
        Beside("day", "month", "year"),
        Beside("starts_at", "ends_at"),
        "venue",
        Beside("papers_due", "papers_where"),
        "state",
        Rare("Label and number", Beside("label", "number")),
        error_messages={
            "day": dict.fromkeys(
                ["invalid", "min_value", "max_value"],
                "Write the day’s number, such as 14. Month and year stand beside it.",
            ),
            "year": {"required": "Give the year."}
            | dict.fromkeys(["invalid", "min_value", "max_value"], "Write the year in four figures, such as 2016."),
        },
        help_texts={"label": "What readers see in place of the date: June 16. Left empty, they see the date itself."},
    )
):
    month = forms.TypedChoiceField(choices=MONTHS, coerce=int, empty_value=None, required=False)

    def __init__(self, data=None, *args, **kwargs):
        """Sets a whole date that was typed as the day out over day, month and year."""
        self.date = whole_date(data) if data else None
        if isinstance(self.date, Value) and isinstance(self.date.value, date) and not self.date.left:
            on, data = self.date.value, data.copy()
            data[MEANT], data["day"], data["month"], data["year"] = "", str(on.day), str(on.month), str(on.year)
        super().__init__(data, *args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.date, Question):
            self.errors.pop("day", None)
            self.add_error("day", refused(self.date))
        label, year, month = cleaned.get("label"), cleaned.get("year"), cleaned.get("month")
        if label and year and periods.names_another(label, year, month, cleaned.get("day")):
            instead = f", or write {periods.MONTHS[month - 1]} {year % 100:02}" if month else ""
            self.add_error("label", f"Readers see “{label}”, which is another date. Empty it{instead}.")
        return cleaned


class StandingItemForm(
    office_form(
        models.StandingItem,
        "title",
        Beside("rule", "months"),
        "owner",
        "goal",
        field_classes={"owner": PartyField},
        labels={"rule": "On which agendas", "owner": "Who brings it", "goal": "Which goal it serves"},
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], Goal.objects.all())


class AgendaItemForm(
    office_form(
        models.AgendaItem,
        "title",
        "owner",
        "outcome",
        Rare("Goal it serves, put off from", "goal", "standing_item", Beside("deferred_from", "times_deferred")),
        field_classes={"owner": PartyField},
        labels={
            "owner": "Who brings it",
            "outcome": "What came of it",
            "goal": "Which goal it serves",
            "standing_item": "It comes by the standing item",
            "deferred_from": "Put off from the meeting of",
            "times_deferred": "How often it was put off",
        },
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body = self.instance.meeting.body
        self.only("standing_item", body=body)
        self.only("deferred_from", body=body)
        offer(self.fields["goal"], Goal.objects.all())


class AttendanceForm(
    office_form(
        models.Attendance,
        "seat",
        Beside("mark", "place"),
        "role",
        "why",
        help_texts={"seat": "None of them: a visitor, whose role stands below."},
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.only("seat", body=self.instance.meeting.body)


QuorumRuleForm = office_form(
    models.QuorumRule,
    Beside("least", "share"),
    "chair",
    "deputies",
    "online",
)
QuorumOrganisationForm = office_form(models.QuorumOrganisation, "organisation")
