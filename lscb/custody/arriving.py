"""Taking in the whole board that another installation has left (`custody.whole`): all of it or nothing.

First the whole archive is looked at, then it is loaded in one transaction. It is read a row at a time, and within
bounds: whatever it claims to be, it can't fill the memory or, beyond many times its own size, the disk.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from editions.downloads import MANIFEST
from kit import events
from lscb.custody import upgrades, whole
from lscb.custody.leaving import WHOLE, Left

EVENT = "board-arrived"

# Bounds, far above what a board has: a file that is brought has 20 MB at most.
ENTRIES = 100_000
ONE = 64_000_000  # bytes of a row, or of a file
HEAD_AT_MOST = 16_000_000  # bytes
TIMES, AND = 300, 50_000_000  # an archive unpacks to so many times its size at most, and so many bytes

NOT_OURS = "This is no archive that manage.py leave --for installation wrote, or it was cut off: {why}."
ALTERED = "{path} is not what was written: the archive was altered, or it is damaged."


class NotTakenIn(Exception):
    """Why an archive is not taken in, in a sentence. Nothing of it was."""


class Archive:
    """An archive that was found whole."""

    def __init__(self, bundle, head):
        self.bundle, self.head = bundle, head

    def rows(self, label) -> Iterator[dict]:
        """The rows of a table as they were written, one at a time."""
        with self.bundle.open(f"{WHOLE}/{whole.TABLES}/{label}.jsonl") as lines:
            try:
                yield from (msgspec.json.decode(line, type=dict) for line in bounded(lines, label))
            except msgspec.MsgspecError as problem:
                raise NotTakenIn(f"A row of {label} can’t be read: {problem}.") from problem

    def file(self, code) -> bytes:
        if code not in self.head.files:
            raise NotTakenIn(f"The archive lacks the file {code}.")
        return self.bundle.read(f"{WHOLE}/{whole.FILES}/{code}")


@contextmanager
def opened(file):
    """The archive in a file, once every part of it has been found to be what was written. Raises NotTakenIn."""
    try:
        with zipfile.ZipFile(file) as bundle:
            within_bounds(bundle)
            head = head_of(bundle)
            compare(bundle, head)
            yield Archive(bundle, head)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zipfile.zlib.error, UnicodeDecodeError) as problem:
        raise NotTakenIn(NOT_OURS.format(why=problem)) from problem


def within_bounds(bundle):
    entries = bundle.infolist()
    names = {entry.filename for entry in entries}
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > ENTRIES or len(names) < len(entries):
        raise NotTakenIn("This archive has too many files, or two of one name. Nothing of it was read.")
    if size > packed * TIMES + AND or any(
        entry.file_size > ONE for entry in entries if entry.filename.startswith(f"{WHOLE}/{whole.FILES}/")
    ):
        raise NotTakenIn(
            f"This archive would unpack to {size:,} bytes, far more than it can hold. Nothing of it was read."
        )


def head_of(bundle):
    """What the archive says of itself."""
    try:
        entry = bundle.getinfo(f"{WHOLE}/{whole.HEAD}")
        if entry.file_size > HEAD_AT_MOST:
            raise NotTakenIn("This archive says too much of itself. Nothing of it was read.")
        data = bundle.read(entry)
        schema = msgspec.json.decode(data, type=OnlySchema).schema
        if schema > whole.SCHEMA:
            raise NotTakenIn(
                f"This archive was written by a newer release of the program: its tables have the shape {schema}, "
                f"and this release knows {whole.SCHEMA} at most. Take it in with that release."
            )
        head = msgspec.json.decode(data, type=whole.Head)
    except KeyError as problem:
        raise NotTakenIn(NOT_OURS.format(why=problem.args[0])) from problem
    except msgspec.MsgspecError as problem:
        raise NotTakenIn(NOT_OURS.format(why=problem)) from problem
    if missing := [number for number in range(schema, whole.SCHEMA) if number not in upgrades.UPGRADES]:
        raise NotTakenIn(f"This archive is too old: this release no longer knows the shape {missing[0]} of the tables.")
    return head


class OnlySchema(msgspec.Struct):
    """The number alone: a newer release may say more."""

    schema: int


def compare(bundle, head):
    """Refuse what is missing, what is more, and what differs from the check code that was written for it."""
    wanted = {f"{WHOLE}/{whole.TABLES}/{label}.jsonl": table.sha256 for label, table in head.tables.items()}
    wanted |= {f"{WHOLE}/{whole.FILES}/{code}": code for code in head.files}
    wanted |= {path: code for path, code in manifest(bundle).items() if path not in wanted}
    there = set(bundle.namelist()) - {MANIFEST}
    if lacking := sorted(wanted.keys() - there):
        raise NotTakenIn(f"The archive lacks {lacking[0]}: it is not whole.")
    if more := sorted(there - wanted.keys()):
        raise NotTakenIn(f"The archive holds {more[0]}, which nothing in it names.")
    for path, code in wanted.items():
        with bundle.open(path) as data:
            try:
                if hashlib.file_digest(data, "sha256").hexdigest() != code:
                    raise NotTakenIn(ALTERED.format(path=path))
            except (zipfile.BadZipFile, zipfile.zlib.error) as problem:
                raise NotTakenIn(ALTERED.format(path=path)) from problem


def manifest(bundle):
    """Every file and its check code, as the archive lists them for people."""
    try:
        with bundle.open(MANIFEST) as lines:
            listed = (line.decode().rstrip("\n").partition("  ") for line in bounded(lines, MANIFEST))
            return {path: code for code, _, path in listed}
    except KeyError as problem:
        raise NotTakenIn(f"The archive lacks {MANIFEST}: it is not whole.") from problem


def bounded(lines, name):
    """The lines of a file, none longer than a row may be."""
    while line := lines.readline(ONE + 1):
        if len(line) > ONE:
            raise NotTakenIn(f"A row of {name} is longer than this program takes in.")
        yield line


def arrive(file) -> Left:
    """Take the archive in an open file in; how many records, lines of history, versions and files it was.

    Raises NotTakenIn if the database holds anything already, or if the archive is damaged, altered, of a newer release,
    or holds what this release doesn't know; then nothing has changed.
    """
    refuse_filled()
    with opened(file) as archive, transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        loaded = load(archive)
        count_on()
        try:
            connection.check_constraints()
        except DatabaseError as problem:
            raise NotTakenIn(f"The rows don’t fit together: {one_line(problem)}.") from problem
    events.tell(EVENT)
    history = sum(number for model, number in loaded.items() if hasattr(model, "history_object"))
    versions = next(number for model, number in loaded.items() if model._meta.label_lower == "editions.edition")
    files = len(archive.bundle.namelist())
    return Left(files=files, records=sum(loaded.values()) - history, lines=history, versions=versions)


def count_on():
    """Have the database number new rows behind those there. PostgreSQL doesn't look, and no rollback undoes it."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(whole.tables(access=True))):
            cursor.execute(statement)


