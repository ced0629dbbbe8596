"""Saves the rows of a table into a list of the board, all or none, and says what is wrong or isn't saved of each.

Looking and saving are one thing: a look saves everything in a transaction and takes it back, so that what it says is
what will happen.
"""

import copy
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory
from django.utils import timezone

from kit.fields import office, said
from kit.forms import RowForm
from kit.intake import accounts
from kit.intake.lists import OF_YEAR
from kit.intake.rows import ALONE, HEADING, SAVE
from kit.intake.table import Arranged
from kit.intake.understanding import years_in
from kit.kinds import Kind
from kit.reading import numbers
from kit.reading.answers import Question, Refusal
from kit.rows import Row, is_text
from kit.stamps import claim
from kit.wording import listed

PASTED = "Pasted: "
STANDS = "This row stands already, with something else below {}. Change it in its own form, and leave it out here."


class Sentence(str):
    """What is wrong with a cell. `offers` are the words that may be meant, each for a button; a cell that `may_stay` is
    saved as it is if somebody says so.
    """

    __slots__ = ("may_stay", "offers")

    def __new__(cls, words, offers=(), *, may_stay=False):
        made = super().__new__(cls, words)
        made.offers, made.may_stay = tuple(offers), may_stay
        return made


class Problems(Exception):
    """What is wrong with a row: sentences by the name of the column, by its place, or under "" if it is the row."""

    def __init__(self, by_column):
        self.by_column = by_column
        super().__init__(str(by_column))


@dataclass(frozen=True)
class ToBeMade:
    """A row that others will stand in and that isn't there yet: its kind, the words that name it, and more of it."""

    kind: Kind
    words: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __hash__(self):
        return hash((self.kind.name, self.words))

    def __str__(self):
        return self.words


@dataclass
class Outcome:
    """What became of a table, or would, by the number of the row: problems, what is saved, the heading it is below.

    `lost` are the words of a row that stand in no column of what is saved, by the name of the column they stood in.
    `said` are sentences on how a row was read, `looks` those on the whole table that somebody should look at. Rows that
    are `standing` came out of a file of the office, stand in the records as they came, and stay.
    """

    problems: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    saved: dict[int, list[Row]] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    lost: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    said: dict[int, list[str]] = field(default_factory=dict)
    moment: datetime | None = None
    general: list[str] = field(default_factory=list)
    standing: list[int] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    @property
    def is_sound(self):
        return not self.problems and not self.general and bool(self.saved)


