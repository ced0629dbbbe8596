"""What a board member sees before a meeting, gathered from the whole house in few questions to the database."""

from django.db.models import F

from finance import outlook
from finance.models import Budget
from forwardplan.models import WITH_NAMES, AgendaItem, Challenge
from kit import periods, spans
from kit.wording import counted, cut, listed
from kit.written import written_once
from lscb.members import own, questions, since
from lscb.members.questions import KnownFacts
from membership.models import Appointment, Seat
from priorities import reading
from priorities.moved import moved
from priorities.progress import last_of, progress
from publications.models import PublicationKind

MOST_MOVED = 8
MOST_OTHERS = 10
MOST_OWED = 12
# What a page about a day that is over can't know.
NOT_TOLD = (
    "What bears no day of its own is told as it stands now: agendas, seats, who leads an action, what partners pay.",
    "A figure that was corrected since is told as corrected; one without a day counts as known.",
    "An action counts as open then unless a meeting raised it later; one that was closed without a day is not told.",
)


def gather(reader):
    """All that the page says to somebody on a day."""
    day = reader.day
    documents = {} if reader.past else since.published()
    facts = progress(day, past=reader.past)
    overdue, others, closed = since.actions(reader)
    movements = moved(facts.get("cards", ()), reader.since)
    vacancies = [vacancy(appointment) for appointment in vacant(day)]
    this_money = money(day)
    items = items_of({row.pk: row for row in (*reader.of_this_year, *filter(None, [reader.next]))}.values())
    challenges = challenges_open(day)
    overdue_told = [since.told_action(row, day) for row in overdue]
    known = KnownFacts(
        moved=movements,
        overdue=overdue_told,
        owed=facts.get("owed", ()),
        unserved=unserved(
            facts.get("cards", ()),
            [item for item in items if item.meeting_id in {row.pk for row in reader.of_this_year}],
        ),
        year=str(day.year),
        proposed=this_money["proposed"] if this_money else "",
        balance=dict(this_money["reckoned"].sums)["Balance"] if this_money else "",
        unanswered=unanswered(challenges, day),
        vacant=[f"{each['place']} of {each['body']}" for each in vacancies],
        lacking=facts.get("evidence", ()),
    )
    happened = list(since.happened(reader, overdue, others, closed))
    until = reader.next and reader.next.at_latest
    others_told = [since.told_action(row, day, until) for row in others]
    return {
        "reader": reader,
        "since": since.heading(reader),
        "today": periods.day(day),
        "meeting": meeting(reader, items),
        **facts,
        "owed_told": list(shortened(facts.get("owed", ()))),
        "actions": {"overdue": overdue_told, "others": others_told},
        "happened": happened,
        "questions": questions.questions(known),
        "moved": [told_movement(each, reader) for each in movements[:MOST_MOVED]],
        "moved_left": len(movements) - MOST_MOVED if len(movements) > MOST_MOVED else 0,
        "moved_all": len(movements),
        "against": sum(each.verdict == "against" for each in movements),
        "newly": sum(each.is_new(reader.since) for each in movements),
        "own": own.of_reader(
            reader,
            facts["lines_owed"],
            [*overdue, *others],
            challenges,
            this_money["reckoned"].contributions if this_money else (),
        ),
        "money": this_money,
        "vacancies": vacancies,
        "documents": documents,
        "plan_address": documents.get(PublicationKind.BUSINESS_PLAN, {}).get("address", ""),
        "not_told": NOT_TOLD if reader.past else (),
    }


def shortened(groups):
    """The figures that are owed, by who owes them; of each owner as many as find room."""
    for group in groups:
        rows = group["rows"]
        told = [row | {"last": last_of(row)} for row in rows[:MOST_OWED]]
        yield group | {"rows": told, "number": len(rows), "left": max(0, len(rows) - MOST_OWED)}


