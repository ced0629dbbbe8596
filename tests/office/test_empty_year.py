"""A report on a year of which nothing is recorded: it says so, and so do its board and its checks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from membership.models import Regime
from membership.roles import Role
from publications import checks
from publications import sections as layout
from publications.blocks import Prose
from publications.compose import compose, for_checks, wanted
from publications.models import Publication
from tests import factories as make
from tests.boards.entering import as_typed

pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)


@pytest.fixture
def client(settings):
    settings.TODAY = DAY
    client = Client()
    client.force_login(make.UserFactory(name="Ann", roles=[Role.MANAGER]))
    return client


def test_a_year_without_any_record_says_so_section_by_section_and_so_do_its_checks(client):
    make.BoardFactory()
    make.BodyFactory(kind="board", name="Board")
    plan = make.PlanFactory(starts=date(2014, 10, 1), ends=date(2018, 9, 30))
    period = make.ReportingPeriodFactory(label="2014/15", starts=date(2014, 10, 1), ends=date(2015, 9, 30))
    client.post(reverse("laws"), {"law": "lscb-2015"})
    Regime.objects.filter(law__contains="2006").update(starts=date(2006, 4, 1))
    where = reverse("report-start", args=[period.key])
    client.post(where, as_typed(client, where, {}))
    report = Publication.objects.get(kind="annual-report")
    content = compose(report, on=DAY)
    silent = [page.heading for page in layout.pages(content) if not says_nothing(page)]
    # Who came to meetings, and what isn't recorded, are told in sentences of their own; there is a body.
    assert silent == ["Attendance at meetings", "Structure of the board", "What is not recorded"]
    assert "No attendance of the Board is recorded." in str(layout.pages(content))
    assert report.past_plan == plan
    found = checks.check(content, today=DAY, **for_checks(report, content, on=DAY))
    [empty] = [finding for finding in found if finding.check == "empty"]
    named = {place.words for place in empty.places}
    holds = {"Structure of the board", "What is not recorded"}
    assert named == {page.heading for page in layout.pages(content)} - holds
    page = client.get(reverse("document-overview", args=[report.kind, report.slug]))
    states = {row["state"] for row in page.context["rows"] if not row["is_out"]}
    assert states == {"Nothing recorded", "Nothing written", "Ready"}
    assert [each.number for each in page.context["missing"]] == ["1", "2", "3", "4", "4a", "5", "6", "7"]
    assert {item.requirement.number for item in wanted(report, content, on=DAY)} == {
        each.number for each in page.context["missing"]
    }


def says_nothing(page):
    return any(
        isinstance(block, Prose)
        and ("Nothing is recorded here." in block.html or "Nothing is written here." in block.html)
        for block in page.blocks
    )