class Intake:
    """The taking-in of one table into one list, by somebody. `parents` are the chosen rows by their names.

    Several tables taken in together bear one `moment` and one reason, `why`, and share the parents `made` for them.
    """

    def __init__(self, into, parents, by, *, moment=None, why="", made=None):
        self.into, self.parents, self.by = into, parents, by
        self.moment = moment or timezone.now()
        self.made = {} if made is None else made  # the parents that weren't there
        self.why = f"{PASTED}{why or into.title}"[:100]
        self.heading = ""  # of the rows below it
        self.headings = {}  # what the table calls each column, by our name and by its place
        self.table, self.years = None, set()  # what is taken in, and the years that the words above it name
        self.memory = {}  # what `take` wants to remember from row to row
        self._places = {}
        self._there = {}
        self._new, self.cells, self._told, self._said, self._sure = [], {}, Counter(), [], set()
        self._year, self._of_years = "", {"": parents}  # of the columns that are read now; where those of each go

    def run(self, table: Arranged, *, save, only=None):
        """Take a table in, each row in its turn; without `save`, or with any problem, nothing is left of it.

        Of a large table `only` some rows are tried; of the others the readers tell what is no figure.
        """
        outcome = Outcome(moment=self.moment)
        with transaction.atomic():
            self.parents = {name: self._made(row) for name, row in self.parents.items()}
            self.table, self.years = table, years_in(table.above)
            outcome.general += twice(table)
            self._of_years = {year: self._parents_of(outcome, year) for year in ("", *table.own_years)}
            self._choose("")
            standing = self.into.standing(self.parents)
            for number, (row, role) in enumerate(zip(table.in_full, table.roles, strict=True)):
                outcome.headings[number] = self.heading
                differing = standing.differing(table.filed[number])
                if differing == []:
                    outcome.standing.append(number)
                elif differing and role in (SAVE, ALONE):
                    outcome.problems[number] = {"": [Sentence(STANDS.format(listed(differing)))]}
                elif role == HEADING:
                    words = next((cell for cell in row if cell), "")
                    self.heading = self.into.at_heading(self, words) if self.into.at_heading else words
                elif role in (SAVE, ALONE) and (only is None or number in only):
                    self._row(outcome, number, row, table, role)
            if only is not None:
                outcome.problems |= unread(table, only)
            outcome.looks += self.into.at_end(self) if self.into.at_end else []
            tried = only is None or table.roles[only.start :][:1] == [SAVE]
            if outcome.standing and not outcome.saved and not outcome.problems:
                outcome.general.append("These rows stand already, as they are here. There is nothing to save.")
            elif not outcome.saved and not outcome.problems and tried:
                outcome.general.append("No row of this table would be saved. Say which column holds what.")
            if not (save and outcome.is_sound):
                transaction.set_rollback(True)
        return outcome

    def _row(self, outcome, number, row, table, role):
        self._new, self._told, self._said = [], Counter(), []
        heading, taken = self.heading, False
        if role == ALONE:
            self.heading = ""
        for year in self._in_years(row):
            self._choose(year)
            cells, troubles = self._cells(number, row)
            if any(cells.values()) or troubles:
                taken = True
                self._take(outcome, number, cells, troubles)
        self._choose("")
        if taken and number not in outcome.problems:
            if self._new:
                outcome.saved[number] = self._new
            outcome.said[number] = self._said
            self._account(outcome, number, table)
        self.heading = heading

    def _take(self, outcome, number, cells, troubles):
        """Take a row into the chosen year, or note what is wrong with it."""
        self.cells = cells
        try:
            if troubles:
                raise Problems(troubles)
            with transaction.atomic():
                self.into.take(self, cells)
        except Problems as problems:
            wrong = problems.by_column
        except IntegrityError:
            wrong = {"": [Sentence("This row clashes with another one.")]}
        else:
            return
        found = outcome.problems.setdefault(number, {})
        for name, sentences in wrong.items():
            found.setdefault(*self._said_of(name, sentences))

    # Years side by side

    def _parents_of(self, outcome, year):
        """Where the rows of a year go: to the chosen rows or, of a year with columns of its own, to the row of it."""
        if not year or not (yearly := self.into.yearly):
            return self.parents
        found = [row for row in yearly.rows() if years_in(year) & years_in(yearly.years(row))]
        if len(found) > 1 or self.parents[yearly.name] in found:
            noun = yearly.label.lower()
            outcome.general.append(
                f"Several are of {year}: paste its columns by themselves, and choose the {noun}."
                if len(found) > 1
                else f"The columns of {year} go to the {noun} that is chosen above. Choose anew what they hold."
            )
        if not found:
            outcome.looks.append(f"{yearly.label} {year} isn’t recorded yet. It is made.")
        begins = yearly.beside(self.parents[yearly.name], year) if yearly.beside else {}
        row = found[0] if found else self._made(ToBeMade(yearly.adds, year, begins))
        return self.parents | {yearly.name: row}

    def _choose(self, year):
        """Turn to the rows and the columns of a year; empty for what was chosen."""
        self._year, self.parents = year, self._of_years[year]
        self.headings = dict(enumerate(self.table.headings)) | {
            self._own(name): heading
            for name, heading in zip(self.table.columns, self.table.headings, strict=True)
            if self._own(name)
        }

    def _own(self, name):
        """A column's name in the chosen year; empty if it is one of another year."""
        column, _, year = name.partition(OF_YEAR)
        is_shared = not year and column not in self.into.of_year
        return column if is_shared or year == self._year else ""

    def _in_years(self, row):
        """The years that a row of the table is of: those below which something stands in it.

        A row of which nothing stands below any of several years is one of the chosen year.
        """
        if len(self._of_years) == 1:
            return [""]
        years = [
            name.partition(OF_YEAR)[2]
            for name, cell in zip(self.table.columns, row, strict=True)
            if cell and name.partition(OF_YEAR)[0] in self.into.of_year
        ]
        if others := listed([year for year in self._of_years if year and year in years]):
            self.say(f"Also in {others}." if "" in years else f"In {others} alone.")
        return [year for year in self._of_years if year in years] or [""]

    def _cells(self, number, row):
        """The words of a row by the columns of the chosen year, and what is wrong with them as they came."""
        cells, troubles, self._sure = {}, {}, set()
        for place, cell in enumerate(row):
            if name := self._own(self.table.columns[place]):
                # Several columns of words make one text; of figures the table says that it can't be so.
                cells[name] = "\n\n".join(filter(None, (cells.get(name), cell)))
                cells[place] = cell  # of a table with a column for each period all are wanted
                if (number, place) in self.table.cells.troubles:
                    troubles.setdefault(name, []).append(Sentence(self.table.cells.troubles[number, place]))
                if (number, place) in self.table.sure:
                    self._sure |= {name, place}
        return cells, troubles

    def _said_of(self, name, sentences):
        """What is wrong with a column of the chosen year, by the column of the table."""
        own = f"{name}{OF_YEAR}{self._year}"
        if not self._year or isinstance(name, int):
            return name, sentences
        if own in self.table.columns:
            return own, sentences
        return name, [
            Sentence(f"{self._year}: {each}", getattr(each, "offers", ()), may_stay=getattr(each, "may_stay", False))
            for each in sentences
        ]

    # Saving

    def _account(self, outcome, number, table):
        """Note which words of the row's own cells are neither saved nor read."""
        own = [(name, table.own[number][place]) for place, name in enumerate(table.columns) if name]
        if lost := accounts.left_over(own, self._told + accounts.of_saved(self._new)):
            outcome.lost[number] = lost

    def _made(self, row):
        """A parent as it stands in the records: one that is to be made is made, once for all tables."""
        if not isinstance(row, ToBeMade):
            return row
        if row not in self.made:
            model = row.kind.model
            within = {name: self.made.get(self.parents[name], self.parents[name]) for name in model.within}
            self.made[row] = self.keep(model, {model.goes_by: row.words, **row.values}, **within)
        return self.made[row]

    def read(self, *words):
        """Say that words of the row were read into something else than a text: a name into the row it stands for."""
        self._told += accounts.bag(*words)

    def say(self, *sentences):
        """Say how the row was read."""
        self._said += sentences

    def column(self, name):
        """The words of all cells of a column."""
        places = [place for place, each in enumerate(self.table.columns) if self._own(each) == name]
        return [row[place] for row in self.table.own for place in places]

    def is_sure(self, column):
        """Whether somebody said that a cell stays as it is, by the name of its column or by its place."""
        return column in self._sure

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
        form = form_of(model, tuple(values), self.into.kind)(values, instance=row, by=self.by)
        form.asks_first = False
        if not form.is_valid():
            raise Problems(self._wrong(form, columns))
        if once and self._identity(form.instance, once) in self._already(model, parents, once):
            self._refuse_broken(form, columns)
            column = columns.get(once[0], once[0])
            words = Sentence("This stands in the list already. Leave the row out, or change its words.")
            raise Problems({column if column in self.into.labels else "": [words]})
        row._history_date, row._change_reason = self.moment, self.why
        try:
            form.save()
        except IntegrityError:
            self._refuse_broken(form, columns)
            raise
        self.say(*said(form))
        self._new.append(row)
        # What a field has read into a figure, a day or a choice is accounted for as it was written.
        self.read(*(words for name, words in values.items() if not is_text(model._meta.get_field(name)) and words))
        return row

    def _refuse_broken(self, form, columns):
        """Say which constraints the row breaks, if it breaks any."""
        form.check_constraints()
        if form.errors:
            raise Problems(self._wrong(form, columns))

    def add(self, row):
        """Save a new row that is complete, by its own rules, as one of those that are taken in."""
        row._history_user = self.by
        self._save(row)

    def change(self, row):
        """Save a row that stood there and was changed, by its own rules, as one of those that are taken in."""
        claim(row, row.version, by=self.by)
        self._save(row)

    def _save(self, row):
        row._history_date, row._change_reason = self.moment, self.why
        try:
            row.full_clean()
        except ValidationError as errors:
            raise Problems({"": errors.messages}) from None
        row.save()
        self._new.append(row)

    def _wrong(self, form, columns):
        """What is wrong with a form, by the columns of the table that its values came from."""
        wrong = {}
        for name, errors in form.errors.as_data().items():
            column = "" if name == NON_FIELD_ERRORS else columns.get(name, name)
            known = column in self.into.labels
            label = "" if known or name not in form.fields else f"{form.fields[name].label}: "
            wrong.setdefault(column if known else "", []).extend(
                Sentence(f"{label}{sentence}", map(words_of, (error.params or {}).get("offers", ())))
                for error in errors
                for sentence in error.messages
            )
        return wrong

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


