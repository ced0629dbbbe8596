"""The deed that records who was at a meeting: all seats at once, and nobody's mark is overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from kit.together import Together, take_back

from .models import Attendance, Meeting

MARKED = "Who was there: "  # how the reason begins that the history has
KINDS = (Attendance, Meeting)


class Clash(Exception):
    """Somebody else marked some of the same places since the page was opened, in another way. Nothing was written.

    `places` are pairs of a seat's number and its place; `visitors` are the numbers of visitors' rows.
    """

    def __init__(self, places=(), visitors=()):
        self.places, self.visitors = list(places), list(visitors)
        super().__init__("Somebody else marked this meeting meanwhile.")


@dataclass(frozen=True)
class Visitor:
    """Somebody without a seat as the page has them: the row's number and version if it is recorded already."""

    role: str
    why: str = ""
    mark: str = Attendance.Mark.PRESENT
    pk: int | None = None
    version: int | None = None


@transaction.atomic
def record(meeting, wanted: Mapping, seen: Mapping, visitors=(), *, by, held=False):
    """Record the marks of a meeting. Says how many marks are new, changed or gone, and the moment if any.

    `wanted` has a mark and a deputy's role for each pair of seat and place, empty where nothing is said; `seen` has the
    mark and the version that the page was made from, for what was marked then. What somebody else changed since and
    this page didn't, stays as they left it. `held` says that the meeting took place. Raises Clash.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    rows = {(row.seat_id, row.place): row for row in meeting.attendance_set.of_seats()}
    clashes = [place for place, answer in wanted.items() if is_clash(rows.get(place), answer, seen.get(place))]
    there = {row.pk: row for row in meeting.attendance_set.visitors()}
    asked = [each for each in visitors if each.pk]
    clashing = [each.pk for each in asked if each.pk not in there or there[each.pk].version != each.version]
    if clashes or clashing:
        raise Clash(clashes, clashing)
    together, number = Together(f"{MARKED}{meeting.when}", by), 0
    for (seat, place), (mark, role) in wanted.items():
        row = rows.get((seat, place))
        if row and not mark and seen.get((seat, place)):
            together.remove(row)
            number += 1
        elif mark and not is_untouched(row, (mark, role), seen.get((seat, place))):
            row = row or Attendance(meeting=meeting, seat_id=seat, place=place)
            number += write(row, together, mark=mark, role=role)
    for each in visitors:
        row = there.get(each.pk) or Attendance(meeting=meeting)
        if each.role:
            number += write(row, together, mark=each.mark, role=each.role, why=each.why)
        elif row.pk:
            together.remove(row)
            number += 1
    was_held = held and meeting.state == Meeting.State.PLANNED
    if was_held:
        together.change(meeting, state=Meeting.State.HELD)
    return number, together.moment if number or was_held else None


def take_marks_back(moment, *, by):
    """Undo what was marked in one moment: marks, visitors, and that the meeting was held. Says how many records.

    Raises CannotChange, in sentences, if one was changed since; then nothing was written.
    """
    return take_back(moment, KINDS, MARKED, by=by)


def is_untouched(row, answer, before):
    """Whether the page left a place as it found it, while somebody else changed it."""
    return bool(row and before and row.version != before[1] and answer[0] == before[0])


def is_clash(row, answer, before):
    """Whether a place was marked by two people in two ways."""
    mark, role = answer
    if row is None:
        return False  # Taken away by somebody else: what this page says is written anew.
    if before and row.version == before[1]:
        return False
    said_now = mark != (before[0] if before else "")
    return said_now and (row.mark, row.role) != (mark, role)


def write(row, together, **values):
    """Save a row with these values if that changes it; 1 if it did."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return 0
    if row.pk:
        together.change(row, **values)
        return 1
    for name, value in values.items():
        setattr(row, name, value)
    together.add(row)
    return 1
