"""Forms for budgets: who pays what, what comes in, what is spent."""

from finance import models
from kit.fields import MoneyField, PercentField
from kit.layouts import Beside, OfficeForm, Rare
from membership.fields import PartyField


class BudgetForm(OfficeForm):
    layout = ("financial_year", Beside("starts", "ends"), Beside("agreed_on", "agreed_in_words"))

    class Meta(OfficeForm.Meta):
        model = models.Budget
        fields = ["financial_year", "starts", "ends", "agreed_on", "agreed_in_words"]


class ContributionForm(OfficeForm):
    layout = (
        "payer",
        Beside("share", "amount"),
        Beside("status", "status_on"),
        Rare("Label, on whose behalf, basis", "label", "on_behalf_of", "basis"),
    )

    class Meta(OfficeForm.Meta):
        model = models.Contribution
        fields = ["payer", "label", "on_behalf_of", "basis", "share", "amount", "status", "status_on"]
        field_classes = {"share": PercentField, "amount": MoneyField, "payer": PartyField}
        labels = {"share": "Share", "status_on": "Since"}


class BudgetLineForm(OfficeForm):
    layout = (
        "side",
        Beside("heading", "description"),
        "from_contributions",
        Beside("estimate", "outturn"),
        Beside("confirmed", "recurrence"),
        Rare("Part of a post, and a note", "post_share", "note"),
    )

    class Meta(OfficeForm.Meta):
        model = models.BudgetLine
        fields = [
            "side",
            "heading",
            "description",
            "estimate",
            "outturn",
            "from_contributions",
            "confirmed",
            "recurrence",
            "post_share",
            "note",
        ]
        field_classes = {"estimate": MoneyField, "outturn": MoneyField}
        labels = {"side": "Income or spending", "recurrence": "How often"}
