"""A new board: set up by one command in an empty installation, and said so on its first page."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from kit import clock
from membership.models import Board, Party, Regime, ReportingPeriod, User
from membership.roles import Role
from membership.shipped import laws
from tests import factories as make

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Northtown Safeguarding Children Partnership",
    "regime": "partners-2026",
    "year": "2026/27",
    "manager": "manager@example.gov.uk",
}


def newboard(interactive=False, **said):
    out = io.StringIO()
    call_command("newboard", stdout=out, interactive=interactive, **said)
    return out.getvalue()


def empty():
    return not any(model.objects.exists() for model in (Board, Regime, ReportingPeriod, User, Party))


def test_it_is_set_up_whole_and_the_link_lets_the_manager_in(client):
    printed = newboard(**SAID)
    board, law, year, login = (
        Board.objects.get(),
        Regime.objects.get(),
        ReportingPeriod.objects.get(),
        User.objects.get(),
    )
    assert board.name == SAID["name"]
    assert law.requirement_set.count() == len(laws()[SAID["regime"]].requirements)
    assert (year.label, f"{year.starts}", f"{year.ends}") == ("2026/27", "2026-04-01", "2027-03-31")
    assert {duty.role for duty in login.duty_set.all()} == {Role.MANAGER}
    link = printed.split()[-1]
    assert client.get("/" + link.split("/", 3)[3], follow=True).status_code == 200
    assert board.history.get().history_change_reason == "Set up by manage.py newboard"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "Write what the board is called"),
        ({"name": "x" * 81}, "80 letters"),
        ({"regime": "partners-1999"}, "lscb-2015"),
        ({"year": "26-27"}, "2026/27"),
        ({"year": "2026/28"}, "2026/27"),
        ({"manager": "manager"}, "manager@example.gov.uk"),
        ({"manager": None}, "--manager"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_set_up(wrong, sentence):
    with pytest.raises(CommandError, match=sentence):
        newboard(**SAID | wrong)
    assert empty()


def test_a_law_that_is_not_in_force_is_said(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    assert "partners-2023 is not in force today" in newboard(**SAID | {"regime": "partners-2023", "year": "2023/24"})


def test_of_a_law_in_force_nothing_is_said(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    assert "not in force" not in newboard(**SAID)


def test_a_second_board_is_refused():
    newboard(**SAID)
    with pytest.raises(CommandError, match="There is a board here already: Northtown"):
        newboard(**SAID | {"name": "Another"})
    assert Board.objects.count() == 1


def test_what_is_not_said_is_asked_until_it_can_be_read(monkeypatch):
    answers = iter(["nonsense", "2026"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    printed = newboard(interactive=True, **{name: value for name, value in SAID.items() if name != "year"})
    assert "'nonsense' is not a year" in printed
    assert f"{ReportingPeriod.objects.get().ends}" == "2026-12-31"


def test_who_breaks_off_has_set_up_nothing(monkeypatch):
    def end(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", end)
    with pytest.raises(CommandError, match="Nothing was set up"):
        newboard(interactive=True, name=SAID["name"])
    assert empty()


def test_the_first_page_says_whose_site_it_is(client):
    assert "Nobody has said yet whose it is" in client.get("/").content.decode()
    newboard(**SAID)
    answer = client.get("/")
    page = answer.content.decode()
    assert SAID["name"] in page
    assert "Nothing is published here yet" in page
    assert "999" in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_manager_arrives_at_the_first_day_until_something_is_recorded(client):
    newboard(**SAID)
    client.force_login(User.objects.get())
    assert client.get("/members/").headers["Location"] == "/office/"
    make.BodyFactory()
    assert client.get("/members/").status_code == 200
