"""The year in which the office stands, month by month, with what each month holds and the spans that run through it.

Three spans are independent of one another: the reporting year, the budget's, the plan's. The months are those of the
reporting year. Knows no Django and asks nothing: it is handed what the page has found already.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from kit import periods
from kit.grouping import grouped
from kit.wording import counted

A_ROW = 12  # months
MOST = 4  # things that a month shows
# What is told of a thing: the class of its shape, and the word that is read out.
DONE, MEETS, LATE, TO_COME = "done", "meets", "past-due", "to-come"
STATES = {DONE: "Done", MEETS: "Meets", LATE: "Late", TO_COME: "To come"}


@dataclass(frozen=True, kw_only=True)
class YearBar:
    """Something that runs from a day to a day."""

    words: str
    starts: date
    ends: date

    @property
    def months(self):
        return between(self.starts, self.ends) + 1


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that a month holds."""

    on: date
    state: str
    words: str
    address: str = ""


def later(day, months):
    """The same day so many months on; the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    end = date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return end.replace(day=min(day.day, end.day))


def between(first, last):
    """How many months lie between the month of one day and that of another."""
    return (last.year - first.year) * 12 + last.month - first.month


def reporting_year(today, rows):
    """The reporting period that a day lies in.

    If none is recorded for it, the last one is gone on with: a board's year has the length of the one before. None if
    no period that began has both its days.
    """
    known = [row for row in rows if row.starts and row.ends]
    if holding := [row for row in known if periods.holds(today, row.starts, row.ends)]:
        row = max(holding, key=lambda row: row.starts)
        return YearBar(words=str(row), starts=row.starts, ends=row.ends)
    before = [row for row in known if row.ends < today]
    if not before:
        return None
    last = max(before, key=lambda row: row.ends)
    first, length = last.ends + timedelta(days=1), between(last.starts, last.ends + timedelta(days=1))
    if length < 1:
        return None
    turns = between(first, today) // length
    turns -= later(first, turns * length) > today
    starts = later(first, turns * length)
    ends = later(first, (turns + 1) * length) - timedelta(days=1)
    return YearBar(words=f"{periods.span(starts, ends)}, not recorded yet", starts=starts, ends=ends)


def calendar_year(today):
    return YearBar(words=str(today.year), starts=date(today.year, 1, 1), ends=date(today.year, 12, 31))


def strip(today, year, spans, events):
    """The year as the page shows it: rows of at most twelve months, each with the spans that run through it."""
    months = [later(year.starts.replace(day=1), number) for number in range(year.months)]
    held = grouped(((event.on.year, event.on.month), event) for event in sorted(events, key=lambda event: event.on))
    return [
        {
            "bars": [shown for span in spans if (shown := bar(today, span, row))],
            "months": [month_row(today, month, held.get((month.year, month.month), [])) for month in row],
        }
        for row in rows_of(months)
    ]


def rows_of(months):
    left = iter(months)
    while row := list(islice(left, A_ROW)):
        yield row


def bar(today, span, months):
    """A span as far as it runs through these months: in which column it begins, and how many it takes."""
    first = max(between(months[0], span.starts), 0)
    last = min(between(months[0], span.ends), len(months) - 1)
    if first > last:
        return None
    words = span.words
    if periods.holds(today, span.starts, span.ends):
        words = f"{words}, month {between(span.starts, today) + 1} of {span.months}"
    return {"words": words, "first": first + 1, "months": last - first + 1}


def month_row(today, month, events):
    shown = events if len(events) <= MOST else events[: MOST - 1]
    left = len(events) - len(shown)
    return {
        "name": periods.MONTHS[month.month - 1][:3],
        "year": month.year,
        "today": f"today, the {ordinal(today.day)}" if (today.year, today.month) == (month.year, month.month) else "",
        "over": (month.year, month.month) < (today.year, today.month),
        "events": [
            {"state": event.state, "says": STATES[event.state], "words": event.words, "address": event.address}
            for event in shown
        ],
        "more": counted(left, "more thing", "more things") if left else "",
    }


def ordinal(number):
    """A day of the month as it is said: 1st, 22nd, 13th."""
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
