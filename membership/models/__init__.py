"""The board, its people, and who may do what."""

from .access import AccessEvent, Hold
from .board import (
    Appointment,
    Board,
    Body,
    Logo,
    Organisation,
    Party,
    Regime,
    ReportingPeriod,
    RequiredPartner,
    Seat,
    the_board,
)
from .people import NOWHERE, Duty, User

__all__ = [
    "NOWHERE",
    "AccessEvent",
    "Appointment",
    "Board",
    "Body",
    "Duty",
    "Hold",
    "Logo",
    "Organisation",
    "Party",
    "Regime",
    "ReportingPeriod",
    "RequiredPartner",
    "Seat",
    "User",
    "the_board",
]
