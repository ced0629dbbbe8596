"""What is made in the database at the beginning of many tests: made once in a process, and copied from then on.

To load the two folders of fixtures takes a second and to publish a small plan a fifth of one; to copy what they left, a
twentieth of that. What is copied is every row as it was written, its history and its number included, and the public
tree. Where the database held something else before, it is made as ever.

The files of a tree are given a second name, as the program gives them: it writes none in place, and a test that spoils
one has to `overwrite` it.
"""

import os
import shutil

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from editions.tree import LOCK
from lscb.loading import load

_kept = {}  # by a name and what was there before: what was left
_made = {}  # by a name and what was there: what was made of the rows


def load_once(folder):
    """As `load` for a folder of `fixtures`."""
    do_once(folder, lambda: load(settings.BASE_DIR / "fixtures" / folder, note="Loaded for a test"))


def do_once(name, do):
    """What `do` adds to the rows, changes in them, and publishes where nothing was public."""
    with connection.cursor() as cursor:
        before = held(cursor)
        place = name, tuple(before)
        if place in _kept:
            put_back(cursor, *_kept[place])
            return
        filled = {table for table, number, _ in before if number}
        old = {model: rows_of(cursor, model) for model in models() if model._meta.db_table in filled}
        do()
        left = {}
        for model in models():
            known = {row[0]: row for row in old.get(model, ())}
            rows = [row for row in rows_of(cursor, model) if known.get(row[0]) != row]
            new, changed = ([row for row in rows if (row[0] in known) == was] for was in (False, True))
            if rows:
                left[model] = new, changed
        tree = settings.PUBLIC_ROOT.with_name(f"kept-tree-{len(_kept)}")
        if settings.PUBLIC_ROOT.exists():
            link(settings.PUBLIC_ROOT, tree)
        _kept[place] = left, tree, newest(tree)


@transaction.atomic
def put_back(cursor, left, tree, written):
    for model, (new, changed) in left.items():
        change(cursor, model, changed)  # first: what is new may take a place that has become free
        copy(cursor, model, new)
    for statement in connection.ops.sequence_reset_sql(no_style(), list(left)):
        cursor.execute(statement)
    if tree.exists():
        assert newest(tree) == written, "A test wrote into a public file in place. Use `overwrite`."
        shutil.rmtree(settings.PUBLIC_ROOT, ignore_errors=True)
        link(tree, settings.PUBLIC_ROOT)


def link(tree, elsewhere):
    shutil.copytree(tree, elsewhere, symlinks=True, copy_function=os.link, ignore=shutil.ignore_patterns(LOCK))


def newest(tree):
    return max((file.stat().st_mtime_ns for file in tree.rglob("*") if file.is_file()), default=0)


def overwrite(file, data):
    """Other bytes under a name; what has the bytes under another name keeps them."""
    file.unlink(missing_ok=True)
    file.write_bytes(data)


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
    """The primary key's first."""
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)
    return [connection.ops.quote_name(field.column) for field in fields]


def rows_of(cursor, model):
    """As they are stored: SQLite's module turns a bare column into what can't all be written again."""
    stored = ", ".join(f"COALESCE({column}, NULL)" for column in columns(model))
    cursor.execute(f"SELECT {stored} FROM {connection.ops.quote_name(model._meta.db_table)}")
    return cursor.fetchall()


def copy(cursor, model, rows):
    table, names = connection.ops.quote_name(model._meta.db_table), columns(model)
    places = ", ".join("%s" for _ in names)
    cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)


def change(cursor, model, rows):
    table, (key, *names) = connection.ops.quote_name(model._meta.db_table), columns(model)
    values = ", ".join(f"{name} = %s" for name in names)
    for number, *row in rows:
        cursor.execute(f"UPDATE {table} SET {values} WHERE {key} = %s", [*row, number])
