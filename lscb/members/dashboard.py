"""What a board member sees before a meeting, gathered from the whole house in nine questions to the database."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import F

from editions.pages import EXTRACTS, NAMES
from editions.tree import CURRENT
from finance.models import Budget, Contribution
from finance.outlook import outlook
from forwardplan.models import Meeting
from kit import periods, spans
from kit.wording import counted, pounds
from membership.models import Appointment, Body, Seat
from priorities import reading
from priorities.progress import progress
from publications.models import Kind


def gather(today):
    """All that the page says on a day."""
    documents = published()
    return {
        "today": periods.day(today),
        "meeting": meeting(today),
        **progress(today),
        "money": money(today),
        "vacancies": [vacancy(appointment) for appointment in Appointment.objects.vacant(today)],
        "documents": documents,
        "plan_address": documents.get(Kind.BUSINESS_PLAN, {}).get("address", ""),
    }


def published():
    """The documents that the public can read, by kind. The public tree is asked, not the database."""
    tree = settings.PUBLIC_ROOT / CURRENT
    return {
        kind: {"address": f"/{kind}/", "name": name}
        for kind, name in (NAMES | {kind: title for kind, (title, _) in EXTRACTS.items()}).items()
        if (tree / kind / "index.html").is_file()
    }


# The next meeting


def meeting(today):
    """The next meeting of the board with its agenda; None where none is planned."""
    ahead = Meeting.objects.ahead(today).filter(body__kind=Body.Kind.BOARD)
    rows = list(
        Meeting.objects.filter(pk__in=ahead.values("pk")[:1])
        .select_related("body")
        .annotate(item=F("agendaitem__title"), standing=F("agendaitem__standing_item"))
        .order_by("agendaitem__position", "agendaitem__pk")
    )
    if not rows:
        return None
    row = rows[0]
    return {
        "body": row.body.name,
        "when": meeting_day(row, today),
        "times": periods.times(row.starts_at, row.ends_at),
        "venue": row.venue,
        "papers_due": f"{periods.day(row.papers_due)}, {reading.ago(row.papers_due, today)}" if row.papers_due else "",
        "papers_where": row.papers_where,
        "items": [{"title": each.item, "standing": each.standing is not None} for each in rows if each.item],
    }


def meeting_day(row, today):
    """When a meeting is, and what of that isn't fixed yet: June 2016, day not fixed."""
    if row.on:
        return f"{row.when}, {reading.ago(row.on, today)}"
    return f"{row.when}, {'day' if row.month else 'month'} not fixed"


# Money


@dataclass(frozen=True)
class Line:
    """A line of a budget, as far as it is reckoned with."""

    side: str
    description: str
    estimate: Decimal | None
    from_contributions: bool
    confirmed: bool
    recurrence: str


def money(today):
    """The budget that is meant on a day: what it comes to, and what in it isn't certain; None where there is none."""
    rows = Budget.objects.annotate(
        line=F("budgetline"),
        side=F("budgetline__side"),
        description=F("budgetline__description"),
        estimate=F("budgetline__estimate"),
        from_contributions=F("budgetline__from_contributions"),
        confirmed=F("budgetline__confirmed"),
        recurrence=F("budgetline__recurrence"),
    ).order_by(F("starts").asc(nulls_first=True), "financial_year", "pk", "budgetline__position", "budgetline__pk")
    budgets, lines = {}, {}
    for row in rows:
        budgets.setdefault(row.pk, row)
        found = lines.setdefault(row.pk, [])
        if row.line is not None:
            found.append(
                Line(row.side, row.description, row.estimate, row.from_contributions, row.confirmed, row.recurrence)
            )
    found = spans.meant(budgets.values(), today)
    if found is None:
        return None
    budget = found.row
    reckoned = outlook(lines[budget.pk], Contribution.objects.filter(budget=budget))
    return {
        "year": budget.financial_year,
        "standing": spans.standing(found, "budget"),
        "agreed": agreed(budget),
        "sums": [
            {"name": name, "amount": amount(known)}
            for name, known in (
                ("Income", reckoned.income),
                ("Spending", reckoned.expenditure),
                ("Balance", reckoned.balance),
            )
        ],
        "overspent": pounds(-reckoned.balance) if reckoned.balance is not None and reckoned.balance < 0 else "",
        "brought_forward": pounds(reckoned.brought_forward) if reckoned.brought_forward else "",
        "uncertain": [
            *(
                f"{amount(estimate)}: {line.description}, subject to confirmation"
                for line, estimate in reckoned.unconfirmed
            ),
            *proposed(reckoned.proposed),
        ],
        "unknown": counted(reckoned.unknown, "amount is", "amounts are") if reckoned.unknown else "",
    }


def amount(known):
    return "not recorded" if known is None else pounds(known)


def agreed(budget):
    """When and where the budget was agreed, as far as that is recorded."""
    return ", ".join(filter(None, [budget.agreed_on and periods.day(budget.agreed_on), budget.agreed_in_words]))


def proposed(found):
    """That contributions are proposed and not agreed: how many, and what they come to."""
    if found.number:
        which = counted(found.of, "contribution")
        if found.number < found.of:
            which = f"{found.number} of {which}"
        yield f"{amount(found.amount)}: {which}, proposed and not yet agreed"


# Vacant places


def vacancy(appointment):
    """A place that nobody holds, by its body and its office or role; never by a name."""
    seat = appointment.seat
    office = "" if seat.office == Seat.Office.NONE else seat.get_office_display()
    return {
        "body": seat.body.name,
        "place": f"{office} ({seat.role})" if office and seat.role else str(seat),
        "of": seat.organisation_name,
        "since": periods.day(appointment.starts) if appointment.starts else "",
    }
