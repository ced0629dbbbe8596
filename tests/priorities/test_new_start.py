"""That what is usual begins anew from a figure on is said beside the grid, and taken back like figures."""

from datetime import date

import pytest
from django.test import Client

from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/office/figures/on-time/new-start/"


@pytest.fixture
def seen():
    make.BoardFactory()
    line = make.SeriesFactory(indicator__name="On time", indicator__key="on-time", name="All")
    return [make.ObservationFactory(series=line, value=year, ends=date(year, 3, 31)) for year in (2014, 2015)]


@pytest.fixture
def officer():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.DATA_OFFICER]))
    return client


def send(client, figure, why, baseline="", page=PAGE):
    choice = f"{figure.pk}-{figure.version}"
    return client.post(page, {"figure": choice, "new_start": why, "baseline": baseline}, follow=True)


def test_a_new_start_is_said_and_taken_back(officer, seen):
    page = send(officer, seen[1], "New form", "12").content.decode()
    seen[1].refresh_from_db()
    assert (seen[1].new_start, seen[1].baseline, seen[1].value) == ("New form", 12, 2015)
    assert "is reckoned anew from that figure on" in page
    assert "New form (12 figures are the baseline)" in officer.get(PAGE).content.decode()
    undo = next(part.split('"')[0] for part in page.split('action="')[1:] if "/back/" in part.split('"')[0])
    officer.post(undo)
    seen[1].refresh_from_db()
    assert (seen[1].new_start, seen[1].baseline) == ("", None)


@pytest.mark.parametrize(("why", "baseline"), [("New form", "11"), ("", "12")])
def test_a_baseline_has_twelve_figures_and_a_reason(officer, seen, why, baseline):
    page = send(officer, seen[0], why, baseline).content.decode()
    assert "A baseline has at least twelve figures, and a reason." in page
    assert f'value="{baseline}"' in page, "nothing typed is lost"
    seen[0].refresh_from_db()
    assert seen[0].baseline is None


def test_what_somebody_saved_meanwhile_is_not_written_over(officer, seen):
    stale = f"{seen[0].pk}-{seen[0].version}"
    send(officer, seen[0], "Theirs")
    page = officer.post(PAGE, {"figure": stale, "new_start": "Mine"}).content.decode()
    assert "somebody saved this figure since" in page
    assert "Mine" in page
    seen[0].refresh_from_db()
    assert seen[0].new_start == "Theirs"


def test_without_a_change_nothing_is_written(officer, seen):
    assert "Nothing was changed." in send(officer, seen[0], "").content.decode()
    assert seen[0].history.count() == 1


def test_figures_of_others_have_no_new_start(officer, seen):
    england = make.SeriesFactory(indicator=seen[0].series.indicator, name="England", key="eng", compares="england")
    theirs = make.ObservationFactory(series=england, value=1, ends=date(2015, 3, 31))
    page = officer.get(f"{PAGE}?line=eng").content.decode()
    assert f'value="{theirs.pk}-' not in page
    assert f'value="{seen[0].pk}-' in page


def test_an_indicator_without_a_figure_says_so(officer):
    make.BoardFactory()
    make.IndicatorFactory(key="on-time")
    assert "There is no figure with a date yet." in officer.get(PAGE).content.decode()
