"""manage.py site: the public site written anew, from every published version, here or for any web host."""

import hashlib
import subprocess
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from editions import tree
from publications.files import pdf
from publications.models import PublicationKind
from tests import factories, publishing
from tests.editions import drafts

pytestmark = pytest.mark.django_db

BASE = "business-plan/2016-2019"


@pytest.fixture
def publish(monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF-1.7", pages=1, versions=""))
    factories.BoardFactory()
    person = factories.UserFactory()

    def published(publication):
        return publishing.publish(publication, by=person, on=date(2016, 4, 1))

    return published


@pytest.fixture
def plan(publish):
    publish(factories.PublicationFactory(kind=PublicationKind.SITE, slug="site", title="Public pages"))
    plan = factories.PublicationFactory(
        kind=PublicationKind.BUSINESS_PLAN,
        slug="2016-2019",
        title="Plan",
        starts=date(2016, 4, 1),
        ends=date(2019, 3, 31),
    )
    publish(plan)
    return plan


def site(*arguments):
    out = StringIO()
    call_command("site", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_every_published_version_is_there_and_no_draft(plan, publish, public_root):
    plan.title = "Second plan"
    plan.save()
    edition = publish(plan)
    plan.title = "Third plan"
    plan.save()
    drafts.freeze(plan, by=edition.published_by, on=date(2016, 5, 1))
    site()
    editions = public_root / "current" / BASE / "editions"
    # The large print that the live version had not yet is made along the way.
    made = ["edition-1.pdf", "edition-2-large-print.pdf", "edition-2.pdf"]
    assert sorted(file.name for file in editions.glob("*.pdf")) == made
    assert '"number":1' in (editions / "edition-1.json").read_text()
    assert "Second plan" in (editions / "2/changes/index.html").read_text()
    assert not [file for file in public_root.rglob("*") if file.is_file() and b"Third plan" in file.read_bytes()]


def test_the_tree_asks_as_often_for_many_versions_as_for_one(plan, publish, django_assert_num_queries):
    with django_assert_num_queries(5):
        tree.published()
    publish(plan)
    publish(plan)
    with django_assert_num_queries(5):
        assert [document.live for document in tree.published()[1]] == [True, False, False]


def test_a_plan_whose_time_is_over_says_so_from_the_next_night_on(plan, public_root, settings):
    page = public_root / "current/business-plan/index.html"
    settings.TODAY = date(2019, 3, 31)
    site()
    assert "This plan ended" not in page.read_text()
    settings.TODAY = date(2019, 4, 1)
    site()
    assert "This plan ended in March 2019; no later plan is published here." in page.read_text()


def test_a_site_for_any_web_host(plan, tmp_path):
    out = tmp_path / "hosts" / "site"
    assert "SHA256SUMS" in site("--out", out)
    assert (out / BASE / "index.html").is_file()
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out, capture_output=True)
    assert checked.returncode == 0, checked.stdout
    listed = {line.split("  ")[1] for line in (out / "SHA256SUMS").read_text().splitlines()}
    there = {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}
    assert there - listed == {"SHA256SUMS"}
    assert [path.name for path in out.parent.iterdir()] == ["site"], "nothing is left beside it"


def test_a_site_that_was_written_there_before_is_replaced_whole(plan, publish, tmp_path):
    out = tmp_path / "site"
    site("--out", out)
    before = hashlib.sha256((out / "SHA256SUMS").read_bytes()).hexdigest()
    (out / "left-over.html").write_text("old")
    site("--out", out)
    assert not (out / "left-over.html").exists()
    assert hashlib.sha256((out / "SHA256SUMS").read_bytes()).hexdigest() == before


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_folder_with_other_things_is_left_alone(plan, tmp_path, is_folder):
    mine = tmp_path / "thesis" / "chapter.txt" if is_folder else tmp_path / "thesis"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("years of work")
    with pytest.raises(CommandError, match="holds something else already"):
        site("--out", tmp_path / "thesis")
    assert mine.read_text() == "years of work"


def test_a_folder_that_stays_as_it_was_when_the_writing_fails(plan, tmp_path, monkeypatch):
    out = tmp_path / "site"
    site("--out", out)
    before = (out / "SHA256SUMS").read_bytes()
    write = tree.write

    def fail(file, data):
        if file.name == "404.html":
            raise OSError("no space left on device")
        write(file, data)

    monkeypatch.setattr(tree, "write", fail)
    with pytest.raises(OSError, match="no space left"):
        site("--out", out)
    assert (out / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_the_sites_own_words_there_is_nothing_to_write(tmp_path, db):
    with pytest.raises(CommandError, match="own words are not published yet"):
        site("--out", tmp_path / "site")
    assert not (tmp_path / "site").exists()
