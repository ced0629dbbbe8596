"""Charts: what is drawn, what isn't, what is read out, and that every figure of one stands in a table too."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit import colour as colours
from priorities.aims import rounded
from priorities.points import in_time
from priorities.xmr import xmr
from publications import drawing, render
from publications import sections as layout
from publications.blocks import Bar, BarDrawing, Chart, LineDrawing, Page, ShareDrawing, Table, TableGroup
from publications.content.base import Control, Period
from publications.content.figures import Indicator, Measured, Observation, Series, Usual
from publications.content.goals import Aim
from publications.files import word
from publications.sections import charts, money_charts
from tests.publications.test_checks import document
from tests.word_reading import WordFile, faults

pytest_plugins = ["tests.southend"]

SECTION = type("Section", (), {"key": "progress"})
values = st.none() | st.decimals(0, 5000, places=1)
left = st.none() | st.decimals(-50_000, 50_000, places=2)
any_colour = st.tuples(*[st.integers(0, 255)] * 3)


def monthly(*figures, first=10):
    """Figures of month after month from October 2013; None is not available."""
    for number, figure in enumerate(figures):
        year, month = divmod(12 * 2013 + first - 1 + number, 12)
        told = {"state": "not-available"} if figure is None else {"value": Decimal(figure)}
        period = Period(words="", ends=date(year, month + 1, 28))
        yield Observation(key=f"k{number}", period=period, timing="as-at", **told)


def printed(**figures):
    """Figures of periods in words, the dated ones at the end of a year."""
    for words, figure in figures.items():
        ends = date(int(words[-4:]), 3, 31) if words[-4:].isdigit() else None
        yield Observation(
            key=words, period=Period(words=words.replace("_", " "), ends=ends), timing="", value=Decimal(figure)
        )


def series(observations, name="All", key="all"):
    """A line with what is usual of it, as `compose` tells it."""
    line = Series(key=key, name=name, observations=tuple(observations))
    seen = list(charts.seen_of(indicator(), line))
    placed = in_time(seen)
    found = xmr(placed.values)
    marks = {point.seen.key: " ".join(rules) for point, rules in zip(placed.points, found.marks, strict=True)}
    usual = [
        Usual(key="k0", last=seen[-1].key, figures=part.baseline, left_out=part.left_out, **levels(part))
        for part in found.parts
        if part.mean is not None
    ]
    told = tuple(replace(each, marks=marks.get(each.key, "")) for each in line.observations)
    return replace(line, observations=told, usual=tuple(usual))


def levels(part):
    return {name: rounded(getattr(part, name), 2) for name in ("mean", "lower", "upper")}


def indicator(*lines, unit="number", decimals=0):
    return Indicator(key="i", name="Children seen", unit=unit, decimals=decimals, owed_by="", series=lines)


def drawn(*lines, aims=(), **more):
    return list(charts.of_indicator(SECTION, indicator(*lines, **more), aims))


def aim(wanted, target=None):
    measured = Measured(key="i", series="all", name="x", unit="number", decimals=0)
    return Aim(key="a", words="x", wanted=wanted, target=target, measured=measured)


def points(svg):
    """The places of all figures that a line chart draws."""
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)
    return circles + re.findall(r'<path d="M([\d.]+) ([\d.]+) m', svg)


def table_cells(table):
    return [cell for group in table.groups for row in group.rows for cell in row.cells]


# Which figures are drawn, and how


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ([series(monthly(3))], []),
        ([series(monthly(3, 4))], ["bars"]),
        ([series(monthly(3, 4, 5))], ["bars"]),
        ([series(monthly(3, 4, 5, 6))], ["line"]),
        ([series(monthly(3, None, None, 6))], ["bars"]),
        ([series(monthly(1, 2, 3, 4), "a", "a"), series(monthly(1, 2, 3, 4), "b", "b")], ["line"]),
        ([series(monthly(1, 2, 3, 4), str(n), str(n)) for n in range(4)], ["line"] * 4),
        ([], []),
    ],
)
def test_a_line_needs_four_figures_and_two_or_three_are_bars(lines, kinds):
    assert [chart.drawing.kind for chart in drawn(*lines)] == kinds


@pytest.mark.parametrize("number", range(4, 26))
def test_however_many_months_there_are_each_row_of_the_table_has_a_cell_for_each_column(number):
    """Nine to eleven months, less than a year, once had fewer heads than cells, and no page could be made."""
    [chart] = drawn(series(monthly(*range(number))))
    for group in chart.table.groups:
        for row in group.rows:
            assert len(row.cells) == len(row.numbers) == len(chart.table.columns)
    figures = [cell for cell in table_cells(chart.table) if cell.isdigit()]
    assert figures == [str(each) for each in range(number)]


def test_figures_of_which_nobody_knows_the_later_are_not_set_side_by_side():
    undated = [Observation(key=key, period=Period(words=""), timing="", value=Decimal(2)) for key in "ab"]
    assert drawn(series(undated)) == []


def test_shares_of_a_hundred_are_parts_of_a_bar():
    before_and_now = [("Stage 2", 40, 45), ("Stage 1", 60, 55)]
    lines = [series(printed(before=b, July_2015=n), name, name) for name, b, n in before_and_now]
    [chart] = drawn(*lines, unit="per-cent", decimals=1)
    assert isinstance(chart.drawing, ShareDrawing)
    assert chart.words == (
        "Stacked bars, each a hundred per cent: Children seen. Before: Stage 2 40.0%, Stage 1 60.0%. "
        "July 2015: Stage 2 45.0%, Stage 1 55.0%."
    )
    [other] = drawn(*[replace(line, name=f"{line.name}0") for line in lines[:1]], lines[0], unit="per-cent")
    assert isinstance(other.drawing, BarDrawing)


def test_twelve_figures_are_an_xmr_chart_that_says_what_is_unusual_and_how_it_was_reckoned():
    [chart] = drawn(series(monthly(*[9, 11] * 6, 30)), aims=[aim("down")])
    assert chart.words == (
        "XmR chart: Children seen. 13 figures from Oct 2013, 9, to Oct 2014, 30. "
        "Improvement: Oct 2013 to Sep 2014, each one of seven or more in a row on one side of the mean. "
        "Concern: Oct 2014, outside the usual range. Mean 11.5, usual range 6.2 to 16.9."
    )
    assert chart.notes[-1] == "The mean and the limits rest on 13 figures; 1 step was left out as too far."
    assert drawing.draw(chart).count('class="f-worry"') == 2  # the figure, and the key
    [chart] = drawn(series(monthly(*[9, 11] * 5, 9)))
    assert not chart.drawing.usual
    assert "mean" not in drawing.draw(chart)


def test_a_figure_that_is_not_there_is_never_drawn_and_its_place_says_why():
    [chart] = drawn(series(monthly(3, 4, None, 5, 6)))
    svg = drawing.draw(chart)
    assert len(points(svg)) == 4
    assert len(re.findall(r'<path d="M[^m]+" fill="none"', svg)) == 2  # two runs, and nothing over the gap
    assert "not available" in svg
    assert "Dec 2013 not available" in chart.words
    assert "Not available" in table_cells(chart.table)


@pytest.mark.parametrize("state", ["suppressed", "withheld"])
def test_a_figure_to_be_withheld_is_in_no_drawing_though_it_were_recorded(state):
    observations = [*monthly(3, 4, 777, 5, 6)]
    observations[2] = replace(observations[2], state=state)
    [chart] = drawn(series(observations))
    assert "777" not in drawing.draw(chart) + chart.words
    assert len(points(drawing.draw(chart))) == 4


def test_a_break_parts_the_line_and_says_what_changed():
    [chart] = drawn(series(monthly(3, 4, 5, 6)))
    [line] = chart.drawing.lines
    marks = (*line.marks[:2], replace(line.marks[2], breaks="counted anew"), line.marks[3])
    svg = drawing.draw(replace(chart, drawing=replace(chart.drawing, lines=(replace(line, marks=marks),))))
    assert "counted anew" in svg
    assert len(re.findall(r'<path d="M[^m]+" fill="none"', svg)) == 2


# The drawing itself


def check_drawing(svg, words):
    """What a page may hold, and letters that stand where they can be seen."""
    assert re.match(r"<svg [^>]*><title>", svg)
    assert not re.search(r"<(style|script)|\s(id|style|on\w+)=", svg)
    assert svg.count("<title>") == 1
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    for x, y in re.findall(r'<text x="(-?[\d.]+)" y="(-?[\d.]+)"', svg):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height
    for number in re.findall(r'\s(?:x\d?|y\d?|cx|cy|width|height)="([^"]*)"', svg):
        assert float(number) >= 0
    assert "None" not in svg.replace(words, "")


@given(st.lists(values, max_size=30), st.sampled_from(["up", "down", ""]), st.none() | st.decimals(0, 900, places=1))
def test_any_series_is_drawn_within_its_frame(figures, wanted, target):
    known = [figure for figure in figures if figure is not None]
    for chart in drawn(series(monthly(*figures)), aims=[aim(wanted, target)]):
        svg = drawing.draw(chart)
        check_drawing(svg, chart.words)
        if isinstance(chart.drawing, LineDrawing):
            keys = len({mark.meaning for line in chart.drawing.lines for mark in line.marks} - {""})
            assert len(points(svg)) == len(known) + keys


@given(st.lists(st.lists(values, min_size=2, max_size=2), min_size=2, max_size=15))
def test_any_amounts_are_drawn_within_their_frame(things):
    for chart in money_charts.of_amounts(
        "money", "Money", [(f"Payer {n}", tuple(t)) for n, t in enumerate(things)], str
    ):
        chart = replace(chart, drawing=replace(chart.drawing, names=("Estimate", "Outturn")))
        check_drawing(drawing.draw(chart), chart.words)


@given(
    st.integers(2, 30).flatmap(
        lambda years: st.lists(st.lists(left, min_size=years, max_size=years), min_size=1, max_size=3)
    )
)
def test_what_is_left_in_any_years_is_drawn_within_its_frame(lines):
    table = Table(key="left", caption="Left", columns=(), groups=(TableGroup(rows=()),))
    years = [f"{2016 + place}/{17 + place}" for place in range(len(lines[0]))]
    named = list(zip(["As planned", "Without", "If that changes"], lines, strict=False))
    for chart in money_charts.over_years(table, years, named):
        check_drawing(drawing.draw(chart), chart.words)
        assert isinstance(chart.drawing, LineDrawing) is (len(years) >= 4)


def test_words_of_the_board_are_words_in_the_drawing():
    bar = Bar(name="<script>x</script> & Co", values=(Decimal(2),), words=("2",))
    svg = drawing.draw(Chart(caption="x", words="Bar chart: <b>", drawing=BarDrawing(bars=(bar,))))
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Co" in svg
    assert "<title>Bar chart: &lt;b&gt;</title>" in svg


@given(any_colour)
def test_shares_can_be_told_apart_in_grey_whatever_the_colour_of_the_board(own):
    for brightnesses in (colours.TONES, colours.TONES_IN_THE_DARK):
        tones = list(colours.tones(own, brightnesses).values())
        assert all(colours.contrast(*two) >= 2 for two in pairwise(tones))
    palette = drawing.looks(own)
    assert colours.contrast(colours.read(palette.main), colours.WHITE) >= 3
    for tone in palette.tones:
        best = max(colours.contrast(colours.read(tone), colours.read(ink)) for ink in (drawing.PAPER, drawing.INK))
        assert best >= 4.5


def test_a_sparkline_needs_four_figures_and_breaks_at_a_gap():
    assert drawing.sparkline([Decimal(1)] * 3, "x") == ""
    svg = drawing.sparkline([*map(Decimal, (1, 2)), None, *map(Decimal, (3, 4))], "5 months")
    assert svg.count("<path") == 2
    assert "<title>5 months</title>" in svg


# In the documents


def charts_of(pages):
    for page in pages:
        for place, block in enumerate(page.blocks):
            if isinstance(block, Chart):
                later = [each for each in page.blocks[place:] if isinstance(each, Table) and each.key == block.of]
                yield block, block.table or next(iter(later), None)


@pytest.mark.django_db
def test_each_chart_of_the_report_has_words_and_its_figures_in_a_table(report):
    found = list(charts_of(layout.pages(report)))
    assert [chart.caption for chart, _ in found] == [
        "Priority D: Percentage of children and their families supported at each level of intervention",
        "Priority D: Number of children with a child protection plan",
        "Contributions for 2016/17",
        "Spending in 2016/17",
    ]
    for chart, table in found:
        bars, lines = getattr(chart.drawing, "bars", ()), getattr(chart.drawing, "lines", ())
        figures = [words for bar in bars for words in bar.words]
        points = [mark.words for line in lines for mark in line.marks]
        assert figures or points
        assert {*figures, *points} <= set(table_cells(table)), chart.caption
        # Of a longer line the words tell the ends, and what is unusual.
        assert all(words in chart.words for words in figures)


@pytest.mark.django_db
def test_a_section_without_the_tick_draws_nothing(content):
    assert list(charts_of(layout.pages(content))) == []


def test_a_word_copy_holds_the_drawing_with_its_words_and_the_figures():
    [chart] = drawn(series(monthly(3, 4, 5, 6)))
    page = Page(key="a", heading="A", contents_heading="A", label="", blocks=(chart,))
    copy = word.make(document(), (page,), Control())
    file = WordFile(copy)
    assert not list(faults(file))
    [name] = [name for name in file.zip.namelist() if name.endswith(".svg")]
    assert file.zip.read(name).decode() == drawing.draw(chart)
    assert f'descr="{chart.words}"' in file.zip.read("word/document.xml").decode()
    assert "Oct 2013" in file.text


def test_screen_and_paper_draw_the_same():
    [chart] = drawn(series(monthly(3, 4, 5, 6)))
    html = render.page("document/_blocks.html", {"blocks": [chart]})
    assert drawing.draw(chart) in html
    assert html.index("<svg") < html.index("<table")


# Figures of others


def compared(observations, whose, name="All", key="other"):
    return replace(series(observations, name, key), compares=whose)


def test_a_line_of_others_is_named_and_drawn_as_theirs():
    ours, theirs = monthly(1, 2, 3, 4), monthly(5, 6, 7, 8)
    both = indicator(compared(theirs, "england"), series(ours))
    [chart] = charts.of_indicator(SECTION, both)
    assert [(line.name, line.compares) for line in chart.drawing.lines] == [
        ("Our own figures", False),
        ("England, to compare", True),
    ]
    assert [column.heading for column in chart.table.columns] == ["Period", "Our own figures", "England, to compare"]
    assert "England, to compare: Oct 2013 5" in chart.words
    svg = drawing.draw(chart)
    ours, theirs = drawing.kinds_of(chart.drawing.lines)
    assert ours == drawing.KINDS[0]
    assert theirs in drawing.OTHERS
    assert svg.count(drawing.CROSSES["cross"]) == 5, "four figures and the key"


def test_no_stroke_or_mark_of_others_is_one_of_ours():
    assert not {kind[2:] for kind in drawing.KINDS} & {kind[2:] for kind in drawing.OTHERS}
    assert not {kind[3] for kind in drawing.KINDS} & {kind[3] for kind in drawing.OTHERS}


def test_what_is_usual_is_no_question_of_others():
    many = [*[9, 11] * 6, 30]
    alone = indicator(compared(monthly(*many), "region"))
    [chart] = charts.of_indicator(SECTION, alone)
    assert not chart.drawing.usual
    assert chart.caption.endswith("The region, to compare")
    with_ours = indicator(series(monthly(*many)), compared(monthly(*many), "region"))
    usual, beside = charts.of_indicator(SECTION, with_ours)
    assert usual.drawing.usual
    assert [line.compares for line in usual.drawing.lines] == [False]
    assert [line.compares for line in beside.drawing.lines] == [False, True]
    assert not beside.drawing.usual


def test_others_may_begin_later_and_end_sooner():
    later = indicator(series(monthly(1, 2, 3, 4, 5, 6)), compared(monthly(7, 7, 7, 7, first=11), "england"))
    [chart] = charts.of_indicator(SECTION, later)
    _, theirs = chart.drawing.lines
    assert [mark.value for mark in theirs.marks] == [None, 7, 7, 7, 7, None]
    assert [mark.why for mark in theirs.marks if mark.why] == ["missing", "missing"]


def test_bars_of_others_are_thin_and_shares_are_ours_alone():
    by_year = {"in_2014": 40, "in_2015": 60}
    both = indicator(series(printed(**by_year)), compared(printed(in_2014=50, in_2015=55), "england"))
    [chart] = charts.of_indicator(SECTION, both)
    assert [bar.compares for bar in chart.drawing.bars] == [False, True]
    heights = set(re.findall(r'<rect [^>]*height="(\d+)"', drawing.draw(chart)))
    assert {"13", "6"} <= heights
    shares = replace(
        indicator(
            series(printed(in_2014=40, in_2015=60), "Boys", "boys"),
            series(printed(in_2014=60, in_2015=40), "Girls", "girls"),
            compared(printed(in_2014=51, in_2015=52), "england", "Boys"),
        ),
        unit="per-cent",
    )
    [chart] = charts.of_indicator(SECTION, shares)
    assert chart.drawing.names == ("Boys", "Girls")
    assert [row.cells[0] for row in chart.table.groups[0].rows] == ["Boys", "Girls", "Boys (England, to compare)"]
