"""What a cell of a workbook shows: a number and its format, in words. Knows no Django.

A format is up to four sections parted by semicolons: above nought, below, nought, text. Days stand in the office's own
words ("14 June 2018"), and of a day only what its format shows: what is formatted mmm-yy is a month.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from kit.periods import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHOWS_NOTHING = ";;;"
WIDE = Context(prec=350, rounding=ROUND_HALF_UP)  # a float may have 308 digits
# Days are counted from here; Excel's count holds a 29 February 1900, so that it is right from March 1900 on.
FIRST_DAY, FIRST_DAY_1904, LAST = datetime(1899, 12, 30), datetime(1904, 1, 1), 2_958_466  # noqa: DTZ001
# The pieces of a section, in the order in which they are looked for.
PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>[_*].)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=]+-?[0-9]+(?:\.[0-9]+)?)\]|\[[^\]]*\]|(?P<half>AM/PM|A/P)"
    r"|(?P<date>y+|m+|d+|h+|s+)|(?P<general>General|Standard|@)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)"
    r"|(?P<percent>%)|(?P<power>E[+-]0+)|(?P<fraction>/)|(?P<other>.)",
    re.IGNORECASE,
)
COMPARED = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
PART_SHOWN = {"m": "month", "y": "year", "d": "day", "h": "hour", "s": "second"}


class Shown(NamedTuple):
    """What a cell shows, and a sentence if that is less than it holds."""

    words: str
    said: str = ""


@cache
def sections(code: str):
    """The sections of a format, each as pairs of a kind and its text, and the condition under which it is taken."""
    found, condition = [[]], [None]
    for piece in PIECES.finditer(code):
        kind, text = piece.lastgroup, piece[piece.lastgroup] if piece.lastgroup else ""
        if kind == "other" and text == ";":
            found.append([])
            condition.append(None)
        elif kind == "condition":
            sign, number = re.fullmatch(r"([<>=]+)(.+)", text).groups()
            condition[-1] = (COMPARED.get(sign, eq), Decimal(number))
        elif kind in ("quoted", "escaped", "currency", "other"):
            found[-1].append(("sign", text))
        elif kind:
            found[-1].append((kind, text))
    return list(zip(found, condition, strict=True))


@cache
def shows_time(code: str) -> bool:
    """Whether a number in this format is a day or a time."""
    return any(kind in ("date", "elapsed", "half") for kind, _ in sections(code)[0][0])


@cache
def hides_text(code: str) -> bool:
    """Whether a text in this format isn't seen: ";;;"."""
    found = sections(code)
    return len(found) > 3 and not any(kind == "general" for kind, _ in found[3][0])


def shown(number: Decimal, code: str, *, first_day: datetime = FIRST_DAY) -> Shown:
    """What is seen of a number in a cell; days are counted from `first_day`."""
    parts, number = _section(sections(code), number)
    kinds = {kind for kind, _ in parts}
    if kinds & {"date", "elapsed", "half"}:
        return Shown(_moment(number, parts, first_day))
    if kinds & {"power", "fraction"} or (not kinds - {"space"} and len(sections(code)) == 1):
        return Shown(plain(number))  # 0.5 for 1/2: nobody's form reads the other
    if "digits" in kinds:
        return _figure(number, parts)
    signs = {"general": plain(number), "space": " "}
    return Shown(_tidy("".join(signs.get(kind, text) for kind, text in parts)))


def plain(number: Decimal) -> str:
    """A number in figures; what a float is off in its sixteenth place is no part of it."""
    words = f"{number.quantize(Decimal('1e-10'), context=WIDE):f}".rstrip("0").rstrip(".")
    return "0" if words == "-0" else words


def _section(found, number):
    """The section for a number, and the number as that section prints it."""
    if any(condition for _, condition in found):
        for parts, condition in found:
            if condition is None or condition[0](number, condition[1]):
                return parts, number
        return found[-1][0], number
    if number < 0 and len(found) > 1:
        return found[1][0], -number
    return found[2 if number == 0 and len(found) > 2 else 0][0], number


def _figure(number, parts):
    form = "".join(text for kind, text in parts if kind == "digits")
    is_percent = any(kind == "percent" for kind, _ in parts)
    thousands = len(form) - len(form.rstrip(","))
    scaled = number * (100 if is_percent else 1) / 1000**thousands
    whole, _, behind = form.rstrip(",").partition(".")
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-len(behind)), context=WIDE)
    head, point, tail = (f"{rounded:,f}" if "," in whole else f"{rounded:f}").partition(".")
    head = ("" if head == "0" else head).rjust(whole.count("0"), "0")
    while tail and len(tail) > len(behind.rstrip("#?")) and tail.endswith("0"):
        tail = tail[:-1]
    figure, out = head + point * bool(tail) + tail, ""
    # Signs may stand between the digits, as in a telephone number: filled from the end.
    first = [kind for kind, _ in parts].index("digits")
    for place, (kind, text) in reversed([*enumerate(parts)]):
        if kind == "digits":
            taken = len(figure) if place == first else min(len(figure), len(text.rstrip(",")))
            out, figure = figure[len(figure) - taken :] + out, figure[: len(figure) - taken]
        else:
            out = (" " if kind == "space" else text) + out
    words = _tidy(f"-{out}" if number < 0 and rounded else out)
    is_less = words and (thousands or plain(rounded) != plain(abs(scaled)))
    return Shown(words, f"The cell shows {words} and holds {plain(number)}." if is_less else "")


def _tidy(words):
    return re.sub(r" +", " ", words).strip()


def _moment(number, parts, first_day):
    elapsed = next((text[0].lower() for kind, text in parts if kind == "elapsed"), "")
    if elapsed:
        seconds = round(number * 86_400)
        minutes = round(Decimal(seconds) / 60)
        return {"h": f"{minutes // 60}:{minutes % 60:02}", "m": str(minutes), "s": str(seconds)}[elapsed]
    if not 0 <= number < LAST:
        return "#####"
    # A time of a few seconds is rounded to them, lest 14:30 becomes 14:29.
    at = first_day + timedelta(seconds=round(number * 86_400))
    at += timedelta(days=first_day == FIRST_DAY and number < 60)
    seen = set()
    signs = ["h" if kind == "half" else text.lower() for kind, text in parts if kind in ("date", "half")]
    for before, sign, after in zip(["", *signs], signs, [*signs[1:], ""], strict=False):
        is_minute = sign[0] == "m" and len(sign) < 3 and (before[:1] == "h" or after[:1] == "s")
        is_weekday = sign[0] == "d" and len(sign) > 2
        seen.add("minute" if is_minute else "weekday" if is_weekday else PART_SHOWN[sign[0]])
    words = [
        said
        for part, said in (
            ("weekday", WEEKDAYS[at.weekday()]),
            ("day", str(at.day)),
            ("month", MONTHS[at.month - 1]),
            ("year", str(at.year)),
        )
        if part in seen
    ]
    if "hour" in seen and not (words and at.hour == at.minute == 0):
        words.append(f"{at:%H:%M}")
    elif "minute" in seen and not words:
        words.append(f"{at:%M:%S}")
    return " ".join(words)
