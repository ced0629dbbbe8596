"""Other databases on the same PostgreSQL: of the tests, those of the other workers."""

import time

from kit import clearing

# Who writes in another database, by process and by when the transaction began.
WRITERS = """
SELECT pid, xact_start FROM pg_stat_activity WHERE datname <> current_database() AND backend_xid IS NOT NULL
"""
PATIENCE = 300  # seconds


def waited_for(patch):
    """Have clearing wait, before each table, for who writes in another database.

    PostgreSQL keeps rows that are dead for as long as any transaction goes on that wrote before they died, in whichever
    database: what a transaction may see is reckoned over the whole server.
    """
    rewrite = clearing.is_rewritten

    def is_rewritten(cursor, table, how):
        cursor.execute(WRITERS)
        before, until = set(cursor.fetchall()), time.monotonic() + PATIENCE
        while before:
            assert time.monotonic() < until, "The other workers' transactions don't end."
            time.sleep(0.1)
            cursor.execute(WRITERS)
            before &= set(cursor.fetchall())
        return rewrite(cursor, table, how)

    patch.setattr(clearing, "is_rewritten", is_rewritten)
