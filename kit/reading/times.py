"""Reads a time of day, or from when to when, as offices in Britain write it. Knows no Django.

A board meets by day. An hour that may be one of the night is asked about, unless its nought was written: 02:30.
"""

import re
from datetime import time
from typing import NamedTuple

from kit.reading.answers import Answer, AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import one_spaced, plain, quoted

LONGEST = 60
LONGEST_HELD = 11  # hours that a meeting may last
FIRST = 7  # an hour before this, without "am" and without a nought, is asked about
NOON = time(12)
NAMED = {"noon": NOON, "midday": NOON, "midnight": time(0)}
HALF = r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
HOURS = r"(?: ?(?:hours|hrs?|h)\.?)?"
FORMS = (
    re.compile(rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}}){HALF}{HOURS}"),
    re.compile(rf"(?P<hour>[0-9]{{1,2}})[:.h](?P<minute>[0-9]{{2}})(?::00)?{HALF}{HOURS}"),
    re.compile(rf"(?P<hour>[0-9]{{2}})(?P<minute>){HALF} ?(?:hours|hrs?|h)\.?"),
    re.compile(rf"(?P<hour>[0-9]{{1,2}})(?P<minute>)(?: ?o'?clock)?{HALF}"),
    re.compile(r"(?P<hour>[0-9])(?P<minute>[0-9]{2}) ?(?P<half>[ap])\.? ?m\.?"),
)
TO = re.compile(r" ?(?:-|\b(?:to|until|till)\b) ?")
OPEN = re.compile(r"tb[acd]|to be (?:confirmed|arranged|agreed)|all day")


class TimesMeant(NamedTuple):
    """The times that a word may mean, the likeliest first; whether that is sure, and which half of the day it names."""

    times: tuple[time, ...] = ()
    is_sure: bool = False
    half: str = ""


def read(text: str) -> Answer:
    """The time of day that a cell names, or a pair of times, from and to."""
    seen = plain(text)
    text = one_spaced(seen).casefold().strip(" ,;.")
    if not text or OPEN.fullmatch(text):
        return AsPrinted(words=seen)
    parts = TO.split(text) if len(text) <= LONGEST else []
    found = [meant(part) for part in parts]
    if len(found) not in (1, 2) or not all(each.times for each in found):
        return Refusal(sentence=f"{quoted(text)} is no time of day. Write it as 14:00 or 2pm.")
    return pair(text, *found) if len(found) == 2 else one(text, *found)


def meant(words):
    """What one word for a time may mean; nothing if it is none."""
    words = re.sub("^(?:at|from) ", "", words.strip())
    if named := re.fullmatch("(?:12 ?)?(noon|midday|midnight)", words):
        return TimesMeant((NAMED[named[1]],), True, "named")
    found = next(filter(None, (form.fullmatch(words) for form in FORMS)), None)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
    half = (found["half"] or "") if found else ""
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return TimesMeant()
    early = time(hour % 12, minute)
    late = early.replace(hour=early.hour + 12)
    if half and hour == 12:
        return TimesMeant((late,), True, half) if half == "p" else TimesMeant((early, late), False, half)
    if half:
        return TimesMeant((late if half == "p" else early,), True, half)
    written = bool(found["minute"]) or "h" in words
    if hour > 12 or found["hour"].startswith("0"):
        return TimesMeant((time(hour, minute),), written)
    by_day = time(hour, minute) if hour >= FIRST else late
    return TimesMeant((by_day, late if by_day == early else early), written and hour >= FIRST)


def one(text, at):
    if at.is_sure:
        return Value(value=at.times[0])
    return asked(text, at.times)


def asked(text, times):
    words = (" to ".join(f"{each:%H:%M}" for each in (at if isinstance(at, tuple) else (at,))) for at in times)
    return Question(
        sentence=f"Which time is meant by {quoted(text)}?", offers=tuple(Offer(words=each) for each in words)
    )


def pair(text, first, last):
    """From when to when: a half of the day that only the end names is that of the start, too, if it can be."""
    starts = first.times[:1] if first.is_sure and (first.half or last.half not in ("a", "p")) else first.times
    # An end that is sure by itself isn't behind a start that may be in the evening: 6.30-8.30.
    ends = last.times[:1] if last.is_sure and (first.is_sure or last.half) else last.times
    pairs = [(start, end) for start in starts for end in ends if start < end and end.hour - start.hour <= LONGEST_HELD]
    if last.half in ("a", "p") and not first.half and not first.is_sure:
        # 2 to 4pm; but 11 to 1pm begins in the morning.
        pairs = [each for each in pairs if (each[0] < NOON) == (each[1] < NOON)] or pairs
    if not pairs:
        return Refusal(
            sentence=f"The end doesn’t follow on the start in {quoted(text)}, within {LONGEST_HELD} hours. "
            "Write it as 14:00 to 16:00."
        )
    if len(pairs) == 1 and (first.half or last.half or (first.is_sure and last.is_sure)):
        return Value(value=pairs[0])
    return asked(text, pairs)
