"""What the log says of actions: what is late, what nobody leads, which rating is old. Knows no Django.

An action is a row, or whatever has its columns. Today is always handed in.
"""

from datetime import date

from kit import periods
from priorities.reading import ago, length, months_between

STALE = 3  # months after which a rating says nothing of today
LATE, UNDATED = "Overdue", "No day is given"


def far(action, today: date) -> str:
    """How far the day of an open action is away: overdue by 2 months, in 12 days; empty without a day."""
    if not action.is_open or action.due is None:
        return ""
    if action.is_overdue(today):
        return f"overdue by {length(action.due, today)}"
    return ago(action.due, today)


def due(action, today: date) -> str:
    """By when, as printed, and how far that is away: by the end of March 2016 (overdue by 2 months)."""
    printed = action.due_in_words or (periods.day(action.due) if action.due else "")
    away = far(action, today)
    return f"{printed} ({away})" if away else printed


def is_stale(action, today: date) -> bool:
    """Whether an open action was rated, and so long ago that the rating says nothing of today."""
    rated = action.rated if action.is_open else None
    return rated is not None and (rated.day is None or months_between(rated.day, today) >= STALE)


def rating(action, today: date) -> str:
    """How it was rated last, and when; empty if nobody rated it. An old rating says that it is old."""
    rated = action.rated
    if rated is None:
        return ""
    on = periods.day(rated.day) if rated.day else "no date given"
    return f"{rated.get_rating_display()} ({on}{'; not renewed since' if is_stale(action, today) else ''})"


def heard(action) -> str:
    """The last that was heard of it in words, with its day."""
    last = action.last_update
    if last is None:
        return ""
    return f"{periods.day(last.on)}: {last.words}" if last.on else last.words


def leads(action) -> list[str]:
    """Who leads it, by name."""
    return [str(lead) for lead in action.actionlead_set.all()]


def is_led(action) -> bool:
    """Whether somebody leads it."""
    return bool(action.actionlead_set.all())


def in_order(actions, today: date) -> list:
    """What is overdue first, then by day, then what has its time in words, then what is no longer open."""
    return sorted(actions, key=lambda row: (not row.is_open, row.due is None, row.due or date.max, row.number))


CLOSED = "closed"
# Ways to look at the log: what the address says, the words, and which actions are meant, on a day and until another.
VIEWS = {
    "": ("Open", lambda row, today, until: row.is_open),
    "overdue": (LATE, lambda row, today, until: row.is_overdue(today)),
    "soon": (
        "Due by the next meeting",
        lambda row, today, until: row.is_open and row.due is not None and today <= row.due <= until,
    ),
    "nobody": ("Nobody leads", lambda row, today, until: row.is_open and not is_led(row)),
    "undated": (UNDATED, lambda row, today, until: row.is_open and row.due is None),
    "stale": ("Rating is old", lambda row, today, until: is_stale(row, today)),
    CLOSED: ("No longer open", lambda row, today, until: not row.is_open),
}
