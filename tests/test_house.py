"""The rules of the house that can be read off its models, its sources and its templates."""

import ast
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template import TemplateSyntaxError, engines

from kit.rows import Row
from priorities.models import Goal
from tests.walk import FORBIDDEN, forbidden

ROOT = Path(settings.BASE_DIR)
# From the floor to the roof. Two on one floor are strangers to each other.
FLOORS = [("kit",), ("membership",), ("priorities", "finance"), ("forwardplan",), ("publications",), ("editions",)]
LEVEL = {app: level for level, floor in enumerate(FLOORS) for app in floor}
OWN_APPS = [*LEVEL, "lscb"]


def by_name(thing):
    if isinstance(thing, Path):
        return thing.relative_to(ROOT)
    return thing.label if isinstance(thing, AppConfig) else thing._meta.label


APPS = [apps.get_app_config(app) for app in OWN_APPS]
OURS = [
    model
    for app in APPS
    for model in app.get_models()
    # A table of history repeats the columns of its row without their rules.
    if not hasattr(model, "history_object")
]
ROWS = [model for model in OURS if issubclass(model, Row)]


def each(things):
    """A rule as one test: it is asked of each of these, and all that break it are named together."""

    def test_of(rule):
        def test():
            broken = [f"{by_name(thing)}: {words}" for thing in things for words in rule(thing)]
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__, test.__module__ = rule.__name__, rule.__doc__, rule.__module__
        return test

    return test_of


def keys(model):
    """The foreign keys of a model, those to a login aside."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.remote_field and field.related_model._meta.label != settings.AUTH_USER_MODEL
    ]


def test_a_rule_names_all_that_break_it():
    @each([ROOT / "kit", ROOT / "lscb"])
    def rule(path):
        yield from ["first", "second"][: len(path.name) - 2]

    with pytest.raises(AssertionError, match="kit: first") as broken:
        rule()
    assert "lscb: second" in str(broken.value)


def test_the_house_has_rows():
    assert len(ROWS) > 20
    assert {model._meta.app_label for model in OURS} >= set(LEVEL) - {"kit"}


# Tables


@each(OURS)
def test_foreign_keys_point_downwards(model):
    here = model._meta.app_label
    for field in keys(model):
        there = field.related_model._meta.app_label
        if there != here and LEVEL[there] >= LEVEL[here]:
            yield f"{field.name} looks up at {there}"


@each(OURS)
def test_nothing_is_deleted_along_but_the_parts_of_a_row(model):
    within = getattr(model, "within", ())
    for field in model._meta.concrete_fields:
        if not field.remote_field:
            continue
        is_part = field.name in within or (field.name == "parent" and field.related_model is model)
        if field.remote_field.on_delete not in ((models.CASCADE, models.PROTECT) if is_part else (models.PROTECT,)):
            yield f"{field.name} is deleted along with what it is no part of, or left without it"


@each(OURS)
def test_an_empty_text_is_said_in_one_way(model):
    """A text column that may be NULL has two ways of being empty, and every question must then ask for both."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and field.null:
            yield f"{field.name} may be NULL"


@each(OURS)
def test_every_constraint_has_a_sentence(model):
    for constraint in model._meta.constraints:
        sentence = constraint.violation_error_message
        if sentence == constraint.default_violation_error_message or not sentence.endswith("."):
            yield f"{constraint.name} has no sentence"
        if not constraint.name.startswith(f"{model._meta.db_table}_"):
            yield f"{constraint.name} has another table's name"


@each(OURS)
def test_who_and_when_stand_together(model):
    fields = {field.name: field for field in model._meta.concrete_fields}
    deeds = {
        name.removesuffix("_at")
        for name, field in fields.items()
        if name.endswith("_at") and isinstance(field, models.DateTimeField)
    } | {
        name.removesuffix("_by")
        for name, field in fields.items()
        if name.endswith("_by") and field.remote_field and field.related_model._meta.label == settings.AUTH_USER_MODEL
    }
    known = {*fields, *(constraint.name for constraint in model._meta.constraints)}
    for deed in deeds:
        for wanted in (f"{deed}_at", f"{deed}_by", f"{model._meta.db_table}_{deed}_at_and_by"):
            if wanted not in known:
                yield f"{wanted} is missing"


