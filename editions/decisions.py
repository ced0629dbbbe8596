"""Decisions in words, as the public reads them: who decided, when, by which minute, and who wrote it down.

Public pages name roles and bodies, never people.
"""

import re

from kit import periods
from kit.called import say
from kit.later import say_later
from kit.wording import going_on, opening
from membership.roles import Role

from .models import Approval

# Who may record one has one of these roles; whether it is the business manager, nobody has told the program.
OFFICE_ROLES = {Role.MANAGER, Role.EDITOR}
OFFICE = say_later("the {body}’s office")
ADMINISTRATOR = "the administrator of this site"


def described(person):
    """A person who records a decision, by role."""
    return str(ADMINISTRATOR if OFFICE_ROLES.isdisjoint(person.roles) else OFFICE)


def in_words(decisions):
    """Every decision on an edition in one sentence, without its full stop; empty if there is none."""
    decisions = list(decisions)
    words = "; ".join(one_in_words(decision) for decision in decisions)
    if recorders := {decision.recorded_as for decision in decisions if decision.how in RECORDED}:
        words += f"; recorded by {' and '.join(sorted(recorders))}"
    return opening(words)


def one_in_words(decision):
    """One decision, and whether the changes that it named are confirmed: by whom, when and how, or who is to."""
    words = WORDS[decision.how](decision)
    if not decision.named_changes:
        return words
    return f"{re.sub('^approved', 'approved with changes', words)}; changes {confirmation(decision)}"


def confirmation(decision):
    """Whether the changes are confirmed, in words that follow "changes"."""
    if not decision.confirmation_at:
        return f"to be confirmed by {decision.confirmed_by}"
    how = decision.get_confirmed_how_display()
    said = (periods.day(decision.confirmed_on), going_on(how), decision.confirmed_reference)
    return f"confirmed by {', '.join(filter(None, (decision.confirmer, *said)))}"


def decider(decision):
    """Who decided, as two of them are compared: the Board is the board, however it is spaced."""
    return "".join(decision.decided_by.split()).casefold()


def naming_changes(edition):
    """The decisions on this very text that named changes; not those that were carried over to it with their changes."""
    named = [decision for decision in edition.approval_set.all() if decision.named_changes]
    carried = {decider(decision) for decision in naming_changes(edition.amends)} if named and edition.amends else ()
    return [decision for decision in named if decider(decision) not in carried]


def unconfirmed(edition):
    """The decisions whose changes are made in this text, and nobody is recorded to have confirmed them."""
    still = naming_changes(edition)
    waiting = [made for made in edition.approval_set.all() if made.named_changes and not made.confirmation_at]
    return [decision for decision in waiting if decision not in still]


def dated(decision, *more):
    """By whom and when, and what else is known of it."""
    return ", ".join(part for part in (decision.decided_by, periods.day(decision.decided_on), *more) if part)


WORDS = {
    Approval.How.SIGNED_IN: lambda decision: f"approved by {dated(decision)}, on this site",
    Approval.How.MEETING: lambda decision: f"approved by {dated(decision, decision.reference)}",
    Approval.How.CHAIR: lambda decision: (
        f"approved by {dated(decision, decision.reference)}, to be ratified by {decision.ratified}"
    ),
    Approval.How.STANDING: lambda decision: say(
        "corrected under the {Body}’s standing permission ({reference})", reference=decision.reference
    ),
    Approval.How.IN_WORDS: lambda decision: decision.decided_by,
}
RECORDED = {Approval.How.MEETING, Approval.How.CHAIR, Approval.How.STANDING}
# What may be written down of others: approving on this site is one's own deed, and the permission stands in a setting.
OFFICE_RECORDS = {Approval.How.MEETING, Approval.How.CHAIR, Approval.How.IN_WORDS}
