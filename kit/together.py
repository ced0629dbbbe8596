"""Rows that are saved together: they bear one moment and one reason in their history, and are taken back together."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.history import CannotChange, goes_along, pointed_to, remove, restore, undo
from kit.stamps import claim


@dataclass(frozen=True)
class Together:
    """Who saves the rows, and why, in words for the history; all in one moment."""

    why: str
    by: Any
    moment: datetime = field(default_factory=timezone.now)

    def add(self, row):
        """Check and save a new row. Raises ValidationError if a rule forbids it."""
        return self._save(row, force_insert=True)

    def change(self, row, version):
        """Check and save a row that was changed. Raises ValidationError, or Conflict if somebody saved it since."""
        claim(row, version, by=self.by)
        return self._save(row)

    def remove(self, row, version):
        """Delete a row with its parts. Raises CannotChange if something hangs on it, and Conflict as `change` does."""
        remove(row, version, by=self.by, moment=self.moment, why=self.why)

    def _save(self, row, **how):
        row._history_user, row._history_date, row._change_reason = self.by, self.moment, self.why
        try:
            row.full_clean()
            row.save(**how)
        finally:
            # The signature is for this line of history only.
            for name in ("_history_user", "_history_date", "_change_reason"):
                vars(row).pop(name, None)
        return row


def lines(moment, of, why, *deeds):
    """The lines of history of what was done in a moment for a reason that begins so, to all these kinds of row."""
    found = []
    for model in of:
        those = model.history.model._base_manager.filter(
            history_date=moment, history_type__in=deeds, history_change_reason__startswith=why
        )
        found += those.order_by("history_id")
    return found


def added(moment, of, why):
    """The lines of what was added in a moment for a reason that begins so."""
    return lines(moment, of, why, "+")


@transaction.atomic
def take_back(moment, of, why, *, by):
    """Remove all that was added together, and put back what was changed or removed with it. Returns how many rows.

    Raises CannotChange if somebody worked on one since, added to it, or made something else hang on it.
    """
    return _put_back(moment, of, why, by) + _take_away(moment, of, why, by)


def _put_back(moment, of, why, by):
    """Give the rows that were changed or removed their former values."""
    found = lines(moment, of, why, "~", "-")
    for line in found:
        if line.history_type == "-":
            restore(line.instance_type, line.id, by=by)
            continue
        row = line.instance_type._base_manager.select_for_update().filter(pk=line.id).first()
        if row is None or row.version != line.version:
            raise CannotChange("Some of these rows were changed since: undo them one by one.", str(line.instance))
        undo(line, row.version, by=by)
    return len(found)


def _take_away(moment, of, why, by):
    rows = []
    for line in added(moment, of, why):
        row = line.instance_type._base_manager.select_for_update().filter(pk=line.id).first()
        if row is not None:
            rows.append(row)
    if changed := [str(row) for row in rows if row.version != 1]:
        raise CannotChange("Some of these rows were changed since: undo or remove them one by one.", *changed)
    if not rows and not lines(moment, of, why, "~", "-"):
        raise CannotChange("Nothing of this is left.")
    waiting = {(type(row), row.pk): row for row in rows}
    while waiting:
        needed = {place for row in waiting.values() for place in pointed_to(row, type(row))}
        free = [place for place in waiting if place not in needed]
        for place in free:
            row = waiting.pop(place)
            # The parts that came with it are gone by now: what is left was added by hand, and isn't swept away.
            if others := goes_along(row):
                raise CannotChange(f"Something was added to “{row}” since. Remove it first:", *map(str, others))
            remove(row, by=by)
    return len(rows)
