"""The whole record for those who carry on: complete, read without this program, and told apart by who may see it."""

import csv
import hashlib
import io
import json
import zipfile
from contextlib import suppress
from functools import cache

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editions import publishing, withdrawal
from editions.models import Edition
from kit import stamps
from kit.rows import MEMBERS, OFFICE, PUBLIC, is_text
from lscb.custody import leaving, removal
from lscb.office.places import KINDS
from membership.roles import Role
from tests import factories as make
from tests.editions.drafts import DAY, freeze, stand_ins
from tests.test_handing_on import fetched

pytestmark = pytest.mark.django_db
NAME = "Canary Birdsong"


def left(whom="successors"):
    """The archive, as a stranger reads it: bytes by path."""
    written = io.BytesIO()
    counted = leaving.leave(written, whom)
    with zipfile.ZipFile(written) as bundle:
        return {path: bundle.read(path) for path in bundle.namelist()}, counted


def table(files, path):
    lines = list(csv.DictReader(io.StringIO(files[f"{path}.csv"].decode("utf-8-sig"))))
    assert [list(line) for line in json.loads(files[f"{path}.json"])][:1] == [list(line) for line in lines][:1]
    return lines


@pytest.fixture
def manager(db):
    make.BoardFactory()
    return make.UserFactory(email="manager@shire.example", roles=[Role.MANAGER])


@pytest.fixture
def every_kind(manager):
    """A row of each kind, with a word of its own in each of its texts: word by folder, kind and column."""
    words, folders = {}, ((PUBLIC, "records"), (MEMBERS, "members"), (OFFICE, "office"))
    for kind in KINDS:
        row = kind.model.objects.first() or getattr(make, f"{kind.model.__name__}Factory").create()
        for field in kind.model._meta.concrete_fields:
            folder = next((name for audience, name in folders if getattr(field, "audience", "") is audience), "")
            if folder and field.editable and is_text(field) and not field.choices:
                word = f"zq{len(words):04}"
                # Some texts are no words: months, a code of a colour.
                with suppress(IntegrityError), transaction.atomic():
                    kind.model.objects.filter(pk=row.pk).update(**{field.name: word})
                    words[folder, kind.name, field.name] = word
    return words


def test_each_kind_of_row_and_each_text_of_it_stands_in_the_folder_of_its_readers(every_kind):
    files, counted = left()
    for kind in KINDS:
        lines = table(files, f"{leaving.home(kind.model)}/{kind.name}")
        assert len(lines) == kind.model.objects.count() > 0, kind.name
        assert all(line["row"] for line in lines)
    lost = {place for place, word in every_kind.items() if word not in files[f"{place[0]}/{place[1]}.csv"].decode()}
    assert lost == set()
    assert counted.records == sum(kind.model.objects.count() for kind in KINDS)
    assert len(every_kind) > 100


@pytest.mark.parametrize(
    ("whom", "folders"), [("everybody", {"published"}), ("members", {"published", "records", "members"})]
)
def test_what_is_not_for_a_reader_is_in_no_file_of_theirs(every_kind, whom, folders):
    files, _ = left(whom)
    assert {path.partition("/")[0] for path in files if "/" in path} <= folders
    files.pop("README.txt")  # it names the body
    everything = "\n".join(data.decode(errors="replace") for data in files.values())
    # Of what only the office sees not even a row is named.
    assert {path for path in files if "requirement" in path or "succession" in path} == set()
    hidden = {place for place, word in every_kind.items() if place[0] not in folders and word in everything}
    assert hidden == set()


def test_every_column_stands_in_one_folder_and_what_one_row_says_of_another_is_its_name(manager):
    goal = make.GoalFactory(title="Neglect")
    make.LeadFactory(goal=goal)
    files, _ = left()
    for kind in KINDS:
        told = [
            name
            for folder in ("records", "members", "office")
            if f"{folder}/{kind.name}.csv" in files
            for name in next(csv.reader(io.StringIO(files[f"{folder}/{kind.name}.csv"].decode("utf-8-sig"))))[1:]
        ]
        wanted = {field.name for field in kind.model._meta.concrete_fields} - {"id", "version", "key"}
        assert sorted(told) == sorted(wanted), kind.name
    [lead] = table(files, "records/lead")
    assert lead["goal"] == f"{goal.plan.key}/{goal.key}" == table(files, "records/goal")[0]["row"]
    assert lead["party"] == str(goal.lead_set.get().party)


@pytest.fixture
def versions(manager, monkeypatch):
    """One that is live, the one before it, one that was taken down, one that was sent, and the site."""
    stand_ins(monkeypatch)
    plan = make.PublicationFactory(title="Plan", slug="plan", kind="forward-plan")
    section = make.NarrativeFactory(publication=plan, before="<p>First words.</p>")
    gone = make.PublicationFactory(title="Gone", slug="gone", kind="forward-plan")
    make.NarrativeFactory(publication=gone, before="<p>Gone words.</p>")
    site = make.PublicationFactory(kind="site", slug="site", title="Public pages")
    for publication in (site, plan, gone):
        publishing.update(publication, by=manager, on=DAY)
    section.before = "<p>Second words.</p>"
    section.save()
    publishing.update(plan, by=manager, on=DAY)
    withdrawal.take_down(Edition.objects.get(publication=gone), reason="A slip", by=manager)
    draft = make.PublicationFactory(title="Draft", slug="draft", kind="forward-plan")
    make.NarrativeFactory(publication=draft, before="<p>Draft words.</p>")
    freeze(draft, by=manager, on=DAY)
    return plan


