"""What stands in the databases of installations out there, and goes up to the program of today without a question.

A folder for each state of the tables that somebody may have, made once and never again:

    0/made-from.txt           the commit of the program that made it
    0/sqlite.sql.xz           the demonstration on 1 June 2016, as Python's `sqlite3.Connection.iterdump` writes it
    0/postgresql.sql.xz       the same by `pg_dump --inserts --no-owner --no-privileges`, without psql's own lines

Nobody can sign in with what they hold: passwords were taken out.
"""
