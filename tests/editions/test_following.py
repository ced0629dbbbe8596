"""The deed is done and the public pages can't be written: who is told what, and what mends it."""

import errno
import json

import pytest
from django.core.management import CommandError, call_command

from editions import following, publishing, serving, tree, withdrawal
from editions.status import Status, status
from membership.roles import Role
from tests import factories as make
from tests.editions.deeds.conftest import board, manager, plan, site  # noqa: F401  fixtures
from tests.editions.deeds.test_withdrawal import published
from tests.editions.drafts import DAY, fresh
from tests.kept_rows import do_once
from tests.publishing import approved
from tests.test_health import findings, ready

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db(transaction=True)

BEHIND = (503, ["The public pages are behind the records; manage.py site writes them."])


@pytest.fixture
def first(plan, site, manager):
    def make():
        publishing.update(site, by=manager, on=DAY)
        published(plan, manager, "We talk.")

    do_once("a published plan", make)
    return plan.edition_set.select_related("publication").get()


@pytest.fixture
def full(monkeypatch):
    """The disk is full until it is undone."""

    def write(*args):
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/secret/place")

    monkeypatch.setattr(tree, "write", write)
    return monkeypatch


def signed_in(client, *roles):
    client.force_login(make.UserFactory(roles=roles))
    return client


def said(client, path, **data):
    return client.post(path, data, follow=True).content.decode()


def test_publishing_in_the_office_says_that_it_is_done_and_what_is_not(first, plan, manager, client, full, public_root):
    draft = approved(plan, by=manager)
    page = said(signed_in(client, Role.MANAGER), f"/office/versions/{draft.pk}/publish/")
    assert status(fresh(draft)) is Status.LIVE
    assert "Plan, version 2 is published in the records." in page
    assert "The public pages could not be written: no space left on device." in page
    assert "Published. The public reads it now." not in page
    assert "/srv/secret" not in page
    assert findings(client) == BEHIND
    assert ready(client) == (200, ["ready"])
    assert (public_root / "current/business-plan/2016-2019/editions/edition-1.pdf").is_file(), "the former site stands"
    full.undo()


def test_only_the_version_that_is_public_leads_to_what_the_public_reads(first, plan, manager, client):
    second = published(plan, manager, "We listen.")
    signed_in(client, Role.MANAGER)
    link = f'<a href="{plan.address}">See what is published</a>'
    assert link in client.get(f"/office/versions/{second.pk}/").content.decode()
    assert link not in client.get(f"/office/versions/{first.pk}/").content.decode()


def test_the_office_has_the_button_while_the_pages_are_behind(first, plan, manager, client, full, public_root):
    with pytest.raises(following.NotWritten):
        published(plan, manager, "We listen.")
    addresses = ("/office/", f"/office/versions/{first.pk}/", "/office/business-plan/2016-2019/approval/")
    for role, has_button in ((Role.EDITOR, False), (Role.MANAGER, True)):
        signed_in(client, role)
        for address in addresses:
            page = client.get(address).content.decode()
            assert "behind the records" in page, address
            assert ("/office/write-public-pages/" in page) == has_button, address
    page = said(client, "/office/write-public-pages/")
    assert "The public pages could not be written: no space left on device." in page
    assert "Write the public pages again" in page
    full.undo()
    page = said(client, "/office/write-public-pages/")
    assert "The public pages are written." in page
    assert "behind the records" not in page
    assert findings(client) == (200, ["nothing found"])
    assert (public_root / "current/business-plan/2016-2019/editions/edition-2.pdf").is_file()


def test_an_everyday_page_says_it_too(first, board, client, full):
    board.notice = "Closed in August"
    board.save()
    page = said(signed_in(client, Role.MANAGER), "/office/site/site/update/")
    assert "Public pages, version 2 is published in the records. The public pages could not be written" in page
    full.undo()


def test_what_was_erased_while_the_disk_was_full_is_not_kept_in_the_former_tree(first, manager, full, public_root):
    with pytest.raises(following.NotWritten, match="the public reads what it read before"):
        withdrawal.take_down(first, by=manager, reason="It names a child.")
    assert status(fresh(first)) is Status.TAKEN_DOWN
    withdrawal.ask_erasure(first, by=manager, reason="It names a child.")
    with pytest.raises(following.NotWritten):
        withdrawal.erase(first, by=manager, instruction="By telephone")
    full.undo()
    tree.rebuild()
    assert len(list((public_root / "trees").iterdir())) == 1
    assert not [file for file in public_root.rglob("edition-1.pdf") if file.is_file()]


def test_the_command_line_says_it(first, board, manager, full):
    board.notice = "Closed in August"
    board.save()
    with pytest.raises(CommandError, match=r"It is published in the records\. The public pages could not be written"):
        call_command("publish", "site", "site", by=manager.email)
    full.undo()


def test_pages_are_behind_after_what_the_public_should_see_and_after_nothing_else(first, plan, manager, monkeypatch):
    assert not following.is_behind()
    approved(plan, by=manager)
    assert not following.is_behind(), "a draft is nothing to the public"
    with monkeypatch.context() as patch:
        patch.setattr(tree, "rebuild", lambda **how: None)
        withdrawal.take_down(first, by=manager, reason="A wrong figure.")
    assert following.is_behind()
    with tree.alone(tree.settings.PUBLIC_ROOT):
        assert not following.is_behind(), "somebody is writing them just now"
    tree.rebuild()
    assert not following.is_behind()


def test_what_it_was_written_from_is_not_public_and_a_tree_that_does_not_say_is_behind(first, client, public_root):
    file = public_root / "current" / tree.WRITTEN_FROM
    assert set(json.loads(file.read_text())) == {"code", "erased"}
    assert serving.find(public_root / "current", f"/{tree.WRITTEN_FROM}") is None
    file.unlink()
    assert following.is_behind(), "it comes from an older release"
