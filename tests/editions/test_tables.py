"""A document's tables as files for spreadsheets: numbers stay numbers, and nothing is taken for a formula."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions import tables
from kit.sheets import harmless
from publications.blocks import Table, TableColumn, TableGroup, TableRow

pytest_plugins = ["tests.southend"]

MONEY = Table(
    key="money",
    of="line",
    caption="Money",
    columns=(TableColumn(heading="Line"), TableColumn(heading="Estimate", holds="figure")),
    groups=(
        TableGroup(
            heading="Staff",
            rows=(
                TableRow(key="manager", cells=("Manager", "£1,000.50"), numbers=(None, Decimal("1000.50"))),
                TableRow(key="reserve", cells=("- Drawn\n- Saved", "-£500"), numbers=(None, Decimal(-500))),
                TableRow(key="training", cells=("Training", "Not stated"), numbers=(None, None)),
            ),
        ),
    ),
    totals=(TableRow(cells=("Total", "£500.50"), numbers=(None, Decimal("500.50"))),),
)


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_with_groups_and_a_total():
    assert read(tables.as_csv(MONEY)) == [
        ["Group", "Line", "Estimate (as printed)", "Estimate (number)", "Row or total", "Key"],
        ["Staff", "Manager", "£1,000.50", "1000.50", "row", "line-manager"],
        ["Staff", "• Drawn\n• Saved", "'-£500", "-500", "row", "line-reserve"],
        ["Staff", "Training", "Not stated", "", "row", "line-training"],
        ["", "Total", "£500.50", "500.50", "total", ""],
    ]


def test_excel_is_told_that_it_is_utf_8():
    assert tables.as_csv(MONEY).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        '"=1+1"',
        "'=1+1",
        "“=1+1”",
        " =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "=\u0338 1",
    ],
)
def test_what_a_spreadsheet_would_reckon_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Plain words", "£5", "50%", "a=b", "(1)", "A - B", "“Plain”", "1-2"])
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == text


@given(st.text(max_size=12))
def test_no_cell_of_words_begins_like_a_formula(text):
    table = Table(
        key="t", caption="", columns=(TableColumn(heading="H"),), groups=(TableGroup(rows=(TableRow(cells=(text,)),)),)
    )
    line = tables.as_csv(table).decode("utf-8-sig").split("\r\n", 1)[1]
    assert not line.removeprefix('"').startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_two_tables_of_one_name_are_two_files(content):
    names = list(tables.tables(content))
    assert len(names) == len(set(names)) == len(tables.captions(content)) > 5


def test_the_money_of_the_real_plan(content):
    lines = read(tables.tables(content)["contributions"])
    assert ["CCG", "26.0%", "26", "£22,620", "22620.00", "row", "contribution-ccg"] in lines
    assert sum(Decimal(line[4]) for line in lines[1:] if line[5] == "row") == Decimal(87000)
    assert lines[-1][4] == "87000.00"


def test_every_figure_of_the_document_has_its_number(content, report):
    """A layout that forgets the numbers behind a column of figures would leave the file empty there."""
    for document in (content, report):
        for table in tables._tables(document).values():
            figures = [place for place, column in enumerate(table.columns) if column.holds == "figure"]
            for row in [*(row for group in table.groups for row in group.rows), *table.totals]:
                for place in figures:
                    printed = row.cells[place]
                    if printed[0].isdigit() or printed[0] in "£-":
                        assert row.numbers[place] is not None, (table.caption, row.cells)


def test_a_spreadsheet_makes_no_day_of_a_meeting(content):
    head, *rows = read(tables.tables(content)["meetings"])
    assert head[-2:] == ["Month", "Key"]
    assert ["2016-06", "meeting-june-2016"] in [row[-2:] for row in rows]
