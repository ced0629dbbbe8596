"""Content from a row: what stands in a column of the same name is taken as it is."""

from decimal import Decimal
from functools import cache
from typing import get_type_hints

from django.db.models import Model


def taken(struct, row, **told):
    """A struct of content from a row: each field that isn't told is what the row has under its name.

    A party is told by its name, and nobody by an empty text.
    """
    return struct(**{name: worded(row, name, struct) for name in struct.__struct_fields__ if name not in told}, **told)


def worded(row, name, struct):
    value = getattr(row, name)
    if value is None and name in texts(struct):
        return ""
    if isinstance(value, Decimal):
        return trimmed(value)
    return str(value) if isinstance(value, Model) else value


@cache
def texts(struct):
    """The fields of a struct that hold a text and nothing else."""
    return {name for name, hint in get_type_hints(struct).items() if hint is str}


def trimmed(number):
    """A number without the noughts that a column adds, so that both databases give the same content: 10.9."""
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()
