"""Whoever copies the database, or puts a copy back, may be killed at any moment: there is a whole one, or none."""

import pytest

from lscb.custody import backup
from membership.models import Board
from tests import killing, killing_copies
from tests.copies import nothing_there, there

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]


def test_copying_that_is_killed_leaves_whole_copies_only(board_to_copy, tmp_path, said):
    whole = unfinished = 0
    for number, moment in enumerate(killing_copies.moments(1.0)):
        place = tmp_path / str(number)
        told = killing_copies.killed(killing_copies.COPYING, place, moment)
        copies, named, left = killing_copies.copies_left(place)
        assert copies == named >= len(told), "each that was said to be made is there, and each that is there is whole"
        whole, unfinished = whole + copies, unfinished + left
        for each in place.glob("*"):
            backup.back_up(each)
        assert killing_copies.copies_left(place)[2] == 0, "the next run clears away what was left"
    assert Board.objects.get().name == "The Board of Wessex"
    said(f"{killing.ROUNDS} copyings killed: {whole} whole copies, {unfinished} unfinished")


def test_putting_back_that_is_killed_leaves_all_or_nothing(board_to_copy, tmp_path, said):
    folder, manifest = backup.back_up(tmp_path / "copies")
    found = []
    for number, moment in enumerate(killing_copies.moments(0.6)):
        room = tmp_path / str(number)
        room.mkdir()
        with nothing_there(room) as address:
            told = killing_copies.killed(killing_copies.PUTTING_BACK, folder, moment, DATABASE_URL=address)
            rows = there(address)
            assert rows in (None, manifest.tables)
            assert rows or not told
            found.append(rows is not None)
            if rows is None:
                again = killing_copies.killed(killing_copies.PUTTING_BACK, folder, 60, DATABASE_URL=address)
                assert again == ["restored"], "a second run is not in the way of the first"
                assert there(address) == manifest.tables
    said(f"{len(found)} restores killed: {sum(found)} were done, of the others nothing was left")
