"""Texts from before unseen signs were dropped on the way in: brought into the same form, each with a line of history.

History, what isn't saved yet and what is frozen stay as they are: they say what was written then.
"""

from django.db import DatabaseError, transaction

from kit import stamps
from kit.rows import KeyField, Row
from kit.signs import seen
from lscb.custody.searching import columns, is_history, searched

WHY = "Signs that nobody sees were taken out"


def due():
    """Each row in which some text holds signs that nobody sees, with those texts as they should be, by column."""
    for model in (model for model in searched() if issubclass(model, Row) and not is_history(model)):
        names = [field.attname for field in columns(model) if not isinstance(field, KeyField)]
        found = {}
        for pk, *texts in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
            held = zip(names, texts, strict=True)
            if changed := {name: fresh for name, text in held if text and (fresh := seen(text)) != text}:
                found[pk] = changed
        for pk, changed in found.items():
            yield model._base_manager.get(pk=pk), changed


def bring_up():
    """Save each of these rows anew; gives each with whether it could be: a row may become the double of another."""
    for row, changed in due():
        for name, text in changed.items():
            setattr(row, name, text)
        row._change_reason = WHY
        try:
            with transaction.atomic():
                stamps.claim(row, row.version, by=None)
                row.save()
        except (stamps.Conflict, DatabaseError):
            yield row, False
        else:
            yield row, True
