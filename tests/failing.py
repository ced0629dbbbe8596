"""Writes that fail: the n-th that a deed does, as where a disk is full or a database goes away."""

import os
from collections import Counter
from contextlib import contextmanager

from django.db import OperationalError, connection

# What is done to a disk so that it lasts.
DEEDS = ("replace", "link", "fsync")


class Failed(OSError, OperationalError):
    """The disk is full, or the database went away."""


@contextmanager
def counted(monkeypatch, fail_at=None):
    """Count every swap, every wait for the disk, every writing statement and every commit; the n-th of them fails."""
    seen = Counter()

    def passes(kind, write):
        def counting(*args, **more):
            seen[kind] += 1
            if seen.total() == fail_at:
                raise Failed(f"{kind}, number {fail_at}")
            return write(*args, **more)

        return counting

    def statement(execute, sql, params, many, context):
        counting = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return (passes("execute", execute) if counting else execute)(sql, params, many, context)

    with monkeypatch.context() as patch, connection.execute_wrapper(statement):
        for name in DEEDS:
            patch.setattr(os, name, passes(name, getattr(os, name)))
        patch.setattr(connection, "_commit", passes("commit", connection._commit))
        yield seen
