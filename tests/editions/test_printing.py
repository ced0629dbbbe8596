"""A version is published with its PDF, and has one in large print soon after, or says why it hasn't."""

import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from editions import following, printing, tree, verification, withdrawal
from editions.models import Edition, Rendition
from kit import apart, clearing
from publications.files import pdf
from publications.models import PublicationKind
from tests import factories, publishing

pytestmark = pytest.mark.django_db

BASE = "business-plan/2016-2019"
LARGE = "asset:large.css"


@pytest.fixture
def made(monkeypatch):
    """What is made; a stand-in for large print fails while there is a reason for it in `failing`."""

    class Makes:
        failing, meanwhile = "", staticmethod(lambda: None)

        def make(self, html, **how):
            if LARGE in html:
                self.meanwhile()
                if self.failing:
                    raise pdf.PdfFailed(self.failing)
            return pdf.Made(data=b"%PDF large" if LARGE in html else b"%PDF", pages=9, versions="")

    makes = Makes()
    monkeypatch.setattr(pdf, "make", makes.make)
    return makes


@pytest.fixture
def publish(made, public_root, django_capture_on_commit_callbacks):
    """Publish as a server does: what follows the commit follows it."""
    factories.BoardFactory()
    person = factories.UserFactory()

    def published(publication):
        with django_capture_on_commit_callbacks(execute=True):
            return publishing.publish(publication, by=person, on=date(2016, 4, 1))

    published(factories.PublicationFactory(kind=PublicationKind.SITE, slug="site", title="Public pages"))
    return published


@pytest.fixture
def plan():
    return factories.PublicationFactory(
        kind=PublicationKind.BUSINESS_PLAN,
        slug="2016-2019",
        title="Plan",
        starts=date(2016, 4, 1),
        ends=date(2019, 3, 31),
    )


def kinds(edition):
    return set(Rendition.objects.filter(edition=edition).values_list("kind", flat=True))


def test_large_print_is_offered_wherever_the_pdf_is(publish, plan, public_root):
    edition = publish(plan)
    assert kinds(edition) == {"pdf", "large"}
    tree = public_root / "current"
    for path in (f"{BASE}/large-print.pdf", f"{BASE}/editions/edition-1-large-print.pdf"):
        assert (tree / path).read_bytes() == b"%PDF large"
    page, versions = ((tree / BASE / path / "index.html").read_text() for path in ("", "editions"))
    assert f'href="/{BASE}/large-print.pdf"' in page
    assert "Large print as PDF <small>1 KB, 9 pages</small>" in page
    assert f'href="/{BASE}/editions/edition-1-large-print.pdf"' in versions
    digest = Rendition.objects.get(kind="large").digest
    assert "SHA-256 of the PDF in large print file" in versions
    assert digest in versions
    with zipfile.ZipFile(BytesIO((tree / "data/published.zip").read_bytes())) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("large-print.pdf")]
        assert f"{digest}  {name}" in archive.read("SHA256SUMS").decode()
    assert verification.verify().findings == ()


def test_a_version_whose_large_print_fails_is_public_and_says_so(publish, plan, public_root, made):
    made.failing = "The PDF could not be made: a test says so."
    with pytest.raises(following.Unfinished, match=r"could not be made\. .* a test says so\. It is public"):
        publish(plan)
    edition = Edition.objects.live().get(publication=plan)
    assert kinds(edition) == {"pdf"}
    page = (public_root / "current" / BASE / "index.html").read_text()
    assert "Download as PDF" in page
    assert "Large print as PDF" not in page
    # It is tried again every night, and the command fails as long as it can't be made.
    with pytest.raises(CommandError, match="a test says so"):
        call_command("site")
    made.failing = ""
    call_command("site")
    assert kinds(edition) == {"pdf", "large"}
    assert "Large print as PDF" in (public_root / "current" / BASE / "index.html").read_text()
    assert list(printing.make_missing()) == []


@pytest.mark.side_by_side
def test_large_print_is_made_beside_the_pdf_and_asks_the_database_for_nothing(publish, plan, monkeypatch):
    both, connected = threading.Barrier(2, timeout=60), []

    def make(html, **how):
        connected.append(connection.connection)
        both.wait()
        return pdf.Made(data=b"%PDF large" if LARGE in html else b"%PDF", pages=9, versions="")

    monkeypatch.setattr(pdf, "make", make)
    with ThreadPoolExecutor(2) as two:
        monkeypatch.setattr(apart, "_beside", two)
        edition = publish(plan)
    assert connected == [None, None]
    files = Rendition.objects.filter(edition=edition).values_list("kind", "data")
    assert {kind: bytes(data) for kind, data in files} == {"pdf": b"%PDF", "large": b"%PDF large"}


def test_of_several_deeds_together_the_pages_follow_once(publish, plan, public_root, monkeypatch):
    written, rebuild = [], tree.rebuild
    monkeypatch.setattr(tree, "rebuild", lambda **how: written.append(how) or rebuild(**how))
    with following.at_the_end():
        publish(plan)
        publish(factories.PublicationFactory(kind=PublicationKind.MEMBERSHIP, slug="members", title="Members"))
        assert written == []
    assert len(written) == 1
    assert (public_root / "current" / BASE / "index.html").is_file()
    following.follow()
    assert len(written) == 2


def test_nothing_is_kept_of_a_version_that_was_erased_meanwhile(publish, plan, made, monkeypatch):
    monkeypatch.setattr(clearing, "clear", lambda: None)  # it can't be done inside of a test's transaction
    others = factories.UserFactory(), factories.UserFactory()

    def erase():
        edition = Edition.objects.with_later().get(publication=plan)
        withdrawal.take_down(edition, by=others[0], reason="Names somebody")
        withdrawal.ask_erasure(edition, by=others[0], reason="Names somebody")
        withdrawal.erase(edition, by=others[1])

    made.meanwhile = erase
    edition = publish(plan)
    assert Edition.objects.get(pk=edition.pk).erased_at
    assert kinds(edition) == {"pdf"}


def test_both_are_erased_together(publish, plan):
    edition = publish(plan)
    others = factories.UserFactory(), factories.UserFactory()
    withdrawal.take_down(Edition.objects.with_later().get(pk=edition.pk), by=others[0], reason="Names somebody")
    withdrawal.ask_erasure(Edition.objects.with_later().get(pk=edition.pk), by=others[0], reason="Names somebody")
    withdrawal.erase(Edition.objects.with_later().get(pk=edition.pk), by=others[1])
    assert {bytes(file.data) for file in Rendition.objects.filter(edition=edition)} == {b""}
