"""Eight processes save the same two rows at once: none is told that the database is locked, and no word is lost."""

import multiprocessing

import pytest
from django.db import connections

from membership.models import User
from membership.roles import Role
from tests import factories as make
from tests.office.conftest import KINDS, address, fields, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, WORDS = 8, 2


def write(name, rows, said):
    """Add some words of one's own to the reasons of each goal; says how often another was quicker."""
    client = signed_in(User.objects.get(name=name))
    refused = 0
    for number in range(WORDS):
        for row in rows:
            where, word = address(KINDS["goal"], row), f"{name}-{number}"
            while True:
                typed = fields(client.get(where))
                typed["rationale"] = f"{typed['rationale'][0]} {word}"
                answer = client.post(where, typed)
                if answer.status_code == 302:
                    break
                # Somebody else was quicker: she is shown both texts and begins again from theirs.
                assert "Somebody else saved this" in answer.content.decode(), answer.status_code
                refused += 1
    said.put((name, refused))
    connections.close_all()


def test_eight_processes_save_the_same_rows(said):
    make.BoardFactory()
    names = [f"Writer {number}" for number in range(WRITERS)]
    for name in names:
        make.UserFactory(name=name, roles=[Role.EDITOR])
    rows = [make.GoalFactory(), make.GoalFactory()]
    # A process that begins with a connection of its parent's would share it.
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    done = fork.Queue()
    writers = [fork.Process(target=write, args=(name, rows, done)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    refusals = dict(done.get(timeout=10) for _ in writers)
    assert set(refusals) == set(names)
    words = {f"{name}-{number}" for name in names for number in range(WORDS)}
    for row in rows:
        row.refresh_from_db()
        assert all(word in row.rationale for word in words)
        assert row.version == row.history.count() == 1 + len(words)
    saves, conflicts = WRITERS * WORDS * len(rows), sum(refusals.values())
    said(f"{WRITERS} processes saved {saves} times, {conflicts} more tries met a conflict")
