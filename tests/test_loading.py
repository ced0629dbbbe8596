"""Fixtures are checked before they are loaded, load whole or not at all, and begin each row's history."""

import json
from types import SimpleNamespace

import pytest
from django.db import connection
from simple_history.models import HistoricalRecords

from lscb.loading import FixtureProblem, load
from membership.models import Organisation, Party, User
from priorities.models import Goal, Indicator, Plan
from tests.kept_rows import held

NOTE = "Loaded from the plan of 2016"


def stored():
    """How many rows there are of every kind, their histories included."""
    with connection.cursor() as cursor:
        return held(cursor)


@pytest.fixture
def write(tmp_path):
    """Writes a folder of fixtures: for each file its text, or its rows as pairs of model and fields."""

    def write(*files):
        for number, content in enumerate(files, start=1):
            if not isinstance(content, str):
                content = json.dumps([{"model": model, "fields": fields} for model, fields in content])
            (tmp_path / f"{number}.json").write_text(content, encoding="utf-8")
        return tmp_path

    return write


def plan(key="2016-19", **fields):
    return "priorities.plan", {"key": key, "title": "Plan"} | fields


def goal(key="bullying", plan="2016-19", **fields):
    return "priorities.goal", {"plan": [plan], "key": key, "position": 1, "title": "Less bullying"} | fields


def organisation(key="police", **fields):
    return "membership.organisation", {"key": key, "name": "Police", "kind": "police"} | fields


def party(**fields):
    return "membership.party", fields


def indicator(owed_by):
    return "priorities.indicator", {"key": "figures", "position": 1, "name": "Figures", "owed_by": owed_by}


BOARD = ("membership.body", {"key": "board", "position": 1, "name": "Board", "kind": "board"})


def seat(key, **fields):
    return "membership.seat", {"body": ["board"], "key": key, "position": 1, "role": "Chair"} | fields


PROBLEMS = {
    "no file": ([], "there is no JSON file in this folder"),
    "broken JSON": (["[{]"], "1.json, row 0 or the one after it: Expecting property name"),
    "unknown model": (
        [[plan(), ("priorities.gaol", {})]],
        "1.json, row 1 or the one after it: Invalid model identifier",
    ),
    "unknown field": ([[plan(), goal(titel="Less")]], "Goal has no field named 'titel'"),
    "no parent": ([[("priorities.goal", {"key": "bullying", "plan": None, "title": "Less"})]], "1.json, row"),
    "a login": (
        [
            [
                BOARD,
                seat("chair"),
                ("membership.appointment", {"seat": ["board", "chair"], "key": "a", "login": ["a@example.org"]}),
            ]
        ],
        "User matching query does not exist",
    ),
    "a date that is none": ([[plan(starts="2016-04-31")]], "2016-04-31"),
    "missing row": (
        [[plan()], [plan("2014-15"), goal(plan="2016-20")]],
        "2.json, row 1 or the one after it: Plan matching",
    ),
    "missing party": ([[organisation(), indicator(["organisation", "police"])]], "Party matching query does not exist"),
    "child above its parent": ([[goal()], [plan()]], "1.json, row 0 or the one after it: Plan matching query"),
    "twice": (
        [[plan()], [goal(), goal(title="No bullying")]],
        "2.json, row 2 or the one after it: there is a goal bullying",
    ),
    "no choice of the field": ([[plan(), goal(kind="wish")]], "Value 'wish' is not a valid choice."),
    "too many words": ([[plan(title="P" * 201)]], "Ensure this value has at most 200 characters (it has 201)."),
    "a key that is no slug": ([[plan(key="2016/19")]], "1.json, row 1 or the one after it: Enter a valid"),
    "null where there can't be": (
        [[plan(), goal()], [("priorities.measure", {"goal": ["2016-19", "bullying"], "key": "a"})]],
        "2.json, row 1 or the one after it: This field cannot be null.",
    ),
    "a rule of the model": (
        [
            [
                BOARD,
                ("forwardplan.meeting", {"body": ["board"], "key": "june", "year": 2016, "month": 6, "day": 31}),
            ]
        ],
        "There is no such day in this month.",
    ),
    "a constraint": (
        [[plan()], [plan("2014-15", starts="2016-04-01", ends="2014-04-01")]],
        "2.json, row 1 or the one after it: The end lies before the start.",
    ),
    "a constraint between rows": (
        [[BOARD, seat("chair", office="chair"), seat("other", office="chair")]],
        "1.json, row 3 or the one after it: This body has a chair already.",
    ),
    "a party of two things": (
        [[organisation(), party(organisation=["police"], words="Police")]],
        "Choose an organisation, a body or a seat, or give words: one of them.",
    ),
}


@pytest.mark.parametrize(("files", "message"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems_are_named_in_one_line_and_nothing_is_loaded(db, write, files, message):
    before = stored()
    with pytest.raises(FixtureProblem) as problem:
        load(write(*files), note=NOTE)
    assert message in str(problem.value)
    assert "\n" not in str(problem.value)
    assert stored() == before


def test_a_file_in_another_encoding_is_a_problem_in_one_line(db, tmp_path):
    (tmp_path / "1.json").write_bytes(b'[{"model": "priorities.plan", "fields": {"key": "a", "title": "\xa3"}}]')
    with pytest.raises(FixtureProblem, match=r"^1\.json") as problem:
        load(tmp_path, note=NOTE)
    assert "\n" not in str(problem.value)


def test_rows_may_name_what_the_database_holds(db, write):
    held = Plan.objects.create(key="2016-19", title="Plan")
    police = Organisation.objects.create(key="police", name="Police")
    owing = Party.objects.of(police)
    assert load(write([goal(), indicator(["organisation", "police"])]), note=NOTE) == 2
    assert Goal.objects.get().plan == held
    assert Indicator.objects.get().owed_by == owing


def test_a_party_that_is_there_already_is_used(db, write):
    cabinet = Party.objects.of("Cabinet")
    load(write([party(words="Cabinet"), indicator(["words", "Cabinet"])]), note=NOTE)
    assert Party.objects.get() == Indicator.objects.get().owed_by == cabinet


def test_a_row_that_is_there_already_is_not_written_over(db, write):
    held = Plan.objects.create(key="2016-19", title="As the board changed it")
    with pytest.raises(FixtureProblem, match="there is a plan 2016-19 already"):
        load(write([plan("2014-15"), plan()]), note=NOTE)
    held.refresh_from_db()
    assert held.title == "As the board changed it"
    assert held.history.count() == Plan.history.count() == Plan.objects.count() == 1


def test_files_are_read_in_the_order_of_their_names(db, write):
    folder = write([goal()], [plan()])
    (folder / "1.json").rename(folder / "3.json")
    assert load(str(folder), note=NOTE) == 2


def test_history_has_no_name_even_within_a_request(db, write):
    person = User.objects.create_user("a@example.org", "correct horse battery")
    HistoricalRecords.context.request = SimpleNamespace(user=person)
    try:
        load(write([plan()]), note=NOTE)
    finally:
        del HistoricalRecords.context.request
    assert Plan.history.get().history_user is None
