"""Every word of a pasted table is saved, struck through where it stands, or named: the words are added up.

What is counted here rests on what stands in the records afterwards, not on what the intake says of itself.
"""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from kit.incoming import files
from kit.incoming.shape import IncomingCell, IncomingTable, NoTable
from kit.intake import accounts, looking, rows
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.reading import numbers
from lscb.office import brought
from lscb.office.pasted_lists import KNOWN, LISTS
from membership.roles import Role
from tests import factories as make
from tests.kit.test_understanding import tables
from tests.test_pasted_tables import TABLES, sample
from tests.test_pasting import arranged

pytestmark = pytest.mark.django_db

# Words that are read into something that isn't a text: whether somebody chairs, that a place is empty, a month.
READ = Counter(
    accounts.words_of(
        "chair vice position vacant none n a subject to confirmation january february march april may june july august "
        "september october november december jan feb mar apr jun jul aug sept oct nov dec tuesday apols ü û"
    )
    * 400
)
# How an action goes: each such word is a rating of its own.
RATINGS = {"green": "on-track", "g": "on-track", "amber": "at-risk", "a": "at-risk", "r": "off-track"}
# Why there is no figure, or no more of it than this.
SIGNS = {"[c]": "suppressed", "<5": "fewer than 5"}
# Cells of which the one who pastes is asked what they mean: what she makes of them.
ANSWERED = {"figures": {"*": "[c]"}}


@pytest.fixture
def parents():
    make.BoardFactory()
    plan = make.PlanFactory()
    return {
        "plan": plan,
        "part": None,
        "period": make.ReportingPeriodFactory(label="2014/15"),
        "budget": make.BudgetFactory(financial_year="2016/17"),
        "body": make.BodyFactory(kind="board"),
    }


def unaccounted(table, outcome, looks):
    """The words of a table that are in no saved row, not struck through and not named."""
    left = Counter()
    for number, row in enumerate(table.cells.rows):
        for place, cell in enumerate(row):
            is_struck = table.roles[number] == rows.OUT or not table.columns[place]
            left += Counter() if is_struck else accounts.bag(cell)
    saved = [row for each in outcome.saved.values() for row in each]
    values = [getattr(row, column.attname) for row in saved for column in row._meta.concrete_fields]
    left -= accounts.bag(*(each for each in values if isinstance(each, str)))
    left -= accounts.bag(*table.headings, *outcome.headings.values(), *(look.words for look in looks))
    return left - READ, values


def figures(table):
    """The amounts of all cells that will be saved; a code may look like one and is kept as it is typed."""
    for number, row in enumerate(table.cells.rows):
        for place in table.reading.figures:
            is_figure = table.columns[place] not in ("", "code") and row[place] not in SIGNS
            if is_figure and table.roles[number] == rows.SAVE and row[place]:
                yield getattr(numbers.read(row[place], of=table.reading.types[place]), "value", None)


def read_into(table, values, column, known):
    """The words of a column that say one thing of a few, each found as often among what is saved."""
    cells = [
        row[place].casefold() for row in table.cells.rows for place, name in enumerate(table.columns) if name == column
    ]
    said = [words for words in cells if words in known]
    assert not Counter(known[words] for words in said) - Counter(each for each in values if isinstance(each, str))
    return accounts.bag(*said)


def check(table, parents, by):
    into = table.into
    chosen = {parent.name: parents[parent.name] for parent in into.parents}
    with transaction.atomic():
        outcome = Intake(into, chosen, by).run(table, save=True)
        assert not outcome.problems
        assert not outcome.general
        left, values = unaccounted(table, outcome, looking.looks(table, outcome))
        transaction.set_rollback(True)
    left -= read_into(table, values, "rating", RATINGS) + read_into(table, values, "figure", SIGNS)
    of_figures = Counter(each for each in values if isinstance(each, Decimal))
    for figure in figures(table):
        assert of_figures[figure] > 0, f"{figure} isn't saved"
        of_figures[figure] -= 1
    # What is left are figures that were read into numbers, and years of months.
    assert not {word for word in left if not word.isdigit()}, left


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["word", "excel", "text", "writer", "calc", "calc as text"])
def test_no_word_of_the_first_plan_is_lost(parents, kind, name):
    check(arranged(sample(kind, name), LISTS[TABLES[name][0]]), parents, make.UserFactory())


WITH_A_LIST = [pytest.param(case.values[0], case.values[1], id=case.id) for case in tables() if case.values[1] in LISTS]


@pytest.mark.parametrize(("cells", "of"), WITH_A_LIST)
def test_no_word_of_any_table_is_lost(parents, cells, of):
    table = arrange(cells, KNOWN[of], {(2021, 2022), (2026, 2027)})
    said = ANSWERED.get(of, {"<5": "£0"})
    table.cells.rows = [[said.get(cell, cell) for cell in row] for row in table.cells.rows]
    if of == "attendance":  # it marks seats that are there
        names = dict.fromkeys(row[place] for row in cells.rows[1:] for place in [table.columns.index("who")])
        for name in names:
            make.SeatFactory(body=parents["body"], role=name)
    check(table, parents, make.UserFactory(roles=[Role.EDITOR]))  # who may add an indicator with its figures


KINDS = sorted(each for each in (Path(__file__).parent / "pasted" / "kinds").iterdir() if each.is_file())


@pytest.mark.parametrize("path", KINDS, ids=[path.name for path in KINDS])
def test_every_word_that_came_in_is_in_a_piece_or_named(path):
    """From what the readers give to the pages: nothing is lost between them."""
    data = path.read_bytes()
    try:
        incoming = files.read(data.decode() if path.suffix == ".html" else data)
        found = brought.of(incoming)
    except (NoTable, UnicodeDecodeError):
        return
    came = accounts.bag(*(words_of(block) for block in incoming.blocks), *(each.words for each in incoming.left_out))
    kept = accounts.bag(*found.left, *(piece.name for piece in found.pieces if piece.sort in ("heading", "table")))
    kept += accounts.bag(*(cell for piece in found.pieces for row in piece.cells.rows for cell in row))
    assert came - kept == Counter()
    # The same after it was kept as a draft and found again.
    assert brought.fields_of(brought.from_fields(brought.fields_of(found))) == brought.fields_of(found)


def words_of(block):
    if isinstance(block, IncomingTable):
        cells = (cell for row in block.rows for cell in row if isinstance(cell, IncomingCell))
        return " ".join([block.name, *(cell.words for cell in cells)])
    return block.words
