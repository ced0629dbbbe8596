"""Forms for publications, their sections and the words in them, and for sending a draft round."""

from datetime import date

from django import forms

from kit import clock, periods
from kit.fields import DayField, ProseField
from kit.layouts import Beside, OfficeForm, Rare
from membership.fields import PartyField
from publications import models


class PublicationForm(OfficeForm):
    layout = (
        "kind",
        "title",
        Beside("period_as_printed", "slug"),
        "cover_note",
        Rare(
            "Which records it draws on",
            Beside("starts", "ends"),
            "plan",
            "past_plan",
            "reporting_period",
            "budget",
            "body",
            Beside("meetings_from", "meetings_to"),
            "membership_as_at",
            "belongs_to",
        ),
    )

    class Meta(OfficeForm.Meta):
        model = models.Publication
        fields = [
            "kind",
            "title",
            "period_as_printed",
            "slug",
            "cover_note",
            "starts",
            "ends",
            "plan",
            "past_plan",
            "reporting_period",
            "budget",
            "body",
            "meetings_from",
            "meetings_to",
            "membership_as_at",
            "belongs_to",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # An address that changes would leave its readers and its editions behind.
            for name in ("kind", "slug"):
                self.fields[name].disabled = True
        if "belongs_to" in self.fields:
            self.fields["belongs_to"].queryset = models.Publication.objects.exclude(pk=self.instance.pk)


class NarrativeForm(OfficeForm):
    layout = (
        "heading",
        "before",
        "after",
        "included",
        Rare("What the section opens, and where it stands", "place", "part", "parent", "contents_heading", "appendix"),
    )

    class Meta(OfficeForm.Meta):
        model = models.Narrative
        fields = ["heading", "before", "after", "included", "place", "part", "parent", "contents_heading", "appendix"]
        field_classes = {"before": ProseField, "after": ProseField}
        labels = {"parent": "Inside the section", "appendix": "Is an appendix"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.only("parent", publication=self.instance.publication_id)
        self.joined("part", "plan")


class TermForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Term
        fields = ["term", "meaning"]


class LinkedPlanForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.LinkedPlan
        fields = ["title", "owner", "how", "address"]
        field_classes = {"owner": PartyField}


class RecipientForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Recipient
        fields = ["kind", "party", "due"]
        field_classes = {"party": PartyField}
        labels = {"party": "Who is given it", "kind": "Which document"}


class CommentForm(forms.Form):
    """By when comments on a draft are asked for. Without a day the draft asks for none."""

    use_required_attribute = False

    reply_by = DayField(
        label="Comments by",
        required=False,
        help_text="For example 1 June 2016. It is printed on the cover and at the foot of each page.",
    )

    def clean_reply_by(self):
        day: date | None = self.cleaned_data["reply_by"]
        if day and day < clock.today():
            raise forms.ValidationError(f"This day is over. Today is {periods.day(clock.today())}.")
        return day
