"""Forms for meetings and what they consider."""

from django import forms

from forwardplan import models
from kit import periods
from kit.fields import OtherWeekday, read_day
from kit.layouts import Beside, Rare, office_form
from membership.fields import PartyField

MONTHS = [("", "Not fixed"), *enumerate(periods.MONTHS, start=1)]


def with_whole_date(data):
    """What was typed, with a whole date in the field of the day set out over day, month and year."""
    try:
        on = read_day((data or {}).get("day", ""))
    except OtherWeekday:
        raise
    except ValueError:
        return data
    data = data.copy()
    data["day"], data["month"], data["year"] = str(on.day), str(on.month), str(on.year)
    return data


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
        wrong = {}
        try:
            data = with_whole_date(data)
        except OtherWeekday as sentence:
            wrong = {"invalid": str(sentence)}
        super().__init__(data, *args, **kwargs)
        self.fields["day"].error_messages |= wrong

    def clean(self):
        cleaned = super().clean()
        label, year, month = cleaned.get("label"), cleaned.get("year"), cleaned.get("month")
        if label and year and periods.names_another(label, year, month, cleaned.get("day")):
            instead = f", or write {periods.MONTHS[month - 1]} {year % 100:02}" if month else ""
            self.add_error("label", f"Readers see “{label}”, which is another date. Empty it{instead}.")
        return cleaned


StandingItemForm = office_form(
    models.StandingItem,
    "title",
    Beside("rule", "months"),
    "owner",
    "goal",
    field_classes={"owner": PartyField},
    labels={"rule": "On which agendas"},
)


class AgendaItemForm(
    office_form(
        models.AgendaItem,
        "title",
        "owner",
        "outcome",
        Rare("Goal it serves, deferred from", "goal", "standing_item", "deferred_from"),
        field_classes={"owner": PartyField},
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body = self.instance.meeting.body
        self.only("standing_item", body=body)
        self.only("deferred_from", body=body)
