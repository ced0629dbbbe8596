"""Telephone numbers that people write: what of a text is the number, and what a telephone dials for it."""

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat

HERE = "GB"  # where a number without a country's code is called from
LEAST = 8  # digits of a number that isn't a short one, such as 0800 1111 with its first nought
SHORT = re.compile(r"[0-9][0-9 ]{1,7}")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What stands between a number and its hours, and is part of neither.
BETWEEN = " \t\n,;:.–—-/"
# Where hours begin that could be read on as more of the number: behind its eleventh digit, and before "24 hours".
HOURS_BEGIN = re.compile(r"(?<=\d)\s(?=24\s?(?:h|/\s?7))|(?<![\d+])(\(?0(?:[ ()-]*\d){10})\s(?=\S)")


def found(text: str) -> list[tuple[str, str]]:
    """The numbers in a text: each as it is written, and as it is dialled (+441702215007)."""
    if SHORT.fullmatch(text.strip()):
        return [(text.strip(), re.sub(r"\D", "", text))]
    apart = HOURS_BEGIN.sub(lambda match: f"{match[1] or ''};", text)  # as long as the text
    # Numbers that are given out; only where there is none, those that could be.
    for leniency in (Leniency.VALID, Leniency.POSSIBLE):
        matches = [
            match
            for match in phonenumbers.PhoneNumberMatcher(apart, HERE, leniency=leniency)
            if sum(sign.isdigit() for sign in match.raw_string) >= LEAST
        ]
        if matches:
            return [
                (match.raw_string, phonenumbers.format_number(match.number, PhoneNumberFormat.E164))
                for match in matches
            ]
    return []


def parted(text: str) -> tuple[str, str]:
    """A number and the words beside it, such as its hours; no number where the text has none, or several."""
    numbers = found(text)
    if len(numbers) != 1:
        return "", text.strip()
    number = numbers[0][0]
    before, after = (words.strip(BETWEEN) for words in text.split(number, 1))
    beside = "; ".join(filter(None, (before, after)))
    if beside.startswith("(") and beside.endswith(")") and beside.count("(") == 1:
        beside = beside[1:-1].strip()
    return number, beside


def dialled(text: str) -> str:
    """Where a link on a number leads: tel:, or mailto: for an e-mail address; empty if it is neither."""
    text = text.strip()
    if ADDRESS.fullmatch(text):
        return f"mailto:{text}"
    number, beside = parted(text)
    return "" if beside or not number else f"tel:{found(text)[0][1]}"
