"""Fixtures are checked before they are loaded, load whole or not at all, and begin each row's history."""

import json
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from simple_history.models import HistoricalRecords

from finance.models import BudgetLine, Contribution
from forwardplan.models import AgendaItem
from kit import prose
from kit.rows import LONGEST_KEY, Ordered, Row
from lscb.loading import FixtureProblem, load
from membership.models import Board, Body, Organisation, Party, Seat, User
from priorities.models import Aim, Finding, Goal, Indicator, Observation, Plan, Series
from publications.models import Narrative

FOLDER = settings.BASE_DIR / "fixtures" / "southend"
NOTE = "Loaded from the plan of 2016"
ROWS = [model for model in apps.get_models() if issubclass(model, Row)]


def fixture_rows():
    return [row for path in sorted(FOLDER.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]


def stored():
    """How many rows there are of every kind, their histories included."""
    models = [*apps.get_models(), *(model.history.model for model in ROWS)]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture
def loaded(db):
    return load(FOLDER, note=NOTE)


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


def test_every_row_begins_its_history_exactly_once(loaded):
    for model in ROWS:
        lines = model.history.all()
        assert sorted(lines.values_list("id", flat=True)) == sorted(model.objects.values_list("pk", flat=True)), model
        for line in lines:
            assert (line.history_type, line.history_change_reason, line.history_user) == ("+", NOTE, None), line


def test_history_holds_the_row_as_it_was_loaded(loaded):
    for model in ROWS:
        for row in model.objects.all():
            then = row.history.get().instance
            names = [field.attname for field in model._meta.concrete_fields]
            assert [getattr(then, name) for name in names] == [getattr(row, name) for name in names]


def test_the_documents_rows_are_all_there(loaded):
    kinds = Goal.Kind
    counts = {
        "goals": Goal.objects.count(),
        "past priorities": Goal.objects.filter(plan__key="2014-15", kind=kinds.PRIORITY).count(),
        "priorities": Goal.objects.filter(plan__key="2016-19", kind=kinds.PRIORITY).count(),
        "objectives": Goal.objects.filter(plan__key="2016-19", kind=kinds.OBJECTIVE).count(),
        "aims": Aim.objects.count(),
        "findings": [Finding.objects.filter(kind=kind).count() for kind in Finding.Kind],
        "agenda items": AgendaItem.objects.count(),
        "contributions": Contribution.objects.count(),
        "budget lines": BudgetLine.objects.count(),
        "board seats": Seat.objects.filter(body__kind=Body.Kind.BOARD).count(),
        "sub-groups": Body.objects.sub_groups().count(),
        "chairs and vice chairs": Seat.objects.chairing().exclude(body__kind=Body.Kind.BOARD).count(),
        "indicators": Indicator.objects.count(),
        "series": Series.objects.count(),
        "observations": Observation.objects.count(),
        "boards": Board.objects.count(),
    }
    assert counts == {
        "goals": 26,
        "past priorities": 8,
        "priorities": 6,
        "objectives": 12,
        "aims": 34,
        "findings": [12, 7, 7],
        "agenda items": 23,
        "contributions": 6,
        "budget lines": 17,
        "board seats": 25,
        "sub-groups": 7,
        "chairs and vice chairs": 14,
        "indicators": 11,
        "series": 14,
        "observations": 19,
        "boards": 1,
    }
    assert loaded == len(fixture_rows())


def test_the_document_breaks_no_rule(loaded):
    for model in [*ROWS, Party]:
        for row in model.objects.all():
            row.full_clean()


def test_a_dump_gives_back_what_the_fixtures_say(loaded):
    """Each field that a fixture names has its value; each that it leaves out is empty or what the model begins with."""
    dumped = {}
    for model in [*ROWS, Party]:
        for row in model.objects.all():
            [data] = serializers.serialize(
                "python", [row], use_natural_foreign_keys=True, use_natural_primary_keys=True
            )
            dumped[data["model"], row.natural_key()] = data["fields"]
    rows = fixture_rows()
    assert len(rows) == len(dumped)
    for row in rows:
        model = apps.get_model(row["model"])
        fields = {name: tuple(value) if isinstance(value, list) else value for name, value in row["fields"].items()}
        [key] = [key for key in dumped if key[0] == row["model"] and _matches(model, key[1], fields)]
        for name, value in dumped.pop(key).items():
            field = model._meta.get_field(name)
            if field.is_relation:
                assert value == fields.get(name), (key, name)
            else:
                assert value == field.to_python(fields.get(name, field.get_default())), (key, name)
    assert not dumped


def _matches(model, natural_key, fields):
    if model is Party:
        return natural_key == next((kind, *([value] if kind == "words" else value)) for kind, value in fields.items())
    return natural_key == (*(word for parent in model.within for word in fields[parent]), fields["key"])


def test_fixtures_say_key_and_position_and_nothing_that_the_program_makes():
    for row in fixture_rows():
        model, fields = apps.get_model(row["model"]), row["fields"]
        assert "version" not in fields, row
        if issubclass(model, Row):
            assert 0 < len(fields["key"]) <= LONGEST_KEY, row
        if issubclass(model, Ordered):
            assert fields["position"] > 0, row


def test_positions_count_from_one_among_siblings():
    siblings = {}
    for row in fixture_rows():
        model, fields = apps.get_model(row["model"]), row["fields"]
        if issubclass(model, Ordered):
            parents = tuple(word for parent in model.within for word in fields[parent])
            siblings.setdefault((row["model"], parents), []).append(fields["position"])
    for among, positions in siblings.items():
        assert positions == list(range(1, len(positions) + 1)), among


def test_narratives_need_no_cleaning(loaded):
    for narrative in Narrative.objects.all():
        assert prose.clean(narrative.before) == narrative.before
        assert prose.clean(narrative.after) == narrative.after
