"""Rows that only some people may see, whatever page asks for them."""

import pytest

from editions.models import Edition
from membership.models import Appointment
from membership.roles import MAY, May, Role
from publications.models import Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


def who(sees):
    """The roles whose people see something; somebody without a role is among those who don't."""
    assert not sees(make.UserFactory())
    return {role for role in Role if sees(make.UserFactory(roles=[role]))}


def roles_that(may):
    return {role for role in Role if may in MAY[role]}


def test_the_drafts_of_a_publication():
    make.PublicationFactory()
    assert who(lambda user: Publication.objects.visible_to(user).exists()) == roles_that(May.SEE_DRAFTS)


def test_a_draft_edition_is_for_the_office_and_a_published_one_for_everybody():
    draft, published = make.EditionFactory(), make.EditionFactory(published=True)
    sees_draft = who(lambda user: draft in Edition.objects.visible_to(user))
    assert sees_draft == roles_that(May.SEE_DRAFTS)
    assert published in Edition.objects.visible_to(make.UserFactory())


def test_who_sits_where_is_for_members_unless_somebody_agreed_to_be_named():
    unnamed, named = make.AppointmentFactory(), make.AppointmentFactory(named_publicly=True)
    assert who(lambda user: unnamed in Appointment.objects.visible_to(user)) == roles_that(May.READ)
    assert named in Appointment.objects.visible_to(make.UserFactory())
