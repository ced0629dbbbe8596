"""What somebody brought in, on its way into the lists: kept on the server with all that they chose and corrected.

A page shows a part of it and sends back its corrections only. It is kept as a draft (`kit.drafts`), so that what keeps,
offers and removes people's unsaved text does so here, too: each cell is a text of its own in it.
"""

import json
import re
from dataclasses import dataclass, field

from kit import clock
from kit.drafts.models import Draft
from kit.incoming.shape import Incoming, IncomingTable
from kit.intake import cells as tables
from kit.intake.cells import PastedCells
from kit.pasting import NoTable
from kit.signs import tidy

TABLE, LIST, WORDS, HEADING = "table", "list", "words", "heading"
LONGEST = 8_000_000  # signs of all cells with their names
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_SIGNS = 10_500, 40, 110_000, 1_500_000
AT_MOST = (
    f"At most {MOST_ROWS:,} rows, {MOST_COLUMNS} columns and {MOST_CELLS:,} cells can be pasted at once: "
    "paste it in parts."
)


@dataclass
class BroughtPiece:
    """A table, a list, words or a heading that were brought, under the heading `name`; and what was chosen for it.

    `into` is the list that its rows go to, `where` the parents that were chosen, `columns` and `roles` what each column
    and row is, `sure` the cells that stay as they are. `looked` is the sign of what somebody has looked at.
    """

    sort: str = TABLE
    name: str = ""
    level: int = 0
    html: str = ""
    cells: PastedCells = field(default_factory=lambda: PastedCells([]))
    into: str = ""
    where: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    sure: set[tuple[int, int]] = field(default_factory=set)
    looked: str = ""


@dataclass
class Brought:
    """All that came in one paste or one file, in its order, and what was left out of it by name.

    `refused` are sentences on why a large table wasn't saved when that was tried, until somebody goes on with it.
    """

    pieces: list[BroughtPiece] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    name: str = ""
    where: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self):
        return [piece for piece in self.pieces if piece.sort != WORDS]


def of(incoming: Incoming, name="") -> Brought:
    """What came in as pieces: each table, each list, and the words between, with the heading each stands under."""
    found, heading, level = Brought(name=name), "", 0
    found.left = [
        f"{dropped.what}: {dropped.words}" if dropped.words else dropped.what for dropped in incoming.left_out
    ]
    if len(incoming.sheets) > 1:
        first, *others = (f"“{sheet}”" for sheet in incoming.sheets)
        found.left.append(f"the workbook’s other sheets, {', '.join(others)}; {first} was read")
    for block in incoming.blocks:
        if isinstance(block, IncomingTable):
            cells = tables.of(block)
            cells.name = heading or block.name
            found.pieces.append(BroughtPiece(TABLE, cells.name, level, cells=cells))
        elif block.kind == "heading":
            heading, level = block.words, block.level
            found.pieces.append(BroughtPiece(HEADING, heading, level))
        else:
            add_text(found, block, heading, level)
    found.pieces = [piece for piece in found.pieces if piece.sort == HEADING or piece.cells.rows]
    for cells in (piece.cells for piece in found.pieces):
        height, width = len(cells.rows), cells.width
        if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_CELLS:
            raise NoTable(f"The table has {height:,} rows and {width:,} columns. {AT_MOST}")
        if sum(len(cell) for row in cells.rows for cell in row) > MOST_SIGNS:
            raise NoTable("This is too much to paste at once. Paste one table at a time.")
    return found


def add_text(found, block, heading, level):
    """Put a paragraph or an item to the words or the list before it, or begin new ones."""
    sort = LIST if block.kind == "item" else WORDS
    last = found.pieces[-1] if found.pieces else None
    if not last or last.sort != sort or last.name != heading:
        last = BroughtPiece(sort, heading, level)
        found.pieces.append(last)
    words = tidy(block.words)
    last.html = f"{last.html}<p>{block.html}</p>" if sort == WORDS else with_item(last.html, block)
    if sort == LIST and block.level and last.cells.rows:
        last.cells.rows[-1][0] += f"\n- {words}"
    elif words:
        last.cells.rows.append([words])


def with_item(html, item):
    """The mark-up of a list with one more item: numbered if its mark is a number, inside the last if it is deeper."""
    said, number = f"<li>{item.html}</li>", re.match(r"[0-9]+", item.label)
    if item.level and html:
        body, end = html[: -len("</li></ul>")], html[-len("</li></ul>") :]
        return f"{body}<ul>{said}</ul>{end}"
    if html:
        return f"{html[: -len('</ul>')]}{said}{html[-len('</ul>') :]}"
    return f'<ol start="{number[0]}">{said}</ol>' if number else f"<ul>{said}</ul>"


