"""The meetings ahead, what each will consider, who was there, what came of it, and the register of challenges and
risks."""

from .attendance import Attendance, QuorumOrganisation, QuorumRule
from .challenges import Challenge, ChallengeUpdate, Remedy
from .decisions import Decision, Mention
from .meetings import WITH_NAMES, AgendaItem, Meeting, StandingItem
from .reminders import Reminder

__all__ = [
    "WITH_NAMES",
    "AgendaItem",
    "Attendance",
    "Challenge",
    "ChallengeUpdate",
    "Decision",
    "Meeting",
    "Mention",
    "QuorumOrganisation",
    "QuorumRule",
    "Remedy",
    "Reminder",
    "StandingItem",
]
