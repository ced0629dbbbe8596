"""What was recommended, what the board says to it, and what is done about it."""

import pytest
from django.core.exceptions import ValidationError

from membership.roles import Role
from priorities.action_forms import RecommendationForm
from priorities.models import Action, Recommendation
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/office/actions/recommendations/"


@pytest.fixture
def client(db):
    return signed_in(make.UserFactory(roles=[Role.EDITOR]))


@pytest.mark.parametrize(
    ("answer", "reason", "refused"),
    [
        ("", "", False),
        ("accepted", "", False),
        ("in-part", "", True),
        ("in-part", "Within two days", False),
        ("not-accepted", "", True),
        ("not-accepted", "The law says otherwise", False),
    ],
)
def test_whoever_refuses_says_why(answer, reason, refused):
    row = Recommendation(words="Keep a log", answer=answer, reason=reason, key="log")
    if refused:
        with pytest.raises(ValidationError, match="Say why it isn’t accepted"):
            row.validate_constraints()
    else:
        row.validate_constraints()
    form = RecommendationForm({"words": "Keep a log", "answer": answer, "reason": reason}, by=make.UserFactory())
    assert form.is_valid() != refused
    assert ("reason" in form.errors) == refused


def test_the_page_tells_the_answer_and_the_actions_that_follow(client):
    row = make.RecommendationFactory(
        words="Keep a log", source="National review, chapter 5", address="https://example.org/a", answer="accepted"
    )
    make.ActionFactory(words="Write it every day", recommendation=row)
    make.RecommendationFactory(words="Use one form")
    page = client.get(ADDRESS).content.decode()
    for words in ("Keep a log", "National review, chapter 5", "https://example.org/a", "Write it every day"):
        assert words in page
    assert "Not answered 1" in page
    assert "Keep a log" not in client.get(ADDRESS, {"show": "open"}).content.decode().partition("<main")[2]
    assert "Keep a log" in client.get("/office/actions/").content.decode(), "the log names what an action answers"


def test_an_action_is_added_to_a_recommendation_and_taken_back(client):
    row = make.RecommendationFactory(words="Keep a log", answer="accepted")
    assert "Accepted, and nothing follows 1" in client.get(ADDRESS).content.decode()
    form = {"words": "Write it", "state": "open", "recommendation": str(row.pk)}
    assert client.post(f"/office/add/action/?recommendation={row.pk}", form).status_code in (200, 302)
    assert Action.objects.get().recommendation == row
    assert "Accepted, and nothing follows" not in client.get(ADDRESS).content.decode()


def test_the_page_of_a_goal_names_what_was_recommended(client):
    goal = make.GoalFactory()
    make.RecommendationFactory(words="Ask the schools", goal=goal)
    assert "Ask the schools" in client.get(f"/office/plan/{goal.plan.key}/goals/{goal.key}/").content.decode()
