"""Whatever fails while somebody saves, a board arrives, or a copy is put back: all of it is there, or nothing.

Publishing is in tests/editions/deeds/test_failures.py.
"""

import io
import itertools
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from lscb import failures
from lscb.custody import backup, leaving, whole
from membership.roles import Role
from priorities.models import Goal
from tests import factories as make
from tests.conftest import empty
from tests.copies import nothing_there, there
from tests.failing import Failed, counted
from tests.office.conftest import KINDS, address, fields

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]


SQLITE = connection.vendor == "sqlite"


def kept(goal):
    """What is kept of a goal: its words and the number of its saves, and the same as its history has it."""
    goal = Goal.objects.get(pk=goal.pk)
    line = goal.history.first()
    assert (line.rationale, line.version) == (goal.rationale, goal.version)
    assert goal.history.count() == goal.version
    return goal.rationale


def test_every_write_of_a_save_fails_in_its_turn(monkeypatch, said):
    """Whoever saves is told that it may not be saved, and finds the old words or the new ones, with their history."""
    make.BoardFactory()
    goal = make.GoalFactory(rationale="Words 0")
    client = Client(raise_request_exception=False)
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    where, failed = address(KINDS["goal"], goal), Counter()
    for fail_at in itertools.count(1):
        before = kept(goal)
        typed = fields(client.get(where)) | {"rationale": f"Words {fail_at}"}
        with counted(monkeypatch, fail_at) as seen:
            answer = client.post(where, typed)
        if seen.total() < fail_at:
            break
        page = answer.content.decode()
        assert answer.status_code == 503, page
        assert "may not have been saved" in page
        assert kept(goal) in (before, f"Words {fail_at}")
        failed[kept(goal) == before] += 1
    assert answer.status_code == 302
    assert kept(goal) == f"Words {fail_at}"
    # The row, its line of history, what was kept of the form, and the commit, at least.
    assert failed[True] >= 4
    said(f"{failed.total()} writes of a save failed in turn; of {failed[False]} the words were saved all the same")


def test_every_write_of_an_arrival_fails_in_its_turn(board_to_copy, monkeypatch, tmp_path, said):
    file = tmp_path / "board.zip"
    with file.open("wb") as written:
        leaving.leave(written, "installation")
    empty(None)
    nothing = {model: model._base_manager.count() for model in whole.tables(access=True)}
    assert not any(nothing.values())
    for fail_at in itertools.count(1):
        with counted(monkeypatch, fail_at) as seen:
            try:
                call_command("arrive", str(file), stdout=io.StringIO())
            except CommandError as refusal:
                assert "Nothing was taken in." in str(refusal)
            except DatabaseError as failure:
                assert failures.in_words(failure).startswith("The database that DATABASE_URL names can’t be used: ")
            else:
                break
        assert {model: model._base_manager.count() for model in nothing} == nothing, fail_at
    assert seen["execute"] == fail_at - 2, "each row is written by itself, and all are committed at once"
    written = io.BytesIO()
    leaving.leave(written, "installation")
    assert written.getvalue() == file.read_bytes()
    said(f"{fail_at - 1} writes of an arrival failed in turn; each left nothing")


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A copy of the board, and `backup` at work on an empty database beside that of the tests; where that is."""
    folder, manifest = backup.back_up(tmp_path / "copies")
    with nothing_there(tmp_path) as place:
        other = connection.copy()
        other.settings_dict["NAME"] = place.removeprefix("sqlite:///") if SQLITE else place.rpartition("/")[2]
        with monkeypatch.context() as patch, closing(other):
            patch.setattr(backup, "connection", other)
            yield folder, manifest, place


def is_whole(place, manifest):
    """Whether the database at an address holds all of the copy; half of it is an error."""
    rows = there(place)
    assert rows in (None, manifest.tables)
    return rows is not None


def test_a_copy_that_can_be_read_only_in_part_leaves_nothing(board_to_copy, beside, tmp_path):
    """A disk that gives up at one place after another, after the copy was found whole."""
    folder, manifest, place = beside
    data = (folder / "database").read_bytes()
    part = tmp_path / "part"
    for tenth in range(10):
        part.write_bytes(data[: len(data) * tenth // 10])
        with pytest.raises(backup.Failed):
            backup.PUT_BACK[connection.vendor](part, manifest)
        assert not is_whole(place, manifest), tenth
    backup.PUT_BACK[connection.vendor](folder / "database", manifest)
    assert is_whole(place, manifest)


def test_every_write_of_a_restore_fails_in_its_turn(board_to_copy, beside, monkeypatch, said):
    """On PostgreSQL the writes are those of its own program, in one transaction: see above."""
    folder, manifest, place = beside
    done = 0
    for fail_at in itertools.count(1):
        with counted(monkeypatch, fail_at) as seen:
            try:
                backup.restore(folder)
            except Failed:
                if is_whole(place, manifest):
                    done += 1
                    Path(place.removeprefix("sqlite:///")).unlink()
            else:
                break
    assert is_whole(place, manifest)
    # The file kept on the disk, its name, the folder kept on the disk.
    assert seen == (Counter(fsync=2, link=1) if SQLITE else Counter())
    said(f"{fail_at - 1} writes of a restore failed in turn, {done} of them when it was done")
