"""Form fields for what is put into a section: a table filled in cell by cell, and a picture."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import get_template

from kit import pasting
from kit.fields import TextField
from kit.incoming.shape import Incoming, IncomingCell, NoTable
from kit.uploads import UploadField
from kit.wording import counted
from publications import grids
from publications.files import pictures

CELL = re.compile(r"-(\d{1,6})-(\d{1,6})")
MORE_ROWS, MORE_COLUMNS = 3, 1  # empty ones, to be filled in
FIRST_ROWS, FIRST_COLUMNS = 5, 4  # of a table in which nothing stands yet


class GridInput(forms.Widget):
    """A table with an input for each cell, and empty rows and a column to go on. It needs no script."""

    template_name = "kit/grid_input.html"

    class Media:
        css = {"all": ["css/insets.css"]}

    def _render(self, template_name, context, renderer=None):
        # Forms look for their templates among Django's own; this one is among ours.
        return get_template(template_name).render(context)

    def get_context(self, name, value, attrs):
        rows = grids.read(value or "")
        wide = min(grids.MOST_COLUMNS, max(FIRST_COLUMNS, max(map(len, rows), default=0) + MORE_COLUMNS))
        high = min(grids.MOST_ROWS, max(FIRST_ROWS, len(rows) + MORE_ROWS))
        words = [
            [rows[row][place] if row < len(rows) and place < len(rows[row]) else "" for place in range(wide)]
            for row in range(high)
        ]
        lines = [
            {
                "number": row,
                "cells": [
                    {
                        "name": f"{name}-{row}-{place}",
                        "words": cell,
                        "label": self.label(row, place),
                        "many": "\n" in cell,
                    }
                    for place, cell in enumerate(line)
                ],
            }
            for row, line in enumerate(words)
        ]
        return super().get_context(name, value, attrs) | {"heads": lines[0], "lines": lines[1:]}

    @staticmethod
    def label(row, place):
        """What a cell is called for whoever hears it."""
        column = f"column {place + 1}"
        return f"Head of {column}" if not row else f"Row {row}, {column}" if place else f"Name of row {row}"

    def value_from_datadict(self, data, files, name):
        if name in data:
            return data[name]
        cells = {}
        for field, words in data.items():
            if field.startswith(f"{name}-") and (found := CELL.fullmatch(field, len(name))):
                cells[int(found[1]), int(found[2])] = words
        # A name says how far a table goes: one that says more than there can be is left out.
        cells = {at: words for at, words in cells.items() if at[0] < grids.MOST_ROWS and at[1] < grids.MOST_COLUMNS}
        high, wide = (max((at[side] for at in cells), default=-1) + 1 for side in (0, 1))
        return grids.write([[cells.get((row, place), "") for place in range(wide)] for row in range(high)])

    def value_omitted_from_data(self, data, files, name):
        return name not in data and not any(field.startswith(f"{name}-") for field in data)

    def id_for_label(self, id_):
        return f"{id_}-0-0"

    def use_required_attribute(self, initial):
        return False


class GridField(TextField):
    """A table: a head for each column, a name for each row."""

    widget = GridInput

    def to_python(self, value):
        return grids.write(grids.read(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        rows = grids.read(value)
        if len(rows) < 2:
            raise ValidationError("Fill in the heads, and at least one row below them.")
        if len(rows) > grids.MOST_ROWS or len(rows[0]) > grids.MOST_COLUMNS:
            raise ValidationError(
                f"The table has {counted(len(rows), 'row')} and {counted(len(rows[0]), 'column')}; the most are "
                f"{grids.MOST_ROWS} and {grids.MOST_COLUMNS}. Nobody reads so much on paper: divide it, or shorten it."
            )
        headless = [str(place) for place, head in enumerate(rows[0], start=1) if not head]
        if headless:
            raise ValidationError(f"Give each column a head. There is none in column {', '.join(headless)}.")
        nameless = [str(number) for number, row in enumerate(rows[1:], start=1) if not row[0]]
        if nameless:
            raise ValidationError(
                f"The first column names each row. There is no name in row {', '.join(nameless[:10])}."
            )
        longest = max(len(cell) for row in rows for cell in row)
        if longest > grids.LONGEST_CELL:
            raise ValidationError(f"A cell holds {longest:,} signs; the most are {grids.LONGEST_CELL:,}. Shorten it.")


def pasted_rows(given: str) -> tuple[str, list[str]]:
    """The one table of what was pasted, as the text of a grid, and in sentences what of it was left out or is doubtful.

    Raises ValidationError. Read apart: never in a transaction.
    """
    try:
        came = pasting.read(given)
    except NoTable as why:
        raise ValidationError(str(why)) from why
    if not came.tables:
        raise ValidationError("There is no table in this. Copy the table itself, with its heads.")
    table = came.tables[0]
    rows = [[cell.words if isinstance(cell, IncomingCell) else "" for cell in row] for row in table.rows]
    return grids.write(grids.filled([[words.strip() for words in row] for row in rows])), [*said_of(came, table)]


def said_of(came: Incoming, table):
    """What whoever pasted a table has to know of how it was read."""
    yield from came.said
    cells = [cell for row in table.rows for cell in row if isinstance(cell, IncomingCell)]
    if any(cell.down > 1 or cell.across > 1 for cell in cells):
        yield "Cells were merged: each stands in its first place, and the others are empty."
    yield from dict.fromkeys(sentence for cell in cells for sentence in filter(None, (cell.trouble, *cell.said)))
    if len(came.tables) > 1:
        yield f"This holds {len(came.tables)} tables, and the first was read."
    if outside := [block.words for block in came.blocks if block not in came.tables and block.words.strip()]:
        yield f"Words outside of the table were left out: {counted(len(outside), 'paragraph')}."
    for what, words in dict.fromkeys((dropped.what, dropped.words) for dropped in came.left_out):
        yield f"Left out: {what}{f' (“{words[:80]}”)' if words else ''}."


class PictureField(UploadField):
    """A picture, drawn anew. Its cleaned value is a `DrawnPicture`, or None if none was brought."""

    def __init__(self, **kwargs):
        kinds = {"accept": "image/png,image/jpeg"}
        super().__init__(**({"required": False, "widget": forms.FileInput(attrs=kinds)} | kwargs))
        self.read = None

    def read_now(self, file):
        """Read it before a transaction begins: it takes a second, in a process of its own."""
        try:
            self.read = self.drawn(file)
        except ValidationError as refusal:
            self.read = refusal

    def drawn(self, file):
        if file is None:
            return None
        if file.size > pictures.MOST_BYTES:
            raise ValidationError(
                f"The file is larger than {pictures.MOST_BYTES // 1_000_000} MB. Save the picture smaller."
            )
        brought = super().clean(file)
        try:
            return pictures.take(brought.read())
        except pictures.PictureRefused as why:
            raise ValidationError(str(why)) from why

    def clean(self, data, initial=None):
        if isinstance(self.read, ValidationError):
            raise self.read
        return self.read
