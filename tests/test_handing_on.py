"""The whole board handed on: archives of an earlier shape, large ones, the page and the commands."""

import hashlib
import html
import io
import json
import re
import tracemalloc
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from editions import verification
from editions.models import Edition, KeptFile
from lscb.custody import arriving, leaving, upgrades
from membership.models import AccessEvent, Body
from membership.roles import Role
from publications.models import Term
from tests import factories as make
from tests.conftest import empty
from tests.test_arriving import OLD, arrive, code, left

pytestmark = pytest.mark.django_db


def test_an_archive_of_an_earlier_shape_arrives(db):
    """It was written by the program as it was at 06caafcf, with the demonstration's records."""
    with zipfile.ZipFile(OLD) as bundle:
        said = json.loads(bundle.read("whole/archive.json"))["tables"]
    arrived = arrive(OLD.read_bytes())
    assert (arrived.records, arrived.lines) == (
        sum(table["rows"] for label, table in said.items() if ".historical" not in label),
        sum(table["rows"] for label, table in said.items() if ".historical" in label),
    )
    assert arrived.versions == Edition.objects.count() == said["editions.edition"]["rows"]
    assert verification.verify().findings == ()
    again = left()
    empty(None)
    arrive(again)
    assert code(left()) == code(again)


def test_a_step_from_an_earlier_shape_renames_parts_and_drops(monkeypatch):
    """What `upgrades` is for, tried on the kept archive: tables and columns may have had other names."""

    def step(label, row):
        if label == "membership.body":
            yield label, row | {"name": row["name"].upper()}
        elif "term" not in label:
            yield label, row

    monkeypatch.setitem(upgrades.UPGRADES, 1, step)
    arrive(OLD.read_bytes())
    names = Body.objects.values_list("name", flat=True)
    assert names
    assert [name.upper() for name in names] == list(names)
    assert not Term.objects.exists()


def test_what_would_fill_the_disk_is_not_unpacked(db):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open("whole/archive.json", "w") as file:
        for _ in range(200):
            file.write(bytes(1_000_000))
    tracemalloc.start()
    with pytest.raises(arriving.NotTakenIn, match="would unpack to 200,000,000 bytes"):
        arrive(written.getvalue())
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_files_pass_through_memory_one_at_a_time(db, tmp_path):
    """Twelve of four megabytes each: leaving and arriving, the memory holds a few of them at most."""
    make.BoardFactory()
    person, size = make.UserFactory(), 4_000_000
    for number in range(12):
        data = hashlib.shake_256(bytes([number])).digest(size)
        KeptFile.objects.keep(data, name=f"{number}.pdf", media_type="application/pdf", by=person)
    file = tmp_path / "board.zip"
    for step in (lambda to: leaving.leave(to, "installation"), arriving.arrive):
        tracemalloc.start()
        with file.open("r+b" if file.exists() else "wb") as opened:
            step(opened)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 6 * size, f"{most:,} bytes"
        assert KeptFile.objects.count() == 12
        if step is not arriving.arrive:
            empty(None)
    assert file.stat().st_size > 12 * size


@pytest.fixture
def manager(db):
    make.BoardFactory()
    return make.UserFactory(email="manager@shire.example", roles=[Role.MANAGER])


def fetched(client, wanted):
    """The archive, asked for and fetched where the page says."""
    page = client.post(reverse("leave"), wanted, follow=True).content.decode()
    return client.get(html.unescape(re.search(r'href="([^"]+\.zip[^"]*)"', page)[1]))


def test_a_manager_takes_the_board_along_and_it_is_written_down(manager):
    client = Client()
    client.force_login(manager)
    page = client.get(reverse("leave")).content.decode()
    assert "Another installation of this program" in page
    answer = fetched(client, {"whom": "installation"})
    assert answer["Content-Disposition"] == 'attachment; filename="whole-record.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
        assert "whole/tables/membership.accessevent.jsonl" not in bundle.namelist()
        assert "Who signed in when, and from where, is not in here." in bundle.read("README.txt").decode()
    answer = fetched(client, {"whom": "installation", "access": "on"})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
        assert "whole/tables/membership.accessevent.jsonl" in bundle.namelist()
    told = AccessEvent.objects.filter(what="record-left", by=manager).order_by("pk").values_list("detail", flat=True)
    assert list(told) == [
        "all of it, for another installation",
        "fetched",
        "all of it, for another installation, with the record of access",
        "fetched",
    ]


def test_the_record_of_access_is_for_those_who_answer_for_it(manager, tmp_path):
    client = Client()
    client.force_login(manager)
    for whom in ("members", "everybody"):
        page = client.post(reverse("leave"), {"whom": whom, "access": "on"}).content.decode()
        assert "neither for members nor for everybody" in page
        with pytest.raises(CommandError, match=f"not for {whom}"):
            call_command("leave", str(tmp_path / "x.zip"), "--for", whom, "--with-access")
    written = io.BytesIO()
    leaving.leave(written, "successors", access=True)
    with zipfile.ZipFile(written) as bundle:
        assert "office/accessevent.csv" in bundle.namelist()


def test_the_commands_say_what_they_did(manager, tmp_path, capsys):
    file = tmp_path / "board.zip"
    call_command("leave", str(file), "--for", "installation")
    assert file.stat().st_mode & 0o777 == 0o600
    empty(None)
    call_command("arrive", str(file))
    told = capsys.readouterr().out
    assert "Next: manage.py verify_editions" in told
    assert [each.name for each in tmp_path.iterdir()] == ["board.zip"]
    with pytest.raises(CommandError, match=r"This database is not empty.*Nothing was taken in\."):
        call_command("arrive", str(file))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("arrive", str(tmp_path / "none.zip"))
