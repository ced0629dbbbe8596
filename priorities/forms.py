"""Forms for the plan, its goals, and what figures, audits and people told of them."""

from django import forms

from kit import clock, wording
from kit.fields import DayField
from kit.later import say_later
from kit.layouts import Beside, Rare, office_form
from kit.reading.answers import Refusal
from membership.fields import PartyField
from priorities import doubts, models

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


PrincipleForm = office_form(models.Principle, "name", "words")


class ServesForm(office_form(models.Serves, "principle", labels={"principle": "Principle it serves"})):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["principle"].queryset = models.Principle.objects.filter(plan__goal=self.instance.goal_id)


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


class IndicatorForm(
    office_form(
        models.Indicator,
        "name",
        "definition",
        "base",
        Beside("unit", "decimals"),
        "owed_by",
        Beside("every", "year_type"),
        "small_numbers",
        Rare("Where it stands, and how it is read", "source", "frequency", Beside("signs", "better")),
        field_classes={"owed_by": PartyField},
        labels={
            "decimals": "Places after the point",
            "base": "Base",
            "source": "Source of the definition",
            "frequency": "How often, in words",
        },
    )
):
    """Whoever changes a definition is asked since when it holds: the one before is kept with its days."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"] = DayField(label="The new definition holds since", required=False)
        self.fields["breaks"] = forms.BooleanField(label="Figures before and after can’t be compared", required=False)
        self.fields["same"] = forms.BooleanField(label="It means the same as before", required=False)

    def clean(self):
        cleaned = super().clean()
        before = self.initial.get("definition")
        if self.instance.pk and before and "definition" in self.changed_data:
            place = self.layout.index("base")
            self.layout = (*self.layout[:place], "since", "breaks", "same", *self.layout[place:])
            if not cleaned.get("since") and not cleaned.get("same") and not self.has_error("since"):
                self.add_error(
                    "definition",
                    "This was defined in another way before. Say since when the new definition holds, and the old one "
                    "is kept; or tick “It means the same as before”, such as for a slip.",
                )
        return cleaned

    def save(self, commit=True):
        row, cleaned = super().save(commit), self.cleaned_data
        if "definition" in self.changed_data and cleaned.get("since") and not cleaned.get("same"):
            former = models.Redefinition(
                indicator=row,
                on=cleaned["since"],
                before=self.initial["definition"],
                breaks=cleaned["breaks"],
                position=row.redefinition_set.count() + 1,
            )
            former._history_user = self.by
            former.save()
        return row


RedefinitionForm = office_form(
    models.Redefinition,
    "on",
    "why",
    "before",
    "breaks",
    labels={"on": "Since", "before": "Definition until then"},
)


SeriesForm = office_form(
    models.Series,
    "name",
    "compares",
    Rare("Small numbers", "small_numbers"),
)


SmallNumbersRuleForm = office_form(
    models.SmallNumbersRule,
    "name",
    "source",
    Beside("least", "most"),
    Beside("rounds_to", "decimals", "least_base"),
    "reason",
    Beside("read_on", "read_in"),
    "is_usual",
    labels={
        "least": "Held back from",
        "most": "Up to",
        "rounds_to": "Counts to the nearest",
        "decimals": "Places of shares",
        "least_base": "No share of fewer",
        "read_on": "Read on",
    },
)


class ReleaseForm(
    office_form(
        models.Release,
        "reason",
        Rare("If a body decided it", "decided_by", Beside("decided_on", "reference")),
    )
):
    """Whoever saves it asks for it, for the figure as it is now; what was allowed before isn't allowed any more."""

    def save(self, commit=True):
        if self.instance._state.adding or self.has_changed():
            row = self.instance
            row.value = row.observation.value
            row.asked_at, row.asked_by = clock.now(), self.by
            row.allowed_at = row.allowed_by = None
        return super().save(commit)


MOST_OFFERED = 400


