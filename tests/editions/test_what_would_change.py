"""What would change if it were published now: one click from the draft, for every kind of publication."""

import pytest
from django.test import Client

from editions.freezing import composed
from membership.models import Board
from membership.roles import Role
from publications.models import NO_DOCUMENT, EarlierDocument, PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    make.BoardFactory(notice="Before the change")
    make.EarlierDocumentFactory(title="Before the change")
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return client


def changed(publication):
    """Change a word of what the publication says, in the records."""
    if publication.kind == PublicationKind.SITE:
        row, name = Board.objects.get(), "notice"
    elif publication.kind == PublicationKind.EARLIER:
        row, name = EarlierDocument.objects.get(), "title"
    else:
        row, name = publication, "cover_note"
    setattr(row, name, "After the change")
    row.save()


@pytest.mark.parametrize("kind", PublicationKind.values)
def test_the_draft_against_what_is_public(kind, client):
    publication = make.PublicationFactory(kind=kind, slug="2016", cover_note="Before the change")
    # What is no document has no preview: the office's first page leads there.
    draft = "/office/" if kind in NO_DOCUMENT else f"/office/{kind}/2016/"
    where = f"/office/{kind}/2016/approval/"
    assert f'href="{where}' in client.get(draft).content.decode()
    assert "Nothing of it is published yet. All of it would be new" in client.get(where).content.decode()
    make.EditionFactory(publication=publication, content=composed(publication, DAY)[1], published=True)
    assert "exactly what the public reads" in client.get(where).content.decode()
    changed(publication)
    page = client.get(where).content.decode()
    assert "What would change if it were published now" in page
    assert "Before" in page
    assert "After" in page
    assert page.count('id="changes"') == 1
