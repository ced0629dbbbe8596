"""A word planted in every field of every record: where it must never be seen, and whence it must be gone."""

import gzip

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from editions import approval, freezing, publishing, tree, withdrawal
from editions.models import Edition, Rendition
from kit.rows import Row
from lscb.custody import removal
from publications.models import Publication, PublicationKind
from tests.editions.drafts import DAY, at_a_meeting, freeze, stand_ins
from tests.kept_rows import load_once

CANARY = "Zuzanna Quill"
# Numbers with commas between them, and no words.
NUMBERS = {"months"}


@pytest.fixture
def board(db, monkeypatch):
    """The real board's records: every table that a document draws on has rows."""
    stand_ins(monkeypatch)
    load_once("southend")


@pytest.fixture
def plan(board):
    return Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN)


@pytest.fixture
def site(board):
    return Publication.objects.get(kind=PublicationKind.SITE)


def live_rows():
    return [model for model in apps.get_models() if issubclass(model, Row)]


def texts(model):
    """The fields in which somebody types words: no choices, keys and addresses."""
    for field in model._meta.concrete_fields:
        if type(field) in (models.CharField, models.TextField) and field.editable and not field.choices:
            yield field


def plant(mark):
    """Put the word at the end of every text of every record; how many texts that were.

    Where a rule refuses that (a vacant seat has no holder), at the end of those that hold words already.
    """
    planted = 0
    for model in live_rows():
        # A code of twelve signs has no room for it.
        roomy = [field for field in texts(model) if (field.max_length or 10_000) > len(mark)]
        fields = [field for field in roomy if field.name not in NUMBERS]
        for row in model.objects.all():
            full = [field for field in fields if getattr(row, field.name)]
            for chosen in (fields, full):
                fresh = model.objects.get(pk=row.pk)
                for field in chosen:
                    room = (field.max_length or 10_000) - len(mark) - 1
                    setattr(fresh, field.name, f"{getattr(fresh, field.name)[:room]} {mark}".strip())
                try:
                    with transaction.atomic():
                        fresh.save()
                except IntegrityError:
                    continue
                planted += len(chosen)
                break
            else:
                raise AssertionError(f"Nothing can be planted in {row!r}.")
    return planted


def publish(publication, by):
    draft = approval.send(publication, by=by, on=DAY)
    return publishing.publish(approval.record(draft, at_a_meeting(), by=by, shown=draft.digest), by=by, on=DAY)


def public(root):
    """All that is published, packed or not."""
    return {
        file.relative_to(root).as_posix(): opened(file.read_bytes())
        for file in (root / "current").resolve().rglob("*")
        if file.is_file()
    }


def opened(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def renditions(edition):
    """The bytes of each file that was made of a version."""
    return {each.kind: bytes(each.data) for each in edition.rendition_set.all()}


def holds(data, mark):
    """In one piece, or in the pieces that line breaks and markup leave."""
    return any(word.encode() in data for word in mark.split())


@pytest.mark.django_db(transaction=True)
def test_what_is_not_published_is_nowhere_public_and_what_changes_after_changes_nothing(
    plan, site, manager, public_root
):
    publishing.update(site, by=manager, on=DAY)
    edition = publish(plan, manager)
    files = renditions(edition)
    assert files.keys() == {Rendition.Kind.PDF, Rendition.Kind.LARGE_PRINT}
    before = public(public_root)
    assert plant(CANARY) > 500
    assert holds(freezing.composed(plan, DAY)[1].encode(), CANARY), "the records say it now"
    draft = approval.send(plan, by=manager, on=DAY, remark=CANARY)
    approval.give_back(draft, by=manager, reason=CANARY)
    freeze(site, by=manager, on=DAY)
    tree.rebuild()
    after = public(public_root)
    assert len(after) > 50
    for path, data in after.items():
        assert not holds(data, CANARY), path
    # Page, tables, JSON, calendar and PDF say what they said, byte for byte; only the tree has another name.
    assert sorted(after.values()) == sorted(before.values())
    assert renditions(Edition.objects.get(pk=edition.pk)) == files


@pytest.mark.django_db(transaction=True)
def test_a_word_that_was_published_is_gone_once_it_is_erased_and_removed(plan, site, manager, chair, public_root):
    section = plan.narrative_set.exclude(before="").first()
    section.before += f" {CANARY} told us."
    section.save()
    publishing.update(site, by=manager, on=DAY)
    named = publish(plan, manager)
    assert any(holds(data, CANARY) for data in public(public_root).values())
    section.before = section.before.replace(CANARY, "A girl")
    section.save()
    nameless = publish(plan, manager)
    removed = removal.replace(CANARY, by=manager)
    assert [edition.pk for edition in removed.editions] == [named.pk]
    withdrawal.ask_erasure(named, by=manager, reason="It names a child.")
    withdrawal.erase(named, by=chair)
    nameless.refresh_from_db()
    assert nameless.content, "the version after it stays"
    assert tables_with(CANARY) == []
    for file in public_root.rglob("*"):
        if file.is_file():
            assert not holds(opened(file.read_bytes()), CANARY), file
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-journal"):
            file = type(public_root)(f"{connection.settings_dict['NAME']}{end}")
            assert not file.exists() or not holds(file.read_bytes(), CANARY), file


def tables_with(mark):
    """Every table, whoever made it, that holds the word in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(holds(as_bytes(value), mark) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
