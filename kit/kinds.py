"""The one declaration of each kind of row that people edit: its form, how it reads, its place, and who may edit it.

The office's pages, history, search, mending, pasting, the next plan and the files for a spreadsheet all ask it. A text
that is new on a model and its form is therefore shown, found, pasted and copied without another line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import View

from kit.forms import RowForm
from kit.rows import Ordered, Row, is_text
from kit.tables import table_of


@dataclass(frozen=True)
class RowColumn:
    """One thing that is read of a row: its heading, the row's field or a function of the row, and what it holds.

    `holds` is a class of the stylesheet (code, figure) or says that a narrative stands there (prose). The first column
    that holds no code names the row. `number` gives what a spreadsheet reckons with, beside the words, and `month` the
    month that they name, as 2016-03: no spreadsheet makes a day of that. `tells` names
    the row's fields whose words the column holds too, if its value is a function. A table is sorted by `sorted_by`, or
    else by the number or the value; a column that isn't `sortable` holds words whose order says nothing.
    """

    heading: str
    value: str | Callable[[Row], Any]
    holds: str = ""
    number: Callable[[Row], Decimal | None] | None = None
    month: Callable[[Row], str] | None = None
    tells: tuple[str, ...] = ()
    sorted_by: Callable[[Row], Any] | None = None
    sortable: bool = True

    def of(self, row):
        if callable(self.value):
            return self.value(row)
        value, in_words = getattr(row, self.value), getattr(row, f"get_{self.value}_display", None)
        return in_words() if in_words and value not in (None, "") else value


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of row that people edit. Its words, one and many, are the `verbose_name`s of its table.

    How it reads: `columns` say what is shown of a row, all fields of the form if there are none; a text of the form
    that no column tells gets a column of its own. `as_table` shows the rows as a table.

    Where it stands: `place` is the address of the page; `shelf` names the address of the page that lists rows which
    have a page of their own, on which they are mended unless they are `mended_in_form`; `group` names the fields and
    properties that, beside its parent, part one list from another; `owner` is the row whose history notes a new order,
    if that isn't its parent; `mixed` names the tables whose rows stand in one order with its own, itself among them; of
    a kind with `only_one` there is one row, in each parent if it has any. A row that `lives` has a beginning and an
    end, and is ended rather than removed.

    How it is edited: `may` is the permission. `running` gives the address of the sums that are shown while the row's
    form is filled in. `confirms` leads a person who changes something grave to prove anew who they are, and returns
    nothing if that isn't needed. `paper` gives the address and the words of a sheet about one row, to be printed;
    `leads` gives those of more pages about it, and `deeds` of pages that do something with it.

    `then` holds by a word the page to which its form leads instead of the row's own, if the form's address says it.
    `beside` gives what stands below its form to read while writing: a heading and a narrative, or None.

    How it is found: by every text of its form, by its name and by its parents' names. `found_by` adds more: the names
    of attributes, those of a row it points at after a point.

    How it is pasted: each text of its form can be a column, known by the field's label or by the headings that
    `known_by` has for the field. `read_off` says what was read off the words of a pasted row; without it these are the
    choices that were made.

    What becomes of it in the next plan: a kind that is `copied` is taken over with all fields but those in `left`.
    """

    form: type[RowForm]
    place: Callable[[Row], str]
    may: str
    columns: tuple[RowColumn, ...] = ()
    group: tuple[str, ...] = ()
    owner: Callable[[Row], Row | None] | None = None
    mixed: tuple[type[Row], ...] = ()
    lives: bool = False
    as_table: bool = False
    only_one: bool = False
    shelf: str = ""
    mended_in_form: bool = False
    running: Callable[[Row], str] | None = None
    confirms: Callable[[View, RowForm], HttpResponse | None] | None = None
    paper: Callable[[Row], tuple[str, str] | None] | None = None
    leads: Callable[[Row], Iterable[tuple[str, str]]] | None = None
    deeds: Callable[[Row], Iterable[tuple[str, str]]] | None = None
    beside: Callable[[Row], tuple[str, str] | None] | None = None
    then: Mapping[str, Callable[[Row], str]] = field(default_factory=dict)
    found_by: tuple[str, ...] = ()
    known_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_off: Callable[[Row], Iterable[str]] | None = None
    copied: bool = False
    left: tuple[str, ...] = ()

    def __hash__(self):
        return hash(self.name)

    @property
    def model(self):
        return self.form._meta.model

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def noun(self):
        """What people call such a row."""
        return str(self.model._meta.verbose_name)

    @property
    def nouns(self):
        return str(self.model._meta.verbose_name_plural)

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """The columns of the table that the form has, in the form's order."""
        columns = {column.name: column for column in self.model._meta.concrete_fields}
        return {name: columns[name] for name in self.form.base_fields if name in columns and name != "version"}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The fields of the form that hold words which people write."""
        return tuple(name for name, column in self.fields.items() if is_text(column))

    def label(self, name) -> str:
        """What the form calls a field."""
        return str(self.form.base_fields[name].label)

    def headings(self, name) -> tuple[str, ...]:
        """The headings of a pasted table that say that a column holds the words of a field."""
        label = re.sub("[^a-z0-9%£&]+", " ", self.label(name).lower())
        return self.known_by.get(name) or (label, name.replace("_", " "))

    @cached_property
    def shown(self) -> tuple[RowColumn, ...]:
        """All columns: those that are declared, and one for each text that none of them tells."""
        told = {name for column in self.columns for name in (column.value, *column.tells)}
        left = [name for name in (self.texts if self.columns else self.fields) if name not in told]
        return self.columns + tuple(
            RowColumn(
                # Not yet said: the words of the law in force are those of whoever reads it.
                self.form.base_fields[name].label,
                name,
                "prose" if getattr(self.form.base_fields[name], "is_prose", False) else "",
                sortable=not isinstance(self.fields[name], models.TextField),
            )
            for name in left
        )

    def words_of(self, row) -> Iterator[str]:
        """The words that a search finds a row by: its own texts first."""
        yield from (getattr(row, name) for name in self.texts)
        yield str(row)
        for path in (*self.model.within, *self.found_by):
            value = row
            for name in path.split("."):
                value = value and getattr(value, name)
            yield str(value() if callable(value) else value or "")

    @cached_property
    def joins(self) -> tuple[str, ...]:
        """What is fetched with rows so that `words_of` and `address` ask the database for nothing more."""
        keys = {path.partition(".")[0] for path in self.found_by}
        keys &= {column.name for column in self.model._meta.concrete_fields if column.remote_field}
        return tuple(sorted({*above(self.model), *naming(self.model), *joined(self.model, keys)}))

    def brought(self, row) -> list[str]:
        """What was read off the words of a pasted row."""
        if self.read_off:
            return [words for words in self.read_off(row) if words]
        return [
            str(getattr(row, f"get_{name}_display")())
            for name, column in self.fields.items()
            if column.choices and getattr(row, name) not in ("", column.get_default())
        ]

    def successor(self, row, **instead) -> Row:
        """A row of the next plan made of this one, not saved yet; `instead` are the values that are others there."""
        taken = {
            column.attname: getattr(row, column.attname)
            for column in self.model._meta.concrete_fields
            if column.name not in {"id", "version", *self.left, *instead}
        }
        return self.model(**taken | instead)

    @property
    def a_noun(self):
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    @property
    def is_ordered(self):
        return issubclass(self.model, Ordered)

    def anchor(self, row):
        return f"{self.name}-{row.pk}"

    def address(self, row):
        """The address of the row on its page."""
        return f"{self.place(row)}#{self.anchor(row)}"

    def edit_address(self, pk, then=""):
        """The address of the row's form; of `then`, by which word it leads on."""
        address = reverse("row-edit", args=[self.name, pk])
        return f"{address}?{urlencode({'then': then})}" if then else address

    def address_for(self, person, row):
        """The address for a person who looks for a row: its form, or its page if they may not edit it."""
        return self.edit_address(row.pk) if person.has_perm(self.may) else self.address(row)

    def around(self, row):
        """The page on which a row stands that isn't there yet, or isn't there any more."""
        return reverse(self.shelf) if self.shelf else self.place(row)

    def parent(self, row):
        """The row in whose history a new order is noted."""
        return self.owner(row) if self.owner else getattr(row, self.model.within[0])

    @property
    def stays(self):
        """Whether the one row there is can't be removed: the board itself."""
        return self.only_one and not self.model.within

    def siblings(self, row):
        """All rows that are in one order with this one, table by table."""
        of = {name: getattr(row, name) for name in self.model.within[:1]}
        return [model._base_manager.filter(**of) for model in self.mixed or (self.model,)]

    def in_one_order(self, row):
        """The same in their order, held until the transaction ends."""
        return in_order(each for rows in self.siblings(row) for each in rows.order_by("pk").select_for_update())

    def is_beside(self, row, other):
        """Whether two rows stand in one list on the page."""
        return all(getattr(row, self.attname(name)) == getattr(other, self.attname(name)) for name in self.group)

    def attname(self, name):
        """The attribute that tells what a field holds without a query; of a property, itself."""
        return next((column.attname for column in self.model._meta.concrete_fields if column.name == name), name)

    def adding(self, **known):
        """The address of the page that adds such a row, with what is known of it already."""
        return knowing(reverse("row-add", kwargs={"kind": self.name}), known)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows by their positions; those that were never put in order stand table by table, as they come."""
    return sorted(rows, key=lambda row: row.position)


def joined(model, keys, of=None, deep=3):
    """The joins for some keys of a table, and for what `of` says of the tables that they point at."""
    for key in keys if deep else ():
        yield key
        if "__" not in key:
            target = model._meta.get_field(key).related_model
            yield from (f"{key}__{further}" for further in (of or naming)(target, deep - 1))


def naming(model, deep=3):
    """The joins that name the rows of a table without another query."""
    return list(joined(model, getattr(model, "named_by", ()), naming, deep))


def above(model, deep=3):
    """The joins for the rows that a row stands in, and for their names."""
    within = getattr(model, "within", ())
    yield from joined(model, within, above, deep)
    yield from joined(model, within, naming, deep)


def page(name):
    """The place of rows that all stand on one page."""
    return lambda row: reverse(name)


def page_with(name, above=""):
    """The place of rows on a page that shows a part of its list at a time: its address names the row, or that above."""
    return lambda row: knowing(reverse(name), {"with": row and (getattr(row, above) if above else row)})


def knowing(address, known):
    """The address of a form with what is known already: rows by their numbers, what is empty or not saved left out."""
    numbers = {name: value.pk if isinstance(value, models.Model) else value for name, value in known.items()}
    query = {name: value for name, value in numbers.items() if value not in (None, "")}
    return f"{address}?{urlencode(query)}" if query else address


@dataclass
class Listing:
    """Some rows of one kind on a page.

    `known` is what a row that is added here has from the start; None if none is added. `below` gives the lists that
    stand under a row, `folded` away if they are long. `to` names the row to which is added, `pasted` the list of a
    pasted table whose rows would come here. `sums` are lines at the foot of a table: their words, and an amount for
    some columns by heading. `among` are all rows that stand in one order with these, if there are others. `page` is the
    page of a long list that these are.
    """

    kind: Kind
    rows: Iterable[Row]
    heading: str = ""
    known: dict[str, Any] | None = field(default_factory=dict)
    below: Callable[[Row], list["Listing"]] | None = None
    level: int = 2
    lead: str = ""
    sums: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    to: str = ""
    pasted: str = ""
    folded: bool = False
    read_only: bool = False
    among: list[Row] | None = None
    page: Page | None = None

    def shown(self, person, request=None):
        """All that the page's templates ask for, for a person who may or may not change it.

        A list that stands under no other row is given the `request`, whose address may ask for its table to be sorted.
        """
        may = not self.read_only and person.has_perm(self.kind.may)
        rows = list(self.rows)
        may_add = may and self.may_add(rows)
        entries = [self.entry(row, may, place, rows, person) for place, row in enumerate(rows)]
        as_table = self.kind.as_table and entries
        return {
            "kind": self.kind,
            "heading": self.heading,
            "level": self.level,
            "lead": self.lead,
            "to": self.to,
            "folded": self.folded,
            "page": self.page,
            "add": self.kind.adding(**self.known) if may_add else "",
            "paste": knowing(reverse("paste", args=[self.pasted]), self.known) if may_add and self.pasted else "",
            "may": may,
            "entries": entries,
            "table": table_of(self, entries, may, request) if as_table else None,
        }

    def may_add(self, rows):
        """Whether a row may be added to this list. Of a kind with `only_one` a row is added only if there is none."""
        return self.known is not None and not (self.kind.only_one and rows)

    def entry(self, row, may, place, rows, person):
        cells = [{"column": column, "value": column.of(row)} for column in self.kind.shown]
        named = next((cell for cell in cells if cell["column"].holds != "code"), cells[0])
        rows = rows if self.among is None else self.among
        place = place if self.among is None else rows.index(row)
        ordered = may and self.kind.is_ordered and len(rows) > 1
        return {
            "row": row,
            "name": str(named["value"] or row),
            "anchor": self.kind.anchor(row),
            "all_cells": cells,
            "code": next((cell["value"] for cell in cells if cell["column"].holds == "code"), ""),
            "title": named["value"],
            "facts": [
                cell
                for cell in cells
                if cell is not named
                and cell["column"].holds != "code"
                and cell["value"] != ""
                and cell["value"] is not None
            ],
            "leads": self.leads(row),
            "deeds": list(self.kind.deeds(row)) if may and self.kind.deeds else [],
            "up": ordered and place > 0,
            "down": ordered and place < len(rows) - 1,
            "lists": [listing.shown(person) for listing in self.below(row)] if self.below else [],
        }

    def leads(self, row):
        """Addresses and words of the pages about a row, its sheet first."""
        paper = self.kind.paper and self.kind.paper(row)
        return [*([paper] if paper else []), *(self.kind.leads(row) if self.kind.leads else ())]
