"""The demonstration: loaded once, published, kept, and never put into a real installation."""

import json

import pytest
from django.core.management import CommandError, call_command

from editions.models import Edition, Rendition
from lscb.management.commands import demo
from membership.models import Board, User
from priorities.models import Goal
from publications import checks
from publications.files import pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sign_ins(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "SIGN_INS", tmp_path / "demo-sign-ins.txt")
    monkeypatch.setattr(checks, "run", lambda content, **more: ())
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=20, versions=""))
    return tmp_path / "demo-sign-ins.txt"


def test_a_board_with_sign_ins_and_a_published_plan(sign_ins, public_root, client, capsys):
    call_command("demo")
    lines = sign_ins.read_text().splitlines()
    assert sign_ins.stat().st_mode & 0o077 == 0
    assert all(line in capsys.readouterr().out for line in lines[:1])
    people = dict(line.split() for line in lines)
    assert [email.partition("@")[0] for email in people] == list(demo.PEOPLE)
    for email, password in people.items():
        assert client.login(username=email, password=password), email
    assert User.objects.filter(is_superuser=True).count() == 1
    assert Edition.objects.live().count() == 5
    home = (public_root / "current/index.html").read_text()
    plan = (public_root / "current/business-plan/2016-2019/index.html").read_text()
    for page in (home, plan):
        assert "It is not the board&#x27;s website." in page
        assert '<meta name="robots" content="noindex">' in page
    assert "Shown for demonstration. The document doesn&#x27;t say when the Board approved it." in plan
    public = json.loads((public_root / "current/business-plan/2016-2019.json").read_text())
    assert public["control"]["decision"] == demo.DECISIONS["business-plan"]
    report = (public_root / "current/annual-report/2014-2015/index.html").read_text()
    assert "Put together from section 2 of the business plan for 2016 to 2019, for demonstration." in report


def test_a_second_run_keeps_what_was_changed_and_publishes_nothing_anew(sign_ins):
    call_command("demo")
    goal = Goal.objects.first()
    goal.title = "Changed since"
    goal.save()
    passwords = sign_ins.read_text()
    call_command("demo")
    goal.refresh_from_db()
    assert goal.title == "Changed since"
    assert sign_ins.read_text() == passwords
    assert Edition.objects.count() == Rendition.objects.count() + 1 == 5


def test_a_lost_tree_is_written_again(public_root):
    call_command("demo")
    (public_root / "current").unlink()
    call_command("demo")
    assert (public_root / "current/index.html").is_file()


def test_it_stays_away_from_a_real_installation(settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="real installation"):
        call_command("demo")
    assert not Board.objects.exists()


def test_it_stays_away_from_another_board():
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    with pytest.raises(CommandError, match="holds a board already: Anytown Board"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_wrong_fixture_gives_one_line_and_leaves_nothing(tmp_path, monkeypatch):
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
