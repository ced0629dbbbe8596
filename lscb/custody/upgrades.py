"""How the tables of an older archive become those of this release: a step for each shape they had (`whole.SCHEMA`).

A step is given the name of a table and a row of it as plain values, and gives the rows it becomes, each with its table:
none if it is no longer kept, several if it was parted. A column that came later needs no step: it gets what a new row
has.
"""

from collections.abc import Callable, Iterator

Step = Callable[[str, dict], Iterator[tuple[str, dict]]]


def as_it_was(label, row):
    """Between the two shapes tables and columns were added only."""
    yield label, row


UPGRADES: dict[int, Step] = {1: as_it_was}
