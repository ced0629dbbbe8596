"""Publishing goes on by itself: the page says that it is being done, pressed twice it is done once."""

import pytest
from django.urls import reverse

from editions import approval, at_work, following, printing, publishing
from editions.models import Edition
from editions.status import Deed
from kit import long_work
from kit.models import LongWork
from membership.roles import Role
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY, stand_ins

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db):
    make.BoardFactory()
    return make.UserFactory(name="The manager", roles=[Role.MANAGER])


@pytest.fixture
def words(manager):
    """The site's own words, an everyday page that is published without a PDF."""
    return Publication.objects.create(kind=PublicationKind.SITE, title="Site", slug="site")


def test_the_page_says_that_it_is_being_done_and_pressed_twice_it_is_once(words, manager, client, asleep):
    client.force_login(manager)
    address = reverse("update", args=[words.kind, words.slug])
    for _ in range(2):
        page = client.post(address, follow=True).content.decode()
        assert "Publishing: Site</strong>: being done." in page
        assert "hx-trigger" in page
    assert (LongWork.objects.count(), len(asleep), Edition.objects.count()) == (1, 1, 0)
    asleep[0].kill()
    asleep[0].wait()
    page = client.get(reverse("approval", args=[words.kind, words.slug])).content.decode()
    assert f"failed. {long_work.KILLED}" in page


def test_while_it_is_published_its_progress_stands_in_place_of_the_button(manager, client, asleep, monkeypatch):
    stand_ins(monkeypatch)
    plan = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019", title="Plan")
    make.NarrativeFactory(publication=plan, heading="Our aim", before="We talk.")
    draft = approval.send(plan, by=manager, on=DAY)
    chair = make.UserFactory(roles=[Role.APPROVER])
    approved = approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")
    client.force_login(manager)
    version, every, today = (
        reverse("version", args=[approved.pk]),
        reverse("approval", args=[plan.kind, plan.slug]),
        reverse("office"),
    )
    work = at_work.ask(approved, Deed.PUBLISH, by=manager)
    for address in (version, every):
        page = client.get(address).content.decode()
        assert "Publish it now" not in page
        assert f'href="#long-work-{work.pk}"' in page
    page = client.get(today).content.decode()
    assert "Publish it now" not in page
    assert f"Draft {approved.pk} is being published now." in page
    asleep[0].kill()
    asleep[0].wait()
    for address in (version, every, today):
        assert "Publish it now" in client.get(address).content.decode(), "it came to no end"


def test_it_is_published_and_the_page_says_where(words, manager, client):
    client.force_login(manager)
    page = client.post(reverse("update", args=[words.kind, words.slug]), follow=True).content.decode()
    edition = Edition.objects.get()
    assert edition.number == 1
    assert "done. Published." in page
    assert f'href="{at_work.address(edition)}"' in page


def test_why_it_was_not_published_is_said_beside_the_button(words, manager, client, monkeypatch):
    def refuse(*args, **how):
        raise publishing.NotAllowed("Another version was published in the meantime.")

    monkeypatch.setattr(publishing, "update", refuse)
    client.force_login(manager)
    page = client.post(reverse("update", args=[words.kind, words.slug])).content.decode()
    assert "Another version was published in the meantime." in page


def test_what_is_published_and_not_finished_is_both_said(words, manager, client, monkeypatch):
    update = publishing.update

    def unfinished(publication, **how):
        edition = update(publication, **how)
        raise printing.NotMade(edition, "There was no room.")

    monkeypatch.setattr(publishing, "update", unfinished)
    client.force_login(manager)
    page = client.post(reverse("update", args=[words.kind, words.slug]), follow=True).content.decode()
    assert "is published in the records. The large print" in page
    assert "failed." in page
    assert Edition.objects.get().number == 1


def test_the_pages_are_not_called_behind_while_they_are_about_to_be_written(words, manager, asleep):
    assert following.is_behind(lambda: True)
    at_work.ask_for_update(words, by=manager)
    assert not following.is_behind(lambda: True)
