"""Next year's meetings, laid out in one step: when they are, and what comes on each agenda by the standing items."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from kit.together import Together

from .models import AgendaItem, Meeting

LAID_OUT = "Laid out: "


class Planned(NamedTuple):
    """A meeting to be laid out; month and day may not be fixed yet."""

    year: int
    month: int | None
    day: int | None


def proposed(meetings: Iterable[Meeting]) -> list[Planned]:
    """The meetings of the last year that has some, a year on. Their days are not fixed: they fall on other weekdays."""
    rows = [meeting for meeting in meetings if meeting.state != Meeting.State.CANCELLED]
    last = max((meeting.year for meeting in rows), default=None)
    return [Planned(row.year + 1, row.month, None) for row in rows if row.year == last]


@transaction.atomic
def lay_out(body, planned: Iterable[Planned], *, by) -> Together:
    """Add these meetings with their agendas. All bear one moment and one reason, by which they are taken back.

    Times and venue are those of the body's last meeting in the same month, or of its last meeting. What was deferred
    and stands on no later agenda comes to the first of them. Raises ValidationError if a rule forbids a meeting.
    """
    planned = sorted(planned, key=lambda each: (each.year, each.month or 13, each.day or 32))
    together = Together(f"{LAID_OUT}{span(planned)}", by)
    known = list(body.meeting_set.all())
    standing = list(body.standingitem_set.all())
    waiting = still_deferred(body)
    for each in planned:
        like = next((row for row in reversed(known) if row.month == each.month), known[-1] if known else Meeting())
        meeting = together.add(
            Meeting(body=body, starts_at=like.starts_at, ends_at=like.ends_at, venue=like.venue, **each._asdict())
        )
        items = [
            AgendaItem(title=row.title, standing_item=row, owner_id=row.owner_id, goal_id=row.goal_id)
            for row in standing
            if row.is_on_agenda_of(meeting)
        ]
        there = {item.standing_item_id for item in items}
        items += [
            AgendaItem(
                title=row.title,
                standing_item_id=row.standing_item_id,
                owner_id=row.owner_id,
                goal_id=row.goal_id,
                deferred_from_id=row.meeting_id,
                times_deferred=row.times_deferred + 1,
            )
            for row in waiting
            if row.standing_item_id is None or row.standing_item_id not in there
        ]
        waiting = []
        for position, item in enumerate(items, start=1):
            item.meeting, item.position = meeting, position
            together.add(item)
    return together


def still_deferred(body):
    """The items that a meeting put off and no later agenda took up, each with its meeting."""
    rows = list(AgendaItem.objects.filter(meeting__body=body).select_related("meeting"))
    taken = {(row.deferred_from_id, row.title.casefold()) for row in rows if row.deferred_from_id}
    return [
        row
        for row in rows
        if row.outcome == AgendaItem.Outcome.DEFERRED and (row.meeting_id, row.title.casefold()) not in taken
    ]


def span(planned):
    """The years of some meetings: 2017, or 2016 and 2017."""
    years = sorted({each.year for each in planned})
    return " and ".join(map(str, years))
