"""Reads days, and spans of days, as offices in Britain write them: the day before the month. Knows no Django.

What the words don't say is never made up: a year that is missing comes from the list in which the day stands, and that
is said; a weekday that doesn't fit is asked about. What stands beside a day ("by", "at 2pm") is left over.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from kit import periods
from kit.reading.answers import Answer, AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import one_spaced, plain, quoted

LONGEST, MOST_LINES = 200, 4
# The dates of this work lie here. A year such as 201 is a slip.
YEARS = range(1900, 2101)
FIRST_OF_WORKBOOKS = date(1899, 12, 30)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SHORT = {name[:3].lower(): number for number, name in enumerate(periods.MONTHS, start=1)}

YearOf = Callable[[int], int | None]  # the year in which a month lies, for the list in which it stands


class DaySpan(Struct, frozen=True, kw_only=True):
    """A span that somebody named: a month, quarter, half, year, several years, months or days. Both days are in it."""

    kind: str
    starts: date
    ends: date


# The parts of which the forms are made
NAMES = "|".join(sorted({*periods.MONTHS, *(name[:3] for name in periods.MONTHS), "Sept"}, key=len, reverse=True))
NAMED = r"(?P<weekday>mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
WEEKDAY = rf"(?:{NAMED},? +(?:the +)?)?"
NUMBER = "(?P<day>[0-9]{1,2})"
DAY = rf"{NUMBER}(?: ?(?:st|nd|rd|th)\.?)?(?: +of)?"
MONTH, FIGURE = rf"(?P<month>{NAMES})\.?", "(?P<month>[0-9]{1,2})"
YEAR, WHOLE = "(?P<year>[0-9]{4}|'?[0-9]{2})", "(?P<year>[0-9]{4})"
FROM_APRIL = "(?:f/?y ?)?(?P<year>[0-9]{4}|[0-9]{2}(?! ?[-/] ?[0-9]{4})) ?[-/] ?(?P<next>[0-9]{4}|[0-9]{2})"
EDGES = (
    "as at|as of|(?:by )?(?:the )?end of|end|by|from|since|w/c|wc|(?:wk|week) (?:commencing|beginning|ending)|w/e|mid"
    "|early|late|y/e|year ending|year to|due|the"
)
EDGE = rf"(?:(?P<edge>{EDGES})[ -]+)?"
CLOCK = (
    r"(?:,? +(?:- +)?(?P<time>(?:at +)?(?:[0-9]{1,2}(?:[:.h][0-9]{2}.*| ?[ap]\.? ?m.*)|[0-9]{4} ?hrs?|noon|midday)))?"
)
WEEKDAY_BEHIND = re.compile(rf"(?P<before>.*[0-9]),? +\(?{NAMED}\)?", re.IGNORECASE)
TO = re.compile(r" *(?:-|/|&|\b(?:to|until|and)\b) *", re.IGNORECASE)
THROUGH = ("-", "to", "until")  # what stands between the ends of a span; "and" stands between two that adjoin
QUARTER = r"q(?:uarter|tr)? ?(?P<part>[1-4])"


def read(text: str, year_of: YearOf | None = None, *, words: bool = False, today: date | None = None) -> Answer:
    """The day (a date) or span (`DaySpan`) that a cell names.

    `year_of` gives the year in which a month lies, where the list knows that. With `words` what is no day is kept as
    printed ("ongoing"). With `today` a day without a year is offered in the years around it.
    """
    text = one_spaced(plain(text)).strip(" .,;")
    if not text:
        return AsPrinted(words="")
    if len(text) > LONGEST:
        return AsPrinted(words=text) if words else refused("This is too long for a day.")
    if "\n" in text:
        return lines(text, year_of, words)
    if behind := WEEKDAY_BEHIND.fullmatch(text):
        text = f"{behind['weekday']} {behind['before']}"
    for pattern, answer in FORMS:
        found = pattern.fullmatch(text)
        meant = found and answer(found.groupdict(), year_of or (lambda month: None), today)
        if meant:
            return meant
    if (span := from_to(text, year_of)) is not None:
        return span
    if words and not NEARLY.fullmatch(text):
        return AsPrinted(words=text)
    return refused(f"{quoted(text)} is no day.")


def refused(why):
    return Refusal(sentence=f"{why} Write the day as 1 June 2016 or 1/6/2016.")


def lines(text, year_of, words):
    """A cell of several lines: each that names a day is offered, unless words are kept."""
    named = [each for each in text.split("\n")[:MOST_LINES] if isinstance(read(each, year_of), Value)]
    if not named:
        return AsPrinted(words=text) if words else refused("There is more than one line here.")
    return asked("There is more than one line here. Which is meant?", *named)


def asked(sentence, *offers):
    """A question with words that this reader reads: days (dates), or words as they are."""
    words = (periods.day(each) if isinstance(each, date) else each for each in offers)
    return Question(sentence=sentence, offers=tuple(Offer(words=each) for each in words))


def year_in(words):
    """The year of four figures or of two; None where it is none of this work."""
    if not words:
        return None
    year = int(words.strip("'")) + (2000 if len(words.strip("'")) == 2 else 0)
    return year if year in YEARS else None


def month_in(words):
    return int(words) if words.isdigit() else SHORT[words[:3].lower()]


def month_span(year, month, until=None, kind="month"):
    """From the first day of a month to the last day of it, or of another (year, month)."""
    last_year, last = until or (year, month)
    return DaySpan(kind=kind, starts=date(year, month, 1), ends=date(last_year, last, monthrange(last_year, last)[1]))


def edge(found):
    """What stands before a day: by, as at, end of."""
    return (found.get("edge") or "").removeprefix("the").strip()


# The answers


def a_day(found, year_of, today):
    year, month, on = year_in(found["year"]), month_in(found["month"]), int(found["day"])
    if year is None:
        return refused(f"{found['year']} is no year that is meant here.")
    if month > 12 and on <= 12 and month <= monthrange(year, on)[1]:
        return asked("The day stands before the month here. Is this the day that is meant?", date(year, on, month))
    if not 1 <= month <= 12:
        return refused(f"There is no month {month}.")
    if not 1 <= on <= monthrange(year, month)[1]:
        return refused(f"{periods.month(year, month)} has {monthrange(year, month)[1]} days.")
    meant = date(year, month, on)
    weekday = found.get("weekday")
    if weekday and not WEEKDAYS[meant.weekday()].lower().startswith(weekday[:3].lower()):
        return asked(f"{periods.day(meant)} is a {WEEKDAYS[meant.weekday()]}. Is it the day that is meant?", meant)
    at = found.get("time") or ""
    # Workbooks give midnight to what has no time.
    beside = [edge(found), "" if re.fullmatch("[0:.]+", at) else at.removeprefix("at ")]
    return Value(value=meant, left=" ".join(filter(None, beside)))


def day_without_year(found, year_of, today):
    month = month_in(found["month"])
    year = year_of(month)
    if year is not None:
        return with_year(a_day(found | {"year": str(year)}, year_of, today), year)
    near = [today.year - 1, today.year, today.year + 1] if today else []
    days = [a_day(found | {"year": str(each)}, year_of, today) for each in near]
    offers = [each.value for each in days if isinstance(each, Value)]
    return asked("Which year is meant? Write the day as 1 June 2016.", *offers)


def with_year(answer, year):
    """An answer that says where its year comes from."""
    if not isinstance(answer, Value):
        return answer
    return Value(value=answer.value, left=answer.left, said=(f"The year {year} was taken from the list.", *answer.said))


def a_month(found, year_of, today):
    year, month = year_in(found["year"]), month_in(found["month"])
    if year is None or not 1 <= month <= 12:
        return refused("There is no such month.")
    return Value(value=month_span(year, month), left=edge(found))


def month_without_year(found, year_of, today):
    year = year_of(month_in(found["month"]))
    if year is None:
        near = [today.year - 1, today.year, today.year + 1] if today else []
        return asked("Which year is meant?", *(periods.month(each, month_in(found["month"])) for each in near))
    return with_year(a_month(found | {"year": str(year)}, year_of, today), year)


def month_or_day(found, year_of, today):
    """ "June 16" is June of 2016, as offices head their columns, or the 16th of June: the year of the list tells."""
    month, number = month_in(found["month"]), int(found["number"])
    year = year_of(month)
    if year is not None and number == year % 100:
        said = f"It was read as {periods.month(year, month)}, not as the day."
        return Value(value=month_span(year, month), said=(said,), left=edge(found))
    offers = [periods.month(2000 + number, month)]
    year = year or (today and today.year)
    if not 1 <= number <= monthrange(2000, month)[1]:
        return Value(value=month_span(2000 + number, month), left=edge(found))
    meant = a_day(found | {"year": str(year), "day": str(number)}, year_of, today) if year else None
    if isinstance(meant, Value):
        offers.append(meant.value)
    sentence = f"Is {periods.MONTHS[month - 1]} of {2000 + number} meant, or day {number}? Write a day with its year."
    return asked(sentence, *offers)


def from_to(text, year_of):
    """The span between two days or months, of which the first may leave out its year; None if it is none."""
    parts = TO.split(text)
    last = read(parts[1], year_of) if len(parts) == 2 else None
    if not isinstance(last, Value) or last.left or getattr(last.value, "kind", "month") != "month":
        return None
    begins, ends = (getattr(last.value, name, last.value) for name in ("starts", "ends"))
    first = read(parts[0], lambda month: begins.year - (month > begins.month))
    if not isinstance(first, Value) or first.left or getattr(first.value, "kind", "month") != "month":
        return None
    starts, kind = getattr(first.value, "starts", first.value), getattr(first.value, "kind", "day")
    if not adjoin(TO.search(text)[0], getattr(first.value, "ends", starts), begins):
        return None
    if starts > ends:
        return refused("The end stands before the start.")
    return Value(value=DaySpan(kind=f"{kind}s", starts=starts, ends=ends))


def adjoin(between, ends, begins):
    """Whether what stands between two days or months makes a span of them: June & July, but not June & September."""
    return between.strip().lower() in THROUGH or ends + timedelta(1) == begins


def days(found, year_of, today):
    first, last = (a_day(found | {"day": found[name]}, year_of, today) for name in ("first", "day"))
    if not isinstance(first, Value) or not isinstance(last, Value):
        return first if not isinstance(first, Value) else last
    if first.value > last.value:
        return refused("The end stands before the start.")
    if not adjoin(found["between"], first.value, last.value):
        return None
    return Value(value=DaySpan(kind="days", starts=first.value, ends=last.value))


def first_year(found):
    """The year in which a year like 2018/19 begins; None where the second doesn't follow on the first."""
    year, after = year_in(found["year"]), found["next"]
    return year if year and str(year + 1).endswith(after) else None


