"""The history of the board's records in words: who changed what, when, and from which words to which.

Every name is the one that the named row bore when the line that names it was written. However many lines are read, the
number of queries depends on the kinds of record among them only.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from kit import wording
from kit.differences import Piece, pieces
from kit.forms import field_in_words
from kit.grouping import grouped
from kit.history import changed_fields
from kit.prose import unmarked
from kit.rows import Row, is_text
from kit.written import written_once

LONG = 60  # signs from which on only the changed words of a text are shown
NOTHING = "nothing"
NOBODY = "No name recorded"
MARKUP = re.compile(r"</?(?:p|h3|strong|em|ul|ol|li|a|br)\b", re.IGNORECASE)
DEEDS = {"+": "added", "~": "changed", "-": "deleted"}


@dataclass(frozen=True)
class Change:
    """One field of a record: what it is called, what it was and what it became; of a long text the changed words."""

    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of history in words. `name` is what the record was called then, `within` what it is a part of.

    `changes` is None if nobody looked for them.
    """

    model: type
    pk: int
    number: int
    deed: str
    name: str
    within: str
    who: str
    when: datetime
    why: str
    changes: tuple[Change, ...] | None = ()

    @property
    def cursor(self):
        """Where a page that goes on after this entry begins."""
        return Cursor(self.when, self.model._meta.label_lower, self.number)


@dataclass(frozen=True)
class Cursor:
    """A place in the history of all records: newest first, and in one moment by kind and number."""

    when: datetime
    label: str
    number: int

    def __str__(self):
        return f"{self.when.isoformat()}_{self.label}_{self.number}"

    @classmethod
    def read(cls, text):
        """The cursor that a page's address names, or None if it names none."""
        try:
            when, label, number = text.split("_")
            cursor = cls(datetime.fromisoformat(when), label, int(number))
        except ValueError:
            return None
        return cursor if cursor.when.tzinfo and cursor.number < 2**62 else None

    def after(self, label):
        """The condition for the lines of a kind of record that come after this place."""
        same_moment = Q(history_date=self.when)
        if label == self.label:
            same_moment &= Q(history_id__lt=self.number)
        if label < self.label:
            return Q(history_date__lt=self.when)
        # The first condition says nothing new, but it is the one that an index answers.
        return Q(history_date__lte=self.when) & (Q(history_date__lt=self.when) | same_moment)


@dataclass(frozen=True)
class HistoryQuery:
    """Which lines of history are asked for; what is empty asks for nothing."""

    models: tuple[type, ...] = ()
    who: object = None
    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = field(default=())

    def of(self, model, cursor=None):
        """The lines of one kind of record, newest first."""
        asked = {"history_user": self.who, "history_date__gte": self.since, "history_date__lt": self.until}
        lines = lines_of(model).order_by("-history_date", "-history_id")
        lines = lines.filter(**{lookup: value for lookup, value in asked.items() if value})
        for word in self.words:
            anywhere = Q(history_change_reason__icontains=word)
            for column in texts(model):
                anywhere |= Q((f"{column}__icontains", word))
            lines = lines.filter(anywhere)
        return lines.filter(cursor.after(model._meta.label_lower)) if cursor else lines


def tracked():
    """Every kind of record that has a history, in the order of the house."""
    return tuple(model for model in apps.get_models() if issubclass(model, Row))


@cache
def history_of(model):
    """The table of a kind of record's history. Asking the record's manager for it makes a class each time."""
    return model.history.model


def lines_of(model):
    """All lines of history of a kind of record."""
    return history_of(model)._base_manager.all()


def texts(model):
    """The columns of a kind of record that hold words which people wrote."""
    return [column.name for column in model._meta.concrete_fields if is_text(column)]


def newest(wanted, *, number, cursor=None):
    """The newest entries of all records, so many at most, after a place in the history. See `HistoryQuery`."""
    return in_order(places(wanted, number=number, cursor=cursor))


def lately(number):
    """The newest entries in brief: what was changed isn't looked for.

    One query, which knows the names of rows that are called by a column of their own; and one more for each kind among
    them that is called in another way.
    """
    newest, found, kinds = [], {}, kinds_of(HistoryQuery())
    for when, place, line, name, pk, deed, who, email in newest_in_brief(number):
        model = kinds[place]
        newest.append((model, line))
        if is_called_by_a_column(model):
            found[model, line] = Entry(
                model=model,
                pk=pk,
                number=line,
                deed=DEEDS[deed],
                name=name,
                within="",
                who=who or email or NOBODY,
                when=when,
                why="",
                changes=None,
            )
    for model in {model for model, line in newest if (model, line) not in found}:
        named = [path for name in model.named_by for path in (name, *_names_of(model, name))]
        lines = (
            lines_of(model).select_related("history_user", *named).in_bulk([line for of, line in newest if of is model])
        )
        found |= {(model, number): _in_brief(model, line) for number, line in lines.items()}
    return [found[place] for place in newest]


