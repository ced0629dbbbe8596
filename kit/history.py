"""Takes a row away with its parts, brings it back, and puts one change back. Each leaves lines of history of its own.

What was deleted together bears one moment in its history, and that is how it comes back together.
"""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from kit import wording
from kit.grouping import grouped
from kit.kinds import naming
from kit.rows import Row
from kit.stamps import claim

# A plain `delete()` signs each part a moment before its parent; `remove` gives all of them the same moment.
TOGETHER = timedelta(seconds=1)
MOST_NAMED = 20  # of what hangs on a row


class CannotChange(Exception):
    """Why something can't be restored or undone, in sentences for the page. Nothing was written."""

    def __init__(self, *sentences):
        self.sentences = sentences
        super().__init__(" ".join(sentences))


class Overtaken(CannotChange):
    """A later change touched the same fields. The earlier one can still be undone, if the person confirms it."""


def _collected(row):
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    try:
        collector.collect([row])
    except models.ProtectedError as error:
        hanging = sorted({f"{each._meta.verbose_name} “{each}”" for each in named(error.protected_objects)})
        more = [f"{len(hanging) - MOST_NAMED:,} more"] if len(hanging) > MOST_NAMED else []
        told = wording.listed(hanging[:MOST_NAMED] + more)
        raise CannotChange(f"“{row}” can't be deleted, because this hangs on it: {told}.") from error
    return collector


def named(rows):
    """Some rows, with all that their names ask for; one question to the database for each table."""
    for model, some in grouped((type(row), row) for row in rows).items():
        joins = naming(model)
        yield from model._base_manager.select_related(*joins).filter(pk__in=[row.pk for row in some]) if joins else some


def goes_along(row):
    """The parts that would be deleted with a row. Raises as `remove` does."""
    return [each for rows in _collected(row).data.values() for each in rows if each != row and isinstance(each, Row)]


def in_numbers(kinds):
    """So many rows of each kind, in words, for the kind of each row: 3 aims and 1 figure."""
    counts = Counter(model._meta for model in kinds)
    names = {kind: (str(kind.verbose_name), str(kind.verbose_name_plural)) for kind in counts}
    return wording.listed([wording.counted(count, *names[kind]) for kind, count in counts.items()])


@transaction.atomic
def remove(row, version=None, *, by, moment=None, why=None):
    """Delete a row with its parts, each line of history signed by `by` and with the same moment, and reason if any.

    Raises CannotChange, in words, if something else hangs on it, and Conflict if somebody saved it since `version`.
    """
    collector = _collected(row)
    if version is not None:
        claim(row, version, by=by)
    moment = moment or timezone.now()
    for rows in collector.data.values():
        for each in rows:
            each._history_user, each._history_date, each._change_reason = by, moment, why
    collector.delete()


def deletion(model, pk):
    """The line of history that says when a row was deleted; None if it exists, or never did."""
    last = model.history.filter(id=pk).order_by("-history_id").first()
    return last if last is not None and last.history_type == "-" else None


@transaction.atomic
def restore(model, pk, *, by):
    """Bring a deleted row back as it was, with the parts that went in the same moment; the same keys, the next version.

    Returns the row. Raises CannotChange, in words, if it stands already, if something it needs is gone, or if
    another row has its place now.
    """
    line = deletion(model, pk)
    if line is None:
        raise CannotChange("This isn't deleted, so there is nothing to restore.")
    waiting = {(model, line.id): line} | deleted_with(line)
    root = None
    while waiting:
        # A part after what it is a part of.
        place, line = next(
            (place, line)
            for place, line in waiting.items()
            if not any(key in waiting for key in pointed_to(line, line.instance_type))
        )
        row = _revive(line, by)
        root = root or row
        del waiting[place]
    return root


def pointed_to(row, model):
    """The rows that a row of a model, or a line of its history, points to, each as model and number."""
    for field in model._meta.concrete_fields:
        if field.remote_field and getattr(row, field.attname) is not None:
            yield field.related_model, getattr(row, field.attname)


