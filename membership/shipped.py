"""The laws that come with the program, as data: one file of `fixtures/laws/` for each.

A law is a filling for a board's records and no more: once it is taken over, the board may change every word of it.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from .models import Helpline, HowSure, RequiredPartner, Requirement

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "laws"


class LawFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A law as it is shipped: its title, the day on which somebody read it, and rows by the names of their columns."""

    title: str
    read_on: date
    regime: dict[str, Any]
    partners: list[dict[str, str]]
    requirements: list[dict[str, str]]
    helplines: list[dict[str, Any]]

    def rows(self, regime):
        """The rows that come with a law, not saved yet, each in its place: whom it requires, and what it wants."""
        for model, found in ((RequiredPartner, self.partners), (Requirement, self.requirements)):
            for place, columns in enumerate(found, start=1):
                yield model(regime=regime, position=place, **columns)

    def lines(self):
        """The helplines of the page for people who are worried."""
        return [Helpline(position=place, **columns) for place, columns in enumerate(self.helplines, start=1)]

    def read(self, about):
        """The things of a list that were read in the law and are in force; and those that were not."""
        of_list = [Requirement(**columns) for columns in self.requirements if columns["about"] == about]
        return (
            [row for row in of_list if row.sure == HowSure.LAW],
            [row for row in of_list if row.sure != HowSure.LAW],
        )


@cache
def laws() -> dict[str, LawFile]:
    """Every law that comes with the program, by the name of its file."""
    return {
        path.stem: msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), LawFile)
        for path in sorted(FOLDER.glob("*.toml"))
    }
