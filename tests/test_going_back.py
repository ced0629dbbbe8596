"""migrate doesn't go back over what is recorded; the way back is a backup."""

import pytest

from forwardplan.models import Reminder
from lscb.custody import backup
from tests import factories as make
from tests import killing_copies
from tests.copies import manage, nothing_there

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]
BACK = ("migrate", "--verbosity=0", "forwardplan", "0003")


def test_migrate_goes_back_only_where_nothing_would_be_lost(tmp_path):
    """Each in a database of its own: the tests' is not to lose a table."""
    person = make.UserFactory()
    nothing_lost, _ = backup.back_up(tmp_path / "before")
    Reminder.objects.create(login=person, left_out=True)
    reminded, _ = backup.back_up(tmp_path / "after")
    for folder, words in (
        (nothing_lost, ""),
        (reminded, "Going back would lose what is recorded in the table forwardplan.reminder. Nothing was changed."),
    ):
        with nothing_there(folder) as address:
            killing_copies.killed(killing_copies.PUTTING_BACK, folder, 60, DATABASE_URL=address)
            went = manage(*BACK, database=address)
            assert (went.returncode, words in went.stderr) == (bool(words), True), went.stderr
