"""Which days a period of figures has: read from its name, told as a name, and the period after it. Knows no Django.

A year such as 2015/16 begins in April, September or January, as the indicator has it. Nothing is made up: a year of
which nobody said when it begins is asked about, and so is a name whose days say something else.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kit import periods
from kit.reading import days
from kit.reading.answers import Answer, AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import plain, quoted

FIRST = {"financial": 4, "academic": 9, "calendar": 1}
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
# A figure is stale if it is older than the next period and so many days.
GRACE = 90
DURING, AS_AT, NOT_STATED = "during", "as-at", "not-stated"
BRACKETS = re.compile(r"(?P<name>[^()\[\]]+?)\s*[(\[](?P<days>[^()\[\]]+)[)\]]")
MARKS = re.compile(
    r"[\s,:(\[–-]*\b(?P<mark>provisional|prov|revised|final|actuals?|outturn|figures?|data|results?|performance|%)"
    r"[)\]]?\s*$",
    re.IGNORECASE,
)
NOT_OURS = re.compile(
    r"\b(?:target|baseline|total|ytd|year to date|average|change|variance|trend|rag|dot)\b", re.IGNORECASE
)
TWELVE = re.compile(
    r"(?:12|twelve|rolling 12) months? (?:to|ending|ended) (?P<to>.+)|(?:the )?year (?:to|ending|ended) (?P<end>.+)",
    re.IGNORECASE,
)
SHORT = re.compile(rf"(?P<month>\b(?:{days.NAMES}))\.?[ '’-]+(?P<year>[0-9]{{2}})\Z", re.IGNORECASE)
BY_EDGE = {"as at", "as of", "end of", "end", "the end of"}


@dataclass(frozen=True, kw_only=True)
class FigurePeriod:
    """A period of figures: its name as written, its days as far as known, and whether all its figures are marked."""

    words: str
    timing: str = NOT_STATED
    starts: date | None = None
    ends: date | None = None
    provisional: bool = False
    revised: bool = False


def read(words: str, year_type: str = "", *, today: date | None = None) -> Answer:
    """The `FigurePeriod` that some words name; a question if its days aren't sure; `AsPrinted` if it has none."""
    words = " ".join(plain(words).split())
    name, marks = _marked(words)
    bracketed = BRACKETS.fullmatch(name)
    if bracketed and isinstance(inside := _span(bracketed["days"], year_type, today), Value):
        return _agreeing(words, bracketed, inside, year_type, today, marks)
    answer = _span(name, year_type, today)
    if isinstance(answer, Value):
        return Value(value=FigurePeriod(words=name if marks else words, **answer.value, **marks), said=answer.said)
    if isinstance(answer, Refusal):
        return AsPrinted(words=words)
    if isinstance(answer, Question) and marks:
        ending = " provisional" if marks.get("provisional") else " revised"
        return Question(
            sentence=answer.sentence, offers=tuple(Offer(words=f"{each.words}{ending}") for each in answer.offers)
        )
    return answer


def _marked(words):
    marks, name = {}, words
    while (found := MARKS.search(name)) and found.start():
        mark = found["mark"].casefold()
        marks |= {"provisional": True} if mark.startswith("prov") else {"revised": True} if mark == "revised" else {}
        name = name[: found.start()].strip()
    # A mark that is kept by itself isn't told twice.
    return name, marks


def _agreeing(words, found, inside, year_type, today, marks):
    """The period of a name with its days beside it. If they say two things it is asked which is meant."""
    named = _span(found["name"], year_type or _type_of(inside.value), today)
    if isinstance(named, Value) and not within(inside.value, named.value):
        offers = [f"{found['name']} ({told(**named.value)})", told(**inside.value)]
        return Question(
            sentence=f"{quoted(found['name'])} is {told(**named.value)}, and the days beside it say otherwise. "
            "Which is meant?",
            offers=tuple(Offer(words=each) for each in offers),
        )
    return Value(value=FigurePeriod(words=found["name"], **inside.value, **marks))


def within(found, named):
    """Whether the days of a period are those of its name, or, of a figure as at a day, lie in it."""
    if found["timing"] == AS_AT or named["timing"] == AS_AT:
        return named["starts"] is None or named["starts"] <= found["ends"] <= named["ends"]
    return (found["starts"], found["ends"]) == (named["starts"], named["ends"])


def _type_of(span):
    """The year that a span of whole months may be a part of, by where it begins."""
    first = span["starts"].month if span["starts"] else None
    return next((name for name, month in FIRST.items() if month == first), "")


def _span(words, year_type, today):
    if found := TWELVE.fullmatch(words):
        answer = days.read(found["to"] or found["end"], today=today)
        if isinstance(answer, Value):
            ends = getattr(answer.value, "ends", answer.value)
            return Value(value={"timing": DURING, "starts": after(ends, -12) + timedelta(1), "ends": ends})
    words = re.sub(r"(?i)^as (?:at|of)(?= (?:the )?end)", "", words).strip()
    words = SHORT.sub(r"\g<month> 20\g<year>", words)
    answer = days.read(words, today=today)
    if not isinstance(answer, Value):
        return answer
    if isinstance(answer.value, date):
        return Value(value={"timing": AS_AT, "starts": None, "ends": answer.value})
    span, edge = answer.value, answer.left.casefold()
    if edge in BY_EDGE:
        return Value(value={"timing": AS_AT, "starts": None, "ends": span.ends})
    if edge:
        return Refusal(sentence="")
    return _of_its_year(words, span, year_type, answer)


