"""How Django learns who somebody is and what they may do."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, FilteredRelation

from kit import clock
from kit.written import written_once

from .models import Duty, User
from .querysets import held
from .roles import MAY


@written_once
def with_roles(number, day):
    """A login by its number, once for each role that it holds on a day."""
    duties = FilteredRelation("duty", condition=held(day, "duty__"))
    return User.objects.filter(pk=number).annotate(held=duties, role=F("held__role"))


class DutiesBackend(ModelBackend):
    """Permissions come from the roles that a person holds today, so that cover begins and ends by itself."""

    def get_user(self, user_id):
        """The login with its roles, in one question: every page of a signed-in person asks for both."""
        rows = with_roles(user_id, clock.today())
        if not rows:
            return None
        user, user.roles = rows[0], Duty.names(rows)
        return user if self.user_can_authenticate(user) else None

    def get_user_permissions(self, user_obj, obj=None):
        """None: nobody may do a thing but through a role."""
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        """What the person's roles allow; everything for the administrator, nothing for one whose login has ended."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set().union(*(MAY[role] for role in user_obj.roles))
