"""The numbers in a sentence that are figures: not a year, a date, an age, a code such as Stage 4, or part of a name."""

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from kit.periods import MONTHS

MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|Sept"
ORDINAL = r"(?:st|nd|rd|th)"
LIST = r"(?:\s*(?:,|and|to|or|&|/|-|–)\s*\d+[a-z]?\b)*"

# What is no figure, however it looks. In this order each is blanked out before the next is looked for.
NO_FIGURES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A telephone number, an address on the web.
        r"\b0\d[\d ()-]{7,}\d\b",
        r"\b(?:https?://|www\.)\S+",
        # A date: 31 March 2016, 31st of March, March 31st, June 16, 2016-06-01, 1/6/2016, 1.6.16.
        rf"\b\d{{1,2}}{ORDINAL}?\s+(?:of\s+)?(?:{MONTH})\b\.?(?:,?\s+(?:\d{{4}}|\d{{2}}\b))?",
        rf"\b(?:{MONTH})\b\.?\s+\d{{1,2}}(?:{ORDINAL})?,?\s+(?:19|20)\d\d\b",
        rf"\b(?:{MONTH})\b\.?\s+'?\d{{1,4}}{ORDINAL}?\b(?!\s*(?:%|per ?cent))",
        r"\b\d{4}-\d{2}-\d{2}\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
        # A year or two: 2015, 2014/15, 2014-2015, 2016 -19.
        r"(?<![£\d.,])\b(?:19|20)\d\d\s*(?:[/–-]|to|and)\s*(?:(?:19|20)\d\d|\d{1,2})\b(?![,.]?\d|\s*(?:%|per ?cent))",
        r"(?<![£\d.,])\b(?:19|20)\d\d\b(?![,.]\d|\s*(?:%|per ?cent))",
        # A time of day.
        r"\b\d{1,2}[:.]\d{2}\s*(?:am|pm)?\b(?<=m)|\b\d{1,2}:\d{2}\b|\b\d{1,2}\s*(?:am|pm)\b",
        # An age: aged 10 to 17, 16-year-olds, under-18s, 16 and 17 year olds.
        r"\b(?:age[ds]?|over|under)[\s-]+\d{1,2}s\b",
        r"\bage[ds]?\s+(?:of\s+)?(?:under|over|up to|between)?\s*\d{1,2}(?:\s*(?:-|–|to|and|or)\s*\d{1,2})?\+?",
        r"\b\d{1,2}(?:\s*(?:-|–|to|and|or)\s*\d{1,2})?\+?[\s-]*(?:years?|months?|weeks?)[\s-]*(?:old|olds|of age)\b",
        # A time that something took: two years are no figure, but days can be what is counted.
        r"\b\d+(?:\s*(?:-|–|to|or)\s*\d+)?[\s-]+(?:years?|months?|weeks?|hours?|minutes?)\b",
        # A code: Stage 4, sections 11 and 47, Year 6 to 11, priority 1a.
        r"\b(?:key stages?|stages?|steps?|tiers?|levels?|sections?|chapters?|appendix|appendices|priority|priorities"
        r"|objectives?|years?|quarters?|versions?|pages?|grades?|bands?|phases?|tables?|articles?|paragraphs?"
        rf"|regulations?|schedules?|volumes?|issues?|minutes?|items?|no\.?)\s+\d+[a-z]?\b{LIST}",
        # A code without a space: Q3, s47, 1a, 24/7, 3rd.
        r"\b24/7\b",
        r"\b[a-z]+\d+\w*\b",
        r"\b\d+[a-z]{1,2}\b(?<!\dm)(?<!\dk)",
    )
]

# All of them have a digit in them or are an address, and most sentences have neither.
MAY_HOLD_OTHERS = re.compile(r"\d|://|www\.", re.IGNORECASE)

