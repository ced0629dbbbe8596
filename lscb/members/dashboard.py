"""What a board member sees before a meeting, gathered from the whole house in few questions to the database."""

from django.conf import settings
from django.db.models import F

from editions.pages import EXTRACTS, NAMES
from editions.tree import CURRENT
from finance.models import Budget
from forwardplan.models import Meeting
from kit import periods, spans
from kit.wording import counted, listed
from membership.models import Appointment, Body, Seat
from priorities import log, reading
from priorities.models import Action
from priorities.progress import progress
from publications.models import PublicationKind


def gather(today):
    """All that the page says on a day."""
    documents = published()
    return {
        "today": periods.day(today),
        "meeting": meeting(today),
        **progress(today),
        "actions": actions(today),
        "money": money(today),
        "vacancies": [vacancy(appointment) for appointment in Appointment.objects.vacant(today)],
        "documents": documents,
        "plan_address": documents.get(PublicationKind.BUSINESS_PLAN, {}).get("address", ""),
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
    """The next meeting of the board with its agenda; None if none is planned."""
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
        "not_given": listed([words for words, given in GIVEN.items() if not any(getattr(row, name) for name in given)]),
        "items": [{"title": each.item, "standing": each.standing is not None} for each in rows if each.item],
    }


# What is told of a meeting, by the fields that say it.
GIVEN = {
    "time": ("starts_at", "ends_at"),
    "place": ("venue",),
    "when the papers are due": ("papers_due",),
    "where they are": ("papers_where",),
}


def meeting_day(row, today):
    """When a meeting is, and what of that isn't fixed yet: June 2016, day not fixed."""
    if row.on:
        return f"{row.when}, {reading.ago(row.on, today)}"
    return f"{row.when}, {'day' if row.month else 'month'} not fixed"


# Actions


def actions(today):
    """What is open of what was agreed: the overdue ones, and all others."""
    rows = log.in_order(Action.objects.still_open().with_all(), today)
    told = {True: [], False: []}
    for row in rows:
        told[row.is_overdue(today)].append(
            {
                "number": row.number,
                "words": str(row),
                "leads": listed(log.leads(row)),
                "due": log.due(row, today),
                "heard": log.heard(row),
                "rating": log.rating(row, today),
            }
        )
    return {"overdue": told[True], "others": told[False]}


# Money


# What is said of contributions that nobody has recorded as agreed.
NOT_AGREED = {"proposed": "proposed and not yet agreed", "": "not said whether proposed or agreed"}


def money(today):
    """The budget that is meant on a day: what it comes to, and what in it isn't certain; None if there is none."""
    found = spans.meant(Budget.objects.order_by(F("starts").asc(nulls_first=True), "financial_year", "pk"), today)
    if found is None:
        return None
    budget, reckoned = found.row, found.row.reckoned()
    brought = reckoned.brought_forward
    return {
        "year": budget.financial_year,
        "standing": spans.standing(found, "budget"),
        "agreed": agreed(budget),
        "sums": [{"name": name, "amount": words} for name, words in reckoned.sums],
        "overspent": reckoned.overspent,
        "brought_forward": brought.words if brought.known else "",
        "uncertain": [
            *(
                f"{estimate.words}: {line.description}, subject to confirmation"
                for line, estimate in reckoned.unconfirmed
            ),
            *not_agreed(reckoned),
        ],
        "unknown": counted(reckoned.gaps, "amount is", "amounts are") if reckoned.gaps else "",
    }


def agreed(budget):
    """When and where the budget was agreed, as far as that is recorded."""
    return ", ".join(filter(None, [budget.agreed_on and periods.day(budget.agreed_on), budget.agreed_in_words]))


def not_agreed(reckoned):
    """The contributions that nobody has recorded as agreed: how many, and what they come to."""
    for status, said in NOT_AGREED.items():
        rows, found = reckoned.of_status(status)
        if rows:
            which = counted(len(reckoned.contributions), "contribution")
            if len(rows) < len(reckoned.contributions):
                which = f"{len(rows)} of {which}"
            yield f"{'' if found.known is None else f'{found.words}: '}{which}, {said}"


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
