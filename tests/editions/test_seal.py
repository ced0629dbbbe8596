"""What is frozen stays frozen below the program too: the database refuses, whoever asks."""

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.db.models.deletion import ProtectedError

from editions import seal
from editions.models import Approval, Edition, KeptFile, Rendition
from kit import clock
from publications.files import pdf
from publications.models import PictureFile, PublicationKind
from tests import factories
from tests.publishing import publish
from tests.unsealing import unsealed

pytestmark = pytest.mark.django_db

EDITIONS, RENDITIONS = Edition._meta.db_table, Rendition._meta.db_table
FILES, APPROVALS = KeptFile._meta.db_table, Approval._meta.db_table
PICTURES = PictureFile._meta.db_table
TABLES = [EDITIONS, RENDITIONS, FILES, APPROVALS, PICTURES]
STATEMENTS = {"sqlite": ["delete", "update"], "postgresql": ["delete", "truncate", "update"]}
CHANGED = "stays as it was"
DELETED = "is never deleted"

each_table = pytest.mark.parametrize("table", TABLES)


@pytest.fixture
def edition():
    """A version that was published and superseded: every deed is done, so nothing of it may change."""
    person = factories.UserFactory()
    return factories.EditionFactory(
        published=True, decision="Minute 7", superseded_at=clock.now(), superseded_by=person, composed_by=person
    )


@pytest.fixture
def rendition(edition):
    return factories.RenditionFactory(edition=edition)


@pytest.fixture
def draft():
    return factories.EditionFactory()


@pytest.fixture
def ended():
    """Rows to which everything was done, so that no column of any is left to be filled in."""
    person, now = factories.UserFactory(), clock.now()

    def done(*deeds):
        return {f"{deed}_at": now for deed in deeds} | {f"{deed}_by": person for deed in deeds}

    superseded = factories.EditionFactory(
        published=True, difference="[]", findings="[]", remark="Why", note="What", **done("superseded")
    )
    erased = {"content": "", "digest": "0" * 64, "erased_because": "A name", "erasure_instruction": "From the officer"}
    asked = done("sent", "changes_asked", "erasure_asked", "erased", "difference_erased")
    factories.EditionFactory(
        publication=superseded.publication,
        published=True,
        number=2,
        decision="Minute 7",
        by_recorded_decision=True,
        amends=superseded,
        repeats=superseded,
        taken_down_because="A name",
        settled_because="Nothing for now",
        **erased,
        **asked,
        **done("approved", "superseded", "taken_down", "settled"),
    )
    factories.EditionFactory(returned_because="Too long", **erased, **asked, **done("returned"))
    extract = factories.KeptFileFactory(data=b"", **done("erased"))
    factories.ApprovalFactory(
        edition=superseded, changes="Page 3", confirmed_by="the chair", ratified="June", extract=extract
    )
    factories.ApprovalFactory(
        edition=superseded,
        decided_by="the Executive",
        confirmed_by="the chair",
        confirmer="the chair",
        confirmed_on=clock.today(),
        confirmed_how="e-mail",
        confirmed_reference="minute 9",
        **done("erased", "confirmation"),
    )
    factories.KeptFileFactory()
    factories.PictureFileFactory(data=b"", let_go=now, **done("erased"))
    factories.PictureFileFactory()
    factories.RenditionFactory()
    return factories.RenditionFactory(edition=superseded, data=b"", **done("erased"))


def refused(sentence):
    """A block in which the database refuses with this sentence; the test's own transaction outlives it."""
    return pytest.raises(IntegrityError, match=sentence)


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


# The seal is there


def test_the_triggers_that_the_house_has():
    expected = {(table, f"{table}_no_{what}") for table in TABLES for what in STATEMENTS[connection.vendor]}
    assert seal.triggers() == expected
    assert seal.sealed_tables() == set(TABLES)


def test_sealing_again_changes_nothing(edition):
    connection.check_constraints()  # PostgreSQL takes no trigger off a table with checks put off
    before = seal.triggers()
    seal.seal()
    seal.seal()
    assert seal.triggers() == before


def test_without_the_seal_it_says_so_and_afterwards_it_is_there_again(edition):
    with unsealed():
        assert seal.triggers() == set()
        assert seal.sealed_tables() == set()
        Edition.objects.filter(pk=edition.pk).update(content="[]")
    assert seal.sealed_tables() == set(TABLES)
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(content="{}")


