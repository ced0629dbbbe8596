"""By when, as a plan has it in print: a day, or words in its place."""

from datetime import date

import pytest
from django.test import Client

from membership.roles import Role
from priorities.aims import judge
from priorities.models import Aim, Goal
from priorities.reading import MeasureLine
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import word
from tests import factories as make
from tests.office.conftest import fields
from tests.walk import Parts
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)


@pytest.fixture
def goal():
    make.BoardFactory()
    return make.GoalFactory(plan=make.PlanFactory(), title="Neglect is seen early")


@pytest.fixture
def client(goal):
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


def saved(client, address, **typed):
    return client.post(address, fields(client.get(address)) | typed)


def printed(goal):
    """The plan on paper and as a Word copy, and its content as it would be frozen."""
    publication = make.PublicationFactory(plan=goal.plan)
    make.NarrativeFactory(publication=publication, place="goals")
    content = compose(publication, on=ON)
    paper = Parts(render.paper(content, Control())).text
    return paper, WordFile(word.make(content, layout.pages(content), Control())).text, codec.write(content)


def test_an_aim_is_due_in_words_and_they_are_printed_in_place_of_the_day(client, goal):
    saved(
        client,
        f"/office/add/aim/?goal={goal.pk}",
        words="Forty schools are trained",
        by_when="30 September 2014",
        by_when_in_words="September 2014",
    )
    aim = Aim.objects.get()
    assert (aim.by_when, aim.by_when_in_words) == (date(2014, 9, 30), "September 2014")
    assert "September 2014" in client.get(f"/office/plan/{goal.plan.key}/").content.decode()
    paper, copy, frozen = printed(goal)
    for text in (paper, copy):
        assert "By when: September 2014." in text
        assert "30 September 2014" not in text
    assert '"by_when_in_words":"September 2014"' in frozen


def test_a_goal_is_worked_on_as_long_as_its_words_say(client, goal):
    saved(client, f"/office/edit/goal/{goal.pk}/", starts="1 April 2016", when_in_words="Ongoing")
    assert Goal.objects.get().when_in_words == "Ongoing"
    assert "Ongoing" in client.get(f"/office/plan/{goal.plan.key}/").content.decode()
    paper, copy, frozen = printed(goal)
    for text in (paper, copy):
        assert "Ongoing" in text
        assert "April 2016" not in text
    assert '"when_in_words":"Ongoing"' in frozen


def test_a_plan_without_such_words_freezes_to_what_it_always_did(goal):
    make.AimFactory(goal=goal, by_when=ON)
    paper, _, frozen = printed(goal)
    assert "By 1 June 2016." in paper
    assert "in_words" not in frozen


def test_a_result_says_the_deadline_as_it_is_printed():
    line = MeasureLine(measure="Waiting")
    assert "Target: 2, by when: ongoing." in judge(line, "down", target=2, by_when="ongoing").words
    assert "Target: 2 by 1 June 2016." in judge(line, "down", target=2, by_when=ON).words
    assert "Target: 2." in judge(line, "down", target=2, by_when="").words


@pytest.mark.parametrize("words", ["ongoing", "September 2014"])
def test_words_typed_for_the_day_stay_and_are_told_where_they_go(client, goal, words):
    answer = saved(client, f"/office/add/aim/?goal={goal.pk}", words="Forty schools", by_when=words)
    assert "Words go into “By when, in words”." in str(answer.context["form"].errors["by_when"])
    assert answer.context["form"]["by_when"].value() == words
    assert not Aim.objects.exists()
