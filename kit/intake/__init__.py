"""Takes tables that come in into the lists of the board: understood by what is in them, looked at, saved as one.

`cells` is a table as plain words. `types` says what a column holds, `lists` which columns a list may have, and
`understanding` what a table is by both. `totals` compares what somebody added up with the rows. `taking` saves the rows
or says what is wrong, and `accounts` names each word that isn't saved.
"""
