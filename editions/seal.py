"""The seal: the database itself refuses to change or delete what the board froze, to everybody.

A version and the files made of it are what the board answers for. Whether the program is wrong or somebody types SQL,
the row stays as it was written; what happens to a version later (it is published, it is superseded) is filled in once.
Which columns there are is asked of the database, so that a column nobody thought of here is frozen.

SQLite forgets the triggers of a table that a migration rebuilds, so they are made anew after every migration.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from publications.models import PictureFile

from .models import Approval, Edition, KeptFile, Rendition


class Sealed(NamedTuple):
    """A table that is sealed, the message for a person who tries, and the columns that a later deed fills or empties.

    A column that a deed fills may be written while it is empty and the deed, named by its stamp, is not done. One that
    a deed empties may be emptied in the very change that does the deed, and at no other time.
    """

    table: str
    not_changed: str
    not_deleted: str
    filled_by: Mapping[str, tuple[str, ...]]
    emptied_by: Mapping[str, tuple[str, ...]] = {}


def stamp(deed, *more):
    """What a deed fills in: its moment, its doer, and more columns of its own."""
    return {f"{deed}_at": (f"{deed}_at", f"{deed}_by_id", *more)}


SEALED = (
    Sealed(
        table=Edition._meta.db_table,
        not_changed="A version stays as it was frozen. A correction is a new version.",
        not_deleted="A version is never deleted.",
        filled_by=stamp("sent")
        | stamp("returned", "returned_because")
        | stamp("changes_asked")
        | stamp("approved", "by_recorded_decision")
        | stamp("published", "number", "decision", "published_on")
        | stamp("superseded")
        | stamp("taken_down", "taken_down_because")
        | stamp("settled", "settled_because")
        | stamp("erasure_asked", "erased_because")
        | stamp("erased", "erasure_instruction")
        | stamp("difference_erased"),
        emptied_by={
            "erased_at": ("content", "difference", "findings", "remark", "note", "returned_because"),
            "difference_erased_at": ("difference", "remark"),
        },
    ),
    Sealed(
        table=Rendition._meta.db_table,
        not_changed="A file stays as it was made. A correction is a new version.",
        not_deleted="A file of a version is never deleted.",
        filled_by=stamp("erased"),
        emptied_by={"erased_at": ("data",)},
    ),
    Sealed(
        table=KeptFile._meta.db_table,
        not_changed="A file stays as it was brought. Bring the new one beside it.",
        not_deleted="A file that was brought is never deleted.",
        filled_by=stamp("erased"),
        emptied_by={"erased_at": ("data", "name")},
    ),
    Sealed(
        table=PictureFile._meta.db_table,
        not_changed="A picture stays as it was kept. Bring the new one beside it.",
        not_deleted="A picture that was kept is never deleted.",
        filled_by=stamp("erased") | {"let_go": ("let_go",)},
        emptied_by={"erased_at": ("data",), "let_go": ("data",)},
    ),
    Sealed(
        table=Approval._meta.db_table,
        not_changed="A decision stays as it was recorded.",
        not_deleted="A decision is never deleted.",
        filled_by=stamp("erased")
        | stamp("confirmation", "confirmer", "confirmed_on", "confirmed_how", "confirmed_reference"),
        emptied_by={"erased_at": ("changes",)},
    ),
)


class SQLite:
    """How SQLite says it."""

    differs = "IS NOT"
    statements = ("UPDATE", "DELETE")
    list_triggers = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"

    @staticmethod
    def make(name, table, statement, condition, sentence):
        yield (
            f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )

    @staticmethod
    def drop(name, table):
        yield f"DROP TRIGGER IF EXISTS {name}"


class PostgreSQL:
    """How PostgreSQL says it. TRUNCATE passes by the triggers of rows, so it has one of its own.

    The condition stands in the function: a trigger's own would forbid every later change of a column's type.
    """

    differs = "IS DISTINCT FROM"
    statements = ("UPDATE", "DELETE", "TRUNCATE")
    list_triggers = (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(pg_class.oid)"
    )

    @staticmethod
    def make(name, table, statement, condition, sentence):
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $seal$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION USING MESSAGE = '{sentence}', ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NEW; END $seal$"
        )
        each = "STATEMENT" if statement == "TRUNCATE" else "ROW"
        yield f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"

    @staticmethod
    def drop(name, table):
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"DROP FUNCTION IF EXISTS {name}()"


TONGUES = {"sqlite": SQLite, "postgresql": PostgreSQL}


def seal(using=DEFAULT_DB_ALIAS):
    """Seal every version and every file made of one. Done again it changes nothing."""
    connection = connections[using]
    tongue = TONGUES[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop_all(connection, cursor)
        for sealed in _standing(connection, cursor):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, sealed.table)]
            for statement in tongue.statements:
                changing = statement == "UPDATE"
                condition = _changed(sealed, columns, tongue.differs) if changing else "TRUE"
                sentence = sealed.not_changed if changing else sealed.not_deleted
                name = _name(sealed, statement)
                for sql in tongue.make(name, sealed.table, statement, condition, sentence):
                    cursor.execute(sql)


def unseal(using=DEFAULT_DB_ALIAS):
    """Take the seal off. For a migration that drops a sealed column, and for tests; the program never does it."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop_all(connection, cursor)


def triggers(using=DEFAULT_DB_ALIAS):
    """What stands guard in the database: each table with the name of a trigger that is on."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(TONGUES[connection.vendor].list_triggers)
        return {(table, name) for table, name in cursor.fetchall()}


def sealed_tables(using=DEFAULT_DB_ALIAS):
    """The tables whose seal is whole."""
    there = triggers(using)
    statements = TONGUES[connections[using].vendor].statements
    return {
        sealed.table
        for sealed in SEALED
        if all((sealed.table, _name(sealed, statement)) in there for statement in statements)
    }


def after_migrate(using, **kwargs):
    """Seal what a migration may have left open (signal `post_migrate`)."""
    seal(using)


def _drop_all(connection, cursor):
    tongue = TONGUES[connection.vendor]
    for sealed in _standing(connection, cursor):
        for statement in tongue.statements:
            for sql in tongue.drop(_name(sealed, statement), sealed.table):
                cursor.execute(sql)


def _standing(connection, cursor):
    """The sealed tables that there are: before the first migration, and after the last is taken back, there is none."""
    there = connection.introspection.table_names(cursor)
    return [sealed for sealed in SEALED if sealed.table in there]


def _name(sealed, statement):
    return f"{sealed.table}_no_{statement.lower()}"


def _changed(sealed, columns, differs):
    """The condition under which a change of a row is refused."""
    fills = {column: deed for deed, filled in sealed.filled_by.items() for column in filled if deed in columns}
    parts = []
    for column in columns:
        changed = f'OLD."{column}" {differs} NEW."{column}"'
        if column in fills:
            done = f'OLD."{fills[column]}" IS NOT NULL'
            changed = f"({changed} AND ({done} OR {_is_full('OLD', column)}))"
        for deed, emptied in sealed.emptied_by.items():
            if column in emptied and deed in columns:
                doing = f'OLD."{deed}" IS NULL AND NEW."{deed}" IS NOT NULL'
                changed = f"({changed} AND NOT ({doing} AND NOT {_is_full('NEW', column)}))"
        parts.append(changed)
    return " OR ".join(parts)


def _is_full(row, column):
    # PostgreSQL writes no bytes as two signs.
    return f"(COALESCE(CAST({row}.\"{column}\" AS text), '') NOT IN ('', '\\x'))"
