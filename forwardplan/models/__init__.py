"""The meetings ahead, what each will consider, and who was there."""

from .attendance import Attendance, QuorumOrganisation, QuorumRule
from .meetings import WITH_NAMES, AgendaItem, Meeting, StandingItem

__all__ = [
    "WITH_NAMES",
    "AgendaItem",
    "Attendance",
    "Meeting",
    "QuorumOrganisation",
    "QuorumRule",
    "StandingItem",
]
