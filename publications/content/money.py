"""Who pays what, and income and spending. Every total is reckoned before it is frozen, and typed nowhere."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from kit.wording import left, opening, pounds, summed, summed_shares

from .base import Fact, Key
from .codes import (
    BASES,
    CERTAINTIES,
    NOT_STATED,
    STATUSES,
    from_table,
    in_per_cent,
    in_pounds,
    plain_if_any,
    pounds_if_any,
    spaced,
    yes_or_no,
)
from .says import says, silent, tells

WORDED = "Worded by the field that holds it."


def sum_of(thing, name):
    """A sum of a thing: its exact amount, what it is at least, and how many amounts are not given (see `Partly`)."""
    partly = getattr(thing, f"{name}_partly")
    return getattr(thing, name), *((partly.at_least, partly.not_given) if partly else (None, 0))


def sum_in_words(thing, name):
    return opening(summed(*sum_of(thing, name)))


def stated(amount):
    return NOT_STATED if amount is None else pounds(amount)


def exactly(show, missing):
    """How an exact total is worded; if part of it is missing, the field of that name says what is known of it."""
    return lambda total, thing, parents: "Not all given" if getattr(thing, missing) else opening(show(total))


def as_far_as_known(partly, thing, parents):
    return opening(summed(None, partly.at_least, partly.not_given)) if partly else ""


class Partly(Fact, kw_only=True):
    """What is known of a sum if some of its amounts are not given.

    `at_least` is what the given ones come to, in pounds; None if one of them is below nought, so that nothing can be
    said of the sum.
    """

    at_least: Annotated[Decimal | None, silent(WORDED)]
    not_given: Annotated[int, silent(WORDED)]


class Contribution(Fact, kw_only=True):
    """What one partner pays; the payer is empty where the board names none, the basis where it is a share."""

    key: Key
    payer: Annotated[str, tells("who pays", fact=True)]
    share: Annotated[Decimal | None, says("share", show=in_per_cent, fact=True)]
    amount: Annotated[Decimal | None, tells(show=in_pounds, fact=True)]
    status: Annotated[str, says("proposed or agreed", show=from_table(STATUSES), fact=True)]
    since: Annotated[date | None, says("proposed or agreed since", fact=True)] = None
    on_behalf_of: Annotated[str, says("on whose behalf", fact=True)] = ""
    basis: Annotated[str, says("fixed sum or part of a joint payment", show=from_table(BASES), fact=True)] = ""

    def known_as(self, parents):
        return f"{self.payer or 'Unnamed payer'} contribution"


class Contributions(Fact, kw_only=True, tag="contributions"):
    """Who pays what in a financial year, with the totals reckoned from the rows.

    A total is None unless all is given that it is the sum of. If some is given and some is not, `total_partly` and
    `shares_not_given` say so; if nothing is recorded, they are empty.
    """

    financial_year: Annotated[str, says("financial year", fact=True, passage=False)]
    contributions: Annotated[tuple[Contribution, ...], tells(fact=True)]
    total_share: Annotated[
        Decimal | None, says("Total share", show=exactly(summed_shares, "shares_not_given"), fact=True, sum="reckoned")
    ]
    total: Annotated[
        Decimal | None,
        says("Total of the contributions", show=exactly(summed, "total_partly"), fact=True, sum="reckoned"),
    ]
    shares_not_given: Annotated[
        int, says("Shares not given", show=lambda number, *_: str(number or ""), fact=True, sum="reckoned")
    ] = 0
    total_partly: Annotated[
        Partly | None,
        says("Total of the contributions, as far as given", show=as_far_as_known, fact=True, sum="reckoned"),
    ] = None


class BudgetLine(Fact, kw_only=True):
    """One line of income or spending; the estimate is in pounds, the outturn too where it is known.

    `estimate_partly` is there if the line is the sum of the contributions and some of these have no amount. `status`
    says how these stand: proposed, agreed, partly.
    """

    goes_by = "description"

    key: Key
    description: Annotated[str, tells("wording")]
    estimate: Annotated[
        Decimal | None, tells("estimate", show=exactly(stated, "estimate_partly"), fact=True, sum="carried")
    ]
    outturn: Annotated[Decimal | None, says("outturn", show=pounds_if_any, fact=True)]
    confirmed: Annotated[
        bool, says("confirmed or not", show=yes_or_no("Confirmed", "Subject to confirmation"), fact=True)
    ]
    recurrence: Annotated[str, says("recurrence", show=spaced, fact=True)]
    post_share: Annotated[Decimal | None, says("share of a post", show=plain_if_any, fact=True)]
    estimate_partly: Annotated[Partly | None, says("estimate, as far as given", show=as_far_as_known, fact=True)] = None
    status: Annotated[str, says("proposed or agreed", show=from_table(CERTAINTIES), fact=True)] = ""


class BudgetHeading(Fact, kw_only=True):
    """Budget lines under one heading; the heading may be empty."""

    goes_by = "heading"

    heading: Annotated[str, tells("heading")]
    lines: Annotated[tuple[BudgetLine, ...], tells()]

    @property
    def identity(self):
        return self.heading


class Budget(Fact, kw_only=True, tag="budget"):
    """Income and spending of a financial year, their totals, and what is left if both are known.

    Totals are as those of `Contributions`.
    """

    financial_year: Annotated[str, says("financial year", fact=True, passage=False)]
    income: Annotated[tuple[BudgetHeading, ...], tells("Income", fact=True)]
    expenditure: Annotated[tuple[BudgetHeading, ...], tells("Expenditure", fact=True)]
    total_income: Annotated[
        Decimal | None,
        says("Total estimated income", show=exactly(summed, "total_income_partly"), fact=True, sum="reckoned"),
    ]
    total_expenditure: Annotated[
        Decimal | None,
        says(
            "Total estimated expenditure", show=exactly(summed, "total_expenditure_partly"), fact=True, sum="reckoned"
        ),
    ]
    balance: Annotated[
        Decimal | None,
        says(
            "Balance: income less expenditure", show=lambda amount, *_: opening(left(amount)), fact=True, sum="reckoned"
        ),
    ]
    agreed_on: Annotated[date | None, says("agreed on", fact=True)] = None
    agreed_in_words: Annotated[str, says("where and how it was agreed", fact=True)] = ""
    outturn_income: Annotated[
        Decimal | None,
        says("Total income received", show=exactly(summed, "outturn_income_partly"), fact=True, sum="reckoned"),
    ] = None
    outturn_expenditure: Annotated[
        Decimal | None,
        says("Total expenditure spent", show=exactly(summed, "outturn_expenditure_partly"), fact=True, sum="reckoned"),
    ] = None
    outturn_income_partly: Annotated[
        Partly | None, says("Total income received, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    outturn_expenditure_partly: Annotated[
        Partly | None, says("Total expenditure spent, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    total_income_partly: Annotated[
        Partly | None, says("Total estimated income, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    total_expenditure_partly: Annotated[
        Partly | None,
        says("Total estimated expenditure, as far as given", show=as_far_as_known, fact=True, sum="reckoned"),
    ] = None
    brought_forward: Annotated[Decimal | None, says("Brought forward", show=pounds_if_any, fact=True)] = None
    not_agreed: Annotated[Decimal | None, says("Not recorded as agreed", show=pounds_if_any, fact=True)] = None
    unconfirmed: Annotated[Decimal | None, says("Subject to confirmation", show=pounds_if_any, fact=True)] = None
    own_income: Annotated[Decimal | None, says("Income of the year itself", show=pounds_if_any, fact=True)] = None
    own_balance: Annotated[
        Decimal | None,
        says("Income of the year itself less expenditure", show=lambda amount, *_: opening(left(amount)), fact=True),
    ] = None
