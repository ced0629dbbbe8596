"""What is published is frozen: the public reads it, whatever becomes of the records."""

import hashlib
import json
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editions import pages, publishing, tree
from editions.models import Approval, Edition, Rendition
from editions.status import NotAllowed
from kit import clock
from kit.rows import Row
from membership.models import Party
from membership.roles import Role
from priorities.models import Goal
from publications import render
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from publications.models import Publication, PublicationKind
from tests import factories
from tests.editions import drafts
from tests.kept_rows import do_once
from tests.publishing import approved
from tests.publishing import publish as publish_now
from tests.unsealing import unsealed

pytestmark = pytest.mark.django_db
pytest_plugins = ["tests.southend"]


@pytest.fixture
def manager(db):
    return factories.UserFactory(name="The manager", roles=[Role.MANAGER])


@pytest.fixture
def plan(southend, db):
    return Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN)


@pytest.fixture
def site(southend, db):
    return Publication.objects.get(kind=PublicationKind.SITE)


@pytest.fixture
def quick_pdf(monkeypatch):
    """Makes a small stand-in that holds what the paper says; returns the list of what was asked for."""
    asked = []

    def make(html, **limits):
        asked.append(html)
        return pdf.Made(data=b"%PDF " + str(len(html)).encode(), pages=20, versions="stand-in", remarks=())

    monkeypatch.setattr(pdf, "make", make)
    return asked


@pytest.fixture
def publish(manager):
    """Freeze and publish as the manager would."""

    def published(publication, **how):
        return publish_now(publication, by=manager, **how)

    return published


@pytest.fixture
def first(plan, site, publish, quick_pdf, django_capture_on_commit_callbacks):
    """The plan's first version, which the public reads with the site's own words."""

    def make():
        with django_capture_on_commit_callbacks(execute=True):
            publish(site)
            publish(plan, on=date(2016, 4, 1), decision="Agreed")

    do_once("the real plan and the site's own words, published", make)
    return plan.edition_set.get()


def freeze(publication, by):
    return drafts.freeze(publication, by=by, on=clock.today())


def page(root, path):
    return (root / "current" / path / "index.html").read_text()


def test_a_draft_holds_canonical_text_and_its_digest(plan, manager):
    edition = freeze(plan, manager)
    assert edition.digest == hashlib.sha256(edition.content.encode()).hexdigest()
    assert codec.write(codec.read(edition.content, edition.schema)) == edition.content
    assert (edition.number, edition.published_at, edition.composed_by) == (None, None, manager)


