"""Tables are known by their headings and by what is in them, and nothing is taken that isn't sure.

The tables stand in `tables.txt` with what each of them is, decided before they were tried.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kit.intake import rows, understanding
from kit.intake.cells import PastedCells
from kit.intake.lists import EXACTLY, known, tokens
from kit.intake.table import arrange
from kit.intake.types import column_type
from lscb.office.pasted_lists import KNOWN


def laid_out(lines):
    """A table as it is written in the file of tables."""
    grid = [[cell.strip() for cell in line.split("|")] for line in lines]
    width = max(map(len, grid))
    grid = [row + [""] * (width - len(row)) for row in grid]
    covered = {}
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            if cell in ("<", "^"):
                at = (row, column - 1) if cell == "<" else (row - 1, column)
                covered[row, column], grid[row][column] = covered.get(at, at), ""
    return PastedCells(grid, covered)


def tables():
    text = Path(__file__).with_name("tables.txt").read_text(encoding="utf-8")
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, *lines = part.strip("\n").split("\n")
        told = [word.strip() for word in (head + " |" * 7).split("|")][:8]
        yield pytest.param(laid_out(lines), *told[1:], id=told[0])


def numbers(told):
    return [int(each) for each in told.split(",") if each]


@pytest.mark.parametrize(("cells", "of", "columns", "first", "totals", "sections", "again", "on"), list(tables()))
def test_a_table_is_what_it_was_said_to_be(cells, of, columns, first, totals, sections, again, on):
    found = understanding.chosen(understanding.readings(cells, KNOWN.values()))
    assert (found.into.slug if found else "-") == of
    if found is None:
        return
    told = rows.rows_of(cells, found)
    assert found.columns == columns.split(",")
    assert found.first == int(first)
    assert told.are(rows.TOTAL, rows.DIFFERENCE) == numbers(totals)
    assert told.are(rows.SECTION) == numbers(sections)
    assert told.are(rows.AGAIN) == numbers(again)
    assert [row for row, likely in told.likely.items() if likely == rows.JOIN] == numbers(on)


@pytest.mark.parametrize("into", list(KNOWN.values()), ids=list(KNOWN))
def test_each_known_word_names_its_column(into):
    """A word of two columns would take the wrong one of them."""
    for column in into.columns:
        for words in (*column.known_by, column.label):
            assert known(words, into) == (column.name, EXACTLY), words


def test_plurals_and_signs_do_not_matter_in_a_heading():
    assert tokens("Key Successes:") == tokens("key success") == "key success"


def contributions(*lines, years="2016/17"):
    return arrange(laid_out(lines), KNOWN["contributions"], understanding.years_in(years))


@pytest.mark.parametrize(
    ("headings", "years", "columns"),
    [
        ("Agency | 2015/16 £ | 2016/17 £", "2016/17", ["payer", "", "amount"]),
        ("Agency | 2016/17 £ | 2015/16 £", "2016/17", ["payer", "amount", ""]),
        ("Agency | Amount 2015-16 | Amount 2016-17", "2016/17", ["payer", "", "amount"]),
        ("Agency | 15/16 amount | 16/17 amount", "2016/17", ["payer", "", "amount"]),
        # Another year by itself, too; both years; and no year is known.
        ("Agency | 2015/16 £ | Notes", "2016/17", ["payer", "", ""]),
        ("Agency | Amount 2016 | Amount 2017", "2016/17", ["payer", "", ""]),
        ("Agency | 2015/16 £ | 2016/17 £", "", ["payer", "", ""]),
        # Only one column claims to be the amount, and names no year.
        ("Agency | Amount | As last year", "2016/17", ["payer", "amount", ""]),
    ],
)
def test_the_amount_of_the_chosen_year_is_taken_and_that_of_another_never(headings, years, columns):
    table = contributions(headings, "Council | 40,000 | 43,000", "Police | 14,000 | 14,500", years=years)
    assert table.columns == columns


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2016/17", {(2016, 2017)}),
        ("2016-2017", {(2016, 2017)}),
        ("for 2016 – 2019", {(2016, 2019)}),
        ("16/17 £", {(2016, 2017)}),
        ("Budget 2016", {(2016, 2016)}),
        ("by 31/03/2016", set()),
        ("£2,016.17", set()),
        ("12/13 were met", {(2012, 2013)}),
        ("3/4 of them", set()),
    ],
)
def test_years_are_read_out_of_words(words, found):
    assert understanding.years_in(words) == found


def test_what_somebody_added_up_is_compared_with_the_rows():
    table = contributions("Agency | Amount", "Council | £50,000", "Police | £1,750", "Total | £48,250.00")
    [each] = rows.compared(table.cells, table.reading, table.told)
    assert (each.typed, each.rows, each.agrees) == (Decimal("48250.00"), Decimal(51750), False)


def test_totals_of_parts_and_of_all_are_each_compared_with_their_own():
    table = arrange(
        laid_out(
            [
                "Line | £",
                *("Partners | 80", "Courses | 20", "Total income | 100"),
                *("Staff | 60", "Sub total | 60", "Rooms | 10", "Sub-total | 10", "Total expenditure | 70"),
                "Balance | 30",
            ]
        ),
        KNOWN["budget-lines"],
    )
    found = rows.compared(table.cells, table.reading, table.told)
    assert [(each.words, each.agrees) for each in found] == [
        ("Total income", True),
        ("Sub total", True),
        ("Sub-total", True),
        ("Total expenditure", True),
        ("Balance", True),
    ]


def test_a_row_that_only_may_be_a_total_stays_and_is_asked_about():
    table = contributions("Agency | Amount", "Council | £50", "Police | £20", "All agencies | £60")
    assert table.roles[3] == rows.SAVE
    assert table.told.likely == {3: rows.OUT}
    added = contributions("Agency | Amount", "Council | £50", "Police | £20", "All agencies | £70")
    assert added.told.why[3] == rows.TOTAL


def test_a_merged_cell_fills_words_downwards_and_never_figures():
    cells = laid_out(["Role | Organisation | Name", "Nurse | City Hospital | A B", "Doctor | ^ | C D"])
    assert arrange(cells, KNOWN["members"]).in_full[2] == ["Doctor", "City Hospital", "C D"]
    money = laid_out(["Agency | Amount", "Council | £50", "Police | ^", "College | £5"])
    assert arrange(money, KNOWN["contributions"]).in_full[2] == ["Police", ""]


def test_rows_that_go_on_are_joined_only_if_somebody_says_so():
    table = arrange(
        laid_out(["Ref | Objective | Outcome", "1 | Keep up procedures and | All know", " | tell everyone | them"]),
        KNOWN["goals"],
    )
    assert table.roles[2] == rows.SAVE
    table.roles[2] = rows.JOIN
    assert table.own[1:] == [["1", "Keep up procedures and tell everyone", "All know them"], ["", "", ""]]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["£5", "1,000", "£3.50"], "money"),
        (["49.5%", "50%"], "share"),
        (["1", "2", "3"], "code"),
        (["A", "B", "C"], "code"),
        (["14", "9", "22"], "number"),
        (["1 June 2016", "14/9/2016"], "day"),
        (["June 2016", "Sept 2016"], "month"),
        (["R", "A", "G"], "rating"),
        (["✓", "✗", "✓"], "tick"),
        (["a@b.example", "c@d.example"], "address"),
        (["Essex Police", "City Council"], "organisation"),
        (["Some words", "Other words"], "words"),
        ([], ""),
    ],
)
def test_a_column_is_known_by_its_cells(cells, kind):
    assert column_type(cells) == kind
