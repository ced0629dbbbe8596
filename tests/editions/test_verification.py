"""manage.py verify_editions finds what came round the seal, each thing in a sentence, and is quiet otherwise."""

import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from editions import publishing, seal, tree
from editions.models import Edition, Rendition
from kit import clock
from publications import pdf
from publications.models import Kind
from tests import factories

pytestmark = pytest.mark.django_db

BASE = "business-plan/2016-2019"


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html: pdf.Made(data=b"%PDF-1.7", pages=1, versions=""))
    return factories.BoardFactory()


@pytest.fixture
def publish(board):
    person = factories.UserFactory()

    def published(publication):
        edition = publishing.freeze(publication, by=person, on=clock.today())
        return publishing.publish(edition, by=person, on=clock.today(), decision="Minute 7")

    return published


@pytest.fixture
def plan(publish):
    return publish(factories.PublicationFactory(kind=Kind.BUSINESS_PLAN, slug="2016-2019", title="Plan"))


@pytest.fixture
def site(publish):
    return publish(factories.PublicationFactory(kind=Kind.SITE, slug="site", title="Public pages"))


@pytest.fixture
def current(plan, site, public_root):
    """The public site, as it was written of a plan and the site's own words."""
    tree.rebuild()
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
    with seal.unsealed():
        type(row).objects.filter(pk=row.pk).update(**changes)


def test_all_is_well(current):
    assert verify() == ["2 versions and 1 file verified."]


def test_nothing_published_is_well_too(public_root):
    assert verify() == ["0 versions and 0 files verified."]


def test_drafts_and_superseded_versions_are_verified(current, publish, plan, board):
    publish(plan.publication)
    publishing.freeze(plan.publication, by=plan.published_by, on=clock.today())
    tree.rebuild()
    assert verify() == ["4 versions and 2 files verified."]
    tamper(Edition.objects.get(pk=plan.pk), content="{}")
    assert verify() == found(
        f"Plan, version 1 (record {plan.pk}): the content is not what its check code was made of.",
        looked_at="4 versions and 2 files verified",
    )


def test_content_that_was_changed_is_found_even_where_the_site_was_written_of_it(current, plan):
    tamper(plan, content=plan.content.replace("Plan", "Plot", 1))
    tree.rebuild()
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
        f"{BASE}.pdf on the public site differs from the records.",
    )


def test_a_file_that_the_records_lost_is_found(current, plan):
    with seal.unsealed():
        Rendition.objects.all().delete()
    assert verify() == found(f"{BASE}.pdf is missing from the records.", looked_at="2 versions and 0 files verified")


def test_a_decision_that_was_changed_in_the_records_is_found(current, plan):
    """It is outside the check code, and the public file gives it away."""
    tamper(plan, decision="Minute 8")
    assert verify() == found(
        f"{BASE}.json on the public site differs from the records.",
        f"{BASE}.json.gz on the public site differs from the records.",
    )


def test_a_seal_that_is_off_is_found(current):
    with seal.unsealed():
        assert verify() == found(
            "The table editions_edition is not sealed; manage.py migrate seals it.",
            "The table editions_rendition is not sealed; manage.py migrate seals it.",
        )
    assert verify() == ["2 versions and 1 file verified."]


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_a_public_file_that_is_missing_is_found(current, ending):
    (current / f"{BASE}.{ending}").unlink()
    assert verify() == found(f"{BASE}.{ending} is missing from the public site.")


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_a_public_file_that_was_changed_is_found(current, ending):
    (current / f"{BASE}.{ending}").write_bytes(b"other")
    assert verify() == found(f"{BASE}.{ending} on the public site differs from the records.")


@pytest.mark.parametrize("data", [gzip.compress(b"other"), b"no gzip", gzip.compress(b"cut short")[:-9]])
def test_a_packed_file_that_was_changed_is_found(current, data):
    (current / f"{BASE}.json.gz").write_bytes(data)
    assert verify() == found(f"{BASE}.json.gz on the public site differs from the records.")


@pytest.mark.parametrize("path", ["business-plan/2099.pdf", "minutes.json", "minutes.json.gz"])
def test_a_public_file_of_no_live_version_is_found(current, path):
    (current / path).write_bytes(b"%PDF-")
    assert verify() == found(f"{path} on the public site belongs to no live version.")


def test_a_public_site_that_is_gone_is_found(current):
    current.unlink()
    assert verify() == found(f"There is no public site in {current}; manage.py site writes it.")


def test_a_plan_published_before_the_sites_own_words_is_no_finding(plan):
    assert verify() == ["1 version and 1 file verified."]
