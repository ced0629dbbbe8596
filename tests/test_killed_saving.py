"""Whoever saves may be killed at any moment: what was said to be saved is there, and of nothing else a half."""

import pytest

from membership.roles import Role
from priorities.models import Goal
from tests import factories as make
from tests import killing, killing_copies

pytestmark = pytest.mark.django_db(transaction=True)

SAVING = """
import django, itertools, sys
django.setup()
from membership.models import User
from priorities.models import Goal
from tests.office.conftest import KINDS, address, fields, signed_in
client, where = signed_in(User.objects.get()), address(KINDS["goal"], Goal.objects.get())
for number in itertools.count(1):
    answer = client.post(where, fields(client.get(where)) | {"rationale": f"{sys.argv[1]}, {number}"})
    assert answer.status_code == 302, answer.content.decode()
    print(number if number > 1 else "begun", flush=True)
"""

HOW = {"DJANGO_SETTINGS_MODULE": "tests.installed", "ALLOWED_HOSTS": "testserver", "SECOND_FACTOR": "0"}


def test_saving_that_is_killed_loses_nothing_that_was_saved(said):
    make.BoardFactory()
    make.UserFactory(roles=[Role.EDITOR])
    goal = make.GoalFactory(rationale="As it was")
    saved = 0
    for number, moment in enumerate(killing_copies.moments(0.8)):
        version = goal.version
        told = killing_copies.killed(SAVING, f"Round {number}", moment, **HOW)
        goal = Goal.objects.get()
        saves = goal.version - version
        # After the one with which it began; the last one may have been saved and not said.
        assert 1 + len(told) <= saves <= 2 + len(told)
        assert goal.rationale == f"Round {number}, {saves}"
        line = goal.history.first()
        assert goal.history.count() == goal.version
        assert (line.rationale, line.version) == (goal.rationale, goal.version)
        saved += saves
    said(f"{killing.ROUNDS} who saved were killed: {saved} saves, each with its line of history")
