"""Decisions in words, as the public reads them: who decided, when, by which minute, and who wrote it down.

Public pages name roles and bodies, never people.
"""

from kit import periods
from kit.called import say
from kit.labels import called
from membership.roles import Role

from .models import Approval

# Who recorded it, by the first of these roles that they hold.
RECORDERS = {Role.MANAGER: "the business manager", Role.EDITOR: called("the board’s office")}
ADMINISTRATOR = "the administrator of this site"


def described(person):
    """A person who records a decision, by role."""
    return str(next((words for role, words in RECORDERS.items() if role in person.roles), ADMINISTRATOR))


def in_words(decisions):
    """Every decision on an edition in one sentence, without its full stop; empty where there is none."""
    decisions = list(decisions)
    words = "; ".join(one_in_words(decision) for decision in decisions)
    recorders = {decision.recorded_as for decision in decisions if decision.how in RECORDED}
    if recorders:
        words += f"; recorded by {' and '.join(sorted(recorders))}"
    return words[:1].upper() + words[1:]


def one_in_words(decision):
    words = WORDS[decision.how](decision)
    if decision.changes:
        words = words.replace("approved", "approved with changes", 1)
        words += f"; changes confirmed by {decision.confirmed_by}"
    return words


def dated(decision, *more):
    """By whom and when, and what else is known of it."""
    return ", ".join(part for part in (decision.decided_by, periods.day(decision.decided_on), *more) if part)


WORDS = {
    Approval.How.SIGNED_IN: lambda decision: f"approved by {dated(decision)}, on this site",
    Approval.How.MEETING: lambda decision: f"approved by {dated(decision, decision.reference)}",
    Approval.How.CHAIR: lambda decision: (
        f"approved by {dated(decision, decision.reference)}, to be ratified by {decision.ratified}"
    ),
    Approval.How.STANDING: lambda decision: (
        f"corrected under {say('the Board')}’s standing permission ({decision.reference})"
    ),
    Approval.How.IN_WORDS: lambda decision: decision.decided_by,
}
RECORDED = {Approval.How.MEETING, Approval.How.CHAIR, Approval.How.STANDING}
# What may be written down of others: approving on this site is one's own deed, and the permission stands in a setting.
OFFICE_RECORDS = {Approval.How.MEETING, Approval.How.CHAIR, Approval.How.IN_WORDS}
