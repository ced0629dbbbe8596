"""Giving and taking roles, for good or as cover for a colleague. Each leaves a row in the record of access.

The person signs in anew afterwards: no session outlives the rights it began with.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from kit import clock, periods, stamps
from kit.called import say

from . import sessions
from .audit import What, record
from .models import Duty, User
from .roles import Role


def give(login, role, *, by, starts=None, ends=None, covers=None):
    """Give a person a role, for good or until a day; `covers` names the colleague for whom they stand in.

    Without `by` it is given from the command line.
    """
    with transaction.atomic():
        duty = Duty(
            login=login,
            role=role,
            starts=starts,
            ends=ends,
            covers=covers,
            granted_at=clock.now() if by else None,
            granted_by=by,
        )
        stamps.save(duty)
        what = What.COVER_GIVEN if covers else What.ROLE_GIVEN
        record(what, login=login, by=by, detail=in_words(duty), role=duty.role)
        sessions.end_all(login)
    return duty


@transaction.atomic
def take(duty, *, by):
    """Take a role from a person, from this moment. Taking it twice changes nothing."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not duty.ended_at:
        duty.ended_at, duty.ended_by = clock.now(), by
        duty.save(update_fields=["ended_at", "ended_by"])
        what = What.COVER_ENDED if duty.covers else What.ROLE_TAKEN
        record(what, login=duty.login, by=by, detail=in_words(duty), role=duty.role)
        sessions.end_all(duty.login)
    return duty


def in_words(duty):
    """A role as a sentence has it: Editor; Manager, covers for Ann until 30 June 2016."""
    words = duty.get_role_display()
    if duty.covers:
        words += f", covers for {duty.covers}"
    if duty.starts and duty.starts > clock.today():
        words += f" from {periods.day(duty.starts)}"
    return f"{words} until {periods.day(duty.ends)}" if duty.ends else words


@transaction.atomic
def set_roles(login, roles, *, by):
    """Give a person these roles for good and take all others that they hold for good; cover stays as it is.

    Says whether that changed anything. Raises ValidationError if it would leave the board without a manager, or
    if somebody gives a role to themselves.
    """
    held = {duty.role: duty for duty in Duty.objects.filter(login=login, ended_at__isnull=True).own()}
    new, gone = set(roles) - set(held), set(held) - set(roles)
    if new and login == by:
        raise ValidationError("Nobody gives themselves a role. Ask another manager to do it.", code="own-role")
    if Role.MANAGER in gone:
        keep_a_manager(login)
    for role in Role:
        if role in gone:
            take(held[role], by=by)
        if role in new:
            give(login, role, by=by)
    return bool(new or gone)


def keep_a_manager(leaving):
    """Refuse to let the last person go who can manage the board. Two managers who end one another wait here in turn."""
    # First the rows are held, then they are asked anew: the one who waited sees what the other did.
    list(User.objects.managing(clock.today()).select_for_update().order_by("pk"))
    managing = set(User.objects.managing(clock.today()))
    if managing == {leaving}:
        raise ValidationError(
            say(
                "{leaving} is the only person who can manage this {body}. Give another person the role of manager "
                "first, and wait until they have signed in.",
                leaving=leaving,
            ),
            code="last-manager",
        )


def own_of(login):
    """The roles of their own that a person holds today: what somebody can stand in for."""
    return Duty.objects.filter(login=login).holding(clock.today()).own()


@transaction.atomic
def cover(stand_in, roles, *, covers, starts, ends, by):
    """Let somebody stand in for a colleague in some of their roles, from a day until a day; it ends by itself."""
    if stand_in == by:
        raise ValidationError("Nobody gives themselves a role. Ask another manager to do it.", code="own-role")
    if ends < clock.today():
        raise ValidationError({"ends": "This day is over. Choose a day to come."})
    held = {duty.role: duty for duty in Duty.objects.filter(login=stand_in).current(starts or clock.today())}
    for role in (role for role in Role if role in roles):
        if role in held and (held[role].ends is None or held[role].ends >= ends):
            raise ValidationError(
                {"stand_in": f"{stand_in} holds this role for that time already: {in_words(held[role])}."}
            )
        give(stand_in, role, by=by, starts=starts, ends=ends, covers=covers)


def only_manager():
    """The one person who can manage this board, if it is only one; None if there are more, or none."""
    managing = list(User.objects.managing(clock.today())[:2])
    return managing[0] if len(managing) == 1 else None
