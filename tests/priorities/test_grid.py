"""Figures typed into the grid: saved as one, taken back as one, asked about, and never written over another's."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kit import clock
from membership.roles import Role
from priorities import grid
from priorities.models import Observation
from tests import factories as make

pytestmark = pytest.mark.django_db
JUNE, SEPTEMBER = "20150401-20150630-during", "20150701-20150930-during"


@pytest.fixture
def officer():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.DATA_OFFICER], name="Officer"))
    return client


@pytest.fixture
def line(monkeypatch):
    """A share with one figure, of which the next quarter is owed on 1 December 2015."""
    monkeypatch.setattr(clock, "today", lambda: date(2015, 12, 1))
    of = make.IndicatorFactory(
        name="On time", key="on-time", unit="per-cent", decimals=1, every="quarter", year_type="financial"
    )
    line = make.SeriesFactory(indicator=of, name="All")
    make.ObservationFactory(
        series=line, value=10, starts=date(2015, 4, 1), ends=date(2015, 6, 30), timing="during", period_as_printed="Q1"
    )
    return line


PAGE = "/office/figures/on-time/"


def fields(page):
    """What the page's form would send as it stands."""
    inputs = re.findall(r"<input ([^>]*)>", page.content.decode())
    found = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in inputs]
    return {
        name[1]: value[1] if value else ""
        for name, value in found
        if name and name[1] not in ("q", "csrfmiddlewaretoken")
    }


def cell(line, slug):
    return f"c-{line.pk}-{slug}"


def save(client, typed, **more):
    return client.post(PAGE, fields(client.get(PAGE)) | typed | more)


def told(line):
    rows = line.observation_set.order_by("ends", "pk")
    return [(seen.period, seen.value, seen.state, seen.first_value) for seen in rows]


def test_a_figure_is_changed_the_owed_one_added_and_both_taken_back_at_once(officer, line):
    page = officer.get(PAGE)
    assert f'name="{cell(line, SEPTEMBER)}"' in page.content.decode()
    answer = save(officer, {cell(line, JUNE): "11.5%", cell(line, SEPTEMBER): "c"})
    assert answer.status_code == 302
    assert told(line) == [("Q1", Decimal("11.5"), "", None), ("Q2 2015/16", None, "suppressed", None)]
    added = Observation.objects.get(ends=date(2015, 9, 30))
    assert (added.starts, added.timing) == (date(2015, 7, 1), "during")
    page = officer.get(PAGE).content.decode()
    assert "Saved: 2 figures." in page
    back = re.search(r'action="(/office/figures/on-time/back/[0-9]+/)"', page)[1]
    officer.post(back)
    assert told(line) == [("Q1", 10, "", None)]
    # Once is enough.
    assert "Nothing of this is left" in officer.post(back, follow=True).content.decode() or told(line) == [
        ("Q1", 10, "", None)
    ]


def test_what_somebody_changed_since_is_not_taken_back(officer, line):
    save(officer, {cell(line, JUNE): "12"})
    back = re.search(r"/office/figures/on-time/back/[0-9]+/", officer.get(PAGE).content.decode())[0]
    save(officer, {cell(line, JUNE): "13"})
    page = officer.post(back, follow=True).content.decode()
    assert "changed since" in page
    assert told(line)[0][1] == 13


def test_all_or_nothing(officer, line):
    page = save(officer, {cell(line, JUNE): "12", cell(line, SEPTEMBER): "twelve"})
    assert page.status_code == 200
    words = page.content.decode()
    assert "There is a problem" in words
    assert words.count('aria-invalid="true"') == 1
    assert 'value="twelve"' in words
    assert 'value="12"' in words
    assert told(line) == [("Q1", 10, "", None)]


@pytest.mark.parametrize(
    ("typed", "asks", "sends"),
    [
        ("125%", "125% is no share of a whole", "sure"),
        ("*", "a small number that isn’t shown", "_meant"),
        ("", "This takes the figure out of the records", "sure"),
    ],
)
def test_what_may_be_a_slip_is_asked_about_with_a_button(officer, line, typed, asks, sends):
    page = save(officer, {cell(line, JUNE): typed})
    words = page.content.decode()
    assert asks in words
    assert told(line) == [("Q1", 10, "", None)]
    value = re.search(rf'name="{sends}" value="([^"]*)">[A-Za-z]', words)[1]
    assert officer.post(PAGE, fields(page) | {sends: value}).status_code == 302
    assert (
        told(line)
        == {
            "125%": [("Q1", 125, "", None)],
            "*": [("Q1", None, "suppressed", None)],
            "": [],
        }[typed]
    )


def test_counts_are_compared_with_the_share(officer, line):
    Observation.objects.filter(series=line).update(numerator=30, denominator=40)
    assert (
        "30 out of 40 is 75.0%, and the figure says 80.0%" in save(officer, {cell(line, JUNE): "80"}).content.decode()
    )
    assert save(officer, {cell(line, JUNE): "75"}).status_code == 302