def test_what_fails_without_the_seal_leaves_it_on(edition):
    with pytest.raises(ZeroDivisionError), unsealed():
        raise ZeroDivisionError
    assert seal.sealed_tables() == set(TABLES)


def test_a_seal_that_lost_one_trigger_is_not_whole():
    tongue = seal.TONGUES[connection.vendor]
    for sql in tongue.drop(f"{EDITIONS}_no_delete", EDITIONS):
        raw(sql)
    assert seal.sealed_tables() == set(TABLES) - {EDITIONS}


# What is refused


FROZEN = {"content": "[]", "digest": "0" * 64, "schema": 2, "decision": "Minute 8", "number": 9}


@pytest.mark.parametrize(("field", "value"), FROZEN.items(), ids=FROZEN)
def test_a_version_is_not_changed_through_the_program(edition, field, value):
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{field: value})
    setattr(edition, field, value)
    with refused(CHANGED), transaction.atomic():
        edition.save()
    with refused(CHANGED), transaction.atomic():
        Edition.objects.bulk_update([edition], [field])


def test_a_draft_is_as_frozen_as_a_version(draft):
    """What the chair was shown is what the check code says."""
    for change in ({"content": "[]"}, {"digest": "0" * 64}, {"composed_at": None, "composed_by": None}):
        with refused(CHANGED), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**change)
    with refused(DELETED), transaction.atomic():
        draft.delete()


@pytest.mark.parametrize(("field", "value"), [("data", b"%PDF-2"), ("digest", "0" * 64), ("pages", 2)])
def test_a_file_is_not_changed_through_the_program(rendition, field, value):
    with refused(CHANGED), transaction.atomic():
        Rendition.objects.filter(pk=rendition.pk).update(**{field: value})
    setattr(rendition, field, value)
    with refused(CHANGED), transaction.atomic():
        rendition.save()


@each_table
def test_no_column_is_changed_by_sql(table, ended):
    """Every column that the database has, not the ones that a list remembers."""
    assert len(columns(table)) >= 9
    for column in columns(table):
        value = "id + 1000" if column == "id" else "NULL"
        with refused(CHANGED):
            raw(f"""UPDATE {table} SET "{column}" = {value} WHERE CAST("{column}" AS text) <> ''""")


@each_table
def test_a_column_that_nobody_thought_of_is_frozen(table):
    raw(f"ALTER TABLE {table} ADD COLUMN afterthought text NOT NULL DEFAULT ''")
    seal.seal()
    factories.RenditionFactory()
    factories.PictureFileFactory()
    factories.ApprovalFactory(extract=factories.KeptFileFactory())
    with refused(CHANGED):
        raw(f"UPDATE {table} SET afterthought = 'new'")


def test_nothing_is_deleted_through_the_program(edition):
    with refused(DELETED), transaction.atomic():
        edition.delete()
    with refused(DELETED), transaction.atomic():
        Edition.objects.all().delete()
    assert Edition.objects.get() == edition


def test_no_file_is_deleted_through_the_program(rendition):
    with refused(DELETED), transaction.atomic():
        rendition.delete()
    with refused(DELETED), transaction.atomic():
        Rendition.objects.all().delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        rendition.edition.delete()
    assert Rendition.objects.get() == rendition


@each_table
def test_nothing_is_deleted_by_sql(table, rendition):
    factories.ApprovalFactory(edition=rendition.edition, extract=factories.KeptFileFactory())
    factories.PictureFileFactory()
    with refused(DELETED):
        raw(f"DELETE FROM {table} WHERE id > %s", 0)
    connection.check_constraints()  # PostgreSQL empties no table with checks put off, whoever guards it
    with refused(DELETED):
        raw(f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}")
    assert Rendition.objects.get() == rendition


