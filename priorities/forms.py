"""Forms for the plan, its goals, and what figures, audits and people told of them."""

from django import forms

from kit.fields import DayField
from kit.later import say_later
from kit.layouts import Beside, Rare, office_form
from kit.reading.answers import Refusal
from kit.wording import is_share, per_cent
from membership.fields import PartyField
from priorities import models

PlanForm = office_form(
    models.Plan,
    "title",
    "period_as_printed",
    Beside("starts", "ends"),
    Rare("What its priorities are called", Beside("goal_called", "goals_called")),
)


PartForm = office_form(models.Part, "heading", "lead_in", Rare("Dates of its own", Beside("starts", "ends")))


GoalForm = office_form(
    models.Goal,
    "code",
    "title",
    "rationale",
    Beside("kind", "part"),
    Rare("Goal above it, and since when", "parent", Beside("starts", "ends"), "when_in_words"),
    labels={"code": "Letter or number", "title": "Goal", "rationale": "Why", "part": "Part of the plan"},
    among={"part": "plan", "parent": "plan"},
)


class DeadlineField(DayField):
    """A day beside which there is a field for words: “ongoing” isn't lost, and is told where it goes."""

    beside = "Words go into “By when, in words”."
    instead = f"{DayField.instead} {beside}"

    def alone(self, answer):
        refused = isinstance(answer, Refusal)
        return Refusal(sentence=f"{answer.sentence} {self.beside}") if refused else super().alone(answer)


AimForm = office_form(
    models.Aim,
    "words",
    "kind",
    Beside("by_when", "by_when_in_words"),
    Rare("As a figure", "series", "wanted", Beside("baseline", "target", "tolerance")),
    field_classes={"by_when": DeadlineField},
)


MeasureForm = office_form(models.Measure, "indicator")


LeadForm = office_form(models.Lead, "party", field_classes={"party": PartyField}, labels={"party": "Who leads it"})


class RelatedForm(office_form(models.Related, "other", labels={"other": "Related goal"})):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["other"], models.Goal.objects.exclude(pk=self.instance.goal_id))


def offer(field, goals):
    """Let a field choose among goals of all plans, the latest first."""
    field.queryset = goals.select_related("plan").order_by("-plan__starts", "plan", "position", "pk")
    field.label_from_instance = in_its_plan


def in_its_plan(goal):
    """A goal's name with its plan's period: two plans may have a goal A in the same words."""
    return f"{goal} ({goal.plan.period_as_printed or goal.plan})"


IndicatorForm = office_form(
    models.Indicator,
    "name",
    "definition",
    Beside("unit", "decimals"),
    "frequency",
    "owed_by",
    field_classes={"owed_by": PartyField},
    labels={"decimals": "Places after the point"},
)


SeriesForm = office_form(models.Series, "name")


class ObservationForm(
    office_form(
        models.Observation,
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
        Rare("What is usual, from this figure on", "new_start", "baseline"),
        field_classes={"supplied_by": PartyField},
        labels={
            "period_as_printed": say_later("Period, as the {body} writes it"),
            "value": "Figure",
            "qualifier": "Exactly, or about",
        },
    )
):
    Timing = models.Observation.Timing

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


ProgressForm = office_form(
    models.Progress,
    "figures_in_words",
    "commentary",
    "difference_made",
    Rare("Test of the aim, reporting period", "untested", "period"),
    labels={"period": "Reporting period"},
)


EvidenceForm = office_form(
    models.Evidence,
    "state",
    "words",
    "source",
    Rare("Method, date, reporting period", "method", "on", "period"),
    labels={"state": "Found, planned or none", "words": "What it says", "period": "Reporting period"},
)


FindingForm = office_form(models.Finding, "kind", "words")


class AnswerForm(office_form(models.Answer, "goal", labels={"goal": "Goal that answers it"})):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], models.Goal.objects.all())


class LineageForm(
    office_form(
        models.Lineage,
        "kind",
        "from_goal",
        "to_goal",
        "reason",
        Beside("decided", "reading"),
        labels={"kind": "What became of it", "from_goal": "Goal of the former plan", "to_goal": "Goal of this plan"},
        among={"to_goal": "plan"},
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_goal"].queryset = models.Goal.objects.exclude(plan=self.instance.plan_id)