@each(ROWS)
def test_a_row_has_key_version_and_history(model):
    fields = {field.name for field in model._meta.concrete_fields}
    if not {"key", "version"} <= fields:
        yield "it has no key, or no version"
    if model.history.model._meta.label != f"{model._meta.app_label}.Historical{model.__name__}":
        yield "its history is that of another"
    if {field.name for field in model.history.model.tracked_fields} != fields:
        yield "its history leaves out a column"
    named = [each for each in model._meta.constraints if each.name == f"{model._meta.db_table}_key"]
    if [(each.fields, each.condition) for each in named] != [((*model.within, "key"), None)]:
        yield "its key is not unique in its parents"


@each(ROWS)
def test_the_parents_of_a_row_are_rows(model):
    for field in map(model._meta.get_field, model.within):
        if not issubclass(field.related_model, Row) or field.null:
            yield f"{field.name} is no row, or may be none"


@each(ROWS)
def test_every_column_says_who_will_see_it(model):
    for fault in model.check():
        yield fault.msg


def test_a_column_that_says_nothing_of_who_sees_it_stops_the_program(monkeypatch):
    monkeypatch.delattr(Goal._meta.get_field("rationale"), "audience")
    [fault] = Goal.check()
    assert fault.msg == "priorities.Goal.rationale doesn't say who will see it."
    assert fault.is_serious()


@each(ROWS)
def test_a_link_is_a_row_of_its_own(model):
    for field in model._meta.many_to_many:
        yield f"{field.name} is none"


@each(ROWS)
def test_what_is_unique_is_a_constraint(model):
    """A set of forms knows constraints, not the older ways of saying it."""
    if model._meta.unique_together:
        yield "it says unique_together"
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield f"{field.name} says unique"


@each(APPS)
def test_an_app_with_tables_has_migrations(app):
    if list(app.get_models()) and not (Path(app.path) / "migrations" / "__init__.py").is_file():
        yield "it has none"


@pytest.mark.django_db
def test_no_migration_is_missing(capsys, monkeypatch):
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})  # without `--migrations` there are none
    with suppress(SystemExit):
        call_command("makemigrations", check=True, dry_run=True)
    said = capsys.readouterr().out
    assert said == "No changes detected\n", f"A migration is missing; `manage.py makemigrations` writes it. {said}"


# Sources


def sources():
    for app in OWN_APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


SOURCES = list(sources())
# These write to rows behind the back of their version and their history.
UNTRACKED = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "save_without_historical_record"}