def test_no_version_is_emptied_along_with_its_publication(edition):
    """TRUNCATE with CASCADE reaches every table that points at the one it empties; SQLite has only DELETE."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        with refused(DELETED):
            raw("TRUNCATE publications_publication CASCADE")
    else:
        with pytest.raises(ProtectedError), transaction.atomic():
            edition.publication.delete()
    assert Edition.objects.get() == edition


@each_table
def test_nothing_is_replaced_by_what_is_inserted(table, rendition):
    """SQLite deletes what stands in the way of INSERT OR REPLACE, by default without asking a trigger."""
    factories.ApprovalFactory(edition=rendition.edition, extract=factories.KeptFileFactory())
    factories.PictureFileFactory()
    unlike = "reference" if table == APPROVALS else "digest"
    names = ", ".join(f'"{name}"' for name in columns(table))
    row = f"INTO {table} ({names}) SELECT {names} FROM {table} WHERE true"
    if connection.vendor == "sqlite":
        with refused(DELETED):
            raw(f"INSERT OR REPLACE {row}")
    with refused(CHANGED):
        raw(f"INSERT {row} ON CONFLICT (id) DO UPDATE SET {unlike} = 'other'")


def test_whoever_is_refused_is_told_why(edition):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(content="[]")
    assert "A version stays as it was frozen. A correction is a new version." in str(caught.value)


# What passes


def test_saving_what_did_not_change_passes(rendition):
    for row in (Edition.objects.get(), Rendition.objects.get()):
        row.save()
    raw(f"UPDATE {EDITIONS} SET content = content, digest = digest")


def test_publishing_is_written_down_once(draft):
    person = factories.UserFactory()
    stamped = {"number": 1, "published_on": clock.today(), "published_at": clock.now(), "published_by": person}
    assert Edition.objects.filter(pk=draft.pk).update(decision="Minute 7", **stamped) == 1
    later = {"published_at": clock.now().replace(year=2030)}
    for again in ({"number": 2}, {"decision": "Minute 8"}, {"published_by": factories.UserFactory()}, later):
        with refused(CHANGED), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**again)
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(**dict.fromkeys(stamped))


def test_a_decision_can_wait_for_publishing_and_not_come_after_it(draft):
    """It is printed in the PDF: one that came later would stand on the page and not on the paper."""
    Edition.objects.filter(pk=draft.pk).update(decision="Minute 7")
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(decision="Minute 8")
    silent = factories.EditionFactory(published=True)
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=silent.pk).update(decision="Minute 7")


def test_superseding_is_written_down_once():
    person, other = factories.UserFactory(), factories.UserFactory()
    edition = factories.EditionFactory(published=True)
    assert Edition.objects.filter(pk=edition.pk).update(superseded_at=clock.now(), superseded_by=person) == 1
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(superseded_by=other)
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(superseded_at=None, superseded_by=None)


def test_publishing_and_superseding_pass_end_to_end(monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    factories.BoardFactory()
    person = factories.UserFactory()
    plan = factories.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN)
    first, second = (publish(plan, by=person, decision=decision) for decision in ("Minute 7", "Minute 8"))
    first.refresh_from_db()
    assert (first.number, first.superseded_by, second.number) == (1, person, 2)
    assert Rendition.objects.count() == 2
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=second.pk).update(content=first.content + " ")


# Lawful erasure


EMPTIED = {
    EDITIONS: {"content": "", "findings": "", "remark": "", "note": "", "difference": ""},
    RENDITIONS: {"data": b""},
    FILES: {"data": b""},
    PICTURES: {"data": b""},
}
FULL = {"findings": "[]", "remark": "Why", "note": "What", "difference": "[]"}


@pytest.fixture
def to_erase():
    """A row of each kind whose words can be destroyed."""
    person, now = factories.UserFactory(), clock.now()
    edition = factories.EditionFactory(
        published=True, taken_down_at=now, taken_down_by=person, erasure_asked_at=now, erasure_asked_by=person, **FULL
    )
    return {
        EDITIONS: edition,
        RENDITIONS: factories.RenditionFactory(edition=edition),
        FILES: factories.KeptFileFactory(),
        PICTURES: factories.PictureFileFactory(),
    }


@pytest.fixture
def erased():
    """The stamp of erasing, by somebody else than the asker."""
    return {"erased_at": clock.now(), "erased_by": factories.UserFactory()}


each_erasable = pytest.mark.parametrize("table", EMPTIED)


def change(row, **fields):
    with transaction.atomic():
        return type(row).objects.filter(pk=row.pk).update(**fields)


@each_erasable
def test_what_is_erased_is_emptied_in_the_change_that_says_so(table, to_erase, erased):
    assert change(to_erase[table], **EMPTIED[table], **erased) == 1


@each_erasable
def test_nothing_is_emptied_without_saying_so(table, to_erase, erased):
    for column, empty in EMPTIED[table].items():
        with refused(CHANGED):
            change(to_erase[table], **{column: empty})


def test_nothing_is_emptied_after_it_was_said(to_erase, erased):
    for table in (RENDITIONS, FILES, PICTURES):
        assert change(to_erase[table], **erased) == 1
        with refused(CHANGED):
            change(to_erase[table], data=b"")
    # An edition has to be emptied of its content at once; of the rest no more than that change does.
    assert change(to_erase[EDITIONS], content="", **erased) == 1
    for column in FULL:
        with refused(CHANGED):
            change(to_erase[EDITIONS], **{column: ""})


@each_erasable
def test_erasing_puts_no_other_words_in_the_place_of_the_old(table, to_erase, erased):
    for column, empty in EMPTIED[table].items():
        other = {column: b"other" if empty == b"" else "other"}
        with refused(CHANGED):
            change(to_erase[table], **EMPTIED[table] | other, **erased)


@each_erasable
def test_what_identifies_it_outlives_erasing(table, to_erase, erased):
    outlives = {
        EDITIONS: ("digest", "schema"),
        RENDITIONS: ("digest", "pages"),
        FILES: ("digest", "name"),
        PICTURES: ("digest", "media"),
    }
    for kept in outlives[table]:
        with refused(CHANGED):
            change(to_erase[table], **EMPTIED[table], **erased, **{kept: 7})


@each_erasable
def test_nothing_is_erased_twice_nor_brought_back(table, to_erase, erased):
    row = to_erase[table]
    full = {column: getattr(row, column) for column in EMPTIED[table]}
    change(row, **EMPTIED[table], **erased)
    other = {"erased_at": None, "erased_by": None}
    for back in (full, erased | {"erased_by": factories.UserFactory()}, other, full | other):
        with refused(CHANGED):
            change(row, **back)


def test_a_difference_that_quotes_what_was_erased_is_emptied_alone(erased):
    edition = factories.EditionFactory(difference="[]", note="What was corrected")
    stamp = {"difference_erased_at": clock.now(), "difference_erased_by": factories.UserFactory()}
    for more in ({"content": ""}, {"note": ""}, {"difference": "other"}):
        with refused(CHANGED):
            change(edition, **{"difference": ""} | stamp | more)
    assert change(edition, difference="", **stamp) == 1
    with refused(CHANGED):
        change(edition, difference="again")


def test_a_decision_is_never_emptied():
    decision = factories.ApprovalFactory(changes="Page 3", confirmed_by="the chair")
    for field in ("changes", "reference", "decided_by", "confirmed_by", "recorded_as"):
        with refused(CHANGED):
            change(decision, **{field: ""})


# The seal outlives migrations


@pytest.mark.django_db(transaction=True)
def test_what_a_migration_takes_off_is_put_on_after_it():
    """SQLite rebuilds a table for a new constraint and forgets its triggers; PostgreSQL keeps them."""
    constraint = models.CheckConstraint(name="editions_edition_for_a_test", condition=Q(schema__gte=0))
    for change in ("add_constraint", "remove_constraint"):
        with connection.schema_editor() as editor:
            getattr(editor, change)(Edition, constraint)
        forgotten = connection.vendor == "sqlite"
        assert seal.sealed_tables() == (set(TABLES) - {EDITIONS} if forgotten else set(TABLES))
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        assert seal.sealed_tables() == set(TABLES)


@pytest.mark.django_db(transaction=True)
def test_a_column_can_be_taken_away_once_the_seal_is_off():
    raw(f"ALTER TABLE {EDITIONS} ADD COLUMN afterthought text NOT NULL DEFAULT ''")
    seal.seal()
    with transaction.atomic():
        seal.unseal()
        raw(f"ALTER TABLE {EDITIONS} DROP COLUMN afterthought")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert "afterthought" not in columns(EDITIONS)
    edition = factories.EditionFactory()
    with refused(CHANGED), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(content="[]")


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_there_is_not_sealed():
    """As when the first migration is taken back."""
    seal.unseal()
    raw(f"ALTER TABLE {RENDITIONS} RENAME TO put_aside")
    try:
        seal.seal()
        assert seal.sealed_tables() == set(TABLES) - {RENDITIONS}
    finally:
        raw(f"ALTER TABLE put_aside RENAME TO {RENDITIONS}")
        seal.seal()
    assert seal.sealed_tables() == set(TABLES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_tests_that_commit_are_cleared_away_and_leave_the_seal_on(time):
    assert not Edition.objects.exists()
    factories.RenditionFactory()
    assert seal.sealed_tables() == set(TABLES)


@pytest.mark.django_db(transaction=True)
def test_the_database_is_not_flushed_by_hand():
    rendition = factories.RenditionFactory()
    with pytest.raises(CommandError) as caught:
        call_command("flush", interactive=False, verbosity=0)
    assert DELETED in str(caught.value.__cause__)
    assert Rendition.objects.get() == rendition
