"""A disk that is full, or that can only be read: one sentence, and nothing that is half there.

Full is a limit on how large a file may grow (`RLIMIT_FSIZE`); PostgreSQL's server, which has its own disk, knows
nothing of it. Copies are in tests/test_backup.py.
"""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from editions import tree
from lscb.custody import backup, leaving
from membership.models import Board
from tests.conftest import empty
from tests.copies import manage
from tests.killing import environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]
SQLITE = connection.vendor == "sqlite"
# A file system of one's own, where a folder can only be read, whoever asks.
LOCKED = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"']


def sentence(went):
    """The one line that a command says as it fails."""
    assert went.returncode == 1, went.stdout
    [line] = went.stderr.strip().splitlines()
    return line


def test_leaving_leaves_no_archive(board_to_copy, tmp_path):
    went = manage("leave", tmp_path / "board.zip", "--for", "installation", limit=5_000)
    assert "board.zip" in sentence(went)
    assert "can’t be written. A file may not grow that large there" in went.stderr
    assert list(tmp_path.iterdir()) == []


def test_restoring_leaves_no_database_or_says_what_is_still_to_be_done(board_to_copy, tmp_path, elsewhere):
    folder, _ = backup.back_up(tmp_path / "copies")
    went = manage("restore", folder, database=elsewhere, root=tmp_path / "public", limit=1_000)
    said = sentence(went)
    if SQLITE:
        assert said.startswith(f"DATABASE_URL: {tmp_path}")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["copies"]
    else:
        assert "The database is restored. Still to be done: manage.py site." in said
        assert not (tmp_path / "public" / tree.CURRENT).exists()
    again = manage("restore", folder, database=elsewhere, root=tmp_path / "public")
    assert again.returncode == (0 if SQLITE else 1), again.stderr


def test_arriving_takes_nothing_in(board_to_copy, tmp_path):
    file = tmp_path / "board.zip"
    with file.open("wb") as written:
        leaving.leave(written, "installation")
    empty(None)
    went = manage("arrive", file, limit=60_000)
    if SQLITE:
        # As it is reached: with the first row that has no room, or where all rows are kept.
        assert re.search(r"Nothing was taken in\.|DATABASE_URL names can’t be used", sentence(went))
        assert not Board.objects.exists()
    else:
        assert went.returncode == 0, went.stderr


def locked(folder, *words):
    """manage.py in a process of its own, to which a folder can only be read."""
    return subprocess.run(
        [*LOCKED, folder, sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def public_files(board_to_copy, public_root):
    """The public pages, which can be read and no more."""
    tried = subprocess.run([*LOCKED, public_root, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("Nobody may mount a folder here, so none can be made to be read only.")
    before = {file: file.read_bytes() for file in public_root.rglob("*") if file.is_file()}
    yield public_root
    assert before == {file: file.read_bytes() for file in public_root.rglob("*") if file.is_file()}


@pytest.mark.parametrize("words", [["site"], ["verify_editions"], ["backup", "copies"]], ids=lambda words: words[0])
def test_public_pages_that_can_only_be_read_are_said_and_stay(public_files, words, tmp_path):
    words = [str(tmp_path / word) if word == "copies" else word for word in words]
    went = locked(public_files, *words)
    assert "Traceback" not in went.stderr, went.stderr
    if words[0] == "site":
        assert sentence(went).startswith(f"PUBLIC_ROOT: {public_files}")
        assert "Its disk can only be read. Name a place that can be written." in went.stderr
