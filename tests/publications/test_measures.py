"""How tables are fitted onto paper: upright if they can be, low, no word broken, in boxes where nothing else helps."""

import pytest

from publications.blocks import Heading, Page, Prose, Table, TableColumn, TableGroup, TableRow
from publications.measures import LARGE, PRINT, fitted, in_boxes, laid, lies_across

LONG = "Fewer children come to harm, and more of them say that they were heard. " * 3
WIDTHS = (50, 25, 25, 20, 25, 40)  # as a section gives them


def table(headings, *rows, holds=(), **more):
    columns = tuple(
        TableColumn(heading=heading, width=width, holds=dict(holds).get(heading, "text"))
        for heading, width in zip(headings, WIDTHS, strict=False)
    )
    group = TableGroup(rows=tuple(TableRow(cells=cells) for cells in rows))
    return Table(key="t", caption="T", columns=columns, groups=(group,), **more)


FIGURES = table(
    ("Measure", "Period", "Figure", "Wanted", "Moved", "Source"),
    ("Children supported at each level of intervention: acute", "July 2015", "10.9%", "down", "up", "Police"),
    ("Children who witnessed it", "Not stated", "Not available: due to change in data system", "down", "", "Police"),
    holds=(("Figure", "figure"),),
)
WORDS = table(
    ("Ref", "Priority", "Wanted", "Figures", "Evidence", "Difference"),
    ("A", "Talk to each other", LONG, LONG, LONG, ""),
    ("B", "Listen to children", LONG, LONG, LONG, LONG),
    holds=(("Ref", "code"),),
    row_header=1,
)


@pytest.mark.parametrize("sizes", [PRINT, LARGE])
@pytest.mark.parametrize("made", [FIGURES, WORDS])
def test_no_column_breaks_a_word_and_together_they_are_as_wide_as_the_page(made, sizes):
    made = laid(made, sizes)
    across = sizes.across_wide if made.wide else sizes.across
    assert sum(column.width for column in made.columns) == 100
    for place, column in enumerate(made.columns):
        rows = [row.cells[place] for group in made.groups for row in group.rows]
        longest = max(len(word) for text in [column.heading, *rows] for word in text.split())
        assert column.width * across / 100 >= min(longest * sizes.letter, sizes.many), column.heading


def test_short_cells_leave_a_table_upright_whatever_widths_its_section_gave():
    assert not lies_across(FIGURES)
    assert lies_across(WORDS)


def test_the_widest_column_is_the_one_that_makes_the_table_high():
    measure, *others = fitted(FIGURES).columns
    assert measure.width > max(column.width for column in others)
    unchanged = table(("Goal", "Outcome", "Led by"), ("A", LONG, "B"))
    assert fitted(unchanged) == unchanged


def test_rows_of_words_become_boxes_where_even_a_landscape_page_is_too_narrow():
    """In ordinary print this one lies across; in large print each word would stand on a line by itself."""
    assert in_boxes(WORDS) == WORDS
    boxes = laid(WORDS, LARGE)
    assert not boxes.wide
    assert [group.heading for group in boxes.groups] == ["A: Talk to each other", "B: Listen to children"]
    assert [row.cells for row in boxes.groups[0].rows] == [("Wanted", LONG), ("Figures", LONG), ("Evidence", LONG)]
    assert boxes.groups[1].rows[-1].cells == ("Difference", LONG)


def test_figures_stay_below_each_other():
    money = table(("Ref", "A", "B", "C", "D", "E"), ("1", *[LONG] * 5), holds=(("E", "figure"),))
    assert in_boxes(money, LARGE) == money


@pytest.mark.parametrize(
    ("lead_in", "wide"),
    [((), True), ((Heading(text="H"), Prose(html="<p>Few words.</p>")), True), ((Prose(html=LONG * 5),), False)],
)
def test_a_section_opens_across_only_where_little_stands_before_its_wide_table(lead_in, wide):
    blocks = (*lead_in, laid(WORDS))
    assert Page(key="p", heading="P", contents_heading="P", label="", blocks=blocks).wide is wide