@cache
def is_called_by_a_column(model):
    """Whether a row is called what one column of its table holds, in words."""
    return model.__str__ is Row.__str__ and model.goes_by in texts(model)


def brief(model):
    """What the line of history of a kind of record says of itself, without any other row."""
    name = F(model.goes_by) if is_called_by_a_column(model) else Value("")
    return [
        Cast(name, models.TextField()),
        F("id"),
        F("history_type"),
        F("history_user__name"),
        F("history_user__email"),
    ]


def _names_of(model, path):
    """What the name of a row needs that another row's name needs."""
    target = None if "__" in path else model._meta.get_field(path).related_model
    return [f"{path}__{name}" for name in getattr(target, "named_by", ())]


def _in_brief(model, line):
    row, now = line.instance, line._state.fields_cache
    row._state.fields_cache |= {
        name: now.get(name) or GoneRow(beyond)
        for name, _, beyond in (path.partition("__") for path in model.named_by)
        if getattr(row, f"{name}_id")
    }
    return Entry(
        model=model,
        pk=line.id,
        number=line.history_id,
        deed=DEEDS[line.history_type],
        name=str(row),
        within="",
        who=str(line.history_user or NOBODY),
        when=line.history_date,
        why="",
        changes=None,
    )


def places(wanted, *, number, cursor=None):
    """The newest lines of history, as pairs of a kind of record and a line's number.

    One query finds which; the database takes from each table's index no more lines than the page shows.
    """
    kinds = kinds_of(wanted)
    return [(kinds[place], line) for _, place, line in union(wanted, kinds, number, cursor)]


def kinds_of(wanted):
    return sorted(wanted.models or tracked(), key=lambda model: model._meta.label_lower)


def union(wanted, kinds, number, cursor=None, *, in_brief=False):
    """The question for the newest lines of some kinds of record, with what `brief` says of each if asked."""
    arms = [
        # SQLite allows no limit in an arm of a union, but in a subquery of one.
        lines_of(model)
        .filter(history_id__in=wanted.of(model, cursor).values("history_id")[:number])
        .order_by()
        .annotate(place_of_kind=Value(place, output_field=models.IntegerField()))
        .values_list("history_date", "place_of_kind", "history_id", *(brief(model) if in_brief else ()))
        for place, model in enumerate(kinds)
    ]
    return arms[0].union(*arms[1:], all=True).order_by("-history_date", "place_of_kind", "-history_id")[:number]


@written_once
def newest_in_brief(number):
    """The newest lines of all records: to write the question takes twenty times as long as to answer it."""
    return union(HistoryQuery(), kinds_of(HistoryQuery()), number, in_brief=True)


def in_order(places):
    """The entries for pairs of a kind of record and the number of a line of its history, in the same order."""
    found, people = {}, {None: NOBODY}
    for model, some in grouped(places).items():
        found |= {(model, entry.number): entry for entry in _entries(model, some, people)}
    return [found[place] for place in places]


def of_record(model, pk, *, number, before=None):
    """The newest entries of one record, so many at most; those before a line of its history, if one is named."""
    lines = lines_of(model).filter(id=pk).order_by("-history_id")
    if before is not None:
        lines = lines.filter(history_id__lt=before)
    return in_order([(model, line) for line in lines.values_list("history_id", flat=True)[:number]])


def _entries(model, numbers, people):
    """The entries of one kind of record, in no order. `people` are those known so far by number, and is added to."""
    keys = [column for column in model._meta.concrete_fields if column.remote_field]
    earlier = lines_of(model).filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    before = dict(
        lines_of(model)
        .filter(history_id__in=numbers)
        .values_list("history_id", Subquery(earlier.values("history_id")[:1]))
    )
    lines = _with_targets(model, keys).in_bulk({*before, *before.values()} - {None})
    pairs = [(lines[number], lines.get(one_before)) for number, one_before in before.items()]
    names = _targets(keys, list(lines.values()))
    people |= _today(get_user_model(), {lines[number].history_user_id for number in before} - people.keys())
    for line, old in pairs:
        row = _row(line, names)
        changes = _changes(line, old, row, names)
        yield Entry(
            model=model,
            pk=line.id,
            number=line.history_id,
            deed="restored" if _is_return(line, old) else DEEDS[line.history_type],
            name=str(row),
            within=", ".join(str(getattr(row, parent)) for parent in model.within),
            who=str(people[line.history_user_id]),
            when=line.history_date,
            why=line.history_change_reason or "",
            changes=tuple(changes),
        )


