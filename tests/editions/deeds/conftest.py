"""A small board with a plan and the site's own words, for tests of the deeds. PDFs and checks are stand-ins."""

import pytest

from editions import approval, publishing
from membership.roles import Role
from publications.models import PublicationKind
from tests import factories as make
from tests.editions.drafts import DAY, stand_ins, with_changes


@pytest.fixture
def board(db, monkeypatch):
    stand_ins(monkeypatch)
    return make.BoardFactory()


@pytest.fixture
def manager(db):
    return make.UserFactory(name="The manager", roles=[Role.MANAGER])


@pytest.fixture
def chair(db):
    return make.UserFactory(name="The chair", roles=[Role.APPROVER])


@pytest.fixture
def plan(board):
    plan = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019", title="Plan")
    make.NarrativeFactory(publication=plan, heading="Our aim", before="We talk.")
    return plan


@pytest.fixture
def site(board):
    return make.PublicationFactory(kind=PublicationKind.SITE, slug="site", title="Public pages")


@pytest.fixture
def draft(plan, manager):
    """Sent by the manager."""
    return approval.send(plan, by=manager, on=DAY)


@pytest.fixture
def asked(draft, manager):
    """A draft that the board approved with changes."""
    return approval.record(draft, with_changes(), by=manager, shown=draft.digest)


@pytest.fixture
def live(draft, chair, manager):
    """Approved by the chair, and published."""
    approved = approval.approve(draft, by=chair, shown=draft.digest, decided_by="the chair")
    return publishing.publish(approved, by=manager, on=DAY)
