"""Principles that go across the goals of a plan: told in the office, pasted, printed, and named at each goal."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership.models import Regime
from membership.roles import Role
from priorities.models import Principle, Serves
from publications.compose import compose, left_out
from publications.content import codec
from publications.sections import section_blocks
from tests import factories as make
from tests.office.conftest import fields
from tests.test_pasting import arranged

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)
PASTED = "Principle\tWhat it means\tGoals\nEmpowerment\tPeople decide\t1, 2\nProportionality\tThe least needed\t\n"


@pytest.fixture(autouse=True)
def board():
    return make.BoardFactory()


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


@pytest.fixture
def plan():
    plan = make.PlanFactory()
    for code, title in (("1", "People are heard"), ("2", "Homes are safe")):
        make.GoalFactory(plan=plan, code=code, title=title, position=int(code))
    return plan


@pytest.fixture
def document(plan):
    document = make.PublicationFactory(plan=plan)
    for position, place in enumerate(("goals", "principles"), start=1):
        make.NarrativeFactory(publication=document, place=place, heading=place.title(), position=position)
    return document


def taken(words, plan, *, save=True):
    into = LISTS["principles"]
    return Intake(into, {"plan": plan}, make.UserFactory()).run(arranged(words, into), save=save)


def tables(document):
    return [
        block
        for section in compose(document, on=ON).sections
        for block in section_blocks(section)
        if hasattr(block, "columns")
    ]


def test_a_goal_is_asked_which_principles_it_serves_once_the_plan_has_some(client, plan):
    page = f"/office/plan/{plan.key}/"
    goal = plan.goal_set.first()
    asks = f"/office/add/serves/?goal={goal.pk}"
    assert asks not in client.get(page).content.decode()
    add = f"/office/add/principle/?plan={plan.pk}"
    assert add in client.get(page).content.decode()
    assert client.post(add, fields(client.get(add)) | {"name": "Empowerment"}).status_code == 302
    foreign = make.PrincipleFactory(name="Of another plan")
    form = client.get(asks)
    assert foreign not in form.context["form"].fields["principle"].queryset
    answer = client.post(asks, fields(form) | {"principle": Principle.objects.get(plan=plan).pk})
    assert answer.status_code == 302
    assert Serves.objects.get().goal == goal
    assert "Served by" in client.get(page).content.decode()


def test_a_goal_serves_no_principle_of_another_plan(plan):
    with pytest.raises(ValidationError, match="belongs to another plan"):
        Serves(goal=plan.goal_set.first(), principle=make.PrincipleFactory()).full_clean()


def test_a_pasted_table_makes_principles_and_says_which_goals_serve_them(plan):
    assert taken(PASTED, plan).is_sound
    found = {row.name: [str(each.goal) for each in row.served_by.all()] for row in plan.principle_set.with_goals()}
    assert found == {"Empowerment": ["1 People are heard", "2 Homes are safe"], "Proportionality": []}
    assert Principle.objects.get(name="Empowerment").words == "People decide"


@pytest.mark.parametrize(
    ("cell", "goals"),
    [("1 and 2", 2), ("1; 2", 2), ("1 & 2", 2), ("Homes are safe", 1), ("2 Homes are safe", 1), ("1, 1", 1), ("", 0)],
)
def test_goals_are_named_as_people_name_them(cell, goals, plan):
    assert taken(f"Principle\tGoals that serve it\nPrevention\t{cell}\nProtection\t\n", plan).is_sound
    assert Serves.objects.count() == goals


def test_a_goal_that_the_plan_does_not_have_is_named_and_nothing_is_saved(plan):
    outcome = taken(f"{PASTED}Protection\tOf those in need\t1, 7\n", plan)
    assert [str(said) for row in outcome.problems.values() for each in row.values() for said in each] == [
        "The plan has no goal “7”. Name a goal by its letter, number or words."
    ]
    assert not Principle.objects.exists()


def test_the_document_has_each_principle_with_its_goals_and_each_goal_with_its_principles(document, plan):
    taken(PASTED, plan)
    goals, meanings, principles = tables(document)
    assert [cell for group in goals.groups for row in group.rows for cell in row.cells if "Serves" in cell] == [
        "Serves: Empowerment",
        "Serves: Empowerment",
    ]
    assert [row.cells for group in meanings.groups for row in group.rows] == [
        ("Empowerment", "People decide"),
        ("Proportionality", "The least needed"),
    ]
    assert [(group.heading, [row.cells for row in group.rows]) for group in principles.groups] == [
        ("Empowerment", [("1", "People are heard"), ("2", "Homes are safe")]),
        ("Proportionality", [("", "No goal of this plan")]),
    ]
    Principle.objects.update(words="")
    assert len(tables(document)) == 2


def test_a_document_without_principles_keeps_its_check_code(document, plan):
    document.narrative_set.filter(place="principles").delete()
    assert "serves" not in codec.write(compose(document, on=ON))


def test_principles_that_stand_in_no_section_are_named_before_approval(document, plan):
    make.PrincipleFactory(plan=plan, name="Prevention")
    content = compose(document, on=ON)
    assert "principles" not in [each.many for each in left_out(document, content, on=ON)]
    document.narrative_set.filter(place="principles").delete()
    [found] = [each for each in left_out(document, compose(document, on=ON), on=ON) if each.many == "principles"]
    assert [place.words for place in found.places] == ["Prevention"]


def test_a_principle_s_table_alone_is_no_section_for_its_goals(document, plan):
    """A goal that a principle names is only named there."""
    taken(PASTED, plan)
    document.narrative_set.filter(place="goals").delete()
    [found] = [each for each in left_out(document, compose(document, on=ON), on=ON) if each.many == "goals"]
    assert len(found.places) == 2


def test_two_principles_cost_as_many_queries_as_twenty(client, document, plan):
    def asked(deed):
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries)

    def several(number):
        for principle in make.PrincipleFactory.create_batch(number, plan=plan):
            make.ServesFactory(goal=make.GoalFactory(plan=plan), principle=principle)

    several(2)
    deeds = (lambda: client.get(f"/office/plan/{plan.key}/"), lambda: compose(document, on=ON))
    few = [asked(deed) for deed in deeds]
    several(18)
    assert [asked(deed) for deed in deeds] == few


def test_the_principles_that_come_with_the_law_are_offered_to_a_plan_that_has_none(client, plan):
    page, take = f"/office/plan/{plan.key}/", f"/office/plan/{plan.key}/principles/"
    assert take not in client.get(page).content.decode(), "no law is recorded"
    for words in ("Empowerment", "Prevention"):
        make.RequirementFactory(regime=Regime.objects.first() or make.RegimeFactory(), about="principle", words=words)
    shown = client.get(page).content.decode()
    assert "Empowerment and Prevention" in shown
    make.PrincipleFactory(plan=plan, name="prevention")
    assert take not in client.get(page).content.decode()
    client.post(take)
    client.post(take)
    assert sorted(row.name for row in plan.principle_set.all()) == ["Empowerment", "prevention"]
