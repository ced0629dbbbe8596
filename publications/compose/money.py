"""The board's money as `finance.reckoning` has it: nothing is added up here."""

from finance.reckoning import rounded
from publications.content import money as content

from .taken import taken, trimmed


def contributions(publication, section, on):
    """Who pays what in the publication's financial year."""
    reckoned = publication.budget.reckoned()
    shares = reckoned.shares
    return content.Contributions(
        financial_year=publication.budget.financial_year,
        contributions=tuple(
            taken(
                content.Contribution,
                row,
                payer=row.payer_name,
                amount=None if row.amount is None else rounded(row.amount),
                since=row.status_on,
                basis="" if row.basis == row.Basis.SHARE else row.basis,
            )
            for row in reckoned.contributions
        ),
        total_share=None if shares.amount is None else trimmed(shares.amount),
        shares_not_given=shares.not_given,
        **sum_fields("total", reckoned.contributed),
    )


def budget(publication, section, on):
    """Income, spending and what is left."""
    reckoned = publication.budget.reckoned()
    return content.Budget(
        financial_year=publication.budget.financial_year,
        income=headings(reckoned.income, reckoned.status),
        expenditure=headings(reckoned.expenditure, reckoned.status),
        **sum_fields("total_income", reckoned.income.estimate),
        **sum_fields("total_expenditure", reckoned.expenditure.estimate),
        **sum_fields("outturn_income", reckoned.income.outturn),
        **sum_fields("outturn_expenditure", reckoned.expenditure.outturn),
        balance=reckoned.balance,
        brought_forward=reckoned.brought_forward.amount,
        not_agreed=reckoned.not_agreed.amount,
        unconfirmed=reckoned.unconfirmed_income.amount,
        own_income=reckoned.own_income.amount if reckoned.brought_forward.amount else None,
        own_balance=reckoned.own_balance if reckoned.brought_forward.amount else None,
        agreed_on=publication.budget.agreed_on,
        agreed_in_words=publication.budget.agreed_in_words,
    )


def sum_fields(name, found):
    """A sum as content has it: the exact amount, or what is known of it if some amounts are not given."""
    partly = content.Partly(at_least=found.at_least, not_given=found.not_given) if found.not_given else None
    return {name: found.amount, f"{name}_partly": partly}


def headings(side, status):
    """The lines below each heading; `status` is how the contributions stand that a line may be the sum of."""
    return tuple(
        content.BudgetHeading(heading=heading, lines=tuple(budget_line(line, found, status) for line, found in under))
        for heading, under in side.headings
    )


def budget_line(line, found, status):
    outturn = None if line.outturn is None else rounded(line.outturn)
    status = status if line.from_contributions else ""
    return taken(content.BudgetLine, line, outturn=outturn, status=status, **sum_fields("estimate", found))
