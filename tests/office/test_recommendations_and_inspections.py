"""What reviews recommended and what inspectors found, pasted as a register of it lies in a workbook."""

from datetime import date

import pytest

from kit.intake import understanding
from kit.intake.cells import of_rows
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import KNOWN, LISTS
from membership.models import Inspection
from membership.roles import Role
from priorities.models import Recommendation
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db

RECOMMENDED = [
    ["Recommendation", "Audit", "Date", "Accepted", "Reason", "Outcome"],
    ["Name a nurse for each day", "2015-1", "24/03/2015", "Yes", "", "Done since May."],
    ["Keep one record", "", "24/03/2015", "Rejected", "The systems can’t be written in.", ""],
    ["Ask families in spring", "What families say of waiting", "", "Partially accepted", "Only in two schools.", ""],
]
INSPECTED = [
    ["Inspection", "Organisation", "Inspection date", "Area", "Judgement"],
    ["Services for children", "City Council", "20 May 2015", "Help and protection", "requires improvement"],
    ["", "", "", "Leadership", "good"],
    ["Services for children", "City Council", "20 May 2015", "Care leavers", "good"],
    ["Prison inspectorate", "", "", "Safety", "not sufficiently good"],
]


def pasted(slug, rows):
    into = LISTS[slug]
    return Intake(into, {}, make.UserFactory()).run(arrange(of_rows(rows), into), save=True)


@pytest.mark.parametrize(("slug", "rows"), [("recommendations", RECOMMENDED), ("inspections", INSPECTED)])
def test_the_register_is_known_by_its_headings(slug, rows):
    best = understanding.chosen(understanding.readings(of_rows(rows), KNOWN.values()))
    assert best
    assert best.into.slug == slug


def test_recommendations_are_pasted_with_their_answers():
    audit = make.LearningFactory(title="Strategy discussions", code="2015-1")
    families = make.LearningFactory(title="What families say of waiting")
    outcome = pasted("recommendations", RECOMMENDED)
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    first, second, third = Recommendation.objects.order_by("pk")
    assert [row.learning for row in (first, second, third)] == [audit, audit, families]
    assert [row.answer for row in (first, second, third)] == ["accepted", "not-accepted", "in-part"]
    assert (first.made_on, first.outcome, second.reason) == (
        date(2015, 3, 24),
        "Done since May.",
        "The systems can’t be written in.",
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Write it down", "2099-9", "", "Yes", "", ""], "learning"),
        (["Write it down", "", "", "perhaps", "", ""], "answer"),
        (["Write it down", "", "", "No", "", ""], "reason"),
    ],
)
def test_what_is_doubtful_of_a_recommendation_is_asked_about(row, column):
    outcome = pasted("recommendations", [RECOMMENDED[0], row])
    assert column in outcome.problems[1]
    assert not Recommendation.objects.exists()


def test_a_name_that_two_audits_have_is_nobody_s():
    make.LearningFactory.create_batch(2, code="2015-1")
    outcome = pasted("recommendations", RECOMMENDED[:2])
    assert "learning" in outcome.problems[1]


def test_an_inspection_is_pasted_area_by_area():
    council = make.OrganisationFactory(name="City Council")
    outcome = pasted("inspections", INSPECTED)
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    first, second = Inspection.objects.order_by("pk")
    assert (first.framework, first.organisation, first.on) == ("Services for children", council, date(2015, 5, 20))
    assert [(each.area, each.word) for each in first.inspectionarea_set.all()] == [
        ("Help and protection", "requires improvement"),
        ("Leadership", "good"),
        ("Care leavers", "good"),
    ]
    assert (second.organisation, second.inspectionarea_set.get().word) == (None, "not sufficiently good")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Services for children", "Nobody we know", "", "Leadership", "good"], "organisation"),
        (["Services for children", "", "", "Leadership", ""], "word"),
        (["Services for children", "", "", "", "good"], "area"),
        (["Services for children", "", "one day", "Leadership", "good"], "on"),
    ],
)
def test_what_is_doubtful_of_an_inspection_is_asked_about(row, column):
    outcome = pasted("inspections", [INSPECTED[0], row])
    assert column in outcome.problems[1]
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("place", "slug"),
    [("/office/actions/recommendations/", "recommendations"), ("/office/inspections/", "inspections")],
)
def test_the_page_of_each_leads_there(place, slug):
    make.BoardFactory()
    page = signed_in(make.UserFactory(roles=[Role.MANAGER])).get(place).content.decode()
    assert f"/office/paste/{slug}/" in page
