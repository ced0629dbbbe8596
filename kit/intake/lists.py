"""What an app says of a list that can be filled by pasting: its columns, by which words and cells they are known."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db import models
from django.utils.functional import cached_property

from kit.kinds import Kind
from kit.spreadsheets import ComingBack

MOST_WORDS = 12  # that a heading has
OF_YEAR = "@"  # between a column's name and the year that its figures go to, if that isn't the chosen one
# How well a heading names a column: its very words, a phrase of it, a word among many.
EXACTLY, CLOSELY, LOOSELY = 3, 2, 0.5


class PastedColumn(NamedTuple):
    """A column that a list may have: its name, what the page calls it, and the words by which it is known.

    `holds` says what its cells may be (`kit.intake.types`), and how much each speaks for this list, in points. One that
    is known `only_by` its words is named by a heading of nothing else.
    """

    name: str
    label: str
    known_by: tuple[str, ...] = ()
    holds: Mapping[str, int] = {}
    only_by: bool = False


@dataclass(frozen=True)
class Parent:
    """Where the rows of a list go: a choice of one row, such as the budget that lines belong to.

    `likely` tells which of several is meant, unless somebody says otherwise. `years` gives the words of a row that
    hold its years, if a column or a title that names another year is none of it. `adds` is the kind of row that may be
    made first, if there is none yet. `beside` gives what one that is made for another year begins with, as somebody
    types it, from the chosen one and the year.
    """

    name: str
    label: str
    rows: Callable[[], models.QuerySet]
    required: bool = True
    likely: Mapping[str, object] = field(default_factory=dict)
    years: Callable[[models.Model], str] | None = None
    adds: Kind | None = None
    beside: Callable[[models.Model, str], Mapping[str, str]] | None = None


@dataclass(frozen=True)
class PasteList:
    """A list that can be filled by pasting. `take` saves one row of the table through the intake it is given.

    It has a column for each text of the `kind` of row that `take` keeps, but for those in `read`, which it makes out of
    other columns. `own` are the columns whose words it reads in a way of its own, and those texts, by name, that stand
    among them. Without `take` it is known, so that such a table is named, and there is no place for its rows yet.

    `needs` are groups of columns; it isn't this list without one of each. The first column names a row. `holds` and
    `unlike` say what cells speak for the list and against it, by column or by type, in points. Of a table whose columns
    are headed by periods each is `across`, if its cells are what `inside` says: "words", "marks" or "figures".

    `of_year` are the columns of which a table may have one for each of several years: their rows stand in one parent
    of each year.
    `parted_by` is the column whose words part what several rows are called alike: “Total” there adds up those above.

    `files` gives the rows that a file of the office may bring back, for the chosen parents; if nothing else is said,
    those of its own kind in these parents.
    """

    slug: str
    title: str
    hint: str = ""
    parents: tuple[Parent, ...] = ()
    take: Callable | None = None
    kind: Kind | None = None
    own: tuple[PastedColumn | str, ...] = ()
    read: tuple[str, ...] = ()
    may: str = ""
    has_headings: bool = False
    at_heading: Callable | None = None  # what a heading says of the rows below it; gives the heading they have
    at_end: Callable | None = None  # sentences on the whole table, to be looked at before it is saved
    needs: tuple[tuple[str, ...], ...] = ()
    holds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unlike: Mapping[str, int] = field(default_factory=dict)
    across: str = ""
    inside: str = ""
    of_year: tuple[str, ...] = ()
    parted_by: str = ""
    files: Callable[[Mapping], ComingBack] | None = None
    called: tuple[str, ...] = ()  # what the heading above such a table or list says

    @property
    def permission(self):
        """What somebody may do who pastes here: what they may edit."""
        return self.may or self.kind.may

    def standing(self, parents):
        """The rows that a file of the office may bring back."""
        return self.files(parents) if self.files else ComingBack([self.kind], parents)

    @cached_property
    def texts(self):
        """The texts of its kind that are columns under their own names."""
        return tuple(name for name in (self.kind.texts if self.kind else ()) if name not in self.read)

    @cached_property
    def columns(self):
        named = [each if isinstance(each, PastedColumn) else self._of_kind(each) for each in self.own]
        taken = {column.name for column in named}
        return (*named, *(self._of_kind(name) for name in self.texts if name not in taken))

    @cached_property
    def labels(self):
        return {column.name: column.label for column in self.columns}

    @property
    def yearly(self):
        """The parent of which there is one for each year; None if there is no such parent."""
        return next((parent for parent in self.parents if parent.years), None) if self.of_year else None

    def label(self, name):
        """What the page calls a column: Estimate, or Estimate of 2015/16; empty if there is no such column."""
        column, _, year = name.partition(OF_YEAR)
        return f"{self.labels.get(column, '')}{f' of {year}' if year else ''}" if self.has(name) else ""

    def has(self, name):
        """Whether a column may be called so: by a name of the list, or by one that may have a year of its own."""
        column, parted, year = name.partition(OF_YEAR)
        return column in (self.of_year if parted else self.labels) and (not parted or is_year(year))

    def _of_kind(self, name):
        return PastedColumn(name, self.kind.label(name), self.kind.headings(name), self.holds.get(name, {}))

    @cached_property
    def phrases(self):
        """The words of each column as they are compared, with its name, and whether a heading may have more words.

        Its label is known as well.
        """
        return [
            (tokens(words), column.name, not column.only_by)
            for column in self.columns
            for words in (*column.known_by, column.label)
        ]

    def __hash__(self):
        return hash(self.slug)


def is_year(words: str) -> bool:
    """Whether words are one year as `understanding.year_in_words` writes it."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})(?:/([0-9]{2}))?", words)
    return bool(found) and (not found[2] or int(found[2]) == (int(found[1]) + 1) % 100)


def is_called(into: PasteList, words: str) -> bool:
    """Whether a heading, or the sentence before a list, names what the list holds."""
    return any(f" {tokens(phrase)} " in f" {tokens(words)} " for phrase in into.called)


def tokens(words):
    """The words of a heading as they are compared: small letters, without the s of a plural."""
    found = re.findall(r"[a-z0-9%£&#]+", words.lower())
    return " ".join(re.sub(r"(?<=ss)es$|(?<=[a-z]{2}[^s])s$", "", word) for word in found)


@lru_cache(maxsize=20_000)
def known(heading: str, into: PasteList) -> tuple[str, float]:
    """The column of a list that a heading names, and how well; nothing and 0 if it names none."""
    words = tokens(heading)
    length = len(words.split())
    best = ("", 0, 0)
    for phrase, name, may_be_part in into.phrases if 0 < length <= MOST_WORDS else ():
        if phrase == words or (may_be_part and f" {phrase} " in f" {words} "):
            well = EXACTLY if phrase == words else CLOSELY if length <= 2 * len(phrase.split()) + 1 else LOOSELY
            best = max(best, (name, well, len(phrase)), key=lambda each: each[1:])
    return best[:2]
