"""Questions to the database whose SQL is written once and asked often.

To write the SQL of a question takes Django one to fifteen milliseconds, mostly longer than the database takes to
answer it. A page that asks twenty questions spends a third of its time so.
"""

from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, Prefetch

KEPT = 32  # of each question, by what it was asked of: the days and goals that people look at


def written_once(question):
    """Makes a function that answers, as a list, what `question` asks. What was written is kept by its arguments.

    So `question` is a function of plain values (a day, numbers of rows, words) that gives back a queryset, and what it
    asks depends on these values alone: never on the records, the person or the clock. What it answers is not kept: the
    records are asked each time, and each answer has rows of its own.
    """

    @lru_cache(KEPT)
    def written(*of):
        rows = question(*of)
        # What was read once would be held on to as it was: a record, or the rows of one, such as `budget.lines`.
        if rows._known_related_objects or any(isinstance(value, Model) for value in of):
            raise TypeError(f"{question.__qualname__} is asked of a record; give its number")
        writer = rows.query.get_compiler(rows.db)
        try:
            return rows, writer, writer.as_sql()
        except EmptyResultSet:
            return rows.none(), writer, None

    @wraps(question)
    def answered(*of):
        rows, writer, said = written(*of)
        rows = fresh(rows)
        if said is not None:
            # A copy for this answer: a connection belongs to a thread.
            ready = copy(writer)
            ready.connection, ready.as_sql = connections[rows.db], lambda *_, **__: said
            rows.query.get_compiler = lambda *_, **__: ready
        return list(rows)

    return answered


def fresh(rows):
    """A copy of a question, and of those for what is fetched along: Django leaves the last row of an answer in each."""
    rows = rows.all()
    rows._prefetch_related_lookups = tuple(
        copied(along) if isinstance(along, Prefetch) else along for along in rows._prefetch_related_lookups
    )
    return rows


def copied(along):
    along = copy(along)
    along.queryset = None if along.queryset is None else fresh(along.queryset)
    return along
