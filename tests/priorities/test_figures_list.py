"""The list of what is counted: what is owed, stale or absent, found by words, goal and supplier; and the catalogue."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit import clock
from kit.intake.taking import folded
from membership.roles import Role
from priorities import catalogue, progress
from priorities.models import Indicator, Redefinition
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/office/figures/"


@pytest.fixture
def manager(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2016, 6, 1))
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    return client


def figure(name, *, value=None, state="", ends=None, every="", party=None, breakdown="All", **more):
    of = Indicator.objects.filter(name=name).first() or make.IndicatorFactory(name=name, every=every, owed_by=party)
    line = make.SeriesFactory(indicator=of, name=breakdown)
    if value is not None or state:
        make.ObservationFactory(series=line, value=value, state=state, ends=ends, **more)
    return of


def shown(client, query=""):
    rows = client.get(PAGE + query).context["rows"]
    return [row["name"] for row in rows]


def numbers(client, query=""):
    return {view["words"]: view["number"] for view in client.get(PAGE + query).context["views"]}


def test_what_is_owed_stale_or_absent_is_counted_and_shown(manager):
    figure("Fresh", value=1, ends=date(2016, 3, 31), every="quarter")
    figure("Owed", value=1, ends=date(2015, 12, 31), every="quarter")
    figure("Stale", value=1, ends=date(2015, 9, 30), every="quarter")
    figure("No frequency", value=1, ends=date(2010, 9, 30))
    figure("Small", state="suppressed", ends=date(2016, 3, 31), every="quarter")
    figure("Stayed away", state="not-available", ends=date(2016, 3, 31), every="quarter")
    figure("Doesn't apply", state="not-applicable", ends=date(2010, 3, 31), every="quarter")
    figure("Words", state="in-words-only")
    figure("Nothing")
    make.IndicatorFactory(name="No line")
    make.ObservationFactory(series__indicator=make.IndicatorFactory(name="Of England"), series__compares="england")
    assert numbers(manager) == {
        "All": 11,
        "Owed now": 5,
        "Stale": 1,
        "No figure yet": 2,
        "Words only": 1,
        "Why there is none": 3,
        "Nobody owes it": 11,
    }
    assert shown(manager, "?state=owed") == ["Owed", "Stale", "Stayed away", "Nothing", "No line"]
    assert shown(manager, "?state=stale") == ["Stale"]
    assert shown(manager, "?state=none") == ["Nothing", "No line"]
    page = manager.get(PAGE).content.decode()
    assert ", 8 months ago" in page


def test_the_latest_is_the_one_that_ends_last_and_a_gap_shows_the_figure_before_it(manager):
    of = figure("Plans", value=161, ends=date(2014, 6, 30))
    line = of.series_set.get()
    make.ObservationFactory(series=line, value=186, ends=date(2015, 6, 30), position=1)
    make.ObservationFactory(series=line, value=7, ends=None, position=9)
    [row] = manager.get(PAGE).context["rows"]
    assert row["figure"] == "186"
    make.ObservationFactory(series=line, state="withheld", ends=date(2015, 9, 30), position=2)
    [row] = manager.get(PAGE).context["rows"]
    assert row["figure"] == "Withheld by the supplier"
    assert row["before"].startswith("Last figure: 186")
    assert row["is_owed"]


def test_found_by_words_goal_and_supplier(manager):
    police = make.PartyFactory()
    plans = figure("Protection plans", value=1, party=police)
    figure("Families supported", value=2, breakdown="Stage 4")
    figure("Families supported", value=2, breakdown="Stage 1")
    goal = make.MeasureFactory(indicator=plans).goal
    make.MeasureFactory(indicator=plans)
    assert shown(manager, "?q=plans+PROTECTION") == ["Protection plans"]
    assert shown(manager, "?q=stage+4") == ["Families supported"]
    assert shown(manager, f"?goal={goal.pk}") == ["Protection plans"]
    assert shown(manager, f"?by={police.pk}") == ["Protection plans"]
    assert shown(manager, "?by=nobody") == ["Families supported", "Families supported"]
    assert shown(manager, "?goal=999&by=nonsense&state=none-such&page=zz") != []
    page = manager.get(f"{PAGE}?q=nothing").content.decode()
    assert "No figure like that." in page


def test_the_list_as_a_file_has_the_code_beside_an_empty_number(manager):
    figure("Plans", value=12, ends=date(2016, 3, 31), provisional=True)
    figure("Small", state="suppressed", ends=date(2016, 3, 31))
    file = b"".join(manager.get(f"{PAGE}?csv=1").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file, newline="")))
    assert [(float(row["Number"] or 0), row["Code"]) for row in rows] == [(12, "p"), (0, "c")]
    assert rows[1]["Number"] == ""


def test_as_many_queries_for_two_as_for_twenty(manager):
    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert manager.get(address).status_code == 200
        return len(found)

    def more(number):
        for _ in range(number):
            party = make.PartyFactory()
            of = figure(f"Indicator {Indicator.objects.count()}", value=1, ends=date(2016, 3, 31), party=party)
            make.MeasureFactory(indicator=of)
            figure(of.name, state="withheld", breakdown="Other")

    more(1)
    first = Indicator.objects.get()
    own = reverse("office-indicator", args=[first.key])
    asked(PAGE)
    few = asked(PAGE), asked(own)
    more(9)
    for number in range(18):
        line = make.SeriesFactory(indicator=first)
        make.ObservationFactory(series=line, value=number, ends=date(2016, 3, 31))
        make.RedefinitionFactory(indicator=first, on=date(2010, 1, number + 1))
    many = asked(PAGE), asked(own)
    assert many[0] == few[0] <= 25
    assert many[1] <= few[1] + 1 <= 25


def test_a_row_of_the_catalogue_is_taken_over_once(manager):
    address = reverse("indicator-catalogue")
    row = next(row for row in catalogue.rows().values() if row.breakdowns)
    assert "Take over" in manager.get(address).content.decode()
    manager.post(address, {"row": row.slug})
    manager.post(address, {"row": row.slug})
    made = Indicator.objects.get()
    assert (made.name, made.unit, made.definition) == (row.name, row.unit, "")
    assert tuple(made.series_set.values_list("name", flat=True)) == row.breakdowns
    assert made.history.get().history_change_reason == catalogue.TAKEN_OVER
    assert not Redefinition.objects.exists()


def test_every_row_of_the_catalogue_says_where_it_was_found_and_can_be_taken_over():
    rows = catalogue.rows()
    assert len({folded(row.name) for row in rows.values()}) == len(rows) > 20
    person = make.UserFactory(roles=[Role.MANAGER])
    for row in rows.values():
        assert row.found_in
        catalogue.take_over(row, by=person)
    assert Indicator.objects.count() == len(rows)


def test_another_areas_figures_are_owed_by_nobody_on_the_members_page():
    of = make.IndicatorFactory(name="Plans", owed_by=make.PartyFactory())
    goal = make.MeasureFactory(indicator=of).goal
    own = make.SeriesFactory(indicator=of, name="Ours")
    make.SeriesFactory(indicator=of, name="England", compares="england")
    make.ObservationFactory(series=own, value=3, ends=date(2016, 3, 31))
    [measure] = progress.measures_of([goal.pk], date(2016, 6, 1))[goal.pk]
    assert [line.name for line in measure.lines] == ["Ours"]
    assert progress.progress(date(2016, 6, 1))["owed"] == []
