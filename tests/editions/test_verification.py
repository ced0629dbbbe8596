"""manage.py verify_editions finds what came round the seal, each thing in a sentence, and is quiet otherwise."""

import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from editions import downloads, seal, tree
from editions.models import Edition, Rendition
from kit import clock
from publications.content import codec
from publications.files import pdf
from publications.models import Narrative, PublicationKind
from tests import factories, publishing
from tests.editions import drafts
from tests.kept_rows import do_once, overwrite
from tests.unsealing import unsealed

pytestmark = pytest.mark.django_db

BASE = "business-plan/2016-2019"
EDITION = f"{BASE}/editions/edition-1"


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF-1.7", pages=1, versions=""))
    return factories.BoardFactory()


@pytest.fixture
def publish(board):
    person = factories.UserFactory()

    def published(publication):
        return publishing.publish(publication, by=person)

    return published


def live(kind):
    return Edition.objects.live().select_related("publication").get(publication__kind=kind)


@pytest.fixture
def plan(publish):
    def make():
        money = factories.ContributionFactory()
        publication = factories.PublicationFactory(
            kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019", title="Plan", budget=money.budget
        )
        factories.NarrativeFactory(publication=publication, key="money", place=Narrative.Place.CONTRIBUTIONS)
        publish(publication)

    do_once("a published plan with money", make)
    return live(PublicationKind.BUSINESS_PLAN)


@pytest.fixture
def site(publish):
    def make():
        publish(factories.PublicationFactory(kind=PublicationKind.SITE, slug="site", title="Public pages"))

    do_once("the site's own words, published", make)
    return live(PublicationKind.SITE)


@pytest.fixture
def current(plan, site, public_root):
    """The public site, as it was written of a plan and the site's own words."""
    do_once("their public pages", tree.rebuild)
    return public_root / "current"


def verify():
    """The command's lines, and its last word where it fails."""
    out = StringIO()
    try:
        call_command("verify_editions", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        return [*out.getvalue().splitlines(), str(error)]
    return out.getvalue().splitlines()


def found(*findings, looked_at="2 versions and 1 file verified"):
    return [*findings, f"{looked_at}: {len(findings)} finding{'s' if len(findings) > 1 else ''}."]


def tamper(row, **changes):
    with unsealed():
        type(row).objects.filter(pk=row.pk).update(**changes)


def test_all_is_well(current):
    assert verify() == ["2 versions and 1 file verified."]


def test_nothing_published_is_well_too(public_root):
    assert verify() == ["0 versions and 0 files verified."]


def test_drafts_and_superseded_versions_are_verified(current, publish, plan, board):
    publish(plan.publication)
    drafts.freeze(plan.publication, by=plan.published_by, on=clock.today())
    tree.rebuild()
    assert verify() == ["4 versions and 2 files verified."]
    tamper(Edition.objects.get(pk=plan.pk), content=plan.content.replace("Plan", "Plot", 1))
    assert verify() == found(
        f"Plan, version 1 (record {plan.pk}): the content is not what its check code was made of.",
        f"{EDITION}.json on the public site differs from the records.",
        f"{EDITION}.json.gz on the public site differs from the records.",
        looked_at="4 versions and 2 files verified",
    )


def test_content_that_was_changed_is_found_even_where_the_site_was_written_of_it(current, plan):
    tamper(plan, content=plan.content.replace("Plan", "Plot", 1))
    tree.rebuild(anew=True)
    assert verify() == found(f"Plan, version 1 (record {plan.pk}): the content is not what its check code was made of.")


def test_content_that_cannot_be_read_is_found_and_its_files_are_not_blamed(current, plan):
    tamper(plan, content="{")
    lines = verify()
    assert lines[0] == f"Plan, version 1 (record {plan.pk}): the content is not what its check code was made of."
    assert lines[1].startswith(f"Plan, version 1 (record {plan.pk}): the content can't be read")
    assert lines[2:] == ["2 versions and 1 file verified: 2 findings."]


def test_a_version_of_a_schema_that_nobody_knows_is_found(current, plan):
    tamper(plan, schema=0)
    assert f"Plan, version 1 (record {plan.pk}): the content can't be read" in verify()[0]


def test_a_file_that_was_changed_in_the_records_is_found(current, plan):
    tamper(Rendition.objects.get(edition=plan), data=b"%PDF-other")
    assert verify() == found(
        f"Plan, version 1 (record {plan.pk}): the stored PDF is not the one that was made.",
        f"{EDITION}.pdf on the public site differs from the records.",
        f"{BASE}.pdf on the public site differs from the records.",
        "data/published.zip on the public site differs from the records.",
    )


def test_a_file_that_the_records_lost_is_found(current, plan):
    with unsealed():
        Rendition.objects.all().delete()
    assert verify() == found(
        f"{BASE}.pdf is missing from the records.",
        f"{EDITION}.pdf is missing from the records.",
        looked_at="2 versions and 0 files verified",
    )


def test_a_decision_that_was_changed_in_the_records_is_found(current, plan):
    """It is outside the check code, and the public file gives it away."""
    tamper(plan, decision="Minute 8")
    assert verify() == found(
        f"{EDITION}.json on the public site differs from the records.",
        f"{EDITION}.json.gz on the public site differs from the records.",
        f"{BASE}.json on the public site differs from the records.",
        f"{BASE}.json.gz on the public site differs from the records.",
        "data/published.zip on the public site differs from the records.",
    )


def test_a_seal_that_is_off_is_found(current):
    with unsealed():
        assert verify() == found(
            *(f"The table {sealed.table} is not sealed; manage.py migrate seals it." for sealed in seal.SEALED)
        )
    assert verify() == ["2 versions and 1 file verified."]


FILES = [
    f"{BASE}.pdf",
    f"{BASE}.json",
    f"{BASE}/money.csv",
    f"{EDITION}.pdf",
    f"{EDITION}.json",
    "data/published.zip",
    downloads.schema_path(codec.SCHEMA),
]


def test_every_file_of_data_is_known(current):
    """Of the board's plan there is one table, so that the list above can name every kind of file."""
    there = {file.relative_to(current).as_posix() for file in current.rglob("*") if file.is_file()}
    assert {path for path in there if downloads.kept_as(path)} == set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_a_public_file_that_is_missing_is_found(current, path):
    (current / path).unlink()
    assert verify() == found(f"{path} is missing from the public site.")


@pytest.mark.parametrize("path", FILES)
def test_a_public_file_that_was_changed_is_found(current, path):
    overwrite(current / path, b"other")
    assert verify() == found(f"{path} on the public site differs from the records.")


OTHER = [gzip.compress(b"other"), b"no gzip", gzip.compress(b"cut short")[:-9]]


@pytest.mark.parametrize("data", OTHER, ids=["other", "not packed", "cut short"])
def test_a_packed_file_that_was_changed_is_found(current, data):
    overwrite(current / f"{BASE}.json.gz", data)
    assert verify() == found(f"{BASE}.json.gz on the public site differs from the records.")


@pytest.mark.parametrize("path", ["business-plan/2099.pdf", "minutes.json", "minutes.json.gz", "a.csv", "b.zip"])
def test_a_public_file_of_no_published_version_is_found(current, path):
    (current / path).write_bytes(b"%PDF-")
    assert verify() == found(f"{path} on the public site belongs to no published version.")


def test_a_public_site_that_is_gone_is_found(current):
    current.unlink()
    assert verify() == found(f"There is no public site in {current}; manage.py site writes it.")


def test_a_plan_published_before_the_sites_own_words_is_no_finding(plan):
    assert verify() == ["1 version and 1 file verified."]
