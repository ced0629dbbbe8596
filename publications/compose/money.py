"""The board's money, with every total reckoned here and typed nowhere."""

from itertools import groupby

from finance import totals
from finance.models import BudgetLine
from publications.content import money as content

from .figures import trimmed


def contributions(publication, section, on):
    """Who pays what in the publication's financial year; None where it names no budget."""
    if publication.budget is None:
        return None
    rows = list(publication.budget.contributions())
    return content.Contributions(
        financial_year=publication.budget.financial_year,
        contributions=tuple(
            content.Contribution(
                key=row.key,
                payer=row.payer_name,
                share=None if row.share is None else trimmed(row.share),
                amount=None if row.amount is None else totals.rounded(row.amount),
                status=row.status,
            )
            for row in rows
        ),
        total_share=trimmed(totals.total_share(row.share for row in rows)),
        total=totals.total(row.amount for row in rows),
    )


def budget(publication, section, on):
    """Income, spending and what is left; None where the publication names no budget."""
    if publication.budget is None:
        return None
    contributed = totals.total(row.amount for row in publication.budget.contributions())
    lines = list(publication.budget.budgetline_set.all())
    estimates = {line.pk: contributed if line.from_contributions else line.estimate for line in lines}
    sides = {
        side: [line for line in lines if line.side == side]
        for side in (BudgetLine.Side.INCOME, BudgetLine.Side.EXPENDITURE)
    }
    sums = {side: totals.total(estimates[line.pk] for line in rows) for side, rows in sides.items()}
    income, expenditure = sums.values()
    headings = {
        side: tuple(
            content.BudgetHeading(heading=heading, lines=tuple(budget_line(line, estimates[line.pk]) for line in under))
            for heading, under in groupby(rows, key=lambda line: line.heading)
        )
        for side, rows in sides.items()
    }
    return content.Budget(
        financial_year=publication.budget.financial_year,
        income=headings[BudgetLine.Side.INCOME],
        expenditure=headings[BudgetLine.Side.EXPENDITURE],
        total_income=income,
        total_expenditure=expenditure,
        balance=totals.balance(income, expenditure),
    )


def budget_line(line, estimate):
    return content.BudgetLine(
        key=line.key,
        description=line.description,
        estimate=None if estimate is None else totals.rounded(estimate),
        outturn=None if line.outturn is None else totals.rounded(line.outturn),
        confirmed=line.confirmed,
        recurrence=line.recurrence,
        post_share=None if line.post_share is None else trimmed(line.post_share),
    )
