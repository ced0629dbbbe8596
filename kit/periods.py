"""Spans of time in words. Knows no Django; "today" is always handed in."""

from datetime import date, time

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


def day(on: date) -> str:
    """A date as it is read out: 1 June 2016."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def month(year: int, number: int) -> str:
    """A month as it is read out: June 2016."""
    return f"{MONTHS[number - 1]} {year}"


def times(starts: time | None, ends: time | None) -> str:
    """From when to when, as far as that is known: 14:00 to 16:00."""
    return " to ".join(f"{at:%H:%M}" for at in (starts, ends) if at)


def span(starts: date, ends: date) -> str:
    """From month to month, as plans say it: April 2016 to March 2019."""
    if (starts.year, starts.month) == (ends.year, ends.month):
        return month(starts.year, starts.month)
    return f"{month(starts.year, starts.month)} to {month(ends.year, ends.month)}"


def holds(on: date, starts: date | None, ends: date | None) -> bool:
    """Whether a day lies in a span whose ends may be unknown, and then count as open. Both days belong to it."""
    return (starts is None or starts <= on) and (ends is None or on <= ends)
