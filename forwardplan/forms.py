"""Forms for meetings and what they consider."""

from django import forms

from forwardplan import models
from kit import periods
from kit.layouts import Beside, OfficeForm, Rare
from membership.fields import PartyField

MONTHS = [("", "Not fixed"), *enumerate(periods.MONTHS, start=1)]


class MeetingForm(OfficeForm):
    month = forms.TypedChoiceField(choices=MONTHS, coerce=int, empty_value=None, required=False)
    layout = (
        Beside("day", "month", "year"),
        Beside("starts_at", "ends_at"),
        "venue",
        Beside("papers_due", "papers_where"),
        "state",
        Rare("Label and number", Beside("label", "number")),
    )

    class Meta(OfficeForm.Meta):
        model = models.Meeting
        fields = [
            "day",
            "month",
            "year",
            "starts_at",
            "ends_at",
            "venue",
            "papers_due",
            "papers_where",
            "state",
            "label",
            "number",
        ]
        help_texts = {"label": "What readers see in place of the date: June 16. Left empty, they see the date itself."}

    def clean(self):
        cleaned = super().clean()
        label, year, month = cleaned.get("label"), cleaned.get("year"), cleaned.get("month")
        if label and year and periods.names_another(label, year, month, cleaned.get("day")):
            instead = f", or write {periods.MONTHS[month - 1]} {year % 100:02}" if month else ""
            self.add_error("label", f"Readers see “{label}”, which is another date. Empty it{instead}.")
        return cleaned


class StandingItemForm(OfficeForm):
    layout = ("title", Beside("rule", "months"), "owner", "goal")

    class Meta(OfficeForm.Meta):
        model = models.StandingItem
        fields = ["title", "rule", "months", "owner", "goal"]
        field_classes = {"owner": PartyField}
        labels = {"rule": "On which agendas"}


class AgendaItemForm(OfficeForm):
    layout = (
        "title",
        "owner",
        "outcome",
        Rare("Goal it serves, deferred from", "goal", "standing_item", "deferred_from"),
    )

    class Meta(OfficeForm.Meta):
        model = models.AgendaItem
        fields = ["title", "owner", "goal", "standing_item", "outcome", "deferred_from"]
        field_classes = {"owner": PartyField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body = self.instance.meeting.body
        self.only("standing_item", body=body)
        self.only("deferred_from", body=body)