def _of_its_year(words, span, year_type, answer):
    """A span by the year it is a part of: the reader takes 2015/16 and its quarters as beginning in April."""
    of_april = (
        span.kind in ("quarter", "half", "year", "years") and span.starts.month in (4, 7, 10, 1) and _names_two(words)
    )
    if span.kind == "year" and not _names_two(words) and year_type in ("financial", "academic"):
        year = span.starts.year
        names = [f"{year}/{(year + 1) % 100:02}", f"{year - 1}/{year % 100:02}"]
        offers = [
            *(f"{name} ({told(**_year(int(name[:4]), year_type))})" for name in names),
            f"January {year} to December {year}",
        ]
        return Question(
            sentence=f"{quoted(words)}: this indicator goes by years from {periods.MONTHS[FIRST[year_type] - 1]}. "
            "Which is meant?",
            offers=tuple(Offer(words=each) for each in offers),
        )
    found = {"timing": DURING, "starts": span.starts, "ends": span.ends}
    if not of_april or year_type == "financial":
        return Value(value=found)
    moved = {name: _moved(found, month - 4) for name, month in FIRST.items()}
    if span.kind == "years":  # 2013-2015 by calendar years is three of them
        last = span.ends.year
        moved["calendar"] = {"timing": DURING, "starts": date(span.starts.year, 1, 1), "ends": date(last, 12, 31)}
    if year_type in moved:
        return Value(value=moved[year_type])
    names = ("financial", "academic", *(["calendar"] if span.kind == "years" else []))
    offers = [f"{words} ({told(**moved[name])})" for name in names]
    return Question(
        sentence=f"{quoted(words)}: which months are that?", offers=tuple(Offer(words=each) for each in offers)
    )


def _names_two(words):
    """Whether a name says two years (2015/16), and not the months or days themselves."""
    return re.search(r"[0-9]{2} ?[-/] ?[0-9]{2}", words) is not None


def _moved(span, months):
    starts = after(span["starts"] - timedelta(1), months) + timedelta(1)
    return span | {"starts": starts, "ends": after(span["ends"], months)}


def _year(year, year_type):
    starts = date(year, FIRST[year_type], 1)
    return {"timing": DURING, "starts": starts, "ends": after(starts - timedelta(1), 12)}


def after(on: date, months: int) -> date:
    """The day so many months on; the last of a month stays the last."""
    is_last = on.day == monthrange(on.year, on.month)[1]
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if is_last else min(on.day, last))


def months(starts: date, ends: date) -> int:
    """How many whole months a span has; 0 if it begins or ends within one."""
    is_whole = starts.day == 1 and ends.day == monthrange(ends.year, ends.month)[1]
    return (ends.year - starts.year) * 12 + ends.month - starts.month + 1 if is_whole else 0


def told(starts, ends, timing=DURING, **_) -> str:
    """The days of a period in words that `read` reads back."""
    if timing == AS_AT or starts is None:
        return periods.day(ends)
    whole = starts.day == 1 and ends.day == monthrange(ends.year, ends.month)[1]
    if not whole:
        return f"{periods.day(starts)} to {periods.day(ends)}"
    return periods.span(starts, ends)


def name(starts: date | None, ends: date | None, timing: str, year_type: str = "") -> str:
    """What a period is called that has no name of its own: Q1 2015/16, 2015/16, July 2015, 31 March 2016."""
    if ends is None:
        return f"from {periods.day(starts)}" if starts else ""
    if timing == AS_AT or starts is None:
        return periods.day(ends)
    length, first = (ends.year - starts.year) * 12 + ends.month - starts.month + 1, FIRST.get(year_type)
    if starts.day != 1 or ends.day != monthrange(ends.year, ends.month)[1] or not first:
        return told(starts, ends)
    place, part = divmod((starts.month - first) % 12, length) if length in (3, 6, 12) else (0, 1)
    year = starts.year - (starts.month < first)
    years = str(year) if first == 1 else f"{year}/{(year + 1) % 100:02}"
    if part or (length == 6 and first == 1):
        return told(starts, ends)
    return {3: f"Q{place + 1} {years}", 6: f"H{place + 1} {years}", 12: years}[length]


def following(starts: date | None, ends: date, timing: str, every: str) -> dict:
    """The days of the period after one, of the length that the indicator says."""
    until = after(ends, MONTHS[every])
    if timing == AS_AT or starts is None:
        return {"timing": AS_AT, "starts": None, "ends": until}
    return {"timing": DURING, "starts": ends + timedelta(1), "ends": until}


def owed_before(today: date, every: str) -> date:
    """A figure that ends before this day isn't the last that is owed: the period after it is over."""
    return _before(today, MONTHS[every])


def stale_before(today: date, every: str) -> date:
    """A figure that ends before this day is stale: older than the next period of its frequency and 90 days."""
    return _before(today - timedelta(GRACE), MONTHS[every])


def _before(due, months):
    """The first day of which the day so many months on isn't before `due`."""
    found = after(due, -months) - timedelta(4)
    while after(found, months) < due:
        found += timedelta(1)
    return found


def is_stale(ends: date | None, every: str, today: date) -> bool:
    """Whether a figure is older than the next period of its frequency and 90 days; unknown days and lengths say no."""
    return bool(ends and every in MONTHS and ends < stale_before(today, every))


def doesnt_fit(words: str, starts, ends, timing, year_type) -> str:
    """What the name of a period says its days are, if those recorded are others; empty if they fit or it says none."""
    answer = read(words, year_type) if words and ends else None
    if isinstance(answer, Value) and answer.value.ends:
        named = {"timing": answer.value.timing, "starts": answer.value.starts, "ends": answer.value.ends}
        found = {"timing": timing if starts else AS_AT, "starts": starts, "ends": ends}
        return "" if within(found, named) else told(**named)
    return ""