def test_every_version_is_there_with_its_files_where_it_may_be_read(versions):
    files, counted = left()
    assert counted.versions == 4
    for edition in Edition.objects.exclude(publication__kind="site").select_related("publication"):
        found = [path for path, data in files.items() if path.endswith(".json") and edition.content.encode() in data]
        public = edition.published_at and not edition.taken_down_at
        assert any(path.startswith("published/" if public else "office/versions/") for path in found), edition
        assert not any(path.startswith("published/") for path in found if not public), edition
        for rendition in edition.rendition_set.all():
            assert bytes(rendition.data) in files.values(), edition
    assert b"First words." in files["published/forward-plan/plan/editions/edition-1.json"]
    assert "published/index.html" in files
    codes = {line["digest"] for line in table(files, "office/edition")}
    assert codes == set(Edition.objects.values_list("digest", flat=True))
    everybody = "\n".join(data.decode(errors="replace") for data in left("everybody")[0].values())
    assert "Second words." in everybody
    assert "Draft words." not in everybody
    assert "Gone words." not in everybody


def test_the_check_codes_are_those_of_the_files_and_it_reads_by_itself(versions):
    files, counted = left()
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert counted.files == len(files) + 1, "the list of codes is a file, too"
    words = files["README.txt"].decode()
    assert "This holds the whole record of the board" in words
    for folder in ("published/", "records/", "members/", "office/"):
        assert folder in words


def test_history_says_what_was_before_in_the_folder_of_the_column(manager):
    body = make.BodyFactory(quorum="Three of us")
    organisation = make.OrganisationFactory(name="North CCG", kind="health")
    for row, values in ((body, {"quorum": "Four of us"}), (organisation, {"name": "South CCG", "kind": "other"})):
        stamps.claim(row, row.version, by=manager)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    files, counted = left()

    @cache
    def told(folder):
        lines = table(files, f"{folder}/history")
        return {(line["kind"], line["column"], line["before"], line["after"]) for line in lines}

    assert ("organisation", "name", "North CCG", "South CCG") in told("records")
    assert ("body", "quorum", "Three of us", "Four of us") in told("members")
    assert ("organisation", "kind", "health", "other") in told("office")
    who = table(files, "office/who-changed-what")
    assert len(who) == counted.lines
    assert {line["who"] for line in who if line["deed"] == "changed"} == {"manager@shire.example"}
    others = "\n".join(data.decode(errors="replace") for data in left("members")[0].values())
    assert "manager@shire.example" not in others


def test_what_was_taken_out_of_the_records_or_erased_is_nowhere_in_it(versions, manager):
    """The name stood in a record, its history, a version and its PDF."""
    goal = make.GoalFactory(title=f"Keep {NAME} safe")
    stamps.claim(goal, goal.version, by=manager)
    goal.title = f"Keep {NAME} quite safe"
    goal.save()
    section = versions.narrative_set.get()
    section.before = f"<p>We talk of {NAME}.</p>"
    section.save()
    publishing.update(versions, by=manager, on=DAY)
    assert any(NAME.encode() in data for data in left()[0].values())
    removed = removal.replace(NAME, by=manager)
    for edition in removed.editions:
        withdrawal.take_down(edition, reason="Names somebody", by=manager)
        withdrawal.ask_erasure(edition, reason="Names somebody", by=manager)
        withdrawal.erase(edition, by=manager, instruction="Letter of 3 May")
    files, _ = left()
    assert [path for path, data in files.items() if NAME.encode() in data or b"birdsong" in data.lower()] == []
    assert any(b"[removed]" in data for data in files.values())


def test_no_password_and_no_sign_in_is_in_it(manager):
    everything = b"\n".join(left()[0].values())
    assert manager.password.encode() not in everything
    assert b"password" not in everything.replace(b"Sign-ins and passwords are not, either.", b"")


def test_a_manager_takes_it_away_and_the_command_writes_it(manager, tmp_path, capsys):
    client = Client()
    client.force_login(manager)
    assert "The whole record" in client.get(reverse("leave")).content.decode()
    answer = fetched(client, {"whom": "members"})
    assert answer["Content-Disposition"] == 'attachment; filename="record-for-members.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
        assert "README.txt" in bundle.namelist()
        assert not any(path.startswith("office/") for path in bundle.namelist())
    assert "Select a valid choice" in client.post(reverse("leave"), {"whom": "x"}).content.decode()
    file = tmp_path / "record.zip"
    call_command("leave", str(file))
    assert "files in all." in capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="is there already"):
        call_command("leave", str(file))


def test_it_asks_as_often_for_many_rows_as_for_few(manager):
    counts = []
    for number in (2, 18):
        make.GoalFactory.create_batch(number)
        make.LeadFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            left()
        counts.append(len(queries))
    assert counts[0] == counts[1]