def words_of(offer):
    """The words of an offer, as a form's error has it."""
    return getattr(offer, "words", offer)


def unread(table, but):
    """What the readers can't read as the figures that their columns hold, of all rows but some."""
    wrong, read = {}, cache(numbers.read)
    for place in table.as_chosen.figures:
        name, kind = table.columns[place], table.as_chosen.kind(place)
        for number, row in enumerate(table.own if name else ()):
            is_read = row[place] and table.roles[number] == SAVE and number not in but
            answer = read(row[place], of=kind) if is_read else None
            if isinstance(answer, Refusal | Question):
                offers = [offer.words for offer in getattr(answer, "offers", ())]
                wrong.setdefault(number, {}).setdefault(name, []).append(Sentence(answer.sentence, offers))
    return wrong


def twice(table):
    """Sentences for what two columns claim to be and only one can be."""
    many = {name for name in table.columns if name and table.columns.count(name) > 1}
    for name in sorted(many - {table.into.across, *table.into.texts}):
        yield f"Several columns are “{table.into.label(name)}”. Choose which one is saved."


@cache
def form_of(model, fields, kind):
    """The form for a row with some of its fields; those of the list's own kind of row are read as in the office."""
    own = kind.form.base_fields if kind and kind.model is model else {}

    def field_of(column, **kwargs):
        return copy.deepcopy(own[column.name]) if column.name in own else office(column, **kwargs)

    return modelform_factory(model, form=RowForm, fields=fields, formfield_callback=field_of)


MARK = re.compile(r"^(?:- |(?:[0-9]{1,2}[.)]|[a-z]\)|\([a-z0-9]{1,2}\)) +)")  # of an item of a list


def marks(cell):
    """The marks of the items in a cell, which are never words of a row."""
    return [found[0] for line in cell.split("\n") if (found := MARK.match(line.strip()))]


def folded(words):
    """Words as they are compared: without regard to capitals, spaces and the sort of apostrophe."""
    return " ".join(words.replace("’", "'").casefold().split())


def paragraphs(cell):
    """The paragraphs and bullets of a cell, each by itself and without its mark."""
    return [MARK.sub("", line.strip(), count=1) for line in cell.split("\n") if line.strip()]


def paragraphs_apart(cell):
    """The paragraphs of a cell, each with its lines and bullets together."""
    return [part.strip() for part in re.split(r"\n\s*\n", cell) if part.strip()]
