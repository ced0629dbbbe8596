"""The board's money as `finance.reckoning` has it: nothing is added up here."""

from finance.models import Budget
from finance.reckoning import carried, rounded, variance
from kit import periods
from publications.content import money as content

from .once import once
from .taken import taken, trimmed


def contributions(publication, section, on):
    """Who pays what in the publication's financial year."""
    reckoned = once(Budget.reckoned, publication.budget)
    shares, shared_out = reckoned.shares, publication.budget.shared_out
    return content.Contributions(
        financial_year=publication.budget.financial_year,
        contributions=tuple(map(contribution, reckoned.paying)),
        total_share=None if shares.amount is None else trimmed(shares.amount),
        shares_not_given=shares.not_given,
        shared_out=to_the_penny(shared_out),
        **sum_fields("total", reckoned.contributed),
    )


def contribution(paid):
    row = paid.row
    return taken(
        content.Contribution,
        row,
        payer=row.payer_name,
        amount=to_the_penny(row.amount),
        since=row.status_on,
        basis="" if row.basis == row.Basis.SHARE else row.basis,
        joint_whole=to_the_penny(row.joint_whole),
        by_share=paid.by_share if row.amount is None or paid.told else None,
        of_all=trimmed(paid.of_all) if paid.of_all is not None and row.share is None else None,
    )


def to_the_penny(amount):
    return None if amount is None else rounded(amount)


def budget(publication, section, on):
    """Income, spending and what is left."""
    return of_year(publication.budget, beside=publication.budget.shows_years)


def of_year(year, *, beside):
    """One year's budget, with the years before `beside` it or without."""
    reckoned, earlier = once(Budget.reckoned, year), list(year.earlier())
    revised, standing = reckoned.is_revised, reckoned.standing
    return content.Budget(
        financial_year=year.financial_year,
        income=headings(reckoned.income, reckoned.status),
        expenditure=headings(reckoned.expenditure, reckoned.status),
        **sum_fields("total_income", reckoned.income.estimate),
        **sum_fields("total_expenditure", reckoned.expenditure.estimate),
        **sum_fields("outturn_income", reckoned.income.outturn),
        **sum_fields("outturn_expenditure", reckoned.expenditure.outturn),
        **(sum_fields("revised_income", reckoned.income.revised) if revised else {}),
        **(sum_fields("revised_expenditure", reckoned.expenditure.revised) if revised else {}),
        revised_balance=reckoned.revised_balance if revised else None,
        outturn_balance=reckoned.outturn,
        balance=reckoned.balance,
        in_kind=headings(reckoned.in_kind, ""),
        brought_forward=standing.brought_forward.amount,
        not_agreed=reckoned.not_agreed.amount,
        agreed=reckoned.agreed.amount,
        unconfirmed=standing.unconfirmed_income.amount,
        **by_itself(standing),
        agreed_on=year.agreed_on,
        agreed_in_words=year.agreed_in_words,
        carried=carried_over(reckoned, earlier[:1]),
        carried_because=year.carried_because,
        years=tuple(map(earlier_year, reversed(earlier))) if beside else (),
    )


def by_itself(standing):
    """What the year's own income is and leaves, where something is brought forward; and without what isn't sure."""
    if not standing.brought_forward.amount:
        return {}
    unsure = standing.unconfirmed_own_income.amount
    return {
        "own_income": standing.own_income.amount,
        "own_balance": standing.own_balance,
        "own_balance_confirmed": standing.own_balance_confirmed if unsure else None,
    }


def carried_over(reckoned, before):
    """What the year before left beside what is brought forward; None unless both are known."""
    for year in before:
        found = carried(once(Budget.reckoned, year), reckoned)
        if found:
            return content.Carried(
                financial_year=year.financial_year,
                left=found.left,
                brought=found.brought,
                is_planned=not found.is_outturn,
            )
    return None


def earlier_year(year):
    """A year before this one, by the latest that is known of it."""
    reckoned = once(Budget.reckoned, year)
    figures, income, expenditure = reckoned.latest
    months = periods.months_of(year.starts, year.ends)
    return content.EarlierYear(
        key=year.key,
        financial_year=year.financial_year,
        figures=figures,
        income=year_lines(income),
        expenditure=year_lines(expenditure),
        **sum_fields("total_income", income.total),
        **sum_fields("total_expenditure", expenditure.total),
        balance=reckoned.latest_balance,
        months=0 if months == 12 else months,
    )


def year_lines(latest):
    return tuple(
        content.YearLine(key=line.key, heading=line.heading, description=line.description, amount=found.amount)
        for line, found in latest.lines
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
    return taken(
        content.BudgetLine,
        line,
        outturn=to_the_penny(line.outturn),
        revised=to_the_penny(line.revised),
        variance=variance(line, found),
        status=status if line.from_contributions else "",
        **sum_fields("estimate", found),
    )
