"""The meetings ahead, what each will consider, what came of it, and the register of challenges and risks."""

from .challenges import Challenge, ChallengeUpdate, Remedy
from .decisions import Decision, Mention
from .meetings import WITH_NAMES, AgendaItem, Meeting, StandingItem

__all__ = [
    "WITH_NAMES",
    "AgendaItem",
    "Challenge",
    "ChallengeUpdate",
    "Decision",
    "Meeting",
    "Mention",
    "Remedy",
    "StandingItem",
]
