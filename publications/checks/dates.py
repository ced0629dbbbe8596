"""Dates that read broken: 31 June, Febuary, a Monday that was a Tuesday, an end before its start."""

import re
from calendar import monthrange
from datetime import date
from difflib import get_close_matches
from functools import cache

from kit import periods
from kit.periods import MONTH, MONTHS, day
from kit.wording import counted
from publications.content.meetings import ForwardPlan
from publications.passages import Place, Record, passages, records_of
from publications.sections.words import anchor

from .finding import found

NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ORDINAL = r"(?:st|nd|rd|th)?"

DAY = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(DAYS)}),?\s+(?:the\s+)?)?"
    rf"\b(?P<day>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<month>{MONTH})\b\.?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)(?![\d/.])")
YEARS = re.compile(r"(?<![\d/.£])(?P<first>(?:19|20)\d\d)\s?[/–-]\s?(?P<last>\d{1,4})(?![\d/%]|[-.,]\d)")
SPAN = re.compile(
    rf"\b(?:(?P<from_month>{MONTH})\s+)?(?P<from_year>(?:19|20)\d\d)\s*(?:to|until|–|-)\s*"
    rf"(?:(?P<to_month>{MONTH})\s+)?(?P<to_year>(?:19|20)\d\d)\b"
)
# A capitalised word.
LONG = [name for name in MONTHS if len(name) >= 7]
SHORT = [name for name in MONTHS if len(name) < 7]
WORD = re.compile(r"\b[A-Z][a-z]{3,10}\b")
BESIDE_NUMBER = re.compile(
    rf"\d{ORDINAL}\s+(?P<after>[A-Z][a-z]{{2,10}})\b|\b(?P<before>[A-Z][a-z]{{2,10}})\s+(?:19|20)\d\d\b"
)
# Words that look like a month and are none.
NO_MONTHS = {
    "Marsh",
    "Match",
    "Marc",
    "Maria",
    "Marie",
    "Julie",
    "Julia",
    "Junk",
    "Jane",
    "Aprils",
    "Members",
    "Member",
}


def dates(document, today):
    """Every date in words is one that there is."""
    looks_like = cache(month_meant)  # words of drafts are remembered for this document, and no longer
    places = [
        Place(words=f"{broken}: {passage.place.words}", anchor=passage.place.anchor, record=passage.place.record)
        for passage in passages(document)
        for broken in dict.fromkeys(reads_broken(passage.words, looks_like))
    ]
    places += meeting_dates(document)
    yield from found(
        "dates",
        places,
        f"{counted(len(places), 'date reads', 'dates read')} as if something were wrong with "
        f"{'it' if len(places) == 1 else 'them'}.",
    )


def month_meant(word, is_beside):
    """The month that a word seems to misspell; None if none. A short one is only guessed at beside a number."""
    if word in MONTHS or word in NO_MONTHS or word.startswith(tuple(f"{name}s" for name in MONTHS)):
        return None
    meant = get_close_matches(word, LONG, n=1, cutoff=0.85) if len(word) > 5 else []  # no shorter word is so close
    if not meant and is_beside:
        meant = get_close_matches(word, SHORT, n=1, cutoff=0.8)
    return meant[0] if meant else None


def reads_broken(words, looks_like=month_meant):
    """What is wrong with the dates in some words, each in words of its own."""
    for ask in (days, in_figures, years, spans):
        yield from ask(words)
    yield from misspelt(words, looks_like)


def ends_of(year, month):
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def days(words):
    for match in DAY.finditer(words):
        month, number = NUMBERS[match["month"][:3].lower()], int(match["day"])
        year = int(match["year"] or 2016)  # a leap year: without its year 29 February may be right
        if not 1 <= number <= ends_of(year, month).day:
            yield f"there is no “{match[0].strip()}”"
        elif match["weekday"] and match["year"]:
            on = date(year, month, number)
            if DAYS[on.weekday()] != match["weekday"]:
                yield f"“{match[0].strip()}”: {day(on)} is a {DAYS[on.weekday()]}"


def in_figures(words):
    for match in FIGURES.finditer(words):
        number, month, year = int(match[1]), int(match[3]), int(match[4])
        if not 1 <= month <= 12 or not 1 <= number <= ends_of(year, month).day:
            yield f"there is no “{match[0]}”"


def years(words):
    """2014/15 and 2014-2015 are spans of years; 2013/1 has lost a figure, and 2016/15 ends before it starts."""
    for match in YEARS.finditer(words):
        first, last = int(match["first"]), match["last"]
        if last.startswith("0") and len(last) == 2:  # 2016-03 is a month, and 1999-05 may be years
            continue
        if len(last) in (1, 3):
            yield f"“{match[0]}” seems to have lost a figure"
        elif int(last) <= (first if len(last) == 4 else first % 100):
            yield f"“{match[0]}” doesn't end after it starts"


def spans(words):
    for match in SPAN.finditer(words):
        start = int(match["from_year"]), NUMBERS.get((match["from_month"] or "")[:3].lower(), 1)
        end = int(match["to_year"]), NUMBERS.get((match["to_month"] or "")[:3].lower(), 12)
        if match["from_month"] and end < start:
            yield f"“{match[0]}” ends before it starts"


def misspelt(words, looks_like):
    beside = {match["after"] or match["before"] for match in BESIDE_NUMBER.finditer(words)}
    for word in dict.fromkeys(WORD.findall(words)):
        if meant := looks_like(word, word in beside):
            yield f"“{word}” looks like {meant}"


def meeting_dates(document):
    """A meeting's day is in the calendar, it ends after it starts, and its label names no other day, month or year."""
    for section, records in records_of(document, ForwardPlan):
        for meeting in records.meetings:
            broken = ""
            if meeting.month and meeting.day and meeting.day > ends_of(meeting.year, meeting.month).day:
                broken = f"there is no {meeting.day} {MONTHS[meeting.month - 1]} {meeting.year}"
            elif meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
                broken = "it ends before it starts"
            elif periods.names_another(meeting.label, meeting.year, meeting.month, meeting.day):
                when = periods.month(meeting.year, meeting.month) if meeting.month else str(meeting.year)
                when = f"{meeting.day} {when}" if meeting.day else when
                broken = f"its date is {when}. Empty its label, and readers see the date"
            if broken:
                yield Place(
                    words=f"{meeting.label}: {broken}",
                    anchor=anchor(section, meeting.key),
                    record=Record("forwardplan.meeting", (meeting.key,), "body"),
                )
