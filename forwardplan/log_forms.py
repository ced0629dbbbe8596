"""Forms for decisions, what a meeting dealt with, and the register of challenges and risks."""

from forwardplan import models
from kit import clock
from kit.layouts import Beside, Rare, office_form
from kit.wording import cut
from membership.fields import PartyField
from priorities.forms import offer
from priorities.models import Action, Goal


def numbered(action):
    """An action as a list offers it: by its number in the log."""
    return cut(f"{action.number}. {action}")


class DecisionForm(
    office_form(
        models.Decision,
        "words",
        "minute",
        "goal",
        "printed",
        Rare("A step between two plans, or a budget", "lineage", "budget"),
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], Goal.objects.all())
        self.fields["lineage"].label_from_instance = cut


class MentionForm(office_form(models.Mention, "action", "challenge", "what")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].label_from_instance = numbered
        self.fields["challenge"].label_from_instance = cut


class ChallengeForm(
    office_form(
        models.Challenge,
        "issue",
        Beside("kind", "state"),
        Beside("raised_by", "to"),
        Beside("raised_on", "response_due"),
        "response",
        "effect",
        "goal",
        "printed",
        Rare("Year and number", Beside("year", "number")),
        field_classes={"raised_by": PartyField, "to": PartyField},
        labels={"issue": "Challenge or risk"},
    )
):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], Goal.objects.all())

    def clean(self):
        """A number that stands keeps its place: emptied, it is the one that it was."""
        cleaned = super().clean()
        if cleaned.get("number") is None and "number" not in self.errors and not self.instance._state.adding:
            cleaned["number"] = self.initial.get("number")
        return cleaned


class ChallengeUpdateForm(office_form(models.ChallengeUpdate, "words", "on")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.initial.get("on"):
            self.initial["on"] = clock.today()


class RemedyForm(office_form(models.Remedy, "action")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].label_from_instance = numbered
        self.fields["action"].queryset = Action.objects.order_by("number")