def part_of_year(length, kind):
    """The answer for a quarter (of three months) or half (of six) of a year from April to March."""

    def answer(found, year_of, today):
        months_on = 3 + length * (int(found["part"]) - 1)
        first, over = months_on % 12 + 1, months_on // 12
        year = first_year(found) if found["year"] else year_of(first) and year_of(first) - over
        if not year:
            return None
        last = (first + length - 2) % 12 + 1
        span = month_span(year + over, first, (year + over + (last < first), last), kind)
        named = f"{kind} {found['part']} of {year}/{(year + 1) % 100:02}"
        said = () if found["year"] else (f"It was read as {named}, {periods.span(span.starts, span.ends)}.",)
        return Value(value=span, said=said)

    return answer


def quarter_of_one_year(found, year_of, today):
    year, first = int(found["year"]), 3 * int(found["part"]) - 2
    spans = [month_span(at.year, at.month, (at.year, at.month + 2)) for at in (
        date(year, first, 1), date(year + (first > 9), (first + 2) % 12 + 1, 1)
    )]  # fmt: skip
    words = [periods.span(each.starts, each.ends) for each in spans]
    return asked("Is it a quarter of the calendar year, or of the year from April?", *words)


def year_to_year(found, year_of, today):
    year, after = year_in(found["year"]), year_in(found["next"])
    if not year or not after or after <= year:
        return refused("The second year doesn’t follow on the first.")
    span = month_span(year, 4, (after, 3), "year" if after == year + 1 else "years")
    return Value(value=span, said=(f"It was read as {periods.span(span.starts, span.ends)}.",))


