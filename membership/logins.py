"""A login's life: invited, renamed, ended, brought back, and in the end without personal details."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from kit import clock, drafts, stamps

from . import duties, invitations, notices, seats, second_factor, sessions
from .audit import What, record
from .models import NOWHERE, User
from .roles import Role


@transaction.atomic
def invite(email, name, roles, *, by, seat=None):
    """Make a login with roles, and a seat, for somebody who then comes in by a link of their own; says who it is."""
    user = invitations.prepare(email, name, by=by)
    for role in (role for role in Role if role in roles):
        duties.give(user, role, by=by)
    if seat:
        seats.tie(user, [seat], by=by)
    record(What.INVITED, login=user, by=by)
    return user


@transaction.atomic
def note_invitation(login, *, by):
    """Record that somebody is about to be sent their link anew; who has ended gets none."""
    login = held(login, by)
    if not login.is_active:
        raise ValidationError("The access of this person has ended. Bring them back first.")
    record(What.INVITED, login=login, by=by, detail="again")


@transaction.atomic
def change(login, name, roles, *, by):
    """Change a person's name and roles together, or neither."""
    rename(login, name, by=by)
    duties.set_roles(login, roles, by=by)


@transaction.atomic
def rename(login, name, *, by):
    """Change the name that stands beside what a person does."""
    login = held(login, by)
    if login.name != name:
        login.name = name
        stamps.save(login, update_fields=["name"])
        # The old name is a personal detail, so it is not repeated here.
        record(What.DETAILS_CHANGED, login=login, by=by)


@transaction.atomic
def end(login, *, by):
    """End a person's access, now, in every browser. What they did keeps their name; roles and seats stay noted.

    Raises ValidationError for the last person who can manage the board.
    """
    duties.keep_a_manager(login)
    login = held(login, by)
    if login.is_active:
        login.is_active, login.ended_at, login.ended_by = False, clock.now(), by
        login.save(update_fields=["is_active", "ended_at", "ended_by"])
        record(What.ENDED, login=login, by=by)
    sessions.end_all(login)


@transaction.atomic
def bring_back(login, *, by):
    """Let a person in again with the roles they held. Whose personal details are removed is invited anew instead."""
    login = held(login, by)
    if not login.has_details:
        raise ValidationError("The e-mail of this login is removed. Invite the person anew.")
    if login == by:
        raise ValidationError("Nobody brings back their own login.")
    if not login.is_active:
        login.is_active, login.ended_at, login.ended_by = True, None, None
        login.save(update_fields=["is_active", "ended_at", "ended_by"])
        record(What.BROUGHT_BACK, login=login, by=by)


@transaction.atomic
def remove_details(login, *, by):
    """Take e-mail and name off an ended login for good. What the person did stays, under a number.

    What they typed and never saved goes too, and what others typed about them on the pages of people.
    """
    login = held(login, by)
    if login.is_active:
        raise ValidationError("End the person’s access first.")
    if login.has_details:
        drafts.throw_away_about(
            login,
            page=reverse("person", args=[login.pk]),
            under=reverse("people"),
            words=(login.email, login.name),
        )
        login.email, login.name, login.council_id = f"ended-{login.pk}@{NOWHERE}", "", ""
        login.set_unusable_password()
        login.save(update_fields=["email", "name", "council_id", "password"])
        login.settle_address()
        # If the retention table did it, nobody did; the log line of the other module wants a login nevertheless.
        second_factor.remove(login, by=by or login)
        record(What.DETAILS_REMOVED, login=login, by=by)


@transaction.atomic
def remove_second_factor(login, *, by):
    """Take the second factor away from somebody who has lost it. At the next sign-in they set up a new one."""
    login = held(login, by)
    second_factor.remove(login, by=by or login)
    record(What.SECOND_FACTOR_REMOVED, login=login, by=by)
    notices.factors_were_removed(login, by=by)


@transaction.atomic
def appoint(email, name=""):
    """Make somebody manager from the command line, for when nobody is left who could; says who it is."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name)
    elif not user.is_active:
        bring_back(user, by=None)
    if second_factor.held(user):
        # Who comes back by the command line has lost what let them in; a link that stops at the second factor is none.
        remove_second_factor(user, by=None)
        user.refresh_from_db()
    if Role.MANAGER not in {duty.role for duty in user.duty_set.filter(ended_at__isnull=True).own()}:
        duties.give(user, Role.MANAGER, by=None)
    record(What.APPOINTED, login=user)
    return user


def held(login, by):
    """The login as it stands, held until the end of the transaction. An administrator's is a matter for administrators.

    Without `by` it is the command line that asks.
    """
    if login.is_superuser and by and not by.is_superuser:
        raise ValidationError("This is the login of an administrator. Only administrators change it.")
    return User.objects.select_for_update().get(pk=login.pk)
