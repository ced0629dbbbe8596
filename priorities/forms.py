"""Forms for the plan, its goals, and what figures, audits and people told of them."""

from django import forms

from kit.later import say_later
from kit.layouts import Beside, OfficeForm, Rare
from kit.wording import is_share, per_cent
from membership.fields import PartyField
from priorities import models


class PlanForm(OfficeForm):
    layout = ("title", "period_as_printed", Beside("starts", "ends"))

    class Meta(OfficeForm.Meta):
        model = models.Plan
        fields = ["title", "period_as_printed", "starts", "ends"]


class PartForm(OfficeForm):
    layout = ("heading", "lead_in", Rare("Dates of its own", Beside("starts", "ends")))

    class Meta(OfficeForm.Meta):
        model = models.Part
        fields = ["heading", "lead_in", "starts", "ends"]


class GoalForm(OfficeForm):
    layout = (
        "code",
        "title",
        "rationale",
        Beside("kind", "part"),
        Rare("Goal above it, and since when", "parent", Beside("starts", "ends")),
    )

    class Meta(OfficeForm.Meta):
        model = models.Goal
        fields = ["code", "title", "rationale", "kind", "part", "parent", "starts", "ends"]
        labels = {"code": "Letter or number", "title": "Goal", "rationale": "Why", "part": "Part of the plan"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.only("part", plan=self.instance.plan_id)
        self.only("parent", plan=self.instance.plan_id)


class AimForm(OfficeForm):
    layout = (
        "words",
        "kind",
        "by_when",
        Rare("As a figure", "series", "wanted", Beside("baseline", "target", "tolerance")),
    )

    class Meta(OfficeForm.Meta):
        model = models.Aim
        fields = ["words", "kind", "by_when", "series", "wanted", "baseline", "target", "tolerance"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.joined("series", "indicator")


class MeasureForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Measure
        fields = ["indicator"]


class LeadForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Lead
        fields = ["party"]
        field_classes = {"party": PartyField}
        labels = {"party": "Who leads it"}


class RelatedForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Related
        fields = ["other"]
        labels = {"other": "Related goal"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = models.Goal.objects.exclude(pk=self.instance.goal_id).select_related("plan")
        self.fields["other"].queryset = goals.order_by("-plan__starts", "plan", "position", "pk")
        self.fields["other"].label_from_instance = in_its_plan


def in_its_plan(goal):
    """A goal's name with its plan's period: two plans may have a goal A in the same words."""
    return f"{goal} ({goal.plan.period_as_printed or goal.plan})"


class IndicatorForm(OfficeForm):
    layout = ("name", "definition", Beside("unit", "decimals"), "frequency", "owed_by")

    class Meta(OfficeForm.Meta):
        model = models.Indicator
        fields = ["name", "definition", "unit", "decimals", "frequency", "owed_by"]
        field_classes = {"owed_by": PartyField}
        labels = {"decimals": "Places after the point"}


class SeriesForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Series
        fields = ["name"]


class ObservationForm(OfficeForm):
    Timing = models.Observation.Timing
    layout = (
        "period_as_printed",
        Beside("timing", "starts", "ends"),
        Beside("qualifier", "value"),
        "state",
        "reason",
        Beside("direction", "provisional"),
        Rare(
            "Where it comes from, and how it is printed",
            "figure_as_printed",
            Beside("numerator", "denominator"),
            "supplied_by",
            Beside("received_on", "source"),
            "note",
        ),
    )

    class Meta(OfficeForm.Meta):
        model = models.Observation
        fields = [
            "period_as_printed",
            "timing",
            "starts",
            "ends",
            "qualifier",
            "value",
            "state",
            "reason",
            "direction",
            "provisional",
            "figure_as_printed",
            "numerator",
            "denominator",
            "supplied_by",
            "received_on",
            "source",
            "note",
        ]
        field_classes = {"supplied_by": PartyField}
        labels = {
            "period_as_printed": say_later("Period, as the {body} writes it"),
            "value": "Figure",
            "qualifier": "Exactly, or about",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meant"] = forms.BooleanField(label="This figure is meant", required=False)

    def clean(self):
        cleaned = super().clean()
        changed = self.changed_data
        has_both_ends = cleaned.get("starts") and cleaned.get("ends") and {"starts", "ends"} & set(changed)
        if has_both_ends and "timing" not in changed and cleaned.get("timing") == self.Timing.NOT_STATED:
            cleaned["timing"] = self.Timing.DURING
        is_per_cent = self.instance.series.indicator.unit == models.Indicator.Unit.PER_CENT
        if is_per_cent and "value" in changed and not is_share(cleaned.get("value")):
            # Asked once, where it is: a share can't be so much, a change can.
            place = self.layout.index("state")
            self.layout = (*self.layout[:place], "meant", *self.layout[place:])
            if not cleaned.get("meant"):
                self.add_error(
                    "value",
                    f"{per_cent(cleaned['value'], 0)} is no share of a whole: those lie between 0% and 100%. "
                    "Put it right, or tick “This figure is meant” below, such as for a change.",
                )
        return cleaned


class ProgressForm(OfficeForm):
    layout = ("figures_in_words", "commentary", "difference_made", Rare("Reporting period", "period"))

    class Meta(OfficeForm.Meta):
        model = models.Progress
        fields = ["figures_in_words", "commentary", "difference_made", "period"]
        labels = {"period": "Reporting period"}


class EvidenceForm(OfficeForm):
    layout = ("state", "words", "source", Rare("Method, date, reporting period", "method", "on", "period"))

    class Meta(OfficeForm.Meta):
        model = models.Evidence
        fields = ["state", "words", "source", "method", "on", "period"]
        labels = {"state": "Found, planned or none", "words": "What it says", "period": "Reporting period"}


class FindingForm(OfficeForm):
    layout = ("kind", "words")

    class Meta(OfficeForm.Meta):
        model = models.Finding
        fields = ["kind", "words"]


class AnswerForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        model = models.Answer
        fields = ["goal"]
        labels = {"goal": "Goal that answers it"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = models.Goal.objects.select_related("plan")
        self.fields["goal"].queryset = goals.order_by("-plan__starts", "plan", "position", "pk")
        self.fields["goal"].label_from_instance = in_its_plan


class LineageForm(OfficeForm):
    layout = ("kind", "from_goal", "to_goal", "reason", Beside("decided", "reading"))

    class Meta(OfficeForm.Meta):
        model = models.Lineage
        fields = ["kind", "from_goal", "to_goal", "reason", "decided", "reading"]
        labels = {"kind": "What became of it", "from_goal": "Goal of the former plan", "to_goal": "Goal of this plan"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.only("to_goal", plan=self.instance.plan_id)
        self.fields["from_goal"].queryset = models.Goal.objects.exclude(plan=self.instance.plan_id)
