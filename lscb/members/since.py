"""What happened since a meeting: what was decided, what became of actions, and what was published."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Value

from editions.models import Edition
from editions.pages import EXTRACTS, NAMES
from editions.tree import CURRENT
from forwardplan.models import Decision, Meeting, Mention
from kit import clock, periods
from kit.wording import cut, listed
from kit.written import written_once
from priorities import log
from priorities.models import Action
from publications.models import PublicationKind

LEAD_MISSING = "nobody is named"


def published():
    """The documents that the public can read, by kind. The public tree is asked, not the database."""
    tree = settings.PUBLIC_ROOT / CURRENT
    return {
        kind: {"address": f"/{kind}/", "name": name}
        for kind, name in (NAMES | {kind: title for kind, (title, _) in EXTRACTS.items()}).items()
        if (tree / kind / "index.html").is_file()
    }


def actions(reader):
    """The actions of the log as they stood on the reader's day: (overdue, open, closed since), each in the log's order.

    One that was closed later was open then. Of one that was closed on a day nobody recorded that can't be told.
    """
    day, since = reader.day, reader.since
    rows = actions_of(day, since)
    if reader.past:
        rows = [row for row in rows if not row.came_later]
    closed = [row for row in rows if not row.is_open and since and since < row.closed_on <= day]
    opened = [as_it_was(row, day) for row in rows if row.is_open or row.closed_on > day]
    overdue = [row for row in opened if row.is_overdue(day)]
    others = [row for row in opened if not row.is_overdue(day)]
    return log.in_order(overdue, day), log.in_order(others, day), closed


@written_once
def actions_of(day, since):
    """The actions that are open or were closed after the earlier of two days, with all that is told of each."""
    ended = Q(closed_on__gt=min(filter(None, [since, day])))
    rows = Action.objects.filter(Q(state=Action.State.OPEN) | ended)
    # Of what it belongs to, the page says the goal only.
    return rows.annotate(**new(day, since)).with_all(heard_by=day).select_related(None).select_related("goal")


def new(day, since):
    """What is asked of each action beside it: whether it is new since then, and whether a meeting raised it later."""
    later = Meeting.objects.from_day(day + timedelta(1))
    raised_later = Mention.objects.filter(what=Mention.What.RAISED, item__meeting__in=later, action=OuterRef("pk"))
    came_later = {"came_later": Exists(raised_later)}
    if since is None:
        return {"is_new": Value(False)} | came_later
    first, after = since + timedelta(1), day + timedelta(1)
    raised = Mention.objects.raised_in(first, day).filter(action=OuterRef("pk"))
    written = Action.history.filter(history_type="+", id=OuterRef("pk"))
    entered = written.filter(history_date__gte=clock.beginning(first), history_date__lt=clock.beginning(after))
    return {"is_new": Exists(raised) | Exists(entered)} | came_later


def as_it_was(row, day):
    """An action as it stood on a day before it was closed. Never saved."""
    if row.closed_on and row.closed_on > day:
        row.state, row.closed_on = Action.State.OPEN, None
    return row


def decisions(reader):
    """What meetings decided from the reader's last one on, the latest meeting first."""
    if reader.since is None:
        return []
    found = [row for row in decided_from(reader.since) if row.item.meeting.at_latest <= reader.day]
    return sorted(found, key=lambda row: row.item.meeting.at_latest, reverse=True)


@written_once
def decided_from(day):
    held = Meeting.objects.from_day(day).filter(state=Meeting.State.HELD)
    return Decision.objects.filter(item__meeting__in=held).select_related("item__meeting__body")


def versions(reader):
    """What was published since, newest first."""
    return [] if reader.since is None else published_between(reader.since, reader.day)


@written_once
def published_between(since, day):
    rows = Edition.objects.public().without_content().documents()
    return rows.filter(published_on__gt=since, published_on__lte=day).order_by("-published_on", "-pk")


# In words


def told_action(row, day, until=None):
    """An open action as both page and brief tell it; it is due `soon` if that is before the next meeting is over."""
    leads = log.leads(row)
    return {
        "number": row.number,
        "words": str(row),
        "short": cut(row, 140),
        "leads": listed(leads),
        "due": log.due(row, day),
        "far": log.far(row, day),
        "heard": log.heard(row),
        "rating": log.rating(row, day),
        "goal": cut(row.goal, 60) if row.goal else "",
        "goal_pk": row.goal_id,
        "soon": bool(until and row.due and day <= row.due <= until),
    }


def heading(reader):
    """Since when it is told: the meeting somebody was last at, or the last there was."""
    if reader.last is None:
        return "Since the last meeting"
    which = "the meeting you were last at" if reader.was_there else "the last meeting"
    return f"Since {which}, {reader.last.when}"


def happened(reader, overdue, others, closed):
    """Everything since, a line each: its state as a word and a class, what it is, and more about it."""
    for row in decisions(reader):
        meeting = row.item.meeting
        minute = f", minute {row.minute}" if row.minute else ""
        yield line("decided", "", row.words, f"{meeting.body}, {meeting.when}{minute}")
    for row in closed:
        yield line(row.get_state_display().lower(), "got", f"{row.number}. {row}", row.reason)
    for row in (*overdue, *others):
        if row.is_new:
            leads = listed(log.leads(row)) or LEAD_MISSING
            yield line(
                "new action", "owed", f"{row.number}. {row}", f"Led by: {leads}. {due_sentence(row, reader.day)}"
            )
    for row in (*overdue, *others):
        heard = row.last_update
        if not row.is_new and reader.since and heard and heard.on and reader.since < heard.on <= reader.day:
            yield line("heard", "", f"{row.number}. {cut(row, 90)}", log.heard(row))
    there = published()
    for row in versions(reader):
        kind = row.publication.kind
        address = there.get(kind, {}).get("address", "") if kind in PublicationKind.values else ""
        yield line(
            "published", "got", f"{row.publication}, version {row.number}", periods.day(row.published_on), address
        )


def due_sentence(row, day):
    due = log.due(row, day)
    return f"Due: {due}." if due else "No time is given."


def line(word, state, words, more="", address=""):
    return {"word": word, "state": state, "words": words, "more": more, "address": address}
