"""Where a phrase stands, in everything that the database keeps: records, history, the administration's log, sign-ins,
and what is frozen. Which tables and columns there are is asked of the models, so a new one is searched from its first
day.
"""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from msgspec import Struct

from editions import seal
from editions.models import Edition
from kit import wording
from kit.rows import KeyField, Row
from lscb.custody.phrases import PhraseFinder
from membership.session_store import SessionStore

HISTORY, SESSION = "earlier wordings", "sign-in"

TEXTS = (models.CharField, models.TextField)
# What a phrase can't stand in. A field of any other kind is unknown here, and a test says so.
WITHOUT_WORDS = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.TimeField,
    models.DecimalField,
    models.IntegerField,
    models.FloatField,
    models.ForeignKey,
    models.DurationField,
    models.UUIDField,
    models.BinaryField,  # a PDF, made of content that is searched
    models.JSONField,  # the keys of a second factor
    models.GenericIPAddressField,
)
# Django's own tables that hold names from the code and nothing that anybody typed.
NOT_TYPED = {"contenttypes.contenttype", "auth.permission"}
# A column of scrambled signs; a phrase that was found in one would be no phrase.
SCRAMBLED = {"password"}


class Found(Struct, frozen=True, kw_only=True):
    """Where a phrase stands: the kind of record, which one, which field, in how many lines of history, who can see it.

    `frozen` says that it stands in a version, which isn't changed but erased.
    """

    label: str
    kind: str
    pk: str
    record: str
    fields: tuple[str, ...]
    audience: str
    lines: int = 1
    frozen: bool = False


def searched():
    """Every model whose table keeps what somebody typed."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed and model is not Session and model._meta.label_lower not in NOT_TYPED
    ]


def columns(model):
    """The columns that hold words, choices of the program aside."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS) and not field.choices and field.name not in SCRAMBLED
    ]


def is_frozen(model):
    return model._meta.db_table in {sealed.table for sealed in seal.SEALED}


def is_history(model):
    return hasattr(model, "history_object")


def find(phrase):
    """Every place where a phrase stands; what is frozen comes last. Raises TooShort. Nothing is changed."""
    wanted = PhraseFinder(phrase)
    found = [each for model in searched() for each in in_model(model, wanted)]
    found += in_sessions(wanted)
    return sorted(found, key=lambda each: (each.frozen, each.kind == HISTORY))


def in_model(model, wanted):
    """The rows of a model that hold the phrase; the lines of history of one record are told as one."""
    lines = {}
    for row, fields in rows_with(model, wanted):
        names = tuple(in_words(field) for field in fields)
        if is_history(model):
            of, seen = lines.get(row.id, (row, ()))
            lines[row.id] = (of, (*seen, names))
        else:
            yield found_in(row, names, fields)
    for pk, (row, seen) in lines.items():
        named = tuple(dict.fromkeys(name for names in seen for name in names))
        yield Found(
            label=model._meta.label_lower,
            kind=HISTORY,
            pk=str(pk),
            record=name_of(model.instance_type._base_manager.filter(pk=pk).first() or row),
            fields=named,
            audience="Office only.",
            lines=len(seen),
        )


def name_of(row):
    """How a record is called on the list; the phrase may be part of it."""
    return wording.cut(row)


def in_words(field):
    """How a column is called on the list."""
    return "end of its address" if isinstance(field, KeyField) else str(field.verbose_name)


def rows_with(model, wanted):
    """Each row that holds the phrase, with the columns where it does and what takes it out of each."""
    fields = columns(model)
    if not fields:
        return
    names = [field.attname for field in fields]
    for pk, *values in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
        hits = wanted.hits(fields, values)
        if hits:
            yield model._base_manager.get(pk=pk), hits


def found_in(row, names, fields):
    model = type(row)
    audience = [model.audience(field.name) for field in fields] if issubclass(model, Row) else ["Office only."]
    frozen = is_frozen(model)
    return Found(
        label=model._meta.label_lower,
        kind="version" if frozen else str(model._meta.verbose_name),
        pk=str(row.pk),
        record=name_of(row),
        fields=names,
        audience=seen_of_version(row) if frozen else " ".join(dict.fromkeys(audience)),
        frozen=frozen,
    )


def seen_of_version(row):
    """Who could have seen a version, or a record that belongs to one."""
    version = edition_of(row)
    if version is None:
        return "Office only."
    if not version.published_at:
        return "Office only: it was never published."
    since = f"Public since {version.published_on:%-d %B %Y}."
    return since if not version.superseded_at else f"{since} A later version has taken its place."


def edition_of(row):
    """The version that a frozen row is, or belongs to."""
    if isinstance(row, Edition):
        return row
    for field in row._meta.concrete_fields:
        if field.related_model is Edition:
            return getattr(row, field.name)
    return None


def in_sessions(wanted):
    """Sign-ins whose notes hold the phrase, such as a message that was not shown yet."""
    for session in Session.objects.all():
        if wanted.stands_in(SessionStore().decode(session.session_data)):
            yield Found(
                label="sessions.session",
                kind=SESSION,
                pk=session.session_key,
                record="A sign-in",
                fields=("what it remembers",),
                audience="The person who signed in.",
            )


def editions_with(phrase):
    """The versions in which the phrase is frozen, each once: they are to be erased."""
    wanted = PhraseFinder(phrase)
    found = {}
    for model in searched():
        if is_frozen(model):
            for row, _ in rows_with(model, wanted):
                version = edition_of(row)
                if version is not None:
                    found[version.pk] = version
    return tuple(found.values())
