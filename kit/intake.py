"""Takes the rows of a pasted table into a list of the board: columns known by their headings, all rows or none.

Each app says in a `PasteList` which columns a list of its own may have and what becomes of a row. Looking and saving
are one thing: a look saves everything in a transaction and takes it back, so that what it says is what will happen.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory
from django.utils import timezone
from django.utils.functional import cached_property

from kit.fields import office
from kit.forms import RowForm
from kit.kinds import Kind
from kit.rows import Row

PASTED = "Pasted: "
# What a row of the table is.
SAVE, HEADING, ALONE, OUT = "save", "heading", "alone", "out"
ROLES = {
    SAVE: "Save",
    ALONE: "Under no heading",
    HEADING: "Heading of the rows below",
    OUT: "Leave out",
}
MOST_ABOVE = 3  # rows that may stand above the headings
FEW = 7  # words that a heading has at most
TOTAL = re.compile(r"^(?:sub-?|grand )?totals?\b", re.IGNORECASE)


class PastedColumn(NamedTuple):
    """A column that a list may have: its name, what the page calls it, and the words by which it is known."""

    name: str
    label: str
    known_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parent:
    """Where the rows of a list go: a choice of one row, such as the budget that lines belong to.

    `likely` tells which of several is meant, unless somebody says otherwise.
    """

    name: str
    label: str
    rows: Callable[[], models.QuerySet]
    required: bool = True
    likely: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PasteList:
    """A list that can be filled by pasting. `take` saves one row of the table through the intake it is given.

    It has a column for each text of the `kind` of row that `take` keeps, but for those in `read`, which it makes out of
    other columns. `own` are the columns whose words it reads in a way of its own, and those texts, by name, that stand
    among them.
    """

    slug: str
    title: str
    hint: str
    parents: tuple[Parent, ...]
    take: Callable
    kind: Kind | None = None
    own: tuple[PastedColumn | str, ...] = ()
    read: tuple[str, ...] = ()
    has_headings: bool = False
    guess: Callable | None = None  # columns that no heading gives away
    at_heading: Callable | None = None  # what a heading says of the rows below it; gives the heading they have

    @cached_property
    def texts(self):
        """The texts of its kind that are columns under their own names."""
        return tuple(name for name in (self.kind.texts if self.kind else ()) if name not in self.read)

    @cached_property
    def columns(self):
        named = [each if isinstance(each, PastedColumn) else self._of_kind(each) for each in self.own]
        taken = {column.name for column in named}
        return (*named, *(self._of_kind(name) for name in self.texts if name not in taken))

    def _of_kind(self, name):
        return PastedColumn(name, self.kind.label(name), self.kind.headings(name))

    def arranged(self, table):
        """A table with the row that names its columns first; a title that stood above it comes after it."""
        if not table or sum(map(bool, table[0])) > 1:
            return table, 0
        for number, row in enumerate(table[1 : MOST_ABOVE + 1], start=1):
            known = {self._known(cell) for cell in row} - {""}
            if len(known) > 1 and len(known) * 2 >= sum(map(bool, row)):
                return [row, *table[:number], *table[number + 1 :]], number
            if sum(map(bool, row)) > 1:
                break
        return table, 0

    def recognised(self, table):
        """For each column of a table the name of ours, or nothing; and whether the first row holds headings."""
        names = [self._known(cell) for cell in table[0]]
        has_headings = sum(map(bool, names)) * 2 >= sum(map(bool, table[0])) > 0 and len(table) > 1
        if not has_headings:
            names = [""] * len(table[0])
        names = [name if name not in names[:place] else "" for place, name in enumerate(names)]
        return self.guess(table, names, has_headings) if self.guess else (names, has_headings)

    def _known(self, heading):
        tokens = re.findall(r"[a-z0-9%£&]+", heading.lower())
        if len(tokens) > FEW:
            return ""
        words = f" {' '.join(tokens)} "
        # The longest words first: "vice chair" before "chair".
        by_length = sorted(
            ((known, column.name) for column in self.columns for known in column.known_by),
            key=lambda pair: -len(pair[0]),
        )
        return next((name for known, name in by_length if f" {known} " in words), "")

    def roles(self, table, names, has_headings, above=0):
        """What each row of a table seems to be; so many rows after the first stood above it."""
        found = []
        for number, row in enumerate(table):
            filled = [name for name, cell in zip(names, row, strict=True) if cell]
            first = next((cell for cell in row if cell), "")
            is_title = 0 < number <= above and not self.has_headings
            names_columns = has_headings and row == table[0]  # again on each page
            if names_columns or is_title or TOTAL.match(first):
                found.append(OUT)
            elif self.has_headings and len(filled) == 1 and len(table[0]) > 1:
                found.append(HEADING)
            else:
                found.append(SAVE)
        return found


class Problems(Exception):
    """What is wrong with a row: sentences by the name of the column, or under "" if it is the row."""

    def __init__(self, by_column):
        self.by_column = by_column
        super().__init__(str(by_column))


@dataclass
class Outcome:
    """What became of a table, or would, by the number of the row: problems, what is saved, the heading it is below."""

    problems: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    saved: dict[int, list[Row]] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    moment: datetime | None = None
    general: list[str] = field(default_factory=list)

    @property
    def is_sound(self):
        return not self.problems and not self.general and bool(self.saved)


class Intake:
    """The taking-in of one table into one list, by somebody. `parents` are the chosen rows by their names."""

    def __init__(self, into, parents, by):
        self.into, self.parents, self.by = into, parents, by
        self.moment = timezone.now()
        self.heading = ""  # of the rows below it
        self.headings, self.first_row = {}, []  # what the first row calls each column
        self.memory = {}  # what `take` wants to remember from row to row
        self._places = {}
        self._there = {}
        self._new, self.cells = [], {}

    def run(self, table, names, roles, *, save):
        """Take a table in, each row in its turn; without `save`, or with any problem, nothing is left of it."""
        outcome = Outcome(moment=self.moment)
        with transaction.atomic():
            self.headings = dict(zip(names, table[0], strict=True)) if roles[0] == OUT else {}
            self.first_row = table[0] if roles[0] == OUT else []
            for number, (row, role) in enumerate(zip(table, roles, strict=True)):
                outcome.headings[number] = self.heading
                if role == HEADING:
                    words = next((cell for cell in row if cell), "")
                    self.heading = self.into.at_heading(self, words) if self.into.at_heading else words
                elif role in (SAVE, ALONE):
                    self._row(outcome, number, row, names, role)
            if not outcome.saved and not outcome.problems:
                outcome.general.append("No row of this table would be saved. Say which column holds what.")
            if not (save and outcome.is_sound):
                transaction.set_rollback(True)
        return outcome

    def _row(self, outcome, number, row, names, role):
        cells = {}
        for place, (name, cell) in enumerate(zip(names, row, strict=True)):
            if name:
                cells.setdefault(name, cell)
                cells[place] = cell  # of several columns with one name all are wanted by some lists
        if not any(cells.values()):
            return
        self._new, self.cells = [], cells
        heading = self.heading
        if role == ALONE:
            self.heading = ""
        try:
            with transaction.atomic():
                self.into.take(self, cells)
        except Problems as problems:
            outcome.problems[number] = problems.by_column
        except IntegrityError:
            outcome.problems[number] = {"": ["This row clashes with another one."]}
        else:
            if self._new:
                outcome.saved[number] = self._new
        self.heading = heading

    def keep(self, model, values, *, columns=None, once=(), **parents):
        """Save a new row with these values as somebody would type them, through the row's own form and rules.

        A row of the list's own kind is given the words of all columns that are a text of its own, too.

        `columns` says which column of the table a field's value came from, if that has another name. If a row
        with the same values in the fields `once` stands there already, that is a problem.
        """
        columns = columns or {}
        if self.into.kind and self.into.kind.model is model:
            values = {name: self.cells.get(name, "") for name in self.into.texts} | values
        row = model(**parents)
        if hasattr(model, "position"):
            row.position = self._next(model, parents)
        form = form_of(model, tuple(values))(values, instance=row, by=self.by)
        if not form.is_valid():
            wrong = {}
            for name, errors in form.errors.items():
                column = "" if name == NON_FIELD_ERRORS else columns.get(name, name)
                label = "" if column in self._names else f"{form.fields[name].label}: " if name in form.fields else ""
                wrong.setdefault(column if column in self._names else "", []).extend(f"{label}{e}" for e in errors)
            raise Problems(wrong)
        if once and self._identity(form.instance, once) in self._already(model, parents, once):
            column = columns.get(once[0], once[0])
            raise Problems(
                {
                    column if column in self._names else "": [
                        "This stands in the list already. Leave the row out, or change its words."
                    ]
                }
            )
        row._history_date, row._change_reason = self.moment, f"{PASTED}{self.into.title}"[:100]
        form.save()
        self._new.append(row)
        return row

    @property
    def _names(self):
        return {column.name for column in self.into.columns}

    def _next(self, model, parents):
        """The place after the last of a parent's rows, and after those that were pasted before this one."""
        place = (model, *sorted((name, row and row.pk) for name, row in parents.items() if name in model.within))
        if place not in self._places:
            rows = model._base_manager.filter(**{name: row for name, row in parents.items() if name in model.within})
            self._places[place] = rows.aggregate(last=models.Max("position"))["last"] or 0
        self._places[place] += 1
        return self._places[place]

    def _already(self, model, parents, once):
        """What the rows of a parent say that stood there before anything was pasted."""
        within = {name: parents[name] for name in model.within}
        place = (model, once, *sorted((name, row.pk) for name, row in within.items()))
        if place not in self._there:
            self._there[place] = {self._identity(row, once) for row in model._base_manager.filter(**within)}
        return self._there[place]

    @staticmethod
    def _identity(row, once):
        return tuple(folded(str(getattr(row, name) or "")) for name in once)

    def remembered(self, name, make):
        """What `make` gives, asked once in a table."""
        if name not in self.memory:
            self.memory[name] = make()
        return self.memory[name]


@cache
def form_of(model, fields):
    """The form for a row with some of its fields."""
    return modelform_factory(model, form=RowForm, fields=fields, formfield_callback=office)


def folded(words):
    """Words as they are compared: without regard to capitals, spaces and the sort of apostrophe."""
    return " ".join(words.replace("’", "'").casefold().split())


def paragraphs(cell):
    """The paragraphs and bullets of a cell, each by itself and without its mark."""
    return [re.sub(r"^- ", "", line).strip() for line in cell.split("\n") if line.strip()]


def paragraphs_apart(cell):
    """The paragraphs of a cell, each with its lines and bullets together."""
    return [part.strip() for part in re.split(r"\n\s*\n", cell) if part.strip()]


def number(cell):
    """A figure as a form reads it: £43,065 is 43065, 49.5% is 49.5, (500) is -500, a dash is none. Others stay."""
    plain = re.sub(r"[£%,\s]", "", cell).replace("–", "-")
    if plain in ("-", "—", "nil", "n/a"):
        return ""
    bracketed = re.fullmatch(r"\(([\d.]+)\)", plain)
    return f"-{bracketed[1]}" if bracketed else plain if re.fullmatch(r"-?[\d.]*", plain) else cell
