"""Forms for publications, their sections and the words in them, and for sending a draft round."""

from datetime import date

from django import forms

from kit import clock, periods
from kit.fields import DayField, ProseField
from kit.forms import AskingForm
from kit.layouts import Beside, Rare, office_form
from membership import law
from membership.fields import PartyField
from publications import models, summing
from publications.compose import compose
from publications.compose.wanted import LISTS, numbers


class PublicationForm(
    office_form(
        models.Publication,
        "kind",
        "title",
        Beside("period_as_printed", "slug"),
        "cover_note",
        "version_called",
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
        Rare("Language, and for whom it is worded", "language", "made_for", "translates"),
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # An address that changes would leave its readers and its editions behind.
            for name in ("kind", "slug"):
                self.fields[name].disabled = True
        if "belongs_to" in self.fields:
            self.fields["belongs_to"].queryset = models.Publication.objects.exclude(pk=self.instance.pk)


class NarrativeForm(
    office_form(
        models.Narrative,
        "heading",
        "before",
        "after",
        "included",
        "charts",
        Rare(
            "What the section opens, and where it stands",
            "place",
            "part",
            "body",
            "parent",
            "contents_heading",
            "appendix",
        ),
        Rare("What the law wants", "answers"),
        field_classes={"before": ProseField, "after": ProseField},
        labels={"parent": "Inside the section", "appendix": "Is an appendix"},
        among={"parent": "publication"},
    )
):
    def clean_answers(self):
        typed = self.cleaned_data["answers"]
        regime = law.in_force(clock.today()).first()
        listed = regime.requirement_set.filter(about=LISTS.get(self.instance.publication.kind)) if regime else ()
        known = [each.number for each in listed if each.number]
        unknown = [number for number in numbers(typed) if number not in known]
        # What a former law numbered stays where it isn't touched.
        if unknown and "answers" in self.changed_data:
            raise forms.ValidationError(
                f"{', '.join(unknown)}: not on the law’s list. "
                + (f"Its numbers are {', '.join(known)}." if known else "No list is recorded for this document.")
            )
        return typed


class HighlightForm(office_form(models.Highlight, "sentence", Rare("A figure", "series", "reckoned"))):
    """One thing of the summary by itself. Most are chosen on a page that shows all there is to choose."""

    def clean_sentence(self):
        """The sentence as the document has it. Raises ValidationError if it stands nowhere in it."""
        typed = summing.spaced(self.cleaned_data["sentence"])
        publication = self.instance.narrative.publication
        is_new = typed and "sentence" in self.changed_data
        if is_new and typed not in summing.sentences(compose(publication, on=clock.today())):
            raise forms.ValidationError(
                "No sentence of the document reads like this. Choose one from the document, or write it there."
            )
        return typed


ChartForm = office_form(models.NarrativeChart, "heading", "words", labels={"heading": "What it shows"})


class ChartLineForm(office_form(models.ChartLine, "series")):
    """Only what is counted in one unit stands in one drawing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        series = self.fields["series"]
        series.queryset = series.queryset.order_by("indicator__position", "indicator__pk", "position", "pk")

    def clean_series(self):
        series = self.cleaned_data["series"]
        others = models.ChartLine.objects.filter(chart=self.instance.chart_id).exclude(pk=self.instance.pk)
        others = others.exclude(series__indicator__unit=series.indicator.unit)
        other = others.select_related("series__indicator").first()
        if other:
            raise forms.ValidationError(
                f"This is counted in another unit than “{other}”: {series.indicator.get_unit_display().lower()}, and "
                f"{other.series.indicator.get_unit_display().lower()}. Draw it in a chart of its own."
            )
        return series


TermForm = office_form(models.Term, "term", "meaning")


LinkedPlanForm = office_form(models.LinkedPlan, "title", "owner", "how", "address", field_classes={"owner": PartyField})


class StatementForm(
    office_form(
        models.Statement,
        "organisation",
        "words",
        Beside("asked", "due"),
        "received",
        "note",
        labels={"organisation": "Whose"},
    )
):
    def clean(self):
        """Whoever puts a statement in isn't asked for the day on which it came."""
        cleaned = super().clean()
        if "words" in self.changed_data and cleaned.get("words") and not cleaned.get("received"):
            cleaned["received"] = clock.today()
        return cleaned


OtherNumberForm = office_form(models.OtherNumber, "sentence", "note", labels={"note": "What the number is"})


RecipientForm = office_form(
    models.Recipient,
    "kind",
    "party",
    "due",
    "told",
    field_classes={"party": PartyField},
    labels={"party": "Who is given it", "kind": "Which document"},
)


class CommentForm(AskingForm):
    """By when comments on a draft are asked for. Without a day the draft asks for none."""

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
