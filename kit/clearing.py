"""Making the database forget what was erased: its files keep words after no row holds them.

SQLite overwrites what is erased (`secure_delete`) once its log is written into its file, which no reader may be in the
way of. PostgreSQL keeps the words in the files of the tables, and in what it notes of their columns, until these are
written anew. Both say themselves whether that was done. Until they do, a row of `Uncleared` is kept, written along with
the erasure, so that neither a kill nor a reader makes anybody believe that nothing is left.
"""

import logging
import re

from django.db import DatabaseError, OperationalError, connection

from kit import clock, long_work, periods
from kit.models import Uncleared
from kit.wording import listed

log = logging.getLogger(__name__)

PATIENCE = 5_000  # milliseconds that SQLite waits for whoever reads
# What PostgreSQL notes of columns: their commonest values, word for word.
STATISTICS = "pg_statistic"
# How many dead rows had to be kept: the first number of a notice's second line, whose words are in any language.
STILL_KEPT = re.compile(r"\n\D*(\d+)")

LEFT = {
    "sqlite": "Words that were erased on {day} still lie in the database’s own log, because somebody was reading. "
    "They can be cleared once nobody is.",
    "postgresql": "Words that were erased on {day} still lie in files of the database, which could not be written anew "
    "({tables}). They can be cleared once nobody reads for long, if the program’s user owns the database.",
}


def left_in(*models):
    """Note, in the transaction that erases, in which tables the words stood."""
    for model in models:
        Uncleared.objects.create(table=model._meta.db_table, since=clock.now())


def clear():
    """Have the database's files forget what was erased; what can't be cleared now stays noted. Not in a transaction."""
    if noted := list(Uncleared.objects.all()):
        long_work.throw_away_files()  # an archive that waits to be fetched may hold the words
        with connection.cursor() as cursor:
            cleared = CLEARED[connection.vendor](cursor, {row.table for row in noted})
        Uncleared.objects.filter(pk__in=[row.pk for row in noted], table__in=cleared).delete()


def remains():
    """That words which were erased may still lie in the database's files, in a sentence; nothing if none do."""
    if noted := list(Uncleared.objects.order_by("since", "pk")):
        tables = listed(sorted({row.table for row in noted}))
        yield LEFT[connection.vendor].format(day=periods.day(clock.day_of(noted[0].since)), tables=tables)


def in_sqlite(cursor, tables):
    """The tables of which nothing is left: all of them, or none."""
    usual = connection.settings_dict["OPTIONS"]["timeout"] * 1000
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    except OperationalError as error:
        busy = str(error)
    cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if busy:
        log.warning("The database's log could not be cleared: somebody is reading or writing")
    return set() if busy else tables


def in_postgresql(cursor, tables):
    """The tables of which nothing is left, neither in their files nor in the statistics."""
    cursor.execute("SET statement_timeout = 0")
    cleared = {table for table in sorted(tables) if is_rewritten(cursor, table, "FULL, ANALYZE, VERBOSE")}
    forgotten = is_rewritten(cursor, STATISTICS, "FULL, VERBOSE")
    cursor.execute("RESET statement_timeout")
    return cleared if forgotten else set()


def is_rewritten(cursor, table, how):
    """Whether PostgreSQL has written a table anew without any row that is dead. It keeps those that somebody may still
    read, and passes over a table of another owner; either way it only says so."""
    said = cursor.connection.notices
    said.clear()
    try:
        cursor.execute(f"VACUUM ({how}) {connection.ops.quote_name(table)}")
        kept = next((found[1] for found in map(STILL_KEPT.search, said) if found), "unknown")
    except DatabaseError as error:  # somebody holds the table, or what was there of its dead rows is half gone
        kept = f"all ({type(error).__name__})"
    if kept != "0":
        log.warning("The table %s could not be cleared: rows that were kept: %s", table, kept)
    return kept == "0"


CLEARED = {"sqlite": in_sqlite, "postgresql": in_postgresql}
