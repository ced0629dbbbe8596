"""The pictures of published documents: public under their check code, kept as they were, erased with their version."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from editions import publishing, tree, verification, withdrawal
from editions.models import Edition
from editions.tree import CURRENT
from publications import pictures
from publications.files.pictures import draw
from publications.models import PictureFile
from tests import factories as make
from tests.drawn_pictures import park, saved
from tests.editions.deeds.conftest import board, chair, manager, plan, site  # noqa: F401  fixtures
from tests.editions.drafts import DAY
from tests.publishing import publish
from tests.unsealing import unsealed

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db(transaction=True)


def put(plan, people, manager, **more):
    drawn = draw(saved(park(people=people)))
    with transaction.atomic():
        file = pictures.keep(drawn, by=manager)
        return make.PictureFactory(narrative=plan.narrative_set.get(), file=file, shows=f"{people} people", **more)


@pytest.fixture
def shown(plan, site, manager, public_root):
    """A plan with a picture, published."""
    publishing.update(site, by=manager, on=DAY)
    row = put(plan, 1, manager)
    publish(plan, by=manager, on=DAY)
    return row


def read(address):
    response = Client().get(address)
    data = b"".join(response) if response.streaming else response.content
    response.close()
    return response.status_code, data


def address(row):
    return f"/pictures/{row.file.digest[:32]}.png"


def test_the_public_sees_a_picture_of_what_is_published_and_no_other(shown, plan, manager):
    other = put(plan, 2, manager)
    assert read(address(shown)) == (200, bytes(shown.file.data))
    assert read(address(other))[0] == 404
    page = read("/business-plan/2016-2019/our-aim/")[1].decode()
    assert f'<img src="{address(shown)}" alt="1 people" width="900" height="560" loading="lazy">' in page
    assert b"2 people" not in read("/business-plan/2016-2019/whole/")[1]


def test_a_former_version_keeps_its_picture(shown, plan, manager):
    before = bytes(shown.file.data)
    shown.delete()
    put(plan, 2, manager)
    publish(plan, by=manager, on=DAY)
    assert read(address(shown)) == (200, before)
    assert verification.verify().findings == ()


def test_a_picture_that_somebody_changed_is_found(shown, public_root):
    assert verification.verify().findings == ()
    (public_root / CURRENT / address(shown).strip("/")).write_bytes(b"Another")
    assert [each for each in verification.verify().findings if "pictures/" in each]
    with pytest.raises(DatabaseError, match="stays as it was kept"):
        PictureFile.objects.update(data=b"Another")
    with unsealed():
        PictureFile.objects.update(data=b"Another")
    assert f"Picture {shown.file.pk}: it is not the one that was kept." in verification.verify().findings


def erase(manager, chair):
    edition = withdrawal.take_down(
        Edition.objects.live().get(publication__kind="business-plan"), by=manager, reason="A"
    )
    edition = withdrawal.ask_erasure(edition, by=manager, reason="Somebody can be recognised.")
    withdrawal.erase(edition, by=chair)


def test_a_picture_is_erased_with_its_version_when_nothing_else_shows_it(shown, manager, chair, public_root):
    here = address(shown)
    shown.delete()
    erase(manager, chair)
    file = PictureFile.objects.get()
    assert (bytes(file.data), file.erased_by) == (b"", chair)
    assert file.digest
    tree.rebuild()
    assert read(here)[0] in (404, 410)
    assert not [*public_root.rglob(here.rpartition("/")[2])]


def test_a_picture_that_a_draft_still_shows_is_not_erased(shown, manager, chair):
    erase(manager, chair)
    assert bytes(PictureFile.objects.get().data) == bytes(shown.file.data)


def test_the_same_picture_can_be_brought_again_after_it_was_erased(shown, manager, chair, plan):
    shown.delete()
    erase(manager, chair)
    again = put(plan, 1, manager)
    assert PictureFile.objects.filter(digest=again.file.digest).count() == 2