def refuse_filled():
    for model in whole.tables(access=True):
        if number := model._base_manager.count():
            raise NotTakenIn(
                f"This database is not empty: it holds {number} in {model._meta.label_lower}. A record is taken in "
                "where there is none: name a new database in DATABASE_URL and run manage.py migrate."
            )


def load(archive) -> dict:
    """Write every row of the archive; how many, by table."""
    known = {model._meta.label_lower: model for model in whole.tables(access=True)}
    loaded = dict.fromkeys(known.values(), 0)
    for label in archive.head.tables:
        for number, (where, row) in enumerate(upgraded(archive, label), start=1):
            place = f"Row {number} of {label}"
            if where not in known:
                raise NotTakenIn(f"This release has no table {where}.")
            try:
                save(known[where], row, archive, is_older=archive.head.schema < whole.SCHEMA)
            except (ValidationError, ValueError, TypeError, DatabaseError) as problem:
                said = "; ".join(problem.messages) if isinstance(problem, ValidationError) else one_line(problem)
                raise NotTakenIn(f"{place} can’t be taken in: {said}.") from problem
            except Unfitting as problem:
                raise NotTakenIn(f"{place} {problem}.") from problem
            loaded[known[where]] += 1
    return loaded


def one_line(problem):
    return " ".join(str(problem).split()).removesuffix(".")


def upgraded(archive, label) -> Iterable[tuple[str, dict]]:
    """The rows of a table, each with the table it belongs to, as this release has them."""
    rows = ((label, row) for row in archive.rows(label))
    for number in range(archive.head.schema, whole.SCHEMA):
        rows = stepped(upgrades.UPGRADES[number], rows)
    return rows


def stepped(step: Callable, rows):
    for label, row in rows:
        yield from step(label, row)


class Unfitting(Exception):
    """What a row has too much or too little, in words that follow its name."""


def save(model, row, archive, *, is_older):
    """Write a row with its number and all, as `loaddata` does: nothing is made anew, no key, stamp or history.

    A column that an older archive lacks gets what a new row has there.
    """
    fields = {field.attname: field for field in whole.columns(model)}
    if more := row.keys() - fields.keys():
        raise Unfitting(f"has a column that this release doesn’t know, {sorted(more)[0]}")
    if not is_older and (less := fields.keys() - row.keys()):
        raise Unfitting(f"lacks the column {sorted(less)[0]}")
    made = model(**{name: value_of(fields[name], value, archive) for name, value in row.items()})
    made.save_base(raw=True, force_insert=True)


def value_of(field, value, archive):
    """A plain value as the column has it. A text is taken as it is: nothing is stripped from it."""
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return archive.file(value) if value else b""
    if isinstance(field, models.CharField | models.TextField):
        if not isinstance(value, str):
            raise TypeError(f"{field.attname} is no text")
        return value
    if isinstance(field, models.BooleanField):
        if not isinstance(value, bool):
            raise TypeError(f"{field.attname} is neither yes nor no")
        return value
    return field.to_python(value)
