"""Roles: what each allows, given and taken, and cover that ends by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from membership import duties
from membership.models import Duty, User
from membership.roles import MAY, WRITING, May, Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def anew(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def allowed(user):
    return {may for may in May if anew(user).has_perm(may)}


def test_without_a_role_nothing_is_allowed():
    assert allowed(make.UserFactory()) == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_allows_what_the_table_says(role):
    assert allowed(make.UserFactory(roles=[role])) == MAY[role]


def test_several_roles_add_up():
    both = make.UserFactory(roles=[Role.APPROVER, Role.DATA_OFFICER])
    assert allowed(both) == MAY[Role.APPROVER] | MAY[Role.DATA_OFFICER]
    assert anew(both).roles == [Role.DATA_OFFICER, Role.APPROVER]


def test_an_editor_does_everything_but_people_publishing_and_settings():
    assert set(May) - MAY[Role.EDITOR] == {May.APPROVE, May.PUBLISH, May.MANAGE_PEOPLE, May.CHANGE_SETTINGS}


def test_an_ended_login_may_do_nothing():
    manager = make.UserFactory(roles=[Role.MANAGER], is_active=False)
    assert allowed(manager) == set()


def test_whoever_can_change_something_is_a_writer():
    assert {role for role in Role if make.UserFactory(roles=[role]).is_writer} == WRITING
    assert make.SuperuserFactory().is_writer
    assert not make.UserFactory().is_writer
    changing = set(May) - {May.READ, May.SEE_DRAFTS}
    assert {role for role in Role if MAY[role] & changing} == WRITING, "a role that changes something is in the table"


def test_a_role_is_given_and_taken():
    ann, manager = make.UserFactory(), make.UserFactory()
    duty = duties.give(ann, Role.EDITOR, by=manager)
    assert anew(ann).roles == [Role.EDITOR]
    assert duty.granted_by == manager
    duties.take(duty, by=manager)
    assert anew(ann).roles == []
    first = duties.take(duty, by=make.UserFactory())
    assert first.ended_by == manager, "taken twice, it stays whose deed it was"


def test_a_role_is_not_held_twice():
    ann = make.UserFactory(roles=[Role.EDITOR])
    with pytest.raises(ValidationError, match="holds this role already"):
        duties.give(ann, Role.EDITOR, by=ann)
    duties.take(Duty.objects.get(login=ann), by=ann)
    duties.give(ann, Role.EDITOR, by=ann)


def test_cover_begins_and_ends_by_itself(settings):
    manager, stand_in = make.UserFactory(roles=[Role.MANAGER]), make.UserFactory(roles=[Role.MEMBER])
    duties.give(stand_in, Role.MANAGER, by=manager, covers=manager, starts=date(2016, 6, 2), ends=date(2016, 6, 30))
    held = []
    for day in (date(2016, 6, 1), date(2016, 6, 2), date(2016, 6, 30), date(2016, 7, 1)):
        settings.TODAY = day
        held.append(Role.MANAGER in anew(stand_in).roles)
    assert held == [False, True, True, False]
    settings.TODAY = date(2017, 1, 1)
    duties.give(stand_in, Role.MANAGER, by=manager, covers=manager, ends=date(2017, 1, 31))


def test_a_request_reads_the_person_and_the_roles_at_once(django_assert_num_queries):
    from membership.backends import DutiesBackend

    manager = make.UserFactory(roles=[Role.MANAGER, Role.MEMBER])
    with django_assert_num_queries(1):
        user = DutiesBackend().get_user(manager.pk)
        assert user.has_perm(May.PUBLISH)
        assert user.roles == [Role.MANAGER, Role.MEMBER]
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert DutiesBackend().get_user(manager.pk) is None