def single(found: Brought) -> Brought:
    """What was brought for one list: its tables, or else a list with what stands after it; the rest is named."""
    wanted = [piece for piece in found.pieces if piece.sort == TABLE]
    if not wanted:
        lists = [piece for piece in found.pieces if piece.sort == LIST]
        first = found.pieces.index(lists[0]) if lists else 0
        rows = [row for piece in found.pieces[first:] for row in piece.cells.rows]
        wanted, found.pieces = [BroughtPiece(LIST, cells=PastedCells(rows))] if rows else [], found.pieces[:first]
    if not wanted:
        raise NoTable("There is no table in this. Select the whole table in Word or Excel and copy it.")
    for piece in found.pieces:
        words = " ".join(" ".join(row) for row in piece.cells.rows) or piece.name
        if piece.sort != TABLE and words:
            found.left.append(f"words beside the table: {words}")
    found.pieces = wanted
    return found


def several(found: Brought) -> Brought:
    """All that was brought, if there is anything in it."""
    if not any(piece.cells.rows for piece in found.pieces):
        raise NoTable(
            "There is nothing in this. Select all of it in Word, copy it and paste it here, or choose the file."
        )
    return found


# Kept as a draft

MARK = "_pieces"  # no form can send a field of such a name into a draft


def fields_of(found: Brought) -> dict[str, list[str]]:
    """All of it as the fields of a form: lists of texts by name."""
    fields = {MARK: [str(len(found.pieces))], "left": found.left, "refused": found.refused, "name": [found.name]}
    fields["where"] = [f"{name} {value}" for name, value in found.where.items()]
    for number, piece in enumerate(found.pieces):
        cells = piece.cells
        own = {
            "sort": [piece.sort],
            "name": [piece.name],
            "level": [str(piece.level)],
            "html": [piece.html],
            "width": [str(cells.width)],
            "cells": [cell for row in cells.rows for cell in row],
            "covered": [f"{row} {column} {at[0]} {at[1]}" for (row, column), at in cells.covered.items()],
            "troubles": [f"{row} {column} {words}" for (row, column), words in cells.troubles.items()],
            "said": cells.said,
            "marked": [str(cells.marked)],
            "into": [piece.into],
            "where": [f"{name} {value}" for name, value in piece.where.items()],
            "columns": piece.columns,
            "roles": piece.roles,
            "sure": [f"{row} {column}" for row, column in sorted(piece.sure)],
            "looked": [piece.looked],
        }
        fields |= {f"{number}.{name}": values for name, values in own.items()}
    return fields


def from_fields(fields: dict[str, list[str]]) -> Brought | None:
    """What was kept; None if the fields are those of another form."""
    if MARK not in fields:
        return None
    found = Brought(left=fields["left"], refused=fields.get("refused", []), name=fields["name"][0])
    found.where = dict(each.split(" ", 1) for each in fields["where"])
    for number in range(int(fields[MARK][0])):
        own = {name: fields[f"{number}.{name}"] for name in KEPT}
        width = int(own["width"][0])
        rows = [own["cells"][at : at + width] for at in range(0, len(own["cells"]), width or 1)]
        covered = [tuple(map(int, each.split())) for each in own["covered"]]
        troubles = [each.split(" ", 2) for each in own["troubles"]]
        cells = PastedCells(
            rows,
            {(row, column): (at, beside) for row, column, at, beside in covered},
            {(int(row), int(column)): words for row, column, words in troubles},
            own["said"],
            own["name"][0],
            int(own["marked"][0]),
        )
        found.pieces.append(
            BroughtPiece(
                own["sort"][0],
                own["name"][0],
                int(own["level"][0]),
                own["html"][0],
                cells,
                own["into"][0],
                dict(each.split(" ", 1) for each in own["where"]),
                own["columns"],
                own["roles"],
                {tuple(map(int, each.split())) for each in own["sure"]},
                own["looked"][0],
            )
        )
    return found


KEPT = (
    "sort", "name", "level", "html", "width", "cells", "covered", "troubles", "said", "marked", "into", "where",
    "columns", "roles", "sure", "looked",
)  # fmt: skip


def keep(person, form, key, word, found: Brought) -> Draft | None:
    """Keep it for a person in place of what the same page kept before; None if it is too much."""
    fields = json.dumps(fields_of(found), ensure_ascii=False)
    if len(fields) > LONGEST:
        return None
    return Draft.objects.update_or_create(
        person_id=person, form=form, key=key, word=word, defaults={"fields": fields, "saved": clock.now()}
    )[0]


def kept(draft: Draft | None) -> Brought | None:
    return from_fields(json.loads(draft.fields)) if draft else None
