"""Starting next year's budget from this one, and taking the whole start back."""

from django.db import transaction

from finance.models import Budget, BudgetLine, Contribution
from finance.reckoning import as_it_stands
from finance.years import next_label, next_span
from kit.together import Together, take_back

MADE = (Budget, Contribution, BudgetLine)
# What a line or a contribution says of its own year alone.
LEFT = {"id", "version", "key", "budget"}
OF_ITS_YEAR = {"revised", "revised_because", "outturn", "status", "status_on", "changed_because"}


class CannotStart(Exception):
    """Why the next year can't be started, in a sentence."""


@transaction.atomic
def start_next(budget: Budget, *, by) -> Budget:
    """Start the next year's budget from this one, and return it.

    Each line begins with what it came to as it stands; what came once is left out, and what this year leaves is brought
    forward. Nobody has agreed any of it, so that nothing is said to be proposed or agreed. Raises CannotStart, in a
    sentence, if there is such a year already or nobody can tell what it is called.
    """
    label = next_label(budget.financial_year)
    if not label:
        raise CannotStart("The name of this year holds no year, such as 2016/17: the next can’t be named after it.")
    if Budget.objects.filter(financial_year=label).exists():
        raise CannotStart(f"There is a budget {label} already.")
    together, reckoned = Together(f"{Budget.STARTED}{budget}", by), budget.reckoned()
    starts, ends = next_span(budget.ends)
    made = together.add(
        Budget(
            financial_year=label, starts=starts, ends=ends, shared_out=budget.shared_out, shows_years=budget.shows_years
        )
    )
    for row in reckoned.contributions:
        together.add(copied(row, made))
    ends_once = (BudgetLine.Recurrence.NON_RECURRENT, BudgetLine.Recurrence.BROUGHT_FORWARD)
    lines = [line for line in budget.budgetline_set.all() if line.recurrence not in ends_once]
    for line in lines:
        together.add(copied(line, made, estimate=None if line.from_contributions else as_it_stands(line).estimate))
    together.add(
        BudgetLine(
            budget=made,
            side=BudgetLine.Side.INCOME,
            description=f"Brought forward from {budget}",
            estimate=reckoned.carried_forward,
            recurrence=BudgetLine.Recurrence.BROUGHT_FORWARD,
            position=max((line.position for line in lines if line.side == BudgetLine.Side.INCOME), default=0),
        )
    )
    return made


def copied(row, budget, **instead):
    """The same row in another year, without what it says of its own."""
    columns = [column for column in row._meta.concrete_fields if column.name not in LEFT | OF_ITS_YEAR | set(instead)]
    return type(row)(budget=budget, **{column.attname: getattr(row, column.attname) for column in columns}, **instead)


def take_start_back(budget: Budget, *, by) -> int:
    """Remove all that starting a year added. Returns how many rows. Raises CannotChange, in sentences, if it can't."""
    return take_back(budget.beginning.history_date, MADE, Budget.STARTED, by=by)
