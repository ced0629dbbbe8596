"""Who pays what, and income and spending. Every total is reckoned before it is frozen, and typed nowhere."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from kit.wording import left, opening, pounds, summed, summed_shares

from .base import Fact, Key
from .codes import (
    BASES,
    CERTAINTIES,
    FIGURES,
    NOT_STATED,
    STATUSES,
    from_table,
    in_per_cent,
    in_pounds,
    per_cent_if_any,
    plain_if_any,
    pounds_if_any,
    signed_if_any,
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
    """What one partner pays; the payer is empty where the board names none, the basis where it is a share.

    `by_share` is what its share of the whole comes to, or its part of a joint payment: where no amount is typed, or
    another. `of_all` is its amount in per cent of all contributions, where no share is typed.
    """

    key: Key
    payer: Annotated[str, tells("who pays", fact=True)]
    share: Annotated[Decimal | None, says("share", show=in_per_cent, fact=True)]
    amount: Annotated[Decimal | None, tells(show=in_pounds, fact=True)]
    status: Annotated[str, says("proposed or agreed", show=from_table(STATUSES), fact=True)]
    since: Annotated[date | None, says("proposed or agreed since", fact=True)] = None
    on_behalf_of: Annotated[str, says("on whose behalf", fact=True)] = ""
    basis: Annotated[str, says("fixed sum or part of a joint payment", show=from_table(BASES), fact=True)] = ""
    joint_whole: Annotated[Decimal | None, says("the whole joint payment", show=pounds_if_any, fact=True)] = None
    joint_part: Annotated[Decimal | None, says("part of the joint payment", show=per_cent_if_any, fact=True)] = None
    joint_with: Annotated[str, says("with whom the payment is shared", fact=True)] = ""
    by_share: Annotated[
        Decimal | None, says("what its share comes to", show=pounds_if_any, fact=True, sum="reckoned")
    ] = None
    of_all: Annotated[
        Decimal | None, says("part of all contributions", show=per_cent_if_any, fact=True, sum="reckoned")
    ] = None
    changed_because: Annotated[str, says("why it changed", beside="Changed")] = ""

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
    shared_out: Annotated[Decimal | None, says("What the shares are shares of", show=pounds_if_any, fact=True)] = None


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
    revised: Annotated[Decimal | None, says("revised", show=pounds_if_any, fact=True)] = None
    revised_because: Annotated[str, says("why it was revised", beside="Revised")] = ""
    variance: Annotated[Decimal | None, says("variance", show=signed_if_any, fact=True, sum="reckoned")] = None


class BudgetHeading(Fact, kw_only=True):
    """Budget lines under one heading; the heading may be empty."""

    goes_by = "heading"

    heading: Annotated[str, tells("heading")]
    lines: Annotated[tuple[BudgetLine, ...], tells()]

    @property
    def identity(self):
        return self.heading


class YearLine(Fact, kw_only=True):
    """What one line of an earlier year came to; the amount is None where it isn't recorded."""

    goes_by = "description"

    key: Key
    heading: Annotated[str, says("heading")]
    description: Annotated[str, tells("wording")]
    amount: Annotated[Decimal | None, tells("amount", show=in_pounds, fact=True)]


class EarlierYear(Fact, kw_only=True):
    """An earlier year as it stands beside this one: what came of it or, as long as that isn't known, what was planned.

    `figures` says which: outturn, revised, estimate. `months` is how long it is, if its days are known and it is no
    year of twelve.
    """

    goes_by = "financial_year"

    key: Key
    financial_year: Annotated[str, tells("financial year", fact=True, passage=False)]
    figures: Annotated[str, says("which figures", show=from_table(FIGURES), fact=True)]
    income: Annotated[tuple[YearLine, ...], tells("Income", fact=True)]
    expenditure: Annotated[tuple[YearLine, ...], tells("Expenditure", fact=True)]
    total_income: Annotated[
        Decimal | None, says("total income", show=exactly(summed, "total_income_partly"), fact=True, sum="reckoned")
    ]
    total_expenditure: Annotated[
        Decimal | None,
        says("total expenditure", show=exactly(summed, "total_expenditure_partly"), fact=True, sum="reckoned"),
    ]
    balance: Annotated[
        Decimal | None, says("balance", show=lambda amount, *_: opening(left(amount)), fact=True, sum="reckoned")
    ]
    total_income_partly: Annotated[
        Partly | None, says("total income, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    total_expenditure_partly: Annotated[
        Partly | None, says("total expenditure, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    months: Annotated[int, says("length in months", show=lambda number, *_: str(number or ""), fact=True)] = 0


class Carried(Fact, kw_only=True):
    """What the year before left, beside what this one brings forward; as long as that `is_planned` only."""

    financial_year: Annotated[str, says("the year before", fact=True, passage=False)]
    left: Annotated[Decimal, says("what the year before left", show=pounds_if_any, fact=True, sum="reckoned")]
    brought: Annotated[Decimal, says("what is brought forward from it", show=pounds_if_any, fact=True, sum="reckoned")]
    is_planned: Annotated[bool, says("planned or outturn", show=yes_or_no("Planned", "Outturn"), fact=True)] = False


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
    in_kind: Annotated[tuple[BudgetHeading, ...], tells("In kind", fact=True)] = ()
    revised_income: Annotated[
        Decimal | None,
        says("Total income, revised", show=exactly(summed, "revised_income_partly"), fact=True, sum="reckoned"),
    ] = None
    revised_income_partly: Annotated[
        Partly | None, says("Total income, revised, as far as given", show=as_far_as_known, fact=True, sum="reckoned")
    ] = None
    revised_expenditure: Annotated[
        Decimal | None,
        says(
            "Total expenditure, revised", show=exactly(summed, "revised_expenditure_partly"), fact=True, sum="reckoned"
        ),
    ] = None
    revised_expenditure_partly: Annotated[
        Partly | None,
        says("Total expenditure, revised, as far as given", show=as_far_as_known, fact=True, sum="reckoned"),
    ] = None
    revised_balance: Annotated[
        Decimal | None, says("Balance, revised", show=pounds_if_any, fact=True, sum="reckoned")
    ] = None
    outturn_balance: Annotated[
        Decimal | None, says("Balance, outturn", show=pounds_if_any, fact=True, sum="reckoned")
    ] = None
    agreed: Annotated[Decimal | None, says("Recorded as agreed", show=pounds_if_any, fact=True)] = None
    own_balance_confirmed: Annotated[
        Decimal | None,
        says("The same without what is subject to confirmation", show=pounds_if_any, fact=True),
    ] = None
    carried: Annotated[Carried | None, says("What is carried over", alone="What is carried over", fact=True)] = None
    carried_because: Annotated[str, says("Why it begins with another amount than the year before left")] = ""
    years: Annotated[tuple[EarlierYear, ...], tells("Years before", fact=True)] = ()
