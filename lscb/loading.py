"""Loads a folder of fixtures: checked before anything is written, then whole or not at all.

Rows name one another by natural keys, parents stand above their children, and what the database holds already is
never written over.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from kit.rows import Row
from membership.models import Party


class FixtureProblem(Exception):
    """What is wrong with a fixture and where, in one line. Nothing was loaded."""

    def __init__(self, place, words):
        super().__init__(" ".join(f"{place}: {words}".split()))


@dataclass(frozen=True)
class FixtureRow:
    """One row of a fixture file, with the place where it stands."""

    file: str
    number: int
    model: type
    fields: dict

    @property
    def label(self):
        return self.model._meta.label_lower

    @property
    def place(self):
        key = self.fields.get("key") or " ".join(map(str, self.fields.values()))
        return f"{self.file}, row {self.number} ({self.label} {key})"

    @property
    def natural_key(self):
        """How other rows name this one, read off its fields."""
        if issubclass(self.model, Row):
            return (*(word for parent in self.model.within for word in self.fields[parent]), self.fields["key"])
        for kind in ("organisation", "body", "seat"):
            if self.fields.get(kind):
                return (kind, *self.fields[kind])
        return ("words", self.fields.get("words", ""))

    @property
    def references(self):
        """The rows that this one names: the field, the model and the natural key of each."""
        for name, value in self.fields.items():
            field = self.model._meta.get_field(name)
            if field.is_relation and value is not None:
                yield name, field.related_model, tuple(value)

    def problem(self, words):
        return FixtureProblem(self.place, words)


def load(folder, *, note):
    """Load every JSON file of a folder, in the order of their names; return the number of rows.

    Each row gets the first line of its history, with `note` as the reason and nobody's name. Raises FixtureProblem
    if anything is wrong, and leaves the database as it was.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FixtureProblem(folder, "there is no JSON file in this folder")
    records = [record for path in paths for record in _read(path)]
    _check_keys(records)
    loaded = {}
    with transaction.atomic():
        for record in records:
            loaded[record.model, record.natural_key] = _save(record, loaded, note)
    return len(records)


def _read(path):
    """The records of one file, each checked as far as it can be by itself."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except ValueError as error:
        raise FixtureProblem(path.name, f"this is not sound JSON: {error}") from None
    if not isinstance(rows, list):
        raise FixtureProblem(path.name, "a fixture is a list of rows")
    records = [_record(path.name, number, row) for number, row in enumerate(rows, start=1)]
    for record in records:
        _check_fields(record)
    return records


def _each_once(pairs):
    """The object with these names; Python alone would quietly keep the last of two."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a name stands twice among {', '.join(names)}")
    return dict(pairs)


def _record(file, number, row):
    if not isinstance(row, dict) or set(row) != {"model", "fields"} or not isinstance(row["fields"], dict):
        raise FixtureProblem(f"{file}, row {number}", "a row has a model and fields, and nothing else")
    try:
        model = apps.get_model(row["model"])
    except (LookupError, ValueError, AttributeError):
        raise FixtureProblem(f"{file}, row {number}", f"there is no model {row['model']}") from None
    if not issubclass(model, Row | Party):
        raise FixtureProblem(f"{file}, row {number}", f"{row['model']} is not loaded from fixtures")
    return FixtureRow(file, number, model, row["fields"])


def _check_fields(record):
    """That each field is one of the model's and holds a value it can hold."""
    for name, value in record.fields.items():
        try:
            field = record.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or not field.concrete or field.primary_key or field.name != name:
            raise record.problem(f"{record.label} has no field {name}")
        if field.is_relation:
            if value is not None and not _is_natural_key(field.related_model, value):
                raise record.problem(f"{name} is no natural key of {field.related_model._meta.label_lower}: {value}")
        elif not _can_hold(field, value):
            raise record.problem(f"{name} can't be {value!r}")
    if issubclass(record.model, Row):
        for name in (*record.model.within, "key"):
            if not record.fields.get(name):
                raise record.problem(f"it has no {name}")


def _can_hold(field, value):
    try:
        field.to_python(value)
    except (ValidationError, TypeError):
        return False
    return not isinstance(value, list | dict)


def _is_natural_key(model, value):
    """Whether a value has the shape of a natural key: as many words as it takes, its parents' keys included."""
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        return False
    if model is not Party:
        return issubclass(model, Row) and len(value) == len(model.natural_lookups())
    kind, *words = value
    if kind == "words":
        return len(words) == 1
    return kind in Party.KINDS and _is_natural_key(Party._meta.get_field(kind).related_model, words)


def _check_keys(records):
    """That no row is there twice, and that each names only rows above it or in the database."""
    everywhere = {(record.model, record.natural_key) for record in records}
    above = set()
    for record in records:
        for _name, model, key in record.references:
            if (model, key) not in above and not _stored(model, key):
                named = f"{model._meta.label_lower} named {', '.join(key)}"
                if (model, key) in everywhere:
                    raise record.problem(f"the {named} doesn't stand above it; parents come first")
                raise record.problem(f"no {named}")
        if (record.model, record.natural_key) in above:
            raise record.problem("a row above it has the same key")
        above.add((record.model, record.natural_key))


def _stored(model, natural_key):
    """The row of this natural key in the database, or None."""
    try:
        return model.objects.get_by_natural_key(*natural_key)
    except ObjectDoesNotExist:
        return None


def _save(record, loaded, note):
    """Write one row with the first line of its history. A party that is there already stays as it is."""
    if record.model is Party and (party := _stored(Party, record.natural_key)):
        return party
    related = {name: loaded.get((model, key)) or _stored(model, key) for name, model, key in record.references}
    row = record.model(**record.fields | related)
    row._change_reason, row._history_user = note, None
    try:
        row.clean_fields(exclude=related)
        row.clean()
        with transaction.atomic():
            row.save(force_insert=True)
    except ValidationError as error:
        raise record.problem(_in_words(error)) from error
    except DatabaseError as error:
        raise record.problem(_why_refused(row, error)) from error
    return row


def _why_refused(row, error):
    """The constraint's own sentence if the row breaks one of ours, else what the database says."""
    try:
        row.full_clean()
    except ValidationError as refusal:
        return _in_words(refusal)
    return f"the database refuses it: {error}"


def _in_words(error):
    """What a validation error says, each field's name before what is wrong with it."""
    return " ".join(
        message if name == "__all__" else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )
