"""Spans of time in words. Knows no Django; "today" is always handed in."""

import re
from datetime import date, time, timedelta

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


def day(on: date) -> str:
    """A date as it is read out: 1 June 2016."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def month(year: int, number: int) -> str:
    """A month as it is read out: June 2016."""
    return f"{MONTHS[number - 1]} {year}"


def month_in_figures(year: int, number: int | None) -> str:
    """A month as computers write it: 2016-06. Only the year if the month isn't known."""
    return f"{year}-{number:02}" if number in range(1, 13) else str(year)


MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
# How boards name their meetings: June 16, which is June of 2016 or the 16th of June; 14 June; June 2016.
NAMED = re.compile(
    rf"(?:[A-Z][a-z]+day,?\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH})\b\.?"
    rf"(?:,?\s+['’]?(?P<number>\d{{4}}|\d{{1,2}})\b)?"
)


def reads_as_a_day(words: str) -> bool:
    """Whether a month with two figures of its year, such as June 16, could be read as a day."""
    found = NAMED.fullmatch(words.strip())
    return bool(found and not found["day"] and found["number"] and len(found["number"]) < 3)


def names_another(words: str, year: int, number: int | None = None, on: int | None = None) -> bool:
    """Whether words that begin with a month name another month, year or day than those given."""
    found = NAMED.match(words)
    if not found:
        return False
    if number and MONTHS[number - 1][:3] != found["month"][:3]:
        return True
    if on and found["day"] and int(found["day"]) != on:
        return True
    # A small number is the year's end or, if no day stands before the month, the day.
    meant = {year, year % 100} | (set() if found["day"] else {on})
    return bool(found["number"]) and int(found["number"]) not in meant


def times(starts: time | None, ends: time | None) -> str:
    """From when to when, as far as that is known: 14:00 to 16:00."""
    return " to ".join(f"{at:%H:%M}" for at in (starts, ends) if at)


def span(starts: date, ends: date) -> str:
    """From month to month, as plans say it: April 2016 to March 2019."""
    if (starts.year, starts.month) == (ends.year, ends.month):
        return month(starts.year, starts.month)
    return f"{month(starts.year, starts.month)} to {month(ends.year, ends.month)}"


def months_of(starts: date | None, ends: date | None) -> int:
    """How many whole months a span is long; 0 if an end isn't known, or it is no number of whole months."""
    if not starts or not ends:
        return 0
    after = ends + timedelta(days=1)
    return (after.year - starts.year) * 12 + after.month - starts.month if after.day == starts.day else 0


def holds(on: date, starts: date | None, ends: date | None) -> bool:
    """Whether a day lies in a span whose ends may be unknown, and then count as open. Both days belong to it."""
    return (starts is None or starts <= on) and (ends is None or on <= ends)