def _is_return(line, old):
    return line.history_type == "+" and old is not None and old.history_type == "-"


def _with_targets(model, keys):
    """Lines of history, each with the line that what it points at had at that time."""
    targets = {}
    for key in keys:
        if issubclass(key.related_model, Row):
            then = lines_of(key.related_model).filter(
                id=OuterRef(key.attname), history_date__lte=OuterRef("history_date")
            )
            targets[f"_{key.name}_then"] = Subquery(then.order_by("-history_id").values("history_id")[:1])
    return lines_of(model).annotate(**targets)


def _targets(keys, lines, depth=2):
    """What the lines point at, as it was then: for the number of each line, rows by the key's name."""
    found = defaultdict(dict)
    for key in keys:
        pointing = [line for line in lines if getattr(line, key.attname) is not None]
        if not pointing:
            continue
        target, then = key.related_model, {}
        if issubclass(target, Row):
            lending = dict.fromkeys(path.partition("__")[0] for path in (*target.named_by, *_beyond(key)))
            inner = [target._meta.get_field(name) for name in lending] if depth else []
            numbers = {getattr(line, f"_{key.name}_then") for line in pointing}
            then = _with_targets(target, inner).in_bulk([number for number in numbers if number])
            names = _targets(inner, list(then.values()), depth - 1)
            then = {number: _row(line, names) for number, line in then.items()}
        # What has no history, or none from that time, is called by its name of today.
        wanting = [line for line in pointing if getattr(line, f"_{key.name}_then", None) not in then]
        today = _today(target, {getattr(line, key.attname) for line in wanting})
        for line in pointing:
            row = then.get(getattr(line, f"_{key.name}_then", None)) or today.get(getattr(line, key.attname))
            found[line.history_id][key.name] = row or GoneRow(*_beyond(key))
    return found


def _beyond(key):
    """What the name of a row needs of the rows that lie beyond one it points at."""
    start = f"{key.name}__"
    return [path.removeprefix(start) for path in getattr(key.model, "named_by", ()) if path.startswith(start)]


def _today(model, pks):
    """Rows as they are now, by number."""
    if not pks:
        return {}
    # The bytes of a file are no part of its name.
    heavy = [column.name for column in model._meta.concrete_fields if isinstance(column, models.BinaryField)]
    return model._base_manager.select_related(*getattr(model, "named_by", ())).defer(*heavy).in_bulk(pks)


class GoneRow:
    """Stands for a row of which neither a history nor the row itself is left, and for the rows `beyond` it."""

    def __init__(self, *beyond):
        for name, _, further in (path.partition("__") for path in beyond if path):
            setattr(self, name, GoneRow(further))

    def __str__(self):
        return "something that is no longer recorded"


def _row(line, names):
    """The row as it was, with what it points at, so that naming it asks the database for nothing."""
    row = line.instance
    row._state.fields_cache |= names[line.history_id]
    return row


def _changes(line, old, row, names):
    """The fields of an entry: of a change those that differ, else those that say something."""
    if line.history_type == "~" and old is not None:
        was = _row(old, names)
        for column in changed_fields(line, old):
            yield change(column, value(was, column), value(row, column))
        return
    if _is_return(line, old):
        return
    for column in changed_fields(line, line.instance_type()):
        if column.name not in {*line.instance_type.within, "position"}:
            told = (NOTHING, value(row, column))
            yield change(column, *(told if line.history_type == "+" else reversed(told)))


def change(column, old, new):
    """The change of a field, as words; where both are texts and one is long, the words that changed."""
    is_long = is_text(column) and NOTHING not in (old, new) and max(len(old), len(new)) > LONG
    return Change(wording.opening(str(column.verbose_name)), old, new, pieces(old, new) if is_long else ())


def value(row, column):
    """A field's value as a person reads it; of a narrative the words without their markup."""
    if column.remote_field:
        return str(getattr(row, column.name)) if getattr(row, column.attname) is not None else NOTHING
    said = getattr(row, column.attname)
    if isinstance(said, Decimal):
        return wording.plain(said)
    words = field_in_words(row, column.name)
    return unmarked(words) if MARKUP.search(words) else words


def putting_back(plan):
    """What undoing would change, as changes from what stands now to what will stand. `plan` is of `history.undoing`."""
    return [change(column, value(plan.row, column), value(plan.earlier.instance, column)) for column in plan.fields]
