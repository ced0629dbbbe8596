"""Who and when, kept together; how a deed saves its row; and the writes on tracked rows that are not a plain save."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q


class Conflict(Exception):
    """Somebody else saved the row since it was opened. Nothing was written."""

    def __init__(self, row):
        self.row = row
        super().__init__(f"{row} was changed by somebody else since it was opened.")


def at():
    """The moment of a deed, empty until it is done."""
    return models.DateTimeField(null=True, blank=True, editable=False)


def by():
    """The person who did it. People are never deleted, so nothing is lost with them."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )


def together(deed, words=""):
    """The constraint that `<deed>_at` and `<deed>_by` are both there or both empty; `words` say what was done."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{deed}_at_and_by",
        condition=Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True})
        | Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False}),
        violation_error_message=f"Who {words or f'{deed} it'} and when belong together.",
    )


def save(row, **how):
    """Save a row that a deed changed. The database judges it by its constraints, each told once.

    Only what it refuses is asked for again, so that the deed ends with the sentence of the constraint: raises
    ValidationError. A form asks before it saves, because it says all that is wrong at once.
    """
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        row.validate_constraints()
        raise


def claim(row, version, *, by):
    """Take a row for writing: raise its version, or raise Conflict if somebody saved it since (an optimistic lock).

    Belongs in the same transaction as the `save()` that follows. The new version is set on `row` itself, so that
    the save doesn't put the old one back; `by` signs the line of history that the save writes.
    """
    won = type(row)._base_manager.filter(pk=row.pk, version=version).update(version=F("version") + 1)
    if not won:
        raise Conflict(row)
    row.version, row._history_user = version + 1, by


@transaction.atomic
def reorder(parent, rows, ordered, *, by):
    """Put the rows of a parent into another order; one line in the parent's history says who did it.

    `rows` are all that stand in one order there, of one table or of several, and `ordered` the same as they are to
    stand. Positions are no part of a row's version, so a person who is writing in one of them is not disturbed. Raises
    ValueError if `ordered` doesn't name each of the rows once.
    """
    places = [[(row._meta.label, row.pk) for row in each] for each in (rows, ordered)]
    if sorted(places[0]) != sorted(places[1]):
        raise ValueError("The order must name each row once.")
    for position, row in enumerate(ordered, start=1):
        type(row)._base_manager.filter(pk=row.pk).update(position=position)
    # Read anew: what the caller holds may be older, and its save would put that back.
    fresh = type(parent)._base_manager.select_for_update().get(pk=parent.pk)
    fresh._history_user, fresh._change_reason = by, "Order changed"
    fresh.save()


@transaction.atomic
def forget(row, *fields, by):
    """Empty some fields of a row and of its whole history: what was written there is to be known no more.

    The one way in which a line of history loses words. That it happened leaves a line of its own.
    """
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    claim(row, row.version, by=by)
    empty = {}
    for name in fields:
        field = row._meta.get_field(name)
        empty[field.attname] = None if field.null else ""
        setattr(row, field.attname, empty[field.attname])
    row._change_reason = "Personal details removed"
    row.save()
    row.history.update(**empty)
