"""The board, its people, and who may do what."""

from .access import AccessEvent, Hold
from .board import (
    AccessibilityFault,
    Appointment,
    Board,
    Body,
    JointWith,
    Logo,
    Organisation,
    Party,
    ReportingPeriod,
    Seat,
    Succession,
    the_board,
)
from .law import Helpline, HowSure, Nation, Regime, RequiredPartner, Requirement
from .people import NOWHERE, Duty, User

__all__ = [
    "NOWHERE",
    "AccessEvent",
    "AccessibilityFault",
    "Appointment",
    "Board",
    "Body",
    "Duty",
    "Helpline",
    "Hold",
    "HowSure",
    "JointWith",
    "Logo",
    "Nation",
    "Organisation",
    "Party",
    "Regime",
    "ReportingPeriod",
    "RequiredPartner",
    "Requirement",
    "Seat",
    "Succession",
    "User",
    "the_board",
]