@pytest.mark.parametrize(
    ("was_provisional", "typed", "kept", "is_revised", "is_provisional"),
    [
        (False, "12", None, False, False),  # a slip put right
        (False, "12 r", 10, True, False),
        (True, "12", 10, True, False),  # the final figure
        (True, "12 p", None, False, True),
        (True, "12 p r", 10, True, True),
        (True, "10", None, False, False),
    ],
)
def test_a_revised_figure_keeps_the_one_before(officer, line, was_provisional, typed, kept, is_revised, is_provisional):
    Observation.objects.filter(series=line).update(provisional=was_provisional)
    assert save(officer, {cell(line, JUNE): typed}).status_code == 302
    seen = line.observation_set.get()
    assert (seen.first_value, seen.revised, seen.provisional) == (kept, is_revised, is_provisional)


def test_a_new_period_is_read_and_one_without_days_is_asked_about(officer, line):
    new = cell(line, grid.NEW)
    assert "Say which period" in save(officer, {new: "9"}).content.decode()
    assert "No figure stands below this period" in save(officer, {"period": "Q3 2015/16"}).content.decode()
    assert save(officer, {new: "9", "period": "Q4 2014/15"}).status_code == 302
    assert told(line)[0][:2] == ("Q4 2014/15", 9)
    page = save(officer, {new: "8", "period": "previous quarter"})
    assert "No day can be read off" in page.content.decode()
    assert officer.post(PAGE, fields(page) | {"sure": "period previous quarter"}).status_code == 302
    assert line.observation_set.filter(ends=None).count() == 1
    # The same days under another name are the same period.
    assert save(officer, {new: "7", "period": "Q4 2014/15"}).status_code == 200


def test_a_year_of_which_nobody_said_when_it_begins_is_asked_about(officer, line):
    line.indicator.year_type = ""
    line.indicator.save()
    page = save(officer, {cell(line, grid.NEW): "9", "period": "2014/15"})
    offers = re.findall(r'name="_meant" value="(period [^"]*)"', page.content.decode())
    assert offers == ["period 2014/15 (April 2014 to March 2015)", "period 2014/15 (September 2014 to August 2015)"]
    assert officer.post(PAGE, fields(page) | {"_meant": offers[1]}).status_code == 302
    assert line.observation_set.get(period_as_printed="2014/15").ends == date(2015, 8, 31)


def test_two_who_type_into_one_cell(officer, line):
    mine = fields(officer.get(PAGE))
    other = Client()
    other.force_login(make.UserFactory(roles=[Role.EDITOR], name="Other"))
    save(other, {cell(line, JUNE): "20"})
    page = officer.post(PAGE, mine | {cell(line, JUNE): "30"})
    words = page.content.decode()
    assert "“20.0%” was saved here" in words
    assert 'value="30"' in words
    assert told(line)[0][1] == 20
    # Saved again, it is put in the place of the other.
    assert officer.post(PAGE, fields(page)).status_code == 302
    assert told(line)[0][1] == 30


def test_two_who_type_into_different_cells_and_a_cell_that_was_filled_meanwhile(officer, line):
    mine = fields(officer.get(PAGE))
    save(officer, {cell(line, JUNE): "20", cell(line, SEPTEMBER): "40"})
    # The page of before typed nothing there: what stands is left.
    answer = officer.post(PAGE, mine | {cell(line, grid.NEW): "5", "period": "Q4 2014/15"})
    assert answer.status_code == 302
    assert [value for _, value, _, _ in told(line)] == [5, 20, 40]
    page = officer.post(PAGE, mine | {cell(line, SEPTEMBER): "50"}).content.decode()
    assert "“40.0%” was saved here" in page
    assert [value for _, value, _, _ in told(line)] == [5, 20, 40]


def test_who_may_only_read_sees_no_field(line):
    approver = Client()
    approver.force_login(make.UserFactory(roles=[Role.APPROVER]))
    page = approver.get(PAGE).content.decode()
    assert "10.0%" in page
    assert "c-" not in "".join(re.findall(r'name="([^"]*)"', page))
    assert approver.post(PAGE, {cell(line, JUNE): "3"}).status_code == 403


def test_shares_of_a_whole_come_to_a_hundred_and_other_figures_are_not_added_up():
    of = make.IndicatorFactory(unit="per-cent")
    for value in ("41.3", "32.8", "25.8"):
        line = make.SeriesFactory(indicator=of)
        make.ObservationFactory(series=line, value=Decimal(value), ends=date(2015, 7, 31), timing="as-at")
    rows = grid.rows_of(of)
    columns = grid.columns_of(of, rows, date(2015, 8, 1))
    [total] = grid.totals(rows, columns, "per-cent")
    assert (total["total"], total["is_off"]) == (Decimal("99.9"), False)
    assert grid.totals(rows, columns, "number") == []


