"""Loads a folder of fixtures: whole or not at all, each row with the beginning of its history.

Django's own deserializer reads them (`loaddata` leaves no history). Rows name one another by natural keys, parents
stand above their children, and what the database holds already is never written over.
"""

from pathlib import Path

from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction

from kit import stamps
from membership.models import Party

REFUSALS = (DeserializationError, FieldDoesNotExist, ValidationError, DatabaseError, AttributeError, ValueError)


class FixtureProblem(Exception):
    """What is wrong with a fixture and where, in one line. Nothing was loaded."""

    def __init__(self, place, words):
        super().__init__(" ".join(f"{place}: {words}".split()))


@transaction.atomic
def load(folder, *, note):
    """Load all fixtures of a folder in the order of their names; gives back how many rows they hold.

    The history of each row begins with `note` and without a person: nobody did it.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FixtureProblem(folder, "there is no JSON file in this folder")
    return sum(_load(path, note) for path in paths)


def _load(path, note):
    number = 0
    try:
        for found in serializers.deserialize("json", path.read_bytes()):
            number += 1
            _save(found.object, note)
    except REFUSALS as refusal:
        words = "; ".join(refusal.messages) if isinstance(refusal, ValidationError) else refusal.__cause__ or refusal
        raise FixtureProblem(f"{path.name}, row {number} or the one after it", words) from refusal
    return number


def _save(row, note):
    if row.pk and isinstance(row, Party):
        return
    if row.pk:
        raise ValidationError(f"there is a {row._meta.verbose_name} {row.key} already")
    row._change_reason, row._history_user = note, None
    stamps.save(row, force_insert=True)
