"""By when something is due: a day read off the words of the law. Pure.

Words that name no day, such as "as soon as is feasible", have none; a weekend or a bank holiday moves no day, for no
law that was read says that it does.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from kit.periods import MONTHS

NUMBERS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}
MONTHS_LATER = rf"(?P<months>[0-9]{{1,2}}|{'|'.join(NUMBERS)})[- ]months?"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"


def last_day(words: str, *, starts: date | None = None, ends: date | None = None, last: date | None = None):
    """The last day on which something is in time, or None where the words, or the dates they count from, name none.

    `starts` and `ends` are those of the period it is about, `last` is when there was one before.
    """
    for rule, reckon in RULES.items():
        if found := re.match(rule, words, re.IGNORECASE):
            return reckon(found.groupdict(), starts, ends, last)
    return None


def by_the_end_of(said, starts, ends, last):
    month = _month(said["month"])
    return ends and _first_after(ends, lambda year: _in_month(year, month, 31))


def by(said, starts, ends, last):
    return ends and _first_after(ends, lambda year: _in_month(year, _month(said["month"]), int(said["day"])))


def before(said, starts, ends, last):
    day = _first_after(ends, lambda year: _in_month(year, _month(said["month"]), int(said["day"]))) if ends else None
    return day and day - timedelta(days=1)


def before_the_start(said, starts, ends, last):
    return starts and starts - timedelta(days=1)


def within(said, starts, ends, last):
    return ends and _months_after(ends, _number(said["months"]))


def at_least_every(said, starts, ends, last):
    return last and _months_after(last, _number(said["months"]))


# In this order they are tried at the beginning of the words.
RULES: dict[str, Callable] = {
    rf"by the end of {MONTH}": by_the_end_of,
    rf"(?:by|on or before) (?P<day>[0-9]{{1,2}}) {MONTH}": by,
    rf"before (?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {MONTH}": before,
    r"before the (?:start|beginning) of": before_the_start,
    rf"within {MONTHS_LATER} of the end": within,
    rf"at least (?:once )?(?:in )?every {MONTHS_LATER}": at_least_every,
}


def _month(name):
    return [month.lower() for month in MONTHS].index(name.lower()) + 1


def _number(word):
    return NUMBERS.get(word.lower()) or int(word)


def _in_month(year, month, day):
    """A day of a month, or the last of the month where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _first_after(day, of_year):
    return next(found for found in map(of_year, (day.year, day.year + 1)) if found > day)


def _months_after(day, months):
    """So many months later: on the same day of the month, or on the last day of a shorter one."""
    years, month = divmod(day.month - 1 + months, 12)
    return _in_month(day.year + years, month + 1, day.day)