def deleted_with(root):
    """The last lines of the parts, and of their parts, that were deleted in the moment of `root`; by model and pk."""
    found, looking = {}, [(root.instance_type, [root.id])]
    span = (root.history_date - TOGETHER, root.history_date + TOGETHER)
    while looking:
        model, pks = looking.pop()
        for relation in model._meta.related_objects:
            part = relation.related_model
            if relation.on_delete is not models.CASCADE or not issubclass(part, Row):
                continue
            lines = part.history.filter(
                **{f"{relation.field.attname}__in": pks}, history_type="-", history_date__range=span
            )
            latest = {line.id: line for line in lines.order_by("history_id")}
            later = part.history.filter(id__in=latest).order_by("history_id").values_list("id", "history_id")
            new = [pk for pk, last in dict(later).items() if latest[pk].history_id == last and (part, pk) not in found]
            found |= {(part, pk): latest[pk] for pk in new}
            if new:
                looking.append((part, new))
    return found


def _revive(line, by):
    row = line.instance
    for field in row._meta.concrete_fields:
        pk = getattr(row, field.attname) if field.remote_field else None
        if pk is not None and not field.related_model._base_manager.filter(pk=pk).exists():
            name = field.verbose_name
            raise CannotChange(f"This can't come back yet: its {name} was deleted too. Restore the {name} first.")
    row.version += 1
    row._history_user, row._change_reason = by, "Restored"
    try:
        row.full_clean()
        with transaction.atomic():
            row.save(force_insert=True)
    except ValidationError as errors:
        raise CannotChange(f"“{row}” can't come back as it was.", *errors.messages) from None
    except IntegrityError:
        raise CannotChange(
            f"“{row}” can't come back: somebody else restored it, or took its place, just now."
        ) from None
    return row


def before(line):
    """The line of history before this one, of the same row; None at its beginning."""
    return line.instance_type.history.filter(id=line.id, history_id__lt=line.history_id).order_by("-history_id").first()


# What no person typed.
MACHINERY = {"id", "key", "version"}


def changed_fields(line, earlier):
    """The fields whose values differ between two lines of one row, in the model's order."""
    return [
        field
        for field in line.instance_type._meta.concrete_fields
        if field.name not in MACHINERY and getattr(line, field.attname) != getattr(earlier, field.attname)
    ]


class Undoing(NamedTuple):
    """What undoing a change would do to its row: put back the values of `earlier` in `fields`.

    Of these, `touched` were changed again by somebody later.
    """

    row: Row
    earlier: models.Model
    fields: list[models.Field]
    touched: list[models.Field]


def undoing(line):
    """What undoing a line of history would do now. Raises CannotChange, in words, if it can't be done."""
    earlier = before(line)
    if line.history_type != "~" or earlier is None:
        raise CannotChange(
            "Only a change can be undone. What was added can be removed, what was deleted can be restored."
        )
    row = line.instance_type._base_manager.filter(pk=line.id).first()
    if row is None:
        raise CannotChange("This was deleted since. Restore it first.")
    fields = changed_fields(line, earlier)
    if all(getattr(row, field.attname) == getattr(earlier, field.attname) for field in fields):
        raise CannotChange("Everything is already as it was before this change.")
    touched = [field for field in fields if getattr(row, field.attname) != getattr(line, field.attname)]
    return Undoing(row, earlier, fields, touched)


@transaction.atomic
def undo(line, version, *, by, confirmed=False):
    """Put back what one change replaced, and leave what later changes did to other fields. Returns the row.

    `version` is that of the row when the person was shown what would happen. Raises Conflict if it was saved since,
    Overtaken if a later change touched the same field and that wasn't `confirmed`, and CannotChange if the line
    can't be undone or the old values break a rule now.
    """
    row, earlier, fields, touched = undoing(line)
    if touched and not confirmed:
        names = [str(field.verbose_name) for field in touched]
        raise Overtaken(f"A later change touched the same: {wording.listed(names)}.")
    for field in fields:
        setattr(row, field.attname, getattr(earlier, field.attname))
    try:
        row.full_clean()
    except ValidationError as errors:
        raise CannotChange("The old words can't be put back as things stand.", *errors.messages) from None
    claim(row, version, by=by)
    row._change_reason = "Undone"
    row.save()
    return row
