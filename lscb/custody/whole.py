"""The whole board as tables that this program reads again: row by row, exactly, with its history, versions and files.

    archive.json               which shape the tables have, and rows and check code of each
    schema.json                each table and its columns in words
    tables/<app>.<kind>.jsonl  one row a line, by number
    tables/<app>.<kind>.csv    the same for a spreadsheet; never read again
    files/<check code>         PDFs, files that were brought, the logo: each once

Rows keep their numbers, so that history, decisions and links fit without a translation: it goes into an empty
installation only, of either database. The same records make the same archive, byte for byte.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import msgspec
from django.apps import apps
from django.conf import settings
from django.db import models
from msgspec import Struct

from kit import sheets
from membership.models import AccessEvent

HEAD, SCHEMA_FILE, TABLES, FILES = "archive.json", "schema.json", "tables", "files"
# The shape of the tables: raised when they change after an archive of this shape was kept (`tests/released`).
SCHEMA = 2
# Of all tables and columns of this shape, so that nobody changes one without knowing.
COLUMNS = "0076ad49a839b93194add811a4b05f56840991a6867d0a93f3e5745c07278399"

# Tables that stay behind, each with the reason. A table of ours that is not here is in the archive.
LEFT_OUT = {
    "kit.draft": "what somebody typed and did not save; it is gone after a while anyway",
    "kit.longwork": "what was being done in this installation, and how it ended",
    "kit.sent": "which forms have arrived, for a day",
    "kit.uncleared": "what is to be cleared out of the files of this database",
    "membership.user_groups": "not used: rights come with roles, which are rows of their own",
    "membership.user_user_permissions": "rights beside a role, which only an administrator gives by hand",
    "account.emailconfirmation": "codes that were mailed",
    "mfa.authenticator": "second factors: secrets that rest on the keys of one installation",
    "admin.logentry": "the administration's own log; what it did stands in the history of each row",
    "auth.permission": "made by migrate",
    "auth.group": "not used",
    "auth.group_permissions": "not used",
    "contenttypes.contenttype": "made by migrate",
    "sessions.session": "who is signed in just now",
}
# Tables of libraries without which the board's own can't be used.
OF_LIBRARIES = ("account.emailaddress",)
ON_REQUEST = (AccessEvent,)
# What nobody takes along: a password is chosen anew, by a mailed link or one of the manager's.
BLANKED = {"membership.user": {"password": "!"}}

ROWS_AT_ONCE = 50
IN_MEMORY = 1_000_000  # bytes of a table; a longer one goes to the disk
OF_A_CELL = 32_000  # characters, as spreadsheets have it
TOO_LONG = "(too long for a cell: see the .jsonl)"


class InArchive(Struct, frozen=True, kw_only=True):
    """How many rows a table has in an archive, and their check code."""

    rows: int
    sha256: str


class Head(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an archive says of itself."""

    schema: int
    columns: str
    access: bool
    tables: dict[str, InArchive]
    files: list[str]


def tables(*, access: bool) -> Iterator[type[models.Model]]:
    """Every table of an archive, by name."""
    found = [model for app in apps.get_app_configs() if is_ours(app) for model in app.get_models()]
    found += [apps.get_model(label) for label in OF_LIBRARIES]
    for model in sorted(found, key=lambda model: model._meta.label_lower):
        is_left_out = model._meta.label_lower in LEFT_OUT or model._meta.proxy
        if not is_left_out and (access or model not in ON_REQUEST):
            yield model


def is_ours(app):
    return Path(app.path).is_relative_to(settings.BASE_DIR) and (settings.BASE_DIR / app.label).is_dir()


def columns(model):
    return model._meta.concrete_fields


def shape() -> dict:
    """Each table and its columns: of which sort, and what a number points to."""
    return {
        model._meta.label_lower: {
            field.attname: " to ".join(
                filter(None, [sort(field), field.related_model and field.related_model._meta.label_lower])
            )
            for field in columns(model)
        }
        for model in tables(access=True)
    }


SORTS = (
    (models.BinaryField, "file"),
    (models.BooleanField, "yes or no"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.TimeField, "time"),
    (models.DecimalField, "decimal"),
    (models.IntegerField, "number"),
    (models.ForeignKey, "number"),
    (models.CharField, "text"),
    (models.TextField, "text"),
    (models.GenericIPAddressField, "text"),
)


def sort(field):
    """What a column holds, in a word. Raises LookupError for one that archives don't know yet."""
    for kind, word in SORTS:
        if isinstance(field, kind):
            return word
    raise LookupError(f"{field.model._meta.label}.{field.name}: archives have no word for {type(field).__name__}.")


def columns_code() -> str:
    """The check code of all tables and columns."""
    return hashlib.sha256(msgspec.json.encode(shape(), order="sorted")).hexdigest()


def contents(*, access: bool, counts) -> Iterator[tuple[str, object]]:
    """Every file of the archive, path and bytes or an open file; one table and one file in memory at a time."""
    said, files = {}, {}
    for model in tables(access=access):
        label = model._meta.label_lower
        with opened() as lines, opened() as sheet:
            said[label] = written(model, files, lines, sheet)
            counts["lines" if hasattr(model, "history_object") else "records"] += said[label].rows
            for ending, file in (("jsonl", lines), ("csv", sheet)):
                file.seek(0)
                yield f"{TABLES}/{label}.{ending}", file
    for code, (model, pk, name) in sorted(files.items()):
        yield f"{FILES}/{code}", bytes(model._base_manager.values_list(name, flat=True).get(pk=pk))
    yield SCHEMA_FILE, msgspec.json.format(msgspec.json.encode(shape()), indent=1)
    head = Head(schema=SCHEMA, columns=columns_code(), access=access, tables=said, files=sorted(files))
    yield HEAD, msgspec.json.format(msgspec.json.encode(head), indent=1)


def opened():
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def written(model, files, lines, sheet) -> InArchive:
    """Write the rows of a table, for programs and for people; `files` gathers where the bytes of each file stand."""
    headings = [field.attname for field in columns(model)]
    number, code = 0, hashlib.sha256()
    for line in sheets.csv_lines([headings]):
        sheet.write(line.encode())
    for row in rows(model, files):
        data = msgspec.json.encode(row) + b"\n"
        lines.write(data)
        code.update(data)
        number += 1
        _, *told = sheets.csv_lines([[for_a_cell(row[name]) for name in headings]])
        sheet.write("".join(told).encode())
    return InArchive(rows=number, sha256=code.hexdigest())


def rows(model, files) -> Iterator[dict]:
    """The rows of a table by number, each as plain values."""
    fields, blanked = columns(model), BLANKED.get(model._meta.label_lower, {})
    holds_files = any(isinstance(field, models.BinaryField) for field in fields)
    found = model._base_manager.order_by("pk")
    for row in found.iterator(chunk_size=1 if holds_files else ROWS_AT_ONCE):
        line = {}
        for field in fields:
            value = row.__dict__[field.attname]
            if isinstance(field, models.BinaryField):
                line[field.attname] = code = hashlib.sha256(value).hexdigest() if value else ""
                if code:
                    files.setdefault(code, (model, row.pk, field.attname))
            else:
                line[field.attname] = blanked.get(field.attname, plain(value))
        yield line


def plain(value):
    """A value as JSON has it: a moment in universal time, money as its digits."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def for_a_cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return TOO_LONG if isinstance(value, str) and len(value) > OF_A_CELL else value
