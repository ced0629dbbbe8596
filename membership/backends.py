"""How Django learns who somebody is and what they may do."""

from django.contrib.auth.backends import ModelBackend

from kit import clock

from .models import Duty
from .roles import MAY


class DutiesBackend(ModelBackend):
    """Permissions come from the roles that a person holds today, so that cover begins and ends by itself."""

    def get_user(self, user_id):
        """The login with its roles, in one query if it has any: every page of a signed-in person asks for both."""
        duties = list(Duty.objects.holding(clock.today()).filter(login=user_id).select_related("login"))
        if not duties:
            return super().get_user(user_id)
        user = duties[0].login
        user.roles = Duty.names(duties)
        return user if self.user_can_authenticate(user) else None

    def get_user_permissions(self, user_obj, obj=None):
        """None: nobody may do a thing but through a role."""
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        """What the person's roles allow; everything for the administrator, nothing for one whose login has ended."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set().union(*(MAY[role] for role in user_obj.roles))
