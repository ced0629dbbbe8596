"""Charts that the office places in a section: composed, frozen, drawn, told of in changes and checks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from editions import changes
from publications import render
from publications import sections as layout
from publications.blocks import Chart, Table
from publications.checks import check
from publications.checks import figures as figures_checks
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control, Period
from publications.content.document import Section
from publications.content.figures import Indicator, Observation, PlacedChart, Redefinition, Series
from publications.files import word
from publications.models import NarrativeChart
from publications.sections import charts
from tests import factories as make
from tests.publications.test_checks import document
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db


def yearly(*figures, first=2010, **told):
    """Figures of year after year as at the end of March."""
    return tuple(
        Observation(
            key=f"k{first + place}",
            period=Period(words="", ends=date(first + place, 3, 31)),
            timing="as-at",
            value=Decimal(figure),
            **told,
        )
        for place, figure in enumerate(figures)
    )


def indicator(key, *series, **told):
    return Indicator(key=key, name=key.title(), unit="number", decimals=0, owed_by="Police", series=series, **told)


def placed(*indicators, words="It rose."):
    return PlacedChart(key="help", heading="Help and harm", indicators=indicators, words=words)


def with_chart(chart):
    section = Section(
        key="words",
        place="own-words",
        heading="Words",
        contents_heading="Words",
        label="Section 1",
        before="<p>Before.</p>",
        records=None,
        after="<p>After.</p>",
        placed=(chart,),
    )
    return document(section)


def blocks_of(chart):
    return layout.pages(with_chart(chart))[0].blocks


HELP = indicator("help", Series(key="all", name="All", observations=yearly(1, 2, 3, 4)))
HARM = indicator("harm", Series(key="all", name="All", observations=yearly(9, 8, 7, 6, 5)))


def test_lines_of_several_indicators_stand_in_one_drawing_with_their_words_and_a_table():
    _, chart, _ = blocks_of(placed(HELP, HARM))
    assert (chart.caption, chart.anchor) == ("Help and harm", "words-help")
    assert [line.name for line in chart.drawing.lines] == ["Help", "Harm"]
    assert chart.notes == ("It rose.",)
    assert [column.heading for column in chart.table.columns] == ["Period", "Help", "Harm"]
    # Help has ended by 2014: no figure, and no nought.
    assert chart.table.groups[0].rows[-1].cells == ("Mar 2014", "Missing", "5")
    assert "Help: Mar 2010 1, Mar 2011 2, Mar 2012 3, Mar 2013 4, Mar 2014 missing." in chart.words


def test_a_chart_without_lines_prints_nothing_and_the_checks_name_it():
    assert [block.html for block in blocks_of(placed())] == ["<p>Before.</p>", "<p>After.</p>"]
    [found] = figures_checks.charts_that_draw_nothing(with_chart(placed()), date(2016, 6, 1))
    assert [(place.words, place.anchor) for place in found.places] == [("Help and harm", "words")]


def test_a_line_with_periods_between_those_of_another_has_a_drawing_of_its_own():
    half = tuple(
        replace(each, period=replace(each.period, ends=date(each.period.ends.year, 9, 30)))
        for each in HARM.series[0].observations
    )
    odd = indicator("harm", Series(key="all", name="All", observations=half))
    assert [each.caption for each in charts.of_chosen(AT, placed(HELP, odd))] == [
        "Help and harm: Help",
        "Help and harm: Harm",
    ]


AT = type("Section", (), {"key": "words"})


def test_a_change_in_one_indicator_breaks_only_its_own_line():
    broken = replace(HARM, redefinitions=(Redefinition(key="r", on=date(2012, 1, 1), why="New form", breaks=True),))
    [chart] = charts.of_chosen(AT, placed(HELP, broken))
    ours, theirs = chart.drawing.lines
    assert not any(mark.breaks for mark in ours.marks)
    assert [mark.breaks for mark in theirs.marks if mark.breaks] == ["New form"]


def test_what_cannot_be_drawn_stands_in_a_table_and_a_check_names_it():
    chart = placed(indicator("help", Series(key="all", name="All", observations=yearly(1))))
    kinds = [type(block) for block in blocks_of(chart)]
    assert Chart not in kinds
    assert Table in kinds
    [found] = [each for each in check(with_chart(chart), today=date(2016, 6, 1)) if each.check == "placed charts"]
    assert "1 chart can’t be drawn" in found.words
    assert found.places[0].anchor == "words-help"
    assert not [
        each for each in check(with_chart(placed(HELP)), today=date(2016, 6, 1)) if each.check == "placed charts"
    ]


def test_lines_of_two_units_are_not_set_side_by_side():
    """The form refuses them; a unit can be changed later."""
    assert not list(charts.of_chosen(AT, placed(HELP, replace(HARM, unit="per-cent"))))


def test_a_line_that_is_too_short_to_be_drawn_beside_others_stands_in_a_table():
    short = indicator("harm", Series(key="all", name="All", observations=yearly(9, 8)))
    _, chart, table, _ = blocks_of(placed(HELP, short))
    assert [line.name for line in chart.drawing.lines] == ["Help"]
    assert table.caption == "Help and harm: too few figures to draw"
    assert [row.cells[2] for row in table.groups[0].rows] == ["9", "8"]


def test_a_figure_that_is_not_to_be_shown_is_found_in_a_chart_too():
    hidden = yearly(3, state="suppressed")
    chart = placed(indicator("help", Series(key="all", name="All", observations=(*yearly(1, 2), *hidden))))
    [found] = [each for each in check(with_chart(chart), today=date(2016, 6, 1)) if each.check == "withheld"]
    assert found.places[0].anchor == "words-help"
    assert ">3<" not in render.paper(with_chart(chart), Control())


def test_screen_paper_and_word_have_the_figures():
    content = with_chart(placed(HELP, HARM))
    paper = render.paper(content, Control())
    assert "<svg" in paper
    made = WordFile(word.make(content, layout.numbered(layout.pages(content)), Control()))
    for text in (paper, made.text):
        assert "Help and harm" in text
        assert "It rose." in text
        assert "Mar 2013" in text


def test_what_changed_names_the_chart_and_its_figure():
    old = with_chart(placed(HELP, HARM))
    more = replace(HARM, series=(replace(HARM.series[0], observations=yearly(9, 8, 7, 6, 4)),))
    [change] = changes.changes(old, with_chart(placed(HELP, more)))
    assert "Help and harm" in change.what
    assert change.is_fact
    [gone] = changes.changes(old, replace(old, sections=(replace(old.sections[0], placed=()),)))
    assert "Help and harm" in gone.what


# From the records


@pytest.fixture
def chart():
    make.BoardFactory()
    section = make.NarrativeFactory(heading="Words")
    return make.NarrativeChartFactory(narrative=section, heading="Help and harm", words="It rose.")


def test_a_section_holds_its_charts_with_the_lines_that_were_chosen(chart):
    line = make.ChartLineFactory(chart=chart)
    other = make.SeriesFactory(indicator=line.series.indicator, name="Not chosen")
    for series in (line.series, other):
        make.ObservationFactory(series=series, value=5, ends=date(2015, 3, 31))
    content = compose(chart.narrative.publication, on=date(2016, 6, 1))
    [found] = content.sections[0].placed
    assert (found.heading, found.words) == ("Help and harm", "It rose.")
    [indicator] = found.indicators
    assert [series.key for series in indicator.series] == [line.series.key]
    assert codec.read(codec.write(content), codec.SCHEMA) == content


def test_a_report_draws_nothing_of_a_time_after_its_own(chart):
    publication = chart.narrative.publication
    publication.reporting_period = make.ReportingPeriodFactory(starts=date(2014, 4, 1), ends=date(2015, 3, 31))
    publication.save()
    line = make.ChartLineFactory(chart=chart)
    for year in (2013, 2015, 2016):
        make.ObservationFactory(series=line.series, value=year, ends=date(year, 3, 31))
    [found] = compose(publication, on=date(2016, 6, 1)).sections[0].placed
    assert [seen.value for seen in found.indicators[0].series[0].observations] == [2013, 2015]


def test_composing_asks_as_often_for_seven_charts_as_for_two(chart):
    def asked(number):
        for _ in range(number):
            more = make.NarrativeChartFactory(narrative=chart.narrative)
            make.ObservationFactory(series=make.ChartLineFactory(chart=more).series)
        with CaptureQueriesContext(connection) as queries:
            compose(chart.narrative.publication, on=date(2016, 6, 1))
        return len(queries)

    assert asked(2) == asked(5)


def test_without_a_chart_the_text_of_a_document_is_what_it_was():
    make.BoardFactory()
    content = compose(make.NarrativeFactory().publication, on=date(2016, 6, 1))
    assert "placed" not in codec.write(content)


def test_one_drawing_has_one_unit(chart, client):
    client.force_login(make.SuperuserFactory())
    make.ChartLineFactory(chart=chart, series__indicator__unit="number")
    share = make.SeriesFactory(indicator__unit="per-cent")
    answer = client.post(f"/office/add/chartline/?chart={chart.pk}", {"series": share.pk})
    assert "counted in another unit" in answer.content.decode()
    assert NarrativeChart.objects.get().chartline_set.count() == 1


def test_the_office_places_a_chart_at_a_section(chart, client):
    client.force_login(make.SuperuserFactory())
    line = make.ChartLineFactory(chart=chart)
    publication = chart.narrative.publication
    page = client.get(f"/office/publications/{publication.kind}/{publication.slug}/sections/").content.decode()
    assert "Help and harm" in page
    assert str(line) in page


def test_a_small_number_is_held_back_in_a_chart_and_so_is_what_would_give_it_away(chart):
    """Of the lines that stand beside the chosen one the chart shows nothing; what is held back hangs on them."""
    make.SmallNumbersRuleFactory(name="Fewer than six", is_usual=True)
    indicator = make.IndicatorFactory(unit="number")
    span = {"timing": "during", "starts": date(2015, 4, 1), "ends": date(2015, 6, 30)}
    lines = [make.SeriesFactory(indicator=indicator, name=name) for name in ("All", "Stage 1", "Stage 2")]
    for line, value in zip(lines, (53, 3, 50), strict=True):
        make.ObservationFactory(series=line, value=value, **span)
    for line in lines[1:]:
        make.ChartLineFactory(chart=chart, series=line)
    [found] = compose(chart.narrative.publication, on=date(2016, 6, 1)).sections[0].placed
    assert [seen.value for each in found.indicators[0].series for seen in each.observations] == [None, None]
