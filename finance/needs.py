"""What the budgets of this year and the next still lack."""

from django.db.models import prefetch_related_objects
from django.urls import reverse

from finance.models import Budget, Contribution
from finance.reckoning import reckon
from kit import spans
from kit.grouping import grouped
from kit.needs import Need
from kit.wording import counted
from membership.roles import May

PAYER = ("payer__organisation__parent__parent", "payer__body", "payer__seat")


def every_budget(day):
    """The budgets of all years."""
    return list(Budget.objects.all())


def budgets(day):
    """Each budget that runs or is to come: not agreed, contributions without an amount or agreement, open lines."""
    today, rows = day.today, day.ask(every_budget)
    open_ones = [row for row in rows if spans.state(row, today) in ("now", "to-come")]
    prefetch_related_objects(open_ones, "budgetline_set")
    contributions = Contribution.objects.filter(budget__in=open_ones).select_related(*PAYER)
    paid = grouped((row.budget_id, row) for row in contributions)
    if rows and not any(spans.state(row, today) in ("now", "undated") for row in rows):
        yield Need(
            what="No budget is recorded for the year that runs",
            address=reverse("row-add", args=["budget"]),
            deed="Add a budget",
            may=May.EDIT,
        )
    for budget in open_ones:
        yield from of_budget(budget, paid.get(budget.pk, []), list(budget.budgetline_set.all()))


def of_budget(budget, paid, lines):
    """What one budget lacks, the agreement first: it is due on the day the year begins."""
    page = reverse("office-budget", args=[budget.key])
    if not (budget.agreed_on or budget.agreed_in_words):
        yield Need(
            what=f"Budget {budget} is not recorded as agreed",
            due=budget.starts,
            address=reverse("row-edit", args=["budget", budget.pk]),
            deed="Say when",
            may=May.EDIT,
        )
    found = reckon(lines, paid, budget.shared_out)
    without = [each.row for each in found.paying if each.amount is None]
    lacking = (
        (without, "has no amount", "have no amount"),
        (found.of_status("proposed")[0], "is proposed and not yet agreed", "are proposed and not yet agreed"),
        (found.of_status("")[0], "is neither proposed nor agreed", "are neither proposed nor agreed"),
    )
    for rows, one, many in lacking:
        if rows:
            yield Need(
                what=f"Budget {budget}: {counted(len(rows), f'contribution {one}', f'contributions {many}')}",
                turn="" if rows is without else counted(len(rows), "payer"),
                more=tuple(str(row) for row in rows),
                soon=True,
                address=page,
                deed="Who pays what",
                may=May.EDIT,
            )
    # A line that rests on the contributions lacks what they lack, which is said above, unless there are none.
    if unknown := [line for line in found.without_estimate if not (line.from_contributions and paid)]:
        yield Need(
            what=f"Budget {budget}: {counted(len(unknown), 'line has', 'lines have')} no estimate",
            more=tuple(str(line) for line in unknown),
            soon=True,
            address=page,
            deed="Enter it",
            may=May.EDIT,
        )


SOURCES = (budgets,)