SMALL = "nought one two three four five six seven eight nine ten eleven twelve".split()
IN_WORDS = {word: number for number, word in enumerate(SMALL)} | {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
# A number in words is a figure only where it counts these: "one unified system" and "two strategies" are none.
COUNTED = (
    r"(?:(?:more|further|other|new|local|looked after|vulnerable|young)\s+)*"
    r"(?:child(?:ren)?|bab(?:y|ies)|infants?|boys?|girls?|adolescents?|teenagers?|people|persons?|pupils?|famil(?:y|ies)"
    r"|cases?|incidents?|referrals?|admissions?|deaths?|injuries|victims?|per ?cent)\b"
)
DIGITS = re.compile(
    r"(?<![\w.,£])(?P<pounds>£\s?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?P<times>million|thousand|m\b|k\b)?\s*(?P<share>%|per ?cent\b)?",
    re.IGNORECASE,
)
# The two ends of a range: between 1 and 5, 1-5, 1 to 5; "from 37 to 54" are two figures.
RANGE = re.compile(
    r"\bbetween\s+(\d[\d,.]*)%?\s+and\s+(\d[\d,.]*)|(?<!from )\b(\d[\d,.]*)%?\s*(?:-|–|to)\s*(\d[\d,.]*)", re.IGNORECASE
)
WORDS = re.compile(rf"\b(?P<words>{'|'.join(IN_WORDS)})\b(?=\s+{COUNTED})", re.IGNORECASE)
TIMES = {"": 1, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000}
QUALIFIED = {
    "over": re.compile(r"\b(?:over|more than|at least|above|exceed(?:s|ed|ing)|no fewer than)\s*$", re.IGNORECASE),
    "under": re.compile(r"\b(?:under|below|fewer than|less than|up to|at most|no more than)\s*$", re.IGNORECASE),
    "about": re.compile(r"\b(?:about|around|approximately|some|nearly|almost|roughly|circa|c\.)\s*$", re.IGNORECASE),
}


class Number(Struct, frozen=True, kw_only=True):
    """A figure in a sentence: its value, as it is written, where it begins, and whether it says exactly how many.

    Where it doesn't, the qualifier is over, under, about, or within for the end of a range.
    """

    value: Decimal
    written: str
    start: int
    qualifier: str = ""


def numbers(sentence: str, names: Iterable[str] = ()) -> tuple[Number, ...]:
    """The figures of a sentence in their order; `names`, of series and indicators, may hold numbers of their own."""
    text = figures_alone(sentence, names) if MAY_HOLD_OTHERS.search(sentence) else sentence
    ends = {match.start(group) for match in RANGE.finditer(text) for group in range(1, 5) if match[group]}
    found = [number(match, text, ends) for match in DIGITS.finditer(text)]
    found += [
        Number(
            value=Decimal(IN_WORDS[match["words"].lower()]),
            written=match[0],
            start=match.start(),
            qualifier=qualifier(text, match.start()),
        )
        for match in WORDS.finditer(text)
    ]
    return tuple(sorted(found, key=lambda each: each.start))


def figures_alone(text, names):
    """A text in which what holds a digit and is no figure is blanked out."""
    for name in sorted((name for name in names if re.search(r"\d", name)), key=len, reverse=True):
        text = blanked(re.compile(re.escape(name), re.IGNORECASE), text)
    for pattern in NO_FIGURES:
        text = blanked(pattern, text)
    return text


def blanked(pattern, text):
    """The text with as many blanks in the place of what the pattern finds."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def number(match, text, ends):
    return Number(
        value=Decimal(match["number"].replace(",", "")) * TIMES[(match["times"] or "").lower()],
        written=match[0].strip(),
        start=match.start(),
        qualifier="within" if match.start() in ends else qualifier(text, match.start()),
    )


def qualifier(text, start):
    return next((name for name, pattern in QUALIFIED.items() if pattern.search(text[:start])), "")


def agrees(told: Number, value: Decimal) -> bool:
    """Whether a number can be said of a figure: the same, the same rounded, or near it where the sentence says so."""
    places = max(0, -told.value.as_tuple().exponent)
    if told.value in (value, round(value, places)):
        return True
    near = abs(value) / 10
    return {
        "over": told.value <= value <= told.value + near,
        "under": told.value - near <= value <= told.value,
        "about": abs(told.value - value) <= near,
        "within": True,
    }.get(told.qualifier, False)