def test_nothing_of_a_draft_is_public(plan, site, manager, publish, public_root, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(site)
        freeze(plan, manager)
    assert "business-plan" not in page(public_root, "")
    assert not (public_root / "current" / "business-plan").exists()


def test_a_changed_record_changes_the_preview_and_not_what_is_published(first, plan, manager, public_root, client):
    before = {file: file.read_bytes() for file in (public_root / "current").rglob("*") if file.is_file()}
    goal = Goal.objects.get(plan=plan.plan, code="A")
    goal.title = "Reduce self-harm by listening sooner"
    goal.save()
    tree.rebuild()
    client.force_login(manager)
    preview = client.get(f"/office/{plan.kind}/{plan.slug}/").content.decode()
    assert "listening sooner" in preview
    after = {file: file.read_bytes() for file in (public_root / "current").rglob("*") if file.is_file()}
    assert [data for _, data in sorted(after.items())] == [data for _, data in sorted(before.items())]
    assert len(before) > 20


def test_the_next_version_takes_the_place_of_the_last(
    first, plan, publish, public_root, django_capture_on_commit_callbacks
):
    plan.title = "Second Revised Business Plan"
    plan.save()
    with django_capture_on_commit_callbacks(execute=True):
        second = publish(plan, on=date(2017, 4, 1))
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.superseded_at and first.superseded_by == second.published_by
    assert list(Edition.objects.live().documents()) == [second]
    assert "Second Revised" in page(public_root, "business-plan/2016-2019")
    assert "published 1 April 2017" in page(public_root, "business-plan/2016-2019")
    public = json.loads((public_root / "current/business-plan/2016-2019.json").read_text())
    assert public["control"]["number"] == 2
    assert public["control"]["check_code"] == second.digest


def test_the_public_content_has_the_check_code_that_is_printed(first, public_root):
    public = (public_root / "current/business-plan/2016-2019.json").read_text()
    content = public.removeprefix('{"content":').rpartition(',"control":')[0]
    assert hashlib.sha256(content.encode()).hexdigest() == first.digest


def test_what_is_published_is_published_once(plan, manager, publish, quick_pdf):
    edition = publish(plan)
    with pytest.raises(NotAllowed, match="is what the public reads"):
        publishing.publish(edition, by=manager, on=clock.today())


def while_the_pdf_is_made(monkeypatch, deed):
    """Something that somebody else does in those seconds."""
    make = pdf.make

    def slow(html, **given):
        monkeypatch.setattr(pdf, "make", make)
        deed()
        return make(html, **given)

    monkeypatch.setattr(pdf, "make", slow)


def test_two_people_publish_one_draft_at_once_and_the_second_is_told(plan, manager, quick_pdf, monkeypatch):
    draft = approved(plan, by=manager)
    while_the_pdf_is_made(monkeypatch, lambda: publishing.publish(draft, by=manager, on=clock.today()))
    with pytest.raises(NotAllowed, match="this version is what the public reads"):
        publishing.publish(draft, by=manager, on=clock.today())
    assert list(Edition.objects.published()) == [draft]
    assert Rendition.objects.count() == 1


def test_a_draft_that_is_overtaken_while_its_pdf_is_made_is_not_published(plan, manager, quick_pdf, monkeypatch):
    theirs = []
    mine = approved(plan, by=manager)
    while_the_pdf_is_made(monkeypatch, lambda: theirs.append(publish_now(plan, by=manager, decision="Minute 8")))
    with pytest.raises(NotAllowed, match="so was a later draft in its place"):
        publishing.publish(mine, by=manager, on=clock.today())
    mine.refresh_from_db()
    assert mine.number is None
    assert list(Edition.objects.live()) == theirs


def test_a_number_that_was_given_meanwhile_is_not_given_again(site, manager, monkeypatch):
    """The number is printed in the PDF before it is written down."""
    waiting = [freeze(site, manager), freeze(site, manager)]

    def meanwhile(edition, content=publishing.content):
        """The second is published while the first is made."""
        if waiting:
            publishing.publish(waiting.pop(), by=manager, on=clock.today())
        return content(edition)

    monkeypatch.setattr(publishing, "content", meanwhile)
    first = waiting.pop(0)
    with pytest.raises(NotAllowed, match="Another version was published in the meantime"):
        publishing.publish(first, by=manager, on=clock.today())
    assert [edition.number for edition in Edition.objects.live()] == [1]


def test_a_pdf_that_fails_leaves_everything_as_it_was(plan, manager, monkeypatch):
    def fail(html, **given):
        raise pdf.PdfFailed("The PDF could not be made: a test says so.")

    monkeypatch.setattr(pdf, "make", fail)
    edition = approved(plan, by=manager)
    with pytest.raises(pdf.PdfFailed):
        publishing.publish(edition, by=manager, on=clock.today())
    edition.refresh_from_db()
    assert (edition.number, edition.published_at) == (None, None)
    assert not Rendition.objects.exists()


def test_a_text_that_the_database_changes_is_not_kept(plan, manager, monkeypatch):
    """Such as one that takes off a space at the end."""
    monkeypatch.setattr(Edition._meta.get_field("content"), "get_prep_value", lambda text: f"{text} ")
    with pytest.raises(codec.Unfaithful):
        freeze(plan, manager)
    assert not Edition.objects.exists()


def test_rendering_an_edition_asks_the_database_nothing(
    plan, site, manager, publish, quick_pdf, django_assert_num_queries, django_capture_on_commit_callbacks
):
    """With every live table emptied first, so that a forgotten read would fail and not merely be counted."""
    edition = publish(plan)
    words = codec.read(publish(site).content, codec.SCHEMA)
    text, control = edition.content, tree.control(edition)
    with unsealed():
        Rendition.objects.all().delete()
        Approval.objects.all().delete()
        Edition.objects.all().delete()
    live = [model for model in apps.get_models() if issubclass(model, Row | Party)]
    while live:  # children before the parents that they protect
        for model in list(live):
            try:
                with transaction.atomic():
                    model.objects.all()._raw_delete(model.objects.db)
                    model.objects.exists()
                live.remove(model)
            except IntegrityError:
                continue
    with django_assert_num_queries(0):
        content = codec.read(text, codec.SCHEMA)
        published = pages.PublishedVersion(content=content, text=text, control=control, pdf=b"%PDF", pdf_pages=1)
        written = dict(pages.files(words, [published], clock.today()))
        paper = render.paper(content, control)
    whole = written["business-plan/2016-2019/whole/index.html"].decode()
    for figure in ("£87,000", "£57,150", "10.9%"):
        assert figure in whole
        assert figure in paper


class TestRefusedBelowTheApplication:
    """The database itself refuses what must not be, whoever asks."""

    def test_half_a_stamp(self, plan, manager):
        edition = freeze(plan, manager)
        edition.superseded_at = clock.now()
        with pytest.raises(ValidationError, match="Who superseded it and when belong together"):
            edition.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.save()

    def test_two_live_versions(self, plan, manager, publish, quick_pdf):
        publish(plan)
        second = freeze(plan, manager)
        second.number, second.published_on = 2, clock.today()
        second.published_at, second.published_by = clock.now(), manager
        with pytest.raises(ValidationError, match="Another version of this publication is live"):
            second.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save()

    def test_a_number_without_a_date(self, plan, manager):
        edition = freeze(plan, manager)
        edition.number = 1
        with pytest.raises(ValidationError, match="a draft has neither"):
            edition.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.save()


def test_the_paper_of_a_draft_says_so_and_carries_its_check_code(plan, manager):
    edition = freeze(plan, manager)
    paper = render.paper(codec.read(edition.content, edition.schema), Control(check_code=edition.digest))
    assert "Draft" in paper or "DRAFT" in paper
    assert edition.digest[:4] in paper
