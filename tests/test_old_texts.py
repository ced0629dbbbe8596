"""What was typed before unseen signs were dropped is brought into the same form, and nothing else is touched."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from kit import clock
from priorities.models import Evidence, Goal
from publications.models import Narrative
from tests import factories as make
from tests.editions.drafts import freeze

pytestmark = pytest.mark.django_db

UNSEEN = "Zoe\u0308 B\u00adloggs\u200b"


def run(*arguments):
    out = StringIO()
    call_command("old_texts", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def records(db):
    make.BoardFactory()
    manager = make.UserFactory(roles=["manager"])
    narrative = make.NarrativeFactory(before=f"<p>{UNSEEN}</p>")
    draft = freeze(narrative.publication, by=manager, on=clock.today())
    return make.GoalFactory(title=UNSEEN), make.GoalFactory(title="Seen – “as it is” 👩\u200d👧"), narrative, draft


def test_each_is_mended_with_a_line_of_history_and_what_is_frozen_stays(records):
    goal, other, narrative, draft = records
    key = goal.key
    assert run() == "Signs that nobody sees: in 2 records.\n"
    assert run("--do") == "Taken out of 2 records.\n"
    goal.refresh_from_db()
    assert (goal.title, goal.key, goal.version) == ("Zoë Bloggs", key, 2)
    assert [line.title for line in goal.history.all()] == ["Zoë Bloggs", UNSEEN]
    assert goal.history.first().history_change_reason == "Signs that nobody sees were taken out"
    assert Narrative.objects.get(pk=narrative.pk).before == "<p>Zoë Bloggs</p>"
    assert other.history.count() == 1
    content = draft.content
    draft.refresh_from_db()
    assert draft.content == content
    assert run("--do") == "Taken out of 0 records.\n"


def test_a_row_that_can_not_be_saved_is_named_and_the_rest_is_done(records):
    goal = records[0]
    make.EvidenceFactory(goal=records[1], words=UNSEEN)
    with patch.object(Goal, "save", side_effect=IntegrityError):
        said = run("--do")
    assert f"Not changed: goal number {goal.pk}." in said
    assert "Taken out of 2 records." in said
    assert Evidence.objects.get().words == "Zoë Bloggs"
    assert Goal.objects.get(pk=goal.pk).title == UNSEEN
