"""Inspections, area by area and never an overall; policies, and when each is to be reviewed."""

from datetime import date, timedelta

import pytest

from kit import clock
from kit.intake.cells import of_rows
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.needs import Day
from lscb.office.pasted_lists import LISTS
from membership.models import Inspection, Policy
from membership.needs import policies
from membership.roles import Role
from publications import sections as layout
from publications.compose import compose
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def report():
    make.BoardFactory()
    period = make.ReportingPeriodFactory(label="2014/15", starts=date(2014, 10, 1), ends=date(2015, 9, 30))
    report = make.PublicationFactory(kind="annual-report", slug="2015", reporting_period=period)
    for place in ("inspections", "policies"):
        make.NarrativeFactory(publication=report, place=place, heading=place)
    return report


def tables(report):
    """The cells of every table of the report, by its caption."""
    found = {}
    for page in layout.pages(compose(report, on=TODAY)):
        for block in page.blocks:
            if hasattr(block, "groups"):
                rows = [row.cells for group in block.groups for row in group.rows]
                found[block.caption] = ([group.heading for group in block.groups], rows, block.totals)
    return found


def test_each_area_keeps_the_inspectors_word_and_nothing_is_reckoned_over_them(report):
    row = make.InspectionFactory(framework="Inspectorate, framework of 2013", on=date(2015, 5, 20))
    for area, word in (("Help", "requires improvement"), ("Leadership", "good"), ("Care leavers", "good")):
        make.InspectionAreaFactory(inspection=row, area=area, word=word)
    headings, rows, totals = tables(report)["Inspections in 2014/15"]
    assert headings == ["Inspectorate, framework of 2013, 20 May 2015"]
    assert rows == [("Help", "requires improvement"), ("Leadership", "good"), ("Care leavers", "good")]
    assert totals == ()


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (None, True),
        (date(2014, 9, 30), False),
        (date(2014, 10, 1), True),
        (date(2015, 9, 30), True),
        (date(2015, 10, 1), False),
    ],
)
def test_a_report_tells_the_inspections_of_its_period(report, on, told):
    make.InspectionFactory(on=on)
    assert Inspection.objects.told_in(report.reporting_period).exists() == told
    assert ("Inspections in 2014/15" in tables(report)) == told


def test_an_inspection_without_areas_says_so(report):
    make.InspectionFactory(on=date(2015, 5, 20))
    assert tables(report)["Inspections in 2014/15"][1] == [("No area is recorded", "")]


def test_policies_are_told_unless_they_are_withdrawn(report):
    make.PolicyFactory(title="Disagreements", review_due=date(2016, 3, 31), adopted=date(2014, 3, 18))
    make.PolicyFactory(title="Long gone", ends=TODAY - timedelta(1))
    make.PolicyFactory(title="Last day", ends=TODAY)
    [_, rows, _] = tables(report)["Policies"]
    assert [row[0].partition("\n")[0] for row in rows] == ["Disagreements", "Last day"]
    assert rows[0][2:] == ("18 March 2014", "31 March 2016")


def needs(**policy):
    make.PolicyFactory(title="Disagreements", **policy)
    return [(each.what, each.due) for each in policies(Day(TODAY))]


@pytest.mark.parametrize(
    ("due", "told"), [(-1, True), (0, True), (30, True), (31, False), (None, False)], ids=lambda value: str(value)
)
def test_a_policy_is_asked_for_a_month_before_its_review(due, told):
    day = None if due is None else TODAY + timedelta(due)
    assert needs(review_due=day) == ([("Review the policy: Disagreements", day)] if told else [])


def test_a_policy_that_is_withdrawn_is_not_reviewed():
    assert needs(review_due=date(2016, 1, 1), ends=date(2016, 5, 31)) == []


def test_an_overdue_policy_stands_under_today_with_whose_turn_it_is():
    make.BoardFactory()
    client = signed_in(make.UserFactory(roles=[Role.EDITOR]))
    owner = make.PartyFactory()
    make.PolicyFactory(title="Disagreements", review_due=date(2016, 3, 31), owner=owner)
    page = client.get("/office/").content.decode()
    assert "Review the policy: Disagreements" in page
    assert str(owner) in page
    assert "31 March 2016 (overdue)" in client.get("/office/policies/").content.decode()


def pasted(rows):
    into = LISTS["policies"]
    return Intake(into, {}, make.UserFactory()).run(arrange(of_rows(rows), into), save=True)


def test_a_register_of_policies_is_pasted():
    outcome = pasted(
        [
            ["Policy", "Lead", "Approved", "Review date", "Link"],
            ["Disagreements", "NHS", "18/03/2014", "31 March 2016", "https://board.example/disagreements"],
            ["Sharing information", "", "", "30 September 2017", ""],
        ]
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    first, second = Policy.objects.order_by("pk")
    assert (first.title, str(first.owner), first.adopted, first.review_due) == (
        "Disagreements",
        "NHS",
        date(2014, 3, 18),
        date(2016, 3, 31),
    )
    assert first.address == "https://board.example/disagreements"
    assert (second.owner, second.review_due) == (None, date(2017, 9, 30))


def test_a_review_that_names_no_day_is_asked_about():
    outcome = pasted([["Policy", "Review date"], ["Disagreements", "soon"]])
    assert "review_due" in outcome.problems[1]
    assert not Policy.objects.exists()
