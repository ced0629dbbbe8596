"""Forms for budgets: who pays what, what comes in, what is spent, and what a cost comes to for each partner."""

from django.core.exceptions import ValidationError
from django.db import transaction

from finance import models
from finance.apportioning import apportioned
from kit import clock
from kit.fields import MoneyField, PercentField
from kit.layouts import Beside, Rare, office_form
from kit.together import Together
from membership.fields import PartyField

BudgetForm = office_form(
    models.Budget,
    "financial_year",
    Beside("starts", "ends"),
    Beside("agreed_on", "agreed_in_words"),
    Rare("What is shared out, and the years before", "shared_out", "carried_because", "shows_years"),
    field_classes={"shared_out": MoneyField},
)


ContributionForm = office_form(
    models.Contribution,
    "payer",
    Beside("share", "amount"),
    Beside("status", "status_on"),
    Rare("Label, on whose behalf, why it changed", "label", "on_behalf_of", "changed_because"),
    Rare("Fixed sum, or part of a joint payment", "basis", Beside("joint_whole", "joint_part"), "joint_with"),
    field_classes={
        "share": PercentField,
        "amount": MoneyField,
        "payer": PartyField,
        "joint_whole": MoneyField,
        "joint_part": PercentField,
    },
    labels={"share": "Share", "status_on": "Since"},
)


BudgetLineForm = office_form(
    models.BudgetLine,
    "side",
    Beside("heading", "description"),
    "from_contributions",
    Beside("estimate", "outturn"),
    Beside("confirmed", "recurrence"),
    Rare("Revised, and why", "revised", "revised_because"),
    Rare("Part of a post, and a note", "post_share", "note"),
    field_classes={"estimate": MoneyField, "revised": MoneyField, "outturn": MoneyField},
    labels={"side": "Income or spending", "recurrence": "How often"},
)


CostPartForm = office_form(
    models.CostPart,
    Beside("payer_name", "amount"),
    Beside("outcome", "outcome_on"),
    "weight",
    field_classes={"amount": MoneyField},
    labels={"weight": "By", "outcome_on": "Since"},
    help_texts={"weight": "Its share, or its contribution, when the cost was split."},
)


class CostSplitForm(
    office_form(models.CostSplit, "what", "cost", Beside("asked_on", "outcome"), field_classes={"cost": MoneyField})
):
    """A cost to be split. Its parts are made with it; if the cost changes, they are parted anew by the same weights."""

    def clean(self):
        cleaned = super().clean()
        asked_on = cleaned.get("asked_on")
        if asked_on and asked_on > clock.today():
            self.add_error("asked_on", "This day is yet to come. Leave it empty until they are asked.")
        cost = cleaned.get("cost")
        if cost is not None and cost > 0 and (self.instance._state.adding or "cost" in self.changed_data):
            try:
                self.parts = self.parted(cost)
            except ValueError as sentence:
                told = f"{sentence} The cost is split by the shares or amounts of who pays what."
                self.add_error("cost", ValidationError(told))
        return cleaned

    def parted(self, cost):
        """Each part as it is to be: of a new cost by the year's formula, else by the weights that it was split by."""
        if self.instance._state.adding:
            found = self.instance.budget.formula().parts(cost)
            return [
                models.CostPart(payer_name=of.payer, weight=of.weight, amount=amount, position=place)
                for place, (of, amount) in enumerate(found, start=1)
            ]
        rows = list(self.instance.costpart_set.all())
        amounts = apportioned(cost, [row.weight for row in rows])
        return list(zip(rows, amounts, strict=True))

    @transaction.atomic
    def save(self, commit=True):
        adding = self.instance._state.adding
        split, together = super().save(commit), Together("", self.by)
        if commit and hasattr(self, "parts"):
            for part in self.parts:
                if adding:
                    part.split = split
                    together.add(part)
                else:
                    row, amount = part
                    together.change(row, amount=amount)
        return split
