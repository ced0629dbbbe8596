"""Which of several plans or budgets is meant on a day, and how it stands to that day, in words. Knows no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from kit import periods


class PlainSpan(NamedTuple):
    """A row with a first and a last day, by its number and these: a plain value, and no record that was read."""

    pk: int
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class Meant:
    """The row that is meant, how it stands to today (now, past, to-come, undated), and the next one, if any."""

    row: Any
    state: str
    later: Any = None


def state(row, today: date) -> str:
    """How a row with a start and an end stands to a day; one end may be unknown and then counts as open."""
    if not (row.starts or row.ends):
        return "undated"
    if row.starts and today < row.starts:
        return "to-come"
    return "now" if periods.holds(today, row.starts, row.ends) else "past"


def meant(rows: Iterable, today: date) -> Meant | None:
    """The row that holds today; of several the one that began last.

    If none does: the last that ended, or else the next to come, or else the last without dates.
    """
    by_state = {"now": [], "past": [], "to-come": [], "undated": []}
    for row in rows:
        by_state[state(row, today)].append(row)
    next_up = min(by_state["to-come"], key=lambda row: row.starts, default=None)
    if by_state["now"]:
        return Meant(max(by_state["now"], key=lambda row: row.starts or date.min), "now", next_up)
    if by_state["past"]:
        return Meant(max(by_state["past"], key=lambda row: row.ends), "past", next_up)
    if next_up:
        return Meant(next_up, "to-come")
    return Meant(by_state["undated"][-1], "undated") if by_state["undated"] else None


def standing(found: Meant, noun: str) -> str:
    """How a plan or budget stands to today: This plan ended in March 2019; no later plan is recorded."""
    row = found.row
    if found.state == "undated":
        return f"The dates of this {noun} are not recorded."
    if found.state == "to-come":
        return f"This {noun} starts in {month(row.starts)}; no {noun} is recorded as in force today."
    if found.state == "past":
        if found.later:
            starts = month(found.later.starts)
            return f"This {noun} ended in {month(row.ends)}; the next one, {found.later}, starts in {starts}."
        return f"This {noun} ended in {month(row.ends)}; no later {noun} is recorded."
    if row.starts and row.ends:
        return f"In force from {month(row.starts)} to {month(row.ends)}."
    return f"In force since {month(row.starts)}." if row.starts else f"In force until {month(row.ends)}."


def month(on: date) -> str:
    return periods.month(on.year, on.month)


def life(row) -> str:
    """From when until when a row holds, as far as that is known."""
    return lifetime(row.starts, row.ends)


def lifetime(starts: date | None, ends: date | None) -> str:
    """From when to when something lasts: since 1 April 2015; until 31 March 2016; nothing if neither is known."""
    if starts and ends:
        return f"{periods.day(starts)} to {periods.day(ends)}"
    if starts:
        return f"since {periods.day(starts)}"
    return f"until {periods.day(ends)}" if ends else ""
