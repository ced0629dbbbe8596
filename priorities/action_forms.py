"""Forms for actions, who leads them, what is heard of them, and for what was recommended."""

from kit import clock
from kit.layouts import Beside, Rare, office_form
from kit.wording import cut
from membership.fields import PartyField
from priorities import models
from priorities.forms import DeadlineField, offer


class ActionForm(
    office_form(
        models.Action,
        "words",
        Beside("due", "due_in_words"),
        "goal",
        "printed",
        Beside("state", "closed_on"),
        "reason",
        Rare(
            "Label, finding or recommendation, where it comes from, what it is part of",
            "code",
            "finding",
            "recommendation",
            "parent",
            "origin",
            "review_on",
        ),
        field_classes={"due": DeadlineField},
    )
):
    State = models.Action.State

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], models.Goal.objects.all())
        self.fields["finding"].label_from_instance = cut
        self.fields["recommendation"].label_from_instance = cut
        self.fields["parent"].label_from_instance = lambda row: cut(f"{row.number}. {row}")
        self.fields["parent"].queryset = models.Action.objects.exclude(pk=self.instance.pk)
        if self.instance._state.adding:
            # Whoever leads besides is added below the action.
            field = PartyField(label="Who leads it", required=False, help_text="Further ones are added below it.")
            field.read_names()
            self.fields["led_by"] = field
            self.layout = (self.layout[0], "led_by", *self.layout[1:])

    def clean(self):
        """Whoever says what became of an action, or opens it again, isn't asked for the day."""
        cleaned = super().clean()
        state, changed = cleaned.get("state"), self.changed_data
        if "state" in changed and "closed_on" not in changed and not self.instance._state.adding:
            cleaned["closed_on"] = None if state == self.State.OPEN else cleaned.get("closed_on") or clock.today()
        return cleaned

    def save(self, commit=True):
        saved, party = super().save(commit), self.cleaned_data.get("led_by")
        if party is not None and "led_by" in self.fields:
            party = self.fields["led_by"].made(party)
            lead = models.ActionLead(action=saved, party=party, position=1)
            lead._history_user = self.by
            lead.save()
        return saved


class RecommendationForm(
    office_form(
        models.Recommendation,
        "words",
        "learning",
        Beside("source", "address"),
        Beside("made_on", "answer"),
        "reason",
        "outcome",
        "goal",
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], models.Goal.objects.all())
        self.fields["learning"].label_from_instance = cut


ActionLeadForm = office_form(
    models.ActionLead, "party", field_classes={"party": PartyField}, labels={"party": "Who leads it"}
)


class ActionUpdateForm(office_form(models.ActionUpdate, "words", Beside("on", "rating"))):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.initial.get("on"):
            self.initial["on"] = clock.today()

    def save(self, commit=True):
        """Sign a rating: it is somebody's judgement."""
        if "rating" in self.changed_data:
            rated = bool(self.cleaned_data["rating"])
            self.instance.rated_at, self.instance.rated_by = (clock.now(), self.by) if rated else (None, None)
        return super().save(commit)
