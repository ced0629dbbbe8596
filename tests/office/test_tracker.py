"""A quarter tracker as a data officer brings it: from the file to figures that are saved, and all of it taken back."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from membership.roles import Role
from priorities.models import Observation, Series
from tests import factories as make
from tests.office.conftest import signed_in
from tests.test_pasting import Fields

pytestmark = pytest.mark.django_db
ADDRESS = "/office/paste/figures/"
PLANS, LEVELS = "Children with a plan", "Families at each level"
TRACKER = [
    ["Indicator", "Breakdown", "2015/16", None, None, None],
    [None, None, "Q1", "Q2", "Q3", "Q4"],
    [PLANS, "Boys", 62, 74, "*", 91],
    [PLANS, "Girls", 80, "..", 92, 89],
    [PLANS, "Total", 142, "..", "*", 180],
    [LEVELS, "All", "18%", "104%", "n/a", "<5"],
    ["Draft: not for use", "All", 1, 2, 3, 4],
]
HIDDEN_ROW = 7


def workbook():
    book = Workbook()
    sheet = book.active
    for row in TRACKER:
        sheet.append(row)
    sheet.merge_cells("C1:F1")
    sheet.row_dimensions[HIDDEN_ROW].hidden = True
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("tracker.xlsx", held.getvalue())


@pytest.fixture
def officer():
    make.BoardFactory()
    make.IndicatorFactory(name=PLANS, every="quarter")
    share = make.IndicatorFactory(name=LEVELS, unit="per-cent", every="quarter")
    make.SeriesFactory(indicator=share, name="All")
    return signed_in(make.UserFactory(roles=[Role.DATA_OFFICER]))


def press(officer, page, do, **more):
    return officer.post(ADDRESS, Fields(page).data | more | {"do": do})


def brought(officer):
    """What was asked of the tracker, each thing answered; then it is saved. Returns the questions and the answer."""
    page, asked = officer.post(ADDRESS, {"file": workbook()}).content.decode(), []
    for question, answer in (
        ("“*” may mean", "cell-2-4=c"),
        ("104% is no share", "sure-5-3="),
        ("“n/a” may", "cell-5-4=x"),
    ):
        assert question in page
        assert not Observation.objects.exists()
        asked.append(question)
        page = press(officer, page, answer).content.decode()
    looked = re.search(r'name="looked" id="looked" value="([^"]+)"', page)[1]
    return page, press(officer, page, "save", looked=looked)


def test_a_tracker_is_saved_as_it_is_meant_and_its_total_is_not(officer):
    page, answer = brought(officer)
    assert "a hidden row: Draft: not for use" in page
    assert answer.status_code == 302
    stored = {
        f"{line.indicator.name}, {line.name}": [
            seen.state or f"{seen.qualifier}{seen.value.normalize():f}"
            for seen in line.observation_set.order_by("ends")
        ]
        for line in Series.objects.select_related("indicator")
    }
    assert stored == {
        f"{PLANS}, Boys": ["62", "74", "suppressed", "91"],
        f"{PLANS}, Girls": ["80", "not-available", "92", "89"],
        f"{LEVELS}, All": ["18", "104", "not-available", "suppressed"],
    }


def test_whoever_pasted_it_sees_what_came_of_it_and_takes_it_back_breakdowns_and_all(officer):
    _, answer = brought(officer)
    page = officer.get(answer["Location"])
    assert page.status_code == 200
    assert "Boys" in page.content.decode()
    other = signed_in(make.UserFactory(roles=[Role.DATA_OFFICER]))
    assert other.get(answer["Location"]).status_code == 403
    assert other.post(answer["Location"]).status_code == 403
    assert officer.post(answer["Location"])["Location"] == reverse("paste-lists")
    assert not Observation.objects.exists()
    assert [line.name for line in Series.objects.all()] == ["All"]
