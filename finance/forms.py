"""Forms for budgets: who pays what, what comes in, what is spent."""

from finance import models
from kit.fields import MoneyField, PercentField
from kit.layouts import Beside, Rare, office_form
from membership.fields import PartyField

BudgetForm = office_form(
    models.Budget, "financial_year", Beside("starts", "ends"), Beside("agreed_on", "agreed_in_words")
)


ContributionForm = office_form(
    models.Contribution,
    "payer",
    Beside("share", "amount"),
    Beside("status", "status_on"),
    Rare("Label, on whose behalf, basis", "label", "on_behalf_of", "basis"),
    field_classes={"share": PercentField, "amount": MoneyField, "payer": PartyField},
    labels={"share": "Share", "status_on": "Since"},
)


BudgetLineForm = office_form(
    models.BudgetLine,
    "side",
    Beside("heading", "description"),
    "from_contributions",
    Beside("estimate", "outturn"),
    Beside("confirmed", "recurrence"),
    Rare("Part of a post, and a note", "post_share", "note"),
    field_classes={"estimate": MoneyField, "outturn": MoneyField},
    labels={"side": "Income or spending", "recurrence": "How often"},
)
