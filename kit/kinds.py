"""What the office can edit, told as a table: a kind of row, its form, how it reads, its place, who may edit it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import View

from kit.forms import RowForm
from kit.rows import Ordered, Row


@dataclass(frozen=True)
class Column:
    """One thing that is read of a row: its heading, the row's field or a function of the row, and what it holds.

    `holds` is a class of the stylesheet (code, figure) or says that a narrative stands there (prose). The first column
    that holds no code names the row. `number` gives what a spreadsheet reckons with, beside the words.
    """

    heading: str
    value: str | Callable[[Row], Any]
    holds: str = ""
    number: Callable[[Row], Decimal | None] | None = None

    def of(self, row):
        if callable(self.value):
            return self.value(row)
        value, in_words = getattr(row, self.value), getattr(row, f"get_{self.value}_display", None)
        return in_words() if in_words and value not in (None, "") else value


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of row that people edit.

    `place` is the address of the page it stands on; `group` names the fields that, beside its parent, part one list
    from another; `owner` is the row whose history notes a new order, where that isn't its parent. A row that `lives`
    has a beginning and an end, and is ended rather than removed. `called` is the screen's word where the table's name
    is another, and `called_many` that for several where an s at its end is not enough. `running` gives the address of
    the sums that are shown while the row's form is filled in; `shelf` names the address of the page that lists rows
    which have a page of their own. `confirms` leads whoever changes something grave to where they prove anew who they
    are, and gives nothing where that isn't needed. `paper` gives the address and the words of a sheet about one row, to
    be printed.
    """

    form: type[RowForm]
    columns: tuple[Column, ...]
    place: Callable[[Row], str]
    may: str
    group: tuple[str, ...] = ()
    owner: Callable[[Row], Row | None] | None = None
    lives: bool = False
    as_table: bool = False
    only_one: bool = False
    called: str = ""
    called_many: str = ""
    shelf: str = ""
    running: Callable[[Row], str] | None = None
    confirms: Callable[[View, RowForm], HttpResponse | None] | None = None
    paper: Callable[[Row], tuple[str, str] | None] | None = None

    @property
    def model(self):
        return self.form._meta.model

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def noun(self):
        """What people call such a row: the table's name, or `called` where the screen has another word."""
        return self.called or str(self.model._meta.verbose_name)

    @property
    def nouns(self):
        named = f"{self.called}s" if self.called else str(self.model._meta.verbose_name_plural)
        return self.called_many or named

    @property
    def a_noun(self):
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    @property
    def is_ordered(self):
        return issubclass(self.model, Ordered)

    def anchor(self, row):
        return f"{self.name}-{row.pk}"

    def address(self, row):
        """Where the row stands, on its page."""
        return f"{self.place(row)}#{self.anchor(row)}"

    def around(self, row):
        """The page on which a row stands that isn't there yet, or isn't there any more."""
        return reverse(self.shelf) if self.shelf else self.place(row)

    def parent(self, row):
        """The row in whose history a new order is noted."""
        return self.owner(row) if self.owner else getattr(row, self.model.within[0])

    def siblings(self, row):
        """All rows that are in one order with this one."""
        return self.model._base_manager.filter(**{name: getattr(row, name) for name in self.model.within[:1]}).order_by(
            *(Ordered.Meta.ordering)
        )

    def is_beside(self, row, other):
        """Whether two rows stand in one list on the page."""
        return all(getattr(row, self.attname(name)) == getattr(other, self.attname(name)) for name in self.group)

    def attname(self, name):
        return self.model._meta.get_field(name).attname

    def adding(self, **known):
        """The address of the page that adds such a row, with what is known of it already."""
        return knowing(reverse("row-add", kwargs={"kind": self.name}), known)


def knowing(address, known):
    """The address of a form with what is known already: rows by their numbers, what is empty left out."""
    query = {
        name: value.pk if isinstance(value, models.Model) else value
        for name, value in known.items()
        if value not in (None, "")
    }
    return f"{address}?{urlencode(query)}" if query else address


@dataclass
class Listing:
    """Some rows of one kind on a page.

    `known` is what a row that is added here has from the start; None where none is added. `below` gives the lists that
    stand under a row, `folded` away where they are long. `to` names the row to which is added, `pasted` the list of a
    pasted table whose rows would come here. `sums` are lines at the foot of a table: their words, and an amount for
    some columns by heading.
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

    def shown(self, person):
        """All that the page's templates ask for, for a person who may or may not change it."""
        may = not self.read_only and person.has_perm(self.kind.may)
        rows = list(self.rows)
        may_add = may and self.may_add(rows)
        return {
            "kind": self.kind,
            "heading": self.heading,
            "level": self.level,
            "lead": self.lead,
            "to": self.to,
            "folded": self.folded,
            "add": self.kind.adding(**self.known) if may_add else "",
            "paste": knowing(reverse("paste", args=[self.pasted]), self.known) if may_add and self.pasted else "",
            "may": may,
            "entries": [self.entry(row, may, place, rows, person) for place, row in enumerate(rows)],
            "columns": self.kind.columns,
            "sums": [
                (words, [(column, amounts.get(column.heading, "")) for column in self.kind.columns[1:]])
                for words, amounts in self.sums
            ],
        }

    def may_add(self, rows):
        """Whether one more may stand in this list; of what there is only one, only where there is none."""
        return self.known is not None and not (self.kind.only_one and rows)

    def entry(self, row, may, place, rows, person):
        cells = [{"column": column, "value": column.of(row)} for column in self.kind.columns]
        named = next((cell for cell in cells if cell["column"].holds != "code"), cells[0])
        ordered = may and self.kind.is_ordered and len(rows) > 1
        return {
            "row": row,
            "name": str(named["value"] or row),
            "anchor": self.kind.anchor(row),
            "cells": cells,
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
            "paper": self.kind.paper and self.kind.paper(row),
            "up": ordered and place > 0,
            "down": ordered and place < len(rows) - 1,
            "lists": [listing.shown(person) for listing in self.below(row)] if self.below else [],
        }
