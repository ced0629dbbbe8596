"""Who pays what, and income and spending. Every total is reckoned before it is frozen, and typed nowhere."""

from decimal import Decimal
from typing import Annotated

from .base import Fact, Key
from .codes import STATUSES, from_table, in_per_cent, in_pounds, plain_if_any, pounds_if_any, spaced, yes_or_no
from .says import says, tells


class Contribution(Fact, kw_only=True):
    """What one partner pays; the payer is empty where the board names none."""

    key: Key
    payer: Annotated[str, tells("who pays", fact=True)]
    share: Annotated[Decimal | None, says("share", show=in_per_cent, fact=True)]
    amount: Annotated[Decimal | None, tells(show=in_pounds, fact=True)]
    status: Annotated[str, says("proposed or agreed", show=from_table(STATUSES), fact=True)]

    def known_as(self, parents):
        return f"{self.payer or 'Unnamed payer'} contribution"


class Contributions(Fact, kw_only=True, tag="contributions"):
    """Who pays what in a financial year, with the totals reckoned from the rows."""

    financial_year: Annotated[str, says("financial year", fact=True, passage=False)]
    contributions: Annotated[tuple[Contribution, ...], tells(fact=True)]
    total_share: Annotated[Decimal, says("Total share", show=in_per_cent, fact=True)]
    total: Annotated[Decimal, says("Total of the contributions", show=in_pounds, fact=True)]


class BudgetLine(Fact, kw_only=True):
    """One line of income or spending; the estimate is in pounds, the outturn too where it is known."""

    key: Key
    description: Annotated[str, tells("wording")]
    estimate: Annotated[Decimal | None, tells("estimate", show=in_pounds, fact=True)]
    outturn: Annotated[Decimal | None, says("outturn", show=pounds_if_any, fact=True)]
    confirmed: Annotated[
        bool, says("confirmed or not", show=yes_or_no("Confirmed", "Subject to confirmation"), fact=True)
    ]
    recurrence: Annotated[str, says("recurrence", show=spaced, fact=True)]
    post_share: Annotated[Decimal | None, says("share of a post", show=plain_if_any, fact=True)]

    def known_as(self, parents):
        return self.description


class BudgetHeading(Fact, kw_only=True):
    """Budget lines under one heading; the heading may be empty."""

    heading: Annotated[str, tells("heading")]
    lines: Annotated[tuple[BudgetLine, ...], tells()]

    @property
    def identity(self):
        return self.heading

    def known_as(self, parents):
        return self.heading


class Budget(Fact, kw_only=True, tag="budget"):
    """Income and spending of a financial year, their totals, and what is left."""

    financial_year: Annotated[str, says("financial year", fact=True, passage=False)]
    income: Annotated[tuple[BudgetHeading, ...], tells("Income", fact=True)]
    expenditure: Annotated[tuple[BudgetHeading, ...], tells("Expenditure", fact=True)]
    total_income: Annotated[Decimal, says("Total estimated income", show=in_pounds, fact=True)]
    total_expenditure: Annotated[Decimal, says("Total estimated expenditure", show=in_pounds, fact=True)]
    balance: Annotated[Decimal, says("Balance: income less expenditure", show=in_pounds, fact=True)]
