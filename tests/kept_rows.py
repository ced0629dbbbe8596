"""What a folder of fixtures leaves in the database: loaded once in a process, and copied from then on.

To load the two folders takes a second, to copy what they left a twentieth of it. What is copied is what `load` wrote,
history and numbers of rows included; where the database held something else before, it is loaded as ever.
"""

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from lscb.loading import load

_kept = {}  # by the folder and what was there before: the new rows of each kind of record
_made = {}  # by a name and what was there: what was made of the rows


@transaction.atomic
def load_once(folder):
    """As `load` for a folder of `fixtures`."""
    with connection.cursor() as cursor:
        before = held(cursor)
        place = folder, tuple(before)
        if place in _kept:
            for model, rows in _kept[place].items():
                copy(cursor, model, rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_kept[place])):
                cursor.execute(statement)
            return
        filled = {table for table, number, _ in before if number}
        old = {model: rows_of(cursor, model) for model in models() if model._meta.db_table in filled}
        load(settings.BASE_DIR / "fixtures" / folder, note="Loaded for a test")
        found = {model: rows_of(cursor, model) for model in models()}
        new = {model: [row for row in rows if row not in old.get(model, ())] for model, rows in found.items()}
        _kept[place] = {model: rows for model, rows in new.items() if rows}


def made_once(name, make):
    """What `make` makes of the rows that there are, once in a process for the same rows."""
    with connection.cursor() as cursor:
        place = name, tuple(held(cursor))
    if place not in _made:
        _made[place] = make()
    return _made[place]


def models():
    return apps.get_models(include_auto_created=True)


def held(cursor):
    """How many rows each table holds, and the number of its last."""
    quote = connection.ops.quote_name
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{meta.db_table}', COUNT(*), CAST(MAX({quote(meta.pk.column)}) AS text) "
            f"FROM {quote(meta.db_table)}"
            for meta in (model._meta for model in models())
        )
    )
    return cursor.fetchall()


def columns(model):
    return [connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields]


def rows_of(cursor, model):
    """As they are stored: SQLite's module turns a bare column into what can't all be written again."""
    stored = ", ".join(f"COALESCE({column}, NULL)" for column in columns(model))
    cursor.execute(f"SELECT {stored} FROM {connection.ops.quote_name(model._meta.db_table)}")
    return cursor.fetchall()


def copy(cursor, model, rows):
    table, names = connection.ops.quote_name(model._meta.db_table), columns(model)
    places = ", ".join("%s" for _ in names)
    cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
