"""The rules of the house that can be read off its models, its sources and its templates."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template import engines

from kit.rows import Row
from priorities.models import Goal

ROOT = Path(settings.BASE_DIR)
# From the floor to the roof. Two on one floor are strangers to each other.
FLOORS = [("kit",), ("membership",), ("priorities", "finance"), ("forwardplan",), ("publications",), ("editions",)]
LEVEL = {app: level for level, floor in enumerate(FLOORS) for app in floor}
OWN_APPS = [*LEVEL, "lscb"]


def by_name(thing):
    return str(thing.relative_to(ROOT)) if isinstance(thing, Path) else thing._meta.label


OURS = [
    model
    for app in OWN_APPS
    for model in apps.get_app_config(app).get_models()
    # A table of history repeats the columns of its row without their rules.
    if not hasattr(model, "history_object")
]
ROWS = [model for model in OURS if issubclass(model, Row)]
each_model = pytest.mark.parametrize("model", OURS, ids=by_name)
each_row = pytest.mark.parametrize("model", ROWS, ids=by_name)


def keys(model):
    """The foreign keys of a model, those to a login aside."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.remote_field and field.related_model._meta.label != settings.AUTH_USER_MODEL
    ]


def test_the_house_has_rows():
    assert len(ROWS) > 20
    assert {model._meta.app_label for model in OURS} >= set(LEVEL) - {"kit"}


# Tables


@each_model
def test_foreign_keys_point_downwards(model):
    here = model._meta.app_label
    for field in keys(model):
        there = field.related_model._meta.app_label
        assert there == here or LEVEL[there] < LEVEL[here], f"{field} looks up at {there}"


@each_model
def test_nothing_is_deleted_along_but_the_parts_of_a_row(model):
    within = getattr(model, "within", ())
    for field in model._meta.concrete_fields:
        if not field.remote_field:
            continue
        rule = field.remote_field.on_delete
        assert rule in (models.CASCADE, models.PROTECT), field
        if rule is models.CASCADE:
            is_part = field.name in within or (field.name == "parent" and field.related_model is model)
            assert is_part, f"{field} is deleted along with what it is no part of"


@each_model
def test_an_empty_text_is_said_in_one_way(model):
    """A text column that may be NULL has two ways of being empty, and every question must then ask for both."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            assert not field.null, field


@each_model
def test_every_constraint_has_a_sentence(model):
    for constraint in model._meta.constraints:
        sentence = constraint.violation_error_message
        assert sentence != constraint.default_violation_error_message, constraint.name
        assert sentence.endswith(".")
        assert constraint.name.startswith(f"{model._meta.db_table}_")


@each_model
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
    constraints = {constraint.name for constraint in model._meta.constraints}
    for deed in deeds:
        assert f"{deed}_at" in fields
        assert f"{deed}_by" in fields
        assert f"{model._meta.db_table}_{deed}_at_and_by" in constraints


@each_row
def test_a_row_has_key_version_and_history(model):
    assert {"key", "version"} <= {field.name for field in model._meta.concrete_fields}
    assert model.history.model._meta.label == f"{model._meta.app_label}.Historical{model.__name__}"
    tracked = {field.name for field in model.history.model.tracked_fields}
    assert tracked == {field.name for field in model._meta.concrete_fields}
    [constraint] = [each for each in model._meta.constraints if each.name == f"{model._meta.db_table}_key"]
    assert constraint.fields == (*model.within, "key")
    assert constraint.condition is None


@each_row
def test_the_parents_of_a_row_are_rows(model):
    for name in model.within:
        field = model._meta.get_field(name)
        assert issubclass(field.related_model, Row)
        assert not field.null


@each_row
def test_every_column_says_who_will_see_it(model):
    assert model.check() == []


def test_a_column_that_says_nothing_of_who_sees_it_stops_the_program(monkeypatch):
    monkeypatch.delattr(Goal._meta.get_field("rationale"), "audience")
    [fault] = Goal.check()
    assert fault.msg == "priorities.Goal.rationale doesn't say who will see it."
    assert fault.is_serious()


@each_row
def test_a_link_is_a_row_of_its_own(model):
    assert not model._meta.many_to_many


@each_row
def test_what_is_unique_is_a_constraint(model):
    """A set of forms knows constraints, not the older ways of saying it."""
    assert not model._meta.unique_together
    for field in model._meta.concrete_fields:
        assert field.primary_key or not field.unique, field


@pytest.mark.parametrize("app", OWN_APPS)
def test_an_app_with_tables_has_migrations(app):
    config = apps.get_app_config(app)
    if list(config.get_models()):
        assert (Path(config.path) / "migrations" / "__init__.py").is_file()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Sources


def sources():
    for app in OWN_APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


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


@pytest.mark.parametrize("path", list(sources()), ids=by_name)
def test_rows_are_written_by_save_or_by_the_stamps(path):
    if path != ROOT / "kit" / "stamps.py":
        assert not list(untracked_writes(path.read_text()))


def test_a_write_without_history_is_found():
    assert list(untracked_writes("Goal.objects.filter(pk=1).update(title='x')")) == [1]
    assert list(untracked_writes("Goal.objects.bulk_update(goals, ['title'])")) == [1]
    assert list(untracked_writes("taken.update(more)\nsha.update(b'')")) == []
    assert list(untracked_writes((ROOT / "kit" / "stamps.py").read_text()))


@pytest.mark.parametrize("path", list(sources()), ids=by_name)
def test_no_value_is_kept_behind_a_lock_of_all_threads(path):
    """Until Python 3.12 functools' cached_property locks every other thread out while it works the value out.

    Where that waits for a row another thread has, both wait for ever. Django's has no lock.
    """
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            assert "cached_property" not in {name.name for name in node.names}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_has_its_reason(name):
    for line in (ROOT / name).read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-r ")):
            requirement, mark, reason = line.partition(" # ")
            assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]*", requirement.strip()), line
            assert mark, line
            assert len(reason.strip()) > 10, line


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
            text = path.read_text()
            for name in OUTSIDE:
                assert name not in text, f"{path.relative_to(ROOT)} names {name}"


# Templates

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
# What the content security policy would refuse, and what would let a person's words through as markup.
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an inline stylesheet": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\ssrc\s*=)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an address that runs": r"javascript:",
    "markup let through": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off",
}


def forbidden(text):
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


@each_template
def test_a_template_holds_nothing_that_the_policy_refuses(path):
    assert forbidden(path.read_text()) == []


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
    assert forbidden(text)


def test_what_the_policy_allows_is_let_be():
    assert not forbidden('<link rel="stylesheet" href="x"><script src="x" defer></script><p class="style">one = 1</p>')


@each_template
def test_a_template_can_be_read(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.name.startswith("_")], ids=by_name)
def test_a_partial_says_what_it_expects(path):
    text = path.read_text()
    first = text.splitlines()[0]
    assert first.startswith("{#")
    assert first.endswith("#}")
    # A shell expects its blocks, and a library's template what the library gives it.
    is_shell = "{% block " in text
    assert is_shell or "Expects: " in first or "The one template of django-tables2" in first
