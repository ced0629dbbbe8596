"""What the budgets of this year and the next still lack."""

from django.urls import reverse

from finance.models import Budget, Contribution
from kit import spans
from kit.needs import Need
from kit.wording import counted
from membership.roles import May

PAYER = ("payer__organisation__parent__parent", "payer__body", "payer__seat")


def budgets(today):
    """Each budget that runs or is to come: not agreed, contributions without an amount or agreement, open lines."""
    rows = list(Budget.objects.prefetch_related("budgetline_set"))
    open_ones = [row for row in rows if spans.state(row, today) in ("now", "to-come")]
    paid = {}
    for each in Contribution.objects.filter(budget__in=open_ones).select_related(*PAYER):
        paid.setdefault(each.budget_id, []).append(each)
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
    without = [row for row in paid if row.amount is None]
    proposed = [row for row in paid if row.status == Contribution.Status.PROPOSED]
    for rows, said in ((without, ("has no amount", "have no amount")), (proposed, ("is", "are"))):
        if rows:
            lacks = counted(len(rows), f"contribution {said[0]}", f"contributions {said[1]}")
            yield Need(
                what=f"Budget {budget}: {lacks}{'' if rows is without else ' proposed and not yet agreed'}",
                turn="" if rows is without else counted(len(rows), "payer"),
                more=tuple(str(row) for row in rows),
                soon=True,
                address=page,
                deed="Who pays what",
                may=May.EDIT,
            )
    unknown = [line for line in lines if line.estimate is None and not line.from_contributions]
    if unknown:
        yield Need(
            what=f"Budget {budget}: {counted(len(unknown), 'line has', 'lines have')} no estimate",
            more=tuple(str(line) for line in unknown),
            soon=True,
            address=page,
            deed="Enter it",
            may=May.EDIT,
        )


SOURCES = (budgets,)
