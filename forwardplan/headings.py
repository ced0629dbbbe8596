"""Which meeting the words above a column or beside a row mean."""

import re

from kit.intake.taking import Problems, Sentence
from kit.reading import days
from kit.reading.answers import Question, Value

# "March 16" may be a day or a year: several with one number, or with two that follow, are years.
MONTH_AND_NUMBER = re.compile(r"[a-z]{3,9}\.? '?(?P<year>[0-9]{2})", re.IGNORECASE)


def year_of(intake):
    """The year of a month that stands without one: it follows the one before it, or comes from the table."""

    def of(month):
        year, last = intake.memory.get("month", (None, 0))
        if year is not None:
            return year + (month < last)
        return min(intake.years)[0] if intake.years else intake.remembered("year", lambda: year_beside(intake))

    return of


def year_beside(intake):
    """The year that the meetings of a table name together with their months."""
    words = [*intake.headings.values(), *intake.column("meeting")]
    found = [int(match["year"]) for each in words if (match := MONTH_AND_NUMBER.fullmatch(each.strip()))]
    return 2000 + min(found) if len(found) > 1 and max(found) - min(found) <= 1 else None


def when(intake, words, column):
    """Year, month and day that some words name, the day only if they do, and the words about its time."""
    if not words:
        raise Problems({column: ["Say which meeting this is."]})
    answer = days.read(words, year_of(intake))
    if isinstance(answer, Question):
        raise Problems({column: [Sentence(answer.sentence, [offer.words for offer in answer.offers])]})
    value = getattr(answer, "value", None)
    if not isinstance(answer, Value) or getattr(value, "kind", "day") not in ("day", "month"):
        raise Problems({column: [f"“{words}” names no day and no month. Write it as June 2016 or 14 June 2016."]})
    on = getattr(value, "starts", value)
    intake.memory["month"] = (on.year, on.month)
    intake.say(*answer.said)
    return on.year, on.month, None if hasattr(value, "kind") else on.day, answer.left
