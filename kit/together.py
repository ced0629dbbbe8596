"""Rows that are added together, or changed and removed with them: they bear one moment and one reason in their history.

`take_back` undoes such a deed whole.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from kit import stamps
from kit.history import CannotChange, before, changed_fields, goes_along, pointed_to, remove, restore


@dataclass(frozen=True)
class Together:
    """Who adds, changes and removes the rows, and why, in words for the history; all in one moment."""

    why: str
    by: Any
    moment: datetime = field(default_factory=timezone.now)

    def add(self, row):
        """Check and save a new row. Raises ValidationError if a rule forbids it."""
        with self._signed(row):
            row.full_clean()
            row.save(force_insert=True)
        return row

    def change(self, row, version=None, **values):
        """Save a row that was changed, or other values of it. Raises ValidationError if a rule forbids it.

        Raises Conflict if somebody saved it since `version`, or else since it was read.
        """
        stamps.claim(row, row.version if version is None else version, by=self.by)
        for name, value in values.items():
            setattr(row, name, value)
        with self._signed(row):
            stamps.save(row)
        return row

    def remove(self, row, version=None):
        """Delete a row with its parts. Raises CannotChange if something hangs on it, and Conflict as `change` does."""
        remove(row, version, by=self.by, moment=self.moment, why=self.why)

    @contextmanager
    def _signed(self, row):
        row._history_user, row._history_date, row._change_reason = self.by, self.moment, self.why
        try:
            yield
        finally:
            # The signature is for this line of history only.
            for name in ("_history_user", "_history_date", "_change_reason"):
                vars(row).pop(name, None)


def written_in(moment, of):
    """Those of some kinds of record that have lines of history of a moment: all tables are asked in one question.

    To write a question for each, as Django does, takes longer than to answer them.
    """
    quote, of = connection.ops.quote_name, list(of)
    tables = [quote(model.history.model._meta.db_table) for model in of]
    any_in = "SELECT {} WHERE EXISTS (SELECT 1 FROM {} WHERE history_date = %s)"
    said = [connection.ops.adapt_datetimefield_value(moment)] * len(of)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(any_in.format(place, table) for place, table in enumerate(tables)), said)
        return [of[place] for (place,) in cursor.fetchall()]


def lines(moment, of, why, *deeds):
    """The lines of history of some deeds (+, ~ or -) in a moment for a reason that begins so, of these kinds of row."""
    found = []
    for model in written_in(moment, of):
        asked = {"history_date": moment, "history_type__in": deeds, "history_change_reason__startswith": why}
        found += model.history.model._base_manager.filter(**asked).order_by("history_id")
    return found


def added(moment, of, why):
    """The lines of history of what was added."""
    return lines(moment, of, why, "+")


@transaction.atomic
def take_back(moment, of, why, *, by, let_go=None):
    """Undo a deed across rows: remove what it added, put back what it changed or removed. Returns how many rows.

    `let_go` is called with each row that it added, before that is removed: it takes away what no person made and hangs
    on it. Raises CannotChange, in sentences, if one of the rows was changed since, or something else hangs on one; then
    nothing was written.
    """
    done = lines(moment, of, why, "~", "-", "+")
    changed, removed, made = ([line for line in done if line.history_type == deed] for deed in "~-+")
    if unknown := [line for line in changed if before(line) is None]:
        raise CannotChange("What these records were before isn't in the history:", *map(_named, unknown))
    later = [line for line in changed if _since(line)]
    gone = [line for line in removed if _since(line)]
    if later or gone:
        raise CannotChange("Some of these records were changed since: " + CHANGED, *map(_named, later + gone))
    rows = untouched(made, but_for=bool(changed or removed))
    waiting = {(type(row), row.pk): row for row in rows}
    # What stands in the way of the old values goes first; what these rows still point at goes last.
    _remove_all(waiting, by, let_go, patient=True)
    for line in changed:
        row, earlier = line.instance_type._base_manager.get(pk=line.id), before(line)
        stamps.claim(row, row.version, by=by)
        for each in changed_fields(line, earlier):
            setattr(row, each.attname, getattr(earlier, each.attname))
        row._change_reason = f"Undone: {line.history_change_reason}"[:100]
        try:
            stamps.save(row)
        except ValidationError as errors:
            raise CannotChange(f"“{row}” can't be as it was, as things stand.", *errors.messages) from None
    for line in removed:
        restore(line.instance_type, line.id, by=by)
    _remove_all(waiting, by, let_go)
    return len(rows) + len(changed) + len(removed)


def spoken(moment):
    """A moment as an address names it."""
    return f"{moment:%Y%m%d%H%M%S%f}"


def heard(words):
    """The moment that an address names. Raises Http404 if it names none."""
    try:
        return datetime.strptime(f"{words}+0000", "%Y%m%d%H%M%S%f%z")
    except ValueError:
        raise Http404 from None


CHANGED = "undo or remove them one by one."


def untouched(found, *, but_for=False):
    """The rows of these lines that are still there. Raises CannotChange if one was changed since, or none is left."""
    rows = []
    for line in found:
        row = line.instance_type._base_manager.select_for_update().filter(pk=line.id).first()
        if row is not None:
            rows.append(row)
    if changed := [str(row) for row in rows if row.version != 1]:
        raise CannotChange("Some of these rows were changed since: " + CHANGED, *changed)
    if not rows and not but_for:
        raise CannotChange("Nothing of this is left.")
    return rows


def _since(line):
    """Whether a row has a later line of history than this one."""
    return line.instance_type.history.filter(id=line.id, history_id__gt=line.history_id).exists()


def _named(line):
    return f"{line.instance_type._meta.verbose_name} “{line.instance}”"


def _remove_all(waiting, by, let_go=None, *, patient=False):
    """Remove rows, those that others of them point at last. If `patient`, what can't go yet stays in `waiting`."""
    kept = set()
    while set(waiting) - kept:
        needed = {place for row in waiting.values() for place in pointed_to(row, type(row))}
        free = [place for place in waiting if place not in needed and place not in kept]
        if not free:
            return
        for place in free:
            try:
                with transaction.atomic():
                    _remove(waiting[place], by, let_go)
            except CannotChange:
                if not patient:
                    raise
                kept.add(place)
            else:
                del waiting[place]


def _remove(row, by, let_go):
    if let_go:
        let_go(row)
    # The parts that came with it are gone by now: what is left was added by hand, and isn't swept away.
    if others := goes_along(row):
        raise CannotChange(f"Something was added to “{row}” since. Remove it first:", *map(str, others))
    remove(row, by=by)
