"""What stands in the board's real records once the fixtures are loaded: each row once, as the files have it."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers

from finance.models import BudgetLine, Contribution
from forwardplan.models import AgendaItem
from kit import prose
from kit.rows import LONGEST_KEY, Ordered, Row
from lscb.loading import load
from membership.models import Board, Body, Party, Seat
from priorities.models import Aim, Finding, Goal, Indicator, Observation, Series
from publications.models import Narrative

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "fixtures" / "southend"
NOTE = "Loaded from the plan of 2016"
ROWS = [model for model in apps.get_models() if issubclass(model, Row)]


def fixture_rows():
    return [row for path in sorted(FOLDER.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def loaded(of_the_module):
    """How many rows there are, loaded once for all of these tests: none of them changes one."""
    return load(FOLDER, note=NOTE)


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