def two_figures(found, year_of, today):
    """ "17/18" can only be a year; "9/18" and "5/6" may be a month, a day, or a year from April."""
    first, second = int(found["first"]), int(found["second"])
    offers = []
    if second == (first + 1) % 100:
        offers.append(f"{2000 + first}/{second:02}")
        if first > 12:
            return read(offers[0])
    if 1 <= first <= 12:
        offers.append(periods.month(2000 + second, first))
    year = (1 <= second <= 12 and year_of(second)) or (today and today.year)
    day = a_day({"day": first, "month": str(second), "year": str(year)}, year_of, today) if year else None
    if isinstance(day, Value):
        offers.append(day.value)
    return asked("Is it a day, a month or a year?", *offers) if offers else None


def one_year(found, year_of, today):
    year = year_in(found["year"])
    if year is None:
        return refused(f"{found['year']} is no year that is meant here.")
    return Value(value=month_span(year, 1, (year, 12), "year"), left=edge(found))


def month_or_years(found, year_of, today):
    """ "2011-12" is a month for a computer and a year for an office; "2016-03" can only be a month."""
    if int(found["month"]) == (int(found["year"]) + 1) % 100:
        words = periods.month(int(found["year"]), int(found["month"])), f"{found['year']}/{found['month']}"
        return asked("Is it a month, or a year from April?", *words)
    return a_month(found, year_of, today)