def test_periods_across_eight_at_a_time(officer, line):
    for number in range(12):
        ends = date(2010, number + 1, 28)
        make.ObservationFactory(series=line, value=number, ends=ends, timing="as-at", period_as_printed=f"P{number}")
    page = officer.get(PAGE).content.decode().partition('class="grid"')[2]
    assert "Earlier periods" in page
    assert ">P11<" in page
    assert ">P0<" not in page
    assert ">P0<" in officer.get(f"{PAGE}?earlier=1").content.decode().partition('class="grid"')[2]


def test_the_heads_of_narrow_columns_have_short_months():
    names = ("November 2015", "July 2015 to September 2015", "Q1 2015/16", "Mayors")
    heads = [grid.GridPeriod(slug="", name=name).head for name in names]
    assert heads == ["Nov 2015", "Jul 2015 to Sep 2015", "Q1 2015/16", "Mayors"]


def test_the_address_of_an_owed_period_is_no_way_to_any_other_day(officer, line):
    answer = save(officer, {f"c-{line.pk}-20159999-20150930-during": "5", f"c-{line.pk}-junk": "6"})
    assert answer.status_code == 302
    assert told(line) == [("Q1", 10, "", None)]


def test_a_definition_that_changes_keeps_the_old_one_with_its_day():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    of = make.IndicatorFactory(name="On time", definition="Within 10 days", unit="number")
    address = reverse("row-edit", args=["indicator", of.pk])
    sent = {"name": "On time", "definition": "Within 15 days", "unit": "number", "decimals": "0", "version": "1"}
    page = client.post(address, sent).content.decode()
    assert "Say since when the new definition holds" in page
    assert 'name="since"' in page
    client.post(address, sent | {"since": "1 April 2016", "breaks": "on"})
    of.refresh_from_db()
    former = of.redefinition_set.get()
    assert of.definition == "Within 15 days"
    assert (former.before, former.on, former.breaks) == ("Within 10 days", date(2016, 4, 1), True)
    client.post(address, sent | {"definition": "Within fifteen days", "same": "on", "version": "2"})
    of.refresh_from_db()
    assert of.definition == "Within fifteen days"
    assert of.redefinition_set.count() == 1


# What stands above the grid

DURING = {"timing": "during", "period_as_printed": ""}


@pytest.fixture
def months(line):
    """A line of six months, with five children each but for the last."""
    of = make.IndicatorFactory(name="Missing", key="runaways", unit="number", decimals=0, every="month")
    months = make.SeriesFactory(indicator=of, name="All")
    for month in range(1, 7):
        ends = date(2015, month + 1, 1) - timedelta(days=1)
        make.ObservationFactory(
            series=months, value=7 if month == 6 else 5, starts=date(2015, month, 1), ends=ends, **DURING
        )
    return months


def above(page):
    """What stands above the grid, as it is read."""
    return page.content.decode().partition('<form method="post" class="grid"')[0]


def test_the_figures_are_drawn_under_what_was_wanted_of_them(officer, months):
    plan = make.PlanFactory(period_as_printed="2016 - 2019")
    goal = make.GoalFactory(plan=plan, code="A", title="Safe at home")
    make.AimFactory(goal=goal, series=months, wanted="down")
    page = above(officer.get("/office/figures/runaways/"))
    wanted, drawn = page.index("Wanted: down."), page.index("<svg")
    assert wanted < page.index("A Safe at home (2016 - 2019)") < drawn
    assert "Line chart: Missing. Jan 2015 5" in page
    assert "No aim says" not in page


def test_small_figures_are_drawn_for_the_office(officer, months):
    make.SmallNumbersRuleFactory(is_usual=True)
    page = above(officer.get("/office/figures/runaways/"))
    assert "Jan 2015 5" in page
    assert "held back" not in page


def test_too_few_figures_are_not_drawn_and_without_an_aim_that_is_said(officer, line):
    page = above(officer.get(PAGE))
    assert "<svg" not in page
    assert "No aim says which way it is to go." in page


def test_a_figure_does_not_run_into_its_period(officer, months, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2015, 7, 1))
    page = above(officer.get("/office/figures/runaways/"))
    assert '<b>7</b> <span class="quiet">(June 2015, yesterday)</span>' in page


def test_what_was_done_lately_names_the_period_as_the_page_does(officer, line):
    save(officer, {cell(line, SEPTEMBER): "12"})
    page = officer.get(PAGE).content.decode().partition("<h2>Lately</h2>")[2]
    assert "<li>Q2 2015/16 added" in page
    make.ObservationFactory(series=line, value=1, starts=date(2015, 10, 1), ends=date(2015, 10, 31), **DURING)
    assert "<li>October 2015 added" in officer.get(PAGE).content.decode()


@pytest.mark.parametrize("number", [2, 20])
def test_the_page_asks_as_often_for_many_breakdowns(officer, months, number, django_assert_max_num_queries):
    for place in range(number - 1):
        other = make.SeriesFactory(indicator=months.indicator, name=f"Part {place}")
        for seen in months.observation_set.all():
            make.ObservationFactory(series=other, value=seen.value, starts=seen.starts, ends=seen.ends, **DURING)
    with django_assert_max_num_queries(60):
        officer.get("/office/figures/runaways/")
