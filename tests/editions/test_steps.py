"""What the office's pages offer for a draft or a version, and to whom."""

import pytest

from editions import presenting, steps
from editions.models import Edition
from membership.roles import Role
from publications.models import PublicationKind
from tests import factories as make

pytestmark = pytest.mark.django_db


def offered(edition, person):
    """What a person is offered to do, and what waits for somebody else."""
    edition = Edition.objects.with_later().select_related("publication").get(pk=edition.pk)
    found = steps.next_for(edition, person)
    return {step.address for step, why in found if not why}, {step.address for step, why in found if why}


@pytest.fixture
def draft():
    sender = make.UserFactory(roles=[Role.MANAGER])
    publication = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN)
    edition = make.EditionFactory(publication=publication, needs_approval=True, composed_by=sender)
    edition.sent_at, edition.sent_by = edition.composed_at, sender
    edition.save()
    return edition


def test_whoever_sent_a_draft_is_not_offered_to_approve_it(draft):
    mine, waiting = offered(draft, draft.sent_by)
    assert {"record", "give-back"} <= mine
    assert waiting == {"approve"}


def test_an_approver_is_offered_to_decide_and_nothing_else(draft):
    mine, waiting = offered(draft, make.UserFactory(roles=[Role.APPROVER]))
    assert mine == {"approve", "give-back"}
    assert waiting == {"record", "ask-to-erase"}


def test_the_words_of_the_site_are_not_offered_to_be_taken_down():
    site = make.EditionFactory(publication__kind=PublicationKind.SITE, published=True)
    plan = make.EditionFactory(publication__kind=PublicationKind.BUSINESS_PLAN, published=True)
    manager = make.UserFactory(roles=[Role.MANAGER])
    assert "take-down" not in offered(site, manager)[0]
    assert "take-down" in offered(plan, manager)[0]


def test_a_covering_report_says_so_where_there_was_no_version_before():
    edition = make.EditionFactory(published=True)
    assert list(presenting.what_changed(edition)) == ["This is the first version."]