def counted_day(found, year_of, today):
    return asked(
        "A workbook counts days in this way. Is this the day?", FIRST_OF_WORKBOOKS + timedelta(int(found["count"]))
    )


FORMS = tuple(  # the first that fits the whole cell and has an answer
    (re.compile(pattern, re.IGNORECASE), answer)
    for pattern, answer in (
        (rf"{EDGE}{WEEKDAY}{DAY}[ ,-]*{MONTH},?[ -]*{YEAR}{CLOCK}", a_day),
        (rf"{EDGE}{WEEKDAY}{MONTH} +{NUMBER}(?:st|nd|rd|th)?,? +{WHOLE}{CLOCK}", a_day),
        (rf"{EDGE}{WEEKDAY}{NUMBER} ?[/.-] ?{FIGURE} ?[/.-] ?{YEAR}{CLOCK}", a_day),
        (rf"{WHOLE}[-/.]{FIGURE}[-/.]{NUMBER}(?:[T ](?P<time>[0-9:]+)(?:\.0+)?Z?)?", a_day),
        (r"(?P<year>20[0-9]{2}|19[0-9]{2})-(?P<month>0[1-9]|1[0-2])", month_or_years),
        (rf"{FIGURE} ?[/.-] ?(?P<year>20[0-9]{{2}}|19[0-9]{{2}})", a_month),
        (rf"{EDGE}{WEEKDAY}{DAY}[ -]*{MONTH}{CLOCK}", day_without_year),
        (rf"{EDGE}{WEEKDAY}{MONTH} +{NUMBER} ?(?:st|nd|rd|th){CLOCK}", day_without_year),
        (rf"{EDGE}{MONTH},?[ /-]*(?P<year>[0-9]{{4}}|'[0-9]{{2}})", a_month),
        (rf"{EDGE}{MONTH}[-/](?P<year>[0-9]{{2}})", a_month),
        (rf"{EDGE}{MONTH} +(?P<number>[0-9]{{1,2}})", month_or_day),
        (rf"{EDGE}{MONTH}", month_without_year),
        (rf"(?P<first>[0-9]{{1,2}})(?:st|nd|rd|th)? *(?P<between>-|to|and|&) *{DAY} +{MONTH} +{WHOLE}", days),
        (rf"{QUARTER}(?:,? *(?:of +)?{FROM_APRIL})?", part_of_year(3, "quarter")),
        (rf"{FROM_APRIL},? *{QUARTER}", part_of_year(3, "quarter")),
        (rf"(?P<part>[1-4])(?:st|nd|rd|th) quarter(?:,? *(?:of +)?{FROM_APRIL})?", part_of_year(3, "quarter")),
        (rf"h(?:alf)? ?(?P<part>[12])(?:,? *(?:of +)?{FROM_APRIL})?", part_of_year(6, "half")),
        (rf"{QUARTER},? *(?P<year>[0-9]{{4}})", quarter_of_one_year),
        (r"(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})", two_figures),
        (FROM_APRIL, year_to_year),
        (rf"{EDGE}{WHOLE}", one_year),
        (r"(?P<count>[3-5][0-9]{4})(?:\.[0-9]+)?", counted_day),
    )
)
# A number, perhaps a word, perhaps a number: it was meant as a day, and isn't kept as words.
NEARLY = re.compile(r"[^\w]*[0-9]{1,4}[^\w]*[a-z]*[^\w]*[0-9]{0,4}", re.IGNORECASE)