def told_movement(each, reader):
    """A figure that moved, in words, with its line in time."""
    return {
        "goal_name": each.goal.name,
        "what": each.what,
        "latest": each.line.say(each.latest),
        "when": reading.when(each.latest, each.shown.today),
        "before": each.line.told(each.before),
        "before_figure": each.line.say(each.before),
        "way": each.way,
        "wanted": each.wanted,
        "verdict": each.verdict,
        "new": each.is_new(reader.since),
        "drawn": each.shown.drawn(each.place, each.line),
        "points": counted(each.points, "point") if each.points else "",
    }


def unserved(cards, items):
    """The priorities that no agenda of the year serves, by name; none if nobody says of any item what it serves.

    What serves a goal that stands below another serves that one too.
    """
    above = {card.goal.pk: card.goal.parent_id for card in cards}
    served = set()
    for item in items:
        goal = item.goal_id or (item.standing_item and item.standing_item.goal_id)
        while goal and goal not in served:
            served.add(goal)
            goal = above.get(goal)
    return [
        f"Priority {card.goal.code} ({cut(card.goal.title, 60)})" if card.goal.code else f"“{cut(card.goal.title, 80)}”"
        for card in cards
        if served and card.goal.kind == "priority" and card.goal.pk not in served
    ]


@written_once
def challenges_open(day):
    return Challenge.objects.still_open().raised_by_day(day).with_parties()


def unanswered(challenges, day):
    """The challenges whose answer is overdue, the longest first."""
    late = sorted((row for row in challenges if row.is_overdue(day)), key=lambda row: row.response_due)
    return [
        {"number": row.register_number, "short": cut(row.issue, 100), "due": periods.day(row.response_due)}
        for row in late
    ]


# The next meeting


def items_of(meetings):
    """What these meetings consider, in their order, each with who brings it and what it serves."""
    return agendas(tuple(row.pk for row in meetings))


@written_once
def agendas(meetings):
    return AgendaItem.objects.filter(meeting__in=meetings).select_related(*WITH_NAMES, "standing_item")


def meeting(reader, items):
    """The next meeting of the board with its agenda; None if none is planned."""
    row = reader.next
    if row is None:
        return None
    return {
        "body": row.body.name,
        "name": row.when,
        "when": meeting_day(row, reader.day),
        "times": periods.times(row.starts_at, row.ends_at),
        "venue": row.venue,
        "papers_due": f"{periods.day(row.papers_due)}, {reading.ago(row.papers_due, reader.day)}"
        if row.papers_due
        else "",
        "papers_where": row.papers_where,
        "not_given": listed([words for words, given in GIVEN.items() if not any(getattr(row, name) for name in given)]),
        "items": [
            {
                "title": item.title,
                "standing": item.standing_item_id is not None,
                "owner": str(item.owner or ""),
                "serves": (item.goal.code or cut(item.goal, 40)) if item.goal else "",
            }
            for item in items
            if item.meeting_id == row.pk
        ],
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
        "agreed": "" if budget.agreed_on and budget.agreed_on > today else agreed(budget),
        "sums": [{"name": name, "amount": words} for name, words in reckoned.sums],
        "overspent": reckoned.overspent,
        "brought_forward": brought.words if brought.known else "",
        "outlook": list(outlook.lasting(reckoned, budget)),
        "uncertain": [
            *(
                f"{estimate.words}: {line.description}, subject to confirmation"
                for line, estimate in reckoned.unconfirmed
            ),
            *not_agreed(reckoned),
        ],
        "unknown": counted(reckoned.gaps, "amount is", "amounts are") if reckoned.gaps else "",
        "proposed": proposed(reckoned),
        "reckoned": reckoned,
    }


def proposed(reckoned):
    """What the contributions come to that are proposed and not agreed; empty if there are none, or nobody knows."""
    rows, found = reckoned.of_status("proposed")
    return found.words if rows and found.known is not None else ""


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


@written_once
def vacant(day):
    return Appointment.objects.vacant(day)


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
