"""Forms for what was learned and taught."""

from kit.layouts import Beside, Rare, office_form
from membership.fields import PartyField
from priorities import models
from priorities.forms import offer

LearningForm = office_form(
    models.Learning,
    "title",
    Beside("kind", "code"),
    "review_of",
    "done_by",
    Beside("starts", "ends"),
    Beside("sample", "method"),
    "words",
    "changed",
    "address",
    "printed",
    Rare("When, in words, and which report tells it", "when_in_words", "period"),
    field_classes={"done_by": PartyField},
)


class BearsOnForm(office_form(models.BearsOn, "goal", "shows")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["goal"], models.Goal.objects.all())


TrainingForm = office_form(
    models.Training,
    "title",
    "kind",
    "words",
    "given_by",
    Beside("starts", "ends"),
    "offered",
    "changed",
    Rare("When, in words, and which report tells it", "when_in_words", "period"),
    field_classes={"given_by": PartyField},
)
PlacesForm = office_form(models.Places, "party", "number", field_classes={"party": PartyField})