class FindingFigureForm(office_form(models.FindingFigure, "observation", labels={"observation": "Figure"})):
    """A figure is chosen among those of the period, and the last of each breakdown unless these are too many."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, chosen = self.fields["observation"], self.instance.observation_id
        figures = models.Observation.objects.figures()
        in_period = figures.in_period(self.instance.finding.period).filter(ends__isnull=False)
        newest = figures.newest_of(models.Series.objects.all())
        offered = {pk for rows in (in_period, newest) for pk in rows.values_list("pk", flat=True)[: MOST_OFFERED + 1]}
        if len(offered) > MOST_OFFERED:
            offered = {*in_period.values_list("pk", flat=True)[:MOST_OFFERED]}
        numbers = [*offered, chosen]
        rows = models.Observation.objects.filter(pk__in=[number for number in numbers if number])
        field.queryset = rows.select_related("series__indicator").order_by(
            "series__indicator__position", "series__position", "ends", "position", "pk"
        )
        field.label_from_instance = figure_in_its_series


def figure_in_its_series(seen):
    """A figure with what it counts and its period: Admissions: All, 2014/15: 54."""
    of = seen.series.indicator
    told = wording.figure(seen, of.unit, of.decimals)
    return f"{wording.cut(seen.series, 90)}, {seen.period or 'no period'}: {told}"


class ObservationForm(
    office_form(
        models.Observation,
        "period_as_printed",
        Beside("timing", "starts", "ends"),
        Beside("qualifier", "value"),
        "state",
        "reason",
        Beside("direction", "provisional"),
        Rare("Revised", Beside("revised", "first_value")),
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
            "numerator": "Counted",
            "denominator": "Out of",
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
        if asked := [(name, sentence) for name, sentence in self.doubts(cleaned) if sentence]:
            # Asked once, where it is: a share can't be above a whole, a change can.
            place = self.layout.index("state")
            self.layout = (*self.layout[:place], "meant", *self.layout[place:])
            for name, sentence in asked if not cleaned.get("meant") else ():
                self.add_error(name, f"{sentence} Put it right, or tick “This figure is meant” below.")
        return cleaned

    def doubts(self, cleaned):
        """What is odd about the figure as it was changed: the field beside which it is said, and the sentence."""
        of, changed = self.instance.series.indicator, set(self.changed_data)
        value, counts = cleaned.get("value"), (cleaned.get("numerator"), cleaned.get("denominator"))
        if "value" in changed:
            yield "value", doubts.of_value(value, of.unit, of.decimals)
        if changed & {"value", "numerator", "denominator"}:
            yield "denominator", doubts.of_base(value, of.unit, *counts)
            yield "value", doubts.of_counts(value, of.unit, of.decimals, *counts)
        if changed & {"period_as_printed", "starts", "ends"}:
            words, days = cleaned.get("period_as_printed"), (cleaned.get("starts"), cleaned.get("ends"))
            yield "period_as_printed", doubts.of_period(words, *days, cleaned.get("timing"), of.year_type)


ProgressForm = office_form(
    models.Progress,
    "figures_in_words",
    "commentary",
    "difference_made",
    Rare("Test of the aim, reporting period", "untested", "period"),
    labels={"period": "Reporting period"},
    help_texts={"difference_made": "“Not yet shown” is an answer, and better than none."},
)


EvidenceForm = office_form(
    models.Evidence,
    "state",
    "words",
    Beside("source", "shows"),
    Rare("Method, date, reporting period", "method", "on", "period"),
    labels={"state": "Found, planned or none", "words": "What it says", "period": "Reporting period"},
)


FindingForm = office_form(
    models.Finding,
    "kind",
    "words",
    Rare("Who sees to it, by when, what came of it", "owner", Beside("due", "due_in_words"), "outcome"),
    field_classes={"owner": PartyField, "due": DeadlineField},
    labels={"owner": "Who sees to it"},
)


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