def untracked_writes(source):
    """Calls that write to rows without a line of history. A queryset's `update` has only named arguments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {*UNTRACKED, "skip_history_when_saving"}:
            yield node.lineno
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("update", "aupdate")
            and node.keywords
            and not node.args
        ):
            yield node.lineno


@each(SOURCES)
def test_rows_are_written_by_save_or_by_the_stamps(path):
    if path != ROOT / "kit" / "stamps.py":
        yield from (f"line {number}" for number in untracked_writes(path.read_text()))


def test_a_write_without_history_is_found():
    assert list(untracked_writes("Goal.objects.filter(pk=1).update(title='x')")) == [1]
    assert list(untracked_writes("Goal.objects.bulk_update(goals, ['title'])")) == [1]
    assert list(untracked_writes("taken.update(more)\nsha.update(b'')")) == []
    assert list(untracked_writes((ROOT / "kit" / "stamps.py").read_text()))


@each(SOURCES)
def test_no_value_is_kept_behind_a_lock_of_all_threads(path):
    """Until Python 3.12 functools' cached_property locks every other thread out while it works the value out.

    Where that waits for a row another thread has, both wait for ever. Django's has no lock.
    """
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            yield from (f"line {node.lineno}" for name in node.names if name.name == "cached_property")


def same_thing(*places):
    """Whether classes of one name are one thing: a table and what a document holds of it, or a form and its page."""
    is_content = [place.startswith("publications/content/") for place in places]
    tables = [place for place, frozen in zip(places, is_content, strict=True) if not frozen]
    if sum(is_content) == 1 and len(tables) == 1:
        return "/models" in tables[0]
    return sorted(places) == ["membership/accounts/forms.py", "membership/accounts/views.py"]


def doubled(sources):
    """A sentence on the classes that share a name: which, and where. A command's name is Django's."""
    places = {}
    for place, source in sources:
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                places.setdefault(node.name, []).append(place)
    shared = {name: where for name, where in places.items() if len(where) > 1 and not same_thing(*where)}
    return "; ".join(f"{name} is defined in {' and '.join(where)}" for name, where in sorted(shared.items()))


def test_the_name_of_a_class_means_one_thing():
    found = doubled((str(path.relative_to(ROOT)), path.read_text()) for path in SOURCES)
    assert not found, found


def test_a_name_that_means_two_things_is_found():
    table, frozen = (
        ("priorities/models/plan.py", "class Goal: ..."),
        ("publications/content/goals.py", "class Goal: ..."),
    )
    page, rows = ("kit/editing.py", "class Place: ..."), ("publications/passages.py", "class Place: ...")
    assert doubled([table, frozen]) == ""
    assert doubled([table, frozen, page, rows]) == "Place is defined in kit/editing.py and publications/passages.py"
    assert doubled([table, frozen, ("priorities/progress.py", "class Goal: ...")]).startswith("Goal is defined in ")


@each([ROOT / "requirements.txt", ROOT / "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_has_its_reason(path):
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-r ")):
            requirement, _, reason = line.partition(" # ")
            is_pinned = re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]*", requirement.strip())
            if not is_pinned or len(reason.strip()) <= 10:
                yield line


# Put together here, so that this file doesn't name them.
OUTSIDE = ["/" + "work/", "spikes" + ".md", "DESIGN" + ".md", "tool " + "library"]
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".json", ".yml", ".conf"}


def test_nothing_points_outside_the_checkout():
    folders = [*OWN_APPS, "templates", "static", "fixtures", "tests", "docs"]
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    paths += [path for path in ROOT.glob("*") if path.suffix in TEXTS or path.name == "Makefile"]
    paths += (ROOT / ".ci").iterdir()
    for path in paths:
        if path.is_file():
            text = path.read_text(errors="replace")  # some samples are in other encodings
            for name in OUTSIDE:
                assert name not in text, f"{path.relative_to(ROOT)} names {name}"


# Templates

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What the content security policy would refuse, and what would let a person's words through as markup.
MARKUP = FORBIDDEN | {"markup let through": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off"}


@each(TEMPLATES)
def test_a_template_holds_nothing_that_the_policy_refuses(path):
    return forbidden(path.read_text(), MARKUP)


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button class="x" onclick="go()">',
        '<a href="javascript:go()">',
        "{{ words|safe }}",
        "{% autoescape off %}",
    ],
)
def test_what_the_policy_refuses_is_found(text):
    assert forbidden(text, MARKUP)


def test_what_the_policy_allows_is_let_be():
    well = '<link rel="stylesheet" href="x"><script src="x" defer></script><p class="style">one = 1</p>'
    assert not forbidden(well, MARKUP)


@each(TEMPLATES)
def test_a_template_can_be_read(path):
    try:
        engines["django"].get_template(str(path.relative_to(ROOT / "templates")))
    except TemplateSyntaxError as error:
        yield error


@each([path for path in TEMPLATES if path.name.startswith("_")])
def test_a_partial_says_what_it_expects(path):
    text = path.read_text()
    first = text.splitlines()[0]
    # A shell expects its blocks, and a library's template what the library gives it.
    says = "{% block " in text or "Expects: " in first or "The one template of django-tables2" in first
    if not (first.startswith("{#") and first.endswith("#}") and says):
        yield "its first line doesn't say so"
