"""Words that may name a child or say where one lives: a guess by the look of them. No name is repeated here."""

import re

from kit.called import say
from kit.periods import MONTHS
from kit.wording import counted
from publications.passages import Place, passages

from .finding import found

CHILD = (
    r"(?:child|boy|girl|baby|infant|toddler|son|daughter|teenager|pupil|student|sibling|brother|sister|twins?"
    r"|young (?:person|man|woman))"
)
NAME = r"[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?"
AGE = (
    r"(?:age[ds]?:?\s+\d{1,2}\b(?!\s*(?:\+|%|-|–|to\b|and\b|or\b))"
    r"|\d{1,2}[\s-]+(?:years?|months?|weeks?)(?:[\s-]+old\b|\s+of\s+age\b)"
    r"|born\b|d\.?o\.?b\b|date of birth)"
)
# Words with a capital that are no names.
NO_NAMES = set(
    "children child young people person persons adults adult carers carer leavers pupils girls boys families family "
    "looked after care early years help school schools board group plan report service services key stage those all "
    "the number percentage reception nursery primary secondary student students members lay youth abuse review "
    "reviews protection health police council".split()
) | {month.lower() for month in MONTHS}

NAMED = re.compile(rf"\b{CHILD}\b[^.\n]{{0,25}}?\b(?i:named|called|known as|whose name (?:is|was))\s+(?P<name>{NAME})")
AGED = re.compile(rf"\b(?P<first>{NAME})\s+(?:[A-Z]\.?\s+)?(?P<last>{NAME}),?\s*\(?(?i:{AGE})")
AGED_IN_BRACKETS = re.compile(rf"\b(?P<first>{NAME})\s+(?P<last>{NAME})\s*\((?:1?\d)\)")
NHS_NUMBER = re.compile(r"(?<![\d£.,])([4-9]\d{2})[ -]?(\d{3})[ -]?(\d{4})(?![\d.,])")
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}"
ADDRESS = re.compile(rf"\b\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][a-z'’]+\s+){{1,3}}[A-Za-z ,\n]{{0,60}}?\b{POSTCODE}\b")


def children(document, today):
    """No child's case is in a document: a likely name, number or home is pointed out."""
    places = [
        Place(words=f"{what}: {passage.place.words}", anchor=passage.place.anchor, record=passage.place.record)
        for passage in passages(document)
        for what in dict.fromkeys(tells_of_a_child(passage.words))
    ]
    yield from found(
        "children",
        places,
        say(
            "{places} may tell who {somebody} is. This is only a guess by the look of the words, and it can miss a "
            "name. Please read it, and take out whatever would tell.",
            places=counted(len(places), "place"),
        ),
    )


def tells_of_a_child(words):
    """What the words look like, without repeating them: a name, a number, an address."""
    if any(match["name"].lower() not in NO_NAMES for match in NAMED.finditer(words)):
        yield say("it looks like the name of {somebody}")
    if any(
        match["first"].lower() not in NO_NAMES and match["last"].lower() not in NO_NAMES
        for pattern in (AGED, AGED_IN_BRACKETS)
        for match in pattern.finditer(words)
    ):
        yield "it looks like a name with an age"
    if any(is_nhs_number("".join(match.groups())) for match in NHS_NUMBER.finditer(words)):
        yield "it looks like an NHS number"
    if ADDRESS.search(words):
        yield "it looks like the address of a house"


def is_nhs_number(digits):
    """Whether the last of ten figures is the check figure of the nine before it."""
    remainder = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return remainder != 10 and remainder % 11 == int(digits[9])
