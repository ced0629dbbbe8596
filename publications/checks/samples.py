"""Small counts of people in what others found: three children of an audit can be known by them. No count is repeated.

A rule for small numbers holds back figures, and these stand in words. So this is a guess, by what the number counts.
"""

import re
from decimal import Decimal

from kit.wording import counted
from publications.content.goals import Evidence
from publications.content.insets import Quotation, Story
from publications.content.learning import Learned
from publications.content.statements import Statement
from publications.passages import passages, things

from .finding import found
from .numbers import COUNTED, IN_WORDS, numbers

TELLS = (Learned, Evidence, Statement, Quotation, Story)
# Whom the numbers count that stand in words, and others whose records an audit reads.
PEOPLE = rf"(?:{COUNTED}|(?:adults?|parents?|carers?|mothers?|fathers?|residents?|patients?|records?|files?)\b)"
OF = r"\s+(?:(?:out\s+)?of\s+(?:the\s+|all\s+)?"
FOLLOWS = re.compile(rf"{OF}(?:\w+\s+)?)?{PEOPLE}", re.IGNORECASE)
NO_COUNT = re.compile(r"£|%|per ?cent", re.IGNORECASE)
SAID = "|".join(IN_WORDS)
NUMBER = rf"(?:\d+|{SAID})"
# Four of 30 children, 4 (of 30 children), of 30 children 4, 30 children of whom 4: a part of people, and all of them.
PARTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<part>{NUMBER})\s*[,(]?\s*(?:out\s+)?of\s+(?:the\s+|all\s+|these\s+)?(?P<all>{NUMBER})\s+(?:\w+\s+)?{PEOPLE}",
        rf"\b(?:of|among|from)\s+(?:the\s+|all\s+|these\s+)?(?P<all>{NUMBER})\s+(?:\w+\s+)?{PEOPLE}[^.;\d]*?,\s*"
        rf"(?:only\s+|just\s+)?(?P<part>{NUMBER})\b(?!\s*(?:%|per ?cent|of\b|\d|in\s+{NUMBER}\b))",
        rf"\b(?P<all>{NUMBER})\s+(?:\w+\s+)?{PEOPLE}[^.;\d]*?\bof\s+(?:whom|which|these|those|them),?\s+(?:only\s+|just\s+)?"
        rf"(?P<part>{NUMBER})\b(?!\s*(?:%|per ?cent))",
    )
]
# A tenth of 30 children: so many per cent of people.
SHARES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<share>\d+(?:\.\d+)?)\s*(?:%|per ?cent)\s*[,(]?\s*(?:out\s+)?of\s+(?:the\s+|all\s+)?"
        rf"(?P<all>{NUMBER})\s+(?:\w+\s+)?{PEOPLE}",
        rf"\b(?:of|among)\s+(?:the\s+|all\s+)?(?P<all>{NUMBER})\s+(?:\w+\s+)?{PEOPLE}[^.;\d]*?,\s*"
        rf"(?P<share>\d+(?:\.\d+)?)\s*(?:%|per ?cent)",
    )
]
# Where people are counted, a number without a noun of its own counts some of them: 30 children; 3 were late.
ARE_COUNTED = re.compile(rf"\b{NUMBER}\s+(?:\w+\s+){{0,2}}{PEOPLE}", re.IGNORECASE)
SAYS_NO_NOUN = (
    r"\s*(?:(?:was|were|had|have|has|did|didn.t|could|couldn.t|would|said|told|felt|thought|lived|died|needed|knew|lacked)\b"
    r"|of\s+(?:them|these|those)\b"
    rf"|of\s+the\s+(?:other|others|rest|remaining)\b(?:\s+{NUMBER})?\s*(?=[,.;:)]|$))"
)
SOME_OF_THEM = re.compile(
    rf"(?P<before>^|[,;:.(]\s*|\b(?:and|but|only|just|in|for)\s+)(?P<part>{NUMBER})(?={SAYS_NO_NOUN})", re.IGNORECASE
)
# Boys: 3; girls (4).
LISTED = re.compile(rf"{PEOPLE}\s*[:=(]\s*(?P<part>{NUMBER})\s*(?=[,.;)]|$)", re.IGNORECASE)
ONLY_ONE = re.compile(rf"\b(?:a|the|one)\s+single\s+{PEOPLE}", re.IGNORECASE)


def few_people(document, rules=None):
    """What is told in words of no more people than a rule for small numbers holds back.

    `rules` are those rules by the keys of indicator and breakdown. Without one the board holds nothing back.
    """
    most = max((rule.most for rule in (rules or {}).values() if rule and rule.most is not None), default=0)
    places = dict.fromkeys(
        passage.place
        for thing, at in things(document)
        if isinstance(thing, TELLS)
        for passage in passages(thing, at)
        if tells_of_few(passage.words, most)
    )
    yield from found(
        "few people",
        places,
        f"{counted(len(places), 'place')} may tell of so few people that a figure of them would not be shown. "
        "This is a guess by the words. If anybody could be known by it, say “fewer than ten”, or leave the number out.",
    )


def tells_of_few(words, most):
    """Whether a number up to `most`, but not nought, counts people or what is kept of each, or follows from others."""
    return bool(most) and (
        any(0 < number <= most for number in (*parts(words), *shares(words), *of_those_counted(words)))
        or any(
            0 < told.value <= most
            and told.qualifier not in ("under", "within")
            and not NO_COUNT.search(told.written)
            and FOLLOWS.match(words, told.start + len(told.written))
            for told in numbers(words)
        )
        or ONLY_ONE.search(words) is not None
    )


def parts(words):
    """Parts of people of whom all are counted, and with each how many the others are: that 37 of 40 tells of three."""
    for pattern in PARTS:
        for match in pattern.finditer(words):
            part, of_all = value(match["part"]), value(match["all"])
            if part <= of_all:
                yield from (part, of_all - part)


def shares(words):
    """How many people so many per cent of them are."""
    for pattern in SHARES:
        for match in pattern.finditer(words):
            yield round(Decimal(match["share"]) * value(match["all"]) / 100)


def of_those_counted(words):
    """Numbers that have no noun of their own, where people are counted; and those that stand right beside people."""
    yield from (value(match["part"]) for match in LISTED.finditer(words))
    if ARE_COUNTED.search(words):
        yield from (value(match["part"]) for match in SOME_OF_THEM.finditer(words))


def value(words):
    return IN_WORDS[words.lower()] if words.lower() in IN_WORDS else int(words)
