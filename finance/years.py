"""The financial year after another: what it is called, and when it begins and ends. Knows no Django."""

import re
from datetime import date, timedelta

# 2016, or what stands before and after the stroke of 2016/17, 2016-17 and 16/17.
YEAR = re.compile(r"(?<!\d)(?:(?P<long>(?:19|20)\d\d)|(?P<short>\d\d(?=[/–-]\d\d)|(?<=\d\d[/–-])\d\d))(?!\d)")
DAYS = re.compile(r"\d[/.-]\d+[/.-]\d")


def next_label(label: str) -> str:
    """What a financial year is called after this one: 2017/18 after 2016/17; empty if it names no year, or days."""

    def on(match):
        return str(int(match["long"]) + 1) if match["long"] else f"{(int(match['short']) + 1) % 100:02}"

    return YEAR.sub(on, label) if YEAR.search(label) and not DAYS.search(label) else ""


def next_span(ends: date | None) -> tuple[date | None, date | None]:
    """First and last day of the twelve months after a day; neither if that day isn't known."""
    if ends is None:
        return None, None
    return ends + timedelta(days=1), on_by(ends, 12)


def on_by(ends: date, months: int) -> date:
    """The last day of a span that ends so many months later; of a month, its last day again."""
    after = ends + timedelta(days=1)
    number = after.year * 12 + after.month - 1 + months
    return date(number // 12, number % 12 + 1, min(after.day, 28)) - timedelta(days=1)
