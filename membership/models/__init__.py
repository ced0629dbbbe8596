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
    Reply,
    ReportingPeriod,
    Seat,
    Succession,
    the_board,
)
from .law import Helpline, HowSure, Nation, Regime, RequiredPartner, Requirement
from .links import SignedLink
from .people import NOWHERE, Duty, User
from .scrutiny import Inspection, InspectionArea, Policy

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
    "Inspection",
    "InspectionArea",
    "JointWith",
    "Logo",
    "Nation",
    "Organisation",
    "Party",
    "Policy",
    "Regime",
    "Reply",
    "ReportingPeriod",
    "RequiredPartner",
    "Requirement",
    "Seat",
    "SignedLink",
    "Succession",
    "User",
    "the_board",
]
