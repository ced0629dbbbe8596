"""The demonstration: loaded once, published, kept, and never put into a real installation."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from editions.models import Edition, Rendition
from lscb.management.commands import demo
from membership.models import Board, User
from priorities.models import Goal
from tests import states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sign_ins")]


@pytest.fixture
def again(made, sign_ins, public_root):
    """Runs it once more, on a copy of the tree; afterwards the sign-ins are as they were."""
    shutil.copytree(made.tree, public_root, symlinks=True)
    before = sign_ins.read_text()
    yield lambda: call_command("demo", verbosity=0)
    sign_ins.write_text(before)


def test_a_board_with_sign_ins_and_a_published_plan(made, sign_ins, client):
    lines = sign_ins.read_text().splitlines()
    assert sign_ins.stat().st_mode & 0o077 == 0
    assert lines[0] in made.said
    people = dict(line.split() for line in lines)
    assert [email.partition("@")[0] for email in people] == list(demo.PEOPLE)
    for email, password in people.items():
        assert client.login(username=email, password=password), email
    assert User.objects.filter(is_superuser=True).count() == 1
    assert Edition.objects.live().count() == 5
    home = (made.tree / "current/index.html").read_text()
    plan = (made.tree / "current/business-plan/2016-2019/index.html").read_text()
    for page in (home, plan):
        assert "It is not the board&#x27;s website." in page
        assert '<meta name="robots" content="noindex">' in page
    assert "Shown for demonstration. The document doesn&#x27;t say when the Board approved it." in plan
    public = json.loads((made.tree / "current/business-plan/2016-2019.json").read_text())
    assert public["control"]["decision"] == demo.DECISIONS["business-plan"]
    report = (made.tree / "current/annual-report/2014-2015/index.html").read_text()
    assert "Put together from section 2 of the business plan for 2016 to 2019, for demonstration." in report


def test_a_second_run_keeps_what_was_changed_and_publishes_nothing_anew(again, sign_ins):
    goal = Goal.objects.first()
    goal.title = "Changed since"
    goal.save()
    passwords = sign_ins.read_text()
    again()
    goal.refresh_from_db()
    assert goal.title == "Changed since"
    assert sign_ins.read_text() == passwords
    assert Edition.objects.count() == Rendition.objects.count() + 1 == 5


def test_a_lost_tree_is_written_again(again, public_root):
    (public_root / "current").unlink()
    again()
    assert (public_root / "current/index.html").is_file()


@pytest.fixture
def no_board(db):
    """A database as it is before the demonstration."""
    with states.emptied():
        yield


def test_it_stays_away_from_a_real_installation(no_board, settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="real installation"):
        call_command("demo")
    assert not Board.objects.exists()


def test_it_stays_away_from_another_board(no_board):
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    with pytest.raises(CommandError, match="holds a board already: Anytown Board"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_wrong_fixture_gives_one_line_and_leaves_nothing(no_board, tmp_path, monkeypatch):
    (tmp_path / "southend").mkdir()
    for file in (demo.FIXTURES / "southend").glob("*.json"):
        text = file.read_text().replace('"southend-borough-council"', '"southend-borough-counsel"', 1)
        (tmp_path / "southend" / file.name).write_text(text)
    monkeypatch.setattr(demo, "FIXTURES", tmp_path)
    with pytest.raises(CommandError) as caught:
        call_command("demo")
    assert "1_membership.json, row" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not Board.objects.exists()
    assert not User.objects.exists()
